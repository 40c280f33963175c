//! A caller bound to products: what lies elsewhere is answered, byte for byte, like what there is not.

use mcp_defectdojo::{
    access::{Principal, Role, Scope},
    tools,
};
use rmcp::model::CallToolResult;
use serde_json::{Value, json};

use crate::support::{Client, Dojo, Setup, WITH_A_FINDING};

/// Ids that nothing has, as long as each other so that texts differ in nothing else.
const NOTHING: u64 = 987_654;

/// Things that a call can be about.
#[derive(Clone, Debug)]
struct Things {
    product: u64,
    engagement: u64,
    test: u64,
    finding: u64,
    product_name: String,
    engagement_name: String,
}

impl Things {
    /// Those of a product's first finding.
    async fn of(dojo: &Dojo, product: u64) -> Self {
        let findings = dojo.findings().await;
        let own = |finding: &&Value| engagement(finding)["product"]["id"] == product;
        let finding = findings.iter().find(own).unwrap();
        let engagement = engagement(finding);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            product,
            engagement: engagement["id"].as_u64().unwrap(),
            test: finding["test"].as_u64().unwrap(),
            finding: finding["id"].as_u64().unwrap(),
            product_name: text(&engagement["product"]["name"]),
            engagement_name: text(&engagement["name"]),
        }
    }

    fn nothing() -> Self {
        Self {
            product: NOTHING,
            engagement: NOTHING,
            test: NOTHING,
            finding: NOTHING,
            product_name: "No Such Product".to_owned(),
            engagement_name: "No Such Engagement".to_owned(),
        }
    }

    /// What is said of these in place of those, to compare two answers.
    fn unnamed(&self, text: &str) -> String {
        let ids = [self.product, self.engagement, self.test, self.finding];
        let text = ids.into_iter().fold(text.to_owned(), |text, id| {
            text.replace(&format!(" {id} "), " ID ").replace(&format!(" {id}\""), " ID\"")
        });
        text.replace(&self.product_name, "PRODUCT").replace(&self.engagement_name, "ENGAGEMENT")
    }
}

fn engagement(finding: &Value) -> &Value {
    &finding["related_fields"]["test"]["engagement"]
}

/// Every way in which a tool can be pointed at something. A new tool has to be added here.
fn calls(tool: &str, at: &Things) -> Vec<Value> {
    let Things { product, engagement, test, finding, product_name, engagement_name } = at;
    let dates = |mut arguments: Value| {
        arguments["target_start"] = json!("2026-01-01");
        arguments["target_end"] = json!("2026-01-31");
        arguments
    };
    let report = |mut arguments: Value| {
        arguments["scan_type"] = json!("SARIF");
        arguments["file_name"] = json!("report.sarif");
        arguments["accept_mismatch"] = json!(true);
        // {"version":"2.1.0","runs":[]}
        arguments["file"] = json!("eyJ2ZXJzaW9uIjoiMi4xLjAiLCJydW5zIjpbXX0=");
        arguments
    };
    let names = json!({"product_name": product_name, "engagement_name": engagement_name});
    let created = json!({
        "product_name": product_name, "engagement_name": engagement_name,
        "product_type_name": "A Type", "auto_create_context": true,
    });
    let counted = |mut arguments: Value| {
        let plain = arguments.clone();
        arguments["counts"] = json!(true);
        vec![plain, arguments]
    };
    match tool {
        // These point at nothing; what they list is looked at below.
        "health_check" | "server_info" | "list_products" | "list_product_types"
        | "list_test_types" | "list_users" | "create_product" => vec![],
        "list_engagements" => vec![json!({"product_id": product})],
        "list_tests" => vec![json!({"engagement_id": engagement})],
        "get_product" => counted(json!({"product_id": product})),
        "get_engagement" => counted(json!({"engagement_id": engagement})),
        "get_test" => counted(json!({"test_id": test})),
        "list_test_imports" => {
            vec![json!({"test_id": test}), json!({"test_id": test, "with_ids": true})]
        }
        "create_engagement" => vec![dates(json!({"product_id": product, "name": "One more"}))],
        "create_test" => vec![dates(json!({"engagement_id": engagement, "test_type_id": 1}))],
        "list_findings" => vec![
            json!({"product_id": product}),
            json!({"engagement_id": engagement}),
            json!({"test_id": test}),
            json!({"product_id": product, "engagement_id": engagement, "test_id": test}),
            json!({"test_id": test, "limit": 1, "severity": "Critical"}),
            json!({"test_id": test, "offset": 1000}),
        ],
        "get_finding" => vec![
            json!({"finding_id": finding}),
            json!({"finding_id": finding, "include": WITH_A_FINDING}),
        ],
        "list_finding_notes" | "reopen_finding" => vec![json!({"finding_id": finding})],
        "create_finding" => vec![
            json!({"test_id": test, "title": "One more", "severity": "Low", "description": "x"}),
        ],
        "update_finding" => vec![
            json!({"finding_id": finding, "severity": "Low"}),
            json!({"finding_id": finding, "is_mitigated": true}),
            json!({"finding_id": finding, "is_mitigated": false}),
            json!({"finding_id": finding, "active": false, "verified": false}),
        ],
        "close_finding" => vec![
            json!({"finding_id": finding, "reason": "mitigated", "note": "x"}),
            json!({"finding_id": finding, "reason": "duplicate"}),
        ],
        "add_finding_note" => vec![json!({"finding_id": finding, "entry": "x"})],
        "add_finding_tags" | "remove_finding_tags" => {
            vec![json!({"finding_id": finding, "tags": ["pci"]})]
        }
        "import_scan" => vec![
            report(
                json!({"engagement_id": engagement, "preview": true, "close_old_findings": true}),
            ),
            report(json!({
                "product_name": product_name, "engagement_name": engagement_name, "preview": true,
            })),
            report(json!({"engagement_id": engagement})),
            report(json!({"engagement_id": engagement, "auto_create_context": true})),
            report(names),
            report(created),
        ],
        "reimport_scan" => vec![
            report(json!({"test_id": test, "preview": true})),
            report(json!({
                "product_name": product_name, "engagement_name": engagement_name, "preview": true,
            })),
            report(json!({"test_id": test})),
            report(json!({"test_id": test, "close_old_findings": true})),
            report(names),
            report(created),
        ],
        other => panic!("{other} is new: say how it can be pointed at something"),
    }
}

