//! Steps that write rows, with what must hold and what follows.

use appc_hir::Operation;
use appc_plan::{Bind, Column, Entity, Given, RowRef, Text, Value};

use super::{Held, Writer, follows};
use crate::{
    entity::{default_value, has_checks, parents_of_row, stored},
    spell::sql_str,
    value,
};

impl Writer<'_> {
    pub(super) fn insert(&mut self, entity: &Entity, values: &[Value], row: usize) {
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
            "\n        insert into {} (\n            {}\n        )\n        values (\n            {}\n        )\n        ",
            entity.table,
            wrapped(&columns),
            wrapped(&places)
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

    pub(super) fn update(
        &mut self,
        entity: &Entity,
        row: &RowRef,
        values: &[Value],
        sets_off: bool,
    ) {
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
        // What a function returns is bound as it is.
        let made = id.strip_prefix('&').filter(|made| made.ends_with(')'));
        binds.push(made.unwrap_or(&id).to_owned());
        let text = format!(
            "\n        update {table}\n        set\n            {}\n        where {table}.id = ?\n        ",
            wrapped(&sets)
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
        if has_checks(entity) {
            self.reads_viewer = true;
            let store = self.store(entity);
            self.line(&format!("{store}check(tx, viewer, {id}).await?;"));
        }
        for parent in parents_of_row(self.app, entity) {
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

    pub(super) fn delete(&mut self, entity: &Entity, row: &RowRef) {
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
}

/// Joins the items of a list of SQL over lines that are not too long to read.
fn wrapped(items: &[String]) -> String {
    const LONGEST: usize = 70;
    let mut out = String::new();
    let mut line = 0;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
            if line + item.len() > LONGEST {
                out.push_str("\n            ");
                line = 0;
            } else {
                out.push(' ');
            }
        }
        out.push_str(item);
        line += item.len() + 2;
    }
    out
}
