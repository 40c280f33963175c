//! Arguments of `list_findings` that can match nothing together.

use super::list::ListFindingsArgs;
use crate::{
    dojo::{
        Between,
        words::{Date, Flag},
    },
    tools::{
        Error,
        given::{Given, Real},
    },
};

/// Arguments that can match nothing together are a mistake, and an empty list would hide it.
pub(super) fn contradictions(args: &ListFindingsArgs) -> Result<(), Error> {
    let both = |left: &str, right: &str, why: &str| {
        Err(Error::Conflict(format!("`{left}` and `{right}` contradict each other: {why}")))
    };
    for (id, name, given) in [
        ("product_id", "product_name", args.product_id.is_some() && args.product_name.is_some()),
        (
            "engagement_id",
            "engagement_name",
            args.engagement_id.is_some() && args.engagement_name.is_some(),
        ),
        ("test_id", "test_title", args.test_id.is_some() && args.test_title.is_some()),
    ] {
        if given {
            return both(id, name, "give one of them");
        }
    }
    let reversed = |from: Option<Date>, to: Option<Date>| Between { from, to }.is_reversed();
    let share = |from: Option<Real<1>>, to: Option<Real<1>>| {
        Between { from: from.map(|it| it.0), to: to.map(|it| it.0) }.is_reversed()
    };
    let score = |from: Option<Real<10>>, to: Option<Real<10>>| {
        Between { from: from.map(|it| it.0), to: to.map(|it| it.0) }.is_reversed()
    };
    for (from, to, reversed) in [
        ("epss_min", "epss_max", share(args.epss_min, args.epss_max)),
        ("cvss_min", "cvss_max", score(args.cvss_min, args.cvss_max)),
        ("discovered_from", "discovered_to", reversed(args.discovered_from, args.discovered_to)),
        ("mitigated_from", "mitigated_to", reversed(args.mitigated_from, args.mitigated_to)),
        ("sla_due_from", "sla_due_to", reversed(args.sla_due_from, args.sla_due_to)),
        ("kev_from", "kev_to", reversed(args.kev_from, args.kev_to)),
    ] {
        if reversed {
            return both(from, to, "the range ends before it starts");
        }
    }
    let is = |flag: Option<Flag>, value: bool| flag == Some(Flag(value));
    if is(args.outside_of_sla, true) {
        for (name, excluded) in [
            ("active", is(args.active, false)),
            ("duplicate", is(args.duplicate, true)),
            ("false_p", is(args.false_p, true)),
            ("out_of_scope", is(args.out_of_scope, true)),
            ("is_mitigated", is(args.is_mitigated, true)),
            ("risk_accepted", is(args.risk_accepted, true)),
        ] {
            if excluded {
                return both("outside_of_sla", name, "only open findings are past their SLA");
            }
        }
    }
    let acceptance = args.risk_acceptance.as_ref().map(Given::entries);
    let accepted = acceptance.as_deref().is_some_and(|codes| codes.iter().any(|code| code == "1"));
    let not = acceptance.as_deref().is_some_and(|codes| codes.iter().any(|code| code == "2"));
    if (accepted && is(args.risk_accepted, false)) || (not && is(args.risk_accepted, true)) {
        return both("risk_accepted", "risk_acceptance", "give one of them");
    }
    let none = args.tags_none.as_ref().map(Given::entries).unwrap_or_default();
    let all = args.tags_all.as_ref().map(Given::entries).unwrap_or_default();
    if let Some(tag) = all.iter().position(|tag| none.contains(tag)) {
        let why = format!("entry {} of tags_all is also in tags_none", tag + 1);
        return both("tags_all", "tags_none", &why);
    }
    let any = args.tags.as_ref().map(Given::entries).unwrap_or_default();
    if !any.is_empty() && any.iter().all(|tag| none.contains(tag)) {
        return both("tags", "tags_none", "every tag of tags is also in tags_none");
    }
    Ok(())
}
