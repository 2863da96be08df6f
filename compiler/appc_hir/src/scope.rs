//! Names of the whole app, and what they may be confused with.

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Fix, Span, closest};
use appc_syntax::ast;

use crate::{
    Action, ActionId, Arena, Entity, EntityId, Enum, EnumId, FieldId, Mail, MailId, PageId, Role,
    RoleId, Sequence, SequenceId,
};

/// Everything expressions and pages may refer to. The arenas grow while lowering goes on; names
/// whose declaration failed are poisoned and stay silent.
pub(crate) struct Scope<'m> {
    pub roles: Arena<Role>,
    pub enums: Arena<Enum>,
    pub entities: Arena<Entity>,
    pub role_names: BTreeMap<String, RoleId>,
    pub enum_names: BTreeMap<String, EnumId>,
    pub entity_names: BTreeMap<String, EntityId>,
    pub page_names: BTreeMap<String, PageId>,
    pub actions: Arena<Action>,
    pub action_names: BTreeMap<String, ActionId>,
    pub sequences: Arena<Sequence>,
    pub sequence_names: BTreeMap<String, SequenceId>,
    pub mails: Arena<Mail>,
    pub mail_names: BTreeMap<String, MailId>,
    pub rules: BTreeMap<(EntityId, String), &'m ast::Rule>,
    pub declared: BTreeMap<EntityId, &'m ast::Entity>,
    pub poisoned: Vec<String>,
    pub user: Option<EntityId>,
    /// Decimal places of every amount.
    pub currency_scale: u8,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'m> Scope<'m> {
    pub fn new(modules: &'m [ast::Module]) -> Self {
        Scope {
            roles: Arena::new(),
            enums: Arena::new(),
            entities: Arena::new(),
            role_names: BTreeMap::new(),
            enum_names: BTreeMap::new(),
            entity_names: BTreeMap::new(),
            page_names: BTreeMap::new(),
            actions: Arena::new(),
            action_names: BTreeMap::new(),
            sequences: Arena::new(),
            sequence_names: BTreeMap::new(),
            mails: Arena::new(),
            mail_names: BTreeMap::new(),
            rules: BTreeMap::new(),
            declared: BTreeMap::new(),
            poisoned: modules
                .iter()
                .flat_map(|module| module.poisoned.iter().cloned())
                .collect(),
            user: None,
            currency_scale: 2,
            diagnostics: Vec::new(),
        }
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub fn is_poisoned(&self, name: &str) -> bool {
        self.poisoned.iter().any(|poisoned| poisoned == name)
    }

    /// Finds a field or computed field of an entity.
    pub fn field(&self, entity: EntityId, name: &str) -> Option<FieldId> {
        self.entities[entity].find(name)
    }

    /// Finds a field of an entity; reports if there is none.
    pub fn expect_field(&mut self, entity: EntityId, name: &ast::Name) -> Option<FieldId> {
        let found = self.field(entity, &name.text);
        if found.is_none() && !self.is_poisoned(&name.text) {
            let fault = unknown_field(&self.entities[entity], name);
            self.report(fault);
        }
        found
    }

    /// Finds an entity; reports if there is none.
    pub fn expect_entity(&mut self, name: &ast::Name) -> Option<EntityId> {
        let found = self.entity_names.get(&name.text).copied();
        if found.is_none() && !self.is_poisoned(&name.text) {
            let known: Vec<String> = self.entity_names.keys().cloned().collect();
            self.report(unknown(Code::UnknownEntity, "entity", name, known));
        }
        found
    }

    /// Finds a role; reports if there is none.
    pub fn expect_role(&mut self, name: &ast::Name) -> Option<RoleId> {
        let found = self.role_names.get(&name.text).copied();
        if found.is_none() && !self.is_poisoned(&name.text) {
            let mut known: Vec<String> = self.role_names.keys().cloned().collect();
            known.extend(["signed_in".to_owned(), "public".to_owned()]);
            self.report(unknown(Code::UnknownRole, "role", name, known));
        }
        found
    }
}

/// Says that `name` is nothing of `kind`, with the nearest known name as a fix.
pub(crate) fn unknown(code: Code, kind: &str, name: &ast::Name, known: Vec<String>) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(
        code,
        name.span,
        format!("there is no {kind} `{}`", name.text),
    )
    .label(format!("unknown {kind}"));
    if let Some(close) = closest(&name.text, known.iter().map(String::as_str)) {
        diagnostic = diagnostic
            .help(format!("write `{close}`"))
            .fix(Fix::replace(format!("write `{close}`"), name.span, close).maybe());
    }
    diagnostic.valid(known)
}

/// Says that an entity has no such field.
pub(crate) fn unknown_field(entity: &Entity, name: &ast::Name) -> Diagnostic {
    let known: Vec<String> = entity
        .fields
        .iter()
        .map(|field| field.name.clone())
        .collect();
    let mut diagnostic = Diagnostic::error(
        Code::UnknownField,
        name.span,
        format!("`{}` has no field `{}`", entity.name, name.text),
    )
    .label("unknown field")
    .secondary(entity.span, format!("`{}` is declared here", entity.name));
    if let Some(close) = closest(&name.text, known.iter().map(String::as_str)) {
        diagnostic = diagnostic
            .help(format!("a field with a similar name exists: `{close}`"))
            .fix(Fix::replace(format!("write `{close}`"), name.span, close).maybe());
    }
    diagnostic.valid(known)
}

/// Says that a name is taken.
pub(crate) fn duplicate(kind: &str, name: &ast::Name, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateName,
        name.span,
        format!("{kind} `{}` is declared twice", name.text),
    )
    .label("declared again")
    .secondary(first, "first declared here")
    .help("rename or remove one of them")
}
