//! Unix: signals of service managers and terminals, the limit of open files, rights of owners, files through no link.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    os::unix::fs::FileExt as _,
    path::{Component, Path},
};

use rustix::{
    fs::{Mode, OFlags, open, openat},
    io::Errno,
    process::{Resource, getrlimit, setrlimit},
    system::uname,
};
use tokio::signal::unix::{SignalKind, signal};

use super::Unreached;

/// Calls `act` with each SIGTERM and SIGINT, and with the exit code that a shell gives to it.
pub(crate) fn on_stop(act: impl Fn(i32) + Clone + Send + 'static) -> io::Result<()> {
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut signals = signal(kind)?;
        let act = act.clone();
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                act(128 + kind.as_raw_value());
            }
        });
    }
    Ok(())
}

/// Calls `act` with each SIGHUP.
pub(crate) fn on_hangup(act: impl Fn() + Send + 'static) -> io::Result<()> {
    let mut signals = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while signals.recv().await.is_some() {
            act();
        }
    });
    Ok(())
}

/// Lets this process open so many files, as far as the system's administrator allows; many allow 1,024 unless asked.
pub(crate) fn raise_file_limit(wanted: u64) -> io::Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    let allowed = limit.maximum.map_or(wanted, |maximum| wanted.min(maximum));
    if limit.current.is_some_and(|current| current < allowed) {
        limit.current = Some(allowed);
        setrlimit(Resource::Nofile, limit)?;
    }
    Ok(())
}

/// Has the calling thread, and those that it starts, give way to all others. Elsewhere than on Linux that would hold for
/// the whole process.
pub(crate) fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 10) {
        tracing::debug!(%error, "a thread keeps its priority");
    }
}

/// The name that this machine gives itself, or nothing.
pub(crate) fn host_name() -> String {
    uname().nodename().to_string_lossy().into_owned()
}

/// Has new files opened by `options` for their owner alone.
pub(crate) fn owner_only(options: &mut fs::OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

/// Makes a folder, and those above it, for their owner alone.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

pub(crate) fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    file.read_exact_at(bytes, offset)
}

pub(crate) fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    file.write_all_at(bytes, offset)
}

/// Opens a file below `root` through no link: every part of the path is opened from the folder before it, so that nothing
/// that is exchanged meanwhile leads elsewhere.
pub(crate) fn open_below(root: &Path, rest: &Path) -> Result<File, Unreached> {
    descend(root, rest).map_err(|error| match error {
        Errno::NOENT => Unreached::Missing,
        Errno::LOOP => Unreached::Link,
        // What Linux calls "not a directory" may be a link that was not followed.
        Errno::NOTDIR if has_link(root, rest) => Unreached::Link,
        Errno::NOTDIR | Errno::NXIO | Errno::ISDIR => Unreached::NotAFile,
        Errno::ACCESS | Errno::PERM => Unreached::Forbidden,
        error => Unreached::Other(error.into()),
    })
}

fn descend(root: &Path, rest: &Path) -> Result<File, Errno> {
    // A FIFO without a writer would be waited for; a terminal would become this process's own.
    let plain =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let mut parts: Vec<&OsStr> = rest
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name),
            _ => None,
        })
        .collect();
    let name = parts.pop().ok_or(Errno::ISDIR)?;
    // The operator named the folder itself, through links or not.
    let mut folder =
        open(root, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    for part in parts {
        folder = openat(&folder, part, plain | OFlags::DIRECTORY, Mode::empty())?;
    }
    openat(&folder, name, plain, Mode::empty()).map(File::from)
}

fn has_link(root: &Path, rest: &Path) -> bool {
    let mut place = root.to_owned();
    rest.components().any(|part| {
        place.push(part);
        place.is_symlink()
    })
}
