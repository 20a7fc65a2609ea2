//! The instrument, and what it sees in one document.

mod concordance;
mod counts;
mod cut;
mod diversity;
mod evidence;
mod language;
mod passage;
mod sequence;
mod shingles;
mod tally;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

pub use concordance::{Concordance, InContext};
pub use counts::{Counts, CountsBuilder};
pub use cut::Cut;
pub use diversity::{Diversity, hdd, mattr, mtld};
pub use evidence::{Context, Evidence, FrameHit, Ledger};
pub use sequence::{Sentences, Sequence};
pub use shingles::{Shingles, Sketch, Sketcher};
pub use tally::{EntryTally, FrameTally, HitTally, LostTally};

use crate::dictionary::Dictionary;
use crate::document::{self, Document, Edges, Given, Metadata, Zone};
use crate::frames::{self, Found, Hit, Matcher, OtherLanguages};
use crate::input::{DateOrder, Draft, FileNamePattern};
use crate::notice::{Matter, Reason};
use crate::text::{
    self, Front, Language, Lexicon, OVERSIZE, Sighting, Token, Tokens, Vocabulary, Voice, normal,
};

/// The compiled settings: everything that lies between a draft and its numbers.
#[derive(Debug)]
pub struct Instrument {
    /// The frames.
    pub dictionary: Dictionary,
    matcher: Matcher,
    clean: document::Options,
    text: text::Options,
    date_order: DateOrder,
    file_name: Option<FileNamePattern>,
    /// Languages of the dictionaries; empty where one of them does not say it.
    languages: BTreeSet<Language>,
    other_languages: OtherLanguages,
    /// What is kept beside counts.
    pub detail: Detail,
}

/// What is kept of a document beside counts, as some tables need it and others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Words and sentence of every hit.
    pub passages: bool,
    /// Every sentence, whether it holds a hit or not; needs passages.
    pub sentences: bool,
    /// Lexical diversity.
    pub diversity: bool,
    /// The forms in the order of the text.
    pub sequence: bool,
    /// What the lines that cleaning cuts hold.
    pub cut: bool,
    /// What near-duplicates are told by; they are found by it, and confirmed by the sequence.
    pub sketch: bool,
}

/// What the instrument saw in one document, as far as whole-corpus tables need it: whole numbers, a
/// few names, and per-document diversity. The passages stand in its [`Evidence`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Observation {
    /// What is known beside the text.
    pub metadata: Metadata,
    /// Name of the format.
    pub format: Cow<'static, str>,
    /// Name of the encoding.
    pub encoding: Cow<'static, str>,
    /// How the encoding is known.
    pub encoding_origin: Cow<'static, str>,
    /// Its language.
    pub language: Language,
    /// How the language is known: `declared`, `detected` or `setting`; or why it is not: `too_short`
    /// or `unclear`.
    pub language_origin: Cow<'static, str>,
    /// Whether a dictionary speaks its language; `None` where one of the two is not known.
    pub is_spoken: Option<bool>,
    /// Tokens in headline, lead and body.
    pub zone_tokens: [u64; 3],
    /// Tokens in quotations, in headline, lead and body.
    pub quoted_by_zone: [u64; 3],
    /// Sentences that hold a token.
    pub n_sentences: u64,
    /// Those of them in the headline.
    pub n_headline_sentences: u64,
    /// Distinct forms.
    pub n_types: u64,
    /// Lexical diversity of the forms.
    pub diversity: Diversity,
    /// Lines that were cut.
    pub n_removals: u64,
    /// What they hold.
    pub cut: Cut,
    /// Lines above and below it that other articles of its source may have too.
    pub edges: Edges,
    /// Hits of each frame that has one, by its place in the dictionary.
    pub frames: Box<[FrameTally]>,
    /// Hits that are alike, by frame and entry.
    pub hits: Box<[HitTally]>,
    /// Matches that do not count, by frame and entry.
    pub lost: Box<[LostTally]>,
    /// Hash of the paragraphs; equal for equal texts.
    pub fingerprint: u128,
    /// What near-duplicates are told by; empty where they are not looked for.
    pub sketch: Sketch,
    /// What should be known about it.
    pub matters: Box<[Matter]>,
}

impl Observation {
    /// Number of tokens.
    pub fn n_tokens(&self) -> u64 {
        self.zone_tokens.iter().sum()
    }

    /// Tokens in quotations.
    pub fn quoted_tokens(&self) -> u64 {
        self.quoted_by_zone.iter().sum()
    }

    /// Hits of each entry that has one, by frame and entry.
    pub fn entries(&self) -> impl Iterator<Item = EntryTally> {
        tally::by_entry(&self.hits)
    }

    /// Hits of one frame; `None` where there is none.
    pub fn frame(&self, frame: usize) -> Option<&FrameTally> {
        self.frames.iter().find(|it| it.frame as usize == frame)
    }
}

