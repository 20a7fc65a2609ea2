//! Forms of a document in the order of the text in, what near-duplicates are told by out.
//!
//! A shingle is a run of five tokens. All that is kept of it is a hash, and the hash depends on the
//! texts of the forms only: not on the numbers that they have in a run.

use serde::{Deserialize, Serialize};

use super::sequence::Sentences;

/// How far a shingle's hash turns from token to token.
const TURN: u32 = 13;

/// A sample of the shingles of a document, by which those like it are found without its text: of all
/// hashes the ones below [`Sketch::LIMIT`], or the [`Sketch::FEWEST`] smallest where these are more.
///
/// The same shingle is in the samples of all documents or of none, as far as both reach, so that
/// what two samples share is what the documents share (bottom-k and mod-p sampling: Broder 1997).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sketch {
    hashes: Box<[u32]>,
}

impl Sketch {
    /// Hashes below this, which are one in eight, are in the sketch of every document.
    pub const LIMIT: u32 = 1 << 29;

    /// Fewest hashes in the sketch of a document that has as many.
    pub const FEWEST: usize = 32;

    /// The hashes, in ascending order.
    pub fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// The hash below which no shingle of the document is missing.
    fn reach(&self) -> u32 {
        match self.hashes.last() {
            Some(last) if Sketch::FEWEST <= self.hashes.len() => {
                Sketch::LIMIT.max(last.saturating_add(1))
            }
            _ => u32::MAX,
        }
    }

    /// How many shingles of this sample the other one has too, and how many it could have.
    pub fn n_shared(&self, other: &Sketch) -> (usize, usize) {
        let reach = self.reach().min(other.reach());
        let below = |it: &Sketch| it.hashes.partition_point(|it| *it < reach);
        let [ours, theirs] = [self, other].map(|it| &it.hashes[..below(it)]);
        (n_common(ours, theirs), ours.len())
    }
}

/// Makes sketches, and keeps the memory that it needs from one document to the next.
#[derive(Debug, Default)]
pub struct Sketcher {
    values: Vec<u64>,
    hashes: Vec<u32>,
}

impl Sketcher {
    /// The sketch of a document: its distinct forms, the place of each token's form among them, and
    /// the hash of the text of a form.
    pub(super) fn sketch(
        &mut self,
        forms: &[u32],
        tokens: &[u32],
        mut hash: impl FnMut(u32) -> u32,
    ) -> Sketch {
        let Sketcher { values, hashes } = self;
        values.clear();
        values.extend(forms.iter().map(|it| spread(hash(*it))));
        let mut sample = |limit: u32| {
            hashes.clear();
            each_shingle(
                tokens,
                |it| values[it as usize],
                |shingle| {
                    let hash = (shingle >> 32) as u32;
                    if hash < limit {
                        hashes.push(hash);
                    }
                },
            );
            hashes.sort_unstable();
            hashes.dedup();
            hashes.len()
        };
        if sample(Sketch::LIMIT) < Sketch::FEWEST && Sketch::FEWEST < sample(u32::MAX) {
            hashes.truncate(Sketch::FEWEST);
        }
        Sketch { hashes: hashes.as_slice().into() }
    }
}

/// All distinct shingles of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles {
    hashes: Vec<u64>,
}

impl Shingles {
    /// Tokens of a shingle.
    pub const N_TOKENS: u64 = 5;

    /// The shingles of a document; `hash` is that of the text of a form.
    pub fn of(sentences: &Sentences, hash: impl Fn(u32) -> u32) -> Self {
        let mut hashes = Vec::with_capacity(sentences.forms.len());
        each_shingle(&sentences.forms, |it| spread(hash(it)), |it| hashes.push(it));
        hashes.sort_unstable();
        hashes.dedup();
        Shingles { hashes }
    }

    /// How many there are.
    pub fn n(&self) -> usize {
        self.hashes.len()
    }

    /// How many stand in another document too.
    pub fn n_shared(&self, other: &Shingles) -> usize {
        n_common(&self.hashes, &other.hashes)
    }
}

