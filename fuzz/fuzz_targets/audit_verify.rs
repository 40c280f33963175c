//! A log that was changed in any way is never called proven, and one that was not always is.
#![no_main]

use std::{fs, path::PathBuf, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use mcp_defectdojo::audit::{
    Keyring, Log, Settings, prove,
    verify::{self, Request, Verdict},
};
use secrecy::SecretString;
use tempfile::TempDir;

/// A small log that ended well, twice, and its lines.
struct Good {
    directory: TempDir,
    lines: Vec<Vec<u8>>,
}

static GOOD: LazyLock<Good> = LazyLock::new(|| {
    let directory = tempfile::tempdir().expect("there is room for a log");
    let file = directory.path().join("audit.log");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
    for _ in 0..3 {
        let settings =
            Settings { file: Some(file.clone()), key: Some(key()), mirror: false, ..Settings::default() };
        runtime.block_on(Log::open(&settings).expect("the log opens").close());
    }
    let text = fs::read(&file).expect("the log is there");
    let lines = text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    Good { directory, lines }
});

fn key() -> SecretString {
    SecretString::from("a key for fuzzing")
}

fuzz_target!(|data: &[u8]| {
    let good = &*GOOD;
    let text = match data.split_first() {
        // The whole log is the fuzzer's.
        Some((0xff, text)) => text.to_vec(),
        _ => edited(&good.lines, data),
    };
    let file: PathBuf = good.directory.path().join("audit.log");
    fs::write(&file, &text).expect("the log can be written");
    let request = Request {
        paths: vec![file.clone()],
        keyring: Keyring::read(None, Some(&key())).expect("a key").expect("a key"),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 1,
    };
    let is_as_it_was = text == good.lines.concat();
    match verify::run(&request, &|_| {}) {
        Ok(report) => assert_eq!(report.verdict == Verdict::Proven, is_as_it_was, "{report}"),
        Err(error) => assert!(!is_as_it_was, "{error}"),
    }
    prove::prove(&[file], None, 2).ok();
});

/// The log after edits that the bytes tell of.
fn edited(lines: &[Vec<u8>], data: &[u8]) -> Vec<u8> {
    let mut lines = lines.to_vec();
    for edit in data.chunks(4) {
        let [what, line, at, with] = *edit else { break };
        let line = usize::from(line) % lines.len().max(1);
        let Some(text) = lines.get_mut(line) else { break };
        let at = (usize::from(at) << 2 | usize::from(what >> 6)) % text.len().max(1);
        match what % 8 {
            0 => drop(lines.remove(line)),
            1 => {
                let copy = text.clone();
                let to = usize::from(with) % (lines.len() + 1);
                lines.insert(to, copy);
            }
            2 => {
                let other = usize::from(with) % lines.len();
                lines.swap(line, other);
            }
            3 => text.truncate(at),
            4 => text.insert(at, with),
            5 if !text.is_empty() => drop(text.remove(at)),
            6 => lines.truncate(line),
            _ => {
                if let Some(byte) = text.get_mut(at) {
                    *byte ^= with;
                }
            }
        }
    }
    lines.concat()
}
