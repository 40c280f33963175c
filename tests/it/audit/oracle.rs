//! Verifiers of a log that share no code with the one under test.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use super::KEY;

/// Checks every MAC and number of a log and returns its lines.
pub(super) fn verified(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    check_with_script(path);
    verified_text(&text)
}

pub(super) fn verified_text(text: &str) -> Vec<Value> {
    assert!(text.ends_with('\n'), "the log ends in the middle of a line");
    assert!(text.is_ascii());
    let mut previous = String::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let (body, mac) = line.rsplit_once(", \"integrity_hmac\": \"").unwrap();
        let mac = mac.strip_suffix("\"}").unwrap();
        let mut hmac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
        hmac.update(format!("{previous}|{body}}}").as_bytes());
        let expected = hex(&hmac.finalize().into_bytes());
        assert_eq!(mac, expected, "{line}");
        mac.clone_into(&mut previous);
        lines.push(serde_json::from_str(line).unwrap());
    }
    lines
}

/// Runs the independent checker where it stands beside the checkout.
fn check_with_script(path: &Path) {
    let script = shared("tools/verify_chain.py");
    if !script.exists() {
        eprintln!("passed over: {} is not here", script.display());
        return;
    }
    let Ok(output) = Command::new("python3").arg(&script).arg(path).arg(KEY).output() else {
        eprintln!("passed over: no python3");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Asserts that the numbers of one chain follow each other from 1 on.
pub(super) fn assert_contiguous(lines: &[Value]) {
    for (expected, line) in (1..).zip(lines) {
        assert_eq!(line["seq"], expected, "{line}");
        assert_eq!(line["chain_id"], lines[0]["chain_id"], "{line}");
    }
}

/// Asserts that Python's `json.dumps` would write each of these texts as it stands.
pub(super) fn assert_python_writes(lines: &str) {
    let program = "import json, sys\n\
        for line in sys.stdin:\n    \
            line = line.rstrip('\\n')\n    \
            again = json.dumps(json.loads(line))\n    \
            assert again == line, '\\n' + line + '\\n' + again\n";
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), lines).unwrap();
    let input = fs::File::open(file.path()).unwrap();
    let Ok(output) = Command::new("python3").args(["-c", program]).stdin(input).output() else {
        eprintln!("passed over: no python3");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

pub(super) fn shared(path: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(path)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
