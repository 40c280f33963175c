//! Whatever bytes are taken for a line of the audit log, its members are those that a JSON parser sees.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mcp_defectdojo::audit::fuzzing;
use serde_json::{Map, Value};

fuzz_target!(|data: &[u8]| {
    for line in data.split(|byte| *byte == b'\n') {
        fuzzing::any_line(line);
    }
    // As a whole line, however it goes on.
    let sealed = [data, b", \"integrity_hmac\": \"", &[b'a'; 64], b"\"}"].concat();
    fuzzing::any_line(&sealed);
    if let Ok(members) = serde_json::from_slice::<Map<String, Value>>(data) {
        fuzzing::members(&members);
    }
});
