//! How large an answer may be.

/// The most that one answer may hold, in tokens: bytes of one copy of it ÷ 4.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tokens(pub u32);

impl Tokens {
    pub fn bytes(self) -> usize {
        (self.0 as usize).saturating_mul(4)
    }
}

impl Default for Tokens {
    fn default() -> Self {
        Self(20_000)
    }
}
