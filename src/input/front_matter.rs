//! The block at the head of a Markdown file in, fields and the place of the body out.
//!
//! Two forms are read: YAML between lines `---`, of which only scalars and flat lists, and TOML
//! between lines `+++`.

use super::fields::{FieldNames, Fields, Origin};
use crate::notice::Matter;

/// What stands at the head of a file.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// Fields with a value.
    pub(super) fields: Fields,
    /// Place of the title's first byte, where it stands as it is read.
    pub(super) title: Option<usize>,
    /// First byte of the body.
    pub(super) n_bytes: usize,
    /// Lines that are not understood.
    pub(super) matters: Vec<Matter>,
}

/// Reads the block at the head of a text; an empty one where there is none.
pub(super) fn read(text: &str, names: &FieldNames) -> FrontMatter {
    let fence = match text.lines().next().map(str::trim_end) {
        Some("---") => "---",
        Some("+++") => "+++",
        _ => return FrontMatter::default(),
    };
    let start = text.find('\n').map_or(text.len(), |i| i + 1);
    let Some((block, n_bytes)) = block(text, start, fence) else {
        return FrontMatter::default();
    };
    let mut matter = FrontMatter { n_bytes, ..FrontMatter::default() };
    if fence == "+++" {
        read_toml(block, names, &mut matter);
    } else {
        read_yaml(block, names, &mut matter);
    }
    let title = matter.fields.title.as_ref();
    matter.title = title.and_then(|it| block.find(&it.value)).map(|i| start + i);
    matter
}

/// The lines up to the closing fence, and the first byte after it.
fn block<'t>(text: &'t str, start: usize, fence: &str) -> Option<(&'t str, usize)> {
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        let next = end + line.len();
        let trimmed = line.trim_end();
        if trimmed == fence || (fence == "---" && trimmed == "...") {
            return Some((&text[start..end], next));
        }
        end = next;
    }
    None
}

fn read_toml(block: &str, names: &FieldNames, matter: &mut FrontMatter) {
    match block.parse::<toml::Table>() {
        Ok(table) => {
            for (name, value) in &table {
                let value = match value {
                    toml::Value::String(text) => text.clone(),
                    toml::Value::Array(items) => {
                        let items = items.iter().filter_map(toml::Value::as_str);
                        items.collect::<Vec<_>>().join(", ")
                    }
                    other => other.to_string(),
                };
                matter.fields.put(names, name, &value, Origin::FrontMatter);
            }
        }
        Err(err) => {
            let problem = err.message();
            matter.matters.push(Matter::Form(format!("front matter is not read: {problem}")));
        }
    }
}

fn read_yaml(block: &str, names: &FieldNames, matter: &mut FrontMatter) {
    let mut lines = block.lines().enumerate().peekable();
    while let Some((i, line)) = lines.next() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let pair = line.split_once(':').filter(|(name, value)| {
            let starts_here = !line.starts_with([' ', '\t', '-']);
            starts_here && !name.is_empty() && (value.is_empty() || value.starts_with([' ', '\t']))
        });
        let Some((name, value)) = pair else {
            let problem = format!("line {}: front matter is not understood and not used", i + 2);
            matter.matters.push(Matter::Form(problem));
            continue;
        };
        let mut value = scalar_or_list(value);
        if value.is_empty() {
            let mut items = Vec::new();
            while let Some((_, next)) = lines.peek() {
                let Some(item) = next.trim_start().strip_prefix("- ") else { break };
                items.push(scalar(item));
                lines.next();
            }
            value = items.join(", ");
        }
        matter.fields.put(
            names,
            name.trim().trim_matches(['"', '\'']),
            &value,
            Origin::FrontMatter,
        );
    }
}

/// A YAML scalar or flat list as text; lists in lists are left as they stand.
fn scalar_or_list(value: &str) -> String {
    let value = value.trim();
    let list = value.split_once(" #").map_or(value, |(before, _)| before.trim_end());
    match list.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some(list) => {
            let items = list.split(',').map(scalar).filter(|it| !it.is_empty());
            items.collect::<Vec<_>>().join(", ")
        }
        None => scalar(value),
    }
}

/// A YAML scalar as text: quotation marks and a comment taken off.
fn scalar(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote)
            && let Some(end) = rest.rfind(quote)
        {
            let inner = &rest[..end];
            return if quote == '"' {
                inner.replace("\\\"", "\"").replace("\\\\", "\\")
            } else {
                inner.replace("''", "'")
            };
        }
    }
    let value = value.split_once(" #").map_or(value, |(before, _)| before.trim_end());
    if matches!(value, "~" | "null" | "|" | ">") { String::new() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> FrontMatter {
        read(text, &FieldNames::default())
    }

    #[test]
    fn scalars_and_flat_lists_of_yaml_are_read() {
        let text = "---\ntitle: \"A bridge: to where?\"\nsource: Lantern Post # the daily\n\
                    author:\n  - A. Writer\n  - B. Writer\ndate: 2025-11-13\n---\nBody.\n";
        let matter = of(text);
        let value = |field: Option<super::super::Field>| field.map(|it| it.value);
        assert_eq!(value(matter.fields.title).as_deref(), Some("A bridge: to where?"));
        assert_eq!(value(matter.fields.source).as_deref(), Some("Lantern Post"));
        assert_eq!(value(matter.fields.author).as_deref(), Some("A. Writer, B. Writer"));
        assert_eq!(&text[matter.n_bytes..], "Body.\n");
    }

    #[test]
    fn toml_between_plus_signs_is_read() {
        let matter = of("+++\ntitle = \"A pact\"\ndate = 2025-11-13\n+++\nBody.");
        assert_eq!(matter.fields.date.map(|it| it.value).as_deref(), Some("2025-11-13"));
    }

    #[test]
    fn a_line_of_hyphens_that_nothing_closes_is_text() {
        assert_eq!(of("---\nNot a header.\n").n_bytes, 0);
    }

    #[test]
    fn what_is_not_understood_is_reported() {
        let matter = of("---\ntitle: A\n  nested: b\n---\n");
        assert_eq!(matter.matters.len(), 1);
    }
}
