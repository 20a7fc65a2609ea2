//! quanteda (YAML): a key a category, below it a list of entries, or more keys.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::Format;
use super::import::{Fault, Import, MAX_DEPTH, Source, lines};
use super::losses::Change;
use super::pattern::GLOB;
use super::portable::{Portable, Reach};

pub(super) const FORMAT: Format = Format {
    name: "quanteda",
    title: "quanteda dictionary in YAML",
    extensions: &["yml", "yaml"],
    looks_like,
    read,
    write,
    reach: Reach { phrases: true, nested: true, question: true, ..Reach::NOTHING },
};

/// The key under which a category with parts keeps its own entries.
const OWN: &str = "__";

fn looks_like(text: &str) -> bool {
    let is_noise = |it: &str| it.is_empty() || it.starts_with(['#', '%']) || it == "---";
    let first = lines(text).map(|it| it.1.trim()).find(|it| !is_noise(it)).unwrap_or("");
    let is_key = first.ends_with(':') || first.contains(": ") || first.contains(" #");
    !text.trim_start().starts_with('<')
        && !first.starts_with(['+', '[', '>'])
        && (first.starts_with('{') || is_key && first.contains(':'))
}

/// What is open while the file is read.
enum Level {
    /// Keys and values of a category, or of the file; the key whose value comes next.
    Keys { category: Option<usize>, key: Option<(String, usize)> },
    /// The entries of a category.
    List { category: Option<usize> },
    /// Something that is no part of a dictionary, inside a category.
    Skipped { category: Option<usize> },
}

/// A single value of the file.
struct Scalar {
    text: String,
    /// What is to be said of how it is read.
    note: String,
    /// Whether nothing is written there.
    is_empty: bool,
}

struct Reader<'i> {
    import: &'i mut Import,
    open: Vec<Level>,
    anchors: HashMap<usize, Scalar>,
    n_documents: usize,
}

