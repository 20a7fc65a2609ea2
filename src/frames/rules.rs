//! Places of phrases in, places of the entries that combine or exclude them out.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt as _};

use super::NEGATION_WINDOW;
use super::gaps;
use super::overlap::{Candidate, Part};
use crate::dictionary::{self, Denied, Same, Target, Whose};
use crate::document::Zone;
use crate::text::{Token, Voice};

/// A place of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    pub(super) component: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// All entries that are more than a phrase. The phrases that they are made of are their components;
/// equal ones are one.
#[derive(Debug, Default)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    components: HashMap<Vec<Vec<u32>>, u32>,
    /// For each component the rules that cannot match without it, by [`Same`].
    wakes: [HashMap<u32, Vec<u32>>; 2],
    /// Most words of a component.
    longest: u32,
}

#[derive(Debug)]
struct Rule {
    frame: u32,
    entry: u32,
    body: Body,
    not: Vec<u32>,
    before: Vec<u32>,
    after: Vec<u32>,
    unless: Vec<u32>,
    reach: u32,
    zones: Vec<Zone>,
    voice: Option<Whose>,
    negation: Option<Denied>,
}

/// What a rule looks for, in components.
#[derive(Debug)]
enum Body {
    /// Parts, often one.
    Parts { parts: Vec<u32>, within: u32, any_order: bool },
    /// Alternatives by component: turn among the alternatives, and whether it must be there.
    CoMention { alternatives: HashMap<u32, (u32, bool)>, musts: Vec<u32>, at_least: usize },
}

/// A sentence, or a paragraph, and what stands there.
pub(super) struct Scope<'s> {
    /// All tokens of the paragraph.
    pub(super) tokens: &'s [Token],
    /// Those of the scope.
    pub(super) range: Range<usize>,
    /// First token of each sentence of the paragraph.
    pub(super) sentences: &'s [u32],
    pub(super) zone: Zone,
    pub(super) same: Same,
    /// Ascending.
    pub(super) occurrences: &'s [Occurrence],
}

impl Rules {
    /// Adds an entry; its phrases are compared by the numbers of their steps. Components that are
    /// new are told to `add` with their number.
    pub(super) fn insert(
        &mut self,
        (frame, entry): (u32, u32),
        rule: &dictionary::Rule,
        mut steps: impl FnMut(&dictionary::Phrases) -> Vec<Vec<u32>>,
        mut add: impl FnMut(&[Vec<u32>], u32),
    ) {
        let mut number = |phrases: &dictionary::Phrases| {
            let longest = phrases.longest();
            let phrases = steps(phrases);
            if let Some(&number) = self.components.get(&phrases) {
                return number;
            }
            let number = self.components.len() as u32;
            self.longest = self.longest.max(longest as u32);
            add(&phrases, number);
            self.components.insert(phrases, number);
            number
        };
        let mut all = |phrases: &[dictionary::Phrases]| phrases.iter().map(&mut number).collect();
        let body = match &rule.target {
            Target::Pattern { parts, within, any_order } => {
                Body::Parts { parts: all(parts), within: *within, any_order: *any_order }
            }
            Target::CoMention { all_of, any_of, at_least } => {
                let mut musts: Vec<u32> = all(all_of);
                let mays: Vec<u32> = all(any_of);
                let mut alternatives = HashMap::new();
                let turns = musts.iter().map(|it| (*it, true));
                let turns = turns.chain(mays.into_iter().map(|it| (it, false)));
                for (turn, (component, must)) in turns.enumerate() {
                    alternatives.entry(component).or_insert((turn as u32, must));
                }
                musts.sort_unstable();
                musts.dedup();
                Body::CoMention { alternatives, musts, at_least: *at_least as usize }
            }
        };
        let [not, before, after, unless] =
            [&rule.not, &rule.before, &rule.after, &rule.unless].map(|it| all(it));
        let number = self.rules.len() as u32;
        let wakes = &mut self.wakes[rule.same as usize];
        for component in body.needs(wakes) {
            wakes.entry(component).or_default().push(number);
        }
        self.rules.push(Rule {
            frame,
            entry,
            body,
            not,
            before,
            after,
            unless,
            reach: rule.reach,
            zones: rule.zones.clone(),
            voice: rule.voice,
            negation: rule.negation,
        });
    }

