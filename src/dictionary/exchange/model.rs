//! What the formats of several programs have in common: categories, some inside others, with entries.

use std::collections::{BTreeSet, HashMap, HashSet};

/// A dictionary between two formats.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Model {
    /// Name of the dictionary, where its file has one.
    pub title: String,
    /// The categories, in the order of the file; a parent stands before its children.
    pub categories: Vec<Category>,
}

/// A category: a frame to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Category {
    /// Its name as the file has it; two categories may share it.
    pub label: String,
    /// The name that the file gives it beside its label, where names are unique.
    pub name: Option<String>,
    /// Place of the category that it is part of.
    pub parent: Option<usize>,
    /// What it means.
    pub about: String,
    /// Line of the file at which it begins, from 1.
    pub line: usize,
    /// Its own entries, without those of its parts.
    pub entries: Vec<Entry>,
}

/// One item of a category.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// In the language of frames; of a disabled entry, as its file has it.
    pub pattern: String,
    /// How much a hit counts; `None` is 1.
    pub weight: Option<f64>,
    /// A remark of its author.
    pub comment: String,
    /// Of an entry that is exported: the words and phrases that it stands for, or why no format
    /// holds it.
    pub texts: Result<Vec<String>, String>,
    /// Why frames cannot hold it; such an entry is written as a comment.
    pub disabled: Option<String>,
    /// Line of the file, from 1.
    pub line: usize,
}

impl Model {
    /// A name for each category, no two the same.
    ///
    /// It is the label where no other category has it, else the labels of the categories that it is
    /// part of and its own, with `/` between; where that is taken too, a number follows.
    pub(super) fn names(&self) -> Vec<String> {
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for category in &self.categories {
            *uses.entry(&category.label).or_default() += 1;
        }
        let mut names: Vec<String> = Vec::new();
        let mut taken: HashSet<String> = HashSet::new();
        let mut next: HashMap<String, usize> = HashMap::new();
        for (place, category) in self.categories.iter().enumerate() {
            let wanted = match (&category.name, uses[category.label.as_str()]) {
                (Some(name), _) => name.clone(),
                (None, 1) => category.label.clone(),
                (None, _) => self.path(place),
            };
            let mut name = wanted.clone();
            while !taken.insert(name.clone()) {
                let n = next.entry(wanted.clone()).or_insert(1);
                *n += 1;
                name = format!("{wanted} ({n})");
            }
            names.push(name);
        }
        names
    }

    /// Places of the category and of those that it is part of, the outermost first.
    pub(super) fn line_of(&self, place: usize) -> Vec<usize> {
        let mut line = vec![place];
        let mut here = place;
        while let Some(parent) = self.categories[here].parent {
            line.push(parent);
            here = parent;
        }
        line.reverse();
        line
    }

    /// Whether a category has parts.
    pub(super) fn parents(&self) -> BTreeSet<usize> {
        self.categories.iter().filter_map(|it| it.parent).collect()
    }

    fn path(&self, place: usize) -> String {
        let labels = self.line_of(place).into_iter().map(|it| self.categories[it].label.as_str());
        labels.collect::<Vec<_>>().join("/")
    }
}

/// A weight as an entry keeps it: 1 is the weight of every entry that names none.
pub(super) fn kept_weight(weight: f64) -> Option<f64> {
    weight.total_cmp(&1.0).is_ne().then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(label: &str, parent: Option<usize>) -> Category {
        Category {
            label: label.to_owned(),
            name: None,
            parent,
            about: String::new(),
            line: 1,
            entries: Vec::new(),
        }
    }

    #[test]
    fn a_label_that_stands_twice_is_told_apart_by_its_path_and_then_by_a_number() {
        let categories = vec![
            category("economy", None),
            category("more", Some(0)),
            category("culture", None),
            category("more", Some(2)),
            category("culture/more", None),
        ];
        let model = Model { title: String::new(), categories };
        let names = model.names();
        assert_eq!(
            names,
            ["economy", "economy/more", "culture", "culture/more", "culture/more (2)"]
        );
    }
}