fn read(text: &str, import: &mut Import) -> Result<(), Fault> {
    let mut reader = Reader { import, open: Vec::new(), anchors: HashMap::new(), n_documents: 0 };
    let mut line = 1;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|err| {
            let hint =
                "write an entry that begins with `*`, `&`, `!`, `?`, `@` or `%` in quotation marks";
            Fault::new(err.marker().line(), format!("no YAML: {}", err.info()), hint)
        })?;
        line = span.start.line().max(1);
        reader.event(event, line)?;
    }
    if reader.import.model.categories.is_empty() {
        return Err(Fault::new(line, "the file holds no key with entries", ""));
    }
    Ok(())
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, line: usize) -> Result<(), Fault> {
        match event {
            Event::DocumentStart(_) => {
                self.n_documents += 1;
                if 1 < self.n_documents {
                    let hint = "divide the file at `---`";
                    return Err(Fault::new(line, "a second YAML document begins", hint));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let scalar = scalar(&text, style, tag.as_deref());
                if 0 < anchor {
                    let Scalar { text, note, is_empty } = &scalar;
                    let copy = (text.clone(), note.clone(), *is_empty);
                    let (text, note, is_empty) = copy;
                    self.anchors.insert(anchor, Scalar { text, note, is_empty });
                }
                self.scalar(&scalar, line)?;
            }
            Event::Alias(anchor) => match self.anchors.remove(&anchor) {
                Some(scalar) => {
                    self.scalar(&scalar, line)?;
                    self.anchors.insert(anchor, scalar);
                }
                None => self.alias(line)?,
            },
            Event::SequenceStart(..) => self.list(line)?,
            Event::MappingStart(..) => self.keys(line)?,
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    /// A list begins.
    fn list(&mut self, line: usize) -> Result<(), Fault> {
        let level = match self.open.last() {
            None => {
                let what = "the file is a list, not keys with entries";
                return Err(Fault::new(line, what, "write `category:` before the list"));
            }
            Some(Level::Skipped { category }) => Level::Skipped { category: *category },
            Some(Level::List { category }) => Level::List { category: *category },
            Some(Level::Keys { .. }) => Level::List { category: self.value(line)? },
        };
        self.open(level, line)
    }

    /// Keys with values begin.
    fn keys(&mut self, line: usize) -> Result<(), Fault> {
        let level = match self.open.last() {
            None => Level::Keys { category: None, key: None },
            Some(Level::Skipped { category } | Level::List { category }) => {
                Level::Skipped { category: *category }
            }
            Some(Level::Keys { .. }) => Level::Keys { category: self.value(line)?, key: None },
        };
        self.open(level, line)
    }

    fn open(&mut self, level: Level, line: usize) -> Result<(), Fault> {
        if 2 * MAX_DEPTH < self.open.len() {
            let what = format!("keys or lists are nested deeper than {} levels", 2 * MAX_DEPTH);
            return Err(Fault::new(line, what, ""));
        }
        self.open.push(level);
        Ok(())
    }

    /// The category of the value that begins, which the key before it names.
    fn value(&mut self, line: usize) -> Result<Option<usize>, Fault> {
        let Some(Level::Keys { category, key }) = self.open.last_mut() else { return Ok(None) };
        let category = *category;
        match key.take() {
            // A parent's own entries.
            Some((key, _)) if key == OWN && category.is_some() => Ok(category),
            Some((key, line)) => self.import.category(&key, category, line).map(Some),
            None => Err(Fault::new(line, "a key is a list or holds keys itself", "write a word")),
        }
    }

    fn scalar(&mut self, scalar: &Scalar, line: usize) -> Result<(), Fault> {
        match self.open.last_mut() {
            None => Err(Fault::new(line, "the file is a single text, not keys with entries", "")),
            Some(Level::Skipped { category }) => {
                let (category, what) = (*category, "keys inside a list are no entries".to_owned());
                self.import.row(line, category, &scalar.text, Change::Dropped, what)
            }
            Some(Level::Keys { category, key: key @ None }) => {
                let category = *category;
                *key = Some((scalar.text.clone(), line));
                if scalar.note.is_empty() {
                    return Ok(());
                }
                let what = format!("key {}", scalar.note);
                self.import.row(line, category, &scalar.text, Change::Kept, what)
            }
            Some(Level::Keys { .. }) => {
                let category = self.value(line)?;
                if scalar.is_empty { Ok(()) } else { self.entry(category, scalar, line) }
            }
            Some(Level::List { category }) => {
                let category = *category;
                self.entry(category, scalar, line)
            }
        }
    }

    fn entry(
        &mut self,
        category: Option<usize>,
        scalar: &Scalar,
        line: usize,
    ) -> Result<(), Fault> {
        let text = scalar.text.trim();
        let Some(category) = category else {
            let what = "stands in no category".to_owned();
            return self.import.row(line, None, text, Change::Dropped, what);
        };
        if scalar.is_empty || text.is_empty() {
            let what = "an item of the list is empty".to_owned();
            return self.import.row(line, Some(category), "", Change::Dropped, what);
        }
        let source = Source { note: scalar.note.clone(), ..Source::new(text, line) };
        self.import.entry(category, source, GLOB)
    }

    /// An alias of something that is no single value.
    fn alias(&mut self, line: usize) -> Result<(), Fault> {
        let category = match self.open.last_mut() {
            Some(Level::Keys { category, key }) => {
                let what = "a key is an alias of a list or of keys";
                key.take().ok_or_else(|| Fault::new(line, what, "write a word"))?;
                *category
            }
            Some(Level::List { category } | Level::Skipped { category }) => *category,
            None => None,
        };
        let what = "an alias of a list or of keys; write them out".to_owned();
        self.import.row(line, category, "", Change::Dropped, what)
    }
}

/// A value as text, whatever other readers take it for.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Scalar {
    let is_plain = style == ScalarStyle::Plain;
    let is_empty = is_plain && (text.is_empty() || text == "~");
    let lower = text.to_ascii_lowercase();
    let truth = ["y", "n", "yes", "no", "true", "false", "on", "off"];
    let mut note = match text {
        _ if !is_plain || is_empty => String::new(),
        _ if truth.contains(&lower.as_str()) => {
            format!("`{text}` is text here; R's reader takes it for a truth value")
        }
        _ if lower == "null" => format!("`{text}` is text here; other readers take it for nothing"),
        _ if text.parse::<f64>().is_ok() => {
            format!("`{text}` is text here; other readers take it for a number")
        }
        _ => String::new(),
    };
    if tag.is_some_and(|it| !it.is_yaml_core_schema()) {
        note = format!("`{text}` has a tag, which is left out");
    }
    Scalar { text: text.to_owned(), note, is_empty }
}

fn write(portable: &Portable) -> String {
    let parents: Vec<usize> = portable.categories.iter().filter_map(|it| it.parent).collect();
    let mut text = String::new();
    for (place, depth) in portable.nested() {
        let category = &portable.categories[place];
        let indent = "  ".repeat(depth);
        text.push_str(&format!("{indent}{}:\n", quoted(&category.label)));
        let indent = match parents.contains(&place) {
            true if !category.entries.is_empty() => {
                text.push_str(&format!("{indent}  {OWN}:\n"));
                format!("{indent}    ")
            }
            _ => format!("{indent}  "),
        };
        for entry in &category.entries {
            text.push_str(&format!("{indent}- {}\n", quoted(&entry.text)));
        }
    }
    text
}

/// A text that every YAML reader takes for text.
fn quoted(text: &str) -> String {
    let is_word = |it: char| it.is_ascii_alphabetic() || matches!(it, ' ' | '-' | '_');
    let is_plain = text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.ends_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(is_word)
        && !["inf", "nan", "infinity"].contains(&text.to_ascii_lowercase().as_str())
        && scalar(text, ScalarStyle::Plain, None).note.is_empty();
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
