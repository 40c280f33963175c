//! The table and its readers: every sign can be seen, real beginnings are known, and nothing makes them panic.

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::*;

fn look(bytes: &[u8], piece: usize) -> Seen {
    let mut sniffer = Sniffer::default();
    for piece in bytes.chunks(piece.max(1)) {
        sniffer.feed(piece);
    }
    sniffer.seen()
}

fn scan_type(report: &str) -> Option<&'static str> {
    let shape = look(report.as_bytes(), usize::MAX).shape?;
    shape.scan_types.first().or(shape.instead.as_ref()).copied()
}

/// The first bytes of reports as their tools write them.
const SAMPLES: &[(&str, &str)] = &[
    (
        "ZAP Scan",
        "<?xml version=\"1.0\"?>\n<OWASPZAPReport programName=\"ZAP\" version=\"2.15.0\">\n<site name=\"https://a\">",
    ),
    (
        "Burp Scan",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE issues [\n<!ELEMENT issues (issue*)>\n<!ATTLIST issues burpVersion CDATA \"\">\n]>\n<issues burpVersion=\"2024.1\" exportTime=\"Mon\">\n<issue><serialNumber>1</serialNumber>",
    ),
    (
        "Tenable Scan",
        "<?xml version=\"1.0\" ?>\n<NessusClientData_v2>\n<Policy><policyName>a</policyName>",
    ),
    (
        "Tenable Scan",
        "\"Plugin ID\",\"CVE\",\"CVSS\",\"Risk\",\"Host\",\"Protocol\",\"Port\",\"Name\"\r\n\"19506\",\"\",\"\",\"None\",\"10.0.0.1\"",
    ),
    (
        "Trivy Scan",
        "{\n  \"SchemaVersion\": 2,\n  \"CreatedAt\": \"2026-01-01T00:00:00Z\",\n  \"ArtifactName\": \"alpine:3.10\",\n  \"Results\": []}",
    ),
    (
        "Trivy Scan",
        "[{\"Target\":\"a (alpine)\",\"Vulnerabilities\":[{\"VulnerabilityID\":\"CVE-2019-1\"}]}]",
    ),
    (
        "Anchore Grype",
        "{\"matches\":[{\"vulnerability\":{\"id\":\"CVE-2020-1\"},\"relatedVulnerabilities\":[],\"matchDetails\":[],\"artifact\":{\"name\":\"a\"}}]}",
    ),
    (
        "Anchore Grype",
        "{\"matches\":[],\"source\":{\"type\":\"image\"},\"distro\":{},\"descriptor\":{\"name\":\"grype\",\"version\":\"0.7\"}}",
    ),
    (
        "Anchore Engine Scan",
        "{\"imageDigest\":\"sha256:0\",\"vulnerabilities\":[{\"feed\":\"vulnerabilities\",\"feed_group\":\"alpine:3.9\",\"vuln\":\"CVE-2019-1\"}],\"vulnerability_type\":\"all\"}",
    ),
    (
        "Semgrep JSON Report",
        "{\"version\":\"1.60.0\",\"results\":[{\"check_id\":\"a.b\",\"path\":\"a.py\",\"start\":{\"line\":1}}]}",
    ),
    (
        "Semgrep JSON Report",
        "{\"errors\": [], \"paths\": {\"scanned\": [\"a.py\"]}, \"results\": [], \"version\": \"1.2\"}",
    ),
    (
        "SARIF",
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[]}",
    ),
    (
        "SARIF",
        "{\"runs\":[{\"tool\":{\"driver\":{\"name\":\"CodeQL\"}},\"results\":[]}],\"version\":\"2.1.0\"}",
    ),
    (
        "Snyk Scan",
        "{\"vulnerabilities\":[{\"id\":\"SNYK-JS-A-1\",\"from\":[\"a@1\"],\"upgradePath\":[false]}],\"ok\":false}",
    ),
    (
        "Snyk Scan",
        "{\"vulnerabilities\": [], \"ok\": true, \"dependencyCount\": 0, \"org\": \"o\", \"packageManager\": \"maven\"}",
    ),
    (
        "Bandit Scan",
        "{\n  \"errors\": [],\n  \"generated_at\": \"2026-01-01T00:00:00Z\",\n  \"metrics\": {\"./a.py\": {\"loc\": 1}}",
    ),
    (
        "Bandit Scan",
        "{\"results\":[{\"code\":\"x\",\"issue_severity\":\"LOW\",\"issue_text\":\"t\",\"test_id\":\"B101\"}]}",
    ),
    (
        "Checkov Scan",
        "{\"check_type\":\"terraform\",\"results\":{\"passed_checks\":[],\"failed_checks\":[]}}",
    ),
    ("Checkov Scan", "[{\"check_type\":\"terraform\",\"results\":{\"failed_checks\":[]}}]"),
    (
        "Checkov Scan",
        "{\"passed\": 0, \"failed\": 0, \"skipped\": 0, \"parsing_errors\": 0, \"resource_count\": 0, \"checkov_version\": \"3.1.0\"}",
    ),
    (
        "Dependency Check Scan",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><analysis xmlns=\"https://jeremylong.github.io/DependencyCheck/dependency-check.2.5.xsd\"><scanInfo><engineVersion>9",
    ),
    (
        "DefectDojo reads Dependency-Check's XML report (`--format XML`)",
        "{\"reportSchema\":\"1.1\",\"scanInfo\":{\"engineVersion\":\"9.0\"}}",
    ),
    ("NPM Audit v7+ Scan", "{\n  \"auditReportVersion\": 2,\n  \"vulnerabilities\": {}"),
    (
        "NPM Audit Scan",
        "{\"actions\":[],\"advisories\":{\"1\":{\"findings\":[]}},\"muted\":[],\"metadata\":{\"vulnerabilities\":{}}}",
    ),
    (
        "pip-audit Scan",
        "{\"dependencies\": [{\"name\": \"a\", \"version\": \"1\", \"vulns\": []}], \"fixes\": []}",
    ),
    ("pip-audit Scan", "[{\"name\": \"a\", \"version\": \"1\", \"vulns\": []}]"),
    (
        "Nmap Scan",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n<?xml-stylesheet href=\"file:///a/nmap.xsl\" type=\"text/xsl\"?>\n<!-- Nmap 7.94 scan -->\n<nmaprun scanner=\"nmap\" args=\"nmap -oX a>b\">",
    ),
    ("Masscan Scan", "<?xml version=\"1.0\"?>\n<nmaprun scanner=\"masscan\" start=\"1\">"),
    (
        "Nuclei Scan",
        "{\"template-id\":\"a\",\"info\":{\"name\":\"A\",\"severity\":\"low\"},\"host\":\"h\"}\n{\"template-id\":\"b\"}",
    ),
    (
        "Nuclei Scan",
        "[{\"template\":\"a.yaml\",\"template-id\":\"a\",\"info\":{\"severity\":\"low\"}}]",
    ),
    (
        "OpenVAS Parser",
        "<report id=\"0\" format_id=\"a994b278\"><owner><name>a</name></owner><report id=\"1\"><gmp><version>9",
    ),
    (
        "OpenVAS Parser",
        "IP,Hostname,Port,Port Protocol,CVSS,Severity,Solution Type,NVT Name,Summary,Specific Result,NVT OID,CVEs",
    ),
    (
        "Qualys Scan",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE ASSET_DATA_REPORT SYSTEM \"https://a/asset_data_report.dtd\">\n<ASSET_DATA_REPORT>",
    ),
    (
        "Qualys Scan",
        "\"Report\",\"A\"\n\n\"Summary\",\"1\"\n\"IP\",\"DNS\",\"NetBIOS\",\"OS\",\"IP Status\",\"QID\",\"Title\",\"Vuln Status\",\"Type\",\"Severity\"",
    ),
    (
        "Qualys Infrastructure Scan (WebGUI XML)",
        "<?xml version=\"1.0\"?><SCAN value=\"scan/1\"><HEADER><KEY value=\"USERNAME\">a</KEY></HEADER><IP value=\"10.0.0.1\">",
    ),
    ("Qualys Webapp Scan", "<?xml version=\"1.0\"?><WAS_SCAN_REPORT><HEADER>"),
    (
        "SonarQube Scan",
        "{\"total\":0,\"p\":1,\"ps\":100,\"paging\":{\"pageIndex\":1,\"pageSize\":100,\"total\":0},\"issues\":[]}",
    ),
    (
        "SonarQube Scan",
        "{\"date\":\"Thursday\",\"projectName\":\"a\",\"sonarBaseURL\":\"https://s\",\"sonarComponent\":\"a\",\"issues\":[]}",
    ),
    (
        "Gitleaks Scan",
        "[\n {\n  \"Description\": \"A key\",\n  \"StartLine\": 3,\n  \"Match\": \"k\",\n  \"Secret\": \"k\",\n  \"RuleID\": \"generic-api-key\"\n }\n]",
    ),
    (
        "Gitleaks Scan",
        "[{\"line\":\"k\",\"lineNumber\":1,\"offender\":\"k\",\"commit\":\"0\",\"rule\":\"AWS\"}]",
    ),
    (
        "Trufflehog Scan",
        "{\"SourceMetadata\":{\"Data\":{}},\"SourceID\":1,\"DetectorName\":\"AWS\",\"Verified\":false}\n",
    ),
    (
        "Trufflehog Scan",
        "{\"branch\":\"main\",\"commit\":\"c\",\"commitHash\":\"0\",\"reason\":\"High Entropy\",\"stringsFound\":[]}",
    ),
    (
        "AWS Security Hub Scan",
        "{\"Findings\":[{\"SchemaVersion\":\"2018-10-08\",\"Id\":\"arn\",\"ProductArn\":\"arn\",\"GeneratorId\":\"g\",\"AwsAccountId\":\"1\"}]}",
    ),
    (
        "AWS Security Hub Scan",
        "[{\"SchemaVersion\":\"2018-10-08\",\"ProductArn\":\"arn\",\"AwsAccountId\":\"1\"}]",
    ),
    (
        "AWS Inspector2 Scan",
        "{\"findings\":[{\"awsAccountId\":\"1\",\"description\":\"d\",\"findingArn\":\"arn\",\"severity\":\"HIGH\",\"title\":\"t\"}]}",
    ),
    ("CycloneDX Scan", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\"}"),
    (
        "CycloneDX Scan",
        "<?xml version=\"1.0\"?><bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\" version=\"1\"><metadata>",
    ),
    (
        "Generic Findings Import",
        "{\"findings\":[{\"title\":\"a\",\"description\":\"b\",\"severity\":\"Low\"}]}",
    ),
    (
        "Generic Findings Import",
        "Date,Title,CweId,Url,Severity,Description,Mitigation,Impact,References\n01/01/2026,a",
    ),
    (
        "Govulncheck Scanner",
        "{\n  \"config\": {\n    \"protocol_version\": \"v1.0.0\",\n    \"scanner_name\": \"govulncheck\"\n  }\n}\n{\n  \"progress\": {}}",
    ),
    (
        "Govulncheck Scanner",
        "{\"Calls\":{},\"Imports\":{},\"Requires\":{},\"Vulns\":null,\"Modules\":[]}",
    ),
    (
        "Prowler Scan",
        "AUTH_METHOD;TIMESTAMP;FINDING_UID;PROVIDER;CHECK_ID;CHECK_TITLE;STATUS;STATUS_EXTENDED;MUTED;SEVERITY\n",
    ),
    (
        "Prowler Scan",
        "[{\"message\":\"m\",\"metadata\":{\"event_code\":\"iam\",\"product\":{}},\"finding_info\":{\"uid\":\"u\"}}]",
    ),
    (
        "Dependency Track Finding Packaging Format (FPF) Export",
        "{\"version\":\"1.2\",\"meta\":{\"application\":\"Dependency-Track\"},\"findings\":[]}",
    ),
    (
        "GitLab SAST Report",
        "{\"version\":\"15.0.0\",\"vulnerabilities\":[],\"scan\":{\"type\":\"sast\",\"status\":\"success\"}}",
    ),
    (
        "Hadolint Dockerfile check",
        "[{\"code\":\"DL3006\",\"column\":1,\"file\":\"Dockerfile\",\"level\":\"warning\",\"line\":1,\"message\":\"m\"}]",
    ),
];

