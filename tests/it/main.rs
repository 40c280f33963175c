//! The tests that go through the front door: one binary, a module for each part of the program.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a panic is how a test fails, and a test says what it passes over"
)]

mod access;
mod audit;
mod auth;
mod capabilities;
mod check;
mod cli;
mod clients;
mod config;
mod demo;
mod detect;
mod docs;
mod filters;
mod forward;
mod imports;
mod migrate;
mod packaging;
mod process;
mod reading;
mod recordings;
mod resources;
mod screening;
mod service;
mod states;
mod support;
mod taint;
mod tokens;
mod tools;
mod transport;
mod upstream;
