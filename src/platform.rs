//! What operating systems do differently: signals, limits, names of machines, rights of files, ways to a file.
//!
//! What takes Unix's place elsewhere is compiled by the tests on Unix too, so that it does not rot unseen.

#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(crate) use portable::*;
#[cfg(unix)]
pub(crate) use unix::*;

/// Why a file below a folder could not be opened.
#[derive(Debug)]
pub(crate) enum Unreached {
    Missing,
    /// A part of the path is a symbolic link.
    Link,
    /// A folder, a socket, a FIFO without a writer, or something below a file.
    NotAFile,
    Forbidden,
    Other(std::io::Error),
}
