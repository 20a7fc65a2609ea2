//! The permutation test of emphasis for many terms, each of which few documents hold.
//!
//! It gives what [`super::permutation`] gives, from the same exchanges. There a document carries all
//! its counts along; here 64 exchanges at a time are written down as one bit for each document and
//! group, and the documents of a term are counted in all 64 at once.

use rayon::prelude::*;

use super::emphasis::Prior;
use super::exchange::{Desk, Exchange};
use super::permutation::{self, Test, is_exact, least_ratio, reaches, sides};

/// Exchanges that are counted at once: the bits of a word.
const LANES: usize = 64;

/// Terms that are tested at once where all splits are tried.
const EXACT_TERMS: usize = 32;

/// The documents that hold a term, and how often each does.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    /// List i holds the documents whose count has bit i.
    bits: Vec<Vec<u32>>,
}

impl Postings {
    /// Adds a document, behind all that were added before.
    pub fn push(&mut self, document: u32, count: u32) {
        for bit in (0..u32::BITS).filter(|it| count >> it & 1 == 1) {
            if self.bits.len() <= bit as usize {
                self.bits.resize(bit as usize + 1, Vec::new());
            }
            self.bits[bit as usize].push(document);
        }
    }

    /// Adds documents that stand behind all that were added before.
    pub fn append(&mut self, others: &Postings) {
        if self.bits.len() < others.bits.len() {
            self.bits.resize(others.bits.len(), Vec::new());
        }
        self.bits.iter_mut().zip(&others.bits).for_each(|(own, theirs)| own.extend(theirs));
    }

    /// Hands on every document with a part of its count; the parts of a document add up.
    fn each(&self, mut emit: impl FnMut(usize, u64)) {
        for (bit, documents) in self.bits.iter().enumerate() {
            documents.iter().for_each(|it| emit(*it as usize, 1 << bit));
        }
    }
}

/// Documents with their groups, those of a group side by side.
#[derive(Debug)]
pub struct Documents<'d> {
    /// Number of documents of each group.
    pub sizes: &'d [usize],
    /// Tokens of each document.
    pub tokens: &'d [u64],
}

/// A term that is tested for a group against all others.
#[derive(Clone, Copy, Debug)]
pub struct Question<'d> {
    /// The group.
    pub group: usize,
    /// Where the term stands.
    pub postings: &'d Postings,
}

/// Tests each question, as [`permutation::tests`] does.
///
/// - Input: `replicates` and `seed` as there; the prior of a term is one mean document.
/// - Missing: a term without occurrences, a group that holds no document or all.
pub fn tests(
    documents: &Documents<'_>,
    questions: &[Question<'_>],
    replicates: u64,
    seed: u64,
) -> Vec<Option<Test>> {
    let n = documents.tokens.len();
    let mut tests = vec![None; questions.len()];
    let size = |it: usize| documents.sizes[questions[it].group];
    let (exact, random): (Vec<usize>, Vec<usize>) = (0..questions.len())
        .filter(|it| 0 < size(*it) && size(*it) < n)
        .partition(|it| is_exact(n, size(*it)));
    let groups = exact.chunk_by(|a, b| questions[*a].group == questions[*b].group);
    let parts: Vec<&[usize]> = groups.flat_map(|it| it.chunks(EXACT_TERMS)).collect();
    let tested: Vec<_> =
        parts.par_iter().map(|it| documents.test_all_splits(it, questions)).collect();
    for (places, part) in parts.iter().zip(tested) {
        places.iter().zip(part).for_each(|(place, test)| tests[*place] = test);
    }
    let asked: Vec<Asked<'_>> =
        random.iter().filter_map(|it| Asked::new(*it, questions[*it], documents)).collect();
    if !asked.is_empty() {
        let counts = documents.count_random(&asked, replicates, seed);
        for (it, count) in asked.iter().zip(counts) {
            tests[it.place] = Some(Test::random(count, replicates));
        }
    }
    tests
}

/// A question that random exchanges answer.
struct Asked<'d> {
    place: usize,
    question: Question<'d>,
    prior: Prior,
    /// Occurrences and tokens of all documents.
    all: (u64, u64),
    least: f64,
}

impl<'d> Asked<'d> {
    fn new(place: usize, question: Question<'d>, documents: &Documents<'_>) -> Option<Asked<'d>> {
        let range = documents.range(question.group);
        let (mut n_part, mut n_all) = (0, 0);
        question.postings.each(|document, n| {
            n_all += n;
            n_part += if range.contains(&document) { n } else { 0 };
        });
        let all = (n_all, documents.tokens.iter().sum());
        let part = (n_part, documents.tokens[range].iter().sum());
        let prior = Prior::of(n_all, all.1, documents.tokens.len() as u64)?;
        Some(Asked { place, question, prior, all, least: least_ratio(part, all, prior) })
    }
}

