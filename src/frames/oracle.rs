//! The plain, slow way to match, straight from the definitions, over strings: the oracle of a
//! property test over random dictionaries and paragraphs.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::dictionary::read_texts;
use crate::document::Zone;
use crate::text::{Language, Vocabulary, Voice};

/// Words of a paragraph, sentence by sentence; each with whether it is quoted.
type Paragraph = Vec<Vec<(String, bool)>>;

/// First word and the one after the last, counted through the paragraph.
type Span = (usize, usize);

#[derive(Clone, Debug)]
enum Item {
    Word(String),
    Group(Vec<Vec<Item>>, bool),
    Class(usize),
}

type Row = Vec<Item>;

#[derive(Clone, Debug)]
enum Looked {
    For { parts: Vec<Row>, within: usize, any_order: bool },
    Together { all_of: Vec<Row>, any_of: Vec<Row>, at_least: usize },
}

#[derive(Clone, Debug)]
struct Entry {
    target: Looked,
    in_paragraph: bool,
    /// `not`, `before`, `after`, `unless`.
    exclusions: [Vec<Row>; 4],
    reach: usize,
    voice: Option<&'static str>,
    negation: Option<&'static str>,
}

#[derive(Debug)]
struct Spec {
    classes: Vec<Vec<Row>>,
    frames: Vec<Vec<Entry>>,
}

/// A place where an entry stands: the spans of its parts.
#[derive(Clone, Debug)]
struct Match {
    frame: usize,
    entry: usize,
    parts: Vec<Span>,
}

impl Match {
    fn span(&self) -> Span {
        let start = self.parts.iter().map(|it| it.0).min().expect("a part");
        (start, self.parts.iter().map(|it| it.1).max().expect("a part"))
    }

    fn words(&self) -> BTreeSet<usize> {
        self.parts.iter().flat_map(|it| it.0..it.1).collect()
    }
}

// What is written.

fn written(row: &Row) -> String {
    let item = |it: &Item| match it {
        Item::Word(word) => word.clone(),
        Item::Class(i) => format!("@c{i}"),
        Item::Group(rows, is_optional) => {
            let rows: Vec<String> = rows.iter().map(written).collect();
            format!("({}){}", rows.join("|"), if *is_optional { "?" } else { "" })
        }
    };
    row.iter().map(item).collect::<Vec<_>>().join(" ")
}

fn list(rows: &[Row]) -> String {
    let rows: Vec<String> = rows.iter().map(|it| format!("'{}'", written(it))).collect();
    format!("[{}]", rows.join(", "))
}

fn written_entry(entry: &Entry) -> String {
    let mut fields = match &entry.target {
        Looked::For { parts, within, any_order } => {
            let parts: Vec<String> = parts.iter().map(written).collect();
            let key = if *any_order { "near" } else { "within" };
            let gap = if parts.len() == 1 { String::new() } else { format!(", {key} = {within}") };
            vec![format!("pattern = '{}'{gap}", parts.join(" ... "))]
        }
        Looked::Together { all_of, any_of, at_least } => {
            let mut fields = Vec::new();
            if !all_of.is_empty() {
                fields.push(format!("all_of = {}", list(all_of)));
            }
            if !any_of.is_empty() {
                fields.push(format!("any_of = {}, at_least = {at_least}", list(any_of)));
            }
            fields
        }
    };
    if entry.in_paragraph {
        fields.push("same = 'paragraph'".to_owned());
    }
    for (key, rows) in ["not", "before", "after", "unless"].iter().zip(&entry.exclusions) {
        if !rows.is_empty() {
            fields.push(format!("{key} = {}", list(rows)));
        }
    }
    if !entry.exclusions[1].is_empty() || !entry.exclusions[2].is_empty() {
        fields.push(format!("reach = {}", entry.reach));
    }
    fields.extend(entry.voice.map(|it| format!("voice = '{it}'")));
    fields.extend(entry.negation.map(|it| format!("negation = '{it}'")));
    format!("{{ {} }}", fields.join(", "))
}

