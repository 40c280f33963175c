//! Transports, driven by rmcp's client and by raw bytes, with a handler that has just enough to show what
//! arrived.

mod bodies;
mod crowd;
mod http;
pub(crate) mod probe;
pub(crate) mod raw;
pub(crate) mod server;
mod sessions;
mod sse;
mod status;
mod stdio;
mod tls;
