//! `app`, `auth`, `theme`, `roles` and `enum`.

use appc_diagnostics::Span;

use super::{Name, Str};

/// A block of `key value` lines.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The text or name behind the keyword (`"Acme CRM"`).
    pub title: Option<SettingValue>,
    /// The lines.
    pub settings: Vec<Setting>,
    /// The keyword.
    pub span: Span,
}

/// One line: `home admin Overview, sales Pipeline` has two groups of two values.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The key.
    pub name: Name,
    /// The values, grouped by commas.
    pub groups: Vec<Vec<SettingValue>>,
}

/// One value of a setting.
#[derive(Clone, Debug)]
pub enum SettingValue {
    /// `password`
    Name(Name),
    /// `"Europe/Berlin"`
    Text(Str),
    /// `6px`, `12`, `20%`
    Amount(Name),
}

impl SettingValue {
    /// Returns where the value stands.
    pub fn span(&self) -> Span {
        match self {
            SettingValue::Name(name) | SettingValue::Amount(name) => name.span,
            SettingValue::Text(text) => text.span,
        }
    }
}

/// `roles { admin "Administrator", sales "Sales" }`
#[derive(Clone, Debug)]
pub struct Roles {
    /// The roles in order.
    pub cases: Vec<RoleCase>,
    /// The keyword.
    pub span: Span,
}

/// One role.
#[derive(Clone, Debug)]
pub struct RoleCase {
    /// Its name in the spec.
    pub name: Name,
    /// What people read.
    pub label: Option<Str>,
}

/// `enum Stage { … }`
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// Its values in order.
    pub cases: Vec<EnumCase>,
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub struct EnumCase {
    /// Its name in the spec.
    pub name: Name,
    /// What people read.
    pub label: Option<Str>,
    /// The colour of its badge.
    pub color: Option<Name>,
}