    /// Whether any rule looks at a whole sentence or paragraph.
    pub(super) fn any(&self, same: Same) -> bool {
        !self.wakes[same as usize].is_empty()
    }

    /// Whether a match of the entry counts behind a negator, whatever the settings say.
    pub(super) fn keeps_denied(&self, frame: u32, entry: u32) -> bool {
        let place = self.rules.binary_search_by_key(&(frame, entry), |it| (it.frame, it.entry));
        place.is_ok_and(|it| matches!(self.rules[it].negation, Some(Denied::Keep | Denied::Only)))
    }

    /// Adds the matches in one sentence or paragraph that count.
    pub(super) fn find(
        &self,
        scope: &Scope<'_>,
        is_negator: &dyn Fn(&Token) -> bool,
        parts: &mut Vec<Part>,
        candidates: &mut Vec<Candidate>,
    ) {
        let wakes = &self.wakes[scope.same as usize];
        let mut awake: Vec<u32> = Vec::new();
        for same in scope.occurrences.chunk_by(|a, b| a.component == b.component) {
            awake.extend(wakes.get(&same[0].component).into_iter().flatten());
        }
        awake.sort_unstable();
        awake.dedup();
        for number in awake {
            let rule = &self.rules[number as usize];
            if !rule.zones.is_empty() && !rule.zones.contains(&scope.zone) {
                continue;
            }
            for places in rule.body.places(scope) {
                let n_before = parts.len();
                let candidate = match *places.as_slice() {
                    [(start, end)] => Candidate::in_a_row(rule.frame, rule.entry, start..end),
                    _ => Candidate::of_parts(rule.frame, rule.entry, &places, parts),
                };
                if self.counts(rule, &candidate, scope, is_negator) {
                    candidates.push(candidate);
                } else {
                    parts.truncate(n_before);
                }
            }
        }
    }

    /// Whether nothing excludes a match.
    fn counts(
        &self,
        rule: &Rule,
        candidate: &Candidate,
        scope: &Scope<'_>,
        is_negator: &dyn Fn(&Token) -> bool,
    ) -> bool {
        let (start, end) = (candidate.start, candidate.end);
        let sentence = scope.sentence(start).start;
        let last_sentence = scope.sentence(end - 1).end;
        // Where a component begins that reaches so far.
        let from = |at: u32| at.saturating_sub(self.longest);
        let stands =
            |components: &[u32], starts: Range<u32>, fits: &dyn Fn(&Occurrence) -> bool| {
                components.iter().any(|&it| scope.of(it, starts.clone()).iter().any(fits))
            };
        let first = from(start.saturating_sub(rule.reach)).max(sentence);
        let is_voice = match rule.voice {
            None => true,
            Some(whose) => {
                let is_quoted = scope.tokens[start as usize].voice == Voice::Quoted;
                is_quoted == (whose == Whose::Quoted)
            }
        };
        let is_denied = || {
            let before = start.saturating_sub(NEGATION_WINDOW).max(sentence);
            scope.tokens[before as usize..start as usize].iter().any(is_negator)
        };
        is_voice
            && match rule.negation {
                None | Some(Denied::Keep) => true,
                Some(Denied::Drop) => !is_denied(),
                Some(Denied::Only) => is_denied(),
            }
            && !stands(&rule.not, from(start)..end, &|it| start < it.end)
            && !stands(&rule.before, first..start, &|it| {
                it.end <= start && start - it.end <= rule.reach
            })
            && !stands(&rule.after, end..(end + rule.reach + 1).min(last_sentence), &|_| true)
            && !stands(&rule.unless, 0..u32::MAX, &|_| true)
    }
}

