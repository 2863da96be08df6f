//! `tests/scenarios.rs`: the tests of the spec, played on the running app.

use appc_plan::{App, Bind, Deed, Scenario, ScenarioKind, ScenarioStep, Sent, SentValue, Sql};
use serde::Serialize;

use crate::{
    EmittedFile, matrix,
    spell::{self, rust_str},
    template::render,
    uses::Uses,
};

#[derive(Serialize)]
struct ScenariosView {
    name: String,
    uses: String,
    scenarios: Vec<ScenarioView>,
}

#[derive(Serialize)]
struct ScenarioView {
    function: String,
    title: String,
    /// A statement each.
    steps: Vec<String>,
}

/// Makes the file, if the spec has tests.
pub(crate) fn emit(app: &App) -> Option<EmittedFile> {
    if app.scenarios.is_empty() {
        return None;
    }
    let mut uses = Uses::default();
    uses.add(&[
        "runtime::testing::scenario::Scene",
        &format!("{}::application::APPLICATION", app.package),
    ]);
    let scenarios = app
        .scenarios
        .iter()
        .map(|scenario| ScenarioView {
            function: scenario.function.clone(),
            title: scenario.title.clone(),
            steps: scenario
                .steps
                .iter()
                .map(|step| statement(app, scenario, step, &mut uses))
                .collect(),
        })
        .collect();
    let view = ScenariosView {
        name: app.name.clone(),
        scenarios,
        uses: uses.lines(),
    };
    Some(EmittedFile::text(
        "tests/scenarios.rs",
        render("tests/scenarios.rs", &view),
    ))
}

fn statement(app: &App, scenario: &Scenario, step: &ScenarioStep, uses: &mut Uses) -> String {
    let who = matrix::role(app, step.viewer);
    match &step.kind {
        ScenarioKind::Sent(sent) => self::sent(app, scenario, sent, &who, uses),
        ScenarioKind::Expect(sql) => expectation(app, scenario, sql, &who, uses),
    }
}

fn sent(app: &App, scenario: &Scenario, sent: &Sent, who: &str, uses: &mut Uses) -> String {
    let row = |number: usize| scenario.rows.get(number).map_or("", String::as_str);
    let path = match sent.row {
        Some(number) => format!(
            "&format!(\"{}/{{{}}}{}\")",
            sent.route,
            row(number),
            sent.rest
        ),
        None => rust_str(&sent.route),
    };
    let mut before = String::new();
    let values: Vec<String> = sent
        .values
        .iter()
        .map(|(name, value)| {
            let value = match value {
                SentValue::Text(text) => rust_str(text),
                SentValue::Row(number) => format!("&{}", row(*number)),
                SentValue::CurrentUser => {
                    before = format!("let current_user = scene.user({who}).await?;\n");
                    "&current_user".to_owned()
                }
                SentValue::Today { months, days } => {
                    let today = Bind::Today {
                        months: *months,
                        days: *days,
                    };
                    format!("&{}.plain()", moment(app, today, uses))
                }
                SentValue::Now { months, secs } => {
                    let now = Bind::Now {
                        months: *months,
                        secs: *secs,
                    };
                    uses.add(&[&format!("{}::settings::ZONE", app.package)]);
                    format!("&ZONE.input({})", moment(app, now, uses))
                }
            };
            format!("({}, {value})", rust_str(name))
        })
        .collect();
    let values = format!("&[{}]", values.join(", "));
    let call = match (sent.deed, sent.is_refused) {
        (deed, true) => {
            uses.add(&["axum::http::Method"]);
            let method = match deed {
                Deed::Create | Deed::Run => "POST",
                Deed::Update => "PATCH",
                Deed::Delete => "DELETE",
            };
            format!("refused({who}, Method::{method}, {path}, {values})")
        }
        (Deed::Create, false) => format!("create({who}, {path}, {values})"),
        (Deed::Update, false) => format!("update({who}, {path}, {values})"),
        (Deed::Delete, false) => format!("delete({who}, {path})"),
        (Deed::Run, false) => format!("run({who}, {path}, {values})"),
    };
    let kept = match sent.makes {
        Some(number) if !sent.is_refused && scenario.uses(number) => {
            format!("let {} = ", row(number))
        }
        _ => String::new(),
    };
    format!("{before}{kept}scene.{call}.await?;")
}

fn expectation(app: &App, scenario: &Scenario, sql: &Sql, who: &str, uses: &mut Uses) -> String {
    uses.add(&["runtime::sql::sql"]);
    let mut before = String::new();
    let mut binds = String::new();
    for bind in &sql.binds {
        let spelled = match bind {
            Bind::Row(number) => {
                let row = scenario.rows.get(*number);
                format!("{}.as_str()", row.map_or("", String::as_str))
            }
            Bind::CurrentUser => {
                before = format!("let current_user = scene.user({who}).await?;\n");
                "current_user.as_str()".to_owned()
            }
            Bind::Today { .. }
            | Bind::Now { .. }
            | Bind::Readable(_)
            | Bind::Value(_)
            | Bind::Old(_)
            | Bind::BaseUrl => moment(app, *bind, uses),
        };
        binds.push_str(&format!(".bind({spelled})"));
    }
    let text = rust_str(&sql.text);
    format!("{before}scene.expect(sql({text}){binds}).await?;")
}

/// Spells a day or a moment.
fn moment(app: &App, bind: Bind, uses: &mut Uses) -> String {
    match bind {
        Bind::Today { .. } => uses.add(&[&format!("{}::settings::ZONE", app.package)]),
        Bind::Now { .. } => uses.add(&["runtime::time::Timestamp"]),
        Bind::CurrentUser
        | Bind::Readable(_)
        | Bind::Row(_)
        | Bind::Value(_)
        | Bind::Old(_)
        | Bind::BaseUrl => {}
    }
    spell::bind(&bind, "", app)
}
