//! Dates, times of day, points in time and spans, and the zone people see them in.
//!
//! Invariant: a point in time is stored as 27 characters of UTC, so that text
//! sorts like time; no zone and no clock ever enter SQL.

use std::fmt;
use std::sync::LazyLock;

use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use crate::db::Engine;
use crate::html::{Html, escape};

/// A point in time, to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// A time of day, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(civil::Time);

/// A span of time in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Duration(i64);

/// The zone in which people read and write times, by its name ("Europe/Berlin").
#[derive(Debug)]
pub struct Zone(LazyLock<TimeZone>);

const STORED_TIMESTAMP: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";
const STORED_TIME: &str = "%H:%M:%S";
const SHOWN_DATE: &str = "%-d %b %Y";
const SHOWN_DATETIME: &str = "%-d %b %Y, %H:%M";
const INPUT_DATETIME: &str = "%Y-%m-%dT%H:%M:%S%.3f";

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// Reads the clock.
    #[must_use]
    pub fn now() -> Self {
        Self::truncated(jiff::Timestamp::now())
    }

    /// Says whether it is the moment `now` as a form keeps it: to the minute, and
    /// sent a little later.
    #[must_use]
    pub fn is_recent(self, now: Self) -> bool {
        self <= now && now <= self.plus_secs(120)
    }

    /// The moment `secs` seconds later; earlier if negative.
    #[must_use]
    pub fn plus_secs(self, secs: i64) -> Self {
        let span = jiff::SignedDuration::from_secs(secs);
        Self(self.0.checked_add(span).unwrap_or(self.0))
    }

    /// The same time of day in UTC, `months` later; the last day of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        let moved = self
            .0
            .to_zoned(TimeZone::UTC)
            .checked_add(jiff::Span::new().months(months));
        moved.map_or(self, |moved| Self(moved.timestamp()))
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::truncated)
    }

    /// Takes over a moment as finely as the input of a form can show it.
    fn typed(time: jiff::Timestamp) -> Self {
        Self(jiff::Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time))
    }

    fn truncated(time: jiff::Timestamp) -> Self {
        Self(jiff::Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time))
    }
}

impl fmt::Display for Timestamp {
    /// Writes the stored form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime(STORED_TIMESTAMP))
    }
}

impl Default for Timestamp {
    fn default() -> Self {
        Self(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl Date {
    /// Takes over a day that exists; `None` for the 30th of February.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The day `days` later; earlier if negative.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let span = jiff::SignedDuration::from_secs(days.saturating_mul(DAY));
        Self(self.0.checked_add(span).unwrap_or(self.0))
    }

    /// The same day `months` later; the last day of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        let span = jiff::Span::new().months(months);
        Self(self.0.checked_add(span).unwrap_or(self.0))
    }

    /// Writes the stored form, which forms and the API use too.
    #[must_use]
    pub fn plain(self) -> String {
        self.0.to_string()
    }

    /// The civil date, for arithmetic.
    #[must_use]
    pub fn civil(self) -> civil::Date {
        self.0
    }
}

impl fmt::Display for Date {
    /// Writes the day as people read it: "24 Nov 2026".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime(SHOWN_DATE))
    }
}

impl Default for Date {
    fn default() -> Self {
        Self(civil::Date::constant(1970, 1, 1))
    }
}

impl Time {
    /// Writes the stored form.
    #[must_use]
    pub fn plain(self) -> String {
        self.0.strftime(STORED_TIME).to_string()
    }
}

impl fmt::Display for Time {
    /// Writes hours and minutes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%H:%M"))
    }
}

impl Default for Time {
    fn default() -> Self {
        Self(civil::Time::midnight())
    }
}

impl Duration {
    /// Takes over a number of seconds.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs)
    }

    /// The number of seconds, as stored.
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Duration {
    /// Writes the span in units that read back: "26h 30m". People count work in hours, not in days.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.saturating_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut separator = "";
        for (secs, unit) in [(HOUR, "h"), (MINUTE, "m"), (1, "s")] {
            let count = rest / secs;
            rest %= secs;
            if count > 0 {
                write!(f, "{separator}{count}{unit}")?;
                separator = " ";
            }
        }
        if self.0 == 0 {
            f.write_str("0m")
        } else {
            Ok(())
        }
    }
}

impl Zone {
    /// Names a zone; UTC if there is none of this name.
    #[must_use]
    pub const fn new(find: fn() -> TimeZone) -> Self {
        Self(LazyLock::new(find))
    }

    /// The day it is at `time`.
    #[must_use]
    pub fn date_of(&self, time: Timestamp) -> Date {
        Date(time.0.to_zoned(self.0.clone()).date())
    }

