//! `app`, `auth` and `theme`: lines of keys and values.

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Fix, Span};
use appc_syntax::ast::{self, Setting, SettingValue, Settings};

use super::{Auth, Home, Mode, SignUp, Theme};
use crate::{
    Arena, EntityId, FieldKind, Page,
    page::target,
    scope::{Scope, unknown},
};

/// What the `app` block says.
pub(super) struct Basics {
    pub name: String,
    pub currency: String,
    pub timezone: String,
    pub locale: String,
    pub home: Vec<Home>,
}

/// Hands out the settings of a block by key, each once; unknown ones are reported.
fn by_key<'s>(
    scope: &mut Scope,
    settings: &'s Settings,
    known: &[&str],
    later: &[&str],
) -> BTreeMap<&'s str, &'s Setting> {
    let mut out: BTreeMap<&str, &Setting> = BTreeMap::new();
    for setting in &settings.settings {
        let key = setting.name.text.as_str();
        if let Some(first) = out.get(key).filter(|_| known.contains(&key)) {
            scope.report(
                Diagnostic::error(
                    Code::DuplicateSetting,
                    setting.name.span,
                    format!("`{key}` is said twice"),
                )
                .label("said again")
                .secondary(first.name.span, "first said here")
                .help("remove one of them"),
            );
        } else if known.contains(&key) {
            out.insert(key, setting);
        } else if later.contains(&key) {
            scope.report(
                Diagnostic::error(
                    Code::NotAvailableYet,
                    setting.name.span,
                    format!("`{key}` is not available in this version of appc"),
                )
                .label("a later setting")
                .help("remove this line"),
            );
        } else {
            let known = known.iter().map(|key| (*key).to_owned()).collect();
            scope.report(unknown(Code::UnknownWord, "setting", &setting.name, known));
        }
    }
    out
}

/// Returns the text of a setting's first value.
fn first_text(setting: &Setting) -> Option<(String, Span)> {
    let value = setting.groups.first()?.first()?;
    let text = match value {
        SettingValue::Name(name) | SettingValue::Amount(name) => name.text.clone(),
        SettingValue::Text(text) => text.plain()?,
    };
    Some((text, value.span()))
}

/// Finds the auth entity before fields are lowered, since every row says who made it.
pub(super) fn user_entity(scope: &mut Scope, auth: Option<&Settings>) -> Option<EntityId> {
    let setting = auth?
        .settings
        .iter()
        .find(|setting| setting.name.text == "user")?;
    match setting.groups.first()?.first()? {
        SettingValue::Name(name) => scope.expect_entity(name),
        SettingValue::Text(_) | SettingValue::Amount(_) => None,
    }
}

/// Finds the places of the currency before fields are lowered, since amounts have them.
pub(super) fn currency_scale(app: Option<&Settings>) -> u8 {
    let setting = app.and_then(|app| {
        let mut settings = app.settings.iter();
        settings.find(|setting| setting.name.text == "currency")
    });
    let code = setting.and_then(first_text);
    appc_types::currency_scale(code.as_ref().map_or("EUR", |(code, _)| code))
}

pub(super) fn app(scope: &mut Scope, written: &Settings, pages: &Arena<Page>) -> Basics {
    let keys = by_key(
        scope,
        written,
        &["currency", "timezone", "locale", "home"],
        &["logo", "icon", "locales"],
    );
    let name = match &written.title {
        Some(SettingValue::Text(text)) => text.plain(),
        Some(SettingValue::Name(name)) => Some(crate::entity::words_of(&name.text)),
        Some(SettingValue::Amount(_)) | None => None,
    };
    let mut basics = Basics {
        name: name
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| "App".to_owned()),
        currency: "EUR".to_owned(),
        timezone: "UTC".to_owned(),
        locale: "en".to_owned(),
        home: Vec::new(),
    };
    if let Some((text, span)) = keys.get("currency").and_then(|setting| first_text(setting)) {
        if text.len() == 3 && text.chars().all(|letter| letter.is_ascii_uppercase()) {
            basics.currency = text;
        } else {
            scope.report(not_a(
                span,
                &text,
                "currency",
                "write its three-letter code, as in `currency EUR`",
            ));
        }
    }
    if let Some((text, span)) = keys.get("timezone").and_then(|setting| first_text(setting)) {
        let shaped = text == "UTC"
            || (text.contains('/')
                && text
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "/_+-".contains(letter)));
        if shaped {
            basics.timezone = text;
        } else {
            scope.report(not_a(
                span,
                &text,
                "time zone",
                "write its IANA name, as in `timezone \"Europe/Berlin\"`",
            ));
        }
    }
    if let Some((text, _)) = keys.get("locale").and_then(|setting| first_text(setting)) {
        basics.locale = text;
    }
    if let Some(setting) = keys.get("home") {
        basics.home = home(scope, setting, pages);
    }
    basics
}

