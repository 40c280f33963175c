//! Reports: what is parsed of them, and what is refused.

use mcp_defectdojo::demo::MEMBER_KEY;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::client::Instance;
use super::upload::{GENERIC, hex, import, send, total};

/// Each format is really parsed, and where it names the tool the test type does too.
#[tokio::test]
async fn reports_are_parsed() {
    let demo = Instance::start().await;
    let sarif = json!({"version": "2.1.0", "runs": [{
        "tool": {"driver": {"name": "Linty", "rules": [{
            "id": "L1", "shortDescription": {"text": "short"},
            "properties": {"security-severity": "9.1", "tags": ["security", "external/cwe/cwe-79"]},
        }]}},
        "results": [
            {"ruleId": "L1", "message": {"text": "unsafe thing here"}, "locations": [{
                "physicalLocation": {"artifactLocation": {"uri": "src/a.c"}, "region": {"startLine": 7}},
            }], "partialFingerprints": {"hash": "abc"}},
            {"ruleId": "L2", "level": "note", "message": {"text": "a note"}},
            {"ruleId": "L2", "kind": "pass", "message": {"text": "not one"}},
        ],
    }]});
    let trivy = json!({"SchemaVersion": 2, "Results": [{
        "Target": "image:1", "Class": "os-pkgs", "Type": "debian",
        "Vulnerabilities": [{
            "VulnerabilityID": "CVE-2000-0002", "PkgName": "apt", "InstalledVersion": "1.8.1",
            "FixedVersion": "1.8.2", "Title": "overflows", "Severity": "MEDIUM",
            "CweIDs": ["CWE-190"],
            "CVSS": {"nvd": {"V3Vector": "CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:L/I:L/A:L"}},
        }],
        "Misconfigurations": [{"ID": "D1", "Title": "root", "Severity": "HIGH"}],
    }]});
    let semgrep = json!({"results": [
        {"check_id": "rules.b.c", "path": "x.py", "start": {"line": 3},
         "extra": {"message": "m", "severity": "ERROR", "metadata": {"cwe": ["CWE-78: x"]}}},
        {"check_id": "rules.b.c", "path": "x.py", "start": {"line": 3},
         "extra": {"message": "m", "severity": "ERROR"}},
    ]});
    let generic = json!({"type": "Handmade", "findings": [{
        "title": "by hand", "severity": "Critical", "description": "d", "cwe": 20,
        "vulnerability_ids": ["CVE-2024-0001"], "endpoints": ["https://a.example/x?y=1"],
        "tags": ["t"], "line": 4, "file_path": "f",
    }]});
    let cases = [
        (
            "SARIF",
            sarif,
            "Linty Scan (SARIF)",
            vec![
                json!({"title": "Unsafe Thing Here", "severity": "Critical", "cwe": 79, "line": 7,
                   "file_path": "src/a.c", "unique_id_from_tool": "hash:abc",
                   "tags": ["cwe-79", "security"]}),
                json!({"title": "A Note", "severity": "Info"}),
            ],
        ),
        (
            "Trivy Scan",
            trivy,
            "Trivy Scan",
            vec![
                json!({"title": "CVE-2000-0002 Apt 1.8.1", "severity": "Medium", "cwe": 190,
                   "component_name": "apt", "component_version": "1.8.1", "cvssv3_score": 5.7,
                   "vulnerability_ids": [{"vulnerability_id": "CVE-2000-0002"}],
                   "fix_available": true, "mitigation": "1.8.2", "tags": ["debian", "os-pkgs"]}),
                json!({"title": "D1 - Root", "severity": "High"}),
            ],
        ),
        (
            "Semgrep JSON Report",
            semgrep,
            "Semgrep JSON Report",
            vec![json!({"title": "rules.b.c", "severity": "High", "cwe": 78, "nb_occurences": 2,
                   "static_finding": true})],
        ),
        (
            "Generic Findings Import",
            generic,
            "Handmade Scan (Generic Findings Import)",
            vec![json!({"title": "By Hand", "severity": "Critical", "cwe": 20, "line": 4,
                   "vulnerability_ids": [{"vulnerability_id": "CVE-2024-0001"}], "tags": ["t"]})],
        ),
    ];
    for (scan_type, report, test_type, expected) in cases {
        let fields = [("scan_type", scan_type), ("engagement", "12")];
        let reply = import(&demo, &fields, &report).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let test = reply.json()["test"].clone();
        let rows = demo.get(&format!("findings/?test={test}&o=id")).await;
        let rows = rows["results"].as_array().unwrap();
        assert_eq!(rows.len(), expected.len(), "{scan_type}");
        for (row, expected) in rows.iter().zip(&expected) {
            for (name, value) in expected.as_object().unwrap() {
                assert_eq!(&row[name], value, "{scan_type}: {name}");
            }
        }
        let test = demo.get(&format!("tests/{test}/")).await;
        assert_eq!(test["test_type_name"], test_type);
    }
    let endpoints = demo.get("endpoints/?host=a.example").await;
    assert_eq!(endpoints["results"][0]["query"], "y=1");
    let other = json!({"anything": 1});
    let fields = [("scan_type", "Snyk Scan"), ("engagement", "12")];
    let reply = import(&demo, &fields, &other).await.json();
    assert!(reply["demo_notice"].as_str().unwrap().contains("does not parse ‘Snyk Scan’"));
    assert_eq!(total(&reply, "after", "total"), 0);
    demo.stop().await;
}

