//! Scanners' reports on their way in, outside of memory: files in allowed folders, uploads, and what was taken out of
//! long messages.
//!
//! What is spooled has no name in the file system: it is gone with the process, whatever ends it.

mod folder;
mod sniff;
mod spool;
mod stored;
mod taken;
mod uploads;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

pub use folder::Unopened;
pub use sniff::{Container, Seen, Shape, knows, shapes};
pub use spool::{Spool, Spooled, Unspooled};
pub use stored::Report;
pub use taken::{Held, MALFORMED, described, is_placeholder};
pub use uploads::{Kept, Refused, Uploading};

use spool::Room;
use taken::Table;
use uploads::Uploads;

/// Bytes of a report that comes in a call or an upload.
pub const LARGEST: u64 = 50 << 20;

/// What the operator decided about reports.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folders that reports may be read from by path: `IMPORT_ROOTS`.
    pub roots: Vec<PathBuf>,
    /// Bytes that all spooled reports may take together.
    pub room: u64,
    /// How long an upload waits for its import.
    pub lifetime: Duration,
    /// Uploads that one caller may have waiting, and their bytes.
    pub uploads: usize,
    pub upload_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            roots: Vec::new(),
            room: 1 << 30,
            lifetime: Duration::from_mins(30),
            uploads: 8,
            upload_bytes: 4 * LARGEST,
        }
    }
}

/// Every way in which a report comes.
#[derive(Debug)]
pub struct Reports {
    settings: Settings,
    room: Arc<Room>,
    uploads: Mutex<Uploads>,
    taken: Mutex<Table>,
}

impl Default for Reports {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}

impl Reports {
    pub fn new(settings: Settings) -> Self {
        let room = Arc::new(Room::of(settings.room));
        Self { settings, room, uploads: Mutex::default(), taken: Mutex::default() }
    }

    /// The file at a path in one of the allowed folders. Blocks while the file system does.
    pub fn at_path(&self, path: &str) -> Result<Report, Unopened> {
        folder::open(&self.settings.roots, path)
    }

    /// A place for a report of unknown length.
    pub fn spool(&self) -> Spool {
        Spool::new(Arc::clone(&self.room))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
