//! A token as it is stored: its SHA-256, never itself.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a token. Written `sha256:` and 64 hexadecimal digits.
///
/// A plain hash is enough for tokens of 128 random bits and more, which cannot be guessed from it; a password
/// would need a slow one.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct TokenHash([u8; 32]);

#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a token hash is `sha256:` and 64 hexadecimal digits")]
pub struct MalformedHash;

impl TokenHash {
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }

    pub fn from_digest(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl FromStr for TokenHash {
    type Err = MalformedHash;

    fn from_str(text: &str) -> Result<Self, MalformedHash> {
        let digits = text.trim().strip_prefix("sha256:").ok_or(MalformedHash)?.as_bytes();
        if digits.len() != 64 {
            return Err(MalformedHash);
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let &[high, low] = pair else { return Err(MalformedHash) };
            *byte = nibble(high)? << 4 | nibble(low)?;
        }
        Ok(Self(hash))
    }
}

fn nibble(digit: u8) -> Result<u8, MalformedHash> {
    let value = char::from(digit).to_digit(16).ok_or(MalformedHash)?;
    u8::try_from(value).map_err(|_| MalformedHash)
}

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published SHA-256 of "abc" (FIPS 180-4 examples): a hash made elsewhere must match ours.
    const ABC: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn hashes_round_trip_in_either_case() {
        assert_eq!(TokenHash::of("abc").to_string(), ABC);
        assert_eq!(ABC.parse(), Ok(TokenHash::of("abc")));
        let upper = ABC.to_uppercase().replace("SHA256:", "sha256:");
        assert_eq!(upper.parse(), Ok(TokenHash::of("abc")));
    }

    #[test]
    fn what_is_not_a_hash_is_refused() {
        for text in ["", "abc", "sha256:", &ABC[..70], &format!("{ABC}0"), &ABC.replace('f', "g")] {
            assert_eq!(text.parse::<TokenHash>(), Err(MalformedHash), "{text}");
        }
    }
}