impl Instrument {
    /// Compiles the settings.
    ///
    /// # Errors
    /// What is wrong with the negators or the file name pattern.
    pub fn new(
        dictionary: Dictionary,
        frames: &frames::Options,
        text: &text::Options,
        clean: &document::Options,
        input: &crate::input::Options,
    ) -> Result<Instrument, String> {
        let matcher = Matcher::new(&dictionary, frames, text.stemmer)?;
        let stated: Option<BTreeSet<Language>> =
            dictionary.frames.iter().map(|it| it.language).collect();
        let languages = stated.unwrap_or_default();
        let pattern = input.file_name.trim();
        let file_name =
            if pattern.is_empty() { None } else { Some(FileNamePattern::new(pattern)?) };
        Ok(Instrument {
            dictionary,
            matcher,
            clean: clean.clone(),
            text: text.clone(),
            date_order: input.date_order,
            file_name,
            languages,
            other_languages: frames.other_languages,
            detail: Detail {
                passages: true,
                sentences: false,
                diversity: true,
                sequence: false,
                cut: false,
                sketch: false,
            },
        })
    }

    /// A vocabulary that looks at each distinct word with this instrument's matcher, and knows what
    /// it knew before.
    pub fn vocabulary(&self, lexicon: Lexicon) -> Vocabulary<'_> {
        let by = self.matcher.sight_depends_on();
        let sight = Box::new(|it: &Sighting<'_>| self.matcher.sight(it));
        Vocabulary::with(lexicon, self.text.stemmer, by, sight)
    }

    /// What a file name says of the article in it; `name` is the name without folders.
    pub fn read_file_name(&self, name: &str) -> crate::input::Fields {
        let stem = name.split_once('.').map_or(name, |it| it.0);
        self.file_name.as_ref().map(|it| it.read(stem)).unwrap_or_default()
    }

    /// Cleans a draft.
    pub fn document(&self, draft: Draft, given: Given<'_>) -> Document {
        document::read(draft, given, self.date_order, &self.clean)
    }
}

/// One worker's eye: it keeps the memory that observing needs from one document to the next.
pub struct Observer<'i> {
    instrument: &'i Instrument,
    front: Front<'i>,
    tokens: Tokens,
    found: Found,
    counts: CountsBuilder,
    sketcher: Sketcher,
    /// Frame and entry of each match of a document that does not count.
    lost: Vec<(u32, u32)>,
}

impl<'i> Observer<'i> {
    /// An observer that has seen nothing.
    pub fn new(instrument: &'i Instrument, vocabulary: &'i Vocabulary<'i>) -> Self {
        Observer {
            instrument,
            front: Front::new(vocabulary),
            tokens: Tokens::default(),
            found: Found::default(),
            counts: CountsBuilder::default(),
            sketcher: Sketcher::default(),
            lost: Vec::new(),
        }
    }

    /// Observes one document: what every table needs, and the evidence for it.
    ///
    /// # Errors
    /// When no word is left in it.
    pub fn observe(&mut self, mut document: Document) -> Result<(Observation, Evidence), Reason> {
        let spoken = self.instrument.language(&document);
        text::tokenize(&document, spoken.stemmed_as, &mut self.front, &mut self.tokens);
        if self.tokens.tokens.is_empty() {
            return Err(Reason::NoWords);
        }
        let is_spoken = self.instrument.speaks(spoken.language);
        if is_spoken == Some(false) && self.instrument.other_languages == OtherLanguages::Skip {
            return Err(Reason::OtherLanguage(spoken.language.code().to_owned()));
        }
        let forms = self.tokens.tokens.iter().map(|it| it.word.form);
        let counts = self.counts.count(forms);
        let wants_diversity = self.instrument.detail.diversity;
        let diversity =
            if wants_diversity { self.counts.diversity() } else { Diversity::default() };
        let sentences = self.tokens.sentences.iter().map(|it| it.tokens.clone());
        let wants_sequence = self.instrument.detail.sequence;
        let sequence =
            if wants_sequence { self.counts.sequence(sentences) } else { Sequence::default() };
        let sketch = self.sketch();
        let (hits, contexts) = self.find_hits(&document);
        let (mut zone_tokens, mut quoted_by_zone, mut n_by_zone) = ([0; 3], [0; 3], [0; 3]);
        for sentence in &self.tokens.sentences {
            let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let quoted = self.tokens.tokens[range].iter().filter(|it| it.voice == Voice::Quoted);
            quoted_by_zone[sentence.zone as usize] += quoted.count() as u64;
            zone_tokens[sentence.zone as usize] += sentence.tokens.len() as u64;
            n_by_zone[sentence.zone as usize] += 1;
        }
        let sentence_tokens = self.tokens.sentences.iter().map(|it| it.tokens.len() as u32);
        let mut matters = document.matters.clone();
        let n_oversize = self.tokens.tokens.iter().filter(|it| it.word.form == OVERSIZE).count();
        if 0 < n_oversize {
            matters.push(Matter::OversizeWords(n_oversize as u64));
        }
        self.instrument.doubts_of_language(&spoken, &mut matters);
        let evidence = Evidence {
            sentence_tokens: sentence_tokens.collect(),
            counts,
            sequence,
            hits,
            contexts,
            removals: passage::ledger(&document),
        };
        let lost = tally::lost(&mut self.lost).into();
        let observation = Observation {
            format: document.format.into(),
            encoding: document.encoding.into(),
            encoding_origin: document.encoding_origin.into(),
            language: spoken.language,
            language_origin: spoken.origin.into(),
            is_spoken,
            zone_tokens,
            quoted_by_zone,
            n_sentences: self.tokens.sentences.len() as u64,
            n_headline_sentences: n_by_zone[Zone::Headline as usize],
            n_types: evidence.counts.n_types(),
            diversity,
            n_removals: evidence.removals.len() as u64,
            frames: tally::by_frame(&evidence.hits).into(),
            hits: tally::alike(&evidence.hits).into(),
            lost,
            fingerprint: fingerprint(&document),
            sketch,
            metadata: std::mem::take(&mut document.metadata),
            edges: std::mem::take(&mut document.edges),
            matters: matters.into(),
            cut: self.cut(document, spoken.stemmed_as),
        };
        Ok((observation, evidence))
    }

