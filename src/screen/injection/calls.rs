//! Calls of this server's tools, and addresses that carry data away.

use super::{mood::gives_order, phrases::Hit, stretch::Stretch};

/// The weight of a tool's name by what stands around it: arguments, a JSON call, a verb that calls.
pub(super) fn tool_call(within: &Stretch, hit: &Hit) -> Option<u32> {
    let text = within.text;
    let name = text.get(hit.start..hit.end).unwrap_or_default();
    // Other programs have functions called `get_product` too, and reports quote their signatures.
    let ours = ["finding", "scan", "engagement"].iter().any(|word| name.contains(word));
    let after =
        text.get(hit.end..).unwrap_or_default().trim_start_matches([' ', '>', '"', '\'', '`']);
    if let Some(arguments) = after.strip_prefix('(') {
        let near = arguments.as_bytes().get(..arguments.len().min(200)).unwrap_or_default();
        let end = memchr::memchr(b')', near).unwrap_or(near.len());
        let given = near
            .iter()
            .take(end)
            .any(|byte| byte.is_ascii_digit() || matches!(byte, b'=' | b':' | b'"' | b'\'' | b'{'));
        return Some(match (given, ours) {
            (true, true) => 80,
            (true, false) => 45,
            (false, _) => 25,
        });
    }
    let before = text.get(..hit.start).unwrap_or_default();
    let before = before
        .get(before.floor_char_boundary(before.len().saturating_sub(40))..)
        .unwrap_or_default();
    let named = before.trim_end_matches([' ', '"', '\'', '`', ':', '<', '=']);
    let keyed = before.get(named.len()..).is_some_and(|between| between.contains([':', '=']));
    if keyed
        && ["name", "tool", "function", "tool_name", "method", "action"]
            .iter()
            .any(|key| named.ends_with(key))
    {
        return Some(60);
    }
    let named = named.strip_suffix(" the").unwrap_or(named);
    let verb = ["call", "invoke", "execute", "run", "use", "trigger", "fire", "launch"]
        .iter()
        .find(|verb| named.ends_with(**verb));
    if let Some(verb) = verb {
        // Told of a program, the words have a subject before them.
        let start = hit.start.saturating_sub(before.len() - named.len() + verb.len());
        return Some(if gives_order(within, start, hit.end) { 70 } else { 50 });
    }
    if ["calling", "invoking", "using", "with"].iter().any(|verb| named.ends_with(verb)) {
        return Some(50);
    }
    let argument = after.strip_prefix(':').map(|rest| rest.trim_start_matches(' '));
    argument
        .filter(|rest| rest.starts_with(|next: char| next.is_ascii_digit() || next == '{'))
        .map(|_| 60)
}

/// Whether the image or link whose address begins at `start` asks for data to be put into it:
/// `![](https://host/?q={…})`.
pub(super) fn carries_data(text: &str, start: usize) -> bool {
    let address = text.as_bytes().get(start + "](".len()..).unwrap_or_default();
    let address = address.get(..address.len().min(400)).unwrap_or_default();
    let end = memchr::memchr2(b')', b' ', address).unwrap_or(address.len());
    let address = address.get(..end).unwrap_or_default();
    let Some(query) = memchr::memchr2(b'?', b'#', address) else { return false };
    memchr::memchr3(b'{', b'<', b'[', address.get(query..).unwrap_or_default()).is_some()
}
