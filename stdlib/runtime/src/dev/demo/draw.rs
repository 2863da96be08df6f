//! Draws the value of one column.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp as Moment};
use sqlx::AssertSqlSafe;

use crate::clock::{DAY, HOUR, MINUTE};
use crate::db::Connection;
use crate::dev::demo::random::Random;
use crate::dev::demo::{DemoColumn, Kind, words};
use crate::error::AppError;
use crate::text::{fold, slugified};

/// How far back rows were made, in days.
const PAST_DAYS: i64 = 90;

/// A value as the database takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
}

impl Value {
    fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Null | Self::Int(_) => "",
        }
    }
}

/// One row while it is drawn.
#[derive(Debug)]
pub struct Draft {
    /// What was drawn so far, by column.
    pub values: BTreeMap<&'static str, Value>,
    created: Moment,
    now: Moment,
}

impl Draft {
    /// Starts a row that was made some time in the last 90 days.
    #[must_use]
    pub fn new(random: &mut Random, now: Moment) -> Self {
        let back = SignedDuration::from_secs(random.between(HOUR, PAST_DAYS * DAY));
        let created = in_working_hours(random, now.checked_sub(back).unwrap_or(now));
        Self {
            values: BTreeMap::new(),
            created: created.min(now),
            now,
        }
    }

    /// Draws the value of a column and keeps it.
    ///
    /// # Errors
    /// Fails if a statement that selects related rows does.
    pub async fn draw(
        &mut self,
        conn: &mut Connection,
        random: &mut Random,
        column: &DemoColumn,
    ) -> Result<(), AppError> {
        let value = if random.percent(column.empty_percent) {
            Value::Null
        } else {
            match column.kind {
                Kind::Related(sql) => related(conn, random, sql, None).await?,
                Kind::RelatedBy { sql, column } => match self.values.get(column) {
                    None | Some(Value::Null) => Value::Null,
                    by => related(conn, random, sql, by).await?,
                },
                kind => self.plain(random, kind),
            }
        };
        self.values.insert(column.name, value);
        Ok(())
    }

    fn plain(&self, random: &mut Random, kind: Kind) -> Value {
        let text = match kind {
            Kind::Int { min, max } => return Value::Int(random.between(min, max)),
            Kind::Money { min, max } => return Value::Int(amount(random, min, max)),
            Kind::Bool => return Value::Int(i64::from(random.percent(40))),
            Kind::Number(number) => return Value::Int(number),
            Kind::Fold(column) => return self.fold_of(column),
            Kind::Related(_) | Kind::RelatedBy { .. } => return Value::Null,
            Kind::Id => self.id(random),
            Kind::CreatedAt => stored(self.created),
            Kind::UpdatedAt => self.updated_at(random),
            Kind::Date { from, to } => day(self.now, random.between(from, to)),
            Kind::DateTime { from, to } => self.moment(random, from, to),
            // What has not begun has no end.
            Kind::DaysAfter(column) | Kind::HoursAfter(column)
                if self.text_of(column).is_empty() =>
            {
                return Value::Null;
            }
            Kind::DaysAfter(column) => days_after(random, self.text_of(column)),
            Kind::HoursAfter(column) => hours_after(random, self.text_of(column)),
            Kind::Email(column) => self.email(random, column),
            Kind::Url(column) => self.url(random, column),
            Kind::Slug(column) => slugified(self.text_of(column)),
            Kind::Uuid => uuid(random, self.now),
            #[cfg(feature = "files")]
            Kind::File => crate::files::demo::stored(random.bits(), false),
            #[cfg(feature = "files")]
            Kind::Picture => crate::files::demo::stored(random.bits(), true),
            kind => phrase(random, kind),
        };
        Value::Text(text)
    }

    fn text_of(&self, column: &str) -> &str {
        self.values.get(column).map_or("", Value::as_text)
    }

    fn fold_of(&self, column: &str) -> Value {
        match self.values.get(column) {
            Some(Value::Text(text)) => Value::Text(fold(text)),
            _ => Value::Null,
        }
    }

    /// The id sorts by when the row was made.
    fn id(&self, random: &mut Random) -> String {
        uuid(random, self.created)
    }

    fn updated_at(&self, random: &mut Random) -> String {
        let age = self.now.duration_since(self.created).as_secs();
        let later = SignedDuration::from_secs(random.between(0, age.max(0)));
        stored(self.created.checked_add(later).unwrap_or(self.created))
    }

