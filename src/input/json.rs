//! JSON: one article, a list of articles, or an object that holds such a list.

use super::fields::FieldNames;
use super::{Cut, Draft, Format, Options, Read, Records, jsonl};
use crate::notice::Reason;

pub(super) const FORMAT: Format = Format {
    name: "json",
    extensions: &["json"],
    read: Read::Records(Records { cut: Cut::Json, read }),
};

/// Names under which services put the list of articles.
const LISTS: &[&str] = &[
    "articles",
    "documents",
    "docs",
    "items",
    "results",
    "records",
    "stories",
    "entries",
    "data",
    "news",
];

/// Objects in objects in which the list is looked for.
const MAX_DEPTH: usize = 4;

/// Reads one object, with what separates it from the one before.
fn read(record: &[u8], _header: &[String], options: &Options) -> Result<Draft, Reason> {
    let n_leading = record.iter().take_while(|it| is_separator(**it)).count();
    let mut draft = jsonl::read(&record[n_leading..], &options.fields)?;
    draft.offsets.shift(n_leading as u64);
    draft.format = FORMAT.name;
    Ok(draft)
}

/// Whether a byte stands between values.
pub(super) fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b','
}

/// The way through one value; it may be told in several stretches.
#[derive(Debug, Default)]
pub(super) struct Scan {
    depth: u64,
    in_string: bool,
    is_escaped: bool,
}

impl Scan {
    /// The byte after the value that these bytes begin or go on with; `None` where it ends later.
    pub(super) fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (i, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                if self.in_string || 0 < self.depth {
                    continue;
                }
                return Some(i + 1);
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                // A list ends here, which is no part of the value.
                b'}' | b']' if self.depth == 0 => return Some(i),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(i + 1);
                    }
                }
                b',' | b'\n' if self.depth == 0 && 0 < i => return Some(i),
                _ => {}
            }
        }
        None
    }
}

/// The first byte inside the list of articles; `None` where the text is no list and, as far as it
/// is given, holds none.
pub(super) fn list_in(text: &[u8], names: &FieldNames) -> Option<usize> {
    let mut at = space(text, 0);
    if text.get(at) == Some(&b'[') {
        return Some(at + 1);
    }
    let mut depth = 0;
    loop {
        match text.get(at)? {
            b'{' if depth < MAX_DEPTH => {
                depth += 1;
                at += 1;
            }
            b'}' => {
                depth -= 1;
                at += 1;
            }
            b'"' => {
                let end = at + Scan::default().end(&text[at..])?;
                let name = std::str::from_utf8(&text[at + 1..end - 1]).unwrap_or("");
                let colon = space(text, end);
                if text.get(colon) != Some(&b':') {
                    return None;
                }
                at = space(text, colon + 1);
                match text.get(at)? {
                    b'[' if LISTS.iter().any(|it| it.eq_ignore_ascii_case(name)) => {
                        let first = text.get(space(text, at + 1))?;
                        if matches!(first, b'{' | b']') {
                            return Some(at + 1);
                        }
                    }
                    // What has a text is an article.
                    b'"' if depth == 1 && names.is_text(name) => return None,
                    b'{' if depth < MAX_DEPTH => continue,
                    _ => {}
                }
                at += Scan::default().end(&text[at..])?;
            }
            byte if is_separator(*byte) => at += 1,
            _ => return None,
        }
        if depth == 0 {
            return None;
        }
        at = space(text, at);
    }
}

/// The first byte from `at` on that is no white space.
fn space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|it| it.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_its_brackets_do() {
        let end = |text: &str| Scan::default().end(text.as_bytes());
        assert_eq!(end(r#"{"a":"}\"}","b":[{}]},{"#), Some(21));
        assert_eq!(end(r#""a,b",1"#), Some(5));
        assert_eq!(end("17, 4"), Some(2));
        assert_eq!(end("{\"a\":\"b"), None);
        let mut scan = Scan::default();
        assert_eq!((scan.end(b"{\"a\":\"\\"), scan.end(b"\"}\"}rest")), (None, Some(4)));
    }

    #[test]
    fn the_list_of_articles_is_found_where_services_put_it() {
        let names = FieldNames::default();
        let rest = |text: &'static str| list_in(text.as_bytes(), &names).map(|i| &text[i..]);
        assert_eq!(rest(" [1]"), Some("1]"));
        assert_eq!(rest(r#"{"n":2,"tags":["a"],"articles": [ {}]}"#), Some(" {}]}"));
        assert_eq!(rest(r#"{"response":{"meta":{},"docs":[]}}"#), Some("]}}"));
        assert_eq!(rest(r#"{"text":"A","items":[{}]}"#), None);
        assert_eq!(rest(r#"{"items":["a"]}"#), None);
        assert_eq!(rest(r#"{"a":1}{"articles":[{}]}"#), None);
        assert_eq!(rest(r#"{"a":"#), None);
        assert_eq!(rest(""), None);
    }
}
