//! What a field of a file takes: `max 10MB`, `types pdf, jpg`.

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast;
use appc_types::{FileKind, Input, Value};

use crate::{
    Field, FieldKind,
    field::Bound,
    scope::{Scope, unknown},
};

/// The largest file that a spec may ask for, in bytes.
const LARGEST: i64 = 1024 * 1024 * 1024;

/// Reads `10MB` as bytes.
pub(super) fn size(scope: &mut Scope, field: &Field, written: &ast::Name) -> Option<Bound> {
    if !is_file(field) {
        scope.report(
            Diagnostic::error(
                Code::InvalidBound,
                written.span,
                format!("`{}` is no file and has no size", field.name),
            )
            .label("only for files")
            .help("write a number"),
        );
        return None;
    }
    let bytes = bytes(&written.text).filter(|bytes| (1..=LARGEST).contains(bytes));
    if bytes.is_none() {
        scope.report(not_a_size(written.span));
    }
    bytes.map(Bound)
}

fn bytes(text: &str) -> Option<i64> {
    let unit = |unit: &str, bytes: i64| {
        let amount: i64 = text.strip_suffix(unit)?.replace('_', "").parse().ok()?;
        amount.checked_mul(bytes)
    };
    unit("KB", 1024)
        .or_else(|| unit("MB", 1024 * 1024))
        .or_else(|| unit("GB", LARGEST))
}

/// Says that a file needs a size.
pub(super) fn not_a_size(span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidBound, span, "the limit of a file is a size")
        .label("not a size up to 1GB")
        .help("write one like `max 10MB`")
}

/// Finds the kinds that are named.
pub(super) fn kinds(
    scope: &mut Scope,
    field: &Field,
    written: &[ast::Name],
    span: Span,
) -> Vec<&'static FileKind> {
    if !is_file(field) {
        scope.report(
            Diagnostic::error(
                Code::InvalidBound,
                span,
                format!("`{}` is no file and has no `types`", field.name),
            )
            .label("only for files"),
        );
        return Vec::new();
    }
    let pictures_only = is_picture(field);
    let mut out = Vec::new();
    for name in written {
        match FileKind::find(&name.text) {
            Some(kind) if kind.is_picture || !pictures_only => out.push(kind),
            _ => {
                let known: Vec<String> = if pictures_only {
                    FileKind::pictures()
                        .map(|kind| kind.word.to_owned())
                        .collect()
                } else {
                    FileKind::words().map(str::to_owned).collect()
                };
                scope.report(unknown(Code::UnknownFileType, "type of file", name, known));
            }
        }
    }
    out
}

fn is_file(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Scalar { ty, .. } if ty.value == Value::File)
}

fn is_picture(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Scalar { ty, .. } if ty.input == Input::Image)
}
