//! Formulas: numbers in, numbers out; one file per formula; knows nothing of documents.

pub mod benjamini_hochberg;
pub mod dispersion;
pub mod emphasis;
pub mod overdispersion;
pub mod permutation;
pub mod rate_interval;
pub mod tfidf;
pub mod wilson;

use std::ops::Range;

use statrs::distribution::{ContinuousCDF, Gamma, Normal, StudentsT};

/// Units of one side of a comparison: documents or sentences, with the hits and tokens of each.
///
/// The units may lie in two stretches, so that all documents but those of one source need no copy.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units<'u> {
    hits: [&'u [u64]; 2],
    tokens: [&'u [u64]; 2],
}

impl<'u> Units<'u> {
    /// Units in one stretch: hits and tokens of each, in the same order.
    pub fn new(hits: &'u [u64], tokens: &'u [u64]) -> Self {
        Units { hits: [hits, &[]], tokens: [tokens, &[]] }
    }

    /// All units but those of a range of places.
    pub fn without(hits: &'u [u64], tokens: &'u [u64], range: Range<usize>) -> Self {
        Units {
            hits: [&hits[..range.start], &hits[range.end..]],
            tokens: [&tokens[..range.start], &tokens[range.end..]],
        }
    }

    /// Number of units.
    pub fn n(&self) -> usize {
        self.tokens.iter().map(|it| it.len()).sum()
    }

    /// Hits of all units.
    pub fn n_hits(&self) -> u64 {
        self.hits.iter().copied().flatten().sum()
    }

    /// Tokens of all units.
    pub fn n_tokens(&self) -> u64 {
        self.tokens.iter().copied().flatten().sum()
    }

    /// Each unit's hits and tokens.
    pub fn iter(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let hits = self.hits.iter().copied().flatten();
        let tokens = self.tokens.iter().copied().flatten();
        hits.zip(tokens).map(|(h, t)| (*h as f64, *t as f64))
    }
}

/// Two-sided quantile of Student's t: the value that leaves (1 - confidence)/2 above it.
///
/// - Input: `df` above 0, `confidence` between 0 and 1.
/// - Missing: degrees of freedom or confidence out of range.
pub fn t_quantile(df: f64, confidence: f64) -> Option<f64> {
    let upper = upper(confidence)?;
    let t = StudentsT::new(0.0, 1.0, df).ok()?;
    Some(t.inverse_cdf(upper)).filter(|it| it.is_finite())
}

/// Two-sided quantile of the standard normal distribution.
///
/// - Missing: confidence out of range.
pub fn normal_quantile(confidence: f64) -> Option<f64> {
    Some(Normal::standard().inverse_cdf(upper(confidence)?))
}

/// Two-sided quantile of the Gamma distribution with shape ½ and rate 1.
///
/// - Missing: confidence out of range.
pub fn gamma_half_quantile(confidence: f64) -> Option<f64> {
    Some(Gamma::new(0.5, 1.0).ok()?.inverse_cdf(upper(confidence)?))
}

fn upper(confidence: f64) -> Option<f64> {
    (0.0 < confidence && confidence < 1.0).then_some(1.0 - (1.0 - confidence) / 2.0)
}