    fn moment(&self, random: &mut Random, from: i64, to: i64) -> String {
        let away = SignedDuration::from_secs(random.between(from, to).saturating_mul(DAY));
        let moment = self.now.checked_add(away).unwrap_or(self.now);
        stored(in_working_hours(random, moment))
    }

    fn email(&self, random: &mut Random, column: Option<&str>) -> String {
        let mailbox = match column.map(|column| words::mailbox(self.text_of(column))) {
            Some(mailbox) if !mailbox.is_empty() => mailbox,
            _ => words::mailbox(random.pick(words::PEOPLE).unwrap_or(&"")),
        };
        format!("{mailbox}@{}", domain(random))
    }

    fn url(&self, random: &mut Random, column: Option<&str>) -> String {
        match column.map(|column| slugified(self.text_of(column))) {
            Some(name) if !name.is_empty() => format!("https://{name}.example.com"),
            _ => format!("https://{}", domain(random)),
        }
    }
}

fn days_after(random: &mut Random, begins: &str) -> String {
    let days = jiff::Span::new().days(random.between(0, 5));
    match begins.parse::<jiff::civil::Date>() {
        Ok(first) => first.saturating_add(days).to_string(),
        Err(_) => begins.to_owned(),
    }
}

fn hours_after(random: &mut Random, begins: &str) -> String {
    let later = SignedDuration::from_secs(random.between(1, 6) * 30 * MINUTE);
    match begins.parse::<Moment>() {
        Ok(first) => stored(first.saturating_add(later).unwrap_or(first)),
        Err(_) => begins.to_owned(),
    }
}

fn domain(random: &mut Random) -> String {
    let stem = random.pick(words::COMPANY_STEMS).unwrap_or(&"");
    format!("{}.example.com", stem.to_lowercase())
}

fn phrase(random: &mut Random, kind: Kind) -> String {
    let mut pick = |list: &[&str]| random.pick(list).copied().unwrap_or("").to_owned();
    match kind {
        Kind::PersonName => pick(words::PEOPLE),
        Kind::CompanyName => format!(
            "{} {}",
            pick(words::COMPANY_STEMS),
            pick(words::COMPANY_KINDS)
        ),
        Kind::Label => pick(words::LABELS),
        Kind::Sentence => pick(words::SENTENCES),
        Kind::City => pick(words::CITIES),
        Kind::Country => pick(words::COUNTRIES),
        Kind::Color => pick(words::COLORS),
        Kind::Street => format!("{} {}", pick(words::STREETS), random.between(1, 120)),
        Kind::Title => {
            let work = pick(words::WORK);
            if random.percent(45) {
                format!("{work}, {}", random.pick(words::WORK_MARKS).unwrap_or(&""))
            } else {
                work
            }
        }
        Kind::Paragraph => sentences(random, 3).join(" "),
        Kind::Markdown => {
            let lines = sentences(random, 4);
            let (first, rest) = lines.split_first().map_or(("", &[][..]), |(a, b)| (*a, b));
            let list: Vec<String> = rest.iter().map(|line| format!("- {line}")).collect();
            format!("{first}\n\n{}", list.join("\n"))
        }
        Kind::Phone => format!("+49 30 555 {:04}", random.between(0, 9_999)),
        Kind::Code => format!("AC-{}", random.between(1_000, 9_999)),
        Kind::Time => {
            let quarter = random.between(4 * 8, 4 * 18);
            format!("{:02}:{:02}:00", quarter / 4, quarter % 4 * 15)
        }
        Kind::OneOf(list) => random.pick_front(list).copied().unwrap_or("").to_owned(),
        Kind::Text(text) => text.to_owned(),
        _ => String::new(),
    }
}

fn sentences(random: &mut Random, count: usize) -> Vec<&'static str> {
    random
        .shuffled(words::SENTENCES)
        .into_iter()
        .take(count)
        .collect()
}

/// Round amounts, and ten times as many small ones as large ones.
fn amount(random: &mut Random, min: i64, max: i64) -> i64 {
    let low = min.max(1);
    let high = max.max(low);
    let digits = |number: i64| i64::from(number.checked_ilog10().unwrap_or(0));
    let exponent = u32::try_from(random.between(digits(low), digits(high))).unwrap_or(0);
    let unit = 10i64.saturating_pow(exponent);
    let tenths = random.between(10, 99) / 5 * 5;
    let drawn = unit.saturating_mul(tenths.max(10)) / 10;
    // Whole units of the currency look more like life than odd cents.
    let whole = if drawn >= 1_000 {
        drawn / 100 * 100
    } else {
        drawn
    };
    whole.clamp(min, max.max(min))
}

