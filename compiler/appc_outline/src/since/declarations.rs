//! Everything a spec declares, read off its tree, so that a spec with faults has it too.
//!
//! A line is known by what a repair leaves alone: its names and keywords, not the expression in it.

use appc_diagnostics::Span;
use appc_syntax::ast::{self, EntityMember, ExprKind, Item, MenuEntry, PageStatement, Tile};

/// Something a spec declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    /// What it is: `field`, `check`, `condition`.
    pub kind: String,
    /// Its name, or what it belongs to.
    pub name: String,
    /// The declaration it stands in; what is gone as a whole is told once.
    pub within: Option<String>,
    /// Whether it limits something, and declares nothing.
    pub is_rule: bool,
    /// Where it stands.
    pub span: Span,
}

/// Lists what the modules of one app declare, parents before children.
pub(super) fn declarations(modules: &[ast::Module]) -> Vec<Declaration> {
    let mut list = List::default();
    for item in modules.iter().flat_map(|module| &module.items) {
        match item {
            Item::App(block) => list.settings("app", block),
            Item::Auth(block) => list.settings("auth", block),
            Item::Theme(block) => list.settings("theme", block),
            Item::Roles(roles) => {
                for case in &roles.cases {
                    list.name("role", &case.name);
                }
            }
            Item::Enum(written) => {
                list.name("enum", &written.name);
                for case in &written.cases {
                    list.below("value", &written.name.text, &case.name);
                }
            }
            Item::Entity(entity) => list.members("entity", &entity.name, &entity.members),
            Item::Mixin(mixin) => list.members("mixin", &mixin.name, &mixin.members),
            Item::Use(used) => list.used(used),
            Item::Page(page) => {
                list.name(page.kind.text(), &page.name);
                list.statements(&page.name.text, &page.body);
            }
            Item::Menu(menu) => list.menu(&menu.entries),
            Item::Seed(seed) => {
                for row in &seed.rows {
                    let name = row.reference.as_ref().unwrap_or(&row.entity);
                    list.counted("seed row", &row.entity.text, &name.text, name.span);
                }
            }
            Item::Action(action) => list.action(action),
            Item::Trigger(trigger) => {
                let events: Vec<&str> = trigger
                    .events
                    .iter()
                    .map(|event| event.text.as_str())
                    .collect();
                let name = format!("on {} {}", events.join(", "), trigger.entity.text);
                list.counted("trigger", &trigger.entity.text, &name, trigger.span);
            }
            Item::Job(job) => list.name("job", &job.name),
            Item::Mail(mail) => list.name("mail", &mail.name),
            Item::Sequence(sequence) => list.name("sequence", &sequence.name),
            // A gap that is closed is no loss.
            Item::Todo(_) => {}
            Item::Test(test) => {
                let title = test.title.plain().unwrap_or_default();
                list.push("test", format!("\"{title}\""), None, test.span);
            }
        }
    }
    list.all
}

#[derive(Default)]
struct List {
    all: Vec<Declaration>,
}

impl List {
    fn push(&mut self, kind: &str, name: String, within: Option<&str>, span: Span) {
        self.all.push(Declaration {
            kind: kind.to_owned(),
            name,
            within: within.map(str::to_owned),
            is_rule: false,
            span,
        });
    }

    fn rule(&mut self, kind: &str, of: String, within: &str, span: Span) {
        self.push(kind, of, Some(within), span);
        if let Some(last) = self.all.last_mut() {
            last.is_rule = true;
        }
    }

    fn action(&mut self, action: &ast::Action) {
        let name = &action.name.text;
        self.name("action", &action.name);
        for line in &action.lines {
            match line {
                ast::ActionLine::Allow(allow) => {
                    let roles: Vec<&str> =
                        allow.roles.iter().map(|role| role.text.as_str()).collect();
                    self.rule("allow", roles.join(", "), name, allow.span);
                }
                ast::ActionLine::Statement(ast::Statement::Require { span, .. }) => {
                    self.rule("require", name.clone(), name, *span);
                }
                ast::ActionLine::Label(..)
                | ast::ActionLine::Help(..)
                | ast::ActionLine::Icon(..)
                | ast::ActionLine::Confirm(..)
                | ast::ActionLine::Statement(_) => {}
            }
        }
    }

