//! From the arguments of `list_findings` to what is asked: names resolved, each value encoded.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value, json};

use super::{
    contradictions::contradictions,
    corrections::{argument_of, correction},
    list::ListFindingsArgs,
};
use crate::{
    access::Access,
    dojo::{
        Between, Unfilterable,
        filters::{Filter, Order, Query, findings as filter},
        words::{Date, EngagementId, ProductId, TestId},
    },
    guard::Call,
    tools::{
        ArgumentProblem, Error, Unresolved,
        arguments::shown_name,
        given::{Real, apply},
        names, nearest,
    },
};

/// Keys to order by.
#[derive(Debug)]
pub(super) struct Sorted(Order);

impl<'de> Deserialize<'de> for Sorted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Order::parse(&text, filter::ORDERINGS, "id").map(Self).map_err(de::Error::custom)
    }
}

impl JsonSchema for Sorted {
    fn schema_name() -> Cow<'static, str> {
        "Order".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let keys = filter::ORDERINGS.join("|");
        json_schema!({ "type": "string", "maxLength": 200, "pattern": format!("^(-?({keys})(, ?|$))+$") })
    }
}

/// DefectDojo's filters under their own names, each checked by its own encoding.
#[derive(Debug, Default)]
pub(super) struct Filters(Vec<(Filter, Value)>);

impl<'de> Deserialize<'de> for Filters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Map::deserialize(deserializer)?;
        let mut filters = Vec::with_capacity(given.len());
        for (name, value) in given {
            let Some(filter) = filter::ALL.iter().find(|filter| filter.name == name) else {
                return Err(de::Error::custom(no_such_filter(&name)));
            };
            if value.is_null() {
                continue;
            }
            filter
                .encode(&value)
                .map_err(|allowed| de::Error::custom(format!("{name} {allowed}")))?;
            filters.push((*filter, value));
        }
        Ok(Self(filters))
    }
}

fn no_such_filter(name: &str) -> String {
    let shown = shown_name(name);
    if let Some(correction) = correction(name) {
        return format!("DefectDojo has no filter {shown}; {correction}");
    }
    let near = nearest(name, filter::ALL.iter().map(|filter| filter.name));
    if near.is_empty() {
        format!("DefectDojo has no filter {shown}; the schema of `filters` names all")
    } else {
        format!("DefectDojo has no filter {shown}; did you mean {}?", near.join(" or "))
    }
}

impl JsonSchema for Filters {
    fn schema_name() -> Cow<'static, str> {
        "Filters".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let rest: Vec<&str> = filter::ALL
            .iter()
            .map(|filter| filter.name)
            .filter(|name| argument_of(name).is_none())
            .collect();
        json_schema!({ "type": "object", "maxProperties": filter::ALL.len(), "propertyNames": { "enum": rest } })
    }
}

/// What one call asks.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) query: Query,
    pub(super) unfilterable: Unfilterable,
    pub(super) notice: Option<&'static str>,
    /// What no rows at all may come from.
    pub(super) when_empty: Option<&'static str>,
    checked_here: Vec<String>,
}

impl Search {
    pub(super) async fn of<A: Access>(
        call: &Call<A>,
        args: &ListFindingsArgs,
    ) -> Result<Self, Error> {
        contradictions(args)?;
        let mut search = Self::without_names(args)?;
        // Nothing is asked of DefectDojo before everything else is known to be right.
        let mut product = args.product_id;
        if let Some(name) = &args.product_name {
            let found = names::product(call, "product_name", name.text()).await;
            product = Some(found.map_err(or_several)?);
        }
        let mut engagement = args.engagement_id;
        if let Some(name) = &args.engagement_name {
            engagement =
                Some(names::engagement(call, "engagement_name", product, name.text()).await?);
        }
        let mut test = args.test_id;
        if let Some(title) = &args.test_title {
            test = Some(names::test(call, "test_title", engagement, title.text()).await?);
        }
        let query = &mut search.query;
        query.number(filter::PRODUCT, product.map(ProductId::value));
        query.number(filter::ENGAGEMENT, engagement.map(EngagementId::value));
        query.number(filter::TEST, test.map(TestId::value));
        Ok(search)
    }

