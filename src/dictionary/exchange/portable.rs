//! A model in, what a format can hold of it out: every format writes from this.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use super::losses::{Change, Loss, Losses};
use super::model::{Category, Entry, Model};

/// What a format can hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// Entries of several words.
    pub(super) phrases: bool,
    /// A weight for each entry.
    pub(super) weights: bool,
    /// Categories inside categories.
    pub(super) nested: bool,
    /// Whether what counts for a category counts for those around it.
    pub(super) sums_parts: bool,
    /// A description of a category.
    pub(super) about: bool,
    /// `*` before the end of a word.
    pub(super) inner_star: bool,
    /// `?` for one character.
    pub(super) question: bool,
    /// What stands between the words of a phrase.
    pub(super) gap: char,
    /// Whether the format would take the name of a category for something else.
    pub(super) is_taken_label: fn(&str) -> bool,
}

impl Reach {
    /// Flat categories with single words, in which `*` may stand anywhere.
    pub(super) const NOTHING: Reach = Reach {
        phrases: false,
        weights: false,
        nested: false,
        sums_parts: false,
        about: false,
        inner_star: true,
        question: false,
        gap: ' ',
        is_taken_label: |_| false,
    };
}

/// What is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Portable {
    pub(super) title: String,
    pub(super) categories: Vec<PortableCategory>,
}

/// A category as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PortableCategory {
    pub(super) label: String,
    pub(super) parent: Option<usize>,
    pub(super) about: String,
    pub(super) entries: Vec<PortableEntry>,
}

/// An entry as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PortableEntry {
    pub(super) text: String,
    pub(super) weight: Option<f64>,
}

/// A term with the places of the categories that hold it, and its weight in each.
type Term<'t> = (&'t str, Vec<(usize, Option<f64>)>);

/// Says all of a dictionary that a format can say, and reports the rest.
pub(super) fn portable(model: &Model, title: &str, reach: &Reach, losses: &mut Losses) -> Portable {
    let labels = labels(model, reach);
    let parents = model.parents();
    let mut portable = Portable { title: without_controls(title), categories: Vec::new() };
    for (place, category) in model.categories.iter().enumerate() {
        let mut notes = Vec::new();
        let mut label = without_controls(&labels[place]);
        if (reach.is_taken_label)(&label) {
            label = label.replace('(', "[").replace(')', "]");
        }
        if label != category.label {
            notes.push(format!("its name is written `{label}`"));
        }
        if !reach.nested && category.parent.is_some() {
            notes.push("the category that it is part of is not written".to_owned());
        }
        if !reach.nested && parents.contains(&place) {
            notes.push("written without the entries of its parts".to_owned());
        }
        if reach.nested && !reach.sums_parts && parents.contains(&place) {
            notes.push("the program counts the entries of its parts for the parts only".to_owned());
        }
        if !reach.about && !category.about.is_empty() {
            notes.push("its description is left out".to_owned());
        }
        let change = if notes.is_empty() { Change::Kept } else { Change::Changed };
        let (line, entry, what) = (category.line, String::new(), notes.join("; "));
        losses.push(Loss { line, category: Some(place), entry, change, what });
        portable.categories.push(PortableCategory {
            label,
            parent: category.parent.filter(|_| reach.nested),
            about: without_controls(&category.about),
            entries: entries(category, place, reach, losses),
        });
    }
    portable
}

/// A text that no format takes for two lines.
fn without_controls(text: &str) -> String {
    text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect()
}

/// What each category is called: its label, or its name where the label would not do.
fn labels(model: &Model, reach: &Reach) -> Vec<String> {
    let around = |it: &Category| it.parent.filter(|_| reach.nested);
    let mut uses: HashMap<(Option<usize>, &str), usize> = HashMap::new();
    for category in &model.categories {
        *uses.entry((around(category), &category.label)).or_default() += 1;
    }
    let names = model.names();
    let label = |(category, name): (&Category, String)| {
        let is_alone = uses[&(around(category), category.label.as_str())] == 1;
        if is_alone { category.label.clone() } else { name }
    };
    model.categories.iter().zip(names).map(label).collect()
}

fn entries(
    category: &Category,
    place: usize,
    reach: &Reach,
    losses: &mut Losses,
) -> Vec<PortableEntry> {
    let mut written = Vec::new();
    let mut seen = HashSet::new();
    for entry in &category.entries {
        let (change, what) = match said(entry, reach) {
            Err(why) => (Change::Dropped, why),
            Ok((texts, mut notes)) => {
                let weight = entry.weight.filter(|_| reach.weights);
                if weight != entry.weight {
                    notes.push("its weight is left out".to_owned());
                }
                if !entry.comment.is_empty() {
                    notes.push("its comment is left out".to_owned());
                }
                let n = texts.len();
                let fresh: Vec<String> =
                    texts.into_iter().filter(|it| seen.insert(it.to_lowercase())).collect();
                if fresh.len() < n {
                    notes.push("what stands in the category already is left out".to_owned());
                }
                let is_lost = fresh.is_empty();
                written.extend(fresh.into_iter().map(|text| PortableEntry { text, weight }));
                match (is_lost, notes.is_empty()) {
                    (true, _) => (Change::Dropped, "stands in the category already".to_owned()),
                    (false, true) => (Change::Kept, String::new()),
                    (false, false) => (Change::Changed, notes.join("; ")),
                }
            }
        };
        let (line, entry) = (entry.line, entry.pattern.clone());
        losses.push(Loss { line, category: Some(place), entry, change, what });
    }
    written
}

