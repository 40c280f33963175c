//! Tools that bring scanners' reports into DefectDojo.

mod arguments;
mod failure;
mod fit;
mod preview;
mod report;
mod statistics;

use std::str::FromStr;

use crate::{
    access::{Permission, ProductMgmt, ScanMgmt},
    dojo::{ImportForm, Target, models, words::Flag},
    guard::Call,
    scan_types,
    screen::{Bare, Optional, Untrusted, answer},
    tools::{ArgumentProblem, Entry, Error, Hiding, Place, Settings, Tool},
};
use arguments::{ImportScanArgs, ReimportScanArgs};
use failure::Attempt;
use fit::Doubt;
use preview::{Examined, Preview};
use report::Source;
use statistics::Statistics;

pub(super) const TOOLS: &[Entry] = &[Entry::of::<ImportScan>(), Entry::of::<ReimportScan>()];

/// What an import does where a call does not say.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ImportDefaults {
    /// DefectDojo's own: nothing is closed by an import, nothing created, states are left to the report's parser.
    #[default]
    DefectDojo,
    /// The Python server's: contexts are created, old findings closed, everything active and unverified.
    Python,
}

impl FromStr for ImportDefaults {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text.trim().to_ascii_lowercase().as_str() {
            "defectdojo" => Ok(Self::DefectDojo),
            "python" => Ok(Self::Python),
            _ => Err("must be defectdojo or python"),
        }
    }
}

answer! {
    struct Import {
        /// Id of the test that holds the findings.
        test: Option<u64>,
        test_id: Option<u64>,
        scan_type: Bare,
        engagement_id: Optional<u64>,
        product_id: Optional<u64>,
        product_type_id: Optional<u64>,
        statistics: Optional<Statistics>,
        /// false: duplicates are still being looked for, and the statistics do not know them.
        deduplication_complete: Optional<bool>,
        /// Of a preview; nothing was changed.
        preview: Optional<Preview>,
        demo_notice: Optional<Untrusted>,
        _notice: Optional<String>,
    }
}

