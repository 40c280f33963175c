//! An MCP server for DefectDojo: tools over products, engagements, tests, findings and scan imports, with roles,
//! screening of untrusted text and a tamper-evident audit log.
//!
//! The modules stand in the order in which a call meets them; `ARCHITECTURE.md` says who may use whom.

pub mod cli;
pub mod config;
pub mod log;

pub mod access;
pub mod audit;
pub mod dojo;
pub mod guard;
pub mod render;
pub mod screen;
pub mod server;
pub mod tools;

pub mod auth;
pub mod cli;
pub mod config;
pub mod log;
pub mod transport;

pub mod auth;

pub mod server;

pub mod tools;

pub mod access;
pub mod guard;

pub mod dojo;

pub mod render;
pub mod screen;

pub mod audit;

pub mod demo;
