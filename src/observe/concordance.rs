//! One document in, its hits with the words around them out.

use std::ops::Range;

use super::passage::{MAX_CONTEXT, one_line};
use super::{FrameHit, Observer, fingerprint};
use crate::document::Document;
use crate::notice::Reason;
use crate::text;

/// A hit with the words around it, as they stand in the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InContext {
    /// The hit; its forms are left out.
    pub hit: FrameHit,
    /// The words before it.
    pub pre: String,
    /// Its own words.
    pub keyword: String,
    /// The words behind it.
    pub post: String,
}

/// What stands in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concordance {
    /// The hits, in the order of the text.
    pub hits: Vec<InContext>,
    /// Hash of the paragraphs; equal for equal texts.
    pub fingerprint: u128,
}

impl Observer<'_> {
    /// The hits of a document that are `wanted`, each with `window` words before and behind it.
    ///
    /// Words are counted over the whole document after cleaning, as quanteda's `kwic` counts them:
    /// a window crosses the ends of sentences and paragraphs, and what was cut does not stand in it.
    ///
    /// # Errors
    /// When no word is left in it.
    pub fn concordance(
        &mut self,
        document: &Document,
        window: u32,
        wanted: impl Fn(&FrameHit) -> bool,
    ) -> Result<Concordance, Reason> {
        let language = self.instrument.language(document).stemmed_as;
        text::tokenize(document, language, &mut self.front, &mut self.tokens);
        if self.tokens.tokens.is_empty() {
            return Err(Reason::NoWords);
        }
        let (hits, _) = self.find_hits(document);
        let hits = hits.into_iter().filter(wanted);
        let hits = hits.map(|it| self.in_context(it, document, window)).collect();
        Ok(Concordance { hits, fingerprint: fingerprint(document) })
    }

    fn in_context(&self, hit: FrameHit, document: &Document, window: u32) -> InContext {
        let tokens = &self.tokens.tokens;
        let first = hit.token as usize - 1;
        let last = first + hit.n_tokens as usize - 1;
        let from = &tokens[first.saturating_sub(window as usize)];
        let to = &tokens[(last + window as usize).min(tokens.len() - 1)];
        let keyword = tokens[first].start as usize..tokens[last].end as usize;
        let pre = words(document, from.start as usize..keyword.start);
        let post = words(document, keyword.end..to.end as usize);
        InContext {
            pre: pre[pre.ceil_char_boundary(pre.len().saturating_sub(MAX_CONTEXT))..].to_owned(),
            keyword: words(document, keyword),
            post: post[..post.floor_char_boundary(MAX_CONTEXT)].to_owned(),
            hit,
        }
    }
}

/// What is left after cleaning of a range of the text, on one line.
fn words(document: &Document, range: Range<usize>) -> String {
    let paragraphs = &document.paragraphs;
    let first = paragraphs.partition_point(|it| it.range.end <= range.start);
    let mut pieces: Vec<String> = Vec::new();
    for paragraph in paragraphs[first..].iter().take_while(|it| it.range.start < range.end) {
        let here = paragraph.range.start.max(range.start)..paragraph.range.end.min(range.end);
        let piece = one_line(&document.text[here]);
        if !piece.trim().is_empty() {
            pieces.push(piece.trim().to_owned());
        }
    }
    pieces.join(" ")
}