impl Import {
    fn from(import: models::Import, notice: Option<String>) -> Self {
        let test = import.test.or(import.test_id);
        Self {
            test,
            test_id: import.test_id.or(test),
            scan_type: import.scan_type.bare(),
            engagement_id: Optional(import.engagement_id),
            product_id: Optional(import.product_id),
            product_type_id: Optional(import.product_type_id),
            statistics: Optional(import.statistics.map(Statistics::from)),
            deduplication_complete: Optional(import.deduplication_complete),
            preview: Optional(None),
            demo_notice: Optional(import.demo_notice),
            _notice: Optional(notice),
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verb {
    Import,
    Reimport,
}

struct Upload {
    form: ImportForm,
    report: Source,
    /// Whether only what would happen is asked for.
    preview: bool,
    /// Whether the import goes on though the report, or the test, is another scan type's.
    insists: bool,
}

impl Upload {
    /// What the import takes away. `closes`: whether it closes old findings where the call does not say.
    fn hides(&self, closes: bool) -> Vec<Hiding> {
        let Target { test, engagement, product_name, engagement_name, .. } = &self.form.target;
        let place = match (test, engagement) {
            (Some(test), _) => Place::Test(*test),
            (None, Some(engagement)) => Place::Engagement(*engagement),
            (None, None) => Place::named(product_name.as_ref(), engagement_name.as_ref()),
        };
        let closes = self.form.close_old_findings.map_or(closes, |Flag(flag)| flag);
        let inactive = self.form.active == Some(Flag(false));
        let close_old = closes.then(|| Hiding::CloseOld { place: place.clone() });
        close_old.into_iter().chain(inactive.then_some(Hiding::StoreInactive { place })).collect()
    }
}

fn problem(argument: &str, message: &str) -> Error {
    Error::Arguments(vec![ArgumentProblem {
        argument: argument.to_owned(),
        message: message.to_owned(),
    }])
}

struct ImportScan;

impl Tool for ImportScan {
    const NAME: &'static str = "import_scan";
    const TITLE: &'static str = "Import a report";
    const DESCRIPTION: &'static str = "Puts a scanner's report into a new test of an engagement and answers what came of it. \
        For a later report of the same scanner use reimport_scan on that test: it knows what is new, gone or back.";
    const ROUTES: &'static [&'static str] = &["import-scan"];
    const IDEMPOTENT: bool = false;
    const DESTRUCTIVE: bool = true;

    type Access = ScanMgmt;
    type Args = ImportScanArgs;
    type Output = Import;

    fn changes(upload: &Upload) -> bool {
        !upload.preview
    }

    async fn hides(
        _: &Call<ScanMgmt>,
        settings: &Settings,
        upload: &Upload,
    ) -> Result<Vec<Hiding>, Error> {
        let closes = settings.import_defaults == ImportDefaults::Python;
        Ok(upload.hides(closes))
    }

    async fn run(
        call: &Call<ScanMgmt>,
        settings: &Settings,
        upload: Upload,
    ) -> Result<Import, Error> {
        bring(call, settings, upload, Verb::Import).await
    }
}

struct ReimportScan;

impl Tool for ReimportScan {
    const NAME: &'static str = "reimport_scan";
    const TITLE: &'static str = "Reimport a report";
    const DESCRIPTION: &'static str = "Brings a test up to date with a newer report of the same scanner: new findings are created, \
        those that are back are reopened, and those that are gone are closed unless close_old_findings is false.";
    const ROUTES: &'static [&'static str] = &["reimport-scan"];
    const IDEMPOTENT: bool = false;
    const DESTRUCTIVE: bool = true;

    type Access = ScanMgmt;
    type Args = ReimportScanArgs;
    type Output = Import;

    fn changes(upload: &Upload) -> bool {
        !upload.preview
    }

    async fn hides(
        _: &Call<ScanMgmt>,
        _: &Settings,
        upload: &Upload,
    ) -> Result<Vec<Hiding>, Error> {
        Ok(upload.hides(true))
    }

    async fn run(
        call: &Call<ScanMgmt>,
        settings: &Settings,
        upload: Upload,
    ) -> Result<Import, Error> {
        bring(call, settings, upload, Verb::Reimport).await
    }
}

/// An import or a reimport, or what would come of one.
async fn bring(
    call: &Call<ScanMgmt>,
    settings: &Settings,
    upload: Upload,
    verb: Verb,
) -> Result<Import, Error> {
    let Upload { mut form, report: source, preview, insists } = upload;
    let report = source.open(call, settings).await?;
    if let Some(exact) = scan_types::exact(form.scan_type.as_str()) {
        form.scan_type = form.scan_type.respelt(exact);
    }
    let seen = report.looks_like().await;
    let seen = seen.map_err(|_| problem("file_path", "could not be read to its end"))?;
    let mut doubts: Vec<Doubt> =
        fit::of_report(form.scan_type.as_str(), &seen).into_iter().collect();
    if !preview {
        refuse(&doubts, insists)?;
    }
    let python_closes = (verb == Verb::Import).then_some(Flag(true));
    let mut notice = fill(&mut form, settings.import_defaults, python_closes);
    prepare(call, &form).await?;
    let test = match form.target.test {
        Some(test) if preview || !insists => Some(call.dojo.test(test).await?),
        _ => None,
    };
    doubts.extend(test.as_ref().and_then(|test| fit::of_test(form.scan_type.as_str(), test)));
    if preview {
        for doubt in &mut doubts {
            doubt.is_sure &= !insists;
        }
        let found = preview::find(&call.dojo, &form, verb, test).await?;
        let examined = Examined { bytes: report.length(), seen, doubts };
        let (import, plan) = preview::plan(&call.dojo, &form, verb, found, examined).await?;
        let mut answer = Import::from(import, notice);
        answer.preview = Optional(Some(plan));
        return Ok(answer);
    }
    refuse(&doubts, insists)?;
    let attempt = Attempt::of(&form);
    let imported = match verb {
        Verb::Import => call.dojo.import(form, report).await,
        Verb::Reimport => call.dojo.reimport(form, report).await,
    };
    let imported = match imported {
        Ok(imported) => imported,
        Err(error) => return Err(attempt.failed(call, error).await),
    };
    source.imported(call, settings);
    for doubt in doubts {
        notice = Some(notice.map_or(String::new(), |notice| notice + ". ") + &doubt.text);
    }
    Ok(Import::from(imported, notice))
}

/// Refuses what is surely a mistake, unless the call says that it is none.
fn refuse(doubts: &[Doubt], insists: bool) -> Result<(), Error> {
    match doubts.iter().find(|doubt| doubt.is_sure) {
        Some(doubt) if !insists => Err(problem(
            "scan_type",
            &format!("{}. Give accept_mismatch=true if it is right all the same", doubt.text),
        )),
        _ => Ok(()),
    }
}

/// Fills what the call left out, or says where leaving it out means something else than it did with the Python server.
/// `closes` is that server's default for closing old findings, where DefectDojo's differs.
fn fill(form: &mut ImportForm, defaults: ImportDefaults, closes: Option<Flag>) -> Option<String> {
    let python = [
        ("auto_create_context", &mut form.auto_create_context, Some(Flag(true))),
        ("close_old_findings", &mut form.close_old_findings, closes),
        ("deduplication_on_engagement", &mut form.deduplication_on_engagement, Some(Flag(true))),
        ("active", &mut form.active, Some(Flag(true))),
        ("verified", &mut form.verified, Some(Flag(false))),
    ];
    let absent: Vec<_> = python
        .into_iter()
        .filter(|(_, given, default)| given.is_none() && default.is_some())
        .collect();
    match defaults {
        ImportDefaults::Python => {
            for (_, given, default) in absent {
                *given = default;
            }
            None
        }
        ImportDefaults::DefectDojo => {
            let names: Vec<_> = absent.into_iter().map(|(name, ..)| name).collect();
            (!names.is_empty()).then(|| {
                format!(
                    "left to DefectDojo because the call did not say: {}. Give an argument to decide it",
                    names.join(", ")
                )
            })
        }
    }
}

/// What must hold before a report leaves: the right to create what would be created.
async fn prepare(call: &Call<ScanMgmt>, form: &ImportForm) -> Result<(), Error> {
    let creates = form.auto_create_context == Some(Flag(true));
    if let (true, Some(name)) = (creates, &form.target.product_name)
        && call.also::<ProductMgmt>().is_err()
        && call.dojo.product_named(name.as_str()).await?.is_none()
    {
        return Err(Error::Conflict(format!(
            "the product does not exist, and creating one needs {}: give the exact name of a product that list_products shows",
            Permission::ProductMgmt
        )));
    }
    Ok(())
}
