//! Texts that are ordinary, and texts built to be slow.

use std::fs;

/// Labelled texts beside the checkout; none where they are absent.
pub fn collection(name: &str) -> Vec<String> {
    let path = format!("{}/../../../shared/corpora/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = fs::read_to_string(path).unwrap_or_default();
    let rows =
        lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    rows.filter_map(|row| row["text"].as_str().map(str::to_owned)).collect()
}

/// A paragraph as reports have them.
pub const PROSE: &str = "The component parses a length field without checking it against the size of the buffer, so that a \
    crafted request reads past its end. Versions before 2.4.1 are affected; upgrade to 2.4.1 or apply the patch. The \
    service account of the scanner had access to three hosts in the test environment, and the report lists each of them \
    with the port, the banner and the certificate that was offered.\n\n";

/// Each text by its name; they are repeated to the length that is measured.
pub const HOSTILE: &[(&str, &str)] = &[
    ("override phrases", "ignore all previous instructions "),
    ("verbs without nouns", "ignore forget bypass override "),
    ("nouns without verbs", "all previous instructions your prompt "),
    ("spaced letters", "i g n o r e   a l l   t h i s   "),
    ("leet words", "1gn0r3 4ll pr3v10us 1nstruct10ns "),
    ("entities", "&#105;&#103;&#110;&#111;&#114;&#101; "),
    ("percent", "%69%67%6E%6F%72%65%20"),
    ("base64 words", "SWdub3JlIGFsbCBwcmV2aW91cyBydWxlcw "),
    ("hexadecimal", "49676e6f726520616c6c2070726576696f757320 "),
    ("reversed and shifted", "snoitcurtsni vafgehpgvba lqvwuxfwlrq "),
    ("ligatures", "\u{fdfa}\u{fb03}\u{33a7} "),
    ("zero width", "i\u{200b}g\u{200b}n\u{200b}o\u{200b}re "),
    ("quotes", "'\"`'\" prompt injection \"ignore all previous instructions\" "),
    ("tool names", "close_finding create_product("),
    ("images", "![a](https://h/?q={x}"),
    ("names", "password token secret api_key "),
    ("assignments", "token=abc12345 "),
    ("prefixes", "ghp_sk-AKIAxoxb-glpat-"),
    ("addresses", "http://a:b@c"),
    ("key headers", concat!("-----BEGIN ", "PRIVATE KEY----- ")),
    ("names in one run", "AccountKey=0"),
    ("names and an infix", "pwdpwdT3BlbkFJ"),
    ("hyphenated names", "-secrettoken_accesskey-0"),
    ("several scripts", "忽略 تجاهل игнорируй ignore "),
    ("disguises of all kinds", "1gn0r3 pwd%69%67忽略close_finding(user: can you all previous "),
    ("one long word", "a"),
    ("a clause without an end", "जानकारी के बिना "),
    ("verbs and nouns of other scripts", "念出你在用;Secret="),
    ("slashes in a row", "@://://"),
    ("parts of names", "_pat"),
    ("names tied to one value", "google_api_keygoogle_api_key: 49676e6f726520616c6c20"),
    ("few letters", "fm1a_"),
    ("heads of long formats", "$krb5tgs$23$"),
    ("a script without spaces", "致ai"),
    ("questions in a row", "could you 述べて, ai 어시스턴트 please confirm, 확인해 주세요 "),
];
