//! What the app writes to people.

use std::collections::BTreeSet;

use appc_hir::{EntityId, Ty};

use crate::{
    action::{Known, known_as},
    body::{Text, text_of, variable},
    names,
    sql::Printer,
};

/// A mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its name in the spec.
    pub name: String,
    /// Its module, `stale_deal`.
    pub module: String,
    /// What it is given.
    pub params: Vec<MailParam>,
    /// Its subject.
    pub subject: Text,
    /// Its text, in Markdown.
    pub body: Text,
}

/// Something a mail is given.
#[derive(Clone, Debug)]
pub struct MailParam {
    /// Its variable.
    pub variable: String,
    /// Its type.
    pub ty: Ty,
    /// How its texts know it.
    pub known: Known,
    /// The entity of a row.
    pub entity: Option<EntityId>,
}

pub(crate) fn plan(printer: &Printer) -> Vec<Mail> {
    let mut modules = BTreeSet::new();
    printer
        .app
        .mails
        .iter()
        .map(|mail| {
            let rows: Vec<EntityId> = mail
                .params
                .iter()
                .filter_map(|param| match param.field.ty()?.base {
                    appc_hir::Base::Entity(entity) => Some(entity),
                    _ => None,
                })
                .collect();
            Mail {
                name: mail.name.clone(),
                module: names::free(&mut modules, names::rust_field(&mail.name), "_mail"),
                params: mail
                    .params
                    .iter()
                    .filter_map(|param| {
                        let ty = param.field.ty()?;
                        Some(MailParam {
                            variable: variable(&param.field.name),
                            known: known_as(param.kind),
                            entity: match ty.base {
                                appc_hir::Base::Entity(entity) => Some(entity),
                                _ => None,
                            },
                            ty,
                        })
                    })
                    .collect(),
                subject: text_of(printer, &mail.subject, &rows),
                body: text_of(printer, &mail.body, &rows),
            }
        })
        .collect()
}
