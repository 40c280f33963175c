//! What an import would do: where it would go by DefectDojo's own rules, what it would create and could close.
//!
//! Everything here works with a client of any access, and such a client has no call that changes anything.

use serde_json::{Value, json};

use super::{Verb, fit::Doubt};
use crate::{
    access::Access,
    dojo::{
        Dojo, Error, ImportForm, Unfilterable, Window,
        filters::{Order, Query, findings, tests},
        models,
        words::{EngagementId, Flag, Limit, ProductId},
    },
    reports::{Container, Seen},
    screen::{Object, Optional, Present, Untrusted, Walk, Wrapping, answer, schema_of},
};

/// [`Plan`], described in a sentence.
#[derive(Debug)]
pub(super) struct Preview(Plan);

impl Present for Preview {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        self.0.present(walk)
    }

    fn foreign_bytes(&self) -> usize {
        self.0.foreign_bytes()
    }

    fn schema(_: Wrapping) -> Object {
        schema_of(json!({
            "type": "object",
            "description": "What would happen: would, creates, closes_at_most, product, engagement, test, report, \
                unused, problems",
        }))
    }
}

answer! {
    struct Named {
        id: u64,
        name: Option<Untrusted>,
    }

    struct Looks {
        bytes: u64,
        /// Of which scanner it seems to be.
        looks_like: Optional<&'static str>,
        scan_types: Optional<Vec<&'static str>>,
        container: &'static str,
    }

    struct Plan {
        would: String,
        creates: Optional<Vec<&'static str>>,
        /// Findings that are open where the import closes what its report does not have.
        closes_at_most: u64,
        product: Optional<Named>,
        engagement: Optional<Named>,
        test: Optional<Named>,
        report: Looks,
        /// Arguments that DefectDojo would pass over, and why.
        unused: Optional<Vec<String>>,
        /// Why the import would be refused or misread.
        problems: Optional<Vec<String>>,
    }
}

/// The report of a preview, and what was found out about it.
pub(super) struct Examined {
    pub(super) bytes: u64,
    pub(super) seen: Seen,
    pub(super) doubts: Vec<Doubt>,
}

/// Where a report would go.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) product: Option<models::Product>,
    pub(super) engagement: Option<models::Engagement>,
    pub(super) test: Option<models::Test>,
    problems: Vec<String>,
}

impl Found {
    fn product_id(&self) -> Option<u64> {
        self.product.as_ref().and_then(|product| product.id)
    }

    fn engagement_id(&self) -> Option<u64> {
        self.engagement.as_ref().and_then(|engagement| engagement.id)
    }

    fn test_id(&self) -> Option<u64> {
        self.test.as_ref().and_then(|test| test.id)
    }

    fn creates(&self, verb: Verb) -> Vec<&'static str> {
        let missing = [
            ("product", self.product.is_none()),
            ("engagement", self.engagement.is_none()),
            ("test", verb == Verb::Import || self.test.is_none()),
        ];
        missing.into_iter().filter(|(_, missing)| *missing).map(|(what, _)| what).collect()
    }
}

/// Looks for the place of a report as DefectDojo does (`AutoCreateContextManager`): by ids, or a product by its exact
/// name, the newest engagement of a name in it, and the newest test of the scan type, and of the title, in that.
pub(super) async fn find<A: Access>(
    dojo: &Dojo<A>,
    form: &ImportForm,
    verb: Verb,
    test: Option<models::Test>,
) -> Result<Found, Error> {
    dojo.check_target(form).await?;
    let mut found = Found { test, ..Found::default() };
    let engagement = match &found.test {
        Some(test) => test.engagement.and_then(EngagementId::new),
        None => form.target.engagement,
    };
    if let Some(engagement) = engagement {
        let engagement = dojo.engagement(engagement).await?;
        if let Some(product) = engagement.product.and_then(ProductId::new) {
            found.product = Some(dojo.product(product).await?);
        }
        found.engagement = Some(engagement);
        return Ok(found);
    }
    by_names(dojo, form, verb, &mut found).await?;
    Ok(found)
}

