//! A little room on the disk that is kept free for the one record that says that the disk is full.

use std::{io, path::Path};

use super::files::{Files, beside, write_all};

/// Enough for the record and for the block that a directory may need.
const BYTES: usize = 16 * 1024;

/// Takes the room, where it is not taken yet. Ones, because a hole or packed zeros take none.
pub(super) fn keep(files: &dyn Files, log: &Path) -> io::Result<()> {
    let path = beside(log, "reserve");
    if files.identity(&path)?.is_some() {
        return Ok(());
    }
    let kept = write_all(files.open(&path)?.as_mut(), &[b'1'; BYTES]);
    if kept.is_err() {
        // Half a reserve is no reserve, and the log can use the room.
        drop(files.remove(&path));
    }
    kept
}

/// Gives the room back; false where there was none.
pub(super) fn release(files: &dyn Files, log: &Path) -> bool {
    files.remove(&beside(log, "reserve")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{super::files::Disk, *};

    /// Room that is only promised is not there when the disk is full.
    #[test]
    fn the_room_is_taken_once_and_given_back_once() {
        let directory = tempfile::tempdir().unwrap();
        let log = directory.path().join("audit.log");
        assert!(!release(&Disk, &log));
        keep(&Disk, &log).unwrap();
        keep(&Disk, &log).unwrap();
        let kept = Disk.read(&beside(&log, "reserve")).unwrap();
        assert!(kept == [b'1'; 16_384], "{} bytes", kept.len());
        assert!(release(&Disk, &log));
        assert!(!release(&Disk, &log));
    }
}
