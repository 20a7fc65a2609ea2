//! JSON Lines: one article per line, fields by name.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fields::{FieldNames, Fields, Origin};
use super::offsets::Offsets;
use super::{Cut, Draft, Format, Options, Read, Records, json};
use crate::notice::{Matter, Reason};

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    read: Read::Records(Records { cut: Cut::Lines, read: read_line }),
};

/// The members of one JSON object as they stand in the line.
struct Members<'l>(Vec<(Cow<'l, str>, &'l RawValue)>);

/// A string of JSON, borrowed where it holds no escape.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Text<'l>(#[serde(borrow)] Cow<'l, str>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object such as {\"text\": \"…\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((Text(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Reads one line, or one object of a list under this name, with what separates it from the last.
fn read_line(line: &[u8], _header: &[String], options: &Options) -> Result<Draft, Reason> {
    let n_leading = line.iter().take_while(|it| json::is_separator(**it)).count();
    let mut draft = read(&line[n_leading..], &options.fields)?;
    draft.offsets.shift(n_leading as u64);
    Ok(draft)
}

/// Reads an article from one JSON object.
pub(super) fn read(line: &[u8], names: &FieldNames) -> Result<Draft, Reason> {
    let text = std::str::from_utf8(line)
        .map_err(|err| Reason::Malformed(format!("not UTF-8 after byte {}", err.valid_up_to())))?;
    let Members(members) =
        serde_json::from_str(text).map_err(|err| Reason::Malformed(problem(&err)))?;
    let mut fields = Fields::default();
    let (mut body, mut title) = (None, None);
    let mut matters = Vec::new();
    let mut seen = HashSet::new();
    for (name, value) in &members {
        if !seen.insert(name) && matters.is_empty() {
            let problem = format!("field `{name}` stands twice; the first one counts");
            matters.push(Matter::Form(problem));
        }
        if body.is_none() && names.is_text(name) {
            body = Some((name, *value));
            continue;
        }
        if title.is_none() && names.is_title(name) {
            title = Some(*value);
        }
        if let Some(value) = scalar(value) {
            fields.put(names, name, &value, Origin::Field);
        }
    }
    let Some((name, value)) = body else {
        return Err(Reason::NoText(format!("no field is named {}", names.text.join(", "))));
    };
    let Some((body, offsets)) = string(value, text) else {
        return Err(Reason::NoText(format!("field `{name}` is no string")));
    };
    let mut draft = Draft::of_text(body.into_owned(), offsets, "jsonl");
    if let Some((title, offsets)) = title.and_then(|it| string(it, text)) {
        draft = draft.with_title(&title, &offsets);
    }
    draft.fields = fields;
    draft.matters = matters;
    Ok(draft)
}

/// What is wrong with a line; its number is known elsewhere.
fn problem(err: &serde_json::Error) -> String {
    let said = err.to_string();
    let what = said.rsplit_once(" at line ").map_or(said.as_str(), |it| it.0);
    format!("no JSON object: {what} (column {})", err.column())
}

/// A string, number, truth value or flat list of strings as text, or the name or date of an object
/// that has one (MongoDB writes a date as `{"$date": …}`); `None` for anything else.
fn scalar(value: &RawValue) -> Option<String> {
    match serde_json::from_str(value.get()).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(flag) => Some(flag.to_string()),
        serde_json::Value::Array(items) => {
            let items: Option<Vec<String>> =
                items.into_iter().map(|it| it.as_str().map(str::to_owned)).collect();
            items.map(|it| it.join("; "))
        }
        serde_json::Value::Object(members) => {
            let named = members.get("name").or_else(|| members.get("$date"));
            named.and_then(|it| it.as_str()).map(str::to_owned)
        }
        serde_json::Value::Null => None,
    }
}

