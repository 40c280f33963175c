//! Unix: signals of service managers and terminals, the limit of open files, rights of owners.

use std::{fs, io, path::Path};

use rustix::{
    process::{Resource, getrlimit, setrlimit},
    system::uname,
};
use tokio::signal::unix::{SignalKind, signal};

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
