//! `src/sequences.rs`: numbers that are given out; what guards them in the schema; and
//! `tests/numbers.rs`, which asks for many at once.

use appc_hir::{Operation, SequencePiece, Viewer};
use appc_plan::{Action, App, Column, Entity, Sequence, Term, quoted};
use serde::Serialize;

use crate::{EmittedFile, spell::rust_str, template::render};

#[derive(Serialize)]
struct SequencesView {
    sequences: Vec<SequenceView>,
}

#[derive(Serialize)]
struct SequenceView {
    doc: String,
    rust: String,
    key: String,
    pieces: String,
}

#[derive(Serialize)]
struct NumbersView {
    package: String,
    name: String,
    role_column: String,
    fields: Vec<NumberedView>,
}

#[derive(Serialize)]
struct NumberedView {
    table: String,
    column: String,
    counter: String,
    path: String,
    role: String,
}

/// Makes both files, where the app gives out numbers.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    if app.sequences.is_empty() {
        return Vec::new();
    }
    let view = SequencesView {
        sequences: app.sequences.iter().map(view).collect(),
    };
    let mut files = vec![EmittedFile::text(
        "src/sequences.rs",
        render("src/sequences.rs", &view),
    )];
    let fields: Vec<NumberedView> = app
        .sequences
        .iter()
        .enumerate()
        .filter_map(|(index, sequence)| numbered(app, index, sequence))
        .collect();
    if !fields.is_empty() {
        let view = NumbersView {
            package: app.package.clone(),
            name: app.name.clone(),
            role_column: app.user_role.clone().unwrap_or_default(),
            fields,
        };
        let text = render("tests/numbers.rs", &view);
        files.push(EmittedFile::text("tests/numbers.rs", text));
    }
    files
}

fn view(sequence: &Sequence) -> SequenceView {
    let (mut example, mut pieces) = (String::new(), Vec::new());
    for piece in &sequence.pieces {
        let (spelled, shown) = match piece {
            SequencePiece::Text(text) => (format!("Piece::Text({})", rust_str(text)), text.clone()),
            SequencePiece::Year(digits) => (format!("Piece::Year({digits})"), "2026".to_owned()),
            SequencePiece::Month(digits) => (format!("Piece::Month({digits})"), padded(3, *digits)),
            SequencePiece::Number(digits) => {
                (format!("Piece::Number({digits})"), padded(1, *digits))
            }
        };
        pieces.push(spelled);
        example.push_str(&shown);
    }
    SequenceView {
        doc: format!("Numbers like “{}”.", example.replace(['\n', '\r'], " ")),
        rust: sequence.rust.clone(),
        key: sequence.key.clone(),
        pieces: pieces.join(", "),
    }
}

fn padded(number: u32, digits: u32) -> String {
    format!("{number:0width$}", width = digits as usize)
}

/// How a test asks for numbers of a sequence: by an action on the row that gets one.
fn numbered(app: &App, index: usize, sequence: &Sequence) -> Option<NumberedView> {
    let (id, field) = sequence.fields.first()?;
    let entity = app.entity(*id)?;
    let column = entity.column(entity.column_of(*field)?)?;
    let (action, role) = app
        .actions
        .iter()
        .filter(|action| action.body.gives_out(index))
        .filter(|action| {
            let subject = action.subject.as_ref();
            subject.is_some_and(|subject| subject.entity == *id)
        })
        .find_map(|action| Some((action, runner(app, entity, action)?)))?;
    Some(NumberedView {
        table: entity.table.clone(),
        column: column.column.clone(),
        counter: sequence.key.clone(),
        path: format!("/api{}/{{id}}{}", entity.route, action.path),
        role: rust_str(&role),
    })
}

/// A role that may run an action on every row and read them all.
fn runner(app: &App, entity: &Entity, action: &Action) -> Option<String> {
    let reads = |viewer: Viewer| {
        let rule = entity.access.rule(Operation::Read);
        let mut cases = rule.into_iter().flat_map(|rule| &rule.cases);
        cases.any(|case| case.viewer == viewer && case.terms.contains(&Term::All))
    };
    let case = action.cases.iter().find(|case| {
        case.viewer != Viewer::Visitor && case.terms.contains(&Term::All) && reads(case.viewer)
    })?;
    Some(match case.viewer {
        Viewer::SignedIn(Some(role)) => app.roles.get(role.index())?.case.value.clone(),
        Viewer::SignedIn(None) | Viewer::Visitor => String::new(),
    })
}

/// What keeps a row that has its number, and the number itself. Once nothing counts them any more,
/// as when the rows of a demo go, rows are let go of.
pub(crate) fn guards(app: &App, entity: &Entity) -> Vec<String> {
    entity
        .columns
        .iter()
        .filter_map(|column| guard(app, entity, column))
        .collect()
}

fn guard(app: &App, entity: &Entity, column: &Column) -> Option<String> {
    let counters: Vec<String> = app
        .numbers_of(entity.id, column.field)
        .map(|sequence| quoted(&sequence.key))
        .collect();
    if counters.is_empty() {
        return None;
    }
    let (table, name, noun) = (&entity.table, &column.column, &entity.noun);
    let label = column.label.to_lowercase();
    let refuse = |why: &str| quoted(&format!("refused: This {noun} has its {label}{why}"));
    let trigger = |suffix: &str, event: &str, condition: &str, why: &str| {
        format!(
            "create trigger {table}_{name}_{suffix} before {event} on {table}\nwhen old.{name} is not null and {condition}\nbegin\n    select raise(abort, {});\nend;",
            refuse(why)
        )
    };
    let counted = format!(
        "exists (select 1 from app_sequence where app_sequence.name in ({}))",
        counters.join(", ")
    );
    let kept = trigger("kept", "delete", &counted, ", so it can’t be deleted.");
    let fixed = trigger(
        "fixed",
        &format!("update of {name}"),
        &format!("new.{name} is not old.{name}"),
        " already.",
    );
    Some(format!("\n{kept}\n\n{fixed}"))
}

/// The table of the counters; empty if nothing is counted.
pub(crate) fn counters(app: &App) -> &'static str {
    if app.sequences.is_empty() {
        return "";
    }
    "-- How far each sequence has come.\n\ncreate table app_sequence (\n    name text not null,\n    period text not null,\n    last integer not null,\n    primary key (name, period)\n) strict, without rowid;\n\n"
}
