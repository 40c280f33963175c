//! Trace context: which trace a piece of work belongs to, and which span it is below (W3C Trace Context, level 1).

use std::fmt::Write as _;

pub(super) type SpanId = [u8; 8];

/// A span, as those below it know it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Parent {
    pub(super) trace: [u8; 16],
    pub(super) span: SpanId,
    /// Whether the trace is recorded.
    pub(super) sampled: bool,
}

impl Parent {
    /// Reads a `traceparent`. What is not one is passed over, as its specification asks (section 3.2.4).
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (version, trace, span, flags) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let [version] = hex(version)?;
        // Later versions may add to the end; version 255 is forbidden, and version 0 has four parts.
        if version == 0xff || (version == 0 && parts.next().is_some()) {
            return None;
        }
        let (trace, span, [flags]) = (hex::<16>(trace)?, hex::<8>(span)?, hex(flags)?);
        let present = trace != [0; 16] && span != [0; 8];
        present.then_some(Self { trace, span, sampled: flags & 1 == 1 })
    }

    /// The beginning of a new trace.
    pub(super) fn root() -> Self {
        Self { trace: fresh(), span: [0; 8], sampled: true }
    }

    pub(super) fn child(self, span: SpanId) -> Self {
        Self { span, ..self }
    }

    pub(super) fn header(self) -> String {
        let Self { trace, span, sampled } = self;
        format!("00-{}-{}-{:02x}", written(&trace), written(&span), u8::from(sampled))
    }
}

/// Random bytes, for an id.
pub(super) fn fresh<const N: usize>() -> [u8; N] {
    let mut id = [0; N];
    aws_lc_rs::rand::fill(&mut id).expect("the random number generator does not fail once seeded");
    id
}

/// Lower-case digits alone are valid.
fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    let valid = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() != 2 * N || !digits.iter().all(valid) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

pub(super) fn written(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_parent_is_read_and_written() {
        let parent = Parent::parse(GOOD).unwrap();
        assert!(parent.sampled);
        assert_eq!(parent.header(), GOOD);
        let child = parent.child([1; 8]).header();
        assert_eq!(child, "00-4bf92f3577b34da6a3ce929d0e0e4736-0101010101010101-01");
        let unsampled = GOOD.replace("-01", "-00");
        assert!(!Parent::parse(&unsampled).unwrap().sampled);
        // A later version may say more.
        assert!(Parent::parse(&format!("{}-more", GOOD.replacen("00", "01", 1))).is_some());
    }

    /// Clients choose it: what is malformed must neither break a call nor be passed on.
    #[test]
    fn what_is_no_parent_is_passed_over() {
        for wrong in [
            "",
            "00",
            &GOOD.to_uppercase(),
            &GOOD.replacen("00", "ff", 1),
            &format!("{GOOD}-more"),
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
            "00-4bf92f3577b34da6a3ce929d0e0e473é-00f067aa0ba902b7-01",
        ] {
            assert_eq!(Parent::parse(wrong), None, "{wrong}");
        }
    }
}
