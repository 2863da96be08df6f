//! What is done, step by step: each step is a statement of SQL or a choice between steps.

mod steps;
mod text;
pub(crate) mod visit;

use appc_hir::{ActionId, EntityId, FieldId, MailId, Ty};

use crate::{names, sql::Sql};

pub(crate) use steps::plan;
pub(crate) use text::text_of;

/// What is done, and what its rows and values are called.
#[derive(Clone, Debug)]
pub struct Body {
    /// The steps in order.
    pub steps: Vec<Step>,
    /// The variable and entity of each row it knows.
    pub rows: Vec<RowVariable>,
    /// The variable and type of each value it knows.
    pub values: Vec<ValueVariable>,
}

/// A row that a body knows.
#[derive(Clone, Debug)]
pub struct RowVariable {
    /// Its variable, which holds the id.
    pub variable: String,
    /// Its entity.
    pub entity: EntityId,
    /// Whether there may be none.
    pub optional: bool,
}

/// A value that a body knows.
#[derive(Clone, Debug)]
pub struct ValueVariable {
    /// Its variable.
    pub variable: String,
    /// Its type.
    pub ty: Ty,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// Goes on if the rows are there and the query gives one.
    Require {
        /// The query; none where it is enough that the rows are there.
        sql: Option<Sql>,
        /// The rows that must be there.
        present: Vec<usize>,
        /// What the caller reads if not.
        message: Text,
    },
    /// Gives up.
    Fail(Text),
    /// Makes a row.
    Insert {
        /// Its entity.
        entity: EntityId,
        /// The columns that are given, with their values.
        values: Vec<Value>,
        /// The row by which the body knows it.
        row: usize,
    },
    /// Changes a row.
    Update {
        /// Which row.
        row: RowRef,
        /// Its entity.
        entity: EntityId,
        /// What is set.
        values: Vec<Value>,
        /// Whether what follows a change of the entity follows this one.
        sets_off: bool,
    },
    /// Removes a row.
    Delete {
        /// Which row.
        row: RowRef,
        /// Its entity.
        entity: EntityId,
    },
    /// Keeps a value.
    Let {
        /// Its number.
        value: usize,
        /// The query that gives it.
        sql: Sql,
    },
    /// Keeps the next number of a sequence.
    Next {
        /// Its number among the values.
        value: usize,
        /// Index of the sequence.
        sequence: usize,
        /// The query that gives the day it is for; today without one.
        day: Option<Sql>,
    },
    /// Keeps a row.
    LetRow {
        /// Its number.
        row: usize,
        /// The query that gives its id.
        sql: Sql,
    },
    /// Looks for a row.
    First {
        /// Its number.
        row: usize,
        /// The query that gives its id, if there is one.
        sql: Sql,
    },
    /// Does one of two things.
    If {
        /// The query that gives a row if the test is true; none where it is enough that the rows
        /// are there.
        sql: Option<Sql>,
        /// The rows that must be there.
        present: Vec<usize>,
        /// If it does.
        then: Vec<Step>,
        /// If not.
        otherwise: Vec<Step>,
    },
    /// Does something with each row.
    For {
        /// The number of the row.
        row: usize,
        /// The query that gives their ids.
        sql: Sql,
        /// Whether a row still meets the query when its turn comes.
        again: Sql,
        /// What is done.
        body: Vec<Step>,
    },
    /// Runs another action.
    Run {
        /// The action.
        action: ActionId,
        /// What it is given.
        args: Vec<Arg>,
    },
    /// Sends a mail.
    Send {
        /// The mail.
        mail: MailId,
        /// What it is given.
        args: Vec<Arg>,
        /// The queries that give the addresses.
        to: Vec<Sql>,
    },
    /// Says something to the caller.
    Message(Text),
    /// Leads the caller to a row's page.
    Go {
        /// Which row.
        row: RowRef,
        /// Its entity.
        entity: EntityId,
    },
}

/// A column and what it is given.
#[derive(Clone, Debug)]
pub struct Value {
    /// The field.
    pub field: FieldId,
    /// The column.
    pub column: String,
    /// The value.
    pub given: Given,
}

/// What a column is given.
#[derive(Clone, Debug)]
pub enum Given {
    /// A value.
    Sql {
        /// The value itself.
        value: Sql,
        /// The query that gives it alone, for columns with a folded twin.
        query: Sql,
    },
    /// A text as people read it.
    Text(Text),
}

/// Which row a step is about.
#[derive(Clone, Debug)]
pub enum RowRef {
    /// One that the body knows.
    Known(usize),
    /// The one whose id a query gives.
    Found(Sql),
    /// The one row of a singleton.
    Single,
}

/// What an action or mail is given.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A row that the body knows.
    Row(usize),
    /// A value that the body knows.
    Value(usize),
    /// What a query gives.
    Query(Sql, Ty),
}

/// A text for people.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its pieces in order.
    pub parts: Vec<TextPart>,
    /// The query that gives the values of all holes at once.
    pub sql: Sql,
}

/// One piece of a text.
#[derive(Clone, Debug)]
pub enum TextPart {
    /// As it stands.
    Plain(String),
    /// A value of the query, of this type; texts stand for rows, enums and flags.
    Hole(Ty),
}

/// Whose body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An action's.
    Action,
    /// Of what follows a change; row 0 is the row.
    Trigger,
    /// A job's.
    Job,
}

/// The name of a variable that stands in the way of nothing the emitted function uses.
pub(crate) fn variable(name: &str) -> String {
    let name = names::rust_field(name);
    let taken = [
        "tx", "viewer", "input", "before", "outcome", "sql", "id", "created", "runtime", "text",
        "require", "mails", "actions", "conn", "db",
    ];
    if taken.contains(&name.as_str()) {
        format!("{name}_given")
    } else {
        name
    }
}
