//! The text of a `frames.toml` in, a model out.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::frames_write::DISABLED;
use super::import::MAX_DEPTH;
use super::losses::{Change, Loss, Losses};
use super::model::{Category, Entry, Model, kept_weight};
use crate::diagnostic::{Problem, nearest};
use crate::dictionary::{MAX_ENTRIES, MAX_FRAMES};

/// Reads frames with all that can be exported; the rest is reported.
///
/// # Errors
/// Every problem, with its place in the text.
pub(super) fn read(text: &str) -> Result<(Model, Losses), Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let problem = |err: &toml::de::Error| {
            Problem::new(err.span().unwrap_or(0..0), format!("not valid TOML: {}", err.message()))
        };
        return Err(errors.iter().map(problem).collect());
    }
    let mut reader = Reader { starts: starts(text), ..Reader::default() };
    let mut tables: &[Spanned<DeValue<'_>>] = &[];
    for (key, value) in table.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("frame", DeValue::Array(found)) => tables = found,
            ("frame", _) => reader.problem(key.span(), "`frame` must be a list of tables"),
            (other, _) => {
                let what = format!("`{other}` is not exported");
                reader.lost(key.span(), None, "", what);
            }
        }
    }
    if tables.is_empty() {
        reader.problem(0..0, "the dictionary holds no frame");
    }
    if MAX_FRAMES < tables.len() {
        reader.problem(0..0, format!("more than {MAX_FRAMES} frames"));
        tables = &[];
    }
    let mut parents = Vec::new();
    for table in tables {
        parents.push(reader.frame(table));
    }
    reader.join(&parents);
    reader.comments(text);
    match reader.problems.is_empty() {
        true => Ok((in_order(reader.model, &mut reader.losses), reader.losses)),
        false => Err(reader.problems),
    }
}

/// Bytes at which the lines of a text begin.
fn starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|it| it.0 + 1)).collect()
}

#[derive(Default)]
struct Reader {
    starts: Vec<usize>,
    model: Model,
    losses: Losses,
    problems: Vec<Problem>,
    n_entries: usize,
}

/// The name of a parent and where it is written.
type Parent = Option<(String, Range<usize>)>;

impl Reader {
    fn line(&self, span: &Range<usize>) -> usize {
        self.starts.partition_point(|it| *it <= span.start)
    }

    fn problem(&mut self, span: Range<usize>, what: impl Into<String>) {
        self.problems.push(Problem::new(span, what));
    }

    fn lost(&mut self, span: Range<usize>, category: Option<usize>, entry: &str, what: String) {
        let (line, entry) = (self.line(&span), entry.to_owned());
        self.losses.push(Loss { line, category, entry, change: Change::Dropped, what });
    }

    fn frame(&mut self, value: &Spanned<DeValue<'_>>) -> Parent {
        let DeValue::Table(table) = value.get_ref() else {
            self.problem(value.span(), "a frame must be a table");
            return None;
        };
        let place = self.model.categories.len();
        let (mut name, mut label, mut about) = (None, None, None);
        let (mut parent, mut entries) = (None, Vec::new());
        for (key, value) in table {
            let text = value.get_ref().as_str().map(str::to_owned);
            match (key.get_ref().as_ref(), text) {
                ("name", Some(text)) => name = Some(text.trim().to_owned()),
                ("label", Some(text)) => label = Some(text.trim().to_owned()),
                ("about", Some(text)) => about = Some(text.trim().to_owned()),
                ("parent", Some(text)) => parent = Some((text.trim().to_owned(), value.span())),
                ("entries", _) => entries = self.entries(value),
                ("name" | "label" | "about" | "parent", None) => {
                    self.problem(value.span(), format!("`{}` must be text", key.get_ref()));
                }
                (other, _) => {
                    let what = format!("`{other}` of a frame is not exported");
                    self.lost(key.span(), Some(place), "", what);
                }
            }
        }
        let Some(name) = name.filter(|it| !it.is_empty()) else {
            self.problem(value.span(), "a frame has no `name`");
            return None;
        };
        self.model.categories.push(Category {
            label: label.filter(|it| !it.is_empty()).unwrap_or_else(|| name.clone()),
            name: Some(name),
            parent: None,
            about: about.unwrap_or_default(),
            line: self.line(&value.span()),
            entries,
        });
        parent
    }