fn written_spec(spec: &Spec) -> String {
    let mut text = "[classes]\n".to_owned();
    for (i, rows) in spec.classes.iter().enumerate() {
        text += &format!("c{i} = {}\n", list(rows));
    }
    for (i, entries) in spec.frames.iter().enumerate() {
        let entries: Vec<String> = entries.iter().map(written_entry).collect();
        text += &format!("[[frame]]\nname = 'f{i}'\nentries = [{}]\n", entries.join(", "));
    }
    text
}

// What it means.

fn fits(pattern: &[u8], word: &[u8]) -> bool {
    match (pattern.split_first(), word.split_first()) {
        (None, _) => word.is_empty(),
        (Some((b'*', rest)), _) => (0..=word.len()).any(|i| fits(rest, &word[i..])),
        (Some((mark, rest)), Some((letter, behind))) => {
            (*mark == b'?' || mark == letter) && fits(rest, behind)
        }
        (Some(_), None) => false,
    }
}

struct Oracle<'o> {
    spec: &'o Spec,
    words: Vec<(&'o str, bool)>,
    sentences: Vec<Span>,
}

impl Oracle<'_> {
    /// Every end of a row that begins at a word.
    fn ends(&self, row: &[Item], at: usize, limit: usize) -> BTreeSet<usize> {
        let Some((first, rest)) = row.split_first() else { return BTreeSet::from([at]) };
        let nexts: BTreeSet<usize> = match first {
            Item::Word(pattern) => {
                let fits = at < limit && fits(pattern.as_bytes(), self.words[at].0.as_bytes());
                fits.then_some(at + 1).into_iter().collect()
            }
            Item::Class(i) => {
                self.spec.classes[*i].iter().flat_map(|it| self.ends(it, at, limit)).collect()
            }
            Item::Group(rows, is_optional) => {
                let ends = rows.iter().flat_map(|it| self.ends(it, at, limit));
                ends.chain(is_optional.then_some(at)).collect()
            }
        };
        nexts.into_iter().flat_map(|it| self.ends(rest, it, limit)).collect()
    }

    /// Every place of a row in the sentences of a scope.
    fn places(&self, row: &Row, scope: Span) -> Vec<Span> {
        let inside = self.sentences.iter().filter(|it| scope.0 <= it.0 && it.1 <= scope.1);
        let places = inside.flat_map(|&(start, end)| (start..end).map(move |at| (at, end)));
        places
            .flat_map(|(at, limit)| self.ends(row, at, limit).into_iter().map(move |it| (at, it)))
            .filter(|it| it.0 < it.1)
            .collect()
    }

    fn sentence(&self, word: usize) -> Span {
        *self.sentences.iter().find(|it| it.0 <= word && word < it.1).expect("a sentence")
    }

    fn matches(&self, target: &Looked, scope: Span) -> Vec<Vec<Span>> {
        match target {
            Looked::For { parts, within, any_order } => {
                let mut rows: Vec<Vec<Span>> = vec![Vec::new()];
                for part in parts {
                    let places = self.places(part, scope);
                    let longer = |row: &Vec<Span>| {
                        let row = row.clone();
                        places.iter().map(move |it| [row.as_slice(), &[*it]].concat())
                    };
                    rows = rows.iter().flat_map(longer).collect();
                }
                if *any_order {
                    rows.iter_mut().for_each(|it| it.sort_unstable());
                }
                let follows = |it: &[Span]| it[0].1 <= it[1].0 && it[1].0 - it[0].1 <= *within;
                rows.retain(|it| it.windows(2).all(follows));
                let span = |it: &Vec<Span>| (it[0].0, it[it.len() - 1].1);
                let lies_in = |a: Span, b: Span| b.0 <= a.0 && a.1 <= b.1;
                // Of one part every place counts, of several the narrowest.
                let is_narrowest = |row: &&Vec<Span>| {
                    let holds = |it: &Vec<Span>| {
                        span(it) != span(row) && lies_in(span(it), span(row))
                            || span(it) == span(row) && it.iter().rev().gt(row.iter().rev())
                    };
                    parts.len() == 1 || !rows.iter().any(holds)
                };
                let narrowest: BTreeSet<_> = rows.iter().filter(is_narrowest).cloned().collect();
                narrowest.into_iter().collect()
            }
            Looked::Together { all_of, any_of, at_least } => {
                let mut mentions: Vec<(usize, Span)> = Vec::new();
                for (turn, row) in all_of.iter().chain(any_of).enumerate() {
                    mentions.extend(self.places(row, scope).into_iter().map(|it| (turn, it)));
                }
                mentions.sort_by_key(|(turn, it)| (usize::MAX - (it.1 - it.0), *turn, it.0));
                let mut used = BTreeSet::new();
                mentions.retain(|(_, it)| {
                    let is_free = (it.0..it.1).all(|word| !used.contains(&word));
                    used.extend(is_free.then_some(it.0..it.1).into_iter().flatten());
                    is_free
                });
                mentions.sort_by_key(|it| it.1);
                let first = |turn: usize| mentions.iter().find(|it| it.0 == turn).map(|it| it.1);
                let musts: Option<Vec<Span>> = (0..all_of.len()).map(first).collect();
                let mut mays: Vec<Span> =
                    (all_of.len()..all_of.len() + any_of.len()).filter_map(first).collect();
                mays.sort_unstable();
                if mays.len() < *at_least {
                    return Vec::new();
                }
                mays.truncate(*at_least);
                let parts = musts.map(|it| [it, mays].concat());
                parts.into_iter().collect()
            }
        }
    }

    fn is_denied(&self, at: usize) -> bool {
        let from = self.sentence(at).0.max(at.saturating_sub(3));
        self.words[from..at].iter().any(|it| it.0 == "not")
    }

    fn counts(&self, entry: &Entry, (start, end): Span, scope: Span) -> bool {
        let everything = (0, self.words.len());
        let stands = |rows: &[Row], scope: Span, fits: &dyn Fn(Span) -> bool| {
            rows.iter().any(|row| self.places(row, scope).into_iter().any(fits))
        };
        let [not, before, after, unless] = &entry.exclusions;
        let (first, last) = (self.sentence(start), self.sentence(end - 1));
        let reach = entry.reach;
        let is_voice = match entry.voice {
            None => true,
            Some(voice) => (voice == "quoted") == self.words[start].1,
        };
        let is_negation = match entry.negation {
            Some("drop") => !self.is_denied(start),
            Some("only") => self.is_denied(start),
            _ => true,
        };
        is_voice
            && is_negation
            && !stands(not, everything, &|it| it.0 < end && start < it.1)
            && !stands(before, first, &|it| it.1 <= start && start - it.1 <= reach)
            && !stands(after, last, &|it| end <= it.0 && it.0 - end <= reach)
            && !stands(unless, scope, &|_| true)
    }

    /// Every hit: frame, entry, span and whether it is denied.
    fn hits(&self, options: &Options) -> Vec<(usize, usize, Span, bool)> {
        let mut found: Vec<Match> = Vec::new();
        for (frame, entries) in self.spec.frames.iter().enumerate() {
            for (entry, it) in entries.iter().enumerate() {
                let all = vec![(0, self.words.len())];
                for scope in if it.in_paragraph { all } else { self.sentences.clone() } {
                    let matches = self.matches(&it.target, scope).into_iter();
                    let matches = matches.map(|parts| Match { frame, entry, parts });
                    found.extend(matches.filter(|found| self.counts(it, found.span(), scope)));
                }
            }
        }
        let mut hits: Vec<_> = self
            .settled(found, options)
            .into_iter()
            .map(|it| (it.frame, it.entry, it.span(), self.is_denied(it.span().0)))
            .collect();
        hits.retain(|it| {
            let keeps = self.spec.frames[it.0][it.1].negation.is_some_and(|it| it != "drop");
            options.negation == Negation::Count || !it.3 || keeps
        });
        hits.sort_unstable_by_key(|it| (it.2.0, it.0, it.1, it.2.1));
        hits.dedup();
        hits
    }

    fn settled(&self, mut found: Vec<Match>, options: &Options) -> Vec<Match> {
        if options.compat == Compat::None && options.overlap == Overlap::All {
            return found;
        }
        let is_quanteda = options.compat == Compat::Quanteda;
        let sees =
            |a: &Match, b: &Match| options.overlap == Overlap::Dictionary || a.frame == b.frame;
        found.sort_by_key(|it| {
            let (start, end) = it.span();
            if is_quanteda {
                (0, usize::MAX - (end - start), start, it.frame, it.entry)
            } else {
                (usize::MAX - it.words().len(), it.frame, it.entry, start, end)
            }
        });
        let mut kept: Vec<Match> = Vec::new();
        for it in found {
            let span = it.span();
            let is_free = if is_quanteda {
                let touches = |a: Span, b: Span| a.0 < b.1 && b.0 < a.1;
                let mut own = kept.iter().filter(|other| other.frame == it.frame);
                let others: BTreeSet<usize> = kept
                    .iter()
                    .filter(|other| other.span() != span)
                    .flat_map(|it| it.span().0..it.span().1)
                    .collect();
                let is_nested = options.nested_scope == NestedScope::Dictionary
                    && (span.0..span.1).all(|it| others.contains(&it));
                !own.any(|it| touches(it.span(), span)) && !is_nested
            } else {
                kept.iter().all(|other| !sees(other, &it) || other.words().is_disjoint(&it.words()))
            };
            if is_free {
                kept.push(it);
            }
        }
        kept
    }
}

