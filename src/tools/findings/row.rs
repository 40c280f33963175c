//! One finding as it is answered: the contract's fields always, the rest where it is asked for and there is something.

use serde_json::Value;

use crate::{
    access::Access,
    dojo::{Dojo, models, words::Severity},
    screen::{Bare, FindingKey, Object, Optional, Present, Untrusted, Walk, Wrapping, answer},
    tools::{Detail, products::some_text},
};

answer! {
    struct VulnerabilityId {
        vulnerability_id: Bare,
    }

    struct NoteWarning {
        message: &'static str,
        note_attach_failed: bool,
        finding_id: u64,
    }

    pub(crate) struct Finding {
        pub(crate) id: FindingKey,
        test_id: Option<u64>,
        title: Untrusted,
        severity: Option<Severity>,
        description: Optional<Untrusted>,
        active: bool,
        verified: bool,
        mitigated: Option<String>,
        is_mitigated: bool,
        out_of_scope: bool,
        false_p: bool,
        duplicate: bool,
        risk_accepted: bool,
        cwe: Option<i64>,
        cvssv3_score: Option<f64>,
        component_name: Option<Bare>,
        component_version: Option<Bare>,
        file_path: Option<Bare>,
        line: Option<i64>,
        tags: Untrusted<Vec<String>>,
        vulnerability_ids: Vec<VulnerabilityId>,

        display_status: Optional<Untrusted>,
        date: Optional<String>,
        /// Days since then.
        age: Optional<i64>,
        sla_expiration_date: Optional<String>,
        /// Negative: past the SLA.
        sla_days_remaining: Optional<i64>,
        /// Probability of exploitation within 30 days, 0 to 1.
        epss_score: Optional<f64>,
        /// 0 to 1.
        epss_percentile: Optional<f64>,
        /// In a catalogue of known exploited vulnerabilities.
        known_exploited: Optional<bool>,
        ransomware_used: Optional<bool>,
        kev_date: Optional<String>,
        cvssv3: Optional<Bare>,
        cvssv4: Optional<Bare>,
        cvssv4_score: Optional<f64>,
        cwes: Optional<Bare<Vec<String>>>,
        mitigation: Optional<Untrusted>,
        impact: Optional<Untrusted>,
        steps_to_reproduce: Optional<Untrusted>,
        severity_justification: Optional<Untrusted>,
        references: Optional<Untrusted>,
        fix_available: Optional<bool>,
        fix_version: Optional<Untrusted>,
        service: Optional<Untrusted>,
        vuln_id_from_tool: Optional<Bare>,
        unique_id_from_tool: Optional<Bare>,
        /// How often the scanner saw it.
        nb_occurences: Optional<u64>,
        duplicate_finding: Optional<u64>,
        under_review: Optional<bool>,
        static_finding: Optional<bool>,
        dynamic_finding: Optional<bool>,
        planned_remediation_date: Optional<String>,
        created: Optional<String>,
        updated: Optional<String>,
        last_status_update: Optional<String>,
        test_title: Optional<Untrusted>,
        test_type_name: Optional<Untrusted>,
        engagement_id: Optional<u64>,
        engagement_name: Optional<Untrusted>,
        product_id: Optional<u64>,
        product_name: Optional<Untrusted>,
        link: Optional<String>,
        _notice: Optional<String>,
        _warning: Optional<NoteWarning>,
    }
}

/// What the schema of a changed finding names: what a change is about. The rest is as `get_finding` describes it.
const CHANGED: &[&str] = &[
    "id",
    "title",
    "severity",
    "active",
    "verified",
    "mitigated",
    "is_mitigated",
    "out_of_scope",
    "false_p",
    "duplicate",
    "risk_accepted",
    "tags",
    "_notice",
    "_warning",
];

/// A finding after a change, never with all its detail, and so with a smaller schema.
#[derive(Debug)]
pub(crate) struct Changed(pub(super) Finding);

impl Present for Changed {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        self.0.present(walk)
    }

    fn schema(wrapping: Wrapping) -> Object {
        let mut schema = Finding::schema(wrapping);
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            properties.retain(|name, _| CHANGED.contains(&name.as_str()));
        }
        schema.insert("required".to_owned(), vec!["id"].into());
        schema
    }
}

