//! The table of credential formats: what vendors publish, with the place where they do.

/// A credential that its own spelling gives away.
pub(crate) struct Format {
    /// The name in `[REDACTED:<class>]`.
    pub class: &'static str,
    /// A counted class that stands before [`Self::pattern`] and belongs to the credential; empty for none.
    pub before: &'static str,
    /// See [`super::pattern`]; it begins with the literal that is searched for.
    pub pattern: &'static str,
    /// Where the format is published.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for the reader, and for the test that demands one")
    )]
    pub source: &'static str,
}

pub(super) const fn format(
    class: &'static str,
    pattern: &'static str,
    source: &'static str,
) -> Format {
    Format { class, before: "", pattern, source }
}

pub(super) const fn infix(
    class: &'static str,
    before: &'static str,
    pattern: &'static str,
    source: &'static str,
) -> Format {
    Format { class, before, pattern, source }
}

/// All formats; of two that match the same place, the longer match wins.
pub(crate) fn all() -> impl Iterator<Item = &'static Format> {
    [
        super::cloud::FORMATS,
        super::code::FORMATS,
        super::models::FORMATS,
        super::business::FORMATS,
        super::operations::FORMATS,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{
        super::{
            find,
            pattern::{self, Before, Classes, Pattern},
        },
        *,
    };

    /// The promise of the documentation, and the rule that each row names its source.
    #[test]
    fn the_table_is_large_and_sourced() {
        let classes: HashSet<&str> = all().map(|format| format.class).collect();
        assert!(all().count() >= 250, "{} formats", all().count());
        assert!(classes.len() >= 200, "{} classes", classes.len());
        for format in all() {
            assert!(format.source.len() >= 8, "{} has no source", format.class);
            assert!(
                pattern::literal_head(format.pattern).len() >= 2,
                "{}: nothing to search for",
                format.class
            );
            let named =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            assert!(format.class.bytes().all(named), "{} is not a class name", format.class);
        }
    }

    /// A format that takes less than its bounds say would let credentials pass.
    #[test]
    fn each_format_finds_its_shortest_and_its_longest() {
        let mut state = 9_u64;
        let mut draw = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap_or(0) % below
        };
        let mut missed = Vec::new();
        for format in all() {
            let pattern = Pattern::parse(format.pattern, &mut Classes::default());
            let before = Before::parse(format.before);
            let counts: [fn(usize, usize) -> usize; 3] = [
                |least, _| least,
                |least, most| if most == usize::MAX { least + 70 } else { most },
                |least, most| if most == usize::MAX { least + 9 } else { least.midpoint(most) },
            ];
            for count in counts {
                let mut text = String::new();
                // A few draws, since chance spells `xxx` now and then, as placeholders do.
                let found = (0..4).any(|_| {
                    let head = before.as_ref().map(|before| before.sample(&mut draw));
                    let sample = pattern.sample(count, &mut draw);
                    text = format!("found {}{sample} here", head.unwrap_or_default());
                    let whole = "found ".len()..text.len() - " here".len();
                    let found = find(&text);
                    found
                        .first()
                        .is_some_and(|one| one.start <= whole.start && one.end >= whole.end)
                });
                if !found {
                    missed.push(format!("{}: {text}", format.class));
                }
            }
        }
        assert!(missed.is_empty(), "{}", missed.join("\n"));
    }
}
