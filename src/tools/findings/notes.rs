//! Notes: what people, and agents, wrote beside a finding.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    access::{FindingMgmt, MetadataRead},
    dojo::{
        models,
        words::{FindingId, Flag, Offset},
    },
    guard::Call,
    screen::{Bare, OfFinding, Prose, Screened, Screening, Untrusted, answer},
    tools::{Error, Screen, Settings, Tool, listing::Pagination, nothing_to_screen},
};

answer! {
    struct Author {
        id: Option<u64>,
        username: Option<Bare>,
        first_name: Option<Bare>,
        last_name: Option<Bare>,
    }

    pub(super) struct Note {
        /// null in the answer to a new note: DefectDojo does not tell it.
        id: Option<u64>,
        entry: Untrusted,
        private: bool,
        date: Option<String>,
        author: Option<Author>,
    }

    pub(super) struct Notes {
        /// Newest first.
        items: OfFinding<Vec<Note>>,
        pagination: Pagination,
    }
}

impl From<models::Note> for Note {
    fn from(note: models::Note) -> Self {
        Self {
            id: note.id,
            entry: note.entry,
            private: note.private,
            date: note.date.map(models::Moment::into_string),
            author: note.author.map(|user| Author {
                id: user.id,
                username: user.username.map(Untrusted::bare),
                first_name: user.first_name.map(Untrusted::bare),
                last_name: user.last_name.map(Untrusted::bare),
            }),
        }
    }
}

pub(super) struct ListFindingNotes;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListFindingNotesArgs {
    /// The finding's id.
    finding_id: FindingId,
    /// Notes to skip.
    #[serde(default)]
    offset: Offset,
}

nothing_to_screen!(ListFindingNotesArgs);

impl Tool for ListFindingNotes {
    const NAME: &'static str = "list_finding_notes";
    const TITLE: &'static str = "List a finding's notes";
    const DESCRIPTION: &'static str =
        "Lists all notes on a finding, newest first: earlier decisions and their reasons.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListFindingNotesArgs;
    type Output = Notes;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: ListFindingNotesArgs,
    ) -> Result<Notes, Error> {
        let notes = call.dojo.notes(args.finding_id).await?;
        call.shows([args.finding_id.value()]);
        let count = notes.notes.len();
        let skipped = usize::try_from(args.offset.value()).unwrap_or(usize::MAX);
        let items: Vec<Note> = notes.notes.into_iter().skip(skipped).map(Note::from).collect();
        let pagination = Pagination::rest(count, items.len(), args.offset);
        let items = OfFinding { finding: args.finding_id.value(), shown: items };
        Ok(Notes { items, pagination })
    }
}

pub(super) struct AddFindingNote;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddFindingNoteArgs {
    /// The finding's id.
    finding_id: FindingId,
    /// The note.
    entry: Prose<10_000>,
    /// Marks the note as private; everybody with API access to the finding can read it all the same.
    #[serde(default = "super::no")]
    private: Flag,
}

pub(super) struct NewNote {
    finding_id: FindingId,
    entry: Screened<10_000>,
    private: bool,
}

impl Screen for AddFindingNoteArgs {
    type Screened = NewNote;

    fn screen(self, screening: &Screening) -> Result<NewNote, Error> {
        Ok(NewNote {
            finding_id: self.finding_id,
            entry: screening.admit("entry", self.entry)?,
            private: self.private.0,
        })
    }
}

impl Tool for AddFindingNote {
    const NAME: &'static str = "add_finding_note";
    const TITLE: &'static str = "Add a note to a finding";
    const DESCRIPTION: &'static str = "Writes a note on a finding. Notes are not deduplicated: a second call writes a second note.";
    const IDEMPOTENT: bool = false;

    type Access = FindingMgmt;
    type Args = AddFindingNoteArgs;
    type Output = Note;

    async fn run(call: &Call<FindingMgmt>, _: &Settings, note: NewNote) -> Result<Note, Error> {
        Ok(call.dojo.add_note(note.finding_id, &note.entry, note.private).await?.into())
    }
}