/// Path, key, fields, status and body of a refusal.
type Refusal<'a> = (&'a str, Option<&'a str>, Vec<(&'a str, &'a str)>, u16, Value);

/// What the target lacks is a bare list, what the caller lacks an object.
#[tokio::test]
async fn targets_are_refused_in_their_shapes() {
    let demo = Instance::start().await;
    let report = || Some(("a.json", b"{\"findings\": []}".to_vec()));
    let bare = |text: &str| json!([text]);
    let detail = |text: &str| json!({ "detail": text });
    let name = ("product_name", "Web Storefront");
    let auto = ("auto_create_context", "true");
    let cases: Vec<Refusal> = vec![
        ("import-scan/", None, vec![GENERIC], 400, bare("product_name parameter missing")),
        ("import-scan/", None, vec![GENERIC, name], 400, bare("engagement_name parameter missing")),
        (
            "import-scan/",
            None,
            vec![GENERIC, ("engagement", "99999")],
            400,
            bare("Engagement \"99999\" does not exist"),
        ),
        (
            "import-scan/",
            None,
            vec![GENERIC, ("product_name", "Nope"), ("engagement_name", "x")],
            400,
            bare("Product \"Nope\" does not exist"),
        ),
        (
            "import-scan/",
            None,
            vec![GENERIC, name, ("engagement_name", "nope")],
            400,
            bare("Engagement \"nope\" does not exist in Product \"Web Storefront\""),
        ),
        (
            "import-scan/",
            None,
            vec![GENERIC, ("product_name", "New"), ("engagement_name", "x"), auto],
            400,
            bare(
                "Product \"New\" does not exist and no product_type_name provided to create the \
                  new product in",
            ),
        ),
        (
            "import-scan/",
            Some(MEMBER_KEY),
            vec![
                GENERIC,
                ("product_name", "New"),
                ("engagement_name", "x"),
                auto,
                ("product_type_name", "Customer Services"),
            ],
            403,
            detail("No permission to create products in product_type \"Customer Services\""),
        ),
        (
            "import-scan/",
            Some(MEMBER_KEY),
            vec![GENERIC, ("engagement", "8")],
            403,
            detail("You do not have permission to perform this action."),
        ),
        (
            "reimport-scan/",
            None,
            vec![GENERIC, ("test", "99999")],
            400,
            bare("Test \"99999\" does not exist"),
        ),
        (
            "reimport-scan/",
            None,
            vec![GENERIC, name, ("engagement_name", "nightly-sast")],
            400,
            bare(
                "Test with scan_type \"Generic Findings Import\" does not exist in Engagement \
                  \"nightly-sast\"",
            ),
        ),
    ];
    for (path, key, fields, status, body) in cases {
        let reply = send(&demo, path, key, &fields, report()).await;
        assert_eq!((reply.status, reply.json()), (status, body), "{path} {fields:?}");
    }
    let json = demo.post("import-scan/", json!({"scan_type": "SARIF"})).await;
    assert_eq!(json.status, 415);
    let read = demo.request(Method::GET, "import-scan/").send().await;
    assert_eq!((read.status, read.json()), (400, bare("product_name parameter missing")));
    demo.stop().await;
}

