//! What answers cost, and how callers ask for less of them or for more.

mod baseline;
mod budget;
mod detail;
mod format;
