//! The tool seam: what a tool must say about itself, and the list of all tools.

mod arguments;
mod beside;
mod engagements;
mod findings;
mod given;
mod health;
mod hiding;
mod history;
mod imports;
mod listing;
mod names;
mod overview;
mod products;
mod registry;
mod schema;
mod server_info;
mod shape;
mod table;
mod tests;
mod users;

use std::{pin::Pin, sync::Arc};

use rmcp::model::{JsonObject, Tool as Definition, ToolAnnotations};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use arguments::{ArgumentProblem, nearest};
pub use hiding::{Hiding, Place};
pub use names::{Candidate, Unresolved};
pub use registry::{Registry, Toolset};
use shape::Shape;
pub use shape::Tokens;

use crate::{
    access::{Access, Permission},
    dojo,
    guard::{Call, Denied, Guard, Visit},
    reports::Reports,
    screen::{Objection, Present, Presentation, Presented, Refusal, Screening},
};

/// Every tool. A new tool is listed in its resource's file; a new resource adds its line here.
pub fn all() -> Registry {
    Registry::default()
        .with(Toolset::System, health::TOOLS)
        .with(Toolset::System, server_info::TOOLS)
        .with(Toolset::Hierarchy, products::TOOLS)
        .with(Toolset::Hierarchy, engagements::TOOLS)
        .with(Toolset::Hierarchy, tests::TOOLS)
        .with(Toolset::Hierarchy, history::TOOLS)
        .with(Toolset::Hierarchy, users::TOOLS)
        .with(Toolset::Findings, findings::TOOLS)
        .with(Toolset::Triage, findings::TRIAGE)
        .with(Toolset::Imports, imports::TOOLS)
}

/// One MCP tool. Everything the server, the guard, the tests and the docs need is on this trait.
pub trait Tool: 'static {
    const NAME: &'static str;
    const TITLE: &'static str;
    /// What it does, when to use it, what to call before and after; the model reads this.
    const DESCRIPTION: &'static str;
    /// Whether a second call with the same arguments changes nothing more.
    const IDEMPOTENT: bool;
    /// How to see the rest of a text that was cut to fit `MAX_RESULT_TOKENS`.
    const READS_ON: &'static str = "fewer rows leave room for more of each";
    /// Whether it may overwrite or take away what was there.
    const DESTRUCTIVE: bool = false;

    /// The resources of DefectDojo's API without which it cannot work, where a release may lack them.
    const ROUTES: &'static [&'static str] = &[];

    /// What a caller should write in place of a name that this tool does not know, where that is known.
    fn correction(_name: &str) -> Option<String> {
        None
    }

    /// What a caller needs, and the most the tool's client can do.
    type Access: Access;
    type Args: DeserializeOwned + JsonSchema + Screen + Send + 'static;
    type Output: Present + 'static;

    /// Whether this call would change anything. One that does not is limited, weighed and recorded as a read.
    fn changes(_request: &<Self::Args as Screen>::Screened) -> bool {
        Self::Access::PERMISSION.writes()
    }

    /// Which findings the call would hide, as they are now; asked before anything is changed, and only where the
    /// taint policy needs to know.
    fn hides(
        _call: &Call<Self::Access>,
        _settings: &Settings,
        _request: &<Self::Args as Screen>::Screened,
    ) -> impl Future<Output = Result<Vec<Hiding>, Error>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    fn run(
        call: &Call<Self::Access>,
        settings: &Settings,
        request: <Self::Args as Screen>::Screened,
    ) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}

/// From what a caller wrote to what may be sent: every free text passes the screening.
pub trait Screen: Sized {
    type Screened: Send + Sync + 'static;

    fn screen(self, screening: &Screening) -> Result<Self::Screened, Error>;
}

/// Arguments without free text, or whose text only searches, are their own screened form.
macro_rules! nothing_to_screen {
    ($($args:ty),* $(,)?) => {
        $(
            impl $crate::tools::Screen for $args {
                type Screened = Self;

                fn screen(self, _: &$crate::screen::Screening) -> Result<Self, $crate::tools::Error> {
                    Ok(self)
                }
            }
        )*
    };
}
pub(crate) use nothing_to_screen;

