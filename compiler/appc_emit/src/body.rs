//! What is done step by step, as Rust: each step is a statement of SQL or a choice.

mod call;
mod text;
mod write;

use appc_hir::Operation;
use appc_plan::{App, Bind, Body, Entity, Known, RowRef, Sql, Step, Text, TextPart};

use crate::{
    spell::{self, query_str, rust_str},
    uses::Uses,
    value,
};

pub(crate) use text::{is_copy, rust_type, write_text};

/// How a variable holds the id of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// As an id.
    Owned,
    /// As a reference to one.
    Borrowed,
    /// As an `Option`.
    Optional,
}

/// Writes the steps of one body.
pub(crate) struct Writer<'a> {
    app: &'a App,
    body: &'a Body,
    uses: &'a mut Uses,
    /// How each row is spelled, and how its variable holds it.
    rows: Vec<(String, Held)>,
    /// How each value is spelled.
    values: Vec<String>,
    /// The entity whose changes it follows.
    follows: Option<&'a Entity>,
    /// Whether the caller is asked for.
    reads_viewer: bool,
    out: String,
}

/// The Rust of a body.
pub(crate) struct Written {
    /// The statements.
    pub code: String,
    /// Whether they name the viewer.
    pub reads_viewer: bool,
    /// Whether they say something to the caller.
    pub speaks: bool,
}

/// Writes a body. `given` says how what it is given is spelled, and whether rows among it are
/// borrowed.
pub(crate) fn write(
    app: &App,
    body: &Body,
    given: &[(Known, String)],
    follows: Option<&Entity>,
    uses: &mut Uses,
) -> Written {
    let mut writer = writer(app, body, given, follows, uses);
    writer.steps(&body.steps);
    Written {
        reads_viewer: writer.reads_viewer,
        speaks: speaks(&body.steps),
        code: mark_unread(writer.out, body),
    }
}

/// Marks what is bound and never read, so that the compiler of the app says nothing.
fn mark_unread(code: String, body: &Body) -> String {
    let values = body.values.iter().map(|value| &value.variable);
    let rows = body.rows.iter().map(|row| &row.variable);
    values.chain(rows).fold(code, |code, name| {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let words = code.split(|letter| !is_word(letter));
        match words.filter(|word| word == name).count() {
            1 => code.replace(&format!("let {name}"), &format!("let _{name}")),
            _ => code,
        }
    })
}

/// Writes a query that stands before a body which follows changes of `entity`.
pub(crate) fn write_query(
    app: &App,
    sql: &Sql,
    body: &Body,
    given: &[(Known, String)],
    entity: &Entity,
    uses: &mut Uses,
) -> String {
    writer(app, body, given, Some(entity), uses).query(sql)
}

/// Writes a query of a body that stands outside it.
pub(crate) fn write_free_query(
    app: &App,
    sql: &Sql,
    body: &Body,
    given: &[(Known, String)],
    uses: &mut Uses,
) -> String {
    writer(app, body, given, None, uses).query(sql)
}

fn writer<'a>(
    app: &'a App,
    body: &'a Body,
    given: &[(Known, String)],
    follows: Option<&'a Entity>,
    uses: &'a mut Uses,
) -> Writer<'a> {
    let mut rows: Vec<(String, Held)> = body
        .rows
        .iter()
        .map(|row| (row.variable.clone(), held(row.optional)))
        .collect();
    let mut values: Vec<String> = body
        .values
        .iter()
        .map(|value| value.variable.clone())
        .collect();
    for (given, spelled) in given {
        match given {
            Known::Row(row) => {
                if let Some(known) = rows.get_mut(*row) {
                    *known = match spelled.strip_prefix('&') {
                        Some(owned) => (owned.to_owned(), Held::Owned),
                        None if known.1 == Held::Optional => (spelled.clone(), Held::Optional),
                        None => (spelled.clone(), Held::Borrowed),
                    };
                }
            }
            Known::Value(value) => {
                if let Some(known) = values.get_mut(*value) {
                    known.clone_from(spelled);
                }
            }
        }
    }
    Writer {
        app,
        body,
        uses,
        rows,
        values,
        follows,
        reads_viewer: false,
        out: String::new(),
    }
}