/// A form that is not recognised warns nobody; one that is mistaken for another keeps a good report out.
#[test]
fn reports_are_known_by_their_first_bytes_however_they_are_cut() {
    for (expected, report) in SAMPLES {
        assert_eq!(scan_type(report), Some(*expected), "{report}");
        let marked = [BYTE_ORDER_MARK, b" \n", report.as_bytes()].concat();
        for piece in [1, 2, 3, 7, 4096] {
            let seen = look(&marked, piece);
            let found = seen
                .shape
                .and_then(|shape| shape.scan_types.first().or(shape.instead.as_ref()).copied());
            assert_eq!(found, Some(*expected), "by {piece}: {report}");
        }
    }
    let known: HashSet<_> = SAMPLES.iter().map(|(scan_type, _)| *scan_type).collect();
    assert!(known.len() >= 30, "{}", known.len());
}

/// What only looks a little like a report, or is none, is left to DefectDojo.
#[test]
fn what_is_not_sure_is_not_claimed() {
    for report in [
        "",
        " ",
        "{}",
        "[]",
        "null",
        "<",
        "<a",
        "{\"",
        "{\"runs\":[]}",
        "{\"results\":[]}",
        "{\"findings\":[]}",
        "{\"vulnerabilities\":[]}",
        "{\"note\":\"bomFormat=CycloneDX\"}",
        "{\"a\":{\"bomFormat\":\"CycloneDX\"}}",
        "<!-- <OWASPZAPReport> --><html><body>",
        "<a><![CDATA[<NessusClientData_v2>]]></a>",
        "<report><title/></report>",
        "Title,Severity,Description\na,b,c",
        "just a line of text",
        "<?xml version=\"1.0\"?>",
        "PK\u{3}\u{4}",
        "{\"template-id\":\"a\"}",
        "<testsuites><testsuite/></testsuites>",
    ] {
        assert_eq!(scan_type(report), None, "{report}");
    }
    // The columns of one line count, not of several.
    assert_eq!(scan_type("QID\nTitle\n"), None);
    let container = |text: &str| look(text.as_bytes(), 1).container;
    assert_eq!(container(" {"), Container::Json);
    assert_eq!(container("\u{feff}<a>"), Container::Xml);
    assert_eq!(container("a,b"), Container::Other);
}