/// `home Overview`, `home Overview to admin, Pipeline to sales`. A comma may also stand between roles.
fn home(scope: &mut Scope, setting: &Setting, pages: &Arena<Page>) -> Vec<Home> {
    let mut out = Vec::new();
    let mut last = None;
    for group in &setting.groups {
        match group.as_slice() {
            [SettingValue::Name(role)] if last.is_some() && is_role(scope, role) => {
                out.extend(home_of(scope, last, role));
            }
            [SettingValue::Name(page)] => {
                last = target(scope, pages, page);
                out.extend(last.map(|page| Home { role: None, page }));
            }
            [
                SettingValue::Name(page),
                SettingValue::Name(to),
                SettingValue::Name(role),
            ] if to.text == "to" => {
                last = target(scope, pages, page);
                out.extend(home_of(scope, last, role));
            }
            [SettingValue::Name(role), SettingValue::Name(page)] if is_role(scope, role) => {
                scope.report(role_first(role, page));
                last = target(scope, pages, page);
                out.extend(home_of(scope, last, role));
            }
            _ => scope.report(
                Diagnostic::error(
                    Code::UnknownName,
                    setting.name.span,
                    "`home` names a page, or pages and whose they are",
                )
                .label("not understood")
                .help("write `home Overview` or `home Overview to admin, Pipeline to sales`"),
            ),
        }
    }
    out
}

fn is_role(scope: &Scope, name: &ast::Name) -> bool {
    scope.role_names.contains_key(&name.text)
}

fn home_of(scope: &mut Scope, page: Option<crate::PageId>, role: &ast::Name) -> Option<Home> {
    let role = scope.expect_role(role);
    let page = page?;
    role.map(|role| Home {
        role: Some(role),
        page,
    })
}

fn role_first(role: &ast::Name, page: &ast::Name) -> Diagnostic {
    let spelling = format!("{} to {}", page.text, role.text);
    let span = role.span.to(page.span);
    Diagnostic::new(
        Code::OtherSpelling,
        span,
        "the page stands first, then whose home it is",
    )
    .label(format!("is `{spelling}`"))
    .fix(Fix::replace(format!("write `{spelling}`"), span, spelling))
}

pub(super) fn theme(scope: &mut Scope, written: Option<&Settings>) -> Theme {
    let mut theme = Theme {
        primary: "#2457c5".to_owned(),
        accent: None,
        mode: Mode::Auto,
        radius: 8,
    };
    let Some(written) = written else {
        return theme;
    };
    let keys = by_key(
        scope,
        written,
        &["primary", "accent", "mode", "radius"],
        &["background", "font", "look"],
    );
    if let Some(primary) = color(scope, keys.get("primary").copied()) {
        theme.primary = primary;
    }
    theme.accent = color(scope, keys.get("accent").copied());
    if let Some((text, span)) = keys.get("mode").and_then(|setting| first_text(setting)) {
        match text.as_str() {
            "auto" => theme.mode = Mode::Auto,
            "light" => theme.mode = Mode::Light,
            "dark" => theme.mode = Mode::Dark,
            _ => scope.report(not_a(
                span,
                &text,
                "mode",
                "write `auto`, `light` or `dark`",
            )),
        }
    }
    if let Some((text, span)) = keys.get("radius").and_then(|setting| first_text(setting)) {
        match text.trim_end_matches("px").parse() {
            Ok(radius) => theme.radius = radius,
            Err(_) => scope.report(not_a(
                span,
                &text,
                "radius",
                "write it in pixels, as in `radius 6px`",
            )),
        }
    }
    theme
}

