//! XML of a dictionary in, its categories and patterns in the order of the file out; and back.

use std::borrow::Cow;
use std::io::Write;

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer, XmlVersion};

use super::import::{Fault, MAX_DEPTH};
use super::portable::{Portable, number};

/// A category or a pattern, with what the file says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Element {
    /// Whether it is a pattern; else it is a category.
    pub(super) is_pattern: bool,
    /// Place of the category around it.
    pub(super) parent: Option<usize>,
    pub(super) name: String,
    pub(super) score: String,
    /// Description or comment.
    pub(super) about: String,
    pub(super) line: usize,
}

/// All that a file holds.
#[derive(Debug, Default)]
pub(super) struct Elements {
    pub(super) elements: Vec<Element>,
    /// How patterns are read: `substring` or `regexp`; empty where the file does not say.
    pub(super) engine: String,
    /// Line and name of each element that is no part of a dictionary.
    pub(super) unknown: Vec<(usize, String)>,
}

/// What an open tag is.
#[derive(Clone, Copy)]
enum Open {
    Dictionary,
    Element(usize),
    /// An element that holds a value of the element around it.
    Value(usize, fn(&mut Element) -> &mut String),
    Unknown,
}

/// Reads a file.
///
/// A document type is refused, so that there are no entities that could grow.
pub(super) fn read(text: &str) -> Result<Elements, Fault> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut found = Elements::default();
    let mut open: Vec<Open> = Vec::new();
    let (mut line, mut counted) = (1, 0);
    loop {
        let start = reader.buffer_position() as usize;
        line += text[counted..start].matches('\n').count();
        counted = start;
        let fault = |err: &dyn std::fmt::Display| Fault::new(line, format!("no XML: {err}"), "");
        match reader.read_event().map_err(|err| fault(&err))? {
            Event::Start(tag) => {
                if 2 * MAX_DEPTH < open.len() {
                    let what = format!("elements are nested deeper than {} levels", 2 * MAX_DEPTH);
                    return Err(Fault::new(line, what, ""));
                }
                let next = enter(&tag, &open, line, &mut found)?;
                open.push(next);
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(it) => add(&mut found, &open, &it.xml10_content()),
            Event::CData(it) => add(&mut found, &open, &it.xml10_content()),
            Event::GeneralRef(it) => {
                let character = it.resolve_char_ref().map_err(|err| fault(&err))?;
                let raw = it.xml10_content();
                let named = quick_xml::escape::resolve_predefined_entity(&raw);
                match (character, named) {
                    (Some(character), _) => add(&mut found, &open, &character.to_string()),
                    (None, Some(named)) => add(&mut found, &open, named),
                    (None, None) => {
                        return Err(Fault::new(
                            line,
                            format!("the entity `&{raw};` is unknown"),
                            "",
                        ));
                    }
                }
            }
            Event::DocType(_) => {
                let hint = "take the line `<!DOCTYPE …>` out";
                return Err(Fault::new(line, "a document type is not read", hint));
            }
            Event::Eof if open.is_empty() => return Ok(found),
            Event::Eof => return Err(Fault::new(line, "no XML: the file ends too early", "")),
            // Empty elements come as a start and an end.
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// What a tag opens.
fn enter(
    tag: &BytesStart<'_>,
    open: &[Open],
    line: usize,
    found: &mut Elements,
) -> Result<Open, Fault> {
    let name = tag.local_name();
    let name: &str = name.as_ref();
    let parent = match open.last() {
        None if name == "dictionary" => {
            found.engine = attribute(tag, "patternengine", line)?.unwrap_or_default();
            return Ok(Open::Dictionary);
        }
        None => {
            let what = format!("the outermost element is `{}`", super::losses::excerpt(name));
            return Err(Fault::new(line, what, "it must be `dictionary`"));
        }
        Some(Open::Dictionary) => None,
        Some(Open::Element(parent)) => Some(*parent),
        Some(Open::Value(..) | Open::Unknown) => {
            found.unknown.push((line, super::losses::excerpt(name)));
            return Ok(Open::Unknown);
        }
    };
    let is_pattern = matches!(name, "pnode" | "pattern");
    if is_pattern || matches!(name, "cnode" | "category") {
        let mut element = Element { is_pattern, parent, line, ..Element::default() };
        element.name = attribute(tag, "name", line)?.unwrap_or_default();
        element.score = attribute(tag, "score", line)?.unwrap_or_default();
        element.about = attribute(tag, "desc", line)?.unwrap_or_default();
        found.elements.push(element);
        return Ok(Open::Element(found.elements.len() - 1));
    }
    Ok(match (name, parent) {
        ("name", Some(parent)) => Open::Value(parent, |it| &mut it.name),
        ("score", Some(parent)) => Open::Value(parent, |it| &mut it.score),
        ("comment" | "desc", Some(parent)) => Open::Value(parent, |it| &mut it.about),
        _ => {
            found.unknown.push((line, super::losses::excerpt(name)));
            Open::Unknown
        }
    })
}

fn attribute(tag: &BytesStart<'_>, name: &str, line: usize) -> Result<Option<String>, Fault> {
    // Checks for names that stand twice compare all with all.
    for attribute in tag.attributes().with_checks(false) {
        let fault = |err: &dyn std::fmt::Display| Fault::new(line, format!("no XML: {err}"), "");
        let attribute = attribute.map_err(|err| fault(&err))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return value.map(|it| Some(it.into_owned())).map_err(|err| fault(&err));
        }
    }
    Ok(None)
}

fn add(found: &mut Elements, open: &[Open], text: &str) {
    if let Some(Open::Value(place, field)) = open.last() {
        field(&mut found.elements[*place]).push_str(text);
    }
}

/// The dictionary in the newer of the two layouts.
pub(super) fn write(portable: &Portable) -> String {
    let mut bytes = Vec::new();
    let mut writer = Writer::new_with_indent(&mut bytes, b' ', 2);
    let mut to = |event: Event<'_>| writer.write_event(event).expect("memory takes every byte");
    to(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    to(start("dictionary", &[("style", "050805"), ("patternengine", "substring")]));
    to(start("cnode", &[("name", &portable.title)]));
    let mut depth = 0;
    for (place, new_depth) in portable.nested() {
        while new_depth < depth {
            to(Event::End(BytesEnd::new("cnode")));
            depth -= 1;
        }
        let category = &portable.categories[place];
        to(start("cnode", &[("name", &category.label), ("desc", &category.about)]));
        depth += 1;
        for entry in &category.entries {
            let score = entry.weight.map(number).unwrap_or_default();
            let Event::Start(tag) = start("pnode", &[("name", &entry.text), ("score", &score)])
            else {
                continue;
            };
            to(Event::Empty(tag));
        }
    }
    for _ in 0..=depth {
        to(Event::End(BytesEnd::new("cnode")));
    }
    to(Event::End(BytesEnd::new("dictionary")));
    writer.get_mut().write_all(b"\n").expect("memory takes every byte");
    String::from_utf8(bytes).expect("text makes text")
}

/// A tag with those of the attributes that say something.
fn start<'t>(name: &'static str, attributes: &[(&str, &str)]) -> Event<'t> {
    let mut tag = BytesStart::new(Cow::Borrowed(name));
    for attribute in attributes.iter().filter(|it| !it.1.is_empty()) {
        tag.push_attribute(*attribute);
    }
    Event::Start(tag)
}
