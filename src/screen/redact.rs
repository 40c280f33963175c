//! Takes credentials out of every text that leaves, this server's own in whatever encoding they hide.

use std::{borrow::Cow, fmt};

use secrecy::{ExposeSecret as _, SecretString};

use super::{
    harmless::Harmless,
    secrets::{self, Known},
    unicode,
};

/// The class of this server's own secrets.
pub(super) const OWN: &str = "configured_secret";

/// Redacts [`secrets`] of every class, configured ones included ([`Known`]), and makes hidden characters visible
/// ([`unicode::visible`]).
#[derive(Default)]
pub struct Redactor {
    own: Known,
    /// Shown texts that need no second look.
    pub(super) harmless: Harmless,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redactor(…)")
    }
}

impl Redactor {
    pub fn new<'a>(own: impl IntoIterator<Item = &'a SecretString>) -> Self {
        let own = Known::new(own.into_iter().map(|secret| (OWN, secret.expose_secret())));
        Self { own, harmless: Harmless::default() }
    }

    pub fn finds_own_secret(&self, text: &str) -> bool {
        !self.own.find(text).is_empty()
    }

    /// The text as it may be shown.
    pub fn clean(&self, text: String) -> String {
        match self.redact(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(cleaned) => cleaned,
        }
    }

    /// The text as it may be shown; borrowed where it stays as it is.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        // Our own come first: a credential that has grown together with one stands alone after it.
        let text = secrets::replace(text, &self.own.find(text));
        let text = then(text, secrets::redact);
        match unicode::has_hidden(&text) {
            None => text,
            // Once more: what a hidden character joined stands apart where it is visible.
            Some(_) => then(then(text, unicode::visible), secrets::redact),
        }
    }
}

fn then(text: Cow<'_, str>, step: impl Fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => step(text),
        Cow::Owned(text) => match step(&text) {
            Cow::Owned(changed) => Cow::Owned(changed),
            Cow::Borrowed(_) => Cow::Owned(text),
        },
    }
}

#[cfg(test)]
mod tests {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
    };
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    fn hex(text: &str, before: &str) -> String {
        text.bytes().flat_map(|byte| [before.to_owned(), format!("{byte:02x}")]).collect()
    }

    proptest! {
        /// A secret that leaks because it stands at another base64 alignment is still a leaked secret.
        #[test]
        fn a_secret_never_survives_in_any_encoding(secret in "[!-~]{8,40}", before in "[a-z ]{0,7}", after in "[a-z ]{0,7}") {
            let redactor = Redactor::new([&SecretString::from(secret.clone())]);
            let plain = format!("{before}{secret}{after}");
            let percent = utf8_percent_encode(&plain, NON_ALPHANUMERIC).to_string();
            let wrapped = STANDARD.encode(&plain);
            let encoded = [
                plain.clone(),
                hex(&plain, ""),
                hex(&plain, "").to_uppercase(),
                STANDARD_NO_PAD.encode(&plain),
                URL_SAFE_NO_PAD.encode(&plain),
                format!("{}\n{}", &wrapped[..wrapped.len() / 2], &wrapped[wrapped.len() / 2..]),
                percent,
                hex(&plain, "%"),
                plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;"),
                serde_json::to_string(&plain).unwrap(),
            ];
            let letters = secret.bytes().filter(|byte| !b"\"'`\\*".contains(byte)).count();
            let parted: String = plain.chars().flat_map(|char| [char, '\u{200b}']).collect();
            let encoded = encoded.into_iter().chain((letters >= 6).then_some(parted));
            for text in encoded {
                prop_assert!(redactor.finds_own_secret(&text), "{text}");
                let cleaned = redactor.clean(text.clone());
                prop_assert!(cleaned.contains("[REDACTED:"), "{text} became {cleaned}");
                prop_assert!(!redactor.finds_own_secret(&cleaned), "{text} became {cleaned}");
                prop_assert!(!cleaned.contains(&secret));
            }
        }

        /// What was found once must not be found again in what is shown.
        #[test]
        fn redaction_removes_what_detection_finds(parts in prop::collection::vec(piece(), 0..8)) {
            let redactor = Redactor::new([&SecretString::from("k3y-of-the-demo")]);
            let shown = redactor.clean(parts.concat());
            prop_assert_eq!(&secrets::find(&shown), &[], "{}", shown);
            prop_assert!(!redactor.finds_own_secret(&shown), "{}", shown);
            prop_assert_eq!(unicode::has_hidden(&shown), None, "{}", shown);
        }
    }

    /// Words, separators, hidden characters and things that are, or begin, credentials. None stands whole in this file.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zA-Z0-9 ]{1,12}",
            "[ =:\"'\n/+.-]{1,3}",
            "[\u{200b}\u{202e}\u{7}]{1,5}",
            "[A-Z2-7]{16}".prop_map(|rest| format!("AK{}{rest}", "IA")),
            "[A-Za-z0-9]{36}".prop_map(|rest| format!("gh{}{rest}", "p_")),
            "[a-z0-9]{8,20}".prop_map(|rest| format!("pass{}{rest}", "word=")),
            "[A-Za-z0-9+/]{40}".prop_map(|rest| format!("secret: \"{rest}\"")),
            Just("k3y-of-the-demo".to_owned()),
            Just("k3y-of-\nthe-demo".to_owned()),
        ]
    }

    #[test]
    fn other_text_is_left_alone() {
        let redactor = Redactor::new([&SecretString::from("k3y-of-the-demo")]);
        assert!(matches!(redactor.redact("nothing to see"), Cow::Borrowed(_)));
    }
}
