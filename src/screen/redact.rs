//! Takes this server's own secrets out of every text, in whatever encoding they hide.

use std::{collections::BTreeSet, fmt, fmt::Write as _};

use aho_corasick::AhoCorasick;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use secrecy::{ExposeSecret, SecretString};

/// What stands where one of our secrets stood.
const REDACTED: &str = "[REDACTED:own-secret]";
/// A shorter secret would take ordinary words out of texts; the start warns about one.
pub(super) const SHORTEST_SECRET: usize = 8;

/// Finds configured secrets of [`SHORTEST_SECRET`] bytes or more: raw, percent-, hex-, base64- (three alignments, both
/// alphabets), JSON- and HTML-encoded.
#[derive(Default)]
pub struct Redactor {
    secrets: Option<AhoCorasick>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redactor(…)")
    }
}

impl Redactor {
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a SecretString>) -> Self {
        let forms: BTreeSet<String> = secrets
            .into_iter()
            .map(ExposeSecret::expose_secret)
            .filter(|secret| secret.len() >= SHORTEST_SECRET)
            .flat_map(forms)
            .collect();
        if forms.is_empty() {
            return Self::default();
        }
        let secrets = AhoCorasick::builder()
            .match_kind(aho_corasick::MatchKind::LeftmostLongest)
            .build(forms)
            .ok();
        debug_assert!(secrets.is_some(), "a handful of short patterns always builds");
        Self { secrets }
    }

    pub fn finds_own_secret(&self, text: &str) -> bool {
        self.secrets.as_ref().is_some_and(|secrets| secrets.is_match(text))
    }

    /// The text without our secrets.
    pub fn clean(&self, text: String) -> String {
        match &self.secrets {
            Some(secrets) if secrets.is_match(&text) => {
                let mut cleaned = String::with_capacity(text.len());
                secrets.replace_all_with(&text, &mut cleaned, |_, _, out| {
                    out.push_str(REDACTED);
                    true
                });
                cleaned
            }
            _ => text,
        }
    }
}

fn forms(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let mut forms = vec![
        secret.to_owned(),
        hex(bytes, false),
        hex(bytes, true),
        percent(bytes, |byte| !byte.is_ascii_alphanumeric()),
        percent(bytes, |byte| !byte.is_ascii_alphanumeric() && !b"-._~".contains(&byte)),
        percent(bytes, |_| true),
        html(secret),
    ];
    if let Ok(json) = serde_json::to_string(secret) {
        forms.push(json.trim_matches('"').to_owned());
    }
    for offset in 0..3 {
        let shifted: Vec<u8> =
            std::iter::repeat_n(0, offset).chain(bytes.iter().copied()).collect();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            // The characters at either end also carry bits of the neighbours: only the inner ones are certain.
            let text = engine.encode(&shifted);
            let from = (offset * 8).div_ceil(6);
            let to = shifted.len() * 8 / 6;
            forms.extend(text.get(from..to).map(str::to_owned));
        }
    }
    forms.retain(|form| form.len() >= SHORTEST_SECRET);
    forms
}

fn hex(bytes: &[u8], upper: bool) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let written = if upper { write!(text, "{byte:02X}") } else { write!(text, "{byte:02x}") };
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
        text
    })
}

fn percent(bytes: &[u8], encoded: impl Fn(u8) -> bool) -> String {
    bytes.iter().fold(String::new(), |mut text, &byte| {
        if encoded(byte) {
            text.push('%');
            text.push_str(&hex(&[byte], true));
        } else {
            text.push(char::from(byte));
        }
        text
    })
}

fn html(text: &str) -> String {
    text.chars().fold(String::new(), |mut html, char| {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#x27;"),
            _ => html.push(char),
        }
        html
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A secret that leaks because it stands at another base64 alignment is still a leaked secret.
        #[test]
        fn a_secret_never_survives_in_any_encoding(secret in "[!-~]{8,40}", before in "[a-z ]{0,7}", after in "[a-z ]{0,7}") {
            let redactor = Redactor::new([&SecretString::from(secret.clone())]);
            let plain = format!("{before}{secret}{after}");
            let encoded = [
                plain.clone(),
                hex(plain.as_bytes(), false),
                STANDARD_NO_PAD.encode(&plain),
                URL_SAFE_NO_PAD.encode(&plain),
                percent(plain.as_bytes(), |byte| !byte.is_ascii_alphanumeric()),
                html(&plain),
                serde_json::to_string(&plain).unwrap(),
            ];
            for text in encoded {
                prop_assert!(redactor.finds_own_secret(&text));
                prop_assert!(redactor.clean(text).contains(REDACTED));
            }
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        let redactor = Redactor::new([&SecretString::from("k3y-of-the-demo")]);
        assert_eq!(redactor.clean("nothing to see".to_owned()), "nothing to see");
    }
}
