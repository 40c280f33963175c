//! What operating systems do differently: signals, limits, names of machines, rights of files.
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
