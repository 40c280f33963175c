//! List filters as django-filter runs them: what is not a known filter is ignored without a word.

use jiff::civil::Date;
use serde_json::Value;

use super::answer::{Answer, Problems};
use super::call::Call;
use super::clock;
use super::row::Row;
use super::store::State;

/// From the listed object to the one that a filter looks at.
pub(super) type Via = for<'a> fn(&'a State, &'a Row) -> Option<&'a Row>;

pub(super) type Condition = Box<dyn Fn(&State, &Row) -> bool>;

#[derive(Clone, Copy, Debug)]
pub(super) enum Filter {
    /// `true`, `True`, `2`, `false`, `False`, `3`; anything else filters nothing.
    Flag(Via, &'static str),
    FlagBy(fn(&State, &Row) -> bool),
    /// Contains, whatever the case.
    Contains(Via, &'static str),
    /// Equals, whatever the case.
    Same(Via, &'static str),
    Exact(Via, &'static str),
    /// One of a comma list, exactly: no trimming, and the case counts.
    AnyText(Via, &'static str),
    /// One of a comma list, among the vulnerability ids.
    AnyVulnerability,
    /// One of a comma list of numbers; the member may hold one or several.
    AnyNumber(Via, &'static str),
    Number(Via, &'static str),
    /// The id of an object that exists; another is a 400.
    One(Via, &'static str, fn(&State, u64) -> bool),
    /// One of some texts, repeated for several; another is a 400.
    Choices(Via, &'static str, &'static [&'static str]),
    TagContains(Via),
    TagLacks(Via),
    AnyTag(Via),
    AllTags(Via),
    NoTag(Via),
    /// A number from 1 to 7 that stands for a stretch of time.
    Span(Via, &'static str),
    /// A date or a timestamp against a date; `Order` says which way.
    Day(Via, &'static str, Order),
    Moment(Via, &'static str, Order),
    /// The filter's own reading of its value.
    Custom(fn(&str) -> Result<Condition, (String, &'static str)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    On,
    Before,
    After,
}

pub(super) type Filters = &'static [(&'static str, Filter)];

#[expect(clippy::unnecessary_wraps, reason = "it is one of the ways of `Via`")]
pub(super) fn own<'a>(_: &'a State, row: &'a Row) -> Option<&'a Row> {
    Some(row)
}

/// The conditions that the query of `call` sets, or the 400 for the values that fit no filter.
pub(super) fn conditions(
    state: &State,
    call: &Call,
    filters: Filters,
) -> Result<Vec<Condition>, Answer> {
    let mut conditions = Vec::new();
    let mut problems = Problems::default();
    for (name, filter) in filters {
        let Some(value) = call.query.get(name) else { continue };
        let every = call.query.all(name);
        match compile(state, *filter, value, &every) {
            Ok(Some(condition)) => conditions.push(condition),
            Ok(None) => {}
            Err((text, code)) => problems.add(name, text, code),
        }
    }
    problems.none_or_refuse()?;
    Ok(conditions)
}

/// The rows that meet every filter of the query.
pub(super) fn select<'a>(
    state: &'a State,
    call: &Call,
    filters: Filters,
    rows: impl Iterator<Item = &'a Row>,
) -> Result<Vec<&'a Row>, Answer> {
    let conditions = conditions(state, call, filters)?;
    Ok(rows.filter(|row| conditions.iter().all(|meets| meets(state, row))).collect())
}

pub(super) type Refused = (String, &'static str);

pub(super) fn no_choice(value: &str) -> Refused {
    (
        format!("Select a valid choice. {value} is not one of the available choices."),
        "invalid_choice",
    )
}

fn compile(
    state: &State,
    filter: Filter,
    value: &str,
    every: &[&str],
) -> Result<Option<Condition>, Refused> {
    let condition = match filter {
        Filter::Flag(via, name) => {
            let Some(wanted) = flag(value) else { return Ok(None) };
            on(via, move |row| row.get(name).as_bool().or(default_flag(name)) == Some(wanted))
        }
        Filter::FlagBy(test) => {
            let Some(wanted) = flag(value) else { return Ok(None) };
            Box::new(move |state: &State, row: &Row| test(state, row) == wanted)
        }
        Filter::Contains(via, name) => {
            let wanted = value.to_lowercase();
            on(via, move |row| row.text(name).to_lowercase().contains(&wanted))
        }
        Filter::Same(via, name) => {
            let wanted = value.to_lowercase();
            on(via, move |row| row.text(name).to_lowercase() == wanted)
        }
        Filter::Exact(via, name) => {
            let wanted = value.to_owned();
            on(via, move |row| row.get(name).as_str() == Some(wanted.as_str()))
        }
        Filter::AnyText(via, name) => {
            let wanted = texts(value);
            on(via, move |row| {
                row.get(name).as_str().is_some_and(|text| wanted.iter().any(|one| one == text))
            })
        }
        Filter::AnyVulnerability => {
            let wanted = texts(value);
            on(own, move |row| {
                row.items("vulnerability_ids").iter().any(|item| {
                    item.get("vulnerability_id")
                        .and_then(Value::as_str)
                        .is_some_and(|id| wanted.iter().any(|one| one == id))
                })
            })
        }
        Filter::AnyNumber(via, name) => {
            let wanted = numbers(value)?;
            on(via, move |row| match row.get(name) {
                Value::Array(items) => {
                    items.iter().filter_map(Value::as_f64).any(|number| holds(&wanted, number))
                }
                one => one.as_f64().is_some_and(|number| holds(&wanted, number)),
            })
        }
        Filter::Number(via, name) => {
            let wanted = [number(value)?];
            on(via, move |row| row.get(name).as_f64().is_some_and(|number| holds(&wanted, number)))
        }
        Filter::One(via, name, exists) => {
            let wanted = value.trim().parse().ok().filter(|id| exists(state, *id));
            let Some(wanted) = wanted else { return Err(no_choice("That choice")) };
            on(via, move |row| match row.get(name) {
                Value::Array(_) => row.links(name).contains(&wanted),
                _ => row.link(name) == wanted,
            })
        }
        Filter::Choices(via, name, choices) => {
            let wanted: Vec<String> =
                every.iter().filter(|one| !one.is_empty()).map(|one| (*one).to_owned()).collect();
            if let Some(unknown) = wanted.iter().find(|one| !choices.contains(&one.as_str())) {
                return Err(no_choice(unknown));
            }
            on(via, move |row| wanted.iter().any(|one| one == row.text(name)))
        }
        Filter::Custom(read) => read(value)?,
        other => compile_words(other, value)?,
    };
    Ok(Some(condition))
}

/// The filters on tags and on times.
fn compile_words(filter: Filter, value: &str) -> Result<Condition, Refused> {
    Ok(match filter {
        Filter::TagContains(via) => {
            let wanted = value.to_lowercase();
            on(via, move |row| row.tags().iter().any(|tag| tag.to_lowercase().contains(&wanted)))
        }
        Filter::TagLacks(via) => {
            let wanted = value.to_lowercase();
            on(via, move |row| !row.tags().iter().any(|tag| tag.to_lowercase().contains(&wanted)))
        }
        Filter::AnyTag(via) => {
            let wanted = tags(value);
            on(via, move |row| wanted.iter().any(|tag| has_tag(row, tag)))
        }
        Filter::AllTags(via) => {
            let wanted = tags(value);
            on(via, move |row| wanted.iter().all(|tag| has_tag(row, tag)))
        }
        Filter::NoTag(via) => {
            let wanted = tags(value);
            on(via, move |row| !wanted.iter().any(|tag| has_tag(row, tag)))
        }
        Filter::Span(via, name) => {
            let Some(span) = value.parse().ok().and_then(span) else {
                return Err(no_choice(value));
            };
            on(via, move |row| clock::date_of(row.text(name)).is_some_and(&span))
        }
        Filter::Day(via, name, order) => {
            let Some(wanted) = clock::parse_date(value) else {
                return Err(("Enter a valid date.".into(), "invalid"));
            };
            on(via, move |row| {
                clock::date_of(row.text(name)).is_some_and(|date| match order {
                    Order::On => date == wanted,
                    Order::Before => date < wanted,
                    Order::After => date > wanted,
                })
            })
        }
        Filter::Moment(via, name, order) => moment(via, name, order, value)?,
        _ => return Err(no_choice(value)),
    })
}

/// A condition on the object that `via` leads to; false where it leads nowhere.
fn on(via: Via, test: impl Fn(&Row) -> bool + 'static) -> Condition {
    Box::new(move |state, row| via(state, row).is_some_and(&test))
}

fn flag(value: &str) -> Option<bool> {
    match value {
        "true" | "True" | "2" => Some(true),
        "false" | "False" | "3" => Some(false),
        _ => None,
    }
}

/// What an unset flag counts as: `fix_available` alone may be null.
fn default_flag(name: &str) -> Option<bool> {
    (name != "fix_available").then_some(false)
}

fn texts(value: &str) -> Vec<String> {
    value.split(',').map(str::to_owned).collect()
}

fn tags(value: &str) -> Vec<String> {
    value.split(',').map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()).collect()
}

fn has_tag(row: &Row, wanted: &str) -> bool {
    row.tags().iter().any(|tag| tag.to_lowercase() == wanted)
}

pub(super) fn number(value: &str) -> Result<f64, Refused> {
    value
        .trim()
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
        .ok_or_else(|| ("Enter a number.".to_owned(), "invalid"))
}

fn numbers(value: &str) -> Result<Vec<f64>, Refused> {
    value.split(',').filter(|part| !part.trim().is_empty()).map(number).collect()
}

fn holds(wanted: &[f64], number: f64) -> bool {
    wanted.iter().any(|one| (one - number).abs() < 1e-9)
}

/// The days that a choice stands for: today, past 7, 30 and 90 days, this month, this year, past year.
fn span(choice: u8) -> Option<Box<dyn Fn(Date) -> bool>> {
    let today = clock::today();
    let past = |days: i64| -> Option<Box<dyn Fn(Date) -> bool>> {
        let first = clock::plus(today, -days);
        Some(Box::new(move |date| date >= first && date <= today))
    };
    match choice {
        1 => Some(Box::new(move |date| date == today)),
        2 => past(7),
        3 => past(30),
        4 => past(90),
        5 => {
            Some(Box::new(move |date| (date.year(), date.month()) == (today.year(), today.month())))
        }
        6 => Some(Box::new(move |date| date.year() == today.year())),
        7 => past(365),
        _ => None,
    }
}

/// Midnight stands for its whole day, so "after" a date means after the end of it.
fn moment(via: Via, name: &'static str, order: Order, value: &str) -> Result<Condition, Refused> {
    let Some(wanted) = clock::parse_moment(value) else {
        return Err(("Enter a valid date/time.".into(), "invalid"));
    };
    let midnight = wanted.as_second().rem_euclid(86_400) == 0 && wanted.subsec_nanosecond() == 0;
    let day_end = wanted.as_second() + 86_399;
    Ok(on(via, move |row| {
        let Some(moment) = clock::parse_moment(row.text(name)) else { return false };
        match order {
            Order::On if midnight => moment >= wanted && moment.as_second() <= day_end,
            Order::On => moment == wanted,
            Order::Before => moment < wanted,
            Order::After if midnight => {
                moment.as_second() > day_end
                    || (moment.as_second() == day_end && moment.subsec_nanosecond() > 0)
            }
            Order::After => moment > wanted,
        }
    }))
}
