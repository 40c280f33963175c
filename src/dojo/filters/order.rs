//! The order of a list: known keys, and always one that no two rows share.

use super::Filter;

/// Keys of `o`, checked, with a last one that makes paging stable.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Order(String);

impl Order {
    /// Reads keys separated by commas, each with an optional minus. Rows that are equal by all of them would come in
    /// no fixed order, so that pages skip and repeat some: `last` is added.
    pub fn parse(
        text: &str,
        known: &'static [&'static str],
        last: &'static str,
    ) -> Result<Self, String> {
        let mut keys: Vec<String> = Vec::new();
        for key in text.split(',').map(str::trim) {
            let name = key.strip_prefix('-').unwrap_or(key);
            if !known.contains(&name) {
                return Err(format!(
                    "must be one or several of {}, separated by commas, each with an optional minus to reverse it",
                    known.join(", ")
                ));
            }
            if keys.iter().any(|before| before.trim_start_matches('-') == name) {
                return Err(format!("names {name} twice"));
            }
            keys.push(key.to_owned());
        }
        if !keys.iter().any(|key| key.trim_start_matches('-') == last) {
            keys.push(last.to_owned());
        }
        Ok(Self(keys.join(",")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the first thing that rows are ordered by is this key.
    pub fn starts_with(&self, key: &str) -> bool {
        self.0.split(',').next().is_some_and(|first| first.trim_start_matches('-') == key)
    }
}

/// `o` is not a filter, but travels like one.
pub const ORDER: Filter =
    Filter { name: "o", encoding: super::Encoding::Exact, about: "the order of the rows" };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_ends_with_a_key_that_no_two_rows_share() {
        let known = super::super::findings::ORDERINGS;
        for key in known {
            for (sign, given) in [("", (*key).to_owned()), ("-", format!("-{key}"))] {
                let order = Order::parse(&given, known, "id").unwrap();
                let wanted = if *key == "id" { given } else { format!("{sign}{key},id") };
                assert_eq!(order.as_str(), wanted);
            }
        }
        let several = Order::parse("-date, numerical_severity", known, "id").unwrap();
        assert_eq!(several.as_str(), "-date,numerical_severity,id");
        for bad in ["", "epss_score", "date,,id", "--date", "date,-date", "date desc"] {
            assert!(Order::parse(bad, known, "id").is_err(), "{bad}");
        }
    }
}