impl Scope<'_> {
    /// Places of a component that begin in a range, ascending.
    fn of(&self, component: u32, starts: Range<u32>) -> &[Occurrence] {
        let place = |start: u32| {
            self.occurrences.partition_point(|it| (it.component, it.start) < (component, start))
        };
        let first = place(starts.start);
        &self.occurrences[first..place(starts.end).max(first)]
    }

    /// Whether a component stands anywhere.
    fn has(&self, component: u32) -> bool {
        self.occurrences.binary_search_by_key(&component, |it| it.component).is_ok()
    }

    /// Tokens of the sentence that holds a token.
    fn sentence(&self, token: u32) -> Range<u32> {
        let next = self.sentences.partition_point(|it| *it <= token);
        let end = self.sentences.get(next).copied().unwrap_or(self.tokens.len() as u32);
        self.sentences[next - 1]..end
    }
}

impl Body {
    /// Components without one of which it cannot match; where there is a choice, the one that has
    /// the fewest rules to wake.
    fn needs(&self, wakes: &HashMap<u32, Vec<u32>>) -> Vec<u32> {
        let n_woken = |it: &u32| wakes.get(it).map_or(0, Vec::len);
        match self {
            Body::Parts { parts, .. } => {
                parts.iter().copied().min_by_key(n_woken).into_iter().collect()
            }
            Body::CoMention { alternatives, musts, .. } => {
                let mut all: Vec<u32> = alternatives.keys().copied().collect();
                all.sort_unstable();
                musts.iter().copied().min_by_key(n_woken).map_or(all, |it| vec![it])
            }
        }
    }

    /// The parts of each match in a scope.
    fn places(&self, scope: &Scope<'_>) -> Vec<Vec<Part>> {
        match self {
            Body::Parts { parts, within, any_order } => {
                if !parts.iter().all(|it| scope.has(*it)) {
                    return Vec::new();
                }
                let places = |it: &u32| -> Vec<Part> {
                    let found = scope.of(*it, 0..u32::MAX);
                    found.iter().map(|it| (it.start, it.end)).collect()
                };
                let mut places: Vec<Vec<Part>> = parts.iter().map(places).collect();
                if let [only] = places.as_slice() {
                    return only.iter().map(|it| vec![*it]).collect();
                }
                places.iter_mut().for_each(|it| it.sort_unstable_by_key(|it| (it.1, it.0)));
                if *any_order {
                    gaps::in_any_order(&places, *within)
                } else {
                    gaps::in_order(&places, *within)
                }
            }
            Body::CoMention { alternatives, musts, at_least } => {
                if !musts.iter().all(|it| scope.has(*it)) {
                    return Vec::new();
                }
                co_mention(alternatives, musts.len(), *at_least, scope).into_iter().collect()
            }
        }
    }
}

/// The first mentions of what must be there and of so many alternatives, if they are all there. A
/// word is part of one mention only: longer ones first, then in the order of the entry.
fn co_mention(
    alternatives: &HashMap<u32, (u32, bool)>,
    n_must: usize,
    at_least: usize,
    scope: &Scope<'_>,
) -> Option<Vec<Part>> {
    let mut mentions: Vec<(u32, u32, Part, bool)> = Vec::new();
    for it in scope.occurrences {
        if let Some(&(turn, must)) = alternatives.get(&it.component) {
            mentions.push((u32::MAX - (it.end - it.start), turn, (it.start, it.end), must));
        }
    }
    mentions.sort_unstable();
    let mut is_used = vec![false; scope.range.len()];
    mentions.retain(|&(_, _, (start, end), _)| {
        let first = scope.range.start;
        let used = &mut is_used[start as usize - first..end as usize - first];
        let is_free = used.iter().all(|it| !*it);
        if is_free {
            used.fill(true);
        }
        is_free
    });
    mentions.sort_unstable_by_key(|it| it.2);
    let mut seen: Vec<u32> = Vec::new();
    let (mut n_musts, mut n_mays) = (0, 0);
    let mut parts = Vec::new();
    for (_, turn, part, must) in mentions {
        let is_wanted = (must || n_mays < at_least) && !seen.contains(&turn);
        if is_wanted {
            seen.push(turn);
            parts.push(part);
            n_musts += usize::from(must);
            n_mays += usize::from(!must);
        }
    }
    (n_musts == n_must && n_mays == at_least && !parts.is_empty()).then_some(parts)
}