fn color(scope: &mut Scope, setting: Option<&Setting>) -> Option<String> {
    let (text, span) = setting.and_then(first_text)?;
    let color = csscolorparser::parse(&text).ok();
    // A page shines through a colour that is not opaque, so its contrast can't be told.
    let opaque = color.filter(|color| color.a >= 1.0);
    if opaque.is_none() {
        scope.report(
            Diagnostic::error(
                Code::UnknownColour,
                span,
                format!("`{text}` is not a colour that appc knows"),
            )
            .label("not an opaque CSS colour")
            .help("write it as CSS does: `\"#2457c5\"`, `\"teal\"`, `\"hsl(220 60% 40%)\"`"),
        );
    }
    opaque.map(|color| {
        let [red, green, blue, _] = color.to_rgba8();
        format!("#{red:02x}{green:02x}{blue:02x}")
    })
}

pub(super) fn auth(
    scope: &mut Scope,
    written: Option<&Settings>,
    modules: &[ast::Module],
) -> Option<Auth> {
    let Some(written) = written else {
        if !scope.is_poisoned("auth") {
            let fault = missing_auth(scope, modules);
            scope.report(fault);
        }
        return None;
    };
    let keys = by_key(
        scope,
        written,
        &["user", "sign_in", "sign_up", "first_user"],
        &["session", "providers", "two_factor"],
    );
    sign_in(scope, keys.get("sign_in").copied());
    let sign_up = sign_up(scope, keys.get("sign_up").copied());
    let first_user = match keys
        .get("first_user")
        .and_then(|setting| setting.groups.first())
        .and_then(|group| group.first())
    {
        Some(SettingValue::Name(name)) => scope.expect_role(name),
        _ => scope.roles.ids().next(),
    };
    let Some(user) = scope.user else {
        if !keys.contains_key("user") {
            let fault = missing_auth(scope, modules);
            scope.report(fault);
        }
        return None;
    };
    user_fields(scope, user).map(|(email, role)| Auth {
        user,
        email,
        role,
        sign_up,
        first_user,
    })
}

fn sign_in(scope: &mut Scope, setting: Option<&Setting>) {
    for value in setting
        .into_iter()
        .flat_map(|setting| setting.groups.iter().flatten())
    {
        let SettingValue::Name(name) = value else {
            continue;
        };
        match name.text.as_str() {
            "password" => {}
            "magic_link" | "email_code" | "google" | "github" | "microsoft" | "oidc"
            | "passkey" | "totp" => scope.report(
                Diagnostic::error(
                    Code::NotAvailableYet,
                    name.span,
                    format!(
                        "signing in by `{}` is not available in this version of appc",
                        name.text
                    ),
                )
                .label("a later way")
                .help("write `sign_in password`"),
            ),
            _ => scope.report(unknown(
                Code::UnknownWord,
                "way to sign in",
                name,
                vec!["password".to_owned()],
            )),
        }
    }
}

fn sign_up(scope: &mut Scope, setting: Option<&Setting>) -> SignUp {
    let Some((text, span)) = setting.and_then(first_text) else {
        return SignUp::Invite;
    };
    match text.as_str() {
        "open" => SignUp::Open,
        "invite" => SignUp::Invite,
        "closed" => SignUp::Closed,
        _ => {
            scope.report(not_a(
                span,
                &text,
                "way to sign up",
                "write `open`, `invite` or `closed`",
            ));
            SignUp::Invite
        }
    }
}

