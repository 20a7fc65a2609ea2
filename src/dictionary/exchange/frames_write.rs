//! A model in, the text of a `frames.toml` out.

use super::losses::{Change, Loss, Losses};
use super::model::{Category, Entry, Model};

/// What every entry begins with that frames cannot hold.
pub(super) const DISABLED: &str = "# disabled: ";

/// Writes the frames; a category without entries is left out, which is reported.
///
/// The first lines say where the frames come from.
pub(super) fn write(model: &Model, origin: &str, losses: &mut Losses) -> String {
    let names = model.names();
    let is_needed = needed(model);
    let mut text = format!("# {}\n", comment(origin));
    if !model.title.is_empty() {
        text.push_str(&format!("# The dictionary calls itself {}.\n", quoted(&model.title)));
    }
    let mut left_out = Vec::new();
    for (place, category) in model.categories.iter().enumerate() {
        text.push('\n');
        if is_needed[place] {
            frame(&mut text, category, &names[place], category.parent.map(|it| &*names[it]));
            if names[place] != category.label {
                let what = format!("its name is `{}`, as others share its label", names[place]);
                let (line, entry) = (category.line, String::new());
                let change = Change::Kept;
                losses.push(Loss { line, category: Some(place), entry, change, what });
            }
            continue;
        }
        let name = comment(&names[place]);
        text.push_str(&format!("# Left out: the category `{name}` has no entry that counts.\n"));
        for entry in &category.entries {
            disabled(&mut text, entry, "");
        }
        left_out.push(place);
    }
    losses.drop_categories(&left_out, "has no entry that counts; left out");
    text
}

/// Which categories hold an entry that counts, themselves or in their parts.
fn needed(model: &Model) -> Vec<bool> {
    let counts = |it: &Category| it.entries.iter().any(|it| it.disabled.is_none());
    let mut needed: Vec<bool> = model.categories.iter().map(counts).collect();
    // A parent stands before its parts.
    for place in (0..needed.len()).rev() {
        if let (true, Some(parent)) = (needed[place], model.categories[place].parent) {
            needed[parent] = true;
        }
    }
    needed
}

fn frame(text: &mut String, category: &Category, name: &str, parent: Option<&str>) {
    text.push_str(&format!("[[frame]]\nname = {}\n", quoted(name)));
    if category.label != name {
        text.push_str(&format!("label = {}\n", quoted(&category.label)));
    }
    if let Some(parent) = parent {
        text.push_str(&format!("parent = {}\n", quoted(parent)));
    }
    if !category.about.is_empty() {
        text.push_str(&format!("about = {}\n", quoted(&category.about)));
    }
    if category.entries.is_empty() {
        return;
    }
    text.push_str("entries = [\n");
    for entry in &category.entries {
        match &entry.disabled {
            Some(_) => disabled(text, entry, "    "),
            None => text.push_str(&format!("    {},\n", item(entry))),
        }
    }
    text.push_str("]\n");
}

fn item(entry: &Entry) -> String {
    let pattern = quoted(&entry.pattern);
    let weight = entry.weight.map(|it| format!(", weight = {it:?}")).unwrap_or_default();
    let comment = match entry.comment.as_str() {
        "" => String::new(),
        comment => format!(", comment = {}", quoted(comment)),
    };
    match (weight.as_str(), comment.as_str()) {
        ("", "") => pattern,
        _ => format!("{{ pattern = {pattern}{weight}{comment} }}"),
    }
}

fn disabled(text: &mut String, entry: &Entry, indent: &str) {
    let why = entry.disabled.as_deref().unwrap_or("");
    let line = format!("{} (line {}: {why})", quoted(&entry.pattern), entry.line);
    text.push_str(&format!("{indent}{DISABLED}{}\n", comment(&line)));
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A text that ends no comment.
fn comment(text: &str) -> String {
    text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect()
}
