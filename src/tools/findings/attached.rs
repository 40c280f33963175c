//! What `get_finding` also shows where `include` asks for it: each costs DefectDojo a request or two.

use std::borrow::Cow;

use futures_util::future::{try_join, try_join3};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::notes::Note;
use crate::{
    access::MetadataRead,
    dojo::{
        self, Duplicates, Place,
        models::{self, Moment},
        words::Severity,
    },
    guard::Call,
    screen::{FindingKey, Optional, Untrusted, answer},
    tools::{Error, beside::Sketched},
};

/// What may be asked for, each with its word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Notes,
    Files,
    Metadata,
    Duplicates,
    Jira,
    Locations,
}

const WORDS: [(&str, Part); 6] = [
    ("notes", Part::Notes),
    ("files", Part::Files),
    ("metadata", Part::Metadata),
    ("duplicates", Part::Duplicates),
    ("jira", Part::Jira),
    ("locations", Part::Locations),
];

/// What a call asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Include(Vec<Part>);

impl Include {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, part: Part) -> bool {
        self.0.contains(&part)
    }

    /// The word under which something that is no argument can be asked for.
    pub(super) fn word_of(name: &str) -> Option<&'static str> {
        let name = if name == "endpoints" { "locations" } else { name };
        WORDS.iter().map(|(word, _)| *word).find(|word| *word == name)
    }
}

impl<'de> Deserialize<'de> for Include {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || {
            let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
            de::Error::custom(format!("must be a list of some of {}", words.join(", ")))
        };
        let words: Vec<String> = match Value::deserialize(deserializer)? {
            Value::String(words) => words.split(',').map(str::to_owned).collect(),
            Value::Array(words) => {
                let words = words.iter().map(|word| word.as_str().map(str::to_owned));
                words.collect::<Option<_>>().ok_or_else(wrong)?
            }
            _ => return Err(wrong()),
        };
        let parts = words.iter().map(|word| {
            let word = Self::word_of(word.trim())?;
            WORDS.iter().find(|(known, _)| *known == word).map(|(_, part)| *part)
        });
        parts.collect::<Option<_>>().map(Self).ok_or_else(wrong)
    }
}

impl JsonSchema for Include {
    fn schema_name() -> Cow<'static, str> {
        "Include".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words = WORDS.map(|(word, _)| word);
        json_schema!({ "type": "array", "items": { "enum": words }, "maxItems": WORDS.len() })
    }
}

answer! {
    struct File {
        id: Option<u64>,
        title: Untrusted,
        url: Untrusted,
    }

    struct Meta {
        name: Untrusted,
        value: Untrusted,
    }

    struct Twin {
        id: FindingKey,
        title: Untrusted,
        severity: Option<Severity>,
        display_status: Untrusted,
        date: Option<String>,
        test_id: Option<u64>,
        original: Optional<bool>,
    }

    struct Issue {
        key: Untrusted,
        url: Untrusted,
        created: Option<String>,
        changed: Option<String>,
        group_id: Optional<u64>,
        group: Optional<Untrusted>,
    }

    struct Location {
        id: u64,
        address: Option<Untrusted>,
        status: Option<&'static str>,
    }

    pub(super) struct Attached {
        /// Newest first.
        notes: Optional<Sketched<Vec<Note>>>,
        files: Optional<Sketched<Vec<File>>>,
        metadata: Optional<Sketched<Vec<Meta>>>,
        duplicates: Optional<Sketched<Vec<Twin>>>,
        jira: Optional<Sketched<Vec<Issue>>>,
        /// Endpoints too.
        locations: Optional<Sketched<Vec<Location>>>,
        _notice: Optional<String>,
    }
}

/// Notes that are shown; the list of notes has all.
const MOST_NOTES: usize = 20;

