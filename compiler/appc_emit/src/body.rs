//! What is done step by step, as Rust: each step is a statement of SQL or a choice.

use appc_hir::{Base, Operation, Ty};
use appc_plan::{
    App, Arg, Bind, Body, Column, Entity, Given, Known, RowRef, Sql, Step, Text, TextPart, Value,
};

use crate::{
    entity::{default_value, stored},
    spell::{self, query_str, rust_str, sql_str},
    uses::Uses,
    value,
};

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
        code: writer.out,
    }
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
                let (id, _) = self.row_ref(row, *entity);
                let route = self
                    .app
                    .entity(*entity)
                    .map_or("", |entity| entity.route.as_str());
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

    fn insert(&mut self, entity: &Entity, values: &[Value], row: usize) {
        let id_type = value::id_type(self.app, entity.id.index(), self.uses);
        let (variable, _) = self
            .rows
            .get(row)
            .cloned()
            .unwrap_or((String::new(), Held::Owned));
        self.uses.add(&[
            "runtime::constraint",
            "runtime::sql::sql",
            "runtime::time::Timestamp",
        ]);
        let mut columns = vec!["id".to_owned()];
        let mut places = vec!["?".to_owned()];
        let mut binds = vec![format!("&{variable}")];
        let mut prelude = String::new();
        for column in stored(entity) {
            let given = values.iter().find(|value| value.field == column.field);
            let bound = match (given, column.name.as_str()) {
                (Some(value), _) => {
                    self.give(
                        column,
                        value,
                        &mut columns,
                        &mut places,
                        &mut binds,
                        &mut prelude,
                    );
                    continue;
                }
                (None, "created_at" | "updated_at") => "now".to_owned(),
                (None, "created_by") => {
                    self.reads_viewer = true;
                    "viewer.user_id()".to_owned()
                }
                (None, _) => match default_value(self.app, column, self.uses) {
                    Some(default) => {
                        self.reads_viewer |= default.contains("viewer");
                        default
                    }
                    None => continue,
                },
            };
            columns.push(column.column.clone());
            places.push("?".to_owned());
            if column.folded {
                self.uses.add(&["runtime::text::fold"]);
                columns.push(format!("{}_fold", column.column));
                places.push("?".to_owned());
                binds.push(bound.clone());
                binds.push(format!("fold({bound})"));
                continue;
            }
            binds.push(bound);
        }
        self.out.push_str(&prelude);
        self.line(&format!("let {variable} = {id_type}::fresh();"));
        self.line("let now = Timestamp::now();");
        let text = format!(
            "\n        insert into {} (\n            {}\n        )\n        values ({})\n        ",
            entity.table,
            columns.join(", "),
            places.join(", ")
        );
        self.execute(entity, &text, &binds);
        if let Some(known) = self.rows.get_mut(row) {
            *known = (variable.clone(), Held::Owned);
        }
        self.after(entity, &format!("&{variable}"), Operation::Create, true);
    }

    /// Adds a column that is given a value, with its folded twin.
    fn give(
        &mut self,
        column: &Column,
        given: &Value,
        columns: &mut Vec<String>,
        places: &mut Vec<String>,
        binds: &mut Vec<String>,
        prelude: &mut String,
    ) {
        if column.folded {
            let (bind, fold) = self.folded(column, given, prelude);
            columns.push(column.column.clone());
            columns.push(format!("{}_fold", column.column));
            places.extend(["?".to_owned(), "?".to_owned()]);
            binds.extend([bind, fold]);
            return;
        }
        columns.push(column.column.clone());
        match &given.given {
            Given::Sql { value, .. } => {
                places.push(value.text.clone());
                for bind in &value.binds {
                    let spelled = self.bind(bind);
                    binds.push(spelled);
                }
            }
            Given::Text(text) => {
                places.push("?".to_owned());
                let name = self.composed(column, text, prelude);
                binds.push(format!("&{name}"));
            }
        }
    }

    /// Composes a text before the statement that stores it, and returns its variable.
    fn composed(&mut self, column: &Column, text: &Text, prelude: &mut String) -> String {
        let name = format!("new_{}", column.rust.trim_end_matches('_'));
        let before = std::mem::take(&mut self.out);
        let expression = self.text(text);
        self.line(&format!("let {name} = {expression};"));
        prelude.push_str(&std::mem::replace(&mut self.out, before));
        name
    }

    /// The value of a column and that of its folded twin. The twin is written by Rust, so the value
    /// is fetched first, unless a variable holds it.
    fn folded(&mut self, column: &Column, given: &Value, prelude: &mut String) -> (String, String) {
        self.uses.add(&["runtime::text::fold"]);
        let (value, query) = match &given.given {
            Given::Sql { value, query } => (value, query),
            Given::Text(text) => {
                let name = self.composed(column, text, prelude);
                return (format!("&{name}"), format!("fold(&{name})"));
            }
        };
        let held = match value.binds.as_slice() {
            [Bind::Value(number)] if value.text == "?" => {
                let optional = self
                    .body
                    .values
                    .get(*number)
                    .is_some_and(|known| known.ty.optional);
                self.values
                    .get(*number)
                    .map(|name| (name.clone(), optional))
            }
            _ => None,
        };
        let (name, optional) = held.unwrap_or_else(|| {
            let query = self.query(query);
            let name = format!("new_{}", column.rust.trim_end_matches('_'));
            let ty = if column.optional {
                "Option<String>"
            } else {
                "String"
            };
            prelude.push_str(&format!(
                "let {name}: {ty} = {query}.fetch_value(tx).await?;\n"
            ));
            (name, column.optional)
        });
        let fold = if optional {
            format!("{name}.as_deref().map(fold)")
        } else {
            format!("fold(&{name})")
        };
        (format!("&{name}"), fold)
    }

    fn update(&mut self, entity: &Entity, row: &RowRef, values: &[Value], sets_off: bool) {
        self.uses.add(&[
            "runtime::constraint",
            "runtime::sql::sql",
            "runtime::time::Timestamp",
        ]);
        let (id, table) = self.row_ref(row, entity.id);
        let follows = sets_off && follows(self.app, entity, Operation::Update);
        if follows {
            let triggers = self.triggers(entity);
            self.line(&format!("let before = {triggers}before(tx, {id}).await?;"));
        }
        let (mut sets, mut binds, mut prelude) = (Vec::new(), Vec::new(), String::new());
        for given in values {
            let Some(column) = entity
                .column_of(given.field)
                .and_then(|at| entity.column(at))
            else {
                continue;
            };
            if column.folded {
                let (bind, fold) = self.folded(column, given, &mut prelude);
                sets.push(format!("{} = ?", column.column));
                sets.push(format!("{}_fold = ?", column.column));
                binds.extend([bind, fold]);
                continue;
            }
            match &given.given {
                Given::Sql { value, .. } => {
                    sets.push(format!("{} = {}", column.column, value.text));
                    for bind in &value.binds {
                        let spelled = self.bind(bind);
                        binds.push(spelled);
                    }
                }
                Given::Text(text) => {
                    sets.push(format!("{} = ?", column.column));
                    let name = self.composed(column, text, &mut prelude);
                    binds.push(format!("&{name}"));
                }
            }
        }
        self.out.push_str(&prelude);
        sets.push("updated_at = ?".to_owned());
        binds.push("Timestamp::now()".to_owned());
        binds.push(id.clone());
        let text = format!(
            "\n        update {table}\n        set {}\n        where {table}.id = ?\n        ",
            sets.join(", ")
        );
        self.execute(entity, &text, &binds);
        self.after(entity, &id, Operation::Update, follows);
    }

    fn execute(&mut self, entity: &Entity, text: &str, binds: &[String]) {
        let store = self.store(entity);
        let mut out = format!("sql({})", sql_str(text));
        for bind in binds {
            out.push_str(&format!("\n.bind({bind})"));
        }
        self.line(&format!(
            "{out}\n.execute(tx)\n.await\n.map_err(|error| constraint::explain(error, {store}field_error))?;"
        ));
    }

    /// How functions of an entity's store are reached.
    fn store(&mut self, entity: &Entity) -> String {
        if self.follows.is_some_and(|known| known.id == entity.id) {
            self.uses.add(&["super::store"]);
            return "store::".to_owned();
        }
        self.uses.add(&[&format!("crate::{}", entity.module)]);
        format!("{}::store::", entity.module)
    }

    /// How what follows the changes of an entity is reached.
    fn triggers(&mut self, entity: &Entity) -> String {
        if self.follows.is_some_and(|known| known.id == entity.id) {
            return String::new();
        }
        self.uses.add(&[&format!("crate::{}", entity.module)]);
        format!("{}::triggers::", entity.module)
    }

    /// Asks what must hold of a written row, and does what follows.
    fn after(&mut self, entity: &Entity, id: &str, event: Operation, sets_off: bool) {
        if crate::entity::has_checks(entity) {
            self.reads_viewer = true;
            let store = self.store(entity);
            self.line(&format!("{store}check(tx, viewer, {id}).await?;"));
        }
        for parent in crate::entity::parents_of_row(self.app, entity) {
            self.reads_viewer = true;
            self.uses.add(&[&format!("crate::{}", parent.module)]);
            let id_type = value::id_type(self.app, parent.index, self.uses);
            self.line(&format!(
                "let parent: Option<{id_type}> = sql(\"select {0}.{1} from {0} where {0}.id = ?\").bind({id}).fetch_value(tx).await?;\nif let Some(parent) = &parent {{ {2}::store::check(tx, viewer, parent).await?; }}",
                entity.table, parent.column, parent.module
            ));
        }
        if !sets_off || !follows(self.app, entity, event) {
            return;
        }
        let triggers = self.triggers(entity);
        match event {
            Operation::Create => {
                self.line(&format!("{triggers}created(tx, {id}).await?;"));
            }
            Operation::Update => {
                self.line(&format!("{triggers}updated(tx, {id}, &before).await?;"));
            }
            Operation::Read | Operation::Delete => {}
        }
    }

    fn delete(&mut self, entity: &Entity, row: &RowRef) {
        self.uses.add(&["runtime::constraint", "runtime::sql::sql"]);
        let (id, table) = self.row_ref(row, entity.id);
        if follows(self.app, entity, Operation::Delete) {
            let triggers = self.triggers(entity);
            self.line(&format!("{triggers}deleting(tx, {id}).await?;"));
        }
        self.line(&format!(
            "sql(\"delete from {table} where {table}.id = ?\")\n.bind({id})\n.execute(tx)\n.await\n.map_err(constraint::in_use)?;"
        ));
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

    /// Spells what an action or mail is given: a reference to a row's id, or a value to own.
    fn arg(&mut self, arg: &Arg, ty: Ty, index: usize) -> String {
        match arg {
            Arg::Row(row) => match self.rows.get(*row) {
                Some((name, Held::Borrowed)) if ty.optional => format!("Some({name}.clone())"),
                Some((name, Held::Owned)) if ty.optional => format!("Some({name}.clone())"),
                Some((name, Held::Optional)) => format!("{name}.clone()"),
                Some((name, Held::Borrowed | Held::Owned)) => format!("{name}.clone()"),
                None => String::new(),
            },
            Arg::Value(value) => {
                let known = self.body.values.get(*value);
                let name = self.values.get(*value).cloned().unwrap_or_default();
                let copied = known.is_some_and(|known| is_copy(known.ty));
                let wraps = ty.optional && known.is_some_and(|known| !known.ty.optional);
                let owned = if copied {
                    name
                } else {
                    format!("{name}.clone()")
                };
                if wraps {
                    format!("Some({owned})")
                } else {
                    owned
                }
            }
            Arg::Query(sql, _) => {
                let rust = rust_type(self.app, ty, self.uses);
                let query = self.query(sql);
                let name = format!("given_{}", index + 1);
                self.line(&format!(
                    "let {name}: {rust} = {query}.fetch_value(tx).await?;"
                ));
                name
            }
        }
    }

    fn run(&mut self, action: usize, args: &[Arg]) {
        let app = self.app;
        let Some(action) = app.actions.get(action) else {
            return;
        };
        self.uses.add(&["crate::actions"]);
        self.reads_viewer = true;
        let mut spelled: Vec<String> = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let ty = action.param_types.get(index).copied().unwrap_or(Ty::null());
            let text = self.arg(arg, ty, index);
            spelled.push(text);
        }
        let mut call = Vec::new();
        let mut rest = spelled.as_slice();
        if let (Some(_), Some((first, others))) = (&action.subject, spelled.split_first()) {
            call.push(match first.strip_suffix(".clone()") {
                Some(name) if self.is_borrowed(name) => name.to_owned(),
                Some(name) => format!("&{name}"),
                None => format!("&{first}"),
            });
            rest = others;
        }
        if !action.inputs.is_empty() {
            let fields: Vec<String> = action
                .inputs
                .iter()
                .zip(rest)
                .map(|(column, value)| format!("{}: {value}", column.rust))
                .collect();
            call.push(format!(
                "&actions::{}::{} {{ {} }}",
                action.module,
                action.type_name,
                fields.join(", ")
            ));
        }
        let call: String = call.iter().map(|arg| format!(", {arg}")).collect();
        self.line(&format!(
            "actions::{}::perform(tx, viewer{call}).await?;",
            action.module
        ));
    }

    fn is_borrowed(&self, name: &str) -> bool {
        self.rows
            .iter()
            .any(|(known, held)| known == name && *held == Held::Borrowed)
    }

    fn send(&mut self, mail: usize, args: &[Arg], to: &[Sql]) {
        let app = self.app;
        let Some(mail) = app.mails.get(mail) else {
            return;
        };
        self.uses.add(&["crate::mails"]);
        let mut addresses = Vec::new();
        for (index, address) in to.iter().enumerate() {
            let query = self.query(address);
            let name = if to.len() == 1 {
                "address".to_owned()
            } else {
                format!("address_{}", index + 1)
            };
            self.line(&format!(
                "let {name}: Option<String> = {query}.fetch_value(tx).await?;"
            ));
            addresses.push(name);
        }
        let mut call = String::new();
        for (index, (arg, param)) in args.iter().zip(&mail.params).enumerate() {
            let text = self.arg(arg, param.ty, index);
            let lent = match text.strip_suffix(".clone()") {
                Some(name) if self.is_borrowed(name) => name.to_owned(),
                Some(name) => format!("&{name}"),
                None if is_copy(param.ty) => text,
                None => format!("&{text}"),
            };
            call.push_str(&format!(", {lent}"));
        }
        self.line(&format!(
            "mails::{}::send(tx, &[{}]{call}).await?;",
            mail.module,
            addresses.join(", ")
        ));
    }
}

