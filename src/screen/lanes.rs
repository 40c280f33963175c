//! Looks at many bytes at a time: which are letters and digits, which are a given sign, where ASCII ends.

/// The bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// Sixty-four bytes of a text, for masks of one bit a byte.
pub(crate) struct Block([u8; BLOCK]);

impl Block {
    /// The bytes from `at`; past the end of `bytes` they are zero. `None` where nothing is left.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let rest = bytes.get(at..)?;
        match rest.first_chunk() {
            Some(whole) => Some(Self(*whole)),
            None => Self::last(rest),
        }
    }

    #[cold]
    fn last(rest: &[u8]) -> Option<Self> {
        let mut padded = [0; BLOCK];
        padded.get_mut(..rest.len())?.copy_from_slice(rest);
        (!rest.is_empty()).then_some(Self(padded))
    }

    /// One bit for each byte that is a member, the first byte lowest.
    #[inline]
    pub(crate) fn mask(&self, tell: impl Fn(u8) -> bool) -> u64 {
        gathered(&self.0.map(|byte| u8::from(tell(byte))))
    }

    /// The same of pairs: each byte is told with the one at its place in `other`.
    #[inline]
    pub(crate) fn mask_with(&self, other: &Self, tell: impl Fn(u8, u8) -> bool) -> u64 {
        let mut members = self.0;
        for (byte, other) in members.iter_mut().zip(&other.0) {
            *byte = u8::from(tell(*byte, *other));
        }
        gathered(&members)
    }
}

/// The lowest bits of all `members`. Comparing and gathering apart from each other lets the machine compare many bytes
/// at once.
#[inline]
fn gathered(members: &[u8; BLOCK]) -> u64 {
    // The product moves the lowest bit of byte n to bit n of the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = members.as_chunks::<8>();
    eights.iter().rev().fold(0, |mask, eight| {
        mask << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> (BLOCK - 8)
    })
}

impl Block {
    /// The same where members are rare: most blocks cost a comparison.
    #[inline]
    pub(crate) fn mask_of_few(&self, tell: impl Fn(u8) -> bool) -> u64 {
        let any = self.0.iter().fold(0, |any, byte| any | u8::from(tell(*byte)));
        if any == 0 { 0 } else { self.mask(tell) }
    }
}

/// Whether `byte` is one of `signs`: many bytes can be asked at once, as they cannot where a comparison ends the row.
#[inline]
pub(crate) fn is_one_of<const N: usize>(byte: u8, signs: [u8; N]) -> bool {
    signs.iter().fold(0, |any, sign| any | u8::from(byte == *sign)) != 0
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

/// The first eight bytes of `bytes`, the first one lowest; past their end zero.
#[inline]
pub(crate) fn first_eight(bytes: &[u8]) -> u64 {
    let whole = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; 8];
        for (place, byte) in padded.iter_mut().zip(bytes) {
            *place = *byte;
        }
        padded
    });
    u64::from_le_bytes(whole)
}

/// The bits of [`first_eight`] that tell whether a text of this length begins so.
pub(crate) fn counted(length: usize) -> u64 {
    match length {
        0 => 0,
        1..8 => u64::MAX >> (8 * (8 - length)),
        _ => u64::MAX,
    }
}

/// Where the first byte outside ASCII stands at or after `from`.
#[inline]
pub(crate) fn next_foreign(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while bytes.get(at..at + BLOCK).is_some_and(<[u8]>::is_ascii) {
        at += BLOCK;
    }
    let foreign = Block::at(bytes, at)?.mask(|byte| byte >= 0x80);
    (foreign != 0).then(|| at + foreign.trailing_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

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