async fn related(
    conn: &mut Connection,
    random: &mut Random,
    sql: &'static str,
    by: Option<&Value>,
) -> Result<Value, AppError> {
    let query = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql));
    let query = match by {
        Some(Value::Text(text)) => query.bind(text.clone()),
        Some(Value::Int(number)) => query.bind(*number),
        Some(Value::Null) | None => query,
    };
    let ids = query.fetch_all(conn).await?;
    Ok(random
        .pick_front(&ids)
        .map_or(Value::Null, |id| Value::Text(id.clone())))
}

fn uuid(random: &mut Random, time: Moment) -> String {
    let millis = u64::try_from(time.as_millisecond()).unwrap_or(0);
    let mut bytes = [0u8; 10];
    for (byte, drawn) in bytes.iter_mut().zip(
        random
            .bits()
            .to_be_bytes()
            .into_iter()
            .chain(random.bits().to_be_bytes()),
    ) {
        *byte = drawn;
    }
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes)
        .into_uuid()
        .to_string()
}

fn stored(time: Moment) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

fn day(now: Moment, days: i64) -> String {
    let away = SignedDuration::from_secs(days.saturating_mul(DAY));
    let time = now.checked_add(away).unwrap_or(now);
    time.to_zoned(TimeZone::UTC).date().to_string()
}

/// Moves a moment to a working day between seven and seventeen o'clock UTC.
fn in_working_hours(random: &mut Random, moment: Moment) -> Moment {
    let zoned = moment.to_zoned(TimeZone::UTC);
    let weekend = i64::from(zoned.weekday().to_monday_zero_offset() - 4).max(0);
    let midnight = zoned
        .start_of_day()
        .map_or(moment, |start| start.timestamp());
    let within = random.between(7 * HOUR, 17 * HOUR) / MINUTE * MINUTE;
    let moved = SignedDuration::from_secs(within - weekend * DAY);
    midnight.checked_add(moved).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(random: &mut Random) -> Draft {
        Draft::new(random, Moment::now())
    }

    #[test]
    fn amounts_are_round_and_within_bounds() {
        let mut random = Random::named("money");
        for _ in 0..1_000 {
            let drawn = amount(&mut random, 0, 5_000_000);
            assert!((0..=5_000_000).contains(&drawn));
            assert!(drawn < 1_000 || drawn % 100 == 0, "{drawn}");
        }
        assert_eq!(amount(&mut random, 7, 7), 7);
        assert_eq!(amount(&mut random, -3, -3), -3);
    }

    #[test]
    fn rows_are_spread_over_ninety_days_of_work() {
        let mut random = Random::named("dates");
        let now = Moment::now();
        let ages: Vec<i64> = (0..500)
            .map(|_| {
                now.duration_since(Draft::new(&mut random, now).created)
                    .as_secs()
            })
            .collect();
        assert!(ages.iter().all(|age| (0..=94 * DAY).contains(age)));
        assert!(ages.iter().any(|age| *age < 10 * DAY));
        assert!(ages.iter().any(|age| *age > 75 * DAY));
    }

    #[test]
    fn columns_agree_with_each_other() {
        let mut random = Random::named("people");
        let mut draft = draft(&mut random);
        draft
            .values
            .insert("name", Value::Text("Zoë Martin".to_owned()));
        assert_eq!(draft.fold_of("name"), Value::Text("zoe martin".to_owned()));
        assert!(
            draft
                .email(&mut random, Some("name"))
                .starts_with("zoe.martin@")
        );
        let made = stored(draft.created);
        let changed = draft.updated_at(&mut random);
        assert!(made <= changed && changed <= stored(draft.now));
        assert_eq!(made.len(), 27);
    }

    #[test]
    fn every_kind_draws_something() {
        let mut random = Random::named("kinds");
        let draft = draft(&mut random);
        for kind in [
            Kind::Id,
            Kind::PersonName,
            Kind::CompanyName,
            Kind::Title,
            Kind::Label,
            Kind::Sentence,
            Kind::Paragraph,
            Kind::Markdown,
            Kind::Email(None),
            Kind::Url(None),
            Kind::Phone,
            Kind::City,
            Kind::Street,
            Kind::Country,
            Kind::Code,
            Kind::Time,
            Kind::Color,
            Kind::Uuid,
            Kind::OneOf(&["a"]),
            Kind::Text("x"),
            Kind::Date { from: -3, to: 3 },
            Kind::DateTime { from: -3, to: 3 },
        ] {
            assert!(
                !draft.plain(&mut random, kind).as_text().is_empty(),
                "{kind:?}"
            );
        }
    }
}