fn held(optional: bool) -> Held {
    if optional {
        Held::Optional
    } else {
        Held::Owned
    }
}

/// Tells whether steps say something to the caller.
fn speaks(steps: &[Step]) -> bool {
    steps.iter().any(|step| match step {
        Step::Message(_) | Step::Go { .. } => true,
        Step::If {
            then, otherwise, ..
        } => speaks(then) || speaks(otherwise),
        Step::For { body, .. } => speaks(body),
        Step::Require { .. }
        | Step::Fail(_)
        | Step::Insert { .. }
        | Step::Update { .. }
        | Step::Delete { .. }
        | Step::Let { .. }
        | Step::Next { .. }
        | Step::LetRow { .. }
        | Step::First { .. }
        | Step::Run { .. }
        | Step::Send { .. } => false,
    })
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(step);
        }
    }

    /// Writes the steps of a block; what it knows of rows is forgotten behind it.
    fn block(&mut self, steps: &[Step]) {
        let before = self.rows.clone();
        self.steps(steps);
        self.rows = before;
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Require {
                sql,
                present,
                message,
            } => self.require(sql.as_ref(), present, message),
            Step::Fail(message) => self.refuse(message),
            Step::Insert {
                entity,
                values,
                row,
            } => {
                if let Some(entity) = self.app.entity(*entity) {
                    self.insert(entity, values, *row);
                }
            }
            Step::Update {
                row,
                entity,
                values,
                sets_off,
            } => {
                if let Some(entity) = self.app.entity(*entity) {
                    self.update(entity, row, values, *sets_off);
                }
            }
            Step::Delete { row, entity } => {
                if let Some(entity) = self.app.entity(*entity) {
                    self.delete(entity, row);
                }
            }
            Step::Let { value, sql } => self.bind_value(*value, sql),
            Step::Next {
                value,
                sequence,
                day,
            } => self.next(*value, *sequence, day.as_ref()),
            Step::LetRow { row, sql } => self.bind_row(*row, sql, "fetch_value"),
            Step::First { row, sql } => self.bind_row(*row, sql, "fetch_first"),
            Step::If {
                sql,
                present,
                then,
                otherwise,
            } => self.branch(sql.as_ref(), present, then, otherwise),
            Step::For { row, sql, body, .. } => self.each(*row, sql, body),
            Step::Run { action, args } => self.run(action.index(), args),
            Step::Send { mail, args, to } => self.send(mail.index(), args, to),
            Step::Message(text) => {
                let text = self.text(text);
                self.line(&format!("outcome.message = Some({text});"));
            }
            Step::Go { row, entity } => {
                let known = self.app.entity(*entity);
                let route = known.map_or("", |entity| entity.route.as_str());
                if known.is_some_and(|entity| entity.singleton) {
                    self.line(&format!("outcome.path = Some({route:?}.to_owned());"));
                    return;
                }
                let (id, _) = self.row_ref(row, *entity);
                let id = id.trim_start_matches('&').to_owned();
                self.line(&format!(
                    "outcome.path = Some(format!(\"{route}/{{}}\", {id}));"
                ));
            }
        }
    }

    /// Spells `sql("…").bind(…)`.
    fn query(&mut self, sql: &Sql) -> String {
        self.uses.add(&["runtime::sql::sql"]);
        let mut out = format!("sql({})", query_str(&sql.text));
        for bind in &sql.binds {
            let spelled = self.bind(bind);
            out.push_str(&format!(".bind({spelled})"));
        }
        out
    }

    fn bind(&mut self, bind: &Bind) -> String {
        match bind {
            Bind::Row(row) => self.row(*row),
            Bind::Value(value) => self.value(*value),
            Bind::Old(field) => {
                let column = self
                    .follows
                    .and_then(|entity| entity.column_of(*field).and_then(|at| entity.column(at)));
                match column {
                    Some(column) if value::is_copy(&column.kind) => {
                        format!("before.{}", column.rust)
                    }
                    Some(column) => format!("&before.{}", column.rust),
                    None => String::new(),
                }
            }
            Bind::BaseUrl => {
                self.uses.add(&["runtime::mail"]);
                "mail::base_url()".to_owned()
            }
            Bind::CurrentUser => {
                self.reads_viewer = true;
                "viewer.user_id()".to_owned()
            }
            Bind::Today { .. } | Bind::Now { .. } | Bind::Readable(_) => {
                let one = Sql {
                    text: String::new(),
                    binds: vec![*bind],
                };
                spell::bind_uses(&one, self.app, self.uses);
                spell::bind(bind, "viewer.user_id()", self.app)
            }
        }
    }

    /// The id of a row, to be bound or lent.
    fn row(&self, row: usize) -> String {
        match self.rows.get(row) {
            Some((name, Held::Borrowed)) => name.clone(),
            Some((name, Held::Owned | Held::Optional)) => format!("&{name}"),
            None => String::new(),
        }
    }

    /// A value, to be bound or lent.
    fn value(&self, value: usize) -> String {
        let name = self.values.get(value).cloned().unwrap_or_default();
        let copied = self
            .body
            .values
            .get(value)
            .is_some_and(|known| is_copy(known.ty));
        if copied { name } else { format!("&{name}") }
    }

    /// A reference to the id of a row, and the table it is found in.
    fn row_ref(&mut self, row: &RowRef, entity: appc_hir::EntityId) -> (String, String) {
        let Some(known) = self.app.entity(entity) else {
            return (String::new(), String::new());
        };
        match row {
            RowRef::Known(row) => (self.row(*row), known.table.clone()),
            RowRef::Single => {
                self.uses.add(&[&format!("crate::{}", known.module)]);
                (format!("&{}::only()", known.module), known.table.clone())
            }
            RowRef::Found(sql) => {
                let id_type = value::id_type(self.app, entity.index(), self.uses);
                let query = self.query(sql);
                self.line(&format!(
                    "let found: {id_type} = {query}.fetch_value(tx).await?;"
                ));
                ("&found".to_owned(), known.table.clone())
            }
        }
    }

    fn require(&mut self, sql: Option<&Sql>, present: &[usize], message: &Text) {
        for row in present {
            let Some((name, Held::Optional)) = self.rows.get(*row).cloned() else {
                continue;
            };
            let variable = self
                .body
                .rows
                .get(*row)
                .map_or(String::new(), |known| known.variable.clone());
            self.line(&format!("let Some({variable}) = &{name} else {{"));
            self.refuse(message);
            self.line("};");
            if let Some(known) = self.rows.get_mut(*row) {
                *known = (variable, Held::Borrowed);
            }
        }
        if let Some(sql) = sql {
            let query = self.query(sql);
            self.line(&format!("if !{query}.exists(tx).await? {{"));
            self.refuse(message);
            self.line("}");
        }
    }

    fn refuse(&mut self, message: &Text) {
        self.uses.add(&["runtime::error::AppError"]);
        let text = match message.parts.as_slice() {
            [TextPart::Plain(text)] => rust_str(text),
            _ => self.text(message),
        };
        self.line(&format!("return Err(AppError::Conflict({text}.into()));"));
    }

    /// Writes what a text needs and returns the expression of its `String`.
    fn text(&mut self, text: &Text) -> String {
        let prelude = write_text(text, self.app, self.uses);
        if let Some(types) = &prelude.types {
            let query = self.query(&text.sql);
            let fetch = if prelude.count == 1 {
                "fetch_value"
            } else {
                "fetch_one"
            };
            self.line(&format!("let said: {types} = {query}.{fetch}(tx).await?;"));
        }
        prelude.expression
    }

    fn bind_value(&mut self, value: usize, sql: &Sql) {
        let Some(known) = self.body.values.get(value) else {
            return;
        };
        let ty = rust_type(self.app, known.ty, self.uses);
        let query = self.query(sql);
        self.line(&format!(
            "let {}: {ty} = {query}.fetch_value(tx).await?;",
            known.variable
        ));
    }

    /// Writes that a sequence gives out its next number, for today or another day.
    fn next(&mut self, value: usize, sequence: usize, day: Option<&Sql>) {
        let (Some(known), Some(sequence)) = (
            self.body.values.get(value),
            self.app.sequences.get(sequence),
        ) else {
            return;
        };
        self.uses.add(&["crate::sequences"]);
        let day = match day {
            None => {
                self.uses.add(&["crate::settings::ZONE"]);
                "ZONE.today()".to_owned()
            }
            Some(Sql { text, binds }) if text == "select ?" => {
                binds.first().map_or_else(String::new, |day| self.bind(day))
            }
            Some(sql) => {
                self.uses.add(&["runtime::time::Date"]);
                let query = self.query(sql);
                self.line(&format!("let day: Date = {query}.fetch_value(tx).await?;"));
                "day".to_owned()
            }
        };
        self.line(&format!(
            "let {} = sequences::{}.next(tx, {day}).await?;",
            known.variable, sequence.rust
        ));
    }

    fn bind_row(&mut self, row: usize, sql: &Sql, fetch: &str) {
        let Some(known) = self.body.rows.get(row) else {
            return;
        };
        let id_type = value::id_type(self.app, known.entity.index(), self.uses);
        let ty = if known.optional {
            format!("Option<{id_type}>")
        } else {
            id_type
        };
        let query = self.query(sql);
        self.line(&format!(
            "let {}: {ty} = {query}.{fetch}(tx).await?;",
            known.variable
        ));
    }

    fn branch(&mut self, sql: Option<&Sql>, present: &[usize], then: &[Step], otherwise: &[Step]) {
        let before = self.rows.clone();
        let mut tests = Vec::new();
        for row in present {
            let Some((name, Held::Optional)) = self.rows.get(*row).cloned() else {
                continue;
            };
            let variable = self
                .body
                .rows
                .get(*row)
                .map_or(String::new(), |known| known.variable.clone());
            tests.push(format!("let Some({variable}) = &{name}"));
            if let Some(known) = self.rows.get_mut(*row) {
                *known = (variable, Held::Borrowed);
            }
        }
        if let Some(sql) = sql {
            let query = self.query(sql);
            tests.push(format!("{query}.exists(tx).await?"));
        }
        self.line(&format!("if {} {{", tests.join(" && ")));
        self.steps(then);
        self.rows = before;
        if !otherwise.is_empty() {
            self.line("} else {");
            self.block(otherwise);
        }
        self.line("}");
    }

    fn each(&mut self, row: usize, sql: &Sql, body: &[Step]) {
        let Some(known) = self.body.rows.get(row) else {
            return;
        };
        let id_type = value::id_type(self.app, known.entity.index(), self.uses);
        let variable = known.variable.clone();
        let query = self.query(sql);
        self.line(&format!(
            "let rows: Vec<{id_type}> = {query}.fetch_values(tx).await?;\nfor {variable} in &rows {{"
        ));
        if let Some(held) = self.rows.get_mut(row) {
            *held = (variable, Held::Borrowed);
        }
        self.block(body);
        self.line("}");
    }
}

/// Tells whether something follows a kind of change of an entity.
pub(crate) fn follows(app: &App, entity: &Entity, event: Operation) -> bool {
    app.triggers
        .iter()
        .any(|trigger| trigger.entity == entity.id && trigger.event == event)
}