async fn by_names<A: Access>(
    dojo: &Dojo<A>,
    form: &ImportForm,
    verb: Verb,
    found: &mut Found,
) -> Result<(), Error> {
    let target = &form.target;
    let creates = form.auto_create_context == Some(Flag(true));
    let [product_name, engagement_name] = [&target.product_name, &target.engagement_name]
        .map(|name| name.as_ref().map_or("", |name| name.as_str()));
    found.product = dojo.product_named(product_name).await?;
    if let Some(product) = found.product_id() {
        found.engagement = dojo.engagement_named(product, engagement_name).await?;
    }
    if let (Verb::Reimport, Some(engagement)) = (verb, found.engagement_id()) {
        found.test = newest_test(dojo, engagement, form).await?;
    }
    let missing = match (&found.product, &found.engagement, &found.test, verb) {
        (None, ..) => Some("product of this name"),
        (_, None, ..) => Some("engagement of this name in the product"),
        (_, _, None, Verb::Reimport) => {
            Some("test of this scan type (and title) in the engagement")
        }
        _ => None,
    };
    if let Some(missing) = missing.filter(|_| !creates) {
        found.problems.push(format!(
            "there is no {missing}, and auto_create_context is not true: DefectDojo would refuse the report"
        ));
    }
    match (&found.product, &target.product_type_name) {
        (None, None) if creates => found.problems.push(
            "a product is created only with product_type_name, the name of its type".to_owned(),
        ),
        (Some(product), Some(name)) => {
            // A key that sees no product types cannot tell.
            let types = dojo.product_types(Some(name.as_str()), longest()).await?;
            let named = types.rows.into_iter().find(|kind| kind.name.foreign() == name.as_str());
            if named.is_some_and(|kind| kind.id != product.prod_type) {
                found.problems.push(
                    "the product is of another product type than product_type_name: DefectDojo would refuse the report"
                        .to_owned(),
                );
            }
        }
        _ => {}
    }
    Ok(())
}

async fn newest_test<A: Access>(
    dojo: &Dojo<A>,
    engagement: u64,
    form: &ImportForm,
) -> Result<Option<models::Test>, Error> {
    let mut query = Query::default();
    query.number(tests::ENGAGEMENT, Some(engagement));
    if let Some(title) = &form.target.test_title
        && query.value(tests::TITLE, &title.as_str().into()).is_err()
    {
        return Ok(None);
    }
    query.order(Order::parse("-created", tests::ORDERINGS, "created").ok().as_ref());
    let scan_type = form.scan_type.as_str().to_owned();
    let keeps = move |test: &models::Test| {
        test.scan_type.as_ref().is_some_and(|own| *own.foreign() == scan_type)
    };
    let found = dojo.tests(&query, Some(&keeps), longest()).await?;
    Ok(found.rows.into_iter().max_by_key(|test| test.id))
}

fn longest() -> Window {
    Window { limit: Limit::LONGEST, ..Window::default() }
}

/// How many findings are open where the import closes those that its report does not have.
async fn could_close<A: Access>(
    dojo: &Dojo<A>,
    form: &ImportForm,
    verb: Verb,
    found: &Found,
) -> Result<u64, Error> {
    let closes = form.close_old_findings.map_or(verb == Verb::Reimport, |Flag(closes)| closes);
    if !closes {
        return Ok(0);
    }
    let mut query = Query::default();
    if let Some(service) = form.details.value("service") {
        query.value(findings::SERVICE, &service.into()).ok();
    }
    // A reimport that makes its test closes like an import in older releases, and nothing in newer ones.
    if let (Verb::Reimport, Some(test)) = (verb, found.test_id()) {
        query.number(findings::TEST, Some(test));
        query.flag(findings::IS_MITIGATED, Some(Flag(false)));
        return count(dojo, query).await;
    }
    match (product_scope(form), found.product_id(), found.engagement_id()) {
        (true, Some(product), _) => query.numbers(findings::PRODUCT, &[product]),
        (false, _, Some(engagement)) => query.numbers(findings::ENGAGEMENT, &[engagement]),
        _ => return Ok(0),
    }
    // Some formats make a test type for each tool: "CodeQL Scan (SARIF)". Which is the report's, its parser decides.
    let scan_type = form.scan_type.as_str();
    let types = dojo.test_types(Some(scan_type), longest()).await?;
    let of_tool = format!("({scan_type})");
    let types: Vec<u64> = types
        .rows
        .into_iter()
        .filter(|kind| {
            let name = kind.name.foreign();
            name == scan_type || name.ends_with(&of_tool)
        })
        .filter_map(|kind| kind.id)
        .collect();
    if types.is_empty() {
        return Ok(0);
    }
    query.numbers(findings::TEST_TYPE, &types);
    // Those whose risk is accepted are closed as well, though they are not active.
    let mut accepted = query.clone();
    query.flag(findings::ACTIVE, Some(Flag(true)));
    accepted.flag(findings::ACTIVE, Some(Flag(false)));
    accepted.flag(findings::RISK_ACCEPTED, Some(Flag(true)));
    Ok(count(dojo, query).await? + count(dojo, accepted).await?)
}

async fn count<A: Access>(dojo: &Dojo<A>, query: Query) -> Result<u64, Error> {
    let window = Window { count_only: true, ..Window::default() };
    Ok(dojo.findings(query, &Unfilterable::default(), window).await?.count)
}

fn product_scope(form: &ImportForm) -> bool {
    form.details.value("close_old_findings_product_scope") == Some("true")
}

