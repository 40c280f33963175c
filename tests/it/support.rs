//! A server over a chosen DefectDojo, and a client that talks to it in process.

use std::{path::Path, sync::Arc, time::Duration};

use mcp_defectdojo::{
    access::{Principal, Role, Selection},
    audit, dojo, guard,
    render::Content,
    screen::{Policy, Presentation, Redactor, Screening, Wrapping},
    server::{Parts, Server},
    tools,
    transport::Calls,
};
use rmcp::{
    RoleClient, ServiceExt as _,
    model::{CallToolRequestParams, CallToolResult, JsonObject},
    service::RunningService,
};
use secrecy::SecretString;
use serde_json::{Value, json};

/// How a test wants its server.
pub(crate) struct Setup {
    pub(crate) keys: dojo::Keys,
    pub(crate) caller: Principal,
    pub(crate) settings: tools::Settings,
    pub(crate) wrapping: Wrapping,
    pub(crate) writes: Policy,
    pub(crate) mutations: u32,
    pub(crate) taint: guard::TaintSettings,
    pub(crate) audit: audit::Settings,
    pub(crate) content: Content,
    pub(crate) offered: Selection,
    /// Whether it looks at what DefectDojo can do, before the client is there.
    pub(crate) detects: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            keys: dojo::Keys::Single(SecretString::from("demo-admin-key")),
            caller: Principal::new("tester", Role::Admin),
            settings: tools::Settings::default(),
            wrapping: Wrapping::On,
            writes: Policy::default(),
            mutations: 1_000_000,
            taint: guard::TaintSettings::default(),
            audit: audit::Settings {
                mirror: false,
                file: Some("/dev/null".into()),
                ..audit::Settings::default()
            },
            content: Content::default(),
            offered: Selection::ALL,
            detects: false,
        }
    }
}

impl Setup {
    pub(crate) fn as_role(role: Role) -> Self {
        Self { caller: Principal::new("tester", role), ..Self::default() }
    }

    pub(crate) fn server(self, url: &str) -> Server {
        let secrets: Vec<SecretString> = match &self.keys {
            dojo::Keys::Single(key) | dojo::Keys::ReadOnly(key) => vec![key.clone()],
            dojo::Keys::Pair { read, write } => vec![read.clone(), write.clone()],
        };
        let redactor = Arc::new(Redactor::new(&secrets));
        let client = dojo::Client::new(dojo::Settings {
            url: url.parse().unwrap(),
            keys: self.keys,
            ca: None,
        });
        let limits = guard::Settings {
            mutations: self.mutations,
            open_access_mutations: self.mutations,
            window: Duration::from_mins(1),
            ..guard::Settings::default()
        };
        let log = audit::Log::open(&self.audit).unwrap();
        let guard = guard::Guard::new(client, limits);
        if self.detects {
            guard.client().begin_detection();
        }
        Server::new(Parts {
            guard,
            taint: self.taint,
            tools: tools::all(),
            settings: self.settings,
            presentation: Presentation { wrapping: self.wrapping, redactor: Arc::clone(&redactor) },
            screening: Screening::new(redactor, self.writes),
            log,
            sync_reads: false,
            content: self.content,
            metrics: Arc::default(),
            local: Some(self.caller),
            offered: self.offered,
        })
    }

    pub(crate) async fn client(self, url: &str) -> Client {
        let server = self.server(url);
        server.first_look().await;
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        tokio::spawn(async move { server.serve(ours).await.unwrap().waiting().await });
        Client { service: ().serve(theirs).await.unwrap() }
    }
}

/// The way of ordinary calls past rmcp.
pub(crate) fn past_rmcp(server: &Server) -> Calls {
    let server = server.clone();
    Arc::new(move |request, context| {
        let server = server.clone();
        Box::pin(async move { server.line(request, context).await })
    })
}

/// A client in process.
pub(crate) struct Client {
    pub(crate) service: RunningService<RoleClient, ()>,
}

impl Client {
    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> CallToolResult {
        let mut request = CallToolRequestParams::new(tool.to_owned());
        request.arguments = Some(object(arguments));
        self.service.call_tool(request).await.unwrap()
    }

    /// The structured content of a call that must succeed.
    pub(crate) async fn good(&self, tool: &str, arguments: Value) -> Value {
        let result = self.call(tool, arguments.clone()).await;
        let content = result.structured_content.unwrap();
        assert_ne!(result.is_error, Some(true), "{tool} {arguments}: {content}");
        let text = &result.content[0].as_text().unwrap().text;
        assert_eq!(
            serde_json::from_str::<Value>(text).unwrap(),
            content,
            "text and structure differ"
        );
        content
    }

    /// The text of a call that must fail.
    pub(crate) async fn bad(&self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments.clone()).await;
        let text = result.content[0].as_text().unwrap().text.clone();
        assert_eq!(result.is_error, Some(true), "{tool} {arguments} succeeded: {text}");
        text
    }
}

/// What an error says for programs.
pub(crate) fn told(result: &CallToolResult) -> &Value {
    &result.meta.as_ref().unwrap_or_else(|| panic!("{result:?}"))[mcp_defectdojo::render::ERROR]
}