/// The texts that stand for an entry, and what they say differently.
fn said(entry: &Entry, reach: &Reach) -> Result<(Vec<String>, Vec<String>), String> {
    let texts = entry.texts.clone()?;
    let mut notes = Vec::new();
    match texts.as_slice() {
        [text] if *text == entry.pattern || text.contains('=') => {}
        [text] => notes.push(format!("it is written `{text}`")),
        texts => notes.push(format!("its alternatives are `{}` entries", texts.len())),
    }
    let mut written = Vec::new();
    for text in texts {
        let mut words = Vec::new();
        for word in text.split_whitespace() {
            let (word, note) = said_word(word, reach)?;
            words.push(word);
            notes.extend(note.filter(|it| !notes.contains(it)));
        }
        if !reach.phrases && 1 < words.len() {
            return Err("the format holds single words only".to_owned());
        }
        written.push(words.join(&reach.gap.to_string()));
    }
    Ok((written, notes))
}

/// A word as the format has it, and what it says differently.
fn said_word<'w>(word: &'w str, reach: &Reach) -> Result<(&'w str, Option<String>), String> {
    if word.starts_with('~') {
        return Err("the format knows no stems".to_owned());
    }
    if word.contains('?') && !reach.question {
        return Err("the format knows no `?`".to_owned());
    }
    let first_star = word.find('*').unwrap_or(word.len());
    if !reach.inner_star && first_star + 1 < word.len() {
        return Err("the format knows `*` at the end of a word only".to_owned());
    }
    if reach.gap == '_' && word.contains('_') {
        return Err("the format takes `_` for a space".to_owned());
    }
    match word.strip_prefix('=') {
        Some(word) => Ok((word, Some("upper and lower case are the same there".to_owned()))),
        None => Ok((word, None)),
    }
}

impl Portable {
    /// All entries.
    pub(super) fn entries(&self) -> impl Iterator<Item = &PortableEntry> {
        self.categories.iter().flat_map(|it| &it.entries)
    }

    /// Places of all categories with how deep they stand, parts behind the category they belong to.
    pub(super) fn nested(&self) -> Vec<(usize, usize)> {
        let mut parts: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        for (place, category) in self.categories.iter().enumerate().rev() {
            parts.entry(category.parent).or_default().push(place);
        }
        let mut open: Vec<(usize, usize)> =
            parts.remove(&None).unwrap_or_default().into_iter().map(|it| (it, 0)).collect();
        let mut nested = Vec::new();
        while let Some((place, depth)) = open.pop() {
            nested.push((place, depth));
            let inside = parts.remove(&Some(place)).unwrap_or_default();
            open.extend(inside.into_iter().map(|it| (it, depth + 1)));
        }
        nested
    }

    /// Each term once, with the categories that hold it, in an order that is the order of every
    /// category as far as there is one.
    pub(super) fn by_term(&self) -> Vec<Term<'_>> {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut terms: Vec<Term<'_>> = Vec::new();
        let mut followers: Vec<Vec<usize>> = Vec::new();
        let mut n_before: Vec<usize> = Vec::new();
        for (place, category) in self.categories.iter().enumerate() {
            let mut last = None;
            for entry in &category.entries {
                let number = *numbers.entry(&entry.text).or_insert_with(|| {
                    terms.push((&entry.text, Vec::new()));
                    followers.push(Vec::new());
                    n_before.push(0);
                    terms.len() - 1
                });
                terms[number].1.push((place, entry.weight));
                if let Some(last) = last {
                    let last: &mut Vec<usize> = &mut followers[last];
                    last.push(number);
                    n_before[number] += 1;
                }
                last = Some(number);
            }
        }
        let free = (0..terms.len()).filter(|it| n_before[*it] == 0).map(Reverse);
        let mut free: BinaryHeap<Reverse<usize>> = free.collect();
        let mut order = Vec::new();
        while let Some(Reverse(number)) = free.pop() {
            order.push(number);
            for &follower in &followers[number] {
                n_before[follower] -= 1;
                if n_before[follower] == 0 {
                    free.push(Reverse(follower));
                }
            }
        }
        // Two categories that order two terms differently leave the rest as it first comes.
        order.extend((0..terms.len()).filter(|it| 0 < n_before[*it]));
        order.into_iter().map(|it| (terms[it].0, std::mem::take(&mut terms[it].1))).collect()
    }
}

/// A number in its shortest form.
pub(super) fn number(number: f64) -> String {
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_keep_the_order_of_every_category() {
        let entry = |it: &str| PortableEntry { text: it.to_owned(), weight: None };
        let category = |entries: &str| PortableCategory {
            label: String::new(),
            parent: None,
            about: String::new(),
            entries: entries.split(' ').map(entry).collect(),
        };
        let order = |categories: &[&str]| {
            let categories = categories.iter().map(|it| category(it)).collect();
            let portable = Portable { title: String::new(), categories };
            portable.by_term().iter().map(|it| it.0).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(order(&["b", "a b"]), "a b");
        assert_eq!(order(&["a c", "b c", "a b"]), "a b c");
        assert_eq!(order(&["a b", "b a"]), "a b");
    }
}