/// Long beginnings: what tells comes late, and is found as long as it is within what is looked at.
#[test]
fn what_tells_may_come_late_but_not_too_late() {
    let after = |bytes: usize| {
        let files = (0..bytes / 20).map(|at| format!("\"./{at:08}.py\":[1]"));
        let files = files.collect::<Vec<_>>().join(",");
        format!("{{\"errors\":[],\"aaa\":{{{files}}},\"generated_at\":\"x\",\"metrics\":{{}}}}")
    };
    assert_eq!(scan_type(&after(MOST / 2)), Some("Bandit Scan"));
    assert_eq!(scan_type(&after(MOST * 2)), None);
}

/// A document that has these signs and nothing else.
fn document(set: &[&str]) -> String {
    if set.iter().all(|sign| sign.starts_with(COLUMN)) {
        return set
            .iter()
            .map(|sign| sign.trim_start_matches(COLUMN))
            .collect::<Vec<_>>()
            .join(",");
    }
    if set.iter().all(|sign| sign.starts_with('<')) {
        return set.iter().map(|sign| element(sign)).collect();
    }
    let mut root = Json::Null;
    for sign in set {
        let (place, value) = sign
            .split_once(['=', '~'])
            .map_or((*sign, json!({})), |(place, value)| (place, json!(value)));
        put(&mut root, place, value);
    }
    root.to_string()
}