/// Hashes every run of five tokens; a shorter text is one shingle as a whole. The hash of a run is
/// that of the run before it, turned, less the token that has gone and with the one that is new
/// (cyclic polynomials: Cohen 1997).
fn each_shingle(tokens: &[u32], value: impl Fn(u32) -> u64, mut each: impl FnMut(u64)) {
    // The top bits of a product depend on all bits below them, and samples are drawn by them.
    let mixed = |hash: u64| hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let (first, rest) = tokens.split_at(tokens.len().min(Shingles::N_TOKENS as usize));
    if first.is_empty() {
        return;
    }
    let mut hash = first.iter().fold(0, |hash: u64, it| hash.rotate_left(TURN) ^ value(*it));
    each(mixed(hash));
    for (gone, new) in tokens.iter().zip(rest) {
        let gone = value(*gone).rotate_left(TURN * Shingles::N_TOKENS as u32 % u64::BITS);
        hash = hash.rotate_left(TURN) ^ gone ^ value(*new);
        each(mixed(hash));
    }
}

/// A hash of 32 bits, spread over 64 (the finalizer of SplitMix64).
fn spread(hash: u32) -> u64 {
    let mut value = u64::from(hash).wrapping_add(0x9E37_79B9_7F4A_7C15);
    value = (value ^ value >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ value >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 31
}

/// How many values two lists in ascending order share.
fn n_common<T: Ord>(ours: &[T], theirs: &[T]) -> usize {
    let (mut i, mut k, mut n) = (0, 0, 0);
    while i < ours.len() && k < theirs.len() {
        let (a, b) = (&ours[i], &theirs[k]);
        // Without branches: which of the two is behind cannot be foretold.
        n += usize::from(a == b);
        i += usize::from(a <= b);
        k += usize::from(b <= a);
    }
    n
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::counts::CountsBuilder;
    use super::*;

    fn sketch(forms: &[u32]) -> Sketch {
        let mut builder = CountsBuilder::default();
        builder.count(forms.iter().copied());
        builder.sketch(&mut Sketcher::default(), |it| it)
    }

    fn shingles(forms: &[u32]) -> Shingles {
        let mut builder = CountsBuilder::default();
        let counts = builder.count(forms.iter().copied());
        let sequence = builder.sequence(std::iter::once(0..forms.len() as u32));
        Shingles::of(&sequence.sentences(&counts), |it| it)
    }

    #[test]
    fn a_text_of_fewer_than_five_words_is_one_shingle() {
        assert_eq!(
            [0, 1, 4, 5, 6].map(|n| shingles(&[1, 2, 3, 4, 5, 6][..n]).n()),
            [0, 1, 1, 1, 2]
        );
        assert_eq!(sketch(&[]), Sketch::default());
        assert_eq!(sketch(&[1, 2]).hashes().len(), 1);
        assert_ne!(sketch(&[1, 2]), sketch(&[2, 1]));
    }

    #[test]
    fn the_same_shingles_in_another_order_are_the_same_set() {
        let (head, tail): (Vec<u32>, Vec<u32>) = ((0..300).collect(), (300..600).collect());
        let (forth, back) = ([head.clone(), tail.clone()].concat(), [tail, head].concat());
        let (ours, theirs) = (shingles(&forth), shingles(&back));
        assert_eq!((ours.n(), theirs.n(), ours.n_shared(&theirs)), (596, 596, 592));
    }

    #[test]
    fn a_sample_is_an_eighth_of_a_long_text_and_all_of_a_short_one() {
        let n = |n: u32| sketch(&(0..n).collect::<Vec<_>>()).hashes().len();
        assert!((1000..1500).contains(&n(10_000)), "{}", n(10_000));
        assert_eq!([n(20), n(36), n(37), n(100)], [16, 32, 32, 32]);
    }

    #[test]
    fn samples_share_what_documents_share() {
        let all: Vec<u32> = (0..4000).collect();
        let (n_shared, n) = sketch(&all[..2000]).n_shared(&sketch(&all));
        assert_eq!(n_shared, n);
        let (n_shared, n) = sketch(&all[1000..3000]).n_shared(&sketch(&all[..2000]));
        assert!((0.4..0.6).contains(&(n_shared as f64 / n as f64)), "{n_shared} of {n}");
        // A short text can be compared with a long one by what both samples reach only.
        let (n_shared, n) = sketch(&all[..60]).n_shared(&sketch(&all));
        assert!(n_shared == n && (1..20).contains(&n), "{n_shared} of {n}");
    }

    proptest! {
        #[test]
        fn a_document_shares_all_with_itself(forms in proptest::collection::vec(0..40_u32, 0..400)) {
            let (ours, whole) = (sketch(&forms), shingles(&forms));
            prop_assert_eq!(ours.n_shared(&ours), (ours.hashes().len(), ours.hashes().len()));
            prop_assert_eq!(whole.n_shared(&whole), whole.n());
            prop_assert!(ours.hashes().len() <= whole.n());
        }
    }
}
