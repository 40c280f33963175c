//! Scanners' reports on their way in, outside of memory: files in allowed folders, uploads, and what was taken out of
//! long messages.

mod folder;
mod stored;

use std::path::PathBuf;

pub use folder::Unopened;
pub use stored::Report;

/// Bytes of a report that comes in a call or an upload.
pub const LARGEST: u64 = 50 << 20;

/// What the operator decided about reports.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The folders that reports may be read from by path: `IMPORT_ROOTS`.
    pub roots: Vec<PathBuf>,
}

/// Every way in which a report comes.
#[derive(Debug, Default)]
pub struct Reports {
    roots: Vec<PathBuf>,
}

impl Reports {
    pub fn new(settings: Settings) -> Self {
        Self { roots: settings.roots }
    }

    /// The file at a path in one of the allowed folders. Blocks while the file system does.
    pub fn at_path(&self, path: &str) -> Result<Report, Unopened> {
        folder::open(&self.roots, path)
    }
}