    fn name(&mut self, kind: &str, name: &ast::Name) {
        self.push(kind, name.text.clone(), None, name.span);
    }

    fn below(&mut self, kind: &str, owner: &str, name: &ast::Name) {
        let path = format!("{owner}.{}", name.text);
        self.push(kind, path, Some(owner), name.span);
    }

    /// What has no name is counted: a spec with one less lacks the last.
    fn counted(&mut self, kind: &str, owner: &str, what: &str, span: Span) {
        let same = |known: &&Declaration| known.kind == kind && known.name.starts_with(what);
        let number = self.all.iter().filter(same).count() + 1;
        self.push(kind, format!("{what} #{number}"), Some(owner), span);
    }

    fn settings(&mut self, block: &str, written: &ast::Settings) {
        for setting in &written.settings {
            let name = format!("{} of {block}", setting.name.text);
            self.push("setting", name, None, setting.name.span);
        }
    }

    fn used(&mut self, used: &ast::Use) {
        let name = match &used.target {
            ast::UseTarget::File(path) => path.plain().unwrap_or_default(),
            ast::UseTarget::Module { library, module } => {
                format!("{}/{}", library.text, module.text)
            }
        };
        self.push("use", name, None, used.span);
    }

    fn members(&mut self, kind: &str, name: &ast::Name, members: &[EntityMember]) {
        let owner = name.text.as_str();
        self.name(kind, name);
        for member in members {
            match member {
                EntityMember::Include(include) => {
                    for mixin in &include.mixins {
                        let name = format!("{} in {owner}", mixin.text);
                        self.push("include", name, Some(owner), mixin.span);
                    }
                }
                EntityMember::Field(field) => self.field(owner, field),
                EntityMember::Computed(computed) => self.below("field", owner, &computed.name),
                EntityMember::Check(check) => self.counted("check", owner, owner, check.span),
                EntityMember::Unique(unique) => self.counted("unique", owner, owner, unique.span),
                EntityMember::ExactlyOne(one) => {
                    self.counted("exactly_one", owner, owner, one.span)
                }
                EntityMember::NoOverlap(no) => self.counted("no_overlap", owner, owner, no.span),
                EntityMember::Rule(rule) => self.below("rule", owner, &rule.name),
                EntityMember::AllowLink(link) => self.counted("link", owner, owner, link.span),
                EntityMember::AllowLike(like) => {
                    let name = format!("like {} in {owner}", like.relation.text);
                    self.push("allow", name, Some(owner), like.span);
                }
                EntityMember::Require(line) => self.counted("require", owner, owner, line.span),
                EntityMember::Allow(_)
                | EntityMember::Index(..)
                | EntityMember::Todo(_)
                | EntityMember::Display(..)
                | EntityMember::Label(..)
                | EntityMember::Plural(..)
                | EntityMember::Help(..)
                | EntityMember::Icon(..)
                | EntityMember::Search(..)
                | EntityMember::Sort(..) => {}
            }
        }
        let allows = members.iter().filter_map(|member| match member {
            EntityMember::Allow(allow) => Some(allow),
            _ => None,
        });
        self.allows(owner, &allows.collect::<Vec<_>>());
    }

    fn field(&mut self, owner: &str, field: &ast::Field) {
        let path = format!("{owner}.{}", field.name.text);
        self.below("field", owner, &field.name);
        if !field.ty.optional {
            self.rule("required", path.clone(), &path, field.name.span);
        }
        for modifier in &field.modifiers {
            let (span, word) = modifier.head();
            if ["unique", "min", "max", "pattern", "readonly", "where"].contains(&word) {
                self.rule(word, path.clone(), &path, span);
            }
        }
    }

