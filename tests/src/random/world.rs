//! What a random app consists of while it is written, and the dice.

use std::fmt::Write as _;

/// The type of a random field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    /// A type without anything to say about it, by its name.
    Plain(&'static str),
    /// One line of text.
    Text,
    /// A whole number.
    Int,
    /// A number with two decimals.
    Decimal,
    /// An amount.
    Money,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// A value of the enum with this index.
    Enum(usize),
    /// A row of the entity with this index.
    Row(usize),
}

/// An enum.
pub struct Cases {
    pub name: &'static str,
    pub values: Vec<&'static str>,
}

/// A field that expressions may read.
#[derive(Clone)]
pub struct Field {
    pub name: String,
    pub ty: Ty,
    pub optional: bool,
    /// Whether it has a default, so that a new row may leave it out.
    pub has_default: bool,
    pub readonly: bool,
    pub unique: bool,
}

/// An entity.
#[derive(Clone, Default)]
pub struct Entity {
    pub name: &'static str,
    pub fields: Vec<Field>,
    pub computed: Vec<Field>,
    /// The fields of other entities that lead here: name here, entity, field there.
    pub many: Vec<(String, usize)>,
    /// Links to many rows: name and target.
    pub links: Vec<(String, usize)>,
    /// The conditions of one row that have a name.
    pub rules: Vec<String>,
    /// The text that stands for a row.
    pub first_text: String,
}

/// The app so far.
pub struct World {
    pub rng: fastrand::Rng,
    pub text: String,
    pub roles: Vec<&'static str>,
    pub enums: Vec<Cases>,
    pub entities: Vec<Entity>,
}

const ROLES: &[&str] = &["admin", "member", "guest", "self_service", "crew"];

// Words that Rust, SQL, HTML or the emitted code have uses of their own for stand between plain ones.
const ENTITIES: &[&str] = &[
    "Plant", "Order", "Group", "Option", "Result", "Page", "Table", "Match", "Note", "Vec",
    "Index", "Shelf", "Viewer", "Draft", "Error", "String", "Move", "Session", "Column", "Site",
    "Union", "Select", "Form", "Case", "Offer", "Message", "Job", "Action", "Outcome", "Input",
    "Schedule", "Field", "Whole", "Rules",
];
const FIELDS: &[&str] = &[
    "label_text",
    "status",
    "order",
    "group",
    "index",
    "select",
    "size",
    "kind",
    "amount",
    "start",
    "end",
    "self_made",
    "match",
    "loop",
    "type",
    "ref",
    "row",
    "query",
    "store",
    "draft",
    "version",
    "seq",
    "rank",
    "level",
    "colour",
    "box",
    "async",
    "dyn",
    "id_card",
    "note",
    "limit",
    "offset",
    "table",
    "values",
    "primary",
    "check_in",
    "abstract",
    "viewer",
    "conn",
    "tx",
    "form_state",
    "errors",
    "name_fold",
    "display",
    "path",
    "link",
    "page",
    "total",
    "when",
    "then_some",
    "today_only",
    "max",
    "min",
    "count",
    "title",
    "body",
    "subject",
    "per",
    "types",
];
const ENUMS: &[&str] = &[
    "Stage", "Kind", "Level", "Mode", "Shade", "Default", "Phase",
];
const VALUES: &[&str] = &[
    "Open", "Done", "None", "Some", "Ok", "Err", "Self_", "New", "Low", "High", "All", "Default",
    "Left", "Right",
];

impl World {
    /// Begins an app.
    pub fn new(seed: u64) -> World {
        let mut rng = fastrand::Rng::with_seed(seed);
        let count = rng.usize(1..=3);
        World {
            roles: ROLES[..count].to_vec(),
            rng,
            text: String::new(),
            enums: Vec::new(),
            entities: Vec::new(),
        }
    }

    /// Adds a line.
    pub fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: u32) -> bool {
        self.rng.u32(0..n) == 0
    }

    /// One of some things.
    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(0..of.len())].clone()
    }

    /// Some of some things, at least one, in their order.
    pub fn some<T: Clone>(&mut self, of: &[T], most: usize) -> Vec<T> {
        let mut out = of.to_vec();
        let most = self.rng.usize(1..=most.min(of.len()));
        while out.len() > most {
            out.remove(self.rng.usize(0..out.len()));
        }
        out
    }

    /// A list of roles for `to`.
    pub fn some_roles(&mut self) -> String {
        let roles = self.roles.clone();
        self.some(&roles, 2).join(", ")
    }

    /// Writes what stands before the data.
    pub fn write_head(&mut self) {
        let currency = self.pick(&["EUR", "USD", "JPY", "KWD"]);
        let zone = self.pick(&["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]);
        self.line(&format!(
            "app \"Random\" {{\n  currency {currency}\n  timezone \"{zone}\"\n}}\n"
        ));
        let roles: Vec<String> = self
            .roles
            .clone()
            .iter()
            .map(|role| format!("  {role} \"The {role}\""))
            .collect();
        self.line(&format!("roles {{\n{}\n}}\n", roles.join("\n")));
        let sign_up = self.pick(&["open", "invite", "closed"]);
        self.line(&format!(
            "auth {{\n  user Person\n  sign_in password\n  sign_up {sign_up}\n  first_user admin\n}}\n"
        ));
        if self.once_in(2) {
            let colour = self.pick(&["#2457c5", "tomato", "#0f766e"]);
            let mode = self.pick(&["auto", "light", "dark"]);
            self.line(&format!(
                "theme {{\n  primary \"{colour}\"\n  mode {mode}\n}}\n"
            ));
        }
        let count = self.rng.usize(1..=3);
        for name in ENUMS.iter().take(count) {
            let values = self.some(VALUES, 4);
            let values = if values.len() < 2 {
                vec!["Open", "Done"]
            } else {
                values
            };
            let cases: Vec<String> = values
                .iter()
                .map(|value| match self.rng.u32(0..3) {
                    0 => format!("  {value}"),
                    1 => format!("  {value} \"It is {value}\""),
                    _ => format!(
                        "  {value} \"It's {value}\" color {}",
                        self.pick(&["gray", "green", "red"])
                    ),
                })
                .collect();
            self.line(&format!("enum {} {{\n{}\n}}\n", name, cases.join("\n")));
            self.enums.push(Cases { name, values });
        }
    }

    /// A name for an entity that nothing has yet.
    pub fn entity_name(&mut self) -> &'static str {
        loop {
            let name = self.pick(ENTITIES);
            if self.entities.iter().all(|entity| entity.name != name) {
                return name;
            }
        }
    }

    /// A name for a field that `taken` lacks.
    pub fn field_name(&mut self, taken: &[String]) -> String {
        loop {
            let name = self.pick(FIELDS);
            if taken.iter().all(|other| other != name) {
                return name.to_owned();
            }
        }
    }

    /// How a type is written.
    pub fn spell(&self, ty: Ty) -> String {
        match ty {
            Ty::Plain(name) => name.to_owned(),
            Ty::Text => "text".to_owned(),
            Ty::Int => "int".to_owned(),
            Ty::Decimal => "decimal(10, 2)".to_owned(),
            Ty::Money => "money".to_owned(),
            Ty::Bool => "bool".to_owned(),
            Ty::Date => "date".to_owned(),
            Ty::DateTime => "datetime".to_owned(),
            Ty::Enum(index) => self.enums[index].name.to_owned(),
            Ty::Row(index) => self.entities[index].name.to_owned(),
        }
    }
}
