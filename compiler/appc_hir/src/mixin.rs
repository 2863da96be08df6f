//! `mixin`: lines that entities share.
//!
//! Everything after this stage sees entities alone: a mixin's lines stand where they are included.
//! What is wrong with such a line is said once, however many entities include it.

use std::collections::BTreeMap;

use appc_diagnostics::{Code, Diagnostic, Span};
use appc_syntax::ast::{self, EntityMember, Item};

use crate::scope::{duplicate, unknown};

/// Puts the lines of mixins where they are included; `None` where no module speaks of any.
pub(crate) fn expand(
    modules: &[ast::Module],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<ast::Module>> {
    let items = || modules.iter().flat_map(|module| &module.items);
    let speaks = items().any(|item| match item {
        Item::Mixin(_) => true,
        Item::Entity(entity) => includes(&entity.members).next().is_some(),
        _ => false,
    });
    if !speaks {
        return None;
    }
    let mut mixins = Mixins {
        known: BTreeMap::new(),
        poisoned: modules
            .iter()
            .flat_map(|module| module.poisoned.iter().map(String::as_str))
            .collect(),
        used: Vec::new(),
        diagnostics,
    };
    for item in items() {
        if let Item::Mixin(mixin) = item {
            mixins.declare(mixin, modules);
        }
    }
    let expanded = modules
        .iter()
        .map(|module| ast::Module {
            items: module
                .items
                .iter()
                .filter_map(|item| mixins.item(item))
                .collect(),
            poisoned: module.poisoned.clone(),
        })
        .collect();
    mixins.report_unused();
    Some(expanded)
}

/// Keeps what is said of a mixin's line once.
pub(crate) fn say_once(modules: &[ast::Module], diagnostics: &mut Vec<Diagnostic>) {
    let bodies: Vec<Span> = modules
        .iter()
        .flat_map(|module| &module.items)
        .filter_map(|item| match item {
            Item::Mixin(mixin) => Some(mixin.span),
            _ => None,
        })
        .collect();
    if bodies.is_empty() {
        return;
    }
    let mut said: Vec<(Code, Span)> = Vec::new();
    diagnostics.retain(|diagnostic| {
        let here = diagnostic.primary.span;
        let shared = bodies
            .iter()
            .any(|body| body.file == here.file && body.start <= here.start && here.end <= body.end);
        let known = said.contains(&(diagnostic.code, here));
        said.push((diagnostic.code, here));
        !(shared && known)
    });
}

struct Mixins<'m, 'd> {
    known: BTreeMap<&'m str, &'m ast::Mixin>,
    poisoned: Vec<&'m str>,
    used: Vec<&'m str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// A mixin that an entity has.
struct Taken<'m> {
    name: &'m str,
    span: Span,
    /// Whether the entity itself says so.
    is_own: bool,
}

impl<'m> Mixins<'m, '_> {
    fn declare(&mut self, mixin: &'m ast::Mixin, modules: &'m [ast::Module]) {
        let name = &mixin.name;
        let other = modules
            .iter()
            .flat_map(|module| &module.items)
            .find_map(|item| match item {
                Item::Entity(entity) if entity.name.text == name.text => Some(entity.name.span),
                Item::Enum(known) if known.name.text == name.text => Some(known.name.span),
                _ => None,
            });
        let first = self
            .known
            .get(name.text.as_str())
            .map(|mixin| mixin.name.span);
        match first.or(other) {
            Some(first) => self.diagnostics.push(duplicate("name", name, first)),
            None => {
                self.known.insert(&name.text, mixin);
            }
        }
    }

    /// What is left of a declaration: mixins themselves are gone.
    fn item(&mut self, item: &'m Item) -> Option<Item> {
        match item {
            Item::Mixin(_) => None,
            Item::Entity(entity) => {
                let mut members = Vec::with_capacity(entity.members.len());
                self.members(
                    &entity.members,
                    &mut Vec::new(),
                    &mut Vec::new(),
                    &mut members,
                );
                Some(Item::Entity(ast::Entity {
                    name: entity.name.clone(),
                    singleton: entity.singleton,
                    members,
                }))
            }
            other => Some(other.clone()),
        }
    }

    /// Adds lines to `out`. `path` are the mixins around them, `taken` those the entity has.
    fn members(
        &mut self,
        members: &'m [EntityMember],
        path: &mut Vec<&'m str>,
        taken: &mut Vec<Taken<'m>>,
        out: &mut Vec<EntityMember>,
    ) {
        for member in members {
            let EntityMember::Include(include) = member else {
                out.push(member.clone());
                continue;
            };
            for name in &include.mixins {
                let Some(mixin) = self.find(name) else {
                    continue;
                };
                if path.contains(&name.text.as_str()) {
                    self.diagnostics.push(circle(name, path));
                    continue;
                }
                let is_own = path.is_empty();
                if let Some(first) = taken.iter().find(|first| first.name == name.text) {
                    // Several mixins may need the same one; only saying so twice oneself is a slip.
                    if is_own && first.is_own {
                        self.diagnostics.push(twice(name, first.span));
                    }
                    continue;
                }
                taken.push(Taken {
                    name: &name.text,
                    span: name.span,
                    is_own,
                });
                path.push(&name.text);
                self.members(&mixin.members, path, taken, out);
                path.pop();
            }
        }
    }

    fn find(&mut self, name: &'m ast::Name) -> Option<&'m ast::Mixin> {
        let found = self.known.get(name.text.as_str()).copied();
        match found {
            Some(_) => self.used.push(&name.text),
            None if self.poisoned.contains(&name.text.as_str()) => {}
            None => {
                let known = self.known.keys().map(|name| (*name).to_owned()).collect();
                let fault = unknown(Code::UnknownMixin, "mixin", name, known);
                self.diagnostics.push(fault);
            }
        }
        found
    }

    fn report_unused(&mut self) {
        for (name, mixin) in &self.known {
            if !self.used.contains(name) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnusedMixin,
                        mixin.name.span,
                        format!("no entity includes `{name}`"),
                    )
                    .label("of no effect")
                    .help(format!("write `include {name}` in an entity, or remove it")),
                );
            }
        }
    }
}

fn includes(members: &[EntityMember]) -> impl Iterator<Item = &ast::Include> {
    members.iter().filter_map(|member| match member {
        EntityMember::Include(include) => Some(include),
        _ => None,
    })
}

fn circle(name: &ast::Name, path: &[&str]) -> Diagnostic {
    let from = path.iter().position(|known| *known == name.text);
    let round = path
        .get(from.unwrap_or(0)..)
        .unwrap_or_default()
        .join("`, `");
    Diagnostic::error(
        Code::IncludeCycle,
        name.span,
        format!("the mixins `{round}` include each other in a circle"),
    )
    .label("leads back")
    .help("remove this `include`")
}

fn twice(name: &ast::Name, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateSetting,
        name.span,
        format!("`{}` is included twice", name.text),
    )
    .label("included again")
    .secondary(first, "first included here")
    .help("remove one of them")
}
