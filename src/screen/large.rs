//! Keeps the work on large texts from holding up other callers.

use serde_json::Value;
use tokio::runtime::{Handle, RuntimeFlavor};

/// Bytes of text from which work on it leaves the threads that serve everybody; less takes well under a millisecond.
const LARGE: usize = 64 * 1024;

/// Whether work on so many bytes of text should leave the threads that serve everybody.
pub(super) fn is_large(bytes: usize) -> bool {
    bytes > LARGE
}

/// Bytes of all texts in `value`.
pub fn text_bytes(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(text_bytes).sum(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| name.len() + text_bytes(value)).sum()
        }
        _ => 0,
    }
}

/// Does `work` on `bytes` of text. Where that is much, the thread that it runs on hands its other tasks to another one
/// first; a runtime of a single thread, as tests use, has no other.
pub fn off_the_threads<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    let several = Handle::try_current()
        .is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    if is_large(bytes) && several { tokio::task::block_in_place(work) } else { work() }
}