impl Finding {
    pub(super) fn from<A: Access>(
        finding: models::Finding,
        detail: Detail,
        dojo: &Dojo<A>,
    ) -> Option<Self> {
        let id = finding.id?;
        let full = detail == Detail::Full;
        let related = finding.related_fields.filter(|_| full).and_then(|related| related.test);
        let (test_title, test_type, engagement) = match related {
            Some(test) => (test.title, test.test_type, test.engagement),
            None => (None, None, None),
        };
        let (engagement_id, engagement_name, product) = match engagement {
            Some(engagement) => (engagement.id, engagement.name, engagement.product),
            None => (None, None, None),
        };
        let moment = |moment: Option<models::Moment>| {
            Optional(moment.filter(|_| full).map(models::Moment::into_string))
        };
        let text = |text: Option<Untrusted>| some_text(text.filter(|_| full).unwrap_or_default());
        let bare = |word: Option<Untrusted>| {
            Optional(some_text(word.filter(|_| full).unwrap_or_default()).0.map(Untrusted::bare))
        };
        let flag = |flag: bool| Optional((full && flag).then_some(true));
        let cwes: Vec<String> =
            finding.cwes.into_iter().map(|cwe| cwe.cwe.into_foreign()).collect();
        Some(Self {
            id: FindingKey(id),
            test_id: finding.test,
            title: finding.title,
            severity: finding.severity,
            description: Optional((detail != Detail::Summary).then_some(finding.description)),
            active: finding.active,
            verified: finding.verified,
            mitigated: finding.mitigated.map(models::Moment::into_string),
            is_mitigated: finding.is_mitigated,
            out_of_scope: finding.out_of_scope,
            false_p: finding.false_p,
            duplicate: finding.duplicate,
            risk_accepted: finding.risk_accepted,
            cwe: finding.cwe,
            cvssv3_score: finding.cvssv3_score,
            component_name: finding.component_name.map(Untrusted::bare),
            component_version: finding.component_version.map(Untrusted::bare),
            file_path: finding.file_path.map(Untrusted::bare),
            line: finding.line,
            tags: finding.tags,
            vulnerability_ids: finding
                .vulnerability_ids
                .into_iter()
                .map(|id| VulnerabilityId { vulnerability_id: id.vulnerability_id.bare() })
                .collect(),

            display_status: text(Some(finding.display_status)),
            date: moment(finding.date),
            age: Optional(finding.age.filter(|_| full)),
            sla_expiration_date: moment(finding.sla_expiration_date),
            sla_days_remaining: Optional(finding.sla_days_remaining.filter(|_| full)),
            epss_score: Optional(finding.epss_score.filter(|_| full)),
            epss_percentile: Optional(finding.epss_percentile.filter(|_| full)),
            known_exploited: Optional(full.then_some(finding.known_exploited)),
            ransomware_used: flag(finding.ransomware_used),
            kev_date: moment(finding.kev_date),
            cvssv3: bare(finding.cvssv3),
            cvssv4: bare(finding.cvssv4),
            cvssv4_score: Optional(finding.cvssv4_score.filter(|_| full)),
            cwes: Optional((full && !cwes.is_empty()).then(|| Untrusted::new(cwes).bare())),
            mitigation: text(finding.mitigation),
            impact: text(finding.impact),
            steps_to_reproduce: text(finding.steps_to_reproduce),
            severity_justification: text(finding.severity_justification),
            references: text(finding.references),
            fix_available: Optional(finding.fix_available.filter(|_| full)),
            fix_version: text(finding.fix_version),
            service: text(finding.service),
            vuln_id_from_tool: bare(finding.vuln_id_from_tool),
            unique_id_from_tool: bare(finding.unique_id_from_tool),
            nb_occurences: Optional(finding.nb_occurences.filter(|count| full && *count > 1)),
            duplicate_finding: Optional(
                finding.duplicate_finding.filter(|_| full && !finding.duplicates_stranger),
            ),
            under_review: flag(finding.under_review),
            static_finding: flag(finding.static_finding),
            dynamic_finding: flag(finding.dynamic_finding),
            planned_remediation_date: moment(finding.planned_remediation_date),
            created: moment(finding.created),
            updated: moment(finding.updated),
            last_status_update: moment(finding.last_status_update),
            test_title: text(test_title),
            test_type_name: text(test_type.and_then(|test_type| test_type.name)),
            engagement_id: Optional(engagement_id),
            engagement_name: text(engagement_name),
            product_id: Optional(product.as_ref().and_then(|product| product.id)),
            product_name: text(product.and_then(|product| product.name)),
            link: Optional(full.then(|| dojo.link("finding", id))),
            _notice: Optional(None),
            _warning: Optional(None),
        })
    }

    pub(super) fn notice(&mut self, notice: &str) {
        self._notice = Optional(Some(notice.to_owned()));
    }

    /// The change was made, its note was not stored.
    pub(super) fn warn_of_note(&mut self, message: &'static str) {
        let FindingKey(finding_id) = self.id;
        self._warning =
            Optional(Some(NoteWarning { message, note_attach_failed: true, finding_id }));
    }
}