    /// Who may do what, and whether only with a condition or with some fields: that holds if each
    /// of the lines for the same people and operation says so.
    fn allows(&mut self, owner: &str, lines: &[&ast::Allow]) {
        let mut told: Vec<String> = Vec::new();
        for line in lines {
            for operation in &line.operations {
                for role in &line.roles {
                    let what = format!("{} to {} in {owner}", operation.name.text, role.text);
                    if told.contains(&what) {
                        continue;
                    }
                    self.push("allow", what.clone(), Some(owner), line.span);
                    let same = Same::of(lines, &operation.name.text, &role.text);
                    if same.have_conditions {
                        self.rule("where", format!("allow {what}"), &what, line.span);
                    }
                    if same.have_fields {
                        self.rule("list of fields", format!("allow {what}"), &what, line.span);
                    }
                    told.push(what);
                }
            }
        }
    }

    fn statements(&mut self, page: &str, body: &[PageStatement]) {
        for statement in body {
            let (span, word) = statement.head();
            match statement {
                PageStatement::Columns(columns, _) | PageStatement::Fields(columns, _) => {
                    for column in columns {
                        self.part(page, word.trim_end_matches('s'), &column.value);
                    }
                }
                PageStatement::Search(paths, _) => {
                    for path in paths {
                        self.part(page, word, path);
                    }
                }
                PageStatement::Filter(names, _) => {
                    for name in names {
                        let path = format!("{} of {page}", name.text);
                        self.push(word, path, Some(page), name.span);
                    }
                }
                PageStatement::Button(buttons, _) => {
                    for button in buttons {
                        let path = format!("{} of {page}", button.action.text);
                        self.push(word, path, Some(page), button.action.span);
                    }
                }
                PageStatement::Allow(..) | PageStatement::Where(..) => {
                    self.rule(word, page.to_owned(), page, span)
                }
                PageStatement::Related(name, body, _) => {
                    let path = format!("{} of {page}", name.text);
                    self.push(word, path.clone(), Some(page), name.span);
                    self.statements(&path, body);
                }
                PageStatement::Section(_, body, _) | PageStatement::Card(body, _) => {
                    self.statements(page, body);
                }
                PageStatement::Tile(tile) => self.tile(page, word, tile, span),
                PageStatement::Todo(_)
                | PageStatement::Title(..)
                | PageStatement::Path(..)
                | PageStatement::Help(..)
                | PageStatement::Sort(..)
                | PageStatement::Limit(..)
                | PageStatement::Open(..)
                | PageStatement::Empty(..)
                | PageStatement::GroupBy(..)
                | PageStatement::Total(..)
                | PageStatement::Value(..)
                | PageStatement::Drag(..)
                | PageStatement::From(..) => {}
            }
        }
    }

    fn tile(&mut self, page: &str, word: &str, tile: &Tile, span: Span) {
        let title = match tile {
            Tile::Stat { title, .. } | Tile::Chart { title, .. } | Tile::Table { title, .. } => {
                title.plain()
            }
        };
        if let Some(title) = title {
            self.push(word, format!("\"{title}\" of {page}"), Some(page), span);
        }
    }

    /// A column, if it shows a field; others change their text in a repair.
    fn part(&mut self, page: &str, word: &str, shown: &ast::Expr) {
        if let Some(path) = path(shown) {
            let name = format!("{path} of {page}");
            self.push(word, name, Some(page), shown.span);
        }
    }

    fn menu(&mut self, entries: &[MenuEntry]) {
        for entry in entries {
            match entry {
                MenuEntry::Item { target, .. } => self.name("menu item", target),
                MenuEntry::Group { entries, .. } => self.menu(entries),
            }
        }
    }
}

/// What the lines for the same people and operation have in common.
struct Same {
    have_conditions: bool,
    have_fields: bool,
}

impl Same {
    fn of(lines: &[&ast::Allow], operation: &str, role: &str) -> Self {
        let mut same = Same {
            have_conditions: true,
            have_fields: true,
        };
        for line in lines {
            if !line.roles.iter().any(|known| known.text == role) {
                continue;
            }
            for listed in &line.operations {
                if listed.name.text == operation {
                    same.have_conditions &= line.condition.is_some();
                    same.have_fields &= listed.fields.is_some() || !listed.except.is_empty();
                }
            }
        }
        same
    }
}

/// `company.name`
fn path(expr: &ast::Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Member(base, member) => Some(format!("{}.{}", path(base)?, member.text)),
        _ => None,
    }
}
