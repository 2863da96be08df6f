//! Numbers that are given out one after another.

use appc_hir::{EntityId, FieldId, SequencePiece};

use crate::{
    app::App,
    body::{Step, visit::any},
    names,
    sql::Printer,
};

/// Numbers of one kind.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Its name in the spec.
    pub name: String,
    /// What its counter is called in the database, `invoice_number`.
    pub key: String,
    /// Its constant in Rust, `INVOICE_NUMBER`.
    pub rust: String,
    /// How a number is written.
    pub pieces: Vec<SequencePiece>,
    /// The fields that hold its numbers.
    pub fields: Vec<(EntityId, FieldId)>,
}

pub(crate) fn plan(printer: &Printer) -> Vec<Sequence> {
    printer
        .app
        .sequences
        .iter()
        .map(|sequence| {
            let key = names::snake(&sequence.name);
            Sequence {
                name: sequence.name.clone(),
                rust: key.to_uppercase(),
                key,
                pieces: sequence.pieces.clone(),
                fields: sequence.fields.clone(),
            }
        })
        .collect()
}

impl App {
    /// The sequences whose numbers a field holds.
    pub fn numbers_of(&self, entity: EntityId, field: FieldId) -> impl Iterator<Item = &Sequence> {
        let holds = move |sequence: &&Sequence| sequence.fields.contains(&(entity, field));
        self.sequences.iter().filter(holds)
    }
}

/// Tells whether steps give out numbers of a sequence.
pub(crate) fn gives_out(steps: &[Step], wanted: usize) -> bool {
    any(
        steps,
        &|step| matches!(step, Step::Next { sequence, .. } if *sequence == wanted),
    )
}
