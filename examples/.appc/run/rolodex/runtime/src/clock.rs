//! Points in time as the runtime's own tables keep them.

use crate::time::Timestamp;

/// Seconds of a minute.
pub const MINUTE: i64 = 60;
/// Seconds of an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Seconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// Returns the current time.
#[must_use]
pub fn now() -> String {
    Timestamp::now().to_string()
}

/// Returns the time `secs` from now; negative for the past.
#[must_use]
pub fn from_now(secs: i64) -> String {
    Timestamp::now().plus_secs(secs).to_string()
}

/// Returns the seconds until a stored time, 0 if it is past or unreadable.
#[must_use]
pub fn secs_until(stored: &str) -> u64 {
    u64::try_from(-age_secs(stored)).unwrap_or(0)
}

/// Says how long ago a stored time is, in words.
#[must_use]
pub fn ago(stored: &str) -> String {
    let secs = age_secs(stored);
    let (count, unit) = match secs {
        ..MINUTE => return "just now".to_owned(),
        MINUTE..HOUR => (secs / MINUTE, "minute"),
        HOUR..DAY => (secs / HOUR, "hour"),
        _ => (secs / DAY, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
}

fn age_secs(stored: &str) -> i64 {
    stored.parse::<jiff::Timestamp>().map_or(0, |time| {
        jiff::Timestamp::now().duration_since(time).as_secs()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_times_have_one_width_and_sort() {
        assert_eq!(now().len(), 27);
        assert!(from_now(-1) < now() && now() < from_now(1));
    }

    #[test]
    fn ago_counts_in_the_largest_unit() {
        assert_eq!(ago(&now()), "just now");
        assert_eq!(ago(&from_now(-HOUR - 1)), "1 hour ago");
        assert_eq!(ago(&from_now(-3 * DAY - 1)), "3 days ago");
    }

    #[test]
    fn secs_until_never_counts_backwards() {
        assert_eq!(secs_until(&from_now(-5)), 0);
        assert!((58..=60).contains(&secs_until(&from_now(60))));
    }
}
