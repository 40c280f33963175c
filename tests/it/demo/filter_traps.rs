//! Times, service levels, acceptance and EPSS: the filters with traps.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;

use super::client::Instance;
use super::oracle::{Rule, Whole, ago, check, date, everything, flag, refused, today};

type Compare = fn(Date, Date) -> bool;
type Moments = fn(Timestamp, Timestamp, Date) -> bool;

/// Choices 1 to 7 stand for stretches of time; dates are refused there, and strict elsewhere.
#[tokio::test]
async fn times() {
    let demo = Instance::start().await;
    let all = everything(&demo).await;
    for name in ["created", "date", "last_reviewed", "mitigated"] {
        for choice in 1..=7 {
            let rule: Rule = Box::new(move |whole| {
                let Some(day) = date(&whole.finding[name]) else { return false };
                let since = |days| day >= ago(days) && day <= today();
                match choice {
                    1 => day == today(),
                    2 => since(7),
                    3 => since(30),
                    4 => since(90),
                    5 => (day.year(), day.month()) == (today().year(), today().month()),
                    6 => day.year() == today().year(),
                    _ => since(365),
                }
            });
            check(&demo, &all, &format!("{name}={choice}"), rule, false).await;
        }
        for wrong in ["0", "8", "2024-01-01"] {
            let sentence =
                format!("Select a valid choice. {wrong} is not one of the available choices.");
            refused(&demo, &format!("{name}={wrong}"), name, &sentence).await;
        }
    }
    let bound = date(&all[60].finding["date"]).unwrap();
    let compares: [(&str, Compare); 3] = [
        ("discovered_on", |day, bound| day == bound),
        ("discovered_after", |day, bound| day > bound),
        ("discovered_before", |day, bound| day < bound),
    ];
    for (name, compare) in compares {
        let rule: Rule =
            Box::new(move |whole| compare(date(&whole.finding["date"]).unwrap(), bound));
        check(&demo, &all, &format!("{name}={bound}"), rule, true).await;
        refused(&demo, &format!("{name}={bound}T00:00:00Z"), name, "Enter a valid date.").await;
    }
    let mitigated: Vec<&Value> = all
        .iter()
        .map(|whole| &whole.finding["mitigated"])
        .filter(|value| value.is_string())
        .collect();
    let middle: Timestamp = mitigated[mitigated.len() / 2].as_str().unwrap().parse().unwrap();
    let day = middle.to_zoned(TimeZone::UTC).date();
    let day_of = |moment: Timestamp| moment.to_zoned(TimeZone::UTC).date();
    let compares: [(&str, String, Moments); 6] = [
        ("mitigated_on", day.to_string(), |at, _, day| at.to_zoned(TimeZone::UTC).date() == day),
        ("mitigated_after", day.to_string(), |at, _, day| at.to_zoned(TimeZone::UTC).date() > day),
        ("mitigated_before", day.to_string(), |at, _, day| at.to_zoned(TimeZone::UTC).date() < day),
        ("mitigated_on", middle.to_string(), |at, bound, _| at == bound),
        ("mitigated_after", middle.to_string(), |at, bound, _| at > bound),
        ("mitigated_before", middle.to_string(), |at, bound, _| at < bound),
    ];
    assert_eq!(day_of(middle), day);
    for (name, value, compare) in compares {
        let rule: Rule = Box::new(move |whole| {
            let at = whole.finding["mitigated"].as_str();
            at.is_some_and(|at| compare(at.parse().unwrap(), middle, day))
        });
        check(&demo, &all, &format!("{name}={value}"), rule, true).await;
        refused(&demo, &format!("{name}=soon"), name, "Enter a valid date/time.").await;
    }
    for name in ["sla_expiration_date", "planned_remediation_date", "kev_date"] {
        let value = all.iter().map(|whole| &whole.finding[name]).find(|value| value.is_string());
        let value = value.unwrap().clone();
        let query = format!("{name}={}", value.as_str().unwrap());
        let rule: Rule = Box::new(move |whole| whole.finding[name] == value);
        check(&demo, &all, &query, rule, true).await;
    }
    for name in ["publish_date", "sla_start_date"] {
        check(&demo, &all, &format!("{name}=2024-01-01"), Box::new(|_| false), false).await;
        refused(&demo, &format!("{name}=x"), name, "Enter a valid date.").await;
    }
    for name in ["updated", "last_status_update"] {
        let value = all[50].finding[name].clone();
        let query = format!("{name}={}", value.as_str().unwrap());
        let rule: Rule = Box::new(move |whole| whole.finding[name] == value);
        check(&demo, &all, &query, rule, true).await;
    }
    demo.stop().await;
}

/// SLA, acceptance and EPSS, each with its trap.
#[tokio::test]
async fn special_filters() {
    let demo = Instance::start().await;
    let all = everything(&demo).await;
    let expiry = |whole: &Whole| date(&whole.finding["sla_expiration_date"]);
    let overdue: Rule = Box::new(move |whole| {
        let closed = ["false_p", "duplicate", "out_of_scope", "risk_accepted", "is_mitigated"];
        whole.finding["active"] == true
            && closed.iter().all(|name| whole.finding[name] == false)
            && expiry(whole).is_some_and(|day| day < today())
    });
    check(&demo, &all, "outside_of_sla=1", overdue, true).await;
    let inside: Rule = Box::new(move |whole| expiry(whole).is_none_or(|day| day > today()));
    check(&demo, &all, "outside_of_sla=0", inside, true).await;
    for word in ["true", "false", "2"] {
        let sentence =
            format!("Select a valid choice. {word} is not one of the available choices.");
        refused(&demo, &format!("outside_of_sla={word}"), "outside_of_sla", &sentence).await;
        if word != "2" {
            refused(&demo, &format!("risk_acceptance={word}"), "risk_acceptance", &sentence).await;
        }
    }
    check(&demo, &all, "risk_acceptance=1", flag("risk_accepted", true), true).await;
    check(&demo, &all, "risk_acceptance=2", flag("risk_accepted", false), true).await;
    let over: Rule = Box::new(|whole| {
        let risks = whole.finding["accepted_risks"].as_array().unwrap();
        risks.iter().any(|risk| !risk["expiration_date_handled"].is_null())
    });
    check(&demo, &all, "risk_acceptance=3", over, true).await;
    for name in ["epss_score", "epss_percentile"] {
        let between = |low: f64, high: f64| -> Rule {
            Box::new(move |whole| {
                let value = whole.finding[name].as_f64();
                value.is_some_and(|value| value >= low && value <= high)
            })
        };
        check(&demo, &all, &format!("{name}_min=50"), between(0.5, 9.9), true).await;
        check(&demo, &all, &format!("{name}_max=50"), between(0.0, 0.5), true).await;
        check(&demo, &all, &format!("{name}_min=1&{name}_max=94.4"), between(0.01, 0.944), true)
            .await;
        check(&demo, &all, &format!("{name}_min=150"), between(1.5, 9.9), false).await;
        check(&demo, &all, &format!("{name}_min=0&{name}_max=50"), between(0.0, 0.5), true).await;
        for zero in [format!("{name}_min=0"), format!("{name}_max=0")] {
            let path = format!("findings/?{zero}");
            let reply = demo.request(reqwest::Method::GET, &path).send().await;
            assert_eq!(reply.status, 500, "{zero}");
        }
    }
    for query in ["no_such_filter=1", "cve=CVE-1", "search=x", "line=1", "url=x", "ordering=x"] {
        check(&demo, &all, query, Box::new(|_| true), false).await;
    }
    demo.stop().await;
}
