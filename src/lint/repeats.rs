//! The entries of a frame in, those that stand twice, are found by others or can never count out.

use std::collections::{BTreeMap, HashMap};

use super::cover::{Index, Row, closed_up, holds, rows_of, written};
use super::{Finding, Options, Verdict, are_related};
use crate::dictionary::{Entry, Frame, Phrases, Rule};

/// Entries that stand in two frames of which neither counts the other's.
pub(super) fn shared(frames: &[Frame]) -> Vec<Finding> {
    let mut uses: BTreeMap<&Rule, Vec<usize>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (place, frame) in frames.iter().enumerate() {
        for (entry, it) in frame.entries.iter().enumerate().filter(|it| !it.1.is_inherited) {
            let others = uses.entry(&it.rule).or_default();
            let other = others.iter().find(|it| **it != place && !are_related(frames, **it, place));
            if let Some(&other) = other {
                let other = &frames[other].name;
                findings.push(Finding {
                    verdict: Verdict::Shared,
                    frame: place,
                    entry: Some(entry),
                    what: format!("`{}` counts in the frame `{other}`, too", it.text),
                    suggestion: "keep it in one frame, unless it is meant for both".to_owned(),
                });
            }
            others.push(place);
        }
    }
    findings
}

/// A verdict, what was found, and what to do.
type Found = Option<(Verdict, String, &'static str)>;

/// What the entries of one frame say of one another.
pub(super) fn findings(place: usize, frame: &Frame, index: &Index<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&Rule, usize> = BTreeMap::new();
    let mut exclusions = Exclusions { options: index.options, indexes: HashMap::new() };
    let mut findings = Vec::new();
    for (entry, it) in frame.entries.iter().enumerate() {
        let earlier = *first.entry(&it.rule).or_insert(entry);
        let found = if it.is_inherited {
            None
        } else if earlier < entry {
            let what = format!("`{}` says the same as {}", it.text, named(frame, earlier));
            Some((Verdict::Duplicate, what, "remove it"))
        } else {
            repeated(entry, frame, index, &mut exclusions)
        };
        findings.extend(found.map(|(verdict, what, suggestion)| {
            let (entry, suggestion) = (Some(entry), suggestion.to_owned());
            Finding { verdict, frame: place, entry, what, suggestion }
        }));
    }
    findings
}

/// What other entries find of what an entry finds.
fn repeated<'f>(
    entry: usize,
    frame: &'f Frame,
    index: &Index<'_>,
    exclusions: &mut Exclusions<'f>,
) -> Found {
    let it = &frame.entries[entry];
    let rows = rows_of(&it.rule);
    if rows.is_empty() {
        return None;
    }
    if let Some(what) = exclusions.of_all(it, &rows) {
        return Some((Verdict::Dead, what, "remove it, or the exclusion"));
    }
    let mut stays = HashMap::new();
    let mut other = |row| {
        let mut covering = index.covering(row).into_iter();
        let mut stays = |it| *stays.entry(it).or_insert_with(|| stays_for(entry, it, frame, index));
        let found = covering.find(|it| stays(it.0))?;
        Some(Other { entry: found.0, is_literal: holds(found.1, row) })
    };
    let others: Vec<Option<Other>> = rows.iter().map(|it| other(it)).collect();
    let is_any = others.iter().any(Option::is_some);
    is_any.then(|| covered(entry, frame, &rows, &others, index.options.all_count)).flatten()
}

/// What is to be said of an entry, with the other that finds all of each of its rows.
fn covered(
    entry: usize,
    frame: &Frame,
    rows: &[Row<'_>],
    others: &[Option<Other>],
    all_count: bool,
) -> Found {
    let it = &frame.entries[entry];
    let closed_up = closed_up(rows);
    let is_whole = others.iter().all(Option::is_some);
    let covered = others.iter().zip(&closed_up).filter(|it| !*it.1).map(|it| *it.0);
    let Some(all) = covered.collect::<Option<Vec<Other>>>() else {
        let mut earlier = rows.iter().zip(others).filter_map(|(row, it)| Some((row, (*it)?)));
        let (row, other) = earlier.find(|it| it.1.entry < entry)?;
        let other = named(frame, other.entry);
        let what = format!("`{}` of `{}` is found by {other} already", written(row), it.text);
        return Some((Verdict::Duplicate, what, "take it out of one of the two"));
    };
    let mut names: Vec<String> = all.iter().map(|it| named(frame, it.entry)).collect();
    names.dedup();
    let find = if names.len() == 1 { "finds" } else { "find" };
    names.truncate(2);
    let what = format!("{} {find} all that `{}` finds", names.join(" and "), it.text);
    let is_literal = all.iter().all(|it| it.is_literal);
    if !is_whole {
        let verdict = if is_literal { Verdict::Duplicate } else { Verdict::Shadowed };
        let what = format!("{what}, but words written as one");
        return Some((verdict, what, "remove it, if nobody writes its words as one"));
    }
    let goes_before = !all_count && all.iter().all(|it| it.entry < entry);
    Some(if is_literal {
        (Verdict::Duplicate, what, "remove it")
    } else if goes_before {
        (Verdict::Dead, format!("{what}, and stands before it: it never counts"), "remove it")
    } else {
        let gain = if all_count { "it counts twice" } else { "it adds no hit" };
        (
            Verdict::Shadowed,
            format!("{what}: {gain}"),
            "remove it, or keep it to see its hits apart",
        )
    })
}

/// The first entry that finds all that a row finds with as many words, as a longer one counts before
/// a shorter.
#[derive(Clone, Copy)]
struct Other {
    entry: usize,
    /// Whether it says the row literally.
    is_literal: bool,
}

/// Whether another entry would stay of two of which one finds what the other finds: of two that find
/// the same the earlier one, and of others the wider.
fn stays_for(entry: usize, other: usize, frame: &Frame, index: &Index<'_>) -> bool {
    let finds_all = |wide: usize, narrow: usize| {
        let rows = rows_of(&frame.entries[narrow].rule);
        rows.iter().all(|row| index.covering(row).iter().any(|it| it.0 == wide))
    };
    other != entry
        && frame.entries[other].rule != frame.entries[entry].rule
        && (!finds_all(entry, other) || other < entry && finds_all(other, entry))
}

fn named(frame: &Frame, entry: usize) -> String {
    format!("`{}` on line {}", frame.entries[entry].text, frame.entries[entry].line)
}

/// What excludes matches, looked up by its words. Many entries name the same class, whose words are
/// looked at once.
struct Exclusions<'f> {
    options: Options,
    /// By where they stand in memory.
    indexes: HashMap<[usize; 2], Index<'f>>,
}

