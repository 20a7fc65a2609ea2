//! Word classes as they are written in, what each name stands for out.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::entry::{Phrases, Step};
use super::expand;
use super::pattern::{Item, Pattern, Wrong};
use crate::diagnostic::{Problem, nearest};

/// Longest chain of classes that name one another.
const MAX_CHAIN: usize = 32;

/// Classes by name.
pub(super) type Classes = BTreeMap<String, Class>;

/// What the name of a class stands for.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// All of its phrases, made of words only.
    pub(super) all: Phrases,
    /// The same as one step; `None` of a class that is empty.
    pub(super) step: Option<Step>,
    /// What each item in its list stands for.
    pub(super) items: Vec<Phrases>,
}

impl Class {
    pub(super) fn new(all: Phrases, items: Vec<Phrases>) -> Class {
        let (mut words, mut longer): (Vec<Vec<Step>>, Vec<Vec<Step>>) =
            all.0.iter().cloned().partition(|it| it.len() == 1);
        let words = words.pop().map_or_else(Arc::default, |it| Arc::clone(&it[0].words));
        let phrases = (!longer.is_empty()).then(|| Arc::new(Phrases(std::mem::take(&mut longer))));
        let step = (!all.0.is_empty()).then_some(Step { words, phrases });
        Class { all, step, items }
    }
}

/// A class as it is written.
pub(super) struct Draft {
    pub(super) name: String,
    /// Place of the name.
    pub(super) at: Range<usize>,
    pub(super) items: Vec<Located>,
}

/// A pattern and where it is written.
#[derive(Clone, Debug)]
pub(super) struct Located {
    pub(super) pattern: Pattern,
    pub(super) place: Place,
}

/// Where the text of a pattern stands in a file.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// All of it, quotation marks included.
    pub(super) span: Range<usize>,
    /// Its first byte, where it is written without escapes.
    pub(super) start: Option<usize>,
}

impl Place {
    /// What is wrong with a pattern, as a problem of the file.
    pub(super) fn problem(&self, text: &str, wrong: &Wrong) -> Problem {
        let at = match self.start {
            Some(start) if !wrong.at.is_empty() => start + wrong.at.start..start + wrong.at.end,
            _ => self.span.clone(),
        };
        Problem::new(at, format!("in pattern `{text}`: {}", wrong.what))
    }
}

/// That there is no such class, and which is meant.
pub(super) fn unknown<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("there is no class `{name}`; did you mean `@{near}`?"),
        None => format!("there is no class `{name}`; write `{name} = [\"…\"]` under `[classes]`"),
    }
}

/// Looks up the names in all classes of all files; a problem comes with the number of its file.
pub(super) fn resolve(files: &[Vec<Draft>]) -> Result<Classes, Vec<(usize, Problem)>> {
    let mut resolver = Resolver {
        drafts: BTreeMap::new(),
        done: Classes::new(),
        open: Vec::new(),
        problems: Vec::new(),
        n_words: 0,
    };
    for (file, drafts) in files.iter().enumerate() {
        for draft in drafts {
            let earlier = resolver.drafts.insert(draft.name.as_str(), (file, draft));
            if earlier.is_some() {
                let what = format!("class `{}` stands twice", draft.name);
                let hint = "put all of it into one list, or give one of the two another name";
                resolver.problems.push((file, Problem::new(draft.at.clone(), what).hint(hint)));
            }
        }
    }
    let names: Vec<&str> = resolver.drafts.keys().copied().collect();
    for name in names {
        resolver.class(name);
    }
    let Resolver { done, problems, .. } = resolver;
    if problems.is_empty() { Ok(done) } else { Err(problems) }
}

struct Resolver<'d> {
    drafts: BTreeMap<&'d str, (usize, &'d Draft)>,
    done: Classes,
    /// Names that are being looked up, each for the one before it.
    open: Vec<&'d str>,
    problems: Vec<(usize, Problem)>,
    /// Words of all classes so far.
    n_words: usize,
}

impl<'d> Resolver<'d> {
    fn class(&mut self, name: &'d str) {
        let Some(&(file, draft)) = self.drafts.get(name) else { return };
        if self.done.contains_key(name) {
            return;
        }
        let problem = if let Some(first) = self.open.iter().position(|it| *it == name) {
            let chain = self.open[first..].iter().chain([&name]).map(|it| format!("`@{it}`"));
            let chain = chain.collect::<Vec<_>>().join(" names ");
            Some(format!("a class holds itself: {chain}"))
        } else if MAX_CHAIN < self.open.len() {
            Some(format!("more than {MAX_CHAIN} classes name one another in a chain"))
        } else if expand::MAX_SPELLED_OUT < self.n_words {
            let limit = expand::MAX_SPELLED_OUT;
            self.n_words = 0;
            Some(format!(
                "the classes before this one hold more than {limit} words when spelled out"
            ))
        } else {
            None
        };
        if let Some(what) = problem {
            self.problems.push((file, Problem::new(draft.at.clone(), what)));
            // An empty class, so that the chain is told once.
            self.done.insert(name.to_owned(), Class::new(Phrases(Vec::new()), Vec::new()));
            return;
        }
        self.open.push(name);
        for inner in draft.items.iter().flat_map(|it| names_in(&it.pattern.parts)) {
            self.class(inner);
        }
        self.open.pop();
        self.finish(file, draft);
    }

