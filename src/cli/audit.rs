//! `audit`: verify a log, prove a record, look into it, change its key.

mod configured;
mod page;
mod sinks;
mod table;

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use secrecy::SecretString;

use self::configured::Configured;
use super::{GOOD, PROBLEM, USAGE, complain, print};
use crate::{
    audit::{
        Keyring, PublicKey,
        prove::{self, ProofError},
        rotate_keys,
        show::{self, Filter},
        summary,
        verify::{self, Request, Verdict},
    },
    config::Environment,
    platform,
};

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Read the server's settings from this TOML file
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find out whether a log is what was written: 0 proven, 1 tampered with, 2 unproven
    Verify(VerifyArgs),
    /// Print a proof that one record stands in the log, for someone who may not see the others
    Prove(ProveArgs),
    /// Check such a proof with the public key alone
    CheckProof(CheckProofArgs),
    /// Show records
    Show(ShowArgs),
    /// Show how far each destination of the records is, or send it a probe
    Sinks {
        /// One JSON object for each destination
        #[arg(long, global = true)]
        json: bool,
        #[command(subcommand)]
        act: Option<sinks::Act>,
    },
    /// Write one HTML page: calls over time, by caller and tool, refusals, changes and what was read before each
    Report(ReportArgs),
    /// Change the key of the log
    #[command(subcommand)]
    Keys(Keys),
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Logs, and directories of them; the configured log if none is named
    paths: Vec<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
    /// A checkpoint that was kept elsewhere; it shows what was cut off a log that was put back whole
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// The key that signed the checkpoints, where it is not derived from the log's own
    #[arg(long, value_name = "KEY")]
    pubkey: Option<String>,
    /// Threads; one for each core if not given
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Answer as one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct KeyArgs {
    /// The key of the log, as `AUDIT_HMAC_KEY` has it; other users of this machine can see it while this runs
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A file of keys, one a line, the newest last, as `AUDIT_HMAC_KEYRING_FILE` names it
    #[arg(long, value_name = "FILE")]
    keyring: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ProveArgs {
    /// Logs, and directories of them; the configured log if none is named
    paths: Vec<PathBuf>,
    /// The number of the record
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    seq: u64,
    /// The chain, where there are several
    #[arg(long, value_name = "ID")]
    chain: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CheckProofArgs {
    /// The proof, as `audit prove` printed it
    proof: PathBuf,
    /// The key that signed the checkpoint in it
    #[arg(long, value_name = "KEY")]
    pubkey: String,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Logs, and directories of them; the configured log if none is named
    paths: Vec<PathBuf>,
    /// Part of the caller's name
    #[arg(long, value_name = "NAME")]
    caller: Option<String>,
    #[arg(long, value_name = "NAME")]
    tool: Option<String>,
    /// The finding that a call was about, or that its caller had read before a write
    #[arg(long, value_name = "ID")]
    finding: Option<u64>,
    #[arg(long, value_parser = ["success", "error", "denied"])]
    outcome: Option<String>,
    /// Such as `audit_intent`, `audit_orphan`, `audit_gap`, `security_warning`, `lifecycle`
    #[arg(long, value_name = "TYPE")]
    event: Option<String>,
    /// From this time on (UTC), such as 2026-01-31 or 2026-01-31T08:15
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: Option<String>,
    /// Before this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<String>,
    /// Print records as they stand in the log, one JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Logs, and directories of them; the configured log if none is named
    paths: Vec<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
    /// A checkpoint that was kept elsewhere
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// From this time on (UTC), such as 2026-01-31 or 2026-01-31T08:15; the whole log is verified all the same
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: Option<String>,
    /// Before this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<String>,
    /// Where the page goes; stdout if not given. It is for its owner's eyes
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Add a new key to a keyring file; the server takes it on SIGHUP and at its next start
    Rotate {
        /// The keyring file; the configured one if none is named
        file: Option<PathBuf>,
    },
}

/// Runs the command. Keys and the log come from the server's own settings where they are not given.
pub(super) fn run(args: AuditArgs, environment: Environment) -> u8 {
    let AuditArgs { config, command } = args;
    // A log can be looked into whatever the settings are, unless they are what was asked for.
    let is_asked_for = config.is_some() || matches!(command, Command::Sinks { .. });
    let settings = match Configured::read(config, environment) {
        Err(report) if is_asked_for => {
            complain(&report.to_string());
            return USAGE;
        }
        read => read.unwrap_or_default(),
    };
    let result = match command {
        Command::Verify(args) => verify(args, &settings),
        Command::Prove(args) => prove(&args, &settings),
        Command::CheckProof(args) => check_proof(&args),
        Command::Show(args) => show(args, &settings),
        Command::Sinks { json, act } => {
            sinks::run(act.as_ref(), json, &settings.targets, settings.file.as_deref())
        }
        Command::Report(args) => report(args, &settings),
        Command::Keys(Keys::Rotate { file }) => rotate(file, &settings),
    };
    // A log that cannot be read is not one that was tampered with: that is what 1 says.
    result.unwrap_or_else(|error| {
        complain(&format!("{error:#}\n"));
        USAGE
    })
}

fn verify(args: VerifyArgs, settings: &Configured) -> Result<u8> {
    let keyring = args
        .key
        .keyring(settings)?
        .context("no key: set AUDIT_HMAC_KEY, or give --keyring FILE or --key KEY")?;
    let public_key = args.pubkey.as_deref().map(public_key).transpose()?;
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let paths = settings.paths(args.paths)?;
    let request = Request { paths, keyring, checkpoints: args.checkpoint, public_key, jobs };
    let report = verified(&request)?;
    let text =
        if args.json { serde_json::to_string_pretty(&report)? + "\n" } else { report.to_string() };
    print(text.as_bytes())?;
    Ok(report.verdict.exit_code())
}

fn verified(request: &Request) -> Result<verify::Report> {
    let progress = Progress::new(&request.paths);
    let report = verify::run(request, &|bytes| progress.show(bytes));
    progress.clear();
    Ok(report?)
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

impl KeyArgs {
    /// The keys that were given, or those of the server's settings.
    fn keyring(self, settings: &Configured) -> Result<Option<Keyring>> {
        let key = self.key.map(SecretString::from);
        let (key, keyring) = if key.is_some() || self.keyring.is_some() {
            (key.as_ref(), self.keyring.as_deref())
        } else {
            (settings.key.as_ref(), settings.keyring.as_deref())
        };
        Ok(Keyring::read(keyring, key)?)
    }
}

fn report(args: ReportArgs, settings: &Configured) -> Result<u8> {
    if args.output.is_none() && io::stdout().is_terminal() {
        bail!("a page is not for a terminal: give --output FILE");
    }
    let paths = settings.paths(args.paths)?;
    let report = args
        .key
        .keyring(settings)?
        .map(|keyring| {
            let (checkpoints, paths) = (args.checkpoint, paths.clone());
            verified(&Request { paths, keyring, checkpoints, public_key: None, jobs: cores() })
        })
        .transpose()?;
    let summary = summary::summarise(&paths, args.since, args.until)?;
    let page = page::Page {
        summary: &summary,
        report: report.as_ref(),
        logs: paths.iter().map(|path| path.display().to_string()).collect(),
        now: Timestamp::now(),
    };
    let text = page.to_string();
    match &args.output {
        Some(file) => write_privately(file, &text)
            .with_context(|| format!("{} cannot be written", file.display()))?,
        None => print(text.as_bytes())?,
    }
    complain(match report.map(|report| report.verdict) {
        Some(Verdict::Proven) => "the log is proven\n",
        Some(Verdict::Tampered) => {
            "the log has been TAMPERED with: see the page, and `audit verify`\n"
        }
        Some(Verdict::Unproven) => "the log is unproven: see the page, and `audit verify`\n",
        None => {
            "the log was not verified: set AUDIT_HMAC_KEY, or give --keyring FILE or --key KEY\n"
        }
    });
    Ok(GOOD)
}

fn write_privately(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    platform::owner_only(&mut options);
    options.open(path)?.write_all(text.as_bytes())
}

fn prove(args: &ProveArgs, settings: &Configured) -> Result<u8> {
    let paths = settings.paths(args.paths.clone())?;
    let proof = prove::prove(&paths, args.chain.as_deref(), args.seq)?;
    print(proof.as_bytes())?;
    Ok(GOOD)
}

fn check_proof(args: &CheckProofArgs) -> Result<u8> {
    let name = args.proof.display();
    let proof =
        fs::read_to_string(&args.proof).with_context(|| format!("{name} cannot be read"))?;
    match prove::check(&proof, public_key(&args.pubkey)?) {
        Ok(proven) => {
            print(format!("{}\n", proven.line).as_bytes())?;
            complain(&format!(
                "proven: record {} of {} in chain {}\n",
                proven.seq, proven.size, proven.chain_id
            ));
            Ok(GOOD)
        }
        Err(error @ (ProofError::NotIncluded | ProofError::Checkpoint(_))) => {
            complain(&format!("{name}: {error}\n"));
            Ok(PROBLEM)
        }
        Err(error) => Err(error).with_context(|| name.to_string()),
    }
}

fn show(args: ShowArgs, settings: &Configured) -> Result<u8> {
    let filter = Filter {
        caller: args.caller,
        tool: args.tool,
        finding: args.finding,
        outcome: args.outcome,
        event_type: args.event,
        since: args.since,
        until: args.until,
    };
    let paths = settings.paths(args.paths)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut written = Ok(());
    let mut count = 0_u64;
    show::select(&paths, &filter, |record, line| {
        count += 1;
        written = if args.json {
            out.write_all(line).and_then(|()| out.write_all(b"\n"))
        } else {
            let heading = if count == 1 { table::HEADING } else { "" };
            write!(out, "{heading}{}", table::row(record))
        };
        written.is_ok()
    })?;
    if count == 0 {
        complain("no record is like that\n");
    }
    match written.and_then(|()| out.flush()) {
        // The reader has seen enough, like `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(GOOD),
        shown => shown.map(|()| GOOD).context("stdout cannot be written"),
    }
}

fn rotate(file: Option<PathBuf>, settings: &Configured) -> Result<u8> {
    let file = file
        .or_else(|| settings.keyring.clone())
        .context("no keyring is named, and AUDIT_HMAC_KEYRING_FILE is not set")?;
    let id = rotate_keys(&file)?;
    print(
        format!(
            "added key {id} to {}; the server takes it on SIGHUP or at its next start\n",
            file.display()
        )
        .as_bytes(),
    )?;
    Ok(GOOD)
}

/// Any beginning of a time, as the log has it: such texts compare as times do.
fn time(text: &str) -> Result<String, String> {
    const FORM: &[u8] = b"0000-00-00T00:00:00.000000";
    let text = text.trim_end_matches('Z').replace(' ', "T");
    let is_like = |(byte, form): (u8, &u8)| byte == *form || byte.is_ascii_digit() && *form == b'0';
    if (4..=FORM.len()).contains(&text.len()) && text.bytes().zip(FORM).all(is_like) {
        return Ok(text);
    }
    Err("a time begins with the year, such as 2026-01-31 or 2026-01-31T08:15, in UTC".to_owned())
}

fn public_key(text: &str) -> Result<PublicKey> {
    PublicKey::parse(text)
        .context("--pubkey takes 32 bytes in base64, or the verifier key of a signed note")
}

/// How far the verification has come, on a terminal.
struct Progress {
    total: u64,
    shown: AtomicU64,
    is_shown: bool,
}

impl Progress {
    fn new(paths: &[PathBuf]) -> Self {
        let is_shown = io::stderr().is_terminal();
        let sizes = paths.iter().filter(|_| is_shown).flat_map(|path| match fs::read_dir(path) {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
            Err(_) => vec![path.clone()],
        });
        let total = sizes.filter_map(|path| Some(path.metadata().ok()?.len())).sum();
        Self { total, shown: AtomicU64::new(0), is_shown }
    }

    fn show(&self, bytes: u64) {
        let percent = (bytes * 100).checked_div(self.total).unwrap_or(0).min(100);
        if self.is_shown && self.shown.swap(percent, Ordering::Relaxed) != percent {
            let bar = "#".repeat(usize::try_from(percent / 4).unwrap_or(0));
            // A terminal that is gone is no reason to stop.
            write!(io::stderr(), "\r[{bar:25}] {percent:3} %").ok();
        }
    }

    fn clear(&self) {
        if self.is_shown {
            write!(io::stderr(), "\r{:35}\r", "").ok();
        }
    }
}
