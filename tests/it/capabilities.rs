//! What a DefectDojo of an older release cannot do is known before it is asked, and never asked.

use std::sync::{Arc, Mutex};

use axum::{
    extract::Request,
    middleware::{Next, from_fn},
};
use mcp_defectdojo::{
    demo::Demo,
    dojo::capabilities::{Capabilities, Generation, Release},
    tools,
};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use crate::support::{Setup, WITH_A_FINDING, plain, sample_arguments, shared, told};

/// What came with 3.0.
const OF_THE_THIRD: &[&str] = &[
    "location",
    "location_findings",
    "location_products",
    "url",
    "assets",
    "asset_api_scan_configurations",
    "organizations",
];

/// What tools stand on, taken away as no release does it: whatever is missing must not be asked for.
const BARE: &[&str] = &[
    "location",
    "location_findings",
    "location_products",
    "url",
    "assets",
    "organizations",
    "test_imports",
    "users",
    "metadata",
    "jira_finding_mappings",
    "endpoints",
    "endpoint_status",
    "reimport-scan",
    "product_types",
];

pub(crate) struct Instance {
    pub(crate) url: String,
    /// Method and path of each request.
    asked: Arc<Mutex<Vec<String>>>,
}

/// A demo that poses as a release, and writes down what it is asked.
pub(crate) async fn posing_as(version: &'static str, lacks: &'static [&'static str]) -> Instance {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let writes = Arc::clone(&asked);
    let note = move |request: Request, next: Next| {
        let line = format!("{} {}", request.method(), request.uri());
        writes.lock().unwrap().push(line);
        next.run(request)
    };
    let router = Demo::posing_as(version, lacks).router().layer(from_fn(note));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Instance { url, asked }
}

impl Instance {
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Whether anything below one of these was asked for.
    fn was_asked_for(&self, resources: &[&str]) -> Vec<String> {
        let missing = |line: &String| {
            let below = line.split_once("/api/v2/").map_or("", |(_, below)| below);
            resources.contains(&below.split(['/', '?']).next().unwrap_or_default())
        };
        self.paths().into_iter().filter(missing).collect()
    }
}

fn detecting() -> Setup {
    Setup { detects: true, ..Setup::default() }
}

fn root_of(names: &[&str]) -> Map<String, Value> {
    names.iter().map(|name| ((*name).to_owned(), json!("http://localhost/"))).collect()
}

/// One line for each release: what is there, what is not, which filters it would ignore.
#[test]
fn each_release_has_its_features() {
    let old = [
        "dojo_groups",
        "endpoint_status",
        "endpoints",
        "engagements",
        "findings",
        "global_roles",
        "import-scan",
        "jira_finding_mappings",
        "metadata",
        "product_members",
        "product_types",
        "products",
        "reimport-scan",
        "risk_acceptance",
        "roles",
        "sla_configurations",
        "stub_findings",
        "test_imports",
        "test_types",
        "tests",
        "users",
    ];
    let gone = ["dojo_groups", "global_roles", "product_members", "roles", "stub_findings"];
    let new: Vec<&str> = old
        .into_iter()
        .filter(|name| !gone.contains(name))
        .chain(OF_THE_THIRD.iter().copied())
        .collect();
    let lines: Vec<String> = [(&old[..], (2, 45)), (&old[..], (2, 58)), (&new[..], (3, 0))]
        .into_iter()
        .map(|(names, (major, minor))| {
            let release = Some(Release::of(major, minor));
            let found = Capabilities::read(&root_of(names), release).unwrap();
            let late = found.unknown_filters();
            let late: Vec<_> = late.iter().map(|late| late.filter).collect();
            let (has, lacks) = found.features();
            let generation = found.generation.name();
            format!(
                "{major}.{minor} is {generation}\n  has {}\n  lacks {}\n  ignores {}",
                has.join(" "),
                lacks.join(" "),
                if late.is_empty() { "nothing".to_owned() } else { late.join(" ") }
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    2.45 is 2.x
      has endpoints roles groups import_history users jira metadata risk_acceptance sla_configurations
      lacks locations organizations
      ignores fix_available exact_title mitigation_available
    2.58 is 2.x
      has endpoints roles groups import_history users jira metadata risk_acceptance sla_configurations
      lacks locations organizations
      ignores mitigation_available
    3.0 is 3.x
      has locations endpoints organizations import_history users jira metadata risk_acceptance sla_configurations
      lacks roles groups
      ignores nothing
    ");
}

/// The root recorded from a 3.2.0 is understood, and names every route that tools stand on.
#[test]
fn the_recorded_root_has_everything() {
    let Some(path) = shared("defectdojo/responses/api_root.txt") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let body = &text[text.find("\n{").unwrap()..];
    let root: Map<String, Value> = serde_json::from_str(body).unwrap();
    let found = Capabilities::read(&root, None).unwrap();
    assert_eq!(found.generation, Generation::Third);
    assert_eq!(found.features().1, ["roles", "groups"], "what 3.0 took away");
    assert!(found.unknown_filters().is_empty());
    for route in mcp_defectdojo::dojo::capabilities::NAMED_BY_ROOT {
        assert!(found.has_route(route), "{route}");
    }
}

/// Every tool of the table, called against instances that lack what it needs: not one request goes astray.
#[tokio::test]
async fn no_tool_asks_for_what_is_not_there() {
    for (version, lacks) in [
        ("2.45.0", OF_THE_THIRD),
        ("2.58.4", OF_THE_THIRD),
        ("3.0.0", &[]),
        ("3.2.0", &[]),
        ("2.50.0", BARE),
    ] {
        let dojo = posing_as(version, lacks).await;
        let client = detecting().client(&dojo.url).await;
        for entry in tools::all().iter() {
            let mut more = sample_arguments(entry.name);
            match entry.name {
                "get_finding" => more["include"] = json!(WITH_A_FINDING),
                "get_product" | "get_engagement" | "get_test" => more["counts"] = json!(true),
                _ => {}
            }
            client.call(entry.name, more).await;
            let result = client.call(entry.name, sample_arguments(entry.name)).await;
            if lacks.len() == BARE.len()
                && ["reimport_scan", "list_product_types", "list_test_imports", "list_users"]
                    .contains(&entry.name)
            {
                assert_eq!(told(&result)["code"], "not_supported", "{}", entry.name);
            }
        }
        assert_eq!(dojo.was_asked_for(lacks), Vec::<String>::new(), "{version}");
        assert!(dojo.paths().len() > tools::all().iter().count() / 2, "{version} was asked");
    }
}

/// A filter that an old release ignores would answer every finding as if it matched.
#[tokio::test]
async fn a_filter_that_the_release_does_not_know_is_refused_with_the_one_that_does() {
    let dojo = posing_as("2.45.3", OF_THE_THIRD).await;
    let client = detecting().client(&dojo.url).await;
    let before = dojo.paths().len();
    let text = client.bad("list_findings", json!({"filters": {"exact_title": "x"}})).await;
    insta::assert_snapshot!(text, @"this DefectDojo (2.45.3) does not know the filter exact_title, which came with 2.58.0: it would ignore it and answer every finding: leave the filter out and judge the rows yourself, or ask an operator to update DefectDojo.");
    let text = client.bad("list_findings", json!({"filters": {"fix_available": true}})).await;
    assert!(text.contains("came with 2.50.0"), "{text}");
    assert_eq!(dojo.paths().len(), before, "nothing was sent");
    client.good("list_findings", json!({"epss_min": 0.5})).await;

    let dojo = posing_as("3.2.0", &[]).await;
    let client = detecting().client(&dojo.url).await;
    client.good("list_findings", json!({"filters": {"exact_title": "x"}})).await;
    let schema = dojo.paths().iter().filter(|line| line.contains("oa3")).count();
    assert_eq!(
        schema, 0,
        "the schema costs DefectDojo seconds, and 3.x needs no more than its root"
    );
}

/// Before DefectDojo has told what it can do, and where it does not, nothing is held back.
#[tokio::test]
async fn nothing_is_held_back_while_nothing_is_known() {
    let dojo = posing_as("2.45.0", OF_THE_THIRD).await;
    let client = Setup::default().client(&dojo.url).await;
    client.good("list_findings", json!({"filters": {"exact_title": "x"}})).await;
    assert!(!dojo.paths().iter().any(|line| line.ends_with("/api/v2/")), "nobody looked");
}

/// A tool that can only fail costs tokens and a turn: it is not offered. The rest stays as it was.
#[tokio::test]
async fn tools_without_their_route_are_not_listed() {
    let listed = |lacks| async move {
        let dojo = posing_as("2.50.0", lacks).await;
        let client = detecting().client(&dojo.url).await;
        let tools = client.service.list_all_tools().await.unwrap();
        let info = client.good("server_info", json!({})).await;
        (tools.into_iter().map(|tool| tool.name.to_string()).collect::<Vec<_>>(), info)
    };
    let (all, _) = listed(OF_THE_THIRD).await;
    assert_eq!(all, tools::all().names());
    let (few, info) = listed(BARE).await;
    let missing: Vec<_> = all.iter().filter(|name| !few.contains(name)).collect();
    assert!(missing.contains(&&"reimport_scan".to_owned()), "{missing:?}");
    assert_eq!(json!(missing), info["defectdojo"]["missing_tools"]);
}

/// What a caller is told of itself and of DefectDojo is what holds, and no secret is in it.
#[tokio::test]
async fn server_info_says_what_was_found_and_what_is_allowed() {
    let dojo = posing_as("3.2.0", &[]).await;
    let client = Setup { mutations: 7, ..detecting() }.client(&dojo.url).await;
    let info = client.good("server_info", json!({})).await;
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info["defectdojo"]["generation"], "3.x");
    assert_eq!(info["defectdojo"]["release"], "3.2.0");
    assert_eq!(info["defectdojo"]["lacks"], json!(["roles", "groups"]));
    assert_eq!(info["caller"]["role"], "admin");
    assert_eq!(info["limits"]["changes"], 7);
    assert_eq!(info["can_write"], true);
    assert!(!info.to_string().contains("demo-admin-key"), "{info}");

    let client = Setup::default().client("http://127.0.0.1:9/").await;
    let info = client.good("server_info", json!({})).await;
    assert!(info["_notice"].as_str().unwrap().contains("has not told yet"), "{info}");
}

/// Where a finding is reads alike whichever generation keeps it, and however it does.
#[tokio::test]
async fn locations_and_endpoints_have_one_shape() {
    let mut answers = Vec::new();
    for (version, lacks) in [("2.58.4", OF_THE_THIRD), ("3.2.0", &[][..])] {
        let dojo = posing_as(version, lacks).await;
        let client = detecting().client(&dojo.url).await;
        let list = json!({"test_id": 8, "limit": 100, "fields": ["title"]});
        let list = client.good("list_findings", list).await;
        let mut shown = Vec::new();
        for row in list["items"].as_array().unwrap() {
            let arguments =
                json!({"finding_id": row["id"], "fields": ["id"], "include": "locations"});
            let finding = client.good("get_finding", arguments).await;
            for place in finding["locations"].as_array().unwrap() {
                let members: Vec<_> =
                    place.as_object().unwrap().keys().map(String::as_str).collect();
                assert_eq!(members, ["id", "address", "status"], "{version}");
                shown.push((
                    row["id"].clone(),
                    place["id"].clone(),
                    plain(&place["address"]).clone(),
                    place["status"].clone(),
                ));
            }
        }
        assert!(shown.len() > 5, "{version}: {shown:?}");
        assert!(shown.iter().all(|(_, _, address, status)| {
            address.as_str().is_some_and(|url| url.starts_with("https://")) && status == "active"
        }));
        answers.push(shown);
    }
    assert_eq!(answers[0], answers[1]);
}

/// Nobody knows the release yet: what is there is found out on the way, at the cost of one request.
#[tokio::test]
async fn a_release_that_is_not_known_yet_is_asked_both_ways() {
    let dojo = posing_as("2.58.4", OF_THE_THIRD).await;
    let client = Setup::default().client(&dojo.url).await;
    let finding =
        client.good("get_finding", json!({"finding_id": 1, "include": ["endpoints"]})).await;
    assert!(finding["locations"].is_array(), "{finding}");
}
