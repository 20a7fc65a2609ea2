//! A dictionary of frames in, a model with its entries said one by one out.

use std::collections::BTreeMap;

use super::frames_write::DISABLED;
use super::import::MAX_DEPTH;
use super::losses::{Change, Loss, Losses};
use super::model::{Category, Entry, Model, kept_weight};
use crate::dictionary::classes::Draft;
use crate::dictionary::pattern::{self, Item};
use crate::dictionary::toml_value::{line_of, line_starts};
use crate::dictionary::{self, File, Frame, Mark, Rule, Target};

/// Most entries that one pattern with alternatives becomes.
const MAX_TEXTS: usize = 256;

/// Classes as they are written, by name.
type Drafts<'d> = BTreeMap<&'d str, &'d Draft>;

/// Reads frames as a run does.
///
/// # Errors
/// Every problem, with its place in the text.
pub(super) fn read(file: File) -> Result<(Model, Losses), String> {
    let text = file.text.clone();
    let drafts = (file.format.read_classes)(&text).unwrap_or_default();
    let dictionary = dictionary::read_files(vec![file])?;
    let mut losses = Losses::default();
    classes(&drafts, &text, &mut losses);
    let drafts: Drafts<'_> = drafts.iter().map(|it| (it.name.as_str(), it)).collect();
    let frames: Vec<&Frame> = dictionary.frames.iter().collect();
    let mut categories: Vec<Category> = frames.iter().map(|it| category(it, &drafts)).collect();
    let places: BTreeMap<&str, usize> =
        frames.iter().enumerate().map(|(i, it)| (it.name.as_str(), i)).collect();
    for (category, frame) in categories.iter_mut().zip(&frames) {
        category.parent = frame.parent.as_deref().map(|it| places[it]);
    }
    let model = Model { title: String::new(), categories };
    let depths = (0..frames.len()).map(|it| model.line_of(it).len());
    if let Some((deep, _)) = depths.enumerate().find(|it| MAX_DEPTH < it.1) {
        let Frame { name, line, .. } = frames[deep];
        return Err(format!(
            "line {line}: frame `{name}` is nested deeper than {MAX_DEPTH} levels, the most that is exported"
        ));
    }
    disabled(&text, &mut losses);
    Ok((in_order(model), losses))
}

/// Reports what becomes of the classes.
fn classes(drafts: &[Draft], text: &str, losses: &mut Losses) {
    let starts = line_starts(text);
    for draft in drafts {
        let (line, entry) = (line_of(&starts, draft.at.start), format!("@{}", draft.name));
        let what = "no class is written, but its words in each entry that names it".to_owned();
        losses.push(Loss { line, category: None, entry, change: Change::Changed, what });
    }
}

/// Reports what an import wrote as comments.
fn disabled(text: &str, losses: &mut Losses) {
    for (line, comment) in (1..).zip(text.lines()) {
        if let Some(rest) = comment.trim_start().strip_prefix(DISABLED) {
            let (entry, what) = (rest.to_owned(), "disabled in the file".to_owned());
            losses.push(Loss { line, category: None, entry, change: Change::Dropped, what });
        }
    }
}

fn category(frame: &Frame, drafts: &Drafts<'_>) -> Category {
    let entry = |it: &dictionary::Entry| Entry {
        pattern: it.text.clone(),
        weight: kept_weight(it.weight),
        comment: it.comment.clone(),
        texts: texts(it, drafts),
        disabled: None,
        line: it.line,
    };
    Category {
        label: frame.label.clone(),
        name: Some(frame.name.clone()),
        parent: None,
        about: frame.about.clone(),
        line: frame.line,
        entries: frame.entries.iter().filter(|it| !it.is_inherited).map(entry).collect(),
    }
}