    /// The day it is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.date_of(Timestamp::now())
    }

    /// The moment a day begins.
    #[must_use]
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.at(date.0.at(0, 0, 0, 0)).unwrap_or_default()
    }

    /// The moment of a time of day.
    #[must_use]
    pub fn moment(&self, date: Date, hour: i8, minute: i8) -> Timestamp {
        self.at(date.0.at(hour, minute, 0, 0)).unwrap_or_default()
    }

    /// Writes a moment as people read it: "24 Nov 2026, 06:25".
    #[must_use]
    pub fn show(&self, time: Timestamp) -> String {
        self.local(time, SHOWN_DATETIME)
    }

    /// Writes a moment as `<input type="datetime-local">` wants it, with its seconds
    /// only where it has some. Reading it back changes nothing.
    #[must_use]
    pub fn input(&self, time: Timestamp) -> String {
        let exact = self.local(time, INPUT_DATETIME);
        exact.strip_suffix(":00.000").unwrap_or(&exact).to_owned()
    }

    /// Writes how long ago a moment is, with the exact time beside it.
    #[must_use]
    pub fn ago(&self, time: Timestamp) -> Html {
        Html::from_safe(format!(
            "<time datetime=\"{time}\" data-relative title=\"{}\">{}</time>",
            escape(&self.show(time)),
            self.relative(time, Timestamp::now())
        ))
    }

    fn relative(&self, time: Timestamp, now: Timestamp) -> String {
        let secs = now.0.duration_since(time.0).as_secs();
        let (count, unit) = match secs.saturating_abs() {
            ..MINUTE => return "just now".to_owned(),
            secs @ MINUTE..HOUR => (secs / MINUTE, "minute"),
            secs @ HOUR..DAY => (secs / HOUR, "hour"),
            secs if secs < 30 * DAY => (secs / DAY, "day"),
            _ => return self.date_of(time).to_string(),
        };
        let plural = if count == 1 { "" } else { "s" };
        if secs < 0 {
            format!("in {count} {unit}{plural}")
        } else {
            format!("{count} {unit}{plural} ago")
        }
    }

    fn local(&self, time: Timestamp, format: &str) -> String {
        time.0.to_zoned(self.0.clone()).strftime(format).to_string()
    }

    fn at(&self, local: civil::DateTime) -> Option<Timestamp> {
        let zoned = self.0.to_zoned(local).ok()?;
        Some(Timestamp::truncated(zoned.timestamp()))
    }

    /// Reads a point in time: with an offset as the API sends it, else in this
    /// zone; blank is none. What is finer than a form can show is cut off.
    ///
    /// # Errors
    /// Fails if the text is no point in time.
    pub fn parse(&self, text: &str) -> Result<Option<Timestamp>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if let Ok(time) = text.parse::<jiff::Timestamp>() {
            return Ok(Some(Timestamp::typed(time)));
        }
        text.parse()
            .ok()
            .and_then(|local| self.0.to_zoned(local).ok())
            .map(|zoned| Some(Timestamp::typed(zoned.timestamp())))
            .ok_or_else(|| "Write a date and a time, for example 2026-11-24 09:30.".to_owned())
    }
}

/// Reads a day; blank is none.
///
/// # Errors
/// Fails if the text is no day of the calendar.
pub fn date(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() != "2026-11-24".len() {
        return Err(NO_DATE.to_owned());
    }
    let date = text.parse().map_err(|_| NO_DATE.to_owned())?;
    Ok(Some(Date(date)))
}

const NO_DATE: &str = "Write a date, for example 2026-11-24.";

/// Reads a time of day; blank is none.
///
/// # Errors
/// Fails if the text is no time of day.
pub fn time(text: &str) -> Result<Option<Time>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let time: civil::Time = text
        .parse()
        .map_err(|_| "Write a time, for example 09:30.".to_owned())?;
    Ok(Some(Time(time)))
}

/// Reads a span ("1h 30m", "90m", "1:30", "2" for hours); blank is none.
///
/// # Errors
/// Fails if the text is no span.
pub fn duration(text: &str) -> Result<Option<Duration>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    span_secs(text)
        .map(|secs| Some(Duration(secs)))
        .ok_or_else(|| "Write a duration, for example 1h 30m.".to_owned())
}

fn span_secs(text: &str) -> Option<i64> {
    if let Ok(hours) = text.parse::<u32>() {
        return Some(i64::from(hours) * HOUR);
    }
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        return (minutes < 60).then(|| i64::from(hours) * HOUR + i64::from(minutes) * MINUTE);
    }
    let mut secs = 0;
    for part in text.split_whitespace() {
        let unit = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let count: u32 = part.strip_suffix(unit)?.parse().ok()?;
        let unit_secs = match unit {
            "d" => DAY,
            "h" => HOUR,
            "m" | "min" => MINUTE,
            "s" => 1,
            _ => return None,
        };
        secs += i64::from(count) * unit_secs;
    }
    Some(secs)
}

/// Finds a zone by its name; UTC if there is none of this name.
#[must_use]
pub fn zone_named(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

type Buffer = <Engine as Database>::ArgumentBuffer;
type Info = <Engine as Database>::TypeInfo;
type Value<'r> = <Engine as Database>::ValueRef<'r>;

fn encode_text(text: String, buffer: &mut Buffer) -> Result<IsNull, BoxDynError> {
    <String as Encode<'_, Engine>>::encode(text, buffer)
}

impl Type<Engine> for Timestamp {
    fn type_info() -> Info {
        <String as Type<Engine>>::type_info()
    }
}

impl Encode<'_, Engine> for Timestamp {
    fn encode_by_ref(&self, buffer: &mut Buffer) -> Result<IsNull, BoxDynError> {
        encode_text(self.to_string(), buffer)
    }
}

