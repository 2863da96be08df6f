//! The statement of a chart, and the Rust that makes points of what it finds.
//!
//! A statement gives rows of `key` and `value`. Figures count only rows that the viewer may read.

use appc_hir::EntityId;
use appc_plan::{App, Bind, Chart, ChartGroup, Entity, Sql};

use crate::{figure::Figure, uses::Uses, value};

/// What a chart asks, and what it makes of the answer.
pub(crate) struct Query {
    /// The statement.
    pub sql: Sql,
    /// Rust that makes points of `groups`.
    pub points: String,
}

/// Spells the query of a chart of rows of `entity`.
pub(crate) fn query(
    app: &App,
    tile: &Chart,
    entity: &Entity,
    figure: &Figure,
    uses: &mut Uses,
) -> Query {
    let pieces = Pieces::of(tile, entity, figure);
    match tile.group {
        ChartGroup::Enum(index) => {
            let lookup = app
                .enums
                .get(index)
                .map_or("", |known| known.table.as_str());
            pieces.cases(lookup, &value::enum_type(app, index, uses))
        }
        ChartGroup::Role => {
            uses.add(&["crate::access::Role"]);
            pieces.cases("role_value", "Role")
        }
        ChartGroup::Flag => pieces.flag(),
        ChartGroup::Rows(target) => match app.entity(target) {
            Some(target) => pieces.rows(target),
            None => pieces.flag(),
        },
        ChartGroup::Months => {
            uses.add(&["crate::settings::ZONE"]);
            pieces.months()
        }
    }
}

/// What every statement is made of.
struct Pieces<'a> {
    table: &'a str,
    entity: EntityId,
    key: &'a str,
    /// The figure; an average of nothing is drawn as zero.
    value: String,
    condition: Option<&'a Sql>,
    include_empty: bool,
    size: &'a str,
    zero: &'a str,
}

impl<'a> Pieces<'a> {
    fn of(tile: &'a Chart, entity: &'a Entity, figure: &'a Figure) -> Pieces<'a> {
        // Beside a group without rows stands one row of nulls, which is not to be counted.
        let value = tile
            .value
            .sql
            .text
            .replace("count(*)", &format!("count({}.id)", entity.table));
        Pieces {
            table: &entity.table,
            entity: entity.id,
            key: &tile.group_sql,
            value: format!("coalesce({value}, 0)"),
            condition: tile.condition.as_ref(),
            include_empty: tile.include_empty,
            size: figure.size,
            zero: &figure.zero,
        }
    }

    /// Which rows are counted, with what that binds.
    fn which(&self) -> Sql {
        let mut text = "{readable}".to_owned();
        let mut binds = vec![Bind::Readable(self.entity)];
        if let Some(condition) = self.condition {
            text.push_str(&format!(" and ({})", condition.text));
            binds.extend(condition.binds.iter().copied());
        }
        Sql { text, binds }
    }

    fn point(&self, label: &str, color: &str, value: &str) -> String {
        let size = self.size.replace("{v}", value);
        format!("Point::new({label}, {color}, {size}, {value})")
    }

    /// One group a value of a closed list, in its order.
    fn cases(&self, lookup: &str, name: &str) -> Query {
        let which = self.which();
        let join = if self.include_empty {
            "left join"
        } else {
            "join"
        };
        Query {
            sql: Sql {
                text: lines(&[
                    format!("select {lookup}.value as key, {} as value", self.value),
                    format!("from {lookup}"),
                    format!(
                        "{join} {} on {} = {lookup}.value and {}",
                        self.table, self.key, which.text
                    ),
                    format!("group by {lookup}.value"),
                    format!("order by {lookup}.position"),
                ]),
                binds: which.binds,
            },
            points: format!(
                "groups.iter().filter_map(|group| {{ let case = {name}::find(group.key.as_deref()?)?.case(); Some({}) }}).collect()",
                self.point("case.label", "case.color", "group.value")
            ),
        }
    }

    /// Two groups: yes and no.
    fn flag(&self) -> Query {
        let which = self.which();
        Query {
            sql: Sql {
                text: lines(&[
                    format!(
                        "select iif({}, 'Yes', 'No') as key, {} as value",
                        self.key, self.value
                    ),
                    format!("from {}", self.table),
                    format!("where {}", which.text),
                    "group by 1".to_owned(),
                    "order by 1 desc".to_owned(),
                ]),
                binds: which.binds,
            },
            points: format!(
                "groups.iter().map(|group| {}).collect()",
                self.point(
                    "group.key.as_deref().unwrap_or_default()",
                    "\"\"",
                    "group.value"
                )
            ),
        }
    }

    /// The largest ten groups, each named by its row where the viewer may read that.
    fn rows(&self, target: &Entity) -> Query {
        let which = self.which();
        let mut binds = which.binds;
        binds.extend(target.display.binds.iter().copied());
        binds.push(Bind::Readable(target.id));
        let other = &target.table;
        Query {
            sql: Sql {
                text: lines(&[
                    "with grouped (id, value) as (".to_owned(),
                    format!("    select {}, {}", self.key, self.value),
                    format!("    from {}", self.table),
                    format!("    where {}", which.text),
                    format!("    group by {}", self.key),
                    "    order by 2 desc".to_owned(),
                    "    limit 10".to_owned(),
                    ")".to_owned(),
                    "select (".to_owned(),
                    format!("    select cast({} as text)", target.display.text),
                    format!("    from {other}"),
                    format!("    where {other}.id = grouped.id and {{readable}}"),
                    ") as key, grouped.value".to_owned(),
                    "from grouped".to_owned(),
                    "order by grouped.value desc".to_owned(),
                ]),
                binds,
            },
            points: format!(
                "groups.iter().map(|group| {}).collect()",
                self.point(
                    "group.key.as_deref().unwrap_or(\"–\")",
                    "\"\"",
                    "group.value"
                )
            ),
        }
    }

    /// The last twelve months, also those without rows.
    fn months(&self) -> Query {
        let mut which = self.which();
        which.binds.push(Bind::Today {
            months: -12,
            days: 0,
        });
        let column = self
            .key
            .strip_prefix("substr(")
            .and_then(|rest| rest.split_once(','))
            .map_or(self.key, |(column, _)| column);
        let group = "groups.iter().find(|group| group.key.as_deref() == Some(key.as_str()))";
        Query {
            sql: Sql {
                text: lines(&[
                    format!("select {} as key, {} as value", self.key, self.value),
                    format!("from {}", self.table),
                    format!("where {} and {column} > ?", which.text),
                    "group by 1".to_owned(),
                ]),
                binds: which.binds,
            },
            points: format!(
                "chart::last_months(ZONE.today()).into_iter().map(|(key, label)| {{ let value = {group}.map_or({}, |group| group.value); {} }}).collect()",
                self.zero,
                self.point("label", "\"\"", "value")
            ),
        }
    }
}

/// Writes a statement over several lines, as it stands in a function.
fn lines(lines: &[String]) -> String {
    let mut out: String = lines
        .iter()
        .map(|line| format!("\n        {line}"))
        .collect();
    out.push_str("\n        ");
    out
}