/// Memory of one worker, kept from one batch of exchanges to the next.
struct Bench {
    desk: Desk,
    /// For each group that is asked about and each document, in which exchanges it falls to it.
    members: Vec<u64>,
    /// Tokens of each group in each exchange.
    tokens: Vec<u64>,
    /// How many exchanges reached what was observed, by question.
    counts: Vec<u64>,
}

impl Documents<'_> {
    fn range(&self, group: usize) -> std::ops::Range<usize> {
        let start = self.sizes[..group].iter().sum();
        start..start + self.sizes[group]
    }

    /// Tests terms of one group by all splits.
    fn test_all_splits(&self, places: &[usize], questions: &[Question<'_>]) -> Vec<Option<Test>> {
        let (n, n_terms) = (self.tokens.len(), places.len());
        let range = self.range(questions[places[0]].group);
        let groups: Vec<usize> = (0..n).map(|it| usize::from(!range.contains(&it))).collect();
        let mut hits = vec![0; n * n_terms];
        for (term, place) in places.iter().enumerate() {
            questions[*place].postings.each(|document, n| hits[document * n_terms + term] += n);
        }
        let n_tokens = self.tokens.iter().sum();
        let prior = |term: usize| {
            let n_hits = hits.iter().skip(term).step_by(n_terms).sum();
            Prior::of(n_hits, n_tokens, n as u64)
        };
        let priors: Vec<Option<Prior>> = (0..n_terms).map(prior).collect();
        let (hits, priors) = (hits.as_slice(), priors.as_slice());
        let both = permutation::Documents {
            groups: &groups,
            n_groups: 2,
            tokens: self.tokens,
            hits,
            priors,
        };
        // All splits are tried, so that neither replicates nor seed matter.
        permutation::tests(&both, 0, 0).swap_remove(0)
    }

    /// For each question the number of random exchanges that reach what was observed.
    fn count_random(&self, asked: &[Asked<'_>], replicates: u64, seed: u64) -> Vec<u64> {
        let exchange = Exchange::new(self.sizes, 1, |document, _| self.tokens[document]);
        let mut slots = vec![None; self.sizes.len()];
        let mut n_slots = 0;
        for it in asked {
            slots[it.question.group].get_or_insert_with(|| {
                n_slots += 1;
                n_slots - 1
            });
        }
        let n = self.tokens.len();
        let fresh = || Bench {
            desk: Desk::default(),
            members: vec![0; n_slots * n],
            tokens: vec![0; n_slots * LANES],
            counts: vec![0; asked.len()],
        };
        let n_batches = replicates.div_ceil(LANES as u64);
        let count = |mut bench: Bench, batch: u64| {
            let first = 1 + batch * LANES as u64;
            let numbers = first..(first + LANES as u64).min(1 + replicates);
            let n_lanes = (numbers.end - numbers.start) as usize;
            bench.draw(&exchange, &slots, n, (seed, numbers));
            bench.ask(asked, &slots, n, n_lanes);
            bench
        };
        // Counts are whole numbers, so that the order in which threads add them does not matter.
        let benches = (0..n_batches).into_par_iter().fold(fresh, count);
        benches.map(|it| it.counts).reduce(
            || vec![0; asked.len()],
            |mut sum, counts| {
                sum.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
                sum
            },
        )
    }
}

impl Bench {
    /// Draws up to 64 exchanges, and notes where each document falls in each.
    fn draw(
        &mut self,
        exchange: &Exchange,
        slots: &[Option<usize>],
        n: usize,
        (seed, numbers): (u64, std::ops::Range<u64>),
    ) {
        self.members.fill(0);
        for (lane, number) in numbers.enumerate() {
            exchange.draw(seed, number, &mut self.desk);
            exchange.each(&self.desk, |document, group| {
                if let Some(slot) = slots[group] {
                    self.members[slot * n + document] |= 1 << lane;
                }
            });
            for (tokens, slot) in self.desk.sums.iter().zip(slots) {
                if let Some(slot) = slot {
                    self.tokens[slot * LANES + lane] = *tokens;
                }
            }
        }
    }

    /// Adds to each question the exchanges that reach what was observed.
    fn ask(&mut self, asked: &[Asked<'_>], slots: &[Option<usize>], n: usize, n_lanes: usize) {
        for (count, it) in self.counts.iter_mut().zip(asked) {
            let Some(slot) = slots[it.question.group] else { continue };
            let members = &self.members[slot * n..][..n];
            let hits = count_lanes(it.question.postings, members);
            for (hits, tokens) in hits.iter().zip(&self.tokens[slot * LANES..]).take(n_lanes) {
                let (a, b) = sides((*hits, *tokens), it.all, it.prior);
                *count += u64::from(reaches(it.least, a, b));
            }
        }
    }
}

/// Occurrences of a term in the documents that are members, in each of 64 exchanges.
fn count_lanes(postings: &Postings, members: &[u64]) -> [u64; LANES] {
    let mut sums = [0; LANES];
    for (bit, documents) in postings.bits.iter().enumerate() {
        let planes = count_members(documents, members);
        let n_planes = usize::BITS - documents.len().leading_zeros();
        for (i, plane) in planes.iter().enumerate().take(n_planes as usize) {
            for (lane, sum) in sums.iter_mut().enumerate() {
                *sum += (plane >> lane & 1) << (i + bit);
            }
        }
    }
    sums
}

/// Bit i of the number of documents that are members, for 64 exchanges side by side.
///
/// Eight documents at a time go through a tree of full adders, which takes fewer steps than to add
/// each to all bits.
///
/// - Source: Harley and Seal, in Warren (2012), Hacker's Delight, section 5-1.
fn count_members(documents: &[u32], members: &[u64]) -> [u64; 32] {
    let mut planes = [0_u64; 32];
    let mut eights = documents.chunks_exact(8);
    for eight in &mut eights {
        let word = |i: usize| members[eight[i] as usize];
        let (ones, twos_a) = add(planes[0], word(0), word(1));
        let (ones, twos_b) = add(ones, word(2), word(3));
        let (twos, fours_a) = add(planes[1], twos_a, twos_b);
        let (ones, twos_a) = add(ones, word(4), word(5));
        let (ones, twos_b) = add(ones, word(6), word(7));
        let (twos, fours_b) = add(twos, twos_a, twos_b);
        let (fours, carry) = add(planes[2], fours_a, fours_b);
        (planes[0], planes[1], planes[2]) = (ones, twos, fours);
        carry_up(&mut planes[3..], carry);
    }
    for document in eights.remainder() {
        carry_up(&mut planes, members[*document as usize]);
    }
    planes
}

/// Sum and carry of three bits, for 64 exchanges side by side.
fn add(a: u64, b: u64, c: u64) -> (u64, u64) {
    let half = a ^ b;
    (half ^ c, (a & b) | (half & c))
}

fn carry_up(planes: &mut [u64], mut carry: u64) {
    for plane in planes {
        if carry == 0 {
            return;
        }
        (*plane, carry) = (*plane ^ carry, *plane & carry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every third document holds the first term, most in the first group; few hold the second.
    fn counts(n: usize) -> Vec<[u32; 2]> {
        let of = |it: usize| {
            let first = if it.is_multiple_of(3) { 1 + (it * 7 % 5) as u32 } else { 0 };
            [first + u32::from(it < n / 4 && it.is_multiple_of(2)), u32::from(it % 41 == 3) * 6]
        };
        (0..n).map(of).collect()
    }

    fn postings(counts: &[[u32; 2]], term: usize) -> Postings {
        let mut postings = Postings::default();
        for (document, counts) in (0..).zip(counts) {
            postings.push(document, counts[term]);
        }
        postings
    }

    #[test]
    fn the_same_p_comes_out_as_from_the_test_of_frames() {
        for sizes in [vec![3, 5], vec![20, 31, 0, 40], vec![1500, 2500, 1000]] {
            let n = sizes.iter().sum();
            let tokens: Vec<u64> = (0..n as u64).map(|it| 80 + it * 37 % 90).collect();
            let counts = counts(n);
            let postings = [postings(&counts, 0), postings(&counts, 1)];
            let groups = sizes.iter().enumerate();
            let groups: Vec<usize> =
                groups.flat_map(|(group, n)| std::iter::repeat_n(group, *n)).collect();
            let hits: Vec<u64> = counts.iter().flatten().map(|it| u64::from(*it)).collect();
            let sum = |term: usize| hits.iter().skip(term).step_by(2).sum();
            let prior = |term: usize| Prior::of(sum(term), tokens.iter().sum(), n as u64);
            let theirs = permutation::tests(
                &permutation::Documents {
                    groups: &groups,
                    n_groups: sizes.len(),
                    tokens: &tokens,
                    hits: &hits,
                    priors: &[prior(0), prior(1)],
                },
                199,
                7,
            );
            let ask =
                |group: usize| postings.iter().map(move |postings| Question { group, postings });
            let questions: Vec<_> = (0..sizes.len()).flat_map(ask).collect();
            let documents = Documents { sizes: &sizes, tokens: &tokens };
            let ours = tests(&documents, &questions, 199, 7);
            assert_eq!(ours, theirs.concat(), "{sizes:?}");
            assert!(ours[0].is_some());
        }
    }

    #[test]
    fn lanes_are_counted_one_by_one() {
        let members: Vec<u64> =
            (0..1000_u64).map(|it| it.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
        let mut postings = Postings::default();
        let count = |it: u32| it % 4;
        (0..1000).filter(|it| it % 3 != 1).for_each(|it| postings.push(it, count(it)));
        let sums = count_lanes(&postings, &members);
        for (lane, sum) in sums.into_iter().enumerate() {
            let is_in = |it: &u32| it % 3 != 1 && members[*it as usize] >> lane & 1 == 1;
            assert_eq!(sum, (0..1000).filter(is_in).map(|it| u64::from(count(it))).sum::<u64>());
        }
    }
}