/// The element or attribute of a sign, inside of the elements that it names. Several roots do no harm here.
fn element(sign: &str) -> String {
    let (path, attribute) =
        sign.trim_start_matches('<').split_once('@').unwrap_or((sign.trim_start_matches('<'), ""));
    let attribute = match attribute.split_once('=') {
        Some((name, value)) => format!(" {name}='{value}'"),
        None if attribute.is_empty() => String::new(),
        None => format!(" {attribute}=\"\""),
    };
    let names: Vec<_> = path.split('/').collect();
    let (last, outer) = names.split_last().unwrap();
    let open: Vec<_> = outer.iter().map(|name| format!("<{name}>")).collect();
    let close: Vec<_> = outer.iter().rev().map(|name| format!("</{name}>")).collect();
    let (open, close) = (open.concat(), close.concat());
    format!("{open}<x:{last}{attribute}/>{close}")
}

fn put(at: &mut Json, place: &str, value: Json) {
    if let Some(rest) = place.strip_prefix("[]") {
        if at.is_null() {
            *at = json!([null]);
        }
        let first = at.as_array_mut().unwrap().first_mut().unwrap();
        return put(first, rest.trim_start_matches('.'), value);
    }
    if place.is_empty() {
        if at.is_null() {
            *at = value;
        }
        return;
    }
    let end = place.find(['.', '[']).unwrap_or(place.len());
    let (name, rest) = place.split_at(end);
    if !at.is_object() {
        *at = Json::Object(Map::new());
    }
    let inner = at.as_object_mut().unwrap().entry(name).or_insert(Json::Null);
    put(inner, rest.trim_start_matches('.'), value);
}

