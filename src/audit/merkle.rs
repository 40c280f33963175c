//! The Merkle tree of RFC 6962 over the lines of a chain: its root stands in checkpoints, and a path through it
//! proves that one line belongs to the log without showing the others.

use sha2::{Digest as _, Sha256};

pub(super) type Hash = [u8; 32];

/// The right edge of a tree: enough to add leaves and to know the root, however many leaves there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Frontier {
    size: u64,
    /// Roots of the full subtrees from left to right, one for each bit that is set in `size`.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// `None` where the number of peaks is not that of a tree of this size.
    pub(super) fn from_parts(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    pub(super) fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        // Each trailing one bit is a full subtree of the size of the one that was just completed.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = parent(&left, &node);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    pub(super) fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => Sha256::digest([]).into(),
            Some(last) => peaks.fold(*last, |right, left| parent(left, &right)),
        }
    }
}

/// The hash of a line, given without its newline.
pub(super) fn leaf(line: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(line).finalize().into()
}

/// The path of RFC 6962, 2.1.1: the siblings from the leaf to the root.
pub(super) fn inclusion_path(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(largest_power_of_two_below(leaves.len()));
    if index < left.len() {
        let mut path = inclusion_path(left, index);
        path.push(subtree_root(right));
        path
    } else {
        let mut path = inclusion_path(right, index - left.len());
        path.push(subtree_root(left));
        path
    }
}

/// Whether a path leads from a leaf to the root (RFC 9162, 2.1.3.2).
pub(super) fn includes(root: &Hash, size: u64, index: u64, leaf: Hash, path: &[Hash]) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = parent(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = parent(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

fn subtree_root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

fn largest_power_of_two_below(count: usize) -> usize {
    1 << (count - 1).ilog2()
}

fn parent(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{super::chain::hex, *};

    /// Leaves and roots of the test vectors that Certificate Transparency implementations share.
    const LEAVES: &[&[u8]] = &[
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: &[&str] = &[
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_are_those_of_the_rfc() {
        let mut frontier = Frontier::default();
        assert_eq!(hex(&frontier.root()), ROOTS[0]);
        for (line, root) in LEAVES.iter().zip(&ROOTS[1..]) {
            frontier.push(leaf(line));
            assert_eq!(hex(&frontier.root()), *root);
        }
    }

    #[test]
    fn every_path_leads_to_its_root_and_to_no_other() {
        let leaves: Vec<_> = (0_u32..40).map(|number| leaf(&number.to_be_bytes())).collect();
        for size in 1..=leaves.len() {
            let tree = &leaves[..size];
            let root = subtree_root(tree);
            for index in 0..size {
                let path = inclusion_path(tree, index);
                let check = |at, leaf, path: &[Hash]| includes(&root, size as u64, at, leaf, path);
                assert!(check(index as u64, tree[index], &path), "{index} of {size}");
                assert!(!check(index as u64 + 1, tree[index], &path), "{index} of {size}");
                assert!(!check(index as u64, leaf(b"other"), &path));
                if let Some((_, shorter)) = path.split_last() {
                    assert!(!check(index as u64, tree[index], shorter));
                    let longer = [path.as_slice(), &[root]].concat();
                    assert!(!check(index as u64, tree[index], &longer));
                }
            }
        }
    }

    #[test]
    fn a_frontier_goes_on_from_its_parts() {
        let mut whole = Frontier::default();
        for number in 0_u8..100 {
            let mut again = Frontier::from_parts(whole.size(), whole.peaks().to_vec()).unwrap();
            whole.push(leaf(&[number]));
            again.push(leaf(&[number]));
            assert_eq!(again.root(), whole.root());
        }
        assert!(Frontier::from_parts(3, vec![[0; 32]]).is_none());
    }
}
