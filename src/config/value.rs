//! What a value may be: one parser per form, whose error says what is allowed.

use std::{borrow::Cow, num::NonZeroU64, ops::RangeInclusive, path::PathBuf, time::Duration};

use super::report::nearest;

/// What a value must be, to stand behind the variable's name, and the nearest word that is meant.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Refused {
    pub(super) allowed: Cow<'static, str>,
    pub(super) meant: Option<&'static str>,
}

impl Refused {
    pub(super) fn must(allowed: impl Into<Cow<'static, str>>) -> Self {
        Self { allowed: allowed.into(), meant: None }
    }
}

pub(super) type Parsed<T> = Result<T, Refused>;

pub(super) fn boolean(text: &str) -> Parsed<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(Refused::must("must be true or false")),
    }
}

/// One of some words, in any case; the words come in lists because some are there in some builds only.
pub(super) fn choice<'a, T: Copy>(
    lists: &'a [&'a [(&'static str, T)]],
) -> impl Fn(&str) -> Parsed<T> + 'a {
    move |text| {
        let words = || lists.iter().copied().flatten();
        let lower = text.to_ascii_lowercase();
        let hit = words().find(|(word, _)| word.eq_ignore_ascii_case(text));
        hit.map(|(_, meaning)| *meaning).ok_or_else(|| Refused {
            allowed: format!("must be {}", one_of(words().map(|(word, _)| *word))).into(),
            meant: nearest(&lower, words().map(|(word, _)| *word)),
        })
    }
}

/// `a, b or c`.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().collect();
    match words.as_slice() {
        [front @ .., last] if !front.is_empty() => format!("{} or {last}", front.join(", ")),
        _ => words.concat(),
    }
}

pub(super) fn whole<T: TryFrom<u64>>(range: RangeInclusive<u64>) -> impl Fn(&str) -> Parsed<T> {
    move |text| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits
            .then(|| text.parse().ok())
            .flatten()
            .filter(|number| range.contains(number))
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| {
                let (least, most) = (grouped(*range.start()), grouped(*range.end()));
                Refused::must(format!("must be a whole number from {least} to {most}"))
            })
    }
}

pub(super) fn id(text: &str) -> Parsed<NonZeroU64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| Refused::must("must be a positive whole number"))
}

/// Seconds, with a fraction if wanted, or a number with its unit.
pub(super) fn duration(range: RangeInclusive<Duration>) -> impl Fn(&str) -> Parsed<Duration> {
    move |text| {
        let (number, unit) = match text.char_indices().next_back() {
            Some((at, 's')) => (text.get(..at), 1.0),
            Some((at, 'm')) => (text.get(..at), 60.0),
            Some((at, 'h')) => (text.get(..at), 3600.0),
            Some((at, 'd')) => (text.get(..at), 86_400.0),
            _ => (Some(text), 1.0),
        };
        number
            .map(str::trim)
            .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
            .and_then(|number| number.parse::<f64>().ok())
            .and_then(|number| Duration::try_from_secs_f64(number * unit).ok())
            .filter(|duration| range.contains(duration))
            .ok_or_else(|| {
                let (least, most) = (in_words(*range.start()), in_words(*range.end()));
                Refused::must(format!(
                    "must be seconds, or a number with s, m, h or d, from {least} to {most}"
                ))
            })
    }
}

/// Bytes, or a number with its unit.
pub(super) fn bytes(range: RangeInclusive<u64>) -> impl Fn(&str) -> Parsed<u64> {
    const UNITS: [(&str, u32); 3] = [("KiB", 10), ("MiB", 20), ("GiB", 30)];
    move |text| {
        let (number, power) = UNITS
            .iter()
            .find_map(|(unit, power)| Some((text.strip_suffix(unit)?.trim_end(), *power)))
            .unwrap_or((text, 0));
        Some(number)
            .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|number| number.parse::<u64>().ok()?.checked_mul(1 << power))
            .filter(|bytes| range.contains(bytes))
            .ok_or_else(|| {
                let (least, most) = (grouped(*range.start()), grouped(*range.end()));
                Refused::must(format!(
                    "must be bytes, or a number with KiB, MiB or GiB, from {least} to {most} bytes"
                ))
            })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "any text is a path, and a parser answers a result")]
pub(super) fn path(text: &str) -> Parsed<PathBuf> {
    Ok(PathBuf::from(text))
}

pub(super) fn folders(text: &str) -> Parsed<Vec<PathBuf>> {
    let folders: Vec<_> = list(text)?.into_iter().map(PathBuf::from).collect();
    if folders.iter().all(|folder| folder.is_absolute()) {
        Ok(folders)
    } else {
        Err(Refused::must("must be absolute paths, comma-separated"))
    }
}

/// Words between commas, spaces around them ignored.
pub(super) fn list(text: &str) -> Parsed<Vec<String>> {
    let words: Vec<_> = text.split(',').map(str::trim).map(str::to_owned).collect();
    if words.iter().any(String::is_empty) {
        return Err(Refused::must("must be a comma-separated list without empty places"));
    }
    Ok(words)
}

#[expect(clippy::unnecessary_wraps, reason = "any text will do, and a parser answers a result")]
pub(super) fn text(text: &str) -> Parsed<String> {
    Ok(text.to_owned())
}

fn in_words(duration: Duration) -> String {
    let plural = |count: u64, unit: &str| match count {
        1 => format!("1 {unit}"),
        _ => format!("{count} {unit}s"),
    };
    match duration.as_secs() {
        0 => plural(u64::from(duration.subsec_millis()), "millisecond"),
        seconds if seconds.is_multiple_of(3600) => plural(seconds / 3600, "hour"),
        seconds => plural(seconds, "second"),
    }
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