impl<'f> Exclusions<'f> {
    /// Why the exclusions of an entry leave nothing of it.
    fn of_all(&mut self, entry: &'f Entry, found: &[Row<'_>]) -> Option<String> {
        for (name, exclusions) in [("not", &entry.rule.not), ("unless", &entry.rule.unless)] {
            let mut left: Vec<&Row<'_>> = found.iter().collect();
            for phrases in exclusions {
                let index = self.index(phrases);
                left.retain(|row| !holds_any(row, index));
            }
            if left.is_empty() {
                let text = &entry.text;
                return Some(format!(
                    "the exclusion `{name}` of `{text}` holds all that it finds: it never counts"
                ));
            }
        }
        None
    }

    fn index(&mut self, phrases: &'f Phrases) -> &Index<'f> {
        let place = match phrases.0.as_slice() {
            [row] if row.len() == 1 => row[0].place(),
            _ => [std::ptr::from_ref(phrases).addr(), 0],
        };
        let index = || Index::of_phrases(phrases, self.options);
        self.indexes.entry(place).or_insert_with(index)
    }
}

/// Whether some words of a row are found by an index.
fn holds_any(row: &Row<'_>, index: &Index<'_>) -> bool {
    let starts = 0..row.len();
    let mut parts = starts.flat_map(|start| (start + 1..=row.len()).map(move |end| start..end));
    parts.any(|it| !index.covering(&row[it]).is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Verdict, of_dictionary};
    use crate::dictionary::read_texts;

    fn found(text: &str) -> Vec<(Verdict, String)> {
        let dictionary = read_texts(&[("f.toml", text)]).expect("a dictionary");
        let findings = of_dictionary(&dictionary.frames, Options::default());
        findings.into_iter().map(|it| (it.verdict, it.what)).collect()
    }

    fn of(entries: &str) -> Vec<Verdict> {
        let text = format!(
            "[classes]\npowers = ['russia', 'china']\n[[frame]]\nname = 'f'\nentries = [{entries}]\n"
        );
        found(&text).into_iter().map(|it| it.0).collect()
    }

    #[test]
    fn the_same_words_twice_are_duplicates_however_they_are_written() {
        for entries in [
            "'multi vector', 'Multi-Vector'",
            "'russia', '@powers'",
            "'@powers', 'russia'",
            "'photo op', 'photo (op|call)'",
            "'ties with @powers', 'ties with russia'",
            "'China’s', 'china'",
        ] {
            assert_eq!(of(entries), [Verdict::Duplicate], "{entries}");
        }
    }

    #[test]
    fn an_entry_behind_a_wider_one_never_counts_and_before_it_adds_nothing() {
        assert_eq!(of("'strateg*', 'strategic'"), [Verdict::Dead]);
        assert_eq!(of("'strategic', 'strateg*'"), [Verdict::Shadowed]);
        assert_eq!(of("'normalise', 'normalize'"), [Verdict::Dead]);
        assert_eq!(of("'new era', 'new (era|age)', 'new age'"), [Verdict::Duplicate; 2]);
        assert_eq!(of("'(russia|iran)', '(russia|china)'"), [Verdict::Duplicate]);
        assert_eq!(of("'russia', 'china', '(russia|china)'"), [Verdict::Duplicate; 2]);
        assert_eq!(of("'strateg*', { pattern = 'strategic', zone = 'lead' }"), [Verdict::Dead]);
    }

    #[test]
    fn what_excludes_itself_never_counts() {
        assert_eq!(of("{ pattern = 'balance sheet', not = 'balanc*' }"), [Verdict::Dead]);
        assert_eq!(of("{ pattern = '(pact|treaty)', unless = ['pact'] }"), []);
    }

    #[test]
    fn what_counts_somewhere_else_is_left_alone() {
        for entries in [
            "'strategic partnership', 'strateg*'",
            "{ pattern = 'gestur*', zone = 'lead' }, 'gesture'",
            "'balanc* ... russia', 'balanc*', 'russia'",
            "{ any_of = ['x', 'y'] }, 'x', 'y'",
        ] {
            assert_eq!(of(entries), [], "{entries}");
        }
    }

    #[test]
    fn what_two_frames_share_is_told_once_and_not_of_parents() {
        let frames = "[[frame]]\nname = 'a'\nentries = ['z', 'x']\n\
                      [[frame]]\nname = 'b'\nentries = ['z', { pattern = 'z', not = 'z y' }]\n";
        let found_here = found(frames);
        assert_eq!(found_here[1], (Verdict::Shared, "`z` counts in the frame `a`, too".to_owned()));
        let family =
            "[[frame]]\nname = 'a'\n[[frame]]\nname = 'b'\nparent = 'a'\nentries = ['z']\n";
        assert_eq!(found(family), []);
    }
}