// What is drawn.

/// A row of numbers that looks random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn item(&mut self, depth: usize, n_classes: usize) -> Item {
        if 0 < depth && self.one_in(5) {
            let rows = (0..1 + self.below(3)).map(|_| self.row(depth - 1, n_classes)).collect();
            return Item::Group(rows, self.one_in(3));
        }
        if 0 < n_classes && self.one_in(8) {
            return Item::Class(self.below(n_classes));
        }
        Item::Word(self.pick(&["a", "b", "c", "ab", "a*", "?b", "*b"]).to_owned())
    }

    /// A row that is never empty.
    fn row(&mut self, depth: usize, n_classes: usize) -> Row {
        let mut row: Row = (0..self.below(3)).map(|_| self.item(depth, n_classes)).collect();
        let at = self.below(row.len() + 1);
        row.insert(at, Item::Word(self.pick(&["a", "b", "c", "ab", "a*"]).to_owned()));
        row
    }

    fn rows(&mut self, n: usize) -> Vec<Row> {
        (0..n).map(|_| self.row(1, 2)).collect()
    }

    fn entry(&mut self) -> Entry {
        let target = if self.one_in(5) {
            let words = ["a", "b", "c", "ab"];
            let all_of = words[..self.below(3)].iter().map(|it| vec![Item::Word((*it).to_owned())]);
            let all_of: Vec<Row> = all_of.collect();
            let n = self.below(4).max(usize::from(all_of.is_empty()));
            let any_of = self.rows(n);
            let at_least = if n == 0 { 0 } else { 1 + self.below(n) };
            Looked::Together { all_of, any_of, at_least }
        } else {
            let n = self.pick(&[1, 1, 2, 2, 3]);
            Looked::For {
                parts: self.rows(n),
                within: self.below(4),
                any_order: 1 < n && self.one_in(2),
            }
        };
        let mut exclusions: [Vec<Row>; 4] = Default::default();
        if self.one_in(3) {
            let n = 1 + self.below(2);
            exclusions[self.below(4)] = self.rows(n);
        }
        Entry {
            target,
            in_paragraph: self.one_in(4),
            exclusions,
            reach: self.below(3),
            voice: self.one_in(6).then(|| self.pick(&["outlet", "quoted"])),
            negation: self.one_in(6).then(|| self.pick(&["keep", "drop", "only"])),
        }
    }

    fn spec(&mut self) -> Spec {
        let classes = (0..2).map(|i| (0..1 + self.below(3)).map(|_| self.row(1, i)).collect());
        let classes = classes.collect();
        let frames =
            (0..1 + self.below(3)).map(|_| (0..1 + self.below(4)).map(|_| self.entry()).collect());
        Spec { classes, frames: frames.collect() }
    }

    fn paragraph(&mut self) -> Paragraph {
        let words = ["a", "b", "c", "ab", "bb", "not", "x"];
        let mut sentence = || {
            let is_quoted = self.one_in(3);
            (0..1 + self.below(9)).map(|_| (self.pick(&words).to_owned(), is_quoted)).collect()
        };
        let n = 3;
        (0..n).map(|_| sentence()).collect()
    }

    fn options(&mut self) -> Options {
        Options {
            overlap: self.pick(&[
                Overlap::Frame,
                Overlap::Frame,
                Overlap::Dictionary,
                Overlap::All,
            ]),
            compat: self.pick(&[Compat::None, Compat::None, Compat::Quanteda]),
            nested_scope: self.pick(&[NestedScope::Key, NestedScope::Dictionary]),
            negation: self.pick(&[Negation::Count, Negation::Count, Negation::Exclude]),
            ..Options::default()
        }
    }
}

