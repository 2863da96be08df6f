//! What a page asks and shows so that it has the buttons of actions.

use appc_plan::{Action, App, Button, Buttons, Entity};
use serde::Serialize;

use crate::{spell::rust_str, uses::Uses};

/// The buttons of a page.
#[derive(Clone, Default, Serialize)]
pub(crate) struct ButtonsView {
    /// Whether rows have some.
    pub on_rows: bool,
    /// Whether the page itself has some.
    pub on_page: bool,
    /// What the page is given, as fields of a struct, and how each is found out.
    pub fields: String,
    pub values: String,
    /// The ids of the rows of a list, where they are asked for.
    pub ids: String,
    /// The HTML of those of the page itself.
    pub above: &'static str,
    /// The HTML of those of a row; empty if rows have none.
    pub on_row: String,
}

impl ButtonsView {
    fn add(&mut self, name: &str, rust_type: &str, value: &str) {
        self.fields.push_str(&format!("\n{name}: {rust_type},"));
        self.values.push_str(&format!("\n{name}: {value},"));
    }
}

/// How a page spells what asking for its buttons takes.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    /// A reference to who looks at it.
    pub viewer: &'a str,
    /// Where the rows are asked for.
    pub store: &'a str,
    /// Whether rows are asked for anyway.
    pub knows_ids: bool,
}

/// Spells the buttons of a page that shows rows, the ids of which it knows.
pub(crate) fn view(
    app: &App,
    entity: &Entity,
    buttons: &Buttons,
    at: At,
    uses: &mut Uses,
) -> ButtonsView {
    let At {
        viewer,
        store,
        knows_ids,
    } = at;
    let mut view = of_page(app, buttons, viewer, uses);
    if knows_ids || !buttons.on_rows.is_empty() {
        view.ids = ids(entity);
    }
    if buttons.on_rows.is_empty() {
        return view;
    }
    uses.add(&[
        "crate::actions",
        "runtime::action::RowOffers",
        &format!("crate::{}::{}Id", entity.module, entity.type_name),
    ]);
    let mut value = format!("RowOffers::on({:?})", entity.route);
    for (button, action) in known(app, &buttons.on_rows) {
        value.push_str(&format!(
            "\n.with({}, {store}::among(&mut conn, &ids, &actions::{}::offered({viewer})).await?)",
            named(button, &format!("actions::{}", action.module)),
            action.module
        ));
    }
    view.on_rows = true;
    view.on_row = format!("\n{}", of_row(&entity.module));
    let rust_type = format!("RowOffers<{}Id>", entity.type_name);
    view.add("row_offers", &rust_type, &value);
    view
}

/// Spells the buttons of a page whose actions are about no row.
pub(crate) fn of_page(app: &App, buttons: &Buttons, viewer: &str, uses: &mut Uses) -> ButtonsView {
    let mut view = shown(buttons);
    if buttons.on_page.is_empty() {
        return view;
    }
    uses.add(&["crate::actions", "runtime::action::Offer"]);
    let offers: Vec<String> = known(app, &buttons.on_page)
        .map(|(button, action)| {
            let module = format!("actions::{}", action.module);
            offer(button, &module, "&mut conn", viewer)
        })
        .collect();
    let value = format!("[{}].into_iter().flatten().collect()", offers.join(", "));
    view.add("offers", "Vec<Offer>", &value);
    view
}

/// What the HTML of a page needs to know.
pub(crate) fn shown(buttons: &Buttons) -> ButtonsView {
    ButtonsView {
        on_rows: !buttons.on_rows.is_empty(),
        on_page: !buttons.on_page.is_empty(),
        above: if buttons.on_page.is_empty() {
            ""
        } else {
            "{% for offer in offers %}{{ offer.button() }}{% endfor %}"
        },
        ..ButtonsView::default()
    }
}

fn ids(entity: &Entity) -> String {
    format!(
        "\nlet ids: Vec<&{}Id> = page.rows.iter().map(|{module}| &{module}.id).collect();",
        entity.type_name,
        module = entity.module
    )
}

/// The heading of the column of a table that holds buttons.
pub(crate) fn head(buttons: &Buttons) -> &'static str {
    if buttons.on_rows.is_empty() {
        return "";
    }
    "{% if !row_offers.is_empty() %}<th scope=\"col\"><span class=\"visually-hidden\">Steps</span></th>{% endif %}"
}

/// A cell of that column.
pub(crate) fn cell(buttons: &Buttons, module: &str) -> String {
    if buttons.on_rows.is_empty() {
        return String::new();
    }
    format!(
        "{{% if !row_offers.is_empty() %}}<td class=\"cell-buttons\">{}</td>{{% endif %}}",
        of_row(module)
    )
}

/// The buttons of one row, in HTML.
fn of_row(module: &str) -> String {
    format!("{{{{ row_offers.buttons({module}.id, {module}.display) }}}}")
}

/// Tells whether an action is among the buttons of a page.
pub(crate) fn has(app: &App, buttons: &Buttons, action: &Action) -> bool {
    let actions = buttons
        .iter()
        .filter_map(|button| app.actions.get(button.action));
    actions.into_iter().any(|known| known.name == action.name)
}

/// Asks for the button of an action that is about no row.
pub(crate) fn offer(button: &Button, module: &str, conn: &str, viewer: &str) -> String {
    let offer = format!("{module}::offer({conn}, {viewer}).await?");
    match &button.label {
        None => offer,
        Some(label) => format!("{offer}.map(|offer| offer.named({}))", rust_str(label)),
    }
}

/// The button of an action where it is about a row.
pub(crate) fn named(button: &Button, module: &str) -> String {
    let constant = format!("{module}::BUTTON");
    match &button.label {
        None => constant,
        Some(label) => format!("{constant}.named({})", rust_str(label)),
    }
}

/// The buttons with their actions.
pub(crate) fn known<'a>(
    app: &'a App,
    buttons: &'a [Button],
) -> impl Iterator<Item = (&'a Button, &'a Action)> {
    buttons
        .iter()
        .filter_map(|button| Some((button, app.actions.get(button.action)?)))
}
