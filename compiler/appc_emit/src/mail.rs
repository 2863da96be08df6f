//! Mails: a file each with what it says and who is given what.

use appc_plan::{App, Bind, Known, Mail, Sql, Text};
use serde::Serialize;

use crate::{EmittedFile, body, spell::query_str, template::render, uses::Uses};

#[derive(Serialize)]
struct MailView {
    uses: String,
    name: String,
    params: Vec<ParamView>,
    subject: TextView,
    body: TextView,
}

#[derive(Serialize)]
struct ParamView {
    variable: String,
    rust_type: String,
}

/// A text with the query for its values.
#[derive(Serialize)]
struct TextView {
    types: Option<String>,
    query: String,
    expression: String,
}

#[derive(Serialize)]
struct MailsView {
    modules: Vec<String>,
}

/// Makes the files of all mails.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    if app.mails.is_empty() {
        return Vec::new();
    }
    let mut files: Vec<EmittedFile> = app.mails.iter().map(|mail| of_mail(app, mail)).collect();
    let view = MailsView {
        modules: app.mails.iter().map(|mail| mail.module.clone()).collect(),
    };
    files.push(EmittedFile::text(
        "src/mails/mod.rs",
        render("src/mails.rs", &view),
    ));
    files
}

fn of_mail(app: &App, mail: &Mail) -> EmittedFile {
    let mut uses = Uses::default();
    uses.add(&[
        "runtime::Result",
        "runtime::db::WriteTx",
        "runtime::mail",
        "runtime::mail::message::Message",
        "crate::application::APPLICATION",
    ]);
    let params = mail
        .params
        .iter()
        .map(|param| {
            let base = body::rust_type(app, param.ty, &mut uses);
            ParamView {
                variable: param.variable.clone(),
                rust_type: if body::is_copy(param.ty) {
                    base
                } else if base == "String" {
                    "&str".to_owned()
                } else {
                    format!("&{base}")
                },
            }
        })
        .collect();
    let subject = text(app, mail, &mail.subject, &mut uses);
    let body = text(app, mail, &mail.body, &mut uses);
    let view = MailView {
        uses: uses.lines(),
        name: mail.name.clone(),
        params,
        subject,
        body,
    };
    EmittedFile::text(
        format!("src/mails/{}.rs", mail.module),
        render("src/mail.rs", &view),
    )
}

fn text(app: &App, mail: &Mail, text: &Text, uses: &mut Uses) -> TextView {
    let spelled = body::write_text(text, app, uses);
    let query = if spelled.types.is_some() {
        uses.add(&["runtime::sql::sql"]);
        let fetch = if spelled.count == 1 {
            "fetch_value"
        } else {
            "fetch_one"
        };
        format!("{}.{fetch}(tx)", query(app, mail, &text.sql, uses))
    } else {
        String::new()
    };
    TextView {
        types: spelled.types,
        query,
        expression: spelled.expression,
    }
}

fn query(app: &App, mail: &Mail, sql: &Sql, uses: &mut Uses) -> String {
    let mut out = format!("sql({})", query_str(&sql.text));
    for bind in &sql.binds {
        let wanted = match bind {
            Bind::Row(row) => Some(Known::Row(*row)),
            Bind::Value(value) => Some(Known::Value(*value)),
            _ => None,
        };
        let known = mail
            .params
            .iter()
            .find(|param| Some(param.known) == wanted)
            .map(|param| param.variable.clone());
        let one = Sql {
            text: String::new(),
            binds: vec![*bind],
        };
        crate::spell::bind_uses(&one, app, uses);
        let spelled = known.unwrap_or_else(|| crate::spell::bind(bind, "None::<&str>", app));
        out.push_str(&format!(".bind({spelled})"));
    }
    out
}