/// The words and phrases that an entry stands for, or what of it no format holds.
fn texts(entry: &dictionary::Entry, drafts: &Drafts<'_>) -> Result<Vec<String>, String> {
    if let Some(what) = unsaid(&entry.rule) {
        return Err(format!("the format knows no {what}"));
    }
    let mut words =
        entry.rule.phrases().flat_map(|it| &it.0).flatten().flat_map(|it| it.words.iter());
    let is_cased = words.any(|it| it.mark == Mark::Case) && !entry.text.contains('=');
    let pattern = pattern::parse(&entry.text, is_cased).map_err(|it| it.what)?;
    let items = pattern.parts.concat();
    if !is_cased && items.iter().all(|it| matches!(it, Item::Word(..))) {
        return Ok(vec![entry.text.clone()]);
    }
    spelled(&items, drafts)
        .ok_or_else(|| format!("it stands for more than {MAX_TEXTS} words and phrases"))
}

/// What a rule asks for beside words in a row.
fn unsaid(rule: &Rule) -> Option<&'static str> {
    let parts = match &rule.target {
        Target::CoMention { .. } => return Some("words that stand somewhere in one sentence"),
        Target::Pattern { parts, .. } => parts,
    };
    let options = [
        (1 < parts.len(), "gap between words"),
        (!rule.not.is_empty(), "`not`"),
        (!rule.before.is_empty(), "`before`"),
        (!rule.after.is_empty(), "`after`"),
        (!rule.unless.is_empty(), "`unless`"),
        (!rule.zones.is_empty(), "`zone`"),
        (rule.voice.is_some(), "`voice`"),
        (rule.negation.is_some(), "`negation`"),
    ];
    options.into_iter().find(|it| it.0).map(|it| it.1)
}

/// All texts that a row stands for, alternatives and classes one by one; `None` for too many.
fn spelled(items: &[Item], drafts: &Drafts<'_>) -> Option<Vec<String>> {
    let mut texts = vec![String::new()];
    for item in items {
        let choices = choices(item, drafts)?;
        if MAX_TEXTS < texts.len() * choices.len() {
            return None;
        }
        let with = |text: &String| {
            let text = text.clone();
            choices.iter().map(move |it| format!("{text}{it}"))
        };
        texts = texts.iter().flat_map(with).collect();
    }
    let mut done: Vec<String> = Vec::new();
    for text in texts {
        let text = text.trim_end_matches([' ', '-']).to_owned();
        if !done.contains(&text) {
            done.push(text);
        }
    }
    Some(done)
}

/// The texts that an item stands for, each with what stands between it and the next.
fn choices(item: &Item, drafts: &Drafts<'_>) -> Option<Vec<String>> {
    let mut choices = Vec::new();
    let rows: Vec<&[Item]> = match item {
        Item::Word(word, is_tied) => {
            let mark = match word.mark {
                Mark::Form => "",
                Mark::Stem => "~",
                Mark::Case => "=",
            };
            let behind = if *is_tied { '-' } else { ' ' };
            return Some(vec![format!("{mark}{}{behind}", word.text)]);
        }
        Item::Group(rows, is_optional) => {
            choices.extend(is_optional.then(String::new));
            rows.iter().map(Vec::as_slice).collect()
        }
        Item::Class(name, _) => {
            let patterns = drafts.get(name.as_str())?.items.iter();
            patterns.flat_map(|it| it.pattern.parts.iter().map(Vec::as_slice)).collect()
        }
    };
    for row in rows {
        for text in spelled(row, drafts)? {
            choices.push(if text.is_empty() { text } else { text + " " });
        }
        if MAX_TEXTS < choices.len() {
            return None;
        }
    }
    Some(choices)
}

/// The same model with every parent before its parts.
fn in_order(model: Model) -> Model {
    if model.categories.iter().enumerate().all(|(i, it)| it.parent < Some(i)) {
        return model;
    }
    let mut order: Vec<usize> = (0..model.categories.len()).collect();
    order.sort_by_key(|it| model.line_of(*it).len());
    let mut new = vec![0; order.len()];
    for (place, old) in order.iter().enumerate() {
        new[*old] = place;
    }
    let mut categories: Vec<Option<Category>> = model.categories.into_iter().map(Some).collect();
    let moved = order.iter().filter_map(|old| {
        let category = categories[*old].take()?;
        Some(Category { parent: category.parent.map(|it| new[it]), ..category })
    });
    Model { title: model.title, categories: moved.collect() }
}
