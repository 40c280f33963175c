//! Where there is no Unix: Ctrl-C alone stops, files have the rights of their folder, and the machine stays unnamed.
#![cfg_attr(
    unix,
    expect(dead_code, reason = "on Unix it is compiled to be checked, not to be used")
)]
#![expect(clippy::unnecessary_wraps, reason = "the signatures are those of Unix")]

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Component, Path},
    sync::{Mutex, PoisonError},
};

use super::Unreached;

/// What a shell tells of a process that was interrupted.
const INTERRUPTED: i32 = 130;

/// Calls `act` with each Ctrl-C, and with the exit code that a shell gives to it.
pub(crate) fn on_stop(act: impl Fn(i32) + Clone + Send + 'static) -> io::Result<()> {
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            act(INTERRUPTED);
        }
    });
    Ok(())
}

/// Nothing sends a hangup here: an audit file that was moved away is found again at the next start.
pub(crate) fn on_hangup(_act: impl Fn() + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Open files have no limit that a process could raise.
pub(crate) fn raise_file_limit(_wanted: u64) -> io::Result<()> {
    Ok(())
}

/// Not to be had without unsafe code.
pub(crate) fn give_way() {}

/// Not to be had without unsafe code; who receives records knows the sender's address.
pub(crate) fn host_name() -> String {
    String::new()
}

/// Files inherit the rights of their folder: the administrator gives that to the service's user alone.
pub(crate) fn owner_only(_options: &mut fs::OpenOptions) {}

/// Makes a folder, and those above it, with the rights of the one that they stand in.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).create(path)
}

/// Handles of one file share its position, so who moves it is alone.
static POSITION: Mutex<()> = Mutex::new(());

pub(crate) fn read_exact_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    let _alone = POSITION.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}

pub(crate) fn write_all_at(mut file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    let _alone = POSITION.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

/// Opens a file below `root`. Links are looked for before it is opened, and not while: who may make links in an allowed
/// folder can lead out of it.
pub(crate) fn open_below(root: &Path, rest: &Path) -> Result<File, Unreached> {
    let reached = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Unreached::Missing,
        io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => Unreached::NotAFile,
        io::ErrorKind::PermissionDenied => Unreached::Forbidden,
        _ => Unreached::Other(error),
    };
    let mut place = root.to_owned();
    for part in rest.components().filter(|part| matches!(part, Component::Normal(_))) {
        place.push(part);
        if fs::symlink_metadata(&place).map_err(reached)?.is_symlink() {
            return Err(Unreached::Link);
        }
    }
    if !fs::metadata(&place).map_err(reached)?.is_file() {
        return Err(Unreached::NotAFile);
    }
    File::open(&place).map_err(reached)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Two readers of one file must not move each other's position.
    #[test]
    fn bytes_are_read_and_written_where_they_belong() {
        let file = tempfile::tempfile().unwrap();
        write_all_at(&file, b"world", 6).unwrap();
        write_all_at(&file, b"hello ", 0).unwrap();
        std::thread::scope(|scope| {
            for (offset, word) in [(0, b"hello"), (6, b"world")] {
                let file = &file;
                scope.spawn(move || {
                    for _ in 0..1_000 {
                        let mut bytes = [0; 5];
                        read_exact_at(file, &mut bytes, offset).unwrap();
                        assert_eq!(&bytes, word);
                    }
                });
            }
        });
        assert!(read_exact_at(&file, &mut [0; 5], 7).is_err());
    }

    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("inside")).unwrap();
        fs::write(at("inside/report"), "{}").unwrap();
        fs::write(at("outside"), "{}").unwrap();
        symlink(at("outside"), at("inside/link")).unwrap();
        symlink(at("inside"), at("folder")).unwrap();
        let open = |rest: &str| open_below(folder.path(), Path::new(rest));
        assert!(open("inside/report").is_ok());
        assert!(matches!(open("inside/link"), Err(Unreached::Link)));
        assert!(matches!(open("folder/report"), Err(Unreached::Link)));
        assert!(matches!(open("inside"), Err(Unreached::NotAFile)));
        assert!(matches!(open("inside/report/more"), Err(Unreached::NotAFile)));
        assert!(matches!(open("inside/none"), Err(Unreached::Missing)));
    }
}
