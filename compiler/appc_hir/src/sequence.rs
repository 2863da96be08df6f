//! `sequence`: numbers that are given out one after another, without a gap.

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast::{self, EntityMember, StrPart};

use crate::{
    Body, EntityId, FieldId, Given, SequenceId, Statement,
    expr::ExprKind,
    scope::{Scope, duplicate, unknown},
};

/// Numbers of one kind.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Its name in the spec.
    pub name: String,
    /// How a number is written.
    pub pieces: Vec<SequencePiece>,
    /// The fields that hold its numbers, in the order of the spec.
    pub fields: Vec<(EntityId, FieldId)>,
    /// The name's place.
    pub span: Span,
}

/// One piece of a number as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SequencePiece {
    /// As it stands.
    Text(String),
    /// The year, with at least so many digits.
    Year(u32),
    /// The month, with at least so many digits.
    Month(u32),
    /// The number itself, with at least so many digits.
    Number(u32),
}

/// More digits than this are no padding but a slip.
const MOST_DIGITS: u32 = 12;

/// Lowers one `sequence`.
pub(crate) fn lower(scope: &mut Scope, written: &ast::Sequence) {
    let name = &written.name;
    let first = scope
        .sequence_names
        .get(&name.text)
        .map(|id| scope.sequences[*id].span)
        .or_else(|| {
            let entity = scope.entity_names.get(&name.text);
            entity.map(|id| scope.entities[*id].span)
        });
    if let Some(first) = first {
        scope.report(duplicate("sequence", name, first));
        return;
    }
    let mut pieces = Vec::new();
    for part in &written.format.parts {
        match part {
            StrPart::Text(text) => pieces.push(SequencePiece::Text(text.clone())),
            StrPart::Hole(hole) => pieces.extend(piece(scope, hole)),
        }
    }
    let has = |wanted: fn(&SequencePiece) -> bool| pieces.iter().any(wanted);
    if !has(|piece| matches!(piece, SequencePiece::Number(_))) {
        scope.report(no_number(written));
    }
    if has(|piece| matches!(piece, SequencePiece::Month(_)))
        && !has(|piece| matches!(piece, SequencePiece::Year(_)))
    {
        scope.report(month_alone(written));
    }
    let id = scope.sequences.push(Sequence {
        name: name.text.clone(),
        pieces,
        fields: Vec::new(),
        span: name.span,
    });
    scope.sequence_names.insert(name.text.clone(), id);
}

/// `{year}`, `{n:4}`
fn piece(scope: &mut Scope, hole: &ast::Expr) -> Option<SequencePiece> {
    let (value, digits) = match &hole.kind {
        ast::ExprKind::Padded(value, digits) => (value.as_ref(), *digits),
        _ => (hole, 1),
    };
    if digits > MOST_DIGITS {
        scope.report(
            Diagnostic::error(
                Code::InvalidBound,
                hole.span,
                format!("a number has at most {MOST_DIGITS} digits to fill up"),
            )
            .label("too many"),
        );
    }
    let ast::ExprKind::Name(name) = &value.kind else {
        scope.report(
            Diagnostic::error(
                Code::TypeMismatch,
                value.span,
                "a number is made of `{n}`, `{year}` and `{month}` alone",
            )
            .label("not one of them")
            .help("write `{n:4}` for the number with four digits"),
        );
        return None;
    };
    match name.as_str() {
        "n" | "number" => Some(SequencePiece::Number(digits)),
        "year" => Some(SequencePiece::Year(digits)),
        "month" => Some(SequencePiece::Month(digits)),
        _ => {
            let name = ast::Name {
                text: name.clone(),
                span: value.span,
            };
            let known = ["n", "year", "month"].map(str::to_owned).to_vec();
            scope.report(unknown(
                Code::UnknownName,
                "piece of a number",
                &name,
                known,
            ));
            None
        }
    }
}

/// Finds the fields that are given numbers, and reports those that people could change as well.
pub(crate) fn find_fields<'b>(scope: &mut Scope, bodies: impl Iterator<Item = &'b Body>) {
    let mut found: Vec<(SequenceId, EntityId, FieldId)> = Vec::new();
    for body in bodies {
        let mut numbers: Vec<(usize, SequenceId)> = Vec::new();
        body.walk(&mut |statement| match statement {
            Statement::Next {
                value, sequence, ..
            } => numbers.push((*value, *sequence)),
            Statement::Create { entity, values, .. } | Statement::Update { entity, values, .. } => {
                for (field, given) in values {
                    if let Given::Expr(expr) = given
                        && let ExprKind::Local(value) = expr.kind
                        && let Some((_, sequence)) =
                            numbers.iter().find(|(known, _)| *known == value)
                    {
                        found.push((*sequence, *entity, *field));
                    }
                }
            }
            _ => {}
        });
    }
    for (sequence, entity, field) in found {
        if scope.sequences[sequence].fields.contains(&(entity, field)) {
            continue;
        }
        scope.sequences[sequence].fields.push((entity, field));
        if !scope.entities[entity].fields[field].readonly {
            let fault = changeable(scope, sequence, entity, field);
            scope.report(fault);
        }
    }
}

/// A number that somebody could write over would be missing.
fn changeable(scope: &Scope, sequence: SequenceId, entity: EntityId, field: FieldId) -> Diagnostic {
    let known = &scope.entities[entity].fields[field];
    let fault = Diagnostic::error(
        Code::MutableNumber,
        known.span,
        format!(
            "`{}.{}` holds numbers of `{}`, but people may change it",
            scope.entities[entity].name, known.name, scope.sequences[sequence].name
        ),
    )
    .label("not `readonly`")
    .secondary(scope.sequences[sequence].span, "numbers without a gap")
    .help("write `readonly` behind its type");
    let written = scope
        .declared
        .get(&entity)
        .into_iter()
        .flat_map(|entity| &entity.members)
        .find_map(|member| match member {
            EntityMember::Field(written) if written.name.text == known.name => Some(written),
            _ => None,
        });
    match written {
        Some(written) => fault.fix(Fix::insert_after(
            "make it `readonly`",
            written.ty.span,
            " readonly",
        )),
        None => fault,
    }
}

fn no_number(written: &ast::Sequence) -> Diagnostic {
    Diagnostic::error(
        Code::InvalidDefault,
        written.format.span,
        format!("every number of `{}` would be the same", written.name.text),
    )
    .label("without `{n}`")
    .help("write `{n}` where the number goes, or `{n:4}` for four digits")
}

fn month_alone(written: &ast::Sequence) -> Diagnostic {
    Diagnostic::error(
        Code::InvalidDefault,
        written.format.span,
        format!(
            "the numbers of `{}` come again after a year",
            written.name.text
        ),
    )
    .label("month without year")
    .help("write `{year}` as well: each month begins at 1")
}