const BANDIT: (&str, &str) = ("scan_type", "Bandit Scan");
const UNTERMINATED: &str = "['Unterminated string starting at: line 1 column 2 (char 1)']";

/// A wrong field is a field map; a report that cannot be read leaves an empty test behind.
#[tokio::test]
async fn forms_and_reports_are_refused_in_their_shapes() {
    let demo = Instance::start().await;
    let report = || Some(("a.json", b"{\"findings\": []}".to_vec()));
    for (fields, member, text) in [
        (("scan_type", "Nope Scan"), "scan_type", "\"Nope Scan\" is not a valid choice."),
        (("scan_type", "sarif"), "scan_type", "\"sarif\" is not a valid choice."),
        (("minimum_severity", "Severe"), "minimum_severity", "\"Severe\" is not a valid choice."),
        (("scan_date", "2099-01-01"), "scan_date", "The scan_date cannot be in the future!"),
        (
            ("tags", "has space"),
            "tags",
            "Invalid tag: 'has space'. Tags should not contain spaces, commas, or quotes.",
        ),
    ] {
        let fields = [GENERIC, ("engagement", "4"), fields];
        let reply = send(&demo, "import-scan/", None, &fields, report()).await;
        assert_eq!((reply.status, &reply.json()[member]), (400, &json!([text])));
    }
    let tests = demo.get("tests/").await["count"].as_u64().unwrap();
    for (scan_type, report, status, text) in [
        (BANDIT, "{\"a", 400, UNTERMINATED),
        (BANDIT, "", 400, "['Expecting value: line 1 column 1 (char 0)']"),
        (BANDIT, "{}", 500, "Internal server error, check logs for details"),
        // Formats that name their tool are read before there is a test.
        (GENERIC, "{\"a", 400, UNTERMINATED),
        (GENERIC, "{}", 500, "Internal server error, check logs for details"),
        (
            GENERIC,
            "{\"findings\": [{\"title\": \"t\"}]}",
            400,
            "[\"Required fields are missing: ['description', 'severity']\"]",
        ),
    ] {
        let file = Some(("a.json", report.as_bytes().to_vec()));
        let fields = [scan_type, ("engagement", "4")];
        let reply = send(&demo, "import-scan/", None, &fields, file).await;
        assert_eq!((reply.status, &reply.json()["message"]), (status, &json!(text)));
    }
    let left = demo.get("tests/?limit=1000").await;
    assert_eq!(left["count"], tests + 3, "each of the first left a test");
    assert_eq!(left["results"].as_array().unwrap().last().unwrap()["percent_complete"], 50);
    demo.stop().await;
}

/// The limit is DefectDojo's, and a report just below it goes through.
#[tokio::test]
async fn a_report_may_have_100_megabytes() {
    let demo = Instance::start().await;
    let fields = [("scan_type", "Nmap Scan"), ("engagement", "4")];
    let mut report = b"<x>".to_vec();
    report.resize(100 * 1024 * 1024 - 4, b' ');
    report.extend_from_slice(b"</x>");
    let digest = hex(&Sha256::digest(&report));
    let length = report.len();
    let reply = send(&demo, "import-scan/", None, &fields, Some(("big.xml", report.clone()))).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let test = reply.json()["test"].clone();
    let history = demo.get(&format!("test_imports/?test={test}")).await["results"][0].clone();
    assert_eq!((&history["demo_sha256"], &history["demo_bytes"]), (&json!(digest), &json!(length)));
    report.push(b'\n');
    let reply = send(&demo, "import-scan/", None, &fields, Some(("big.xml", report))).await;
    assert_eq!(
        reply.json()["non_field_errors"],
        json!(["Report file is too large. Maximum supported size is 100 MB"])
    );
    demo.stop().await;
}