    fn without_names(args: &ListFindingsArgs) -> Result<Self, Error> {
        let mut query = Query::default();
        query.severities(filter::SEVERITY, args.severity.as_ref());
        for (filter, flag) in [
            (filter::ACTIVE, args.active),
            (filter::VERIFIED, args.verified),
            (filter::DUPLICATE, args.duplicate),
            (filter::FALSE_P, args.false_p),
            (filter::OUT_OF_SCOPE, args.out_of_scope),
            (filter::IS_MITIGATED, args.is_mitigated),
            (filter::RISK_ACCEPTED, args.risk_accepted),
            (filter::OUTSIDE_OF_SLA, args.outside_of_sla),
            (filter::HAS_JIRA, args.has_jira),
            (filter::KNOWN_EXPLOITED, args.known_exploited),
            (filter::RANSOMWARE_USED, args.ransomware_used),
        ] {
            query.flag(filter, flag);
        }
        apply(
            &mut query,
            "risk_acceptance",
            filter::RISK_ACCEPTANCE,
            args.risk_acceptance.as_ref(),
        )?;
        apply(&mut query, "tags", filter::TAGS, args.tags.as_ref())?;
        apply(&mut query, "tags_all", filter::TAGS_AND, args.tags_all.as_ref())?;
        apply(&mut query, "tags_none", filter::NOT_TAGS, args.tags_none.as_ref())?;
        apply(&mut query, "cwe", filter::CWE, args.cwe.as_ref())?;
        apply(&mut query, "cve", filter::VULNERABILITY_ID, args.cve.as_ref())?;
        for (argument, filter, part) in [
            ("component_name", filter::COMPONENT_NAME, &args.component_name),
            ("component_version", filter::COMPONENT_VERSION, &args.component_version),
            ("file_path", filter::FILE_PATH, &args.file_path),
            ("title", filter::TITLE, &args.title),
        ] {
            apply(&mut query, argument, filter, part.as_ref())?;
        }
        days(&mut query, filter::DISCOVERED_AFTER, args.discovered_from, -1)?;
        days(&mut query, filter::DISCOVERED_BEFORE, args.discovered_to, 1)?;
        days(&mut query, filter::MITIGATED_AFTER, args.mitigated_from, -1)?;
        days(&mut query, filter::MITIGATED_BEFORE, args.mitigated_to, 1)?;

        let mut unfilterable = Unfilterable {
            cvss: Between { from: args.cvss_min.map(|it| it.0), to: args.cvss_max.map(|it| it.0) },
            sla_due: Between { from: args.sla_due_from, to: args.sla_due_to },
            kev: Between { from: args.kev_from, to: args.kev_to },
            ..Unfilterable::default()
        };
        let share = |query: &mut Query, filter: Filter, share: f64| {
            let value = &json!(share);
            query.value(filter, value).map_err(|message| invalid("epss_min", message))
        };
        // DefectDojo fails on a bound of 0 that stands alone, and takes it for none beside another.
        match (args.epss_min.map(|it| it.0), args.epss_max.map(|it| it.0)) {
            (from, Some(0.0)) => unfilterable.epss = Between { from, to: Some(0.0) },
            (Some(0.0), None) => unfilterable.epss = Between { from: Some(0.0), to: None },
            (from, to) => {
                if let Some(from) = from.filter(|from| *from > 0.0) {
                    share(&mut query, filter::EPSS_SCORE_MIN, from)?;
                }
                if let Some(to) = to {
                    share(&mut query, filter::EPSS_SCORE_MAX, to)?;
                }
            }
        }
        let checked_here = checked_here(args, &unfilterable);
        others(&mut query, args)?;
        let order = args.order.as_ref().map(|sorted| &sorted.0);
        query.order(order);
        let alphabetical = order.is_some_and(|order| order.starts_with("severity"));
        let notice = alphabetical.then_some(
            "DefectDojo orders `severity` by the alphabet: Critical, High, Info, Low, Medium. Order by numerical_severity for the worst first",
        );
        let tags = [&args.tags, &args.tags_all].into_iter().any(Option::is_some);
        let when_empty = tags.then_some(
            "`tags` are those of findings themselves; those of products, engagements and tests are asked in `filters`: test__engagement__product__tags, test__engagement__tags, test__tags",
        );
        Ok(Self { query, unfilterable, notice, when_empty, checked_here })
    }

