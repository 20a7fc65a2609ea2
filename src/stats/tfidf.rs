//! How much a term belongs to a document rather than to all.

use serde::{Deserialize, Serialize};

/// How frequency and rarity are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// tf · log10(n/df), as quanteda has it.
    Log10,
    /// tf · (ln((1+n)/(1+df)) + 1), each document's values scaled to length 1, as scikit-learn has it.
    Smooth,
}

/// tf · log10(n/df).
///
/// - Input: count in the document, number of documents with the term, number of documents.
/// - Unit: none; 0 for a term that stands in every document.
/// - Source: Spärck Jones (1972), Journal of Documentation 28(1), 11–21.
pub fn log10(tf: u32, df: u32, n: usize) -> f64 {
    f64::from(tf) * (n as f64 / f64::from(df)).log10()
}

/// tf · (ln((1+n)/(1+df)) + 1), still to be scaled.
pub fn smooth(tf: u32, df: u32, n: usize) -> f64 {
    f64::from(tf) * (((1 + n) as f64 / f64::from(1 + df)).ln() + 1.0)
}

/// Scales values to a Euclidean length of 1; all 0 stays all 0.
pub fn scale(values: &mut [f64]) {
    let length = values.iter().map(|it| it * it).sum::<f64>().sqrt();
    if 0.0 < length {
        values.iter_mut().for_each(|it| *it /= length);
    }
}