impl<'r> Decode<'r, Engine> for Timestamp {
    fn decode(value: Value<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<'r, Engine>>::decode(value)?;
        Ok(Self::truncated(text.parse()?))
    }
}

impl Type<Engine> for Date {
    fn type_info() -> Info {
        <String as Type<Engine>>::type_info()
    }
}

impl Encode<'_, Engine> for Date {
    fn encode_by_ref(&self, buffer: &mut Buffer) -> Result<IsNull, BoxDynError> {
        encode_text(self.plain(), buffer)
    }
}

impl<'r> Decode<'r, Engine> for Date {
    fn decode(value: Value<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<'r, Engine>>::decode(value)?;
        Ok(Self(text.parse()?))
    }
}

impl Type<Engine> for Time {
    fn type_info() -> Info {
        <String as Type<Engine>>::type_info()
    }
}

impl Encode<'_, Engine> for Time {
    fn encode_by_ref(&self, buffer: &mut Buffer) -> Result<IsNull, BoxDynError> {
        encode_text(self.plain(), buffer)
    }
}

impl<'r> Decode<'r, Engine> for Time {
    fn decode(value: Value<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<'r, Engine>>::decode(value)?;
        Ok(Self(text.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static BERLIN: Zone = Zone::new(|| zone_named("Europe/Berlin"));

    fn at(text: &str) -> Timestamp {
        Timestamp::from_stored(text).unwrap()
    }

    #[test]
    fn stored_moments_have_one_width() {
        assert_eq!(
            at("2026-03-01T10:00:00Z").to_string(),
            "2026-03-01T10:00:00.000000Z"
        );
        assert_eq!(Timestamp::now().to_string().len(), 27);
    }

    #[test]
    fn forms_speak_the_zone_and_the_api_speaks_utc() {
        let noon = at("2026-07-01T10:00:00Z");
        assert_eq!(BERLIN.input(noon), "2026-07-01T12:00");
        assert_eq!(BERLIN.parse("2026-07-01T12:00"), Ok(Some(noon)));
        assert_eq!(BERLIN.parse("2026-07-01 12:00"), Ok(Some(noon)));
        assert_eq!(BERLIN.parse("2026-07-01T10:00:00Z"), Ok(Some(noon)));
        assert!(BERLIN.parse("yesterday").is_err());
    }

    #[test]
    fn a_form_that_comes_back_untouched_keeps_the_seconds() {
        let typed = BERLIN.parse("2026-07-01T10:00:12.345678Z").unwrap();
        let exact = typed.unwrap();
        assert_eq!(exact, at("2026-07-01T10:00:12.345Z"));
        assert_eq!(BERLIN.parse(&BERLIN.input(exact)), Ok(typed));
    }

    #[test]
    fn days_begin_in_the_zone() {
        let day = date("2026-07-01").unwrap().unwrap();
        assert_eq!(
            BERLIN.start_of(day).to_string(),
            "2026-06-30T22:00:00.000000Z"
        );
        assert_eq!(BERLIN.date_of(BERLIN.start_of(day)), day);
        assert_eq!(day.plus_days(-1).plain(), "2026-06-30");
    }

    #[test]
    fn moments_are_told_by_distance() {
        let now = at("2026-07-31T12:00:00Z");
        for (time, text) in [
            ("2026-07-31T11:59:30Z", "just now"),
            ("2026-07-31T11:00:00Z", "1 hour ago"),
            ("2026-07-31T12:02:00Z", "in 2 minutes"),
            ("2026-07-29T12:00:00Z", "2 days ago"),
            ("2026-01-29T12:00:00Z", "29 Jan 2026"),
        ] {
            assert_eq!(BERLIN.relative(at(time), now), text);
        }
    }

    #[test]
    fn only_real_days_and_times_are_read() {
        assert_eq!(date(""), Ok(None));
        assert!(date("2026-02-30").is_err());
        assert!(date("20260201").is_err());
        assert!(time("9:30").is_err());
        assert_eq!(time("09:30").unwrap().unwrap().plain(), "09:30:00");
    }

    #[test]
    fn spans_are_read_as_they_are_written() {
        for (typed, secs) in [
            ("1h 30m", 5_400),
            ("90m", 5_400),
            ("1:30", 5_400),
            ("2", 7_200),
        ] {
            assert_eq!(duration(typed), Ok(Some(Duration(secs))), "{typed}");
        }
        assert!(duration("soon").is_err());
        assert_eq!(Duration(93_600).to_string(), "26h");
        assert_eq!(
            duration(&Duration(5_400).to_string()),
            Ok(Some(Duration(5_400)))
        );
    }
}
