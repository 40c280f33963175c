//! The text detectors, and the command that shows them.

mod command;
mod corpora;
mod disguise;
mod languages;
mod secrets;
mod sentences;
mod talk;
mod wordings;

use mcp_defectdojo::screen::injection::{self, Verdict};

fn verdict(text: &str) -> Verdict {
    injection::judge(text).verdict
}
