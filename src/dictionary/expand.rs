//! A pattern and the classes in, the phrases that it stands for out.

use std::cmp::Ordering;
use std::sync::Arc;

use super::classes::{self, Classes};
use super::entry::{Phrases, Step, Target};
use super::pattern::{Item, Pattern, Wrong};
use super::word::WordPattern;

/// Most phrases that one pattern or class may stand for.
pub(super) const MAX_PHRASES: usize = 10_000;

/// Most words of a phrase.
const MAX_WORDS: usize = 64;

type Path = Vec<Step>;

/// Most words of all patterns, with alternatives and classes spelled out.
pub(super) const MAX_SPELLED_OUT: usize = 4_000_000;

/// Words between two parts of a pattern, where an entry does not say how many.
const DEFAULT_WITHIN: u32 = 8;

/// What a pattern looks for; `within` for parts in order or `near` for parts in any.
pub(super) fn target(
    pattern: &Pattern,
    within: Option<u32>,
    near: Option<u32>,
    classes: &Classes,
) -> Result<Target, Wrong> {
    let parts: Vec<Phrases> =
        pattern.parts.iter().map(|it| phrases(it, classes)).collect::<Result<_, _>>()?;
    // What does not matter is left alike, so that equal entries are equal.
    let within = if parts.len() < 2 { 0 } else { near.or(within).unwrap_or(DEFAULT_WITHIN) };
    Ok(Target::Pattern { parts, within, any_order: near.is_some() })
}

/// Spells out a row of items: every phrase that it stands for, once, in ascending order.
pub(super) fn phrases(items: &[Item], classes: &Classes) -> Result<Phrases, Wrong> {
    let found = row(items, classes)?;
    if found.iter().any(Vec::is_empty) {
        let what = "every word may be missing, so that it matches everything; take a `?` away";
        return Err(Wrong::new(0..0, what));
    }
    Ok(merged(found))
}

/// Several lists of phrases as one.
pub(super) fn union(lists: impl Iterator<Item = Phrases>) -> Phrases {
    merged(lists.flat_map(|it| it.0).collect())
}

/// Each path once; those of one word become a single path.
fn merged(paths: Vec<Path>) -> Phrases {
    let (single, mut longer): (Vec<Path>, Vec<Path>) =
        paths.into_iter().partition(|it| it.len() == 1);
    if let [only] = single.as_slice() {
        longer.push(only.clone());
    } else if !single.is_empty() {
        let mut words: Vec<WordPattern> =
            single.iter().flat_map(|it| it[0].iter().cloned()).collect();
        words.sort();
        words.dedup();
        longer.push(vec![words.into()]);
    }
    longer.sort_by(order);
    longer.dedup_by(|a, b| order(a, b).is_eq());
    Phrases(longer)
}

