//! The few things that the log asks of a file system, so that tests can make any of them fail.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

#[cfg(unix)]
use std::os::unix::fs::FileExt;

use crate::platform;

/// A file system.
pub(super) trait Files: Send + Sync {
    /// Opens a file for appending and reading, readable by its owner alone where it has to be made.
    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// Takes the lock file for this process, or says that another one holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>>;
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// The files in a directory.
    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes names that were added or changed in a directory last through a crash.
    fn sync_directory(&self, directory: &Path) -> io::Result<()>;
    /// Writes what stands in a file from `from` on once more, and makes it last: after a failed sync of an earlier
    /// process, memory may be all that has it.
    fn write_again(&self, path: &Path, from: u64) -> io::Result<()>;
    /// What `path` names now: `None` where nothing does.
    fn identity(&self, path: &Path) -> io::Result<Option<Identity>>;
}

/// An open file of the log.
pub(super) trait OpenFile: Send {
    /// Writes at the end; may write less than it was given.
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Returns once what was appended lasts through a crash.
    fn sync(&mut self) -> io::Result<()>;
    fn length(&self) -> io::Result<u64>;
    fn identity(&self) -> io::Result<Identity>;
    fn truncate(&mut self, length: u64) -> io::Result<()>;
    /// Reads from `offset`; less than asked for at the end of the file.
    fn read_at(&self, offset: u64, length: usize) -> io::Result<Vec<u8>>;
    /// A regular file can be locked, cut and synced; a device or a pipe cannot.
    fn is_regular(&self) -> io::Result<bool>;
}

/// Tells one file from another whatever they are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) device: u64,
    pub(super) inode: u64,
}

/// Puts a file in another's place: after a crash either the old or the new one is there, and whole.
pub(super) fn replace(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path, "new");
    if files.identity(&new)?.is_some() {
        files.remove(&new)?;
    }
    write_all(files.open(&new)?.as_mut(), bytes)?;
    files.rename(&new, path)
}

/// Appends everything and makes it last.
pub(super) fn write_all(file: &mut dyn OpenFile, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = file.append(bytes)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(written..).unwrap_or_default();
    }
    file.sync()
}

/// `audit.log` and `lock` make `audit.log.lock`.
pub(super) fn beside(path: &Path, word: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(word);
    name.into()
}

/// The directory that a path's file stands in.
pub(super) fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

const BLOCK: usize = 1 << 20;

/// The file system of this machine.
pub(super) struct Disk;

impl Files for Disk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        platform::owner_only(&mut options);
        // A FIFO or a terminal may be writable alone.
        let file = options.open(path).or_else(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => OpenOptions::new().append(true).open(path),
            _ => Err(error),
        })?;
        Ok(Box::new(file))
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        platform::owner_only(&mut options);
        let file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect()
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        #[cfg(unix)]
        File::open(directory)?.sync_all()?;
        #[cfg(not(unix))]
        let _unused = directory;
        Ok(())
    }

    fn write_again(&self, path: &Path, from: u64) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        let mut at = from;
        loop {
            let bytes = OpenFile::read_at(&file, at, BLOCK)?;
            if bytes.is_empty() {
                return file.sync_data();
            }
            file.seek(SeekFrom::Start(at))?;
            file.write_all(&bytes)?;
            at += bytes.len() as u64;
        }
    }

    fn identity(&self, path: &Path) -> io::Result<Option<Identity>> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(Some(identity(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl OpenFile for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::Write::write(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn read_at(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut read = 0;
        while let Some(rest) = bytes.get_mut(read..).filter(|rest| !rest.is_empty()) {
            let at = offset.saturating_add(read as u64);
            #[cfg(unix)]
            let count = FileExt::read_at(self, rest, at);
            #[cfg(windows)]
            let count = std::os::windows::fs::FileExt::seek_read(self, rest, at);
            match count {
                Ok(0) => break,
                Ok(count) => read += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(read);
        Ok(bytes)
    }

    fn identity(&self) -> io::Result<Identity> {
        Ok(identity(&self.metadata()?))
    }

    fn is_regular(&self) -> io::Result<bool> {
        Ok(self.metadata()?.is_file())
    }
}

#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    Identity { device: metadata.dev(), inode: metadata.ino() }
}

/// Elsewhere a file's identity is not to be had without unsafe code: a log that is moved away is not noticed.
#[cfg(not(unix))]
fn identity(_metadata: &fs::Metadata) -> Identity {
    Identity { device: 0, inode: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companions_stand_beside_the_log() {
        assert_eq!(beside(Path::new("/x/audit.log"), "lock"), Path::new("/x/audit.log.lock"));
        assert_eq!(directory_of(Path::new("/x/audit.log")), Path::new("/x"));
        assert_eq!(directory_of(Path::new("audit.log")), Path::new("."));
    }

    /// What an earlier process left of a replacement must not become part of the next one.
    #[test]
    fn a_replacement_is_whole_whatever_was_left_of_an_earlier_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state");
        fs::write(beside(&path, "new"), "half of").unwrap();
        replace(&Disk, &path, b"whole").unwrap();
        assert_eq!(Disk.read(&path).unwrap(), b"whole");
        assert_eq!(Disk.list(directory.path()).unwrap(), [path]);
    }

    #[test]
    fn one_process_at_a_time_holds_a_lock() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lock");
        let lock = Disk.lock(&path).unwrap();
        assert!(lock.is_some());
        assert!(Disk.lock(&path).unwrap().is_none());
        drop(lock);
        assert!(Disk.lock(&path).unwrap().is_some());
    }

    #[test]
    fn a_part_of_a_file_is_read_as_far_as_it_goes() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        fs::write(&path, "0123456789").unwrap();
        let file = Disk.open(&path).unwrap();
        assert_eq!(file.read_at(2, 3).unwrap(), b"234");
        assert_eq!(file.read_at(8, 5).unwrap(), b"89");
        assert_eq!(file.read_at(10, 1).unwrap(), b"");
    }

    /// Blocks that are written once more are the same blocks.
    #[test]
    fn writing_again_changes_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        let bytes: Vec<u8> = (0..=250).cycle().take(2 * BLOCK + 7).collect();
        fs::write(&path, &bytes).unwrap();
        for from in [0, 3, BLOCK as u64, bytes.len() as u64] {
            Disk.write_again(&path, from).unwrap();
            assert!(fs::read(&path).unwrap() == bytes, "from {from}");
        }
    }

    /// A disk that fails is not one on which there is nothing.
    #[test]
    fn what_cannot_be_looked_at_is_an_error_and_not_absent() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(Disk.identity(&directory.path().join("other")).unwrap(), None);
        assert!(Disk.identity(&file).unwrap().is_some());
        let within = file.join("within");
        assert!(Disk.write_again(&within, 0).is_err());
        #[cfg(unix)]
        {
            assert!(Disk.identity(&within).is_err());
            assert!(Disk.sync_directory(&within).is_err());
            assert!(OpenFile::read_at(&File::open(directory.path()).unwrap(), 0, 1).is_err());
        }
    }
}