/// Hits of the matcher, in the oracle's terms.
fn hits(spec: &Spec, options: &Options, paragraph: &Paragraph) -> Vec<(usize, usize, Span, bool)> {
    let text = written_spec(spec);
    let dictionary =
        read_texts(&[("f.toml", &text)]).unwrap_or_else(|report| panic!("{report}\n{text}"));
    let matcher = Matcher::new(&dictionary, options, Stemmer::RustStemmers).expect("a matcher");
    let by = matcher.sight_depends_on();
    let vocabulary = Vocabulary::new(Stemmer::RustStemmers, by, Box::new(|it| matcher.sight(it)));
    let mut front = Front::new(&vocabulary);
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    for words in paragraph {
        let start = tokens.len() as u32;
        for (text, is_quoted) in words {
            let word = front.word(text, 0..text.len() as u32, Language::ENGLISH);
            let voice = if *is_quoted { Voice::Quoted } else { Voice::Author };
            tokens.push(Token { start: 0, end: 0, word, voice });
        }
        let tokens = start..tokens.len() as u32;
        sentences.push(Sentence { tokens, range: 0..0, zone: Zone::Body, paragraph: 0 });
    }
    let mut found = Found::default();
    matcher.find(&tokens, &sentences, &front, &mut found);
    let span = |it: &Hit| (it.token as usize, (it.token + it.n_tokens) as usize);
    let shown = |it: &Hit| (it.frame as usize, it.entry as usize, span(it), it.negated);
    found.hits.iter().map(shown).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_matcher_finds_what_the_definitions_say(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let (spec, options) = (dice.spec(), dice.options());
        let paragraph = dice.paragraph();
        let mut sentences = Vec::new();
        let words = paragraph.iter().flatten().map(|it| (it.0.as_str(), it.1)).collect();
        for sentence in &paragraph {
            let start = sentences.last().map_or(0, |it: &Span| it.1);
            sentences.push((start, start + sentence.len()));
        }
        let oracle = Oracle { spec: &spec, words, sentences };
        let wanted = oracle.hits(&options);
        let found = hits(&spec, &options, &paragraph);
        prop_assert_eq!(found, wanted, "{}\n{:?}\n{:?}", written_spec(&spec), paragraph, options);
    }
}
