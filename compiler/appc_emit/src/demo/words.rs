//! What names of fields and entities say about the texts in them.

/// What a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// A kind of the runtime, as Rust.
    Kind(&'static str),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// What the row is called; its entity tells more.
    Name,
}

/// Rows that are people.
pub(super) const PEOPLE: &[&str] = &[
    "person",
    "people",
    "contact",
    "employee",
    "student",
    "teacher",
    "member",
    "user",
    "patient",
    "author",
    "guest",
    "candidate",
    "applicant",
    "attendee",
    "colleague",
    "staff",
    "trainer",
    "doctor",
    "driver",
    "tenant",
    "lead",
    "child",
    "parent",
    "volunteer",
    "player",
    "owner",
];

/// Rows that are companies.
pub(super) const COMPANIES: &[&str] = &[
    "company",
    "customer",
    "client",
    "organisation",
    "organization",
    "supplier",
    "vendor",
    "partner",
    "agency",
    "account",
    "employer",
    "sponsor",
    "brand",
    "manufacturer",
];

/// Rows that only sort others.
pub(super) const SORTERS: &[&str] = &[
    "tag",
    "category",
    "label",
    "group",
    "type",
    "kind",
    "topic",
    "status",
    "department",
    "team",
    "list",
    "channel",
    "skill",
    "genre",
    "section",
];

/// Places in cities.
pub(super) const PLACES: &[&str] = &[
    "52.52, 13.405",
    "48.8566, 2.3522",
    "41.9028, 12.4964",
    "59.3293, 18.0686",
    "51.5072, -0.1276",
    "38.7223, -9.1393",
    "50.0755, 14.4378",
    "47.3769, 8.5417",
];

pub(super) const SLUGS: &[&str] = &[
    "first-steps",
    "field-notes",
    "open-day",
    "long-read",
    "short-list",
    "summer-plan",
    "new-office",
    "spring-fair",
    "quiet-hours",
    "road-map",
    "house-rules",
    "late-edition",
];

pub(super) const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

pub(super) const LETTERS: &[&str] = &[
    "A", "B", "C", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "X1", "X2",
    "Y1", "Y2",
];

const FIRST_NAMES: &[&str] = &[
    "Ada", "Milan", "Priya", "Tomas", "Lena", "Jonas", "Mei", "Samuel", "Nora", "Diego", "Ines",
    "Oscar", "Yara", "Felix", "Hana", "Marco",
];

const LAST_NAMES: &[&str] = &[
    "Lindqvist",
    "Novak",
    "Raman",
    "Berg",
    "Keller",
    "Moreau",
    "Tanaka",
    "Okafor",
    "Silva",
    "Jansen",
    "Rossi",
    "Weber",
    "Haddad",
    "Nowak",
    "Larsen",
    "Murphy",
];

const JOBS: &[&str] = &[
    "Head of sales",
    "Project manager",
    "Buyer",
    "Designer",
    "Engineer",
    "Accountant",
    "Office manager",
    "Consultant",
    "Support lead",
    "Analyst",
];

const POSTCODES: &[&str] = &[
    "10115", "20095", "50667", "60311", "80331", "70173", "04109", "01067", "28195", "90402",
];

/// What things are marked with.
pub(super) const LABELS: &[&str] = &["important", "new", "follow up", "seasonal", "partner"];

const UNITS: &[&str] = &["piece", "hour", "day", "kg", "box", "metre"];

const ROOMS: &[&str] = &["Room 1", "Room 2", "Hall A", "Hall B", "Studio", "Workshop"];

/// The words of a name with what they say, most telling first.
const TOPICS: &[(&[&str], Topic)] = &[
    (
        &["first_name", "firstname", "given_name", "forename"],
        Topic::OneOf(FIRST_NAMES),
    ),
    (
        &["last_name", "lastname", "surname", "family_name"],
        Topic::OneOf(LAST_NAMES),
    ),
    (
        &["job", "job_title", "position", "occupation", "profession"],
        Topic::OneOf(JOBS),
    ),
    (
        &["zip", "postcode", "postal_code", "zipcode", "zip_code"],
        Topic::OneOf(POSTCODES),
    ),
    (&["unit", "uom"], Topic::OneOf(UNITS)),
    (&["room", "hall"], Topic::OneOf(ROOMS)),
    (
        &[
            "company",
            "supplier",
            "vendor",
            "customer",
            "client",
            "organisation",
            "organization",
            "employer",
            "manufacturer",
            "brand",
        ],
        Topic::Kind("Kind::CompanyName"),
    ),
    (
        &["phone", "mobile", "telephone", "fax"],
        Topic::Kind("Kind::Phone"),
    ),
    (
        &["city", "town", "place", "location", "venue"],
        Topic::Kind("Kind::City"),
    ),
    (&["country", "nationality"], Topic::Kind("Kind::Country")),
    (&["street", "address"], Topic::Kind("Kind::Street")),
    (
        &[
            "code",
            "sku",
            "number",
            "reference",
            "ref",
            "serial",
            "iban",
            "isbn",
            "barcode",
        ],
        Topic::Kind("Kind::Code"),
    ),
    (
        &[
            "note",
            "notes",
            "comment",
            "description",
            "summary",
            "excerpt",
            "reason",
            "remark",
            "remarks",
            "message",
            "details",
            "feedback",
            "bio",
            "question",
            "answer",
        ],
        Topic::Kind("Kind::Sentence"),
    ),
    (
        &["label", "tag", "category", "topic", "group"],
        Topic::Kind("Kind::Label"),
    ),
    (
        &[
            "full_name",
            "contact_name",
            "author",
            "contact",
            "owner",
            "speaker",
            "guest",
            "person",
            "assignee",
            "teacher",
            "student",
        ],
        Topic::Kind("Kind::PersonName"),
    ),
    (
        &["title", "subject", "headline"],
        Topic::Kind("Kind::Title"),
    ),
    (&["name"], Topic::Name),
];

/// Finds what a column's name says about its text.
pub(super) fn topic(column: &str) -> Option<Topic> {
    TOPICS
        .iter()
        .find(|(words, _)| has(column, words))
        .map(|(_, topic)| *topic)
}

/// Tells whether a name consists of one of the words, or begins or ends with it.
pub(super) fn has(name: &str, words: &[&str]) -> bool {
    let name = name.replace(' ', "_");
    words.iter().any(|word| {
        name == *word
            || name
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with('_'))
            || name
                .strip_suffix(word)
                .is_some_and(|rest| rest.ends_with('_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_tell_what_they_hold() {
        assert_eq!(
            topic("company_name"),
            Some(Topic::Kind("Kind::CompanyName"))
        );
        assert_eq!(topic("last_name"), Some(Topic::OneOf(LAST_NAMES)));
        assert_eq!(topic("home_city"), Some(Topic::Kind("Kind::City")));
        assert_eq!(topic("name"), Some(Topic::Name));
        assert_eq!(topic("velocity"), None);
        assert!(has("sales contact", PEOPLE));
    }
}
