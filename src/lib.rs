//! An MCP server for DefectDojo: tools over products, engagements, tests, findings and scan imports, with roles,
//! screening of untrusted text and a tamper-evident audit log.
//!
//! `ARCHITECTURE.md` says what each module is for and who may use whom.

pub mod access;
pub mod audit;
pub mod auth;
pub mod backoff;
pub mod cli;
pub mod config;
pub mod demo;
pub mod dojo;
pub mod forward;
pub mod guard;
pub mod log;
pub mod metrics;
mod platform;
pub mod render;
pub mod reports;
pub mod scan_types;
pub mod screen;
pub mod server;
pub mod tools;
pub mod traces;
pub mod transport;