    /// What near-duplicates of the document that was counted last are told by.
    fn sketch(&mut self) -> Sketch {
        if !self.instrument.detail.sketch {
            return Sketch::default();
        }
        self.counts.sketch(&mut self.sketcher, |form| self.front.hash(form))
    }

    fn find_hits(&mut self, document: &Document) -> (Vec<FrameHit>, Vec<Context>) {
        let (mut hits, mut contexts) = (Vec::new(), Vec::<Context>::new());
        let Tokens { tokens: all, sentences, .. } = &self.tokens;
        let mut number = 0;
        self.lost.clear();
        for paragraph in sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
            let first = paragraph[0].tokens.start;
            let tokens = &all[first as usize..paragraph[paragraph.len() - 1].tokens.end as usize];
            self.instrument.matcher.find(tokens, paragraph, &self.front, &mut self.found);
            self.lost.extend_from_slice(&self.found.lost);
            let mut rest = self.found.hits.as_slice();
            for sentence in paragraph {
                number += 1;
                let end = sentence.tokens.end - first;
                let (here, behind) = rest.split_at(rest.partition_point(|it| it.token < end));
                rest = behind;
                let Detail { passages, sentences: all_sentences, .. } = self.instrument.detail;
                if all_sentences || (passages && !here.is_empty()) {
                    let first_hit = here.first().map(|it| tokens[it.token as usize].start);
                    let at = first_hit.unwrap_or(sentence.range.start) as usize;
                    contexts.push(passage::context(&document.text, sentence, number, at));
                }
                let kept = contexts.last().filter(|it| it.sentence == number);
                hits.extend(here.iter().map(|hit| FrameHit {
                    sentence: number,
                    token: first + hit.token + 1,
                    zone: sentence.zone,
                    ..self.frame_hit(hit, tokens, document, kept)
                }));
            }
        }
        (hits, contexts)
    }

    /// A hit among the tokens of its paragraph; its place in the article is left to the caller.
    /// `kept` is its sentence, where that is kept.
    fn frame_hit(
        &self,
        hit: &Hit,
        tokens: &[Token],
        document: &Document,
        kept: Option<&Context>,
    ) -> FrameHit {
        let words = &tokens[hit.token as usize..(hit.token + hit.n_tokens) as usize];
        let (start, end) = (words[0].start as usize, words[words.len() - 1].end as usize);
        let form =
            |it: &Token| normal(&document.text[it.start as usize..it.end as usize]).to_lowercase();
        let keeps_passages = self.instrument.detail.passages;
        FrameHit {
            frame: hit.frame,
            entry: hit.entry,
            text: if keeps_passages {
                words.iter().map(form).collect::<Vec<_>>().join(" ")
            } else {
                String::new()
            },
            sentence: 0,
            span: kept.map_or((0, 0), |it| passage::span(&document.text, it, start..end)),
            token: 0,
            n_tokens: hit.n_tokens,
            zone: Zone::Body,
            voice: words[0].voice,
            negated: hit.negated,
            bytes: document.offsets.file_range(start, end),
        }
    }
}

fn fingerprint(document: &Document) -> u128 {
    let mut hash = Xxh3::with_seed(0);
    for paragraph in &document.paragraphs {
        hash.update(document.text[paragraph.range.clone()].as_bytes());
        hash.update(b"\n");
    }
    hash.digest128()
}