/// The order of the words; a step that two paths share, as those of classes are, is not looked into.
fn order(a: &Path, b: &Path) -> Ordering {
    let mut steps =
        a.iter().zip(b).map(|(a, b)| if Arc::ptr_eq(a, b) { Ordering::Equal } else { a.cmp(b) });
    let different = steps.find(|it| it.is_ne());
    different.unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// The paths of a row, and those of its closed-up spellings, one pair of words at a time.
fn row(items: &[Item], classes: &Classes) -> Result<Vec<Path>, Wrong> {
    let mut paths = product(items, classes)?;
    for i in 1..items.len() {
        let (Item::Word(word, is_tied), Item::Word(next, _)) = (&items[i - 1], &items[i]) else {
            continue;
        };
        if let Some(closed_up) = word.closed_up(next, *is_tied) {
            let mut items = items.to_vec();
            items[i] = Item::Word(closed_up, false);
            items.remove(i - 1);
            paths.extend(product(&items, classes)?);
            if MAX_PHRASES < paths.len() {
                return Err(too_many());
            }
        }
    }
    Ok(paths)
}

fn product(items: &[Item], classes: &Classes) -> Result<Vec<Path>, Wrong> {
    let mut paths: Vec<Path> = vec![Vec::new()];
    for item in items {
        let choices = choices(item, classes)?;
        if MAX_PHRASES < paths.len() * choices.len() {
            return Err(too_many());
        }
        let longer = |path: &Path| {
            let path = path.clone();
            choices.iter().map(move |it| path.iter().chain(it).cloned().collect::<Path>())
        };
        paths = paths.iter().flat_map(longer).collect();
        if paths.iter().any(|it| MAX_WORDS < it.len()) {
            return Err(Wrong::new(0..0, format!("it holds more than {MAX_WORDS} words in a row")));
        }
    }
    Ok(paths)
}

fn choices(item: &Item, classes: &Classes) -> Result<Vec<Path>, Wrong> {
    match item {
        Item::Word(word, _) => Ok(vec![vec![Arc::new([word.clone()])]]),
        Item::Class(name, at) => match classes.get(name) {
            Some(class) => Ok(class.all.0.clone()),
            None => {
                let what = classes::unknown(name, classes.keys().map(String::as_str));
                Err(Wrong::new(at.clone(), what))
            }
        },
        Item::Group(rows, is_optional) => {
            let mut paths = Vec::new();
            for items in rows {
                paths.extend(row(items, classes)?);
                if MAX_PHRASES < paths.len() {
                    return Err(too_many());
                }
            }
            let may_be_empty = *is_optional || paths.iter().any(Vec::is_empty);
            paths.retain(|it| !it.is_empty());
            let mut paths = merged(paths).0;
            paths.extend(may_be_empty.then(Vec::new));
            Ok(paths)
        }
    }
}

fn too_many() -> Wrong {
    let what = format!(
        "it stands for more than {MAX_PHRASES} phrases; take apart what stands in brackets and classes"
    );
    Wrong::new(0..0, what)
}

#[cfg(test)]
mod tests {
    use super::super::classes::Class;
    use super::super::pattern;
    use super::*;

    fn spelled_out(text: &str, classes: &Classes) -> Result<Vec<String>, Wrong> {
        let pattern = pattern::parse(text, false)?;
        let shown = |step: &Step| {
            let words: Vec<&str> = step.iter().map(|it| it.text.as_str()).collect();
            words.join("/")
        };
        let found = phrases(&pattern.parts[0], classes)?;
        Ok(found.0.iter().map(|it| it.iter().map(shown).collect::<Vec<_>>().join(" ")).collect())
    }

    fn of(text: &str) -> Vec<String> {
        spelled_out(text, &Classes::new()).expect("phrases")
    }

    #[test]
    fn alternatives_of_one_word_share_a_step() {
        assert_eq!(of("photo (op|opportunit*)"), ["photo op/opportunit*"]);
        assert_eq!(of("(a|b c|d)"), ["a/d", "b c"]);
    }

    #[test]
    fn what_may_be_missing_is_there_and_not_there() {
        assert_eq!(of("a (very|so)? b"), ["a b", "a so/very b"]);
        assert_eq!(of("(a (b)?|c) d"), ["a b d", "a/c d"]);
        assert!(spelled_out("(a)? (b)?", &Classes::new()).is_err());
    }

    #[test]
    fn words_that_a_hyphen_ties_are_also_closed_up() {
        assert_eq!(of("e-mail box"), ["e mail box", "email box"]);
        assert_eq!(
            of("multi vector polic*"),
            ["multi vector polic*", "multi vectorpolic*", "multivector polic*"]
        );
    }

    #[test]
    fn classes_stand_for_their_phrases() {
        let mut classes = Classes::new();
        let powers = pattern::parse("(russia|china|the west)", false).expect("a pattern");
        let all = phrases(&powers.parts[0], &classes).expect("phrases");
        classes.insert("powers".to_owned(), Class { all, items: Vec::new() });
        let found = spelled_out("with @powers", &classes).expect("phrases");
        assert_eq!(found, ["with china/russia", "with the west"]);
        assert!(spelled_out("@power", &classes).is_err());
    }

    #[test]
    fn what_would_grow_without_bounds_is_refused() {
        let group = "(a b|c d|e f|g h|i j|k l|m n|o p|q r|s t)";
        let text = [group; 5].join(" ");
        let wrong = spelled_out(&text, &Classes::new()).expect_err("too many");
        assert!(wrong.what.contains("10000 phrases"), "{}", wrong.what);
    }
}