/// What a call tells programs, whether it came to something or not.
pub(crate) fn structured(result: &CallToolResult) -> Value {
    result.structured_content.clone().unwrap_or_else(|| told(result).clone())
}

/// The records of a log that may be written to at this moment: its whole lines.
pub(crate) fn records(log: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(log).unwrap();
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is not an object"),
    }
}

/// The path of a file of `../shared`, where that stands beside the checkout; says so where it does not.
pub(crate) fn shared(path: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(path);
    if path.exists() {
        Some(path)
    } else {
        eprintln!("passing over: {} does not stand beside this checkout", path.display());
        None
    }
}

/// The plain value of a text, in its envelope or not.
pub(crate) fn plain(value: &Value) -> &Value {
    value.get("value").unwrap_or(value)
}

/// All that a finding may be shown with.
pub(crate) const WITH_A_FINDING: [&str; 6] =
    ["notes", "files", "metadata", "duplicates", "jira", "locations"];

/// Arguments that every tool accepts as far as their types go.
pub(crate) fn sample_arguments(tool: &str) -> Value {
    let report = "e30=";
    match tool {
        "health_check" | "server_info" | "list_products" | "list_product_types"
        | "list_test_types" | "list_users" | "list_findings" => json!({}),
        "get_product" | "list_engagements" => json!({"product_id": 1}),
        "create_product" => json!({"name": "Sample", "description": "A sample", "prod_type_id": 1}),
        "get_engagement" | "list_tests" => json!({"engagement_id": 1}),
        "create_engagement" => {
            json!({"product_id": 1, "name": "Sample", "target_start": "2026-01-01", "target_end": "2026-01-31"})
        }
        "get_test" | "list_test_imports" => json!({"test_id": 1}),
        "create_test" => {
            json!({"engagement_id": 1, "test_type_id": 1, "target_start": "2026-01-01", "target_end": "2026-01-31"})
        }
        "get_finding" | "list_finding_notes" | "reopen_finding" => json!({"finding_id": 1}),
        "create_finding" => {
            json!({"test_id": 1, "title": "A sample", "severity": "Low", "description": "A sample"})
        }
        "update_finding" => json!({"finding_id": 1, "severity": "Low"}),
        "close_finding" => json!({"finding_id": 1, "reason": "mitigated"}),
        "add_finding_note" => json!({"finding_id": 1, "entry": "A sample"}),
        "add_finding_tags" | "remove_finding_tags" => json!({"finding_id": 1, "tags": ["sample"]}),
        "import_scan" => {
            json!({"scan_type": "SARIF", "file": report, "file_name": "report.sarif", "engagement_id": 1})
        }
        "reimport_scan" => {
            json!({"scan_type": "Semgrep JSON Report", "file": report, "file_name": "report.json", "test_id": 1})
        }
        other => panic!("no sample arguments for {other}: add them"),
    }
}

/// A demo of its own for one test, over real HTTP, with a way to read it back past the server under test.
pub(crate) struct Dojo {
    pub(crate) url: String,
    http: reqwest::Client,
}

impl Dojo {
    pub(crate) async fn start() -> Self {
        Self::of(mcp_defectdojo::demo::Demo::seeded()).await
    }

    pub(crate) async fn of(demo: mcp_defectdojo::demo::Demo) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { demo.serve(listener, std::future::pending()).await });
        Self { url, http: reqwest::Client::new() }
    }

    pub(crate) async fn read(&self, path: &str) -> Value {
        let request = self.http.get(format!("{}api/v2/{path}", self.url));
        let response =
            request.header("Authorization", "Token demo-admin-key").send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.status());
        response.json().await.unwrap()
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) {
        let request = self.http.patch(format!("{}api/v2/{path}", self.url)).json(&body);
        let response =
            request.header("Authorization", "Token demo-admin-key").send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.text().await.unwrap());
    }

    /// Takes a close back, past the server under test.
    pub(crate) async fn reopen(&self, id: u64) {
        let change = json!({
            "active": true, "is_mitigated": false, "mitigated": null, "false_p": false,
            "out_of_scope": false, "duplicate": false,
        });
        self.patch(&format!("findings/{id}/"), change).await;
    }

    pub(crate) async fn post(&self, path: &str, body: Value) {
        let request = self.http.post(format!("{}api/v2/{path}", self.url)).json(&body);
        let response =
            request.header("Authorization", "Token demo-admin-key").send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.text().await.unwrap());
    }

    /// Every finding, as DefectDojo itself tells it.
    pub(crate) async fn findings(&self) -> Vec<Value> {
        let page = self.read("findings/?limit=100000&related_fields=true").await;
        page["results"].as_array().unwrap().clone()
    }

    pub(crate) async fn finding(&self, id: u64) -> Value {
        self.read(&format!("findings/{id}/")).await
    }

    /// The id of a finding for which `wanted` holds.
    pub(crate) async fn find(&self, wanted: impl Fn(&Value) -> bool) -> u64 {
        let findings = self.findings().await;
        findings.iter().find(|finding| wanted(finding)).unwrap()["id"].as_u64().unwrap()
    }
}