/// Arguments that DefectDojo takes and does nothing with.
fn unused(form: &ImportForm, verb: Verb, found: &Found) -> Vec<String> {
    let target = &form.target;
    let has = |field: &str| form.details.value(field).is_some();
    let by_id = target.test.is_some() || target.engagement.is_some();
    let named = "an id says where the report goes";
    let exists = "the engagement exists";
    let closes = form.close_old_findings.map_or(verb == Verb::Reimport, |Flag(closes)| closes);
    let has_engagement = found.engagement.is_some();
    let table = [
        ("product_name", target.product_name.is_some() && by_id, named),
        ("engagement_name", target.engagement_name.is_some() && by_id, named),
        ("product_type_name", target.product_type_name.is_some() && by_id, named),
        ("test_title", target.test_title.is_some() && target.test.is_some(), named),
        (
            "auto_create_context",
            form.auto_create_context == Some(Flag(true))
                && has_engagement
                && (verb == Verb::Import || found.test.is_some()),
            "everything exists",
        ),
        ("engagement_end_date", has("engagement_end_date") && has_engagement, exists),
        ("source_code_management_uri", has("source_code_management_uri") && has_engagement, exists),
        (
            "deduplication_on_engagement",
            form.deduplication_on_engagement.is_some() && has_engagement,
            exists,
        ),
        (
            "close_old_findings_product_scope",
            product_scope(form) && !closes,
            "close_old_findings is not true",
        ),
        (
            "do_not_reactivate",
            has("do_not_reactivate") && found.test.is_none(),
            "a new test has no findings to come back",
        ),
        (
            "apply_tags_to_findings",
            has("apply_tags_to_findings") && !has("tags"),
            "there are no tags",
        ),
        (
            "apply_tags_to_endpoints",
            has("apply_tags_to_endpoints") && !has("tags"),
            "there are no tags",
        ),
        (
            "create_finding_groups_for_all_findings",
            has("create_finding_groups_for_all_findings") && !has("group_by"),
            "there is no group_by",
        ),
    ];
    let unused = table.into_iter().filter(|(_, unused, _)| *unused);
    unused.map(|(argument, _, why)| format!("{argument}: {why}")).collect()
}

/// All of it, together with the ids that the answer of an import has.
pub(super) async fn plan<A: Access>(
    dojo: &Dojo<A>,
    form: &ImportForm,
    verb: Verb,
    mut found: Found,
    examined: Examined,
) -> Result<(models::Import, Preview), Error> {
    let closes_at_most = could_close(dojo, form, verb, &found).await?;
    let Examined { bytes, seen, doubts } = examined;
    let mut problems = std::mem::take(&mut found.problems);
    let is_refused = !problems.is_empty() || doubts.iter().any(|doubt| doubt.is_sure);
    problems.extend(doubts.into_iter().map(|doubt| doubt.text));
    let creates = found.creates(verb);
    let would = if is_refused {
        "be refused, or go wrong: see problems".to_owned()
    } else {
        let making = match creates.as_slice() {
            [] => String::new(),
            [only] => format!("create a {only} and "),
            several => format!("create {} and ", several.join(", ")),
        };
        match (verb, found.test_id(), found.engagement_id()) {
            (Verb::Reimport, Some(test), _) => format!("bring test {test} up to date"),
            (_, _, Some(engagement)) => {
                format!("{making}put the findings into it, in engagement {engagement}")
            }
            _ => format!("{making}put the findings into it"),
        }
    };
    let import = models::Import {
        test_id: found.test_id(),
        engagement_id: found.engagement_id(),
        product_id: found.product_id(),
        scan_type: Untrusted::new(form.scan_type.as_str().to_owned()),
        ..models::Import::default()
    };
    let some = |texts: Vec<String>| Optional((!texts.is_empty()).then_some(texts));
    let unused = some(unused(form, verb, &found));
    let named =
        |id: Option<u64>, name: Option<Untrusted>| Optional(id.map(|id| Named { id, name }));
    let plan = Plan {
        would,
        creates: Optional(Some(creates).filter(|creates| !creates.is_empty() && !is_refused)),
        closes_at_most,
        product: named(found.product_id(), found.product.map(|product| product.name)),
        engagement: named(import.engagement_id, found.engagement.and_then(|one| one.name)),
        test: named(import.test_id, found.test.and_then(|test| test.title)),
        report: Looks {
            bytes,
            looks_like: Optional(seen.shape.map(|shape| shape.name)),
            scan_types: Optional(
                seen.shape.map(|shape| shape.scan_types.to_vec()).filter(|types| !types.is_empty()),
            ),
            container: match seen.container {
                Container::Json => "JSON",
                Container::Xml => "XML",
                Container::Other => "neither JSON nor XML",
            },
        },
        unused,
        problems: some(problems),
    };
    Ok((import, Preview(plan)))
}