/// A sign with a slip of the pen would never be seen, and nobody would notice.
#[test]
fn every_sign_of_the_table_can_be_seen() {
    for shape in SHAPES {
        for set in shape.signs {
            let document = document(set);
            let found = look(document.as_bytes(), 5).shape.map(|shape| shape.name);
            assert_eq!(found, Some(shape.name), "{set:?}: {document}");
        }
        assert!(shape.scan_types.is_empty() == shape.instead.is_some(), "{}", shape.name);
    }
}

proptest! {
    /// Whatever a caller sends, and however the disk cuts it: no panic, and the same answer.
    #[test]
    fn any_bytes_are_looked_at(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        piece in 1_usize..40,
    ) {
        let [whole, cut] = [bytes.len(), piece].map(|piece| look(&bytes, piece));
        prop_assert_eq!(whole.container, cut.container);
        prop_assert_eq!(whole.shape.map(|shape| shape.name), cut.shape.map(|shape| shape.name));
    }

    /// The same of what is nearly a report.
    #[test]
    fn broken_reports_are_looked_at(
        sample in 0..SAMPLES.len(),
        cut in 0_usize..400,
        at in 0_usize..400,
        noise in "[]\\[{}<>\"'\\\\!?,:;/=@|a-z\n-]{0,12}",
        piece in 1_usize..20,
    ) {
        let mut bytes = SAMPLES[sample].1.as_bytes().to_vec();
        bytes.truncate(cut.max(1));
        let at = at.min(bytes.len());
        bytes.splice(at..at, noise.bytes());
        let [whole, cut] = [bytes.len(), piece].map(|piece| look(&bytes, piece));
        prop_assert_eq!(whole.container, cut.container);
        prop_assert_eq!(whole.shape.map(|shape| shape.name), cut.shape.map(|shape| shape.name));
    }

    /// Nothing grows with what is read, however a report is made.
    #[test]
    fn little_is_held(seed in "[]\\[{}<a\"!,.\n-]{1,40}") {
        let mut sniffer = Sniffer::default();
        for _ in 0..2_000 {
            sniffer.feed(seed.as_bytes());
        }
        prop_assert!(sniffer.facts.seen.len() <= signs().places.len() + signs().values.len());
        let held = match &sniffer.reader {
            Reader::Json(json) => json.held(),
            Reader::Xml(xml) => xml.held(),
            Reader::Lines(lines) => lines.line.bytes.len(),
            Reader::Start => 0,
        };
        prop_assert!(held <= LONGEST_LINE + 64, "{held}");
    }
}