/// Reads what is asked for of a finding that the caller may see. What DefectDojo keeps from its key, or has not, is
/// named and does not fail the rest.
pub(super) async fn attached(
    call: &Call<MetadataRead>,
    finding: &mut models::Finding,
    include: &Include,
) -> Result<Attached, Error> {
    let groups = std::mem::take(&mut finding.finding_groups);
    let dojo = &call.dojo;
    let finding = &*finding;
    let first = try_join3(
        wanted(include.has(Part::Notes), || dojo.notes_on(finding)),
        wanted(include.has(Part::Files), || dojo.files(finding)),
        wanted(include.has(Part::Metadata), || dojo.metadata(finding)),
    );
    let (notes, files, metadata) = first.await?;
    let (duplicates, jira) = try_join(
        wanted(include.has(Part::Duplicates), || dojo.duplicates(finding)),
        wanted(include.has(Part::Jira), || dojo.jira_issues(finding)),
    )
    .await?;
    let places = wanted(include.has(Part::Locations), || dojo.places(finding)).await?;

    let mut told = Notices::default();
    let jira = told.of("jira", jira).map(|issues| {
        let own = issues.into_iter().map(|issue| Issue::from(issue, None));
        let of_groups = groups.into_iter().filter_map(|mut group| {
            group.jira_issue.take().map(|issue| Issue::from(issue, Some(group)))
        });
        own.chain(of_groups).collect()
    });
    let notes = told.of("notes", notes).map(|mut notes| {
        told.cut("notes", MOST_NOTES, notes.len() as u64, "list_finding_notes has all");
        notes.truncate(MOST_NOTES);
        notes.into_iter().map(Note::from).collect()
    });
    let files = told.of("files", files).map(|files| files.into_iter().map(File::from).collect());
    let metadata = told.of("metadata", metadata);
    let metadata = metadata.map(|metadata| metadata.into_iter().map(Meta::from).collect());
    let duplicates = told.of("duplicates", duplicates).map(|found| {
        let twins = twins(found, &mut told);
        call.shows(twins.iter().map(|twin| twin.id.0));
        twins
    });
    let locations = told.of("locations", places).map(|places| {
        told.cut("locations", places.rows.len(), places.count, "DefectDojo has the rest");
        places.rows.into_iter().map(Location::from).collect()
    });
    Ok(Attached {
        notes: sketched(notes),
        files: sketched(files),
        metadata: sketched(metadata),
        duplicates: sketched(duplicates),
        jira: sketched(jira),
        locations: sketched(locations),
        _notice: told.into_notice(),
    })
}

fn sketched<P>(rows: Option<Vec<P>>) -> Optional<Sketched<Vec<P>>> {
    Optional(rows.map(Sketched))
}

/// What came of a part: nothing where it was not asked for, the reason where it is not to be had.
type Read<T> = Option<Result<T, dojo::Error>>;

async fn wanted<T, F>(is: bool, read: impl FnOnce() -> F) -> Result<Read<T>, Error>
where
    F: Future<Output = Result<T, dojo::Error>>,
{
    if !is {
        return Ok(None);
    }
    match read().await {
        Ok(found) => Ok(Some(Ok(found))),
        Err(
            closed @ (dojo::Error::Forbidden { .. }
            | dojo::Error::NoRoute { .. }
            | dojo::Error::NotTheApi { .. }),
        ) => Ok(Some(Err(closed))),
        Err(error) => Err(error.into()),
    }
}

/// What an answer has to say about what is not in it.
#[derive(Default)]
struct Notices(Vec<String>);

impl Notices {
    fn of<T>(&mut self, part: &str, read: Read<T>) -> Option<T> {
        match read? {
            Ok(found) => Some(found),
            Err(error) => {
                self.0.push(format!("{part} cannot be shown: {error}"));
                None
            }
        }
    }

    fn cut(&mut self, part: &str, shown: usize, of: u64, rest: &str) {
        if of > shown as u64 {
            self.0.push(format!("{shown} of {of} {part} are shown: {rest}"));
        }
    }

    fn into_notice(self) -> Optional<String> {
        Optional((!self.0.is_empty()).then(|| self.0.join(". ")))
    }
}

fn twins(found: Duplicates, told: &mut Notices) -> Vec<Twin> {
    let root = found.original.as_ref().and_then(|original| original.id);
    let original = found.original.and_then(|finding| Twin::from(finding, true));
    let others = found.others.rows.into_iter().filter_map(|finding| Twin::from(finding, false));
    let twins: Vec<Twin> = original.into_iter().chain(others).collect();
    let count = found.others.count + u64::from(root.is_some());
    let rest =
        "list_findings with `filters`: {\"duplicate_finding\": id of the original} lists all";
    told.cut("duplicates", twins.len(), count, rest);
    twins
}

impl Twin {
    fn from(finding: models::Finding, original: bool) -> Option<Self> {
        Some(Self {
            id: FindingKey(finding.id?),
            title: finding.title,
            severity: finding.severity,
            display_status: finding.display_status,
            date: finding.date.map(Moment::into_string),
            test_id: finding.test,
            original: Optional(original.then_some(true)),
        })
    }
}

impl Issue {
    fn from(issue: models::JiraIssue, group: Option<models::FindingGroup>) -> Self {
        let (group_id, group) = group.map_or((None, None), |group| (group.id, Some(group.name)));
        Self {
            key: issue.jira_key,
            url: issue.url,
            created: issue.jira_creation.map(Moment::into_string),
            changed: issue.jira_change.map(Moment::into_string),
            group_id: Optional(group_id),
            group: Optional(group),
        }
    }
}

impl From<models::File> for File {
    fn from(file: models::File) -> Self {
        Self { id: file.id, title: file.title, url: file.file }
    }
}

impl From<models::Meta> for Meta {
    fn from(meta: models::Meta) -> Self {
        Self { name: meta.name, value: meta.value }
    }
}

impl From<Place> for Location {
    fn from(place: Place) -> Self {
        Self { id: place.id, address: place.address, status: place.status }
    }
}