/// What the sentence of a text needs.
pub(crate) struct SpelledText {
    /// How many values it holds.
    pub count: usize,
    /// The Rust type of what its query gives.
    pub types: Option<String>,
    /// The expression of the `String`; it reads `said`.
    pub expression: String,
}

/// Spells a text whose values are in `said`.
pub(crate) fn write_text(text: &Text, app: &App, uses: &mut Uses) -> SpelledText {
    let holes: Vec<Ty> = text
        .parts
        .iter()
        .filter_map(|part| match part {
            TextPart::Plain(_) => None,
            TextPart::Hole(ty) => Some(*ty),
        })
        .collect();
    if holes.is_empty() {
        let plain: String = text
            .parts
            .iter()
            .map(|part| match part {
                TextPart::Plain(text) => text.as_str(),
                TextPart::Hole(_) => "",
            })
            .collect();
        return SpelledText {
            count: 0,
            types: None,
            expression: format!("{}.to_owned()", rust_str(&plain)),
        };
    }
    let (mut format, mut args) = (String::new(), Vec::new());
    for part in &text.parts {
        match part {
            TextPart::Plain(text) => {
                format.push_str(&text.replace('{', "{{").replace('}', "}}"));
            }
            TextPart::Hole(ty) => {
                let place = if holes.len() == 1 {
                    "said".to_owned()
                } else {
                    format!("said.{}", args.len())
                };
                format.push_str("{}");
                args.push(shown(*ty, &place, uses));
            }
        }
    }
    let types: Vec<String> = holes
        .iter()
        .map(|ty| {
            let base = shown_type(app, *ty, uses);
            if ty.optional {
                format!("Option<{base}>")
            } else {
                base
            }
        })
        .collect();
    SpelledText {
        count: holes.len(),
        types: Some(match types.as_slice() {
            [one] => one.clone(),
            several => format!("({})", several.join(", ")),
        }),
        expression: format!("format!({}, {})", rust_str(&format), args.join(", ")),
    }
}