/// What an operator decides for all tools.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What `list_findings` answers when a call does not say: `LIST_DETAIL`.
    pub list_detail: Detail,
    /// The most that one answer holds: `MAX_RESULT_TOKENS`.
    pub max_result: Tokens,
    /// What an import does when a call does not say: `IMPORT_DEFAULTS`.
    pub import_defaults: ImportDefaults,
    /// Where reports come from besides the calls themselves.
    pub reports: Arc<Reports>,
    /// The test type that a finding entered by hand counts as found by: `DEFECTDOJO_DEFAULT_FOUND_BY_ID`.
    pub default_found_by: Option<u64>,
}

pub use findings::{Detail, NAMED as FINDING_FILTERS};
pub use imports::ImportDefaults;

/// Why a call did not succeed, as its caller can act on it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("invalid arguments")]
    Arguments(Vec<ArgumentProblem>),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A change that needs a permission the caller lacks, with the tool that makes it.
    #[error(
        "this change reopens the finding, which needs {permission}: use {tool} with a caller that has it"
    )]
    NeedsTool { permission: Permission, tool: &'static str },
    /// Arguments that are each right but cannot go together, or not with what the finding is now.
    #[error("{0}")]
    Conflict(String),
    /// A name that nothing has, or several have.
    #[error("{0}")]
    Unresolved(Unresolved),
    /// A change of several parts of which the first was made and the second was not.
    #[error("{done} was stored, but the change of state failed: {source}")]
    Partly { done: &'static str, source: dojo::Error },
    /// An import that DefectDojo made a test for before it failed.
    #[error("{source}; {}", left_behind(tests))]
    LeftBehind { tests: Vec<u64>, source: dojo::Error },
    #[error(transparent)]
    Dojo(#[from] dojo::Error),
}

/// What became of a test that no finding came into. Another import under way would look the same, so that several are
/// only offered.
fn left_behind(tests: &[u64]) -> String {
    match tests {
        [only] => format!(
            "DefectDojo had made test {only} for it, which is empty: bring the corrected report into that test with reimport_scan (test_id {only}), or have it deleted in DefectDojo"
        ),
        several => {
            let several: Vec<_> = several.iter().map(u64::to_string).collect();
            format!(
                "DefectDojo had made a test for it, one of {}, which are empty: bring the corrected report into that test with reimport_scan, or have it deleted in DefectDojo",
                several.join(", ")
            )
        }
    }
}

type Running = Pin<Box<dyn Future<Output = Result<Presented, Error>> + Send>>;
type Weighing<'a> = Pin<Box<dyn Future<Output = Result<Vec<Hiding>, Error>> + Send + 'a>>;

/// Arguments that were parsed and screened, waiting for their client.
pub struct Prepared {
    /// What its texts were let pass with.
    pub warnings: Vec<Objection>,
    call: Box<dyn Waiting>,
}

impl Prepared {
    /// Whether it would change anything.
    pub fn changes(&self) -> bool {
        self.call.changes()
    }

    /// Which findings it would hide. Reads at most.
    pub fn hides<'a>(&'a self, context: &'a Context) -> Weighing<'a> {
        self.call.hides(context)
    }

    pub fn run(self, context: Context) -> Running {
        self.call.run(context)
    }
}

/// A [`Prepared`] call whose tool is no longer known by its type.
trait Waiting: Send + Sync {
    fn changes(&self) -> bool;

    fn hides<'a>(&'a self, context: &'a Context) -> Weighing<'a>;

    fn run(self: Box<Self>, context: Context) -> Running;
}

struct Ready<T: Tool> {
    request: <T::Args as Screen>::Screened,
    warnings: Vec<Objection>,
    shape: Shape,
}

impl<T: Tool> Waiting for Ready<T> {
    fn changes(&self) -> bool {
        T::changes(&self.request)
    }

    fn hides<'a>(&'a self, context: &'a Context) -> Weighing<'a> {
        Box::pin(async move {
            let call = context.guard.admit::<T::Access>(&context.visit)?;
            T::hides(&call, &context.settings, &self.request).await
        })
    }

    fn run(self: Box<Self>, context: Context) -> Running {
        Box::pin(async move {
            let call = context.guard.admit::<T::Access>(&context.visit)?;
            let output = T::run(&call, &context.settings, self.request).await?;
            let mut answer = context.presentation.present(output);
            answer.warn(&self.warnings);
            let rows_may_go = || !self.shape.limited && arguments::has::<T::Args>("offset");
            let bytes = context.settings.max_result.bytes();
            if let Some(rows) = answer.fit(bytes, rows_may_go, T::READS_ON) {
                context.visit.showed_only(rows);
            }
            if let Some(write) = self.shape.format.writer() {
                answer.tabulate(context.presentation.wrapping, write);
            }
            Ok(answer)
        })
    }
}

/// What a prepared call needs to run.
pub struct Context {
    pub guard: Arc<Guard>,
    pub visit: Visit,
    pub settings: Arc<Settings>,
    pub presentation: Presentation,
}

/// A [`Tool`] with its types erased, ready to sit in a table.
#[derive(Clone, Copy)]
pub struct Entry {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub permission: Permission,
    routes: &'static [&'static str],
    define: fn(&Presentation) -> Definition,
    prepare: fn(&Screening, JsonObject) -> Result<Prepared, Error>,
}

impl Entry {
    pub const fn of<T: Tool>() -> Self {
        Self {
            name: T::NAME,
            title: T::TITLE,
            description: T::DESCRIPTION,
            permission: T::Access::PERMISSION,
            routes: T::ROUTES,
            define: define::<T>,
            prepare: prepare::<T>,
        }
    }

    pub fn writes(&self) -> bool {
        self.permission.writes()
    }

    /// Whether a DefectDojo that has these routes can serve it.
    pub fn is_served(&self, has: impl Fn(&str) -> bool) -> bool {
        self.routes.iter().all(|route| has(route))
    }

    pub fn definition(&self, presentation: &Presentation) -> Definition {
        (self.define)(presentation)
    }

    /// Parses and screens arguments; nothing has been sent when it fails.
    pub fn prepare(&self, screening: &Screening, arguments: JsonObject) -> Result<Prepared, Error> {
        (self.prepare)(screening, arguments)
    }
}

fn define<T: Tool>(presentation: &Presentation) -> Definition {
    let writes = T::Access::PERMISSION.writes();
    let output = presentation.schema::<T::Output>();
    let mut input = arguments::schema::<T::Args>();
    if T::Output::LIST
        && let Some(Value::Object(arguments)) = input.get_mut("properties")
    {
        arguments.insert(shape::FORMAT.to_owned(), Shape::schema());
    }
    Definition::new(T::NAME, T::DESCRIPTION, Arc::new(input))
        .with_title(T::TITLE)
        .with_raw_output_schema(Arc::new(schema::small(output)))
        .with_annotations(ToolAnnotations::from_raw(
            None,
            Some(!writes),
            Some(T::DESTRUCTIVE),
            Some(T::IDEMPOTENT),
            Some(true),
        ))
}

fn prepare<T: Tool>(screening: &Screening, mut arguments: JsonObject) -> Result<Prepared, Error> {
    let shape = if T::Output::LIST { Shape::take(&mut arguments)? } else { Shape::default() };
    let own = T::Output::LIST.then_some(shape::FORMAT);
    let args: T::Args =
        arguments::parse(arguments, own, T::correction).map_err(Error::Arguments)?;
    let screening = screening.for_a_call();
    let request = args.screen(&screening)?;
    let warnings = screening.into_warnings();
    let call = Box::new(Ready::<T> { request, warnings: warnings.clone(), shape });
    Ok(Prepared { warnings, call })
}
