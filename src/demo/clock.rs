//! The demo's idea of now, and its dates as DefectDojo writes them (UTC, microseconds).

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

pub(super) fn now() -> String {
    stamp(Timestamp::now())
}

/// Microseconds, and none where there are none.
pub(super) fn stamp(moment: Timestamp) -> String {
    let shape = if moment.subsec_microsecond() == 0 {
        "%Y-%m-%dT%H:%M:%SZ"
    } else {
        "%Y-%m-%dT%H:%M:%S%.6fZ"
    };
    moment.strftime(shape).to_string()
}

/// The date that lies `days` before today (after it where negative).
pub(super) fn days_ago(days: i64) -> Date {
    plus(today(), -days)
}

pub(super) fn plus(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap_or(date)
}

/// A moment on `date`: `second` seconds after midnight.
pub(super) fn moment_on(date: Date, second: i64) -> String {
    let start =
        date.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
    stamp(start.checked_add(second.seconds()).unwrap_or(start))
}

/// The date at the head of a date or of a timestamp.
pub(super) fn date_of(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// Days from `from` until `to`, negative where `to` lies before it.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A date with nothing after it, as Django's date fields want it.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A timestamp or a date (its midnight), as Django's date-time fields want it.
pub(super) fn parse_moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(date) = parse_date(text) {
        return Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp());
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil: DateTime = text.parse().ok()?;
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