    /// Spells out a class whose names are all known.
    fn finish(&mut self, file: usize, draft: &Draft) {
        if self.done.contains_key(&draft.name) {
            return;
        }
        let (mut items, mut all) = (Vec::new(), Vec::new());
        for Located { pattern, place } in &draft.items {
            let is_unknown = |it: &&str| !self.drafts.contains_key(it);
            let unknown_name = names_in(&pattern.parts).into_iter().find(is_unknown);
            let found = match (unknown_name, pattern.parts.as_slice()) {
                (Some(name), _) => {
                    Err(Wrong::new(0..0, unknown(name, self.drafts.keys().copied())))
                }
                (None, [items]) => expand::spelled_out(items, &self.done)
                    .and_then(|all| Ok((all, expand::phrases(items, &self.done)?))),
                _ => Err(Wrong::new(0..0, "a class holds words and phrases, but no `...`")),
            };
            match found {
                Ok((spelled_out, phrases)) => {
                    all.push(spelled_out);
                    items.push(phrases);
                }
                Err(wrong) => {
                    self.problems.push((file, place.problem(&format!("@{}", draft.name), &wrong)));
                }
            }
        }
        let all = expand::union(all.into_iter());
        if expand::MAX_PHRASES < all.0.len() {
            let what =
                format!("class `{}` holds more than {} phrases", draft.name, expand::MAX_PHRASES);
            self.problems.push((file, Problem::new(draft.at.clone(), what)));
        }
        self.n_words += all.n_words();
        self.done.insert(draft.name.clone(), Class::new(all, items));
    }
}

/// Names of classes in the rows of a pattern.
pub(super) fn names_in(rows: &[Vec<Item>]) -> Vec<&str> {
    let mut names = Vec::new();
    for item in rows.iter().flatten() {
        match item {
            Item::Class(name, _) => names.push(name.as_str()),
            Item::Group(rows, _) => names.extend(names_in(rows)),
            Item::Word(..) => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::pattern;
    use super::*;

    fn resolved(classes: &[(&str, &[&str])]) -> Result<Classes, Vec<String>> {
        let located = |text: &&str| Located {
            pattern: pattern::parse(text, false).expect("a pattern"),
            place: Place { span: 0..0, start: None },
        };
        let draft = |(name, items): &(&str, &[&str])| Draft {
            name: (*name).to_owned(),
            at: 0..0,
            items: items.iter().map(located).collect(),
        };
        let files: Vec<Vec<Draft>> = classes.iter().map(|it| vec![draft(it)]).collect();
        resolve(&files).map_err(|it| it.into_iter().map(|(_, it)| it.what).collect())
    }

    #[test]
    fn classes_name_one_another_in_any_order_and_across_files() {
        let classes =
            resolved(&[("east", &["@north", "china"]), ("north", &["russia", "the arctic"])]);
        let classes = classes.expect("classes");
        assert_eq!(classes["east"].all.0.len(), 2);
        assert_eq!(classes["east"].items.len(), 2);
    }

    #[test]
    fn circles_and_unknown_names_are_told_once() {
        let whats =
            resolved(&[("a", &["@b"]), ("b", &["@c"]), ("c", &["@a"])]).expect_err("a circle");
        assert_eq!(whats[0], "a class holds itself: `@a` names `@b` names `@c` names `@a`");
        let whats = resolved(&[("powers", &["x"]), ("b", &["@power"])]).expect_err("a problem");
        assert!(whats[0].contains("did you mean `@powers`?"), "{whats:?}");
        assert_eq!(whats.len(), 1);
    }

    #[test]
    fn a_chain_of_classes_has_an_end() {
        let names: Vec<String> = (0..100_000).map(|i| format!("c{i:06}")).collect();
        let texts: Vec<String> = (1..100_000).map(|i| format!("@c{i:06}")).collect();
        let items: Vec<[&str; 1]> = texts.iter().map(|it| [it.as_str()]).chain([["x"]]).collect();
        let classes: Vec<(&str, &[&str])> = names
            .iter()
            .zip(&items)
            .map(|(name, items)| (name.as_str(), items.as_slice()))
            .collect();
        assert!(resolved(&classes).expect_err("too long")[0].contains("in a chain"));
    }
}