/// Finds `email: email unique` and the field of type `Role`.
fn user_fields(
    scope: &mut Scope,
    user: EntityId,
) -> Option<(crate::FieldId, Option<crate::FieldId>)> {
    let entity = &scope.entities[user];
    let email = entity
        .fields
        .enumerate()
        .find(|(_, field)| field.name == "email");
    let fine = email.as_ref().is_some_and(|(_, field)| {
        field.unique && !field.optional && field.scalar().is_some_and(|ty| ty.name == "email")
    });
    let email_id = email.as_ref().map(|(id, _)| *id);
    let role_fields: Vec<crate::FieldId> = entity
        .fields
        .enumerate()
        .filter(|(_, field)| matches!(field.kind, FieldKind::Role))
        .map(|(id, _)| id)
        .collect();
    let role_optional = role_fields
        .first()
        .is_some_and(|id| entity.fields[*id].optional);
    let span = email.map_or(entity.span, |(_, field)| field.span);
    let name = entity.name.clone();
    if !fine {
        if !scope.is_poisoned("email") {
            scope.report(
                Diagnostic::error(
                    Code::AuthEntityFields,
                    span,
                    format!("the users of `{name}` need an address to sign in with"),
                )
                .label("needs `email: email unique`")
                .help(format!("write `email: email unique` in `{name}`")),
            );
        }
        return None;
    }
    report_required_of_users(scope, user);
    let entity = &scope.entities[user];
    let (entity_span, name) = (entity.span, entity.name.clone());
    let has_roles = !scope.roles.is_empty();
    match (has_roles, role_fields.as_slice()) {
        (true, [role]) if !role_optional => Some((email_id?, Some(*role))),
        (false, []) => Some((email_id?, None)),
        (true, []) => {
            let first = scope
                .roles
                .iter()
                .next()
                .map_or("member", |role| role.name.as_str())
                .to_owned();
            scope.report(
                Diagnostic::error(
                    Code::AuthEntityFields,
                    entity_span,
                    format!("the app has roles, but a `{name}` has none"),
                )
                .label("needs a field of type `Role`")
                .help(format!("write `role: Role = {first}` in `{name}`")),
            );
            None
        }
        _ => {
            scope.report(
                Diagnostic::error(
                    Code::AuthEntityFields,
                    entity_span,
                    format!("`{name}` needs just one required field of type `Role`"),
                )
                .label("the caller's role must be clear"),
            );
            None
        }
    }
}

fn missing_auth(scope: &Scope, modules: &[ast::Module]) -> Diagnostic {
    let span = modules
        .iter()
        .flat_map(|module| &module.items)
        .find_map(|item| match item {
            ast::Item::App(settings) => Some(settings.span),
            ast::Item::Entity(entity) => Some(entity.name.span),
            _ => None,
        })
        .unwrap_or(Span::at(appc_diagnostics::FileId(0), 0));
    let user = scope
        .entity_names
        .keys()
        .find(|name| matches!(name.as_str(), "User" | "Member" | "Person" | "Account"));
    let end = Span::at(span.file, 0);
    let (block, help) = match user {
        Some(user) => (
            format!("auth {{\n  user {user}\n  sign_in password\n}}\n\n"),
            format!("write `auth {{ user {user} }}`"),
        ),
        None => (
            "auth {\n  user User\n  sign_in password\n}\n\nentity User {\n  name: text max 120\n  email: email unique\n\n  allow read to signed_in\n}\n\n".to_owned(),
            "write `auth { user User }` and an entity `User` with `name: text` and `email: email unique`".to_owned(),
        ),
    };
    Diagnostic::error(
        Code::MissingAuthEntity,
        span,
        "the app doesn't say who its users are",
    )
    .label("no users")
    .help(help)
    .fix(Fix::insert_before("add it", end, block).maybe())
}

fn not_a(span: Span, text: &str, what: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::UnknownWord, span, format!("`{text}` is no {what}"))
        .label(format!("not a {what}"))
        .help(help)
}

/// Reports fields of users that an invitation can't fill in.
fn report_required_of_users(scope: &mut Scope, user: EntityId) {
    let entity = &scope.entities[user];
    let missing: Vec<(String, Span)> = entity
        .fields
        .iter()
        .filter(|field| {
            field.is_stored()
                && !field.optional
                && !field.is_generated()
                && !matches!(field.kind, FieldKind::Role)
        })
        .filter(|field| !matches!(field.name.as_str(), "email" | "name"))
        .filter(|field| {
            field
                .default
                .as_ref()
                .is_none_or(|value| value.reads_current_user() || value.reads_clock())
        })
        .map(|field| (field.name.clone(), field.span))
        .collect();
    for (name, span) in missing {
        scope.report(
            Diagnostic::error(
                Code::AuthEntityFields,
                span,
                format!(
                    "whoever is invited brings only name and address, so `{name}` can't be required"
                ),
            )
            .label("required of users")
            .help("make it optional with `?` or give it a constant as default; `on create` can fill it in"),
        );
    }
}
