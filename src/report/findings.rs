//! `findings.csv` in, its sentences with their numbers and a link to their evidence out.

use serde::Serialize;

use super::examples::anchor;
use super::excerpt::in_words;
use crate::corpus::Corpus;
use crate::tables::{Cell, Tables, Unit};

/// Findings of one kind, under a heading.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    heading: &'static str,
    about: &'static str,
    /// Whether they are shown at once.
    is_open: bool,
    findings: Vec<Finding>,
}

/// One sentence, and what it rests on.
#[derive(Debug, Serialize)]
struct Finding {
    /// Pieces of the sentence, and whether each is the name of the source.
    sentence: Vec<(String, bool)>,
    /// What its numbers are called, and the numbers.
    numbers: Vec<(&'static str, String)>,
    /// Where its passages are; empty for all sources together.
    anchor: String,
    table: String,
}

/// Kinds of findings, in the order in which they are read.
const KINDS: [(&[&str], &str, &str, bool); 5] = [
    (
        &["more", "less"],
        "Clear differences between sources",
        "q is at most 0.05, and the interval leaves out 1.",
        true,
    ),
    (
        &["rise", "fall"],
        "Clear changes over time",
        "From the first half of the time to the second.",
        true,
    ),
    (
        &["unclear"],
        "No clear difference",
        "These articles do not show that the source uses the frame more or less than the others.",
        false,
    ),
    (
        &["level"],
        "How often",
        "Too few articles for a comparison: this describes these texts.",
        true,
    ),
    (&["unclear_change"], "No clear change over time", "", false),
];

/// Columns of the findings that are shown as numbers, with what they are called.
const NUMBERS: [(&str, &str, Unit); 8] = [
    ("ratio", "ratio", Unit::Times),
    ("ratio_low", "from", Unit::Times),
    ("ratio_high", "to", Unit::Times),
    ("documents", "articles", Unit::Count),
    ("reference_documents", "against", Unit::Count),
    ("rate_per_1k", "per 1,000 words", Unit::PerThousandTokens),
    ("p_perm", "p", Unit::Probability),
    ("q", "q", Unit::Probability),
];

/// All findings, by kind; kinds without a finding are left out.
pub(super) fn findings(corpus: &Corpus, tables: &Tables<'_>) -> Vec<Group> {
    let table = tables.get("findings");
    let words = table.select(["source", "frame", "finding", "sentence", "table"]);
    let numbers = table.select(NUMBERS.map(|it| it.0));
    let rows: Vec<_> = words.iter().zip(&numbers).collect();
    let group = |(kinds, heading, about, is_open): (&[&str], _, _, _)| {
        let of_kind = rows.iter().filter(|it| kinds.contains(&it.0[2].text()));
        let findings = of_kind.map(|it| finding(corpus, it.0, it.1)).collect();
        Group { heading, about, is_open, findings }
    };
    let groups = KINDS.into_iter().map(group);
    groups.filter(|it| !it.findings.is_empty()).collect()
}

fn finding(
    corpus: &Corpus,
    [source, frame, _, sentence, table]: &[Cell<'static>; 5],
    numbers: &[Cell<'static>; 8],
) -> Finding {
    let sentence = isolated(sentence.text(), source.text());
    let source = corpus.sources.iter().position(|it| it.name == source.text());
    let frame = corpus.frames.iter().position(|it| it.name == frame.text());
    let number = |((_, name, unit), cell): ((_, &'static str, Unit), &Cell<'_>)| {
        Some((name, in_words(cell.number()?, unit)))
    };
    Finding {
        sentence,
        numbers: NUMBERS.into_iter().zip(numbers).filter_map(number).collect(),
        anchor: source.zip(frame).map_or(String::new(), |(source, frame)| anchor(source, frame)),
        table: table.text().to_owned(),
    }
}

/// A sentence with the name in it apart, so that a name that is written from right to left does not
/// turn what stands around it.
fn isolated(sentence: &str, name: &str) -> Vec<(String, bool)> {
    let split = if name.is_empty() { None } else { sentence.split_once(name) };
    let Some((before, behind)) = split else { return vec![(sentence.to_owned(), false)] };
    let pieces = [(before, false), (name, true), (behind, false)];
    let full = pieces.into_iter().filter(|it| !it.0.is_empty());
    full.map(|(text, is_name)| (text.to_owned(), is_name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_a_sentence_stands_apart() {
        let piece = |text: &str, is_name: bool| (text.to_owned(), is_name);
        let sentence = "No clear change: الجزيرة used the frame";
        let pieces = isolated(sentence, "الجزيرة");
        let expected = [
            piece("No clear change: ", false),
            piece("الجزيرة", true),
            piece(" used the frame", false),
        ];
        assert_eq!(pieces, expected);
        assert_eq!(isolated("All sources", ""), [piece("All sources", false)]);
        assert_eq!(isolated("Wire used it", "Wire")[0], piece("Wire", true));
    }
}
