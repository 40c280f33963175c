//! What reports look like. Where a form is published, its source stands beside it; the others are as DefectDojo's own
//! sample reports (`unittests/scans` of django-DefectDojo) and parsers have them.

use super::Shape;

const fn shape(
    name: &'static str,
    scan_types: &'static [&'static str],
    signs: &'static [&'static [&'static str]],
) -> Shape {
    Shape { name, scan_types, instead: None, signs }
}

/// A form that no parser of DefectDojo reads, though it reads another of the same scanner.
const fn unread(
    name: &'static str,
    instead: &'static str,
    signs: &'static [&'static [&'static str]],
) -> Shape {
    Shape { name, scan_types: &[], instead: Some(instead), signs }
}

/// Where a report fits several, the first counts.
#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    // Formats of many tools.
    // OASIS SARIF 2.1.0, sections 3.13 (sarifLog) and 3.14 (run).
    shape("SARIF", &["SARIF", "Snyk Code Scan", "Snyk Scan", "Mayhem SARIF Report", "Govulncheck Scanner", "Govulncheck Scanner V2"], &[
        &["$schema~sarif", "runs"], &["version=2.1.0", "runs"], &["runs[].tool.driver"],
    ]),
    // CycloneDX 1.4 to 1.6, JSON and XML schemas.
    shape("a CycloneDX bill of materials", &["CycloneDX Scan"], &[
        &["bomFormat=CycloneDX"], &["<bom/components"], &["<bom/metadata"], &["<bom/vulnerabilities"],
    ]),
    // SPDX 2.3, section 6.1.
    shape("an SPDX document", &["SPDX Scan"], &[&["spdxVersion"]]),
    // OpenVEX specification 0.2.0, "@context".
    shape("an OpenVEX document", &["OpenVEX Scan"], &[&["@context~openvex"]]),
    // OASIS CSAF 2.0, section 3.2.1.
    shape("a CSAF document", &["CSAF Scan"], &[&["document.csaf_version"]]),
    // AWS Security Hub user guide, "AWS Security Finding Format (ASFF)": required attributes.
    shape("AWS Security Finding Format (ASFF)", &["AWS Security Hub Scan", "AWS Security Finding Format (ASFF) Scan", "AWS Prowler V3", "AWS Prowler Scan", "Prowler Scan"], &[
        &["Findings[].AwsAccountId", "Findings[].ProductArn"], &["[].AwsAccountId", "[].ProductArn"],
        &["Findings[].AwsAccountId", "Findings[].GeneratorId"], &["[].AwsAccountId", "[].GeneratorId"],
    ]),
    // Amazon Inspector API reference, Finding.
    shape("an AWS Inspector report", &["AWS Inspector2 Scan"], &[&["findings[].awsAccountId", "findings[].findingArn"]]),

    // Code.
    // semgrep/semgrep-interfaces, semgrep_output_v1: cli_output.
    shape("a Semgrep JSON report", &["Semgrep JSON Report"], &[
        &["results[].check_id", "results[].extra"], &["results[].check_id", "results[].path"],
        &["results", "errors", "paths.scanned"],
    ]),
    shape("a Semgrep Pro JSON report", &["Semgrep Pro JSON Report"], &[&["findings[].rule_name", "findings[].repository.name"]]),
    // PyCQA/bandit, formatters/json.py.
    shape("a Bandit JSON report", &["Bandit Scan"], &[
        &["results[].test_id", "results[].issue_severity"], &["errors", "generated_at", "metrics"],
    ]),
    // securego/gosec, report/json.
    shape("a Gosec JSON report", &["Gosec Scanner"], &[&["Golang errors", "Issues"]]),
    shape("a Brakeman JSON report", &["Brakeman Scan"], &[&["scan_info.brakeman_version"]]),
    // ESLint documentation, "Formatters Reference": json.
    shape("an ESLint JSON report", &["ESLint Scan", "Secretlint Scan"], &[&["[].filePath", "[].messages"]]),
    // SonarQube Web API, api/issues/search and api/hotspots/search; the sonar-report tool.
    shape("a SonarQube report", &["SonarQube Scan", "SonarQube Scan detailed", "SonarQube API Import"], &[
        &["paging.pageIndex", "issues"], &["paging.pageIndex", "hotspots"], &["sonarBaseURL", "sonarComponent"],
    ]),
    shape("a Checkmarx XML report", &["Checkmarx Scan", "Checkmarx Scan detailed"], &[&["<CxXMLResults"]]),
    // spotbugs/spotbugs, etc/bugcollection.xsd.
    shape("a SpotBugs XML report", &["SpotBugs Scan"], &[&["<BugCollection"]]),
    // Veracode documentation, detailedreport.xsd.
    shape("a Veracode detailed report", &["Veracode Scan"], &[&["<detailedreport"]]),

    // Secrets.
    // gitleaks/gitleaks, report/finding.go; before version 8 src/options and src/leak.
    shape("a Gitleaks JSON report", &["Gitleaks Scan"], &[
        &["[].RuleID", "[].Secret"], &["[].RuleID", "[].Match"], &["[].rule", "[].offender", "[].commit"],
    ]),
    // trufflesecurity/trufflehog, pkg/output/json.go; before version 3 the Python tool.
    shape("a TruffleHog JSON report", &["Trufflehog Scan", "Trufflehog3 Scan"], &[
        &["SourceMetadata", "DetectorName"], &["[].SourceMetadata", "[].DetectorName"],
        &["stringsFound", "commitHash"], &["[].stringsFound", "[].commitHash"],
    ]),
    // Yelp/detect-secrets, baseline format.
    shape("a detect-secrets baseline", &["Detect-secrets Scan"], &[&["plugins_used", "results"]]),

    // Images and dependencies.
    // aquasecurity/trivy, pkg/types/report.go and pkg/k8s/report.
    shape("a Trivy JSON report", &["Trivy Scan"], &[
        &["SchemaVersion", "ArtifactName"], &["Results[].Target", "Results[].Class"],
        &["Results[].Vulnerabilities[].VulnerabilityID"], &["[].Target", "[].Vulnerabilities[].VulnerabilityID"],
        &["ClusterName", "Resources[].Kind"], &["ClusterName", "Vulnerabilities[].Kind"], &["ClusterName", "Findings[].Kind"],
    ]),
    // aquasecurity/trivy-operator, custom resource definitions.
    shape("a Trivy Operator report", &["Trivy Operator Scan"], &[
        &["kind=VulnerabilityReport"], &["kind=ConfigAuditReport"], &["kind=ExposedSecretReport"],
        &["items[].kind=VulnerabilityReport"], &["items[].kind=ConfigAuditReport"], &["items[].kind=ExposedSecretReport"],
    ]),
    // anchore/grype, grype/presenter/models.
    shape("a Grype JSON report", &["Anchore Grype", "Anchore Grype detailed"], &[
        &["matches[].vulnerability", "matches[].artifact"], &["matches", "descriptor.name=grype"],
    ]),
    // Anchore Engine API, /images/{digest}/vuln/{type}.
    shape("an Anchore Engine report", &["Anchore Engine Scan"], &[
        &["imageDigest", "vulnerabilities", "vulnerability_type"], &["vulnerabilities[].feed_group", "vulnerabilities[].vuln"],
    ]),
    // Snyk CLI, `snyk test --json`.
    shape("a Snyk JSON report", &["Snyk Scan"], &[
        &["vulnerabilities[].upgradePath", "vulnerabilities[].from"], &["[].vulnerabilities[].upgradePath", "[].vulnerabilities[].from"],
        &["vulnerabilities", "packageManager", "dependencyCount"], &["[].vulnerabilities", "[].packageManager", "[].dependencyCount"],
    ]),
    // jeremylong/DependencyCheck, dependency-check.2.5.xsd and later.
    shape("a Dependency-Check XML report", &["Dependency Check Scan"], &[&["<analysis/scanInfo"]]),
    unread("a Dependency-Check JSON report", "DefectDojo reads Dependency-Check's XML report (`--format XML`)", &[
        &["reportSchema", "scanInfo.engineVersion"],
    ]),
    // Dependency-Track documentation, "File Formats": FPF.
    shape("a Dependency-Track FPF export", &["Dependency Track Finding Packaging Format (FPF) Export"], &[
        &["meta.application=Dependency-Track"], &["findings[].component", "findings[].vulnerability", "findings[].matrix"],
    ]),
    // npm documentation, `npm audit --json`: auditReportVersion 2 since npm 7.
    shape("an npm audit report (npm 7 and later)", &["NPM Audit v7+ Scan"], &[&["auditReportVersion=2"]]),
    shape("an npm audit report (npm 6)", &["NPM Audit Scan", "Yarn Audit Scan", "pnpm Audit Scan"], &[&["advisories", "muted", "metadata"]]),
    // pypa/pip-audit, README: JSON output.
    shape("a pip-audit JSON report", &["pip-audit Scan"], &[
        &["dependencies[].name", "dependencies[].vulns"], &["[].name", "[].version", "[].vulns"],
    ]),
    // google/osv-scanner documentation, "Output": JSON.
    shape("an OSV-Scanner JSON report", &["OSV Scan"], &[&["results[].packages", "results[].source"]]),
    // golang.org/x/vuln, internal/govulncheck: Config; before version 1 internal/result.
    shape("a govulncheck JSON report", &["Govulncheck Scanner", "Govulncheck Scanner V2"], &[
        &["config.scanner_name=govulncheck"], &["[].config.scanner_name=govulncheck"],
        &["config.protocol_version", "config.go_version"], &["Calls", "Imports", "Requires", "Modules"],
    ]),
    // rustsec/rustsec, report.rs.
    shape("a cargo-audit JSON report", &["CargoAudit Scan"], &[&["database.advisory-count", "vulnerabilities"]]),

    // Infrastructure as code.
    // bridgecrewio/checkov, common/output/report.py.
    shape("a Checkov JSON report", &["Checkov Scan"], &[
        &["check_type", "results.failed_checks"], &["check_type", "results.passed_checks"],
        &["[].check_type", "[].results.failed_checks"], &["[].check_type", "[].results.passed_checks"],
        &["checkov_version", "resource_count"],
    ]),
    shape("a KICS JSON report", &["KICS Scan"], &[&["kics_version"]]),
    shape("a tfsec JSON report", &["TFSec Scan"], &[&["results[].rule_id", "results[].long_id"]]),
    shape("a Hadolint JSON report", &["Hadolint Dockerfile check"], &[&["[].code", "[].column", "[].file", "[].level", "[].message"]]),
    // prowler-cloud/prowler documentation, "Reporting": CSV, JSON-OCSF; version 3's own JSON; version 2's CSV.
    shape("a Prowler report", &["Prowler Scan", "AWS Prowler V3", "AWS Prowler Scan"], &[
        &["|CHECK_ID", "|PROVIDER", "|STATUS_EXTENDED"], &["[].CheckID", "[].StatusExtended"],
        &["[].finding_info", "[].metadata.event_code"], &["|PROFILE", "|ACCOUNT_NUM", "|TITLE_ID"],
    ]),

    // Web and network.
    // zaproxy/zap-extensions, "Traditional XML Report"; DefectDojo answers its JSON with "please use xml".
    shape("a ZAP XML report", &["ZAP Scan"], &[&["<OWASPZAPReport"]]),
    unread("a ZAP JSON report", "DefectDojo reads ZAP's XML report (`-x`, or the template traditional-xml)", &[
        &["@programName=ZAP"], &["site[].@name", "site[].alerts"],
    ]),
    // PortSwigger, "Reporting scan results": the document type of the XML.
    shape("a Burp XML report", &["Burp Scan"], &[&["<issues@burpVersion"], &["<issues/issue/serialNumber"]]),
    shape("a Burp REST API report", &["Burp REST API"], &[&["issue_events[].issue"]]),
    // Tenable documentation, "Nessus file format" (v2), and its CSV export.
    shape("a Nessus report", &["Tenable Scan"], &[
        &["<NessusClientData_v2"], &["|Plugin ID", "|Risk", "|Host"], &["|Plugin", "|Plugin Name", "|IP Address"],
    ]),
    // nmap.org, nmap.dtd; Masscan writes the same with another name in it.
    shape("an Nmap XML report", &["Nmap Scan"], &[&["<nmaprun@scanner=nmap"]]),
    shape("a Masscan XML report", &["Masscan Scan"], &[&["<nmaprun@scanner=masscan"]]),
    // projectdiscovery/nuclei, pkg/output: ResultEvent.
    shape("a Nuclei JSON report", &["Nuclei Scan"], &[
        &["template-id", "info.severity"], &["[].template-id", "[].info.severity"],
        &["templateID", "info.severity"], &["[].templateID", "[].info.severity"],
    ]),
    // Greenbone Management Protocol, get_reports, and the report formats XML and CSV Results.
    shape("an OpenVAS report", &["OpenVAS Parser", "OpenVAS Parser v2"], &[
        &["<report/report/gmp"], &["<report/report/results"], &["<report/gmp"], &["<get_reports_response"], &["|NVT OID", "|NVT Name"],
    ]),
    // Qualys, asset_data_report.dtd, scan-1.dtd, WAS report DTDs, and CSV exports.
    shape("a Qualys report", &["Qualys Scan", "Qualys VMDR", "Qualys Hacker Guardian Scan"], &[&["<ASSET_DATA_REPORT"], &["|QID", "|Title"]]),
    shape("a Qualys scan (WebGUI XML)", &["Qualys Infrastructure Scan (WebGUI XML)"], &[&["<SCAN/HEADER", "<SCAN/IP"]]),
    shape("a Qualys web application report", &["Qualys Webapp Scan"], &[&["<WAS_SCAN_REPORT"], &["<WAS_WEBAPP_REPORT"]]),
    shape("a Nexpose XML report", &["Nexpose Scan"], &[&["<NexposeReport"]]),
    shape("an Acunetix XML report", &["Acunetix Scan"], &[&["<ScanGroup/Scan"]]),
    shape("a Nikto XML report", &["Nikto Scan"], &[&["<niktoscan"]]),
    shape("a WPScan JSON report", &["Wpscan"], &[&["interesting_findings", "target_url"]]),

    // gitlab-org/security-products/security-report-schemas.
    shape("a GitLab SAST report", &["GitLab SAST Report"], &[&["scan.type=sast", "vulnerabilities"], &["vulnerabilities[].category=sast"]]),
    shape("a GitLab container report", &["GitLab Container Scan"], &[&["scan.type=container_scanning", "vulnerabilities"], &["vulnerabilities[].category=container_scanning"]]),
    shape("a GitLab dependency report", &["GitLab Dependency Scanning Report"], &[&["scan.type=dependency_scanning", "vulnerabilities"], &["vulnerabilities[].category=dependency_scanning"]]),
    shape("a GitLab secret detection report", &["GitLab Secret Detection Report"], &[&["scan.type=secret_detection", "vulnerabilities"], &["vulnerabilities[].category=secret_detection"]]),
    shape("a GitLab DAST report", &["GitLab DAST Report"], &[&["scan.type=dast", "vulnerabilities"], &["vulnerabilities[].category=dast"]]),

    // DefectDojo documentation, "Generic Findings Import". Last: many tables have columns of these names.
    shape("DefectDojo's generic findings", &["Generic Findings Import"], &[
        &["findings[].title", "findings[].severity", "findings[].description"],
        &["|Title", "|Severity", "|Description", "|Mitigation"], &["|Title", "|Severity", "|Description", "|CweId"],
    ]),
];
