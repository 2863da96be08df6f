//! Where a row is reached: below its list by its id, or by itself where there is just one.

use appc_plan::Entity;
use serde::Serialize;

use crate::html;

/// How the files of an entity say which row they are about.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Address {
    /// Whether there is just one row.
    pub single: bool,
    /// The id in the address, as a parameter of a handler and as an argument.
    path: String,
    path_given: &'static str,
    /// The same with the name of a file.
    file_path: String,
    /// The line that names the row where the address doesn't.
    own_id: &'static str,
    /// The address of the row, in Rust and in HTML.
    row_path: String,
    row_href: String,
    /// Where the form goes, be it of a new row.
    form_href: String,
    /// What stands above the record, and above the form.
    show_crumbs: String,
    form_crumbs: String,
    form_heading: String,
    form_top: String,
    saved: String,
    pages_doc: String,
    routes_doc: String,
    form_doc: String,
}

const CHEVRON: &str = "{{ ui::small_icon(\"chevron-right\") }}";

/// The way to a page, as links.
fn crumbs(links: &str) -> String {
    format!("<nav class=\"crumbs\" aria-label=\"Breadcrumb\">{links}</nav>")
}

impl Address {
    pub fn of(entity: &Entity) -> Address {
        let (route, noun, nouns, row) =
            (&entity.route, &entity.noun, &entity.nouns, &entity.module);
        let id = format!("{}Id", entity.type_name);
        let title = html::text(&entity.plural);
        let to_list = format!("<a href=\"{route}\">{title}</a>{CHEVRON}");
        if entity.singleton {
            return Address {
                single: true,
                path: String::new(),
                path_given: "",
                file_path: "Path(field): Path<String>".to_owned(),
                own_id: "\n    let id = super::only();",
                row_path: format!("{route:?}"),
                row_href: route.clone(),
                form_href: route.clone(),
                show_crumbs: String::new(),
                form_crumbs: crumbs(&to_list),
                form_heading: format!(
                    "Edit {{% if let Some({row}) = {row} %}}{{{{ {row}.display }}}}{{% endif %}}"
                ),
                form_top: format!("{{{{ messages.top(\"{route}/edit\") }}}}"),
                saved: "The changes were saved.".to_owned(),
                pages_doc: format!("The page of the {noun}, and its form."),
                routes_doc: format!("The page of the {noun}, and its twin for programs."),
                form_doc: "Shows the form.".to_owned(),
            };
        }
        Address {
            single: false,
            path: format!(", Path(id): Path<{id}>"),
            path_given: ", Path(id)",
            file_path: format!("Path((id, field)): Path<({id}, String)>"),
            own_id: "",
            row_path: format!("&format!(\"{route}/{{id}}\")"),
            row_href: format!("{route}/{{{{ {row}.id }}}}"),
            form_href: format!(
                "{route}{{% if let Some({row}) = {row} %}}/{{{{ {row}.id }}}}{{% endif %}}"
            ),
            show_crumbs: format!("{}\n", crumbs(&to_list)),
            form_crumbs: crumbs(&format!(
                "{to_list}{{% if let Some({row}) = {row} %}}<a href=\"{route}/{{{{ {row}.id }}}}\">{{{{ {row}.display }}}}</a>{CHEVRON}{{% endif %}}"
            )),
            form_heading: format!(
                "{{% if let Some({row}) = {row} %}}Edit {{{{ {row}.display }}}}{{% else %}}New {noun}{{% endif %}}"
            ),
            form_top: format!(
                "{{% if let Some({row}) = {row} %}}{{{{ messages.top(&format!(\"{route}/{{}}/edit\", {row}.id)) }}}}{{% else %}}{{{{ messages.top(\"{route}/new\") }}}}{{% endif %}}"
            ),
            saved: format!("The {noun} was saved."),
            pages_doc: format!("The pages of {nouns}."),
            routes_doc: format!("The pages of {nouns}, and their twins for programs."),
            form_doc: format!("Shows a form, of a stored {noun} or of one to be created."),
        }
    }
}

/// The address of the row of `entity` that is called `row` in HTML.
pub(crate) fn below(entity: &Entity) -> String {
    if entity.singleton {
        entity.route.clone()
    } else {
        format!("{}/{{id}}", entity.route)
    }
}
