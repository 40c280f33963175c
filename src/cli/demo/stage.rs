//! Where the tour is shown: plain lines, with colour only where a person looks on.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::Context as _;
use clap::builder::styling::{AnsiColor, Style};

#[derive(Default)]
pub(super) struct Stage {
    steps: u32,
}

const TITLE: Style = Style::new().bold();
const STEP: Style = AnsiColor::Cyan.on_default().bold();
const CALL: Style = Style::new().dimmed();

impl Stage {
    pub(super) fn title(&mut self, text: &str) -> anyhow::Result<()> {
        self.write(&format!("{TITLE}{text}{TITLE:#}\n\n"))
    }

    /// The next step of the story.
    pub(super) fn step(&mut self, text: &str) -> anyhow::Result<()> {
        self.steps += 1;
        let number = self.steps;
        self.write(&format!("\n{STEP}{number}. {text}{STEP:#}\n"))
    }

    /// A call as the client makes it.
    pub(super) fn call(&mut self, tool: &str, arguments: &str) -> anyhow::Result<()> {
        let shown: String = arguments.chars().take(160).collect();
        let rest = if shown.len() < arguments.len() { "…" } else { "" };
        self.write(&format!("   {CALL}→ {tool} {shown}{rest}{CALL:#}\n"))
    }

    /// Says that something runs, where a person waits; the next line takes its place.
    pub(super) fn running(&mut self, what: &str) -> anyhow::Result<()> {
        if io::stdout().is_terminal() {
            self.write(&format!("   {CALL}{what} …{CALL:#}\r"))?;
        }
        Ok(())
    }

    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        self.write(&format!("{text}\n"))
    }

    #[expect(clippy::unused_self, reason = "what is shown goes over the stage")]
    fn write(&mut self, text: &str) -> anyhow::Result<()> {
        let mut out = anstream::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.context("stdout cannot be written"),
        }
    }
}