    /// What was asked of DefectDojo, then what is checked here.
    pub(super) fn applied(&self) -> Vec<String> {
        let here = self.checked_here.iter().map(|one| format!("{one} (checked by this server)"));
        self.query.applied().into_iter().chain(here).collect()
    }
}

/// A name that fits no product whole may have been meant as part of several.
fn or_several(error: Error) -> Error {
    match error {
        Error::Unresolved(unresolved) => Error::Unresolved(Unresolved {
            also: Some(
                "for all products with a part in their name use `filters`: {\"product_name_contains\": part}",
            ),
            ..unresolved
        }),
        other => other,
    }
}

fn invalid(argument: &str, message: String) -> Error {
    Error::Arguments(vec![ArgumentProblem { argument: argument.to_owned(), message }])
}

/// DefectDojo's bounds leave their own day out: the day next to it is sent.
fn days(query: &mut Query, filter: Filter, day: Option<Date>, further: i32) -> Result<(), Error> {
    let Some(day) = day else { return Ok(()) };
    let argument = argument_of(filter.name).unwrap_or(filter.name);
    let outside = || invalid(argument, "is outside the calendar".to_owned());
    let next = day.plus_days(further).ok_or_else(outside)?;
    query.value(filter, &next.to_string().into()).map_err(|message| invalid(argument, message))
}

/// Adds `filters`; one that an argument already set would silently win or lose.
fn others(query: &mut Query, args: &ListFindingsArgs) -> Result<(), Error> {
    let parents = [
        (filter::PRODUCT, args.product_id.is_some() || args.product_name.is_some()),
        (filter::ENGAGEMENT, args.engagement_id.is_some() || args.engagement_name.is_some()),
        (filter::TEST, args.test_id.is_some() || args.test_title.is_some()),
    ];
    for (filter, value) in &args.filters.0 {
        let set = query.sent(*filter).is_some()
            || parents.iter().any(|(parent, given)| *given && parent == filter);
        if set {
            let argument = argument_of(filter.name).unwrap_or(filter.name);
            return Err(Error::Conflict(format!(
                "`{argument}` and `filters.{}` set the same filter: give one of them",
                filter.name
            )));
        }
        query
            .value(*filter, value)
            .map_err(|message| invalid(&format!("filters.{}", filter.name), message))?;
    }
    Ok(())
}

fn checked_here(args: &ListFindingsArgs, unfilterable: &Unfilterable) -> Vec<String> {
    let number = |name: &str, number: Option<f64>| number.map(|number| format!("{name}={number}"));
    let day = |name: &str, day: Option<Date>| day.map(|day| format!("{name}={day}"));
    [
        number("cvss_min", args.cvss_min.map(|Real(score)| score)),
        number("cvss_max", args.cvss_max.map(|Real(score)| score)),
        number("epss_min", unfilterable.epss.from),
        number("epss_max", unfilterable.epss.to),
        day("sla_due_from", args.sla_due_from),
        day("sla_due_to", args.sla_due_to),
        day("kev_from", args.kev_from),
        day("kev_to", args.kev_to),
    ]
    .into_iter()
    .flatten()
    .collect()
}
