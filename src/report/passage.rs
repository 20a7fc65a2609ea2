//! A sentence and the hits in it in, its pieces out: what is marked, and what for.

use serde::{Serialize, Serializer};

use super::escape::Shown;
use crate::observe::{Context, FrameHit};

/// A stretch of a sentence with the hits that it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'s> {
    /// The text.
    pub(super) text: &'s str,
    /// Places of the hits in the article; empty for text between hits.
    pub(super) hits: Vec<usize>,
}

/// `"text"`, or `["text", hit, …]`.
impl Serialize for Piece<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;
        if self.hits.is_empty() {
            return Shown(self.text).serialize(serializer);
        }
        let mut piece = serializer.serialize_seq(Some(1 + self.hits.len()))?;
        piece.serialize_element(&Shown(self.text))?;
        for hit in &self.hits {
            piece.serialize_element(hit)?;
        }
        piece.end()
    }
}

/// Cuts a sentence where a hit begins or ends.
///
/// - Input: the sentence as it is kept; all hits of its article.
/// - Shape: the pieces in the order of the text; together they are the sentence.
pub(super) fn pieces<'s>(sentence: &'s Context, hits: &[FrameHit]) -> Vec<Piece<'s>> {
    let text = sentence.text.as_str();
    let here: Vec<(usize, usize, usize)> = hits
        .iter()
        .enumerate()
        .filter(|it| it.1.sentence == sentence.sentence && it.1.span.0 < it.1.span.1)
        .map(|(place, it)| (place, it.span.0 as usize, it.span.1 as usize))
        .filter(|it| text.get(it.1..it.2).is_some())
        .collect();
    let mut bounds: Vec<usize> = here.iter().flat_map(|it| [it.1, it.2]).collect();
    bounds.extend([0, text.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let piece = |bound: &[usize]| {
        let (start, end) = (bound[0], bound[1]);
        let covers = |it: &&(usize, usize, usize)| it.1 <= start && end <= it.2;
        Piece { text: &text[start..end], hits: here.iter().filter(covers).map(|it| it.0).collect() }
    };
    bounds.windows(2).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Zone;
    use crate::text::Voice;

    fn hit(span: (u32, u32)) -> FrameHit {
        FrameHit {
            frame: 0,
            entry: 0,
            text: String::new(),
            sentence: 1,
            span,
            token: 1,
            n_tokens: 1,
            zone: Zone::Body,
            voice: Voice::Author,
            negated: false,
            bytes: None,
        }
    }

    fn cut(spans: &[(u32, u32)]) -> Vec<(String, Vec<usize>)> {
        let text = "A photo opportunity, no more.".to_owned();
        let sentence = Context { sentence: 1, paragraph: 0, zone: Zone::Body, start: 0, text };
        let hits: Vec<FrameHit> = spans.iter().map(|it| hit(*it)).collect();
        pieces(&sentence, &hits).into_iter().map(|it| (it.text.to_owned(), it.hits)).collect()
    }

    #[test]
    fn hits_of_two_frames_at_one_place_share_a_piece() {
        let pieces = cut(&[(2, 19), (8, 19)]);
        let expected = [
            ("A ".to_owned(), vec![]),
            ("photo ".to_owned(), vec![0]),
            ("opportunity".to_owned(), vec![0, 1]),
            (", no more.".to_owned(), vec![]),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_hit_without_a_place_marks_nothing() {
        assert_eq!(cut(&[(0, 0), (25, 90)]).len(), 1);
    }
}