/// A JSON string and where its text stands in the line; `None` where the value is no string.
fn string<'l>(value: &'l RawValue, line: &str) -> Option<(Cow<'l, str>, Offsets)> {
    let raw = value.get();
    let Text(text) = serde_json::from_str(raw).ok()?;
    // A raw value is a piece of the line, so that its place is a difference of addresses.
    let start = raw.as_ptr() as usize - line.as_ptr() as usize + 1;
    if matches!(text, Cow::Borrowed(_)) {
        return Some((text, Offsets::at(start as u64)));
    }
    let inner = raw.as_bytes().get(1..raw.len() - 1)?;
    let mut offsets = Offsets::empty();
    let (mut read, mut written) = (0, 0);
    for escape in Escapes(inner, 0) {
        offsets.push(written, (start + read) as u64);
        written += escape.start - read;
        offsets.push_character(written, (start + escape.start) as u64, escape.len as u32);
        written += escape.text_len;
        read = escape.start + escape.len;
    }
    offsets.push(written, (start + read) as u64);
    Some((text, offsets))
}

/// One escape in the inside of a JSON string.
struct Escape {
    start: usize,
    /// Bytes of the escape.
    len: usize,
    /// Bytes of the character it stands for, in UTF-8.
    text_len: usize,
}

/// The escapes of the inside of a valid JSON string, from a byte on.
struct Escapes<'s>(&'s [u8], usize);

impl Iterator for Escapes<'_> {
    type Item = Escape;

    fn next(&mut self) -> Option<Escape> {
        let Escapes(inner, from) = self;
        let start = *from + memchr::memchr(b'\\', inner.get(*from..)?)?;
        let (len, text_len) = match inner.get(start + 1)? {
            b'u' => match code_unit(inner, start)? {
                0xD800..=0xDBFF => (12, 4),
                unit => (6, char::from_u32(unit)?.len_utf8()),
            },
            _ => (2, 1),
        };
        *from = start + len;
        Some(Escape { start, len, text_len })
    }
}

/// The value of `\uXXXX` at byte `start`.
fn code_unit(inner: &[u8], start: usize) -> Option<u32> {
    let digits = std::str::from_utf8(inner.get(start + 2..start + 6)?).ok()?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(line: &str) -> Result<Draft, Reason> {
        read(line.as_bytes(), &FieldNames::default())
    }

    #[test]
    fn every_place_of_an_escaped_text_leads_back_to_the_line() {
        let line = r#"{"source":"Wire","body":"Caf\u00e9 \"talks\"\n\ud83c\udf09 bridge"}"#;
        let draft = draft(line).expect("a draft");
        assert_eq!(draft.text, "Café \"talks\"\n🌉 bridge");
        for word in ["talks", "bridge"] {
            let start = draft.text.find(word).expect("the word is there");
            let (from, to) = draft.offsets.file_range(start, start + word.len()).expect("a range");
            assert_eq!(&line[from as usize..to as usize], word);
        }
        let (from, to) = draft.offsets.file_range(0, 5).expect("a range");
        assert_eq!(&line[from as usize..to as usize], r"Caf\u00e9");
    }

    #[test]
    fn a_title_stands_before_the_body_and_keeps_its_place() {
        let line = r#"{"text":"Body text.","headline":"A pact"}"#;
        let draft = draft(line).expect("a draft");
        assert_eq!(draft.text, "A pact\n\nBody text.");
        assert_eq!(draft.offsets.file_range(0, 6), Some((33, 39)));
        assert_eq!(draft.offsets.file_range(8, 12), Some((9, 13)));
        assert_eq!(&draft.text[draft.n_title..], "Body text.");
    }

    #[test]
    fn a_line_without_text_says_what_is_missing() {
        assert!(matches!(draft("{\"title\":\"A\"}"), Err(Reason::NoText(_))));
        assert!(matches!(draft("{\"text\":7}"), Err(Reason::NoText(_))));
        assert!(matches!(draft("{\"text\":"), Err(Reason::Malformed(_))));
    }
}