/// Spells how a value of `said` is shown.
fn shown(ty: Ty, place: &str, uses: &mut Uses) -> String {
    let is_moment = ty.base == Base::Value(appc_types::Value::DateTime);
    if is_moment {
        uses.add(&["crate::settings::ZONE"]);
    }
    match (ty.optional, is_moment) {
        (true, true) => {
            uses.add(&["runtime::text::shown"]);
            format!("shown({place}.map(|time| ZONE.show(time)))")
        }
        (true, false) => {
            uses.add(&["runtime::text::shown"]);
            format!("shown({place})")
        }
        (false, true) => format!("ZONE.show({place})"),
        (false, false) => place.to_owned(),
    }
}

fn shown_type(app: &App, ty: Ty, uses: &mut Uses) -> String {
    match ty.base {
        Base::Value(appc_types::Value::Bool)
        | Base::Enum(_)
        | Base::Role
        | Base::Entity(_)
        | Base::Null => "String".to_owned(),
        Base::Value(_) => rust_type(
            app,
            Ty {
                optional: false,
                ..ty
            },
            uses,
        ),
    }
}

/// The Rust type of a value that a body knows.
pub(crate) fn rust_type(app: &App, ty: Ty, uses: &mut Uses) -> String {
    let base = match ty.base {
        Base::Value(kind) => match appc_types::plain(kind) {
            Some(known) => value::scalar_type(known, kind.scale(), uses),
            None => "String".to_owned(),
        },
        Base::Enum(id) => value::enum_type(app, id.index(), uses),
        Base::Role => {
            uses.add(&["crate::access::Role"]);
            "Role".to_owned()
        }
        Base::Entity(entity) => value::id_type(app, entity.index(), uses),
        Base::Null => "String".to_owned(),
    };
    if ty.optional {
        format!("Option<{base}>")
    } else {
        base
    }
}

/// Tells whether the Rust type of a value is `Copy`.
pub(crate) fn is_copy(ty: Ty) -> bool {
    match ty.base {
        Base::Value(kind) => appc_types::plain(kind).is_some_and(|known| known.is_copy),
        Base::Enum(_) | Base::Role => true,
        Base::Entity(_) | Base::Null => false,
    }
}

/// Tells whether something follows a kind of change of an entity.
pub(crate) fn follows(app: &App, entity: &Entity, event: Operation) -> bool {
    app.triggers
        .iter()
        .any(|trigger| trigger.entity == entity.id && trigger.event == event)
}
