//! Looks at many bytes at a time: which are letters and digits, which are a given sign, where ASCII ends.

/// The bytes that are looked at in one go.
pub(crate) const LANES: usize = 8;

const HIGH: u64 = 0x8080_8080_8080_8080;
const LOW: u64 = 0x0101_0101_0101_0101;

/// Eight bytes of a text. What it tells are the high bits of the bytes that are members, the first byte lowest.
#[derive(Clone, Copy)]
pub(crate) struct Lanes {
    /// The bytes without their high bits, so that sums stay within their bytes.
    low: u64,
    high: u64,
}

impl Lanes {
    /// The bytes from `at`; past the end of `bytes` they are zero. `None` where nothing is left.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let word = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut padded = [0; LANES];
            for (place, byte) in padded.iter_mut().zip(rest) {
                *place = *byte;
            }
            padded
        });
        let word = u64::from_le_bytes(word);
        Some(Self { low: word & !HIGH, high: word & HIGH })
    }

    /// Not ASCII.
    #[inline]
    pub(crate) fn foreign(self) -> u64 {
        self.high
    }

    #[inline]
    pub(crate) fn digits(self) -> u64 {
        self.within(b'0', b'9') & !self.high
    }

    /// ASCII letters of either case.
    #[inline]
    pub(crate) fn letters(self) -> u64 {
        Self { low: self.low | (LOW * 0x20), high: self.high }.within(b'a', b'z') & !self.high
    }

    #[inline]
    pub(crate) fn are(self, byte: u8) -> u64 {
        let differs = self.low ^ (LOW * u64::from(byte));
        !(differs + (HIGH - LOW)) & HIGH & !self.high
    }

    /// Controls.
    #[inline]
    pub(crate) fn controls(self) -> u64 {
        !(self.low + LOW * 0x60) & HIGH & !self.high | self.are(0x7f)
    }

    #[inline]
    fn within(self, first: u8, last: u8) -> u64 {
        let reaches = self.low + LOW * u64::from(0x80 - first);
        let passes = self.low + LOW * u64::from(0x7f - last);
        reaches & !passes & HIGH
    }
}

/// The place of the first member among eight bytes.
#[inline]
pub(crate) fn first_of(lanes: u64) -> Option<usize> {
    (lanes != 0).then(|| lanes.trailing_zeros() as usize / LANES)
}

/// The bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// Sixty-four bytes of a text, for masks of one bit a byte.
pub(crate) struct Block([u8; BLOCK]);

impl Block {
    /// The bytes from `at`; past the end of `bytes` they are zero. `None` where nothing is left.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        Some(Self(rest.first_chunk().copied().unwrap_or_else(|| {
            let mut padded = [0; BLOCK];
            for (place, byte) in padded.iter_mut().zip(rest) {
                *place = *byte;
            }
            padded
        })))
    }

    /// One bit for each byte that is a member, the first byte lowest.
    #[inline]
    pub(crate) fn mask(&self, tell: impl Fn(u8) -> bool) -> u64 {
        // The product moves the lowest bit of byte n to bit n of the highest byte.
        const GATHER: u64 = 0x0102_0408_1020_4080;
        // Comparing and gathering apart from each other lets the machine compare many bytes at once.
        let members = self.0.map(|byte| u8::from(tell(byte)));
        let (eights, _) = members.as_chunks::<LANES>();
        eights.iter().rev().fold(0, |mask, eight| {
            mask << LANES | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> (BLOCK - LANES)
        })
    }
}

impl Block {
    /// The same where members are rare: most blocks cost a comparison.
    #[inline]
    pub(crate) fn mask_of_few(&self, tell: impl Fn(u8) -> bool) -> u64 {
        let any = self.0.iter().fold(0, |any, byte| any | u8::from(tell(*byte)));
        if any == 0 { 0 } else { self.mask(tell) }
    }
}

/// The places of a block's mask, ascending.
#[inline]
pub(crate) fn members(mask: u64) -> impl Iterator<Item = usize> {
    let mut left = mask;
    std::iter::from_fn(move || {
        let place = (left != 0).then(|| left.trailing_zeros() as usize);
        left &= left.wrapping_sub(1);
        place
    })
}

/// A block's mask moved one byte on, with the last byte of the block before it.
#[inline]
pub(crate) fn shifted(mask: u64, before: u64) -> u64 {
    mask << 1 | before >> (BLOCK - 1)
}

/// Where the first byte outside ASCII stands at or after `from`.
#[inline]
pub(crate) fn next_foreign(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while bytes.get(at..at + BLOCK).is_some_and(<[u8]>::is_ascii) {
        at += BLOCK;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| *byte >= 0x80).map(|place| at + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A carry from one byte into the next would show for some pair.
    #[test]
    fn every_pair_of_bytes_is_told_apart() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                let bytes = [b'x', first, second, b' ', second, first, 0xff, b'9'].repeat(5);
                let lanes = Lanes::at(&bytes, 0).unwrap();
                let check = |told: u64, member: fn(&u8) -> bool| {
                    let found: Vec<usize> =
                        (0..LANES).filter(|place| told >> (8 * place + 7) & 1 == 1).collect();
                    let expected: Vec<usize> =
                        (0..LANES).filter(|place| member(&bytes[*place])).collect();
                    assert_eq!(found, expected);
                };
                check(lanes.letters(), u8::is_ascii_alphabetic);
                check(lanes.digits(), u8::is_ascii_digit);
                check(lanes.foreign(), |byte| !byte.is_ascii());
                check(lanes.are(b'_'), |byte| *byte == b'_');
                let controls = Lanes::at(&bytes, 0).unwrap().controls();
                assert_eq!(
                    first_of(controls),
                    bytes.iter().take(LANES).position(u8::is_ascii_control)
                );
            }
        }
    }

    #[test]
    fn a_block_tells_its_members() {
        for length in [1, 7, 63, 64, 90] {
            let bytes: Vec<u8> = (0..length).map(|place| b"a1 .\xc3"[place * 7 % 5]).collect();
            let block = Block::at(&bytes, 0).unwrap();
            let found: Vec<usize> = members(block.mask(|byte| byte.is_ascii_digit())).collect();
            let expected: Vec<usize> =
                (0..length.min(BLOCK)).filter(|place| bytes[*place].is_ascii_digit()).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_end_of_ascii_is_found() {
        for before in [0, 1, 63, 64, 65, 200] {
            let text = format!("{}é", "a".repeat(before));
            assert_eq!(next_foreign(text.as_bytes(), 0), Some(before));
            assert_eq!(next_foreign(text.as_bytes(), before + 2), None);
        }
        assert_eq!(next_foreign(b"plain", 0), None);
    }
}
