//! A pattern and the classes in, the phrases that it stands for out.

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

/// Every phrase that a row of items stands for, once, in ascending order; all that a class stands
/// for is one step.
pub(super) fn phrases(items: &[Item], classes: &Classes) -> Result<Phrases, Wrong> {
    Expansion { classes, spells_out: false }.phrases(items)
}

/// The same with classes spelled out as well: rows of words only.
pub(super) fn spelled_out(items: &[Item], classes: &Classes) -> Result<Phrases, Wrong> {
    Expansion { classes, spells_out: true }.phrases(items)
}

/// Several lists of phrases as one.
pub(super) fn union(lists: impl Iterator<Item = Phrases>) -> Phrases {
    merged(lists.flat_map(|it| it.0).collect())
}

/// Each path once; those of one word become a single path.
fn merged(paths: Vec<Path>) -> Phrases {
    let is_word = |it: &Path| matches!(it.as_slice(), [only] if only.phrases.is_none());
    let (single, mut longer): (Vec<Path>, Vec<Path>) = paths.into_iter().partition(is_word);
    if let [only] = single.as_slice() {
        longer.push(only.clone());
    } else if !single.is_empty() {
        let mut words: Vec<WordPattern> =
            single.iter().flat_map(|it| it[0].words.iter().cloned()).collect();
        words.sort();
        words.dedup();
        longer.push(vec![Step::of(words)]);
    }
    longer.sort();
    longer.dedup();
    Phrases(longer)
}

/// How a row becomes phrases.
struct Expansion<'c> {
    classes: &'c Classes,
    spells_out: bool,
}

impl Expansion<'_> {
    fn phrases(&self, items: &[Item]) -> Result<Phrases, Wrong> {
        let found = self.row(items)?;
        if found.iter().any(Vec::is_empty) {
            let what = "every word may be missing, so that it matches everything; take a `?` away";
            return Err(Wrong::new(0..0, what));
        }
        Ok(merged(found))
    }

    /// The paths of a row, and those of its closed-up spellings, one pair of words at a time.
    fn row(&self, items: &[Item]) -> Result<Vec<Path>, Wrong> {
        let mut paths = self.product(items)?;
        for i in 1..items.len() {
            let (Item::Word(word, is_tied), Item::Word(next, _)) = (&items[i - 1], &items[i])
            else {
                continue;
            };
            if let Some(closed_up) = word.closed_up(next, *is_tied) {
                let mut items = items.to_vec();
                items[i] = Item::Word(closed_up, false);
                items.remove(i - 1);
                paths.extend(self.product(&items)?);
                if MAX_PHRASES < paths.len() {
                    return Err(too_many());
                }
            }
        }
        Ok(paths)
    }

    fn product(&self, items: &[Item]) -> Result<Vec<Path>, Wrong> {
        let mut paths: Vec<Path> = vec![Vec::new()];
        for item in items {
            let choices = self.choices(item)?;
            if MAX_PHRASES < paths.len() * choices.len() {
                return Err(too_many());
            }
            let longer = |path: &Path| {
                let path = path.clone();
                choices.iter().map(move |it| path.iter().chain(it).cloned().collect::<Path>())
            };
            paths = paths.iter().flat_map(longer).collect();
            if paths.iter().any(|it| MAX_WORDS < it.len()) {
                let what = format!("it holds more than {MAX_WORDS} words in a row");
                return Err(Wrong::new(0..0, what));
            }
        }
        Ok(paths)
    }

    fn choices(&self, item: &Item) -> Result<Vec<Path>, Wrong> {
        match item {
            Item::Word(word, _) => Ok(vec![vec![Step::of([word.clone()])]]),
            Item::Class(name, at) => match self.classes.get(name) {
                Some(class) if self.spells_out => Ok(class.all.0.clone()),
                Some(class) => Ok(class.step.iter().map(|it| vec![it.clone()]).collect()),
                None => {
                    let what = classes::unknown(name, self.classes.keys().map(String::as_str));
                    Err(Wrong::new(at.clone(), what))
                }
            },
            Item::Group(rows, is_optional) => {
                let mut paths = Vec::new();
                for items in rows {
                    paths.extend(self.row(items)?);
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

    fn shown(step: &Step) -> String {
        let words = step.words.iter().map(|it| it.text.clone());
        let phrases = step.phrases.iter().flat_map(|it| &it.0).map(|it| row(it));
        words.chain(phrases).collect::<Vec<_>>().join("/")
    }

    fn row(row: &[Step]) -> String {
        row.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    fn found(text: &str, classes: &Classes) -> Result<[Vec<String>; 2], Wrong> {
        let pattern = pattern::parse(text, false)?;
        let items = &pattern.parts[0];
        let rows = |it: Phrases| it.0.iter().map(|it| row(it)).collect::<Vec<_>>();
        Ok([rows(phrases(items, classes)?), rows(spelled_out(items, classes)?)])
    }

    fn of(text: &str) -> Vec<String> {
        let [phrases, spelled_out] = found(text, &Classes::new()).expect("phrases");
        assert_eq!(phrases, spelled_out);
        phrases
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
        assert!(found("(a)? (b)?", &Classes::new()).is_err());
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
        classes.insert("powers".to_owned(), Class::new(all, Vec::new()));
        let [phrases, spelled_out] = found("with (@powers|iran)", &classes).expect("phrases");
        assert_eq!(phrases, ["with china/russia/the west", "with iran"]);
        assert_eq!(spelled_out, ["with china/iran/russia", "with the west"]);
        assert!(found("@power", &classes).is_err());
    }

    #[test]
    fn what_would_grow_without_bounds_is_refused() {
        let group = "(a b|c d|e f|g h|i j|k l|m n|o p|q r|s t)";
        let text = [group; 5].join(" ");
        let wrong = found(&text, &Classes::new()).expect_err("too many");
        assert!(wrong.what.contains("10000 phrases"), "{}", wrong.what);
    }
}
