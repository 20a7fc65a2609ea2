//! What the lines that cleaning cut hold: words and hits that would count without it.

use serde::{Deserialize, Serialize};

use super::{Observer, tally};
use crate::document::{Document, Paragraph, Zone};
use crate::text::{self, Language};

/// What the lines that were cut from a document hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Tokens.
    pub n_tokens: u64,
    /// Hits of each frame that has one: its place in the dictionary, and their number.
    pub hits: Box<[(u32, u32)]>,
}

impl Cut {
    /// Number of hits of a frame, by its place in the dictionary.
    pub fn n_hits(&self, frame: usize) -> u32 {
        let found = self.hits.iter().find(|it| it.0 as usize == frame);
        found.map_or(0, |it| it.1)
    }
}

impl Observer<'_> {
    /// Observes the lines that were cut, each as a paragraph of the body: no hit reaches from one
    /// paragraph into another, so that with what was kept they are the article without cleaning.
    ///
    /// What was seen of the document before is forgotten.
    pub(super) fn cut(&mut self, mut document: Document, language: Language) -> Cut {
        if document.removals.is_empty() || !self.instrument.detail.cut {
            return Cut::default();
        }
        let removals = document.removals.iter();
        let paragraph = |range| Paragraph { zone: Zone::Body, range };
        document.paragraphs = removals.map(|it| paragraph(it.range.clone())).collect();
        text::tokenize(&document, language, &mut self.front, &mut self.tokens);
        let n_tokens = self.tokens.tokens.len() as u64;
        let (hits, _) = self.find_hits(&document);
        let hits = tally::by_frame(&hits).into_iter().map(|it| (it.frame, it.n_hits)).collect();
        Cut { n_tokens, hits }
    }
}