async fn client(dojo: &Dojo, role: Role, products: &[u64]) -> Client {
    let mut setup = Setup::as_role(role);
    setup.caller = Principal { scope: Scope::Products(products.into()), ..setup.caller };
    setup.client(&dojo.url).await
}

fn bytes(result: &CallToolResult) -> String {
    serde_json::to_string(result).unwrap()
}

/// Everything of a product that a change could show in.
async fn state(dojo: &Dojo, product: u64) -> Vec<Value> {
    let mut state = vec![dojo.read(&format!("products/{product}/")).await];
    for path in ["engagements/?product=", "tests/?engagement__product="] {
        state.push(dojo.read(&format!("{path}{product}&limit=100000")).await["results"].clone());
    }
    let findings = dojo.findings().await;
    state.extend(
        findings.into_iter().filter(|finding| engagement(finding)["product"]["id"] == product),
    );
    state
}

/// Whether something is a stranger's must not show in any answer, and nothing of a stranger's may change.
#[tokio::test]
async fn what_lies_elsewhere_is_answered_like_what_there_is_not() {
    let dojo = Dojo::start().await;
    let (own, stranger, nothing) = (1, Things::of(&dojo, 2).await, Things::nothing());
    let before = state(&dojo, stranger.product).await;
    let mut compared = 0;
    for role in [Role::Admin, Role::Scanner] {
        let client = client(&dojo, role, &[own]).await;
        for entry in tools::all().visible_to(&Principal::new("any", role), true) {
            let pairs = calls(entry.name, &stranger).into_iter().zip(calls(entry.name, &nothing));
            for (theirs, none) in pairs {
                let theirs_answer = client.call(entry.name, theirs.clone()).await;
                let none_answer = client.call(entry.name, none.clone()).await;
                assert_eq!(theirs_answer.is_error, Some(true), "{} {theirs}", entry.name);
                assert_eq!(
                    stranger.unnamed(&bytes(&theirs_answer)),
                    nothing.unnamed(&bytes(&none_answer)),
                    "{} {theirs}",
                    entry.name
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 30, "{compared}");
    assert_eq!(state(&dojo, stranger.product).await, before);
    let products = dojo.read("products/?name_exact=No Such Product").await;
    assert_eq!(products["count"], 0, "a caller bound to products created one");
}

/// A foot in the door: something of one's own beside something of a stranger's.
#[tokio::test]
async fn ones_own_opens_nothing_else() {
    let dojo = Dojo::start().await;
    let (own, stranger) = (Things::of(&dojo, 1).await, Things::of(&dojo, 2).await);
    let client = client(&dojo, Role::Admin, &[1]).await;
    let nothing = Things::nothing();
    for (tool, of) in [
        (
            "list_findings",
            &(|other: &Things| json!({"product_id": own.product, "test_id": other.test}))
                as &dyn Fn(&Things) -> Value,
        ),
        ("list_findings", &|other| json!({"test_id": own.test, "engagement_id": other.engagement})),
        (
            "list_findings",
            &|other| json!({"engagement_id": own.engagement, "product_id": other.product}),
        ),
        (
            "import_scan",
            &|other| json!({"engagement_id": own.engagement, "product_name": other.product_name, "engagement_name": "x", "scan_type": "SARIF", "file": "e30=", "file_name": "a.sarif"}),
        ),
        (
            "reimport_scan",
            &|other| json!({"test_id": other.test, "product_name": own.product_name, "engagement_name": own.engagement_name, "scan_type": "SARIF", "file": "e30=", "file_name": "a.sarif"}),
        ),
    ] {
        let theirs = client.bad(tool, of(&stranger)).await;
        let none = client.bad(tool, of(&nothing)).await;
        assert_eq!(stranger.unnamed(&theirs), nothing.unnamed(&none), "{tool}");
    }
}

/// What a bound caller may do, it can do; and what lists and counts show is its own.
#[tokio::test]
async fn ones_own_works_and_nothing_else_is_listed_or_counted() {
    let dojo = Dojo::start().await;
    let own = Things::of(&dojo, 1).await;
    let client = client(&dojo, Role::Admin, &[1, NOTHING]).await;
    let listed = client.service.list_all_tools().await.unwrap();
    assert_eq!(listed.len(), tools::all().iter().count() - 1);
    assert!(listed.iter().all(|tool| tool.name != "create_product"));

    let products = client.good("list_products", json!({})).await;
    assert_eq!(ids(&products, "id"), [1]);
    assert_eq!(products["pagination"]["count"], 1);
    let kind = dojo.read("products/1/").await["prod_type"].as_u64().unwrap();
    let types = client.good("list_product_types", json!({})).await;
    assert_eq!((ids(&types, "id"), &types["pagination"]["count"]), (vec![kind], &json!(1)));
    assert_eq!(client.good("list_product_types", json!({"offset": 1})).await["items"], json!([]));

    let all = dojo.findings().await;
    let mine = all.iter().filter(|finding| engagement(finding)["product"]["id"] == 1);
    let mut mine: Vec<u64> = mine.map(|finding| finding["id"].as_u64().unwrap()).collect();
    mine.sort_unstable();
    assert!(!mine.is_empty() && mine.len() < all.len());
    let mut seen = Vec::new();
    while seen.len() < mine.len() {
        let arguments = json!({"limit": 100, "offset": seen.len(), "detail": "full"});
        let page = client.good("list_findings", arguments).await;
        assert_eq!(page["pagination"]["count"], mine.len());
        seen.extend(ids(&page, "id"));
        assert!(page["items"].as_array().unwrap().iter().all(|row| row["product_id"] == 1));
    }
    seen.sort_unstable();
    assert_eq!(seen, mine);
    for filter in [json!({"product_id": 1}), json!({"title": "a"}), json!({"active": true})] {
        let page = client.good("list_findings", filter).await;
        assert!(ids(&page, "id").iter().all(|id| mine.contains(id)));
    }

    for entry in tools::all().iter() {
        for arguments in calls(entry.name, &own) {
            let answer = client.call(entry.name, arguments.clone()).await;
            let text = bytes(&answer);
            assert!(!text.contains("does not exist"), "{} {arguments}: {text}", entry.name);
        }
    }
}

fn ids(list: &Value, name: &str) -> Vec<u64> {
    list["items"].as_array().unwrap().iter().map(|row| row[name].as_u64().unwrap()).collect()
}

/// The id of a stranger's finding tells that it is there.
#[tokio::test]
async fn the_original_of_a_duplicate_is_shown_where_it_is_ones_own() {
    let dojo = Dojo::start().await;
    let (own, stranger) = (Things::of(&dojo, 1).await, Things::of(&dojo, 2).await);
    let all = dojo.findings().await;
    let sibling = all.iter().find(|finding| {
        engagement(finding)["product"]["id"] == 1
            && finding["id"] != own.finding
            && finding["duplicate"] == false
    });
    let sibling = sibling.unwrap()["id"].as_u64().unwrap();
    let client = client(&dojo, Role::Reader, &[1]).await;
    let unbound = Setup::as_role(Role::Reader).client(&dojo.url).await;
    for (original, shown) in [(stranger.finding, false), (sibling, true)] {
        dojo.post(&format!("findings/{}/original/{original}/", own.finding), json!({})).await;
        let arguments = json!({"finding_id": own.finding});
        let expected = if shown { json!(original) } else { Value::Null };
        let finding = client.good("get_finding", arguments.clone()).await;
        assert_eq!(
            (&finding["duplicate_finding"], &finding["duplicate"]),
            (&expected, &json!(true))
        );
        let whole = unbound.good("get_finding", arguments).await;
        assert_eq!(whole["duplicate_finding"], original);
        let filter =
            json!({"test_id": own.test, "duplicate": true, "detail": "full", "limit": 100});
        let list = client.good("list_findings", filter).await;
        let rows = list["items"].as_array().unwrap();
        let row = rows.iter().find(|row| row["id"] == own.finding).unwrap();
        assert_eq!(row["duplicate_finding"], expected);
    }
}

/// A caller that is bound to nothing sees nothing, and is not told that as an error.
#[tokio::test]
async fn a_caller_bound_to_nothing_sees_nothing() {
    let dojo = Dojo::start().await;
    let client = client(&dojo, Role::Admin, &[]).await;
    for tool in ["list_products", "list_product_types", "list_findings"] {
        let list = client.good(tool, json!({})).await;
        assert_eq!(
            (&list["items"], &list["pagination"]["count"]),
            (&json!([]), &json!(0)),
            "{tool}"
        );
    }
    client.bad("get_product", json!({"product_id": 1})).await;
}

/// A DefectDojo that does not know the filter answers everything. Then nothing is shown.
#[tokio::test]
async fn rows_that_slip_through_a_filter_are_not_shown() {
    let dojo = Dojo::start().await;
    let careless = careless(dojo.url.clone()).await;
    let mut setup = Setup::as_role(Role::Reader);
    setup.caller = Principal { scope: Scope::Products([1].into()), ..setup.caller };
    let client = setup.client(&careless).await;
    for (tool, arguments) in [
        ("list_findings", json!({})),
        ("list_products", json!({})),
        ("list_product_types", json!({})),
        ("list_engagements", json!({"product_id": 1})),
        ("list_tests", json!({"engagement_id": 1})),
        ("get_product", json!({"product_id": 1, "counts": true})),
    ] {
        let text = client.bad(tool, arguments).await;
        assert!(
            text.starts_with("DefectDojo's answer held rows of other products"),
            "{tool}: {text}"
        );
    }
}

/// The demo, asked without the filters of a query but for the page and what comes with a row.
async fn careless(url: String) -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let http = reqwest::Client::new();
    let app = axum::Router::new().fallback(move |request: axum::extract::Request| {
        let (http, url) = (http.clone(), url.clone());
        async move {
            let query = request.uri().query().unwrap_or_default();
            let kept: Vec<_> =
                query.split('&').filter(|pair| pair.starts_with("related_fields")).collect();
            let path = request.uri().path().trim_start_matches('/');
            let address = format!("{url}{path}?limit=1000&{}", kept.join("&"));
            let key = request.headers()["authorization"].clone();
            let answer = http.get(address).header("authorization", key).send().await.unwrap();
            ([("content-type", "application/json")], answer.bytes().await.unwrap())
        }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/")
}

/// Creating what an import needs asks for the permission to create it, with and without a scope.
#[tokio::test]
async fn an_import_creates_a_product_for_those_alone_who_may() {
    let dojo = Dojo::start().await;
    let counts = async || {
        let products = dojo.read("products/?limit=1").await["count"].clone();
        (products, dojo.read("product_types/?limit=1").await["count"].clone())
    };
    let before = counts().await;
    let own = Things::of(&dojo, 1).await;
    let arguments = |tool: &str, product: &str| {
        let made = Things {
            product_name: product.to_owned(),
            engagement_name: "Made by an import".to_owned(),
            ..own.clone()
        };
        calls(tool, &made).pop().unwrap()
    };
    for tool in ["import_scan", "reimport_scan"] {
        for role in [Role::Scanner, Role::Writer] {
            let setup = Setup::as_role(role);
            let client = setup.client(&dojo.url).await;
            let text = client.bad(tool, arguments(tool, "No Such Product")).await;
            assert!(
                text.starts_with("the product does not exist, and creating one needs product_mgmt"),
                "{text}"
            );
        }
    }
    assert_eq!(counts().await, before);

    // The Python server's defaults create; they must not open what the argument does not.
    let mut setup = Setup::as_role(Role::Scanner);
    setup.settings.import_defaults = tools::ImportDefaults::Python;
    let mut silent = arguments("import_scan", "No Such Product");
    silent.as_object_mut().unwrap().remove("auto_create_context");
    let text = setup.client(&dojo.url).await.bad("import_scan", silent).await;
    assert!(text.contains("creating one needs product_mgmt"), "{text}");
    assert_eq!(counts().await, before);

    let admin = Setup::default().client(&dojo.url).await;
    admin.good("import_scan", arguments("import_scan", "No Such Product")).await;
    let after = counts().await;
    let next = |count: &Value| json!(count.as_u64().unwrap() + 1);
    assert_eq!(after, (next(&before.0), next(&before.1)));
}