    fn entries(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Entry> {
        let DeValue::Array(items) = value.get_ref() else {
            self.problem(value.span(), "`entries` must be a list");
            return Vec::new();
        };
        self.n_entries += items.len();
        if MAX_ENTRIES < self.n_entries {
            self.problem(value.span(), format!("more than {MAX_ENTRIES} entries"));
            return Vec::new();
        }
        items.iter().filter_map(|it| self.entry(it)).collect()
    }

    fn entry(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let mut entry = Entry {
            pattern: String::new(),
            weight: None,
            comment: String::new(),
            options: Vec::new(),
            disabled: None,
            line: self.line(&value.span()),
        };
        let table = match value.get_ref() {
            DeValue::String(text) => {
                entry.pattern = text.trim().to_owned();
                return Some(entry);
            }
            DeValue::Table(table) => table,
            _ => {
                self.problem(value.span(), "an entry must be a text or a table");
                return None;
            }
        };
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("pattern", DeValue::String(text)) => entry.pattern = text.trim().to_owned(),
                ("comment", DeValue::String(text)) => entry.comment = text.trim().to_owned(),
                ("weight", number) => {
                    let number = match number {
                        DeValue::Integer(it) => it.as_str().parse().ok(),
                        DeValue::Float(it) => it.as_str().parse().ok(),
                        _ => None,
                    };
                    match number.filter(|it: &f64| it.is_finite()) {
                        Some(weight) => entry.weight = kept_weight(weight),
                        None => self.problem(value.span(), "`weight` must be a number"),
                    }
                }
                (option, _) => entry.options.push(option.to_owned()),
            }
        }
        if entry.pattern.is_empty() {
            entry.pattern = format!("({})", entry.options.join(", "));
            entry.options.push("entry without a pattern".to_owned());
        }
        Some(entry)
    }

    /// Sets the parents, which are known by their names.
    fn join(&mut self, parents: &[Parent]) {
        let mut places: HashMap<String, usize> = HashMap::new();
        if parents.len() != self.model.categories.len() {
            return;
        }
        for place in 0..parents.len() {
            let name = self.model.categories[place].name.clone().unwrap_or_default();
            if places.insert(name.clone(), place).is_some() {
                self.problem(0..0, format!("two frames are called `{name}`"));
            }
        }
        for (place, parent) in parents.iter().enumerate() {
            let Some((name, span)) = parent else { continue };
            match places.get(name) {
                Some(parent) => self.model.categories[place].parent = Some(*parent),
                None => {
                    let problem =
                        Problem::new(span.clone(), format!("no frame is called `{name}`"));
                    self.problems.push(match nearest(name, places.keys().map(String::as_str)) {
                        Some(near) => problem.hint(format!("did you mean `{near}`?")),
                        None => problem,
                    });
                }
            }
        }
        for (place, parent) in parents.iter().enumerate() {
            let mut here = place;
            for depth in 0..=MAX_DEPTH {
                match self.model.categories[here].parent {
                    Some(_) if depth == MAX_DEPTH => {
                        let what = format!("nested deeper than {MAX_DEPTH} levels, or in a circle");
                        let span = parent.as_ref().map_or(0..0, |it| it.1.clone());
                        self.problem(span, what);
                        return;
                    }
                    Some(parent) => here = parent,
                    None => break,
                }
            }
        }
    }

    /// Reports what an import wrote as comments.
    fn comments(&mut self, text: &str) {
        for (line, comment) in (1..).zip(text.lines()) {
            if let Some(rest) = comment.trim_start().strip_prefix(DISABLED) {
                let (entry, what) = (rest.to_owned(), "disabled in the file".to_owned());
                let change = Change::Dropped;
                self.losses.push(Loss { line, category: None, entry, change, what });
            }
        }
    }
}

/// The same model with every parent before its parts.
fn in_order(model: Model, losses: &mut Losses) -> Model {
    let mut order: Vec<usize> = (0..model.categories.len()).collect();
    order.sort_by_key(|it| model.line_of(*it).len());
    if order.is_sorted() || model.categories.iter().enumerate().all(|(i, it)| it.parent < Some(i)) {
        return model;
    }
    let mut new = vec![0; order.len()];
    for (place, old) in order.iter().enumerate() {
        new[*old] = place;
    }
    losses.move_categories(&new);
    let mut categories: Vec<Option<Category>> = model.categories.into_iter().map(Some).collect();
    let moved = order.iter().filter_map(|old| {
        let category = categories[*old].take()?;
        Some(Category { parent: category.parent.map(|it| new[it]), ..category })
    });
    Model { title: model.title, categories: moved.collect() }
}
