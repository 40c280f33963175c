//! Where there is no Unix: Ctrl-C alone stops, files have the rights of their folder, and the machine stays unnamed.
#![cfg_attr(
    unix,
    expect(dead_code, reason = "on Unix it is compiled to be checked, not to be used")
)]
#![expect(clippy::unnecessary_wraps, reason = "the signatures are those of Unix")]

use std::{fs, io, path::Path};

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
