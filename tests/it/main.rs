//! The tests that go through the front door: one binary, a module for each part of the program.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a panic is how a test fails, and a test says what it passes over"
)]

mod audit;
mod support;
mod tools;
mod transport;
//! The integration tests, one binary that mirrors `src`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly and say what it passed over"
)]

mod demo;
