//! A page in, what one pass over its tokens tells out: metadata, visible text, depth.

use html5gum::Span;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::depth::{Depth, INLINE};

/// What one pass over a page tells.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Text of `<title>`.
    pub(super) title: Option<String>,
    /// Texts of all `<h1>`.
    pub(super) headings: Vec<String>,
    /// Texts of all `<h2>`.
    pub(super) subheads: Vec<String>,
    /// Texts of elements that name the writer: `itemprop="author"`, `rel="author"`.
    pub(super) writers: Vec<String>,
    /// Texts of `<script type="application/ld+json">`.
    pub(super) json_ld: Vec<String>,
    /// `alt` of the images.
    pub(super) images: Vec<String>,
    /// `datetime` of the `<time>` that dates the article.
    pub(super) time: Option<String>,
    /// `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    /// `<html lang>`.
    pub(super) language: Option<String>,
    /// Visible text, a line for each block.
    pub(super) text: String,
    /// Visible characters without white space, and where they stand.
    pub(super) visible: Visible,
    /// How large a tree of the page would be.
    pub(super) depth: Depth,
    metas: Vec<(String, String)>,
}

/// The visible characters of a page that are no white space, as UTF-8 bytes.
#[derive(Debug, Default)]
pub(super) struct Visible {
    /// The bytes of the characters, one after the other.
    pub(super) bytes: Vec<u8>,
    /// For each byte the place of its character in the page, and the bytes that it takes there.
    pub(super) places: Vec<(u32, u8)>,
}

impl Visible {
    fn push(&mut self, character: char, place: usize, len: usize) {
        if character.is_whitespace() {
            return;
        }
        let mut buffer = [0; 4];
        let encoded = character.encode_utf8(&mut buffer).as_bytes();
        self.bytes.extend_from_slice(encoded);
        let place = (place as u32, len.min(255) as u8);
        self.places.resize(self.bytes.len(), place);
    }
}

impl Page {
    /// The first `<meta>` that has one of these names, in the order of the names.
    pub(super) fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let found =
                self.metas.iter().find(|(it, value)| it == name && !value.trim().is_empty());
            found.map(|(_, value)| value.clone())
        })
    }
}

/// Elements whose text nobody sees.
const HIDDEN: &[&str] =
    &["script", "style", "template", "noscript", "title", "textarea", "svg", "iframe", "select"];

/// Elements that hold nothing and have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Reads the tokens of a page once, without building a tree.
pub(super) fn scan(html: &str) -> Page {
    let mut scanner = Scanner { html, ..Scanner::default() };
    let emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<()> {
            scanner.take(event, span);
            None
        });
    let mut tokenizer = Tokenizer::new_with_emitter(html, emitter);
    while tokenizer.next().is_some() {}
    drop(tokenizer);
    scanner.page
}

#[derive(Default)]
struct Scanner<'h> {
    html: &'h str,
    page: Page,
    /// Name and attributes of the start tag that is being read.
    tag: String,
    attributes: Vec<(String, String)>,
    /// Open hidden elements, and inside them all elements.
    hidden: Vec<String>,
    in_heading: bool,
    in_subhead: bool,
    in_json_ld: bool,
    /// The element that names the writer, and the elements of that name open inside it.
    writer: Option<(String, usize)>,
}

impl Scanner<'_> {
    fn take(&mut self, event: CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = lower(name);
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.attributes.push((lower(name), String::new()));
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(last) = self.attributes.last_mut() {
                    last.1 = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(&lower(name)),
            CallbackEvent::String { value } => self.text(value, span),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|it| it.0 == name);
        found.map(|it| it.1.trim().to_owned()).filter(|it| !it.is_empty())
    }

    fn start(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        match tag.as_str() {
            "html" => self.page.language = self.attribute("lang"),
            "meta" => {
                let name = self.attribute("property").or_else(|| self.attribute("name"));
                let name = name.or_else(|| self.attribute("itemprop"));
                if let (Some(name), Some(value)) = (name, self.attribute("content")) {
                    self.page.metas.push((name.to_lowercase(), value));
                }
            }
            "link" if self.attribute("rel").as_deref() == Some("canonical") => {
                self.page.canonical = self.attribute("href");
            }
            "time" => self.time(),
            "h1" if self.hidden.is_empty() && !self.is_hidden(&tag) => {
                self.in_heading = true;
                self.page.headings.push(String::new());
            }
            "h2" => {
                self.in_subhead = true;
                self.page.subheads.push(String::new());
            }
            "img" => self.page.images.extend(self.attribute("alt")),
            "script" if self.attribute("type").is_some_and(|it| it.ends_with("ld+json")) => {
                self.in_json_ld = true;
                self.page.json_ld.push(String::new());
            }
            _ => {}
        }
        self.name_writer(&tag);
        if !self_closing && (!self.hidden.is_empty() || self.is_hidden(&tag)) {
            self.hide(&tag);
        }
        self.page.depth.start(&tag, self_closing);
        self.break_line(&tag);
    }

    /// Whether nobody sees what an element holds: by its kind, or because its tag says so.
    fn is_hidden(&self, tag: &str) -> bool {
        let has = |name: &str| self.attributes.iter().any(|it| it.0 == name);
        let style = || {
            let style = self.attribute("style").unwrap_or_default().to_lowercase();
            style.split(';').any(|it| {
                let it: String = it.split_whitespace().collect();
                it == "display:none" || it == "visibility:hidden"
            })
        };
        HIDDEN.contains(&tag) || (!matches!(tag, "html" | "body") && (has("hidden") || style()))
    }

    /// Remembers an element that is hidden, or stands in one; those without an end tag do not count.
    fn hide(&mut self, tag: &str) {
        const OPTIONAL: &[&str] = &["p", "li", "dt", "dd", "tr", "td", "th", "option"];
        if VOID.contains(&tag) {
            return;
        }
        if OPTIONAL.contains(&tag) && self.hidden.last().is_some_and(|it| it == tag) {
            self.hidden.pop();
            if self.hidden.is_empty() && !self.is_hidden(tag) {
                return;
            }
        }
        self.hidden.push(tag.to_owned());
    }

    /// Begins the text of an element that names the writer.
    fn name_writer(&mut self, tag: &str) {
        if let Some((name, n_open)) = &mut self.writer {
            *n_open += usize::from(name == tag);
            return;
        }
        let is = |name: &str, value: &str| self.attribute(name).as_deref() == Some(value);
        if !VOID.contains(&tag) && (is("itemprop", "author") || is("rel", "author")) {
            self.writer = Some((tag.to_owned(), 1));
            self.page.writers.push(String::new());
        }
    }

    /// A `<time>` dates the article when it says so, or when it is the first one after the heading.
    fn time(&mut self) {
        let Some(datetime) = self.attribute("datetime") else { return };
        let says_so = self.attribute("itemprop").as_deref() == Some("datePublished")
            || self.attributes.iter().any(|it| it.0 == "pubdate");
        if says_so || (self.page.time.is_none() && !self.page.headings.is_empty()) {
            self.page.time = Some(datetime);
        }
    }

    fn end(&mut self, tag: &str) {
        if let Some(i) = self.hidden.iter().rposition(|it| it == tag) {
            self.hidden.truncate(i);
        }
        self.page.depth.end(tag);
        match tag {
            "h1" => self.in_heading = false,
            "h2" => self.in_subhead = false,
            "script" => self.in_json_ld = false,
            _ => {}
        }
        if let Some((name, n_open)) = &mut self.writer
            && name == tag
        {
            *n_open -= 1;
            if *n_open == 0 {
                self.writer = None;
            }
        }
        self.break_line(tag);
    }

    fn break_line(&mut self, tag: &str) {
        if !INLINE.contains(&tag) && !self.page.text.ends_with('\n') {
            self.page.text.push('\n');
        }
    }

    fn text(&mut self, value: &[u8], span: Span<usize>) {
        let value = String::from_utf8_lossy(value);
        if self.hidden.last().is_some_and(|it| it == "title") && self.page.title.is_none() {
            self.page.title = Some(value.trim().to_owned());
        }
        if let (true, Some(script)) = (self.in_json_ld, self.page.json_ld.last_mut()) {
            script.push_str(&value);
        }
        if !self.hidden.is_empty() {
            return;
        }
        if let (true, Some(heading)) = (self.in_heading, self.page.headings.last_mut()) {
            heading.push_str(&value);
        }
        if let (true, Some(subhead)) = (self.in_subhead, self.page.subheads.last_mut()) {
            subhead.push_str(&value);
        }
        if let (Some(_), Some(writer)) = (&self.writer, self.page.writers.last_mut()) {
            writer.push_str(&value);
        }
        for word in value.split_inclusive(char::is_whitespace) {
            let trimmed = word.trim_end();
            self.page.text.push_str(trimmed);
            if trimmed.len() < word.len() && !self.page.text.ends_with(['\n', ' ']) {
                self.page.text.push(' ');
            }
        }
        let raw = self.html.get(span.start..span.end).unwrap_or("");
        place(raw, &value, span.start, &mut self.page.visible);
    }
}

/// Keeps where each character of a decoded text stands, given the text with its character references.
fn place(raw: &str, value: &str, start: usize, visible: &mut Visible) {
    let mut read = 0;
    for (i, character) in value.char_indices() {
        // Line ends are normalized by the tokenizer.
        while raw[read..].starts_with('\r') && character != '\r' {
            read += 1;
        }
        let rest = &raw[read..];
        let behind = &value[i + character.len_utf8()..];
        let len = if rest.starts_with('&') && is_reference(rest, character, behind) {
            reference_len(rest)
        } else {
            rest.chars().next().map_or(0, char::len_utf8)
        };
        if rest.is_empty() {
            return;
        }
        visible.push(character, start + read, len);
        read += len;
    }
}

/// Whether the text begins with a reference to this character, rather than with a bare `&`.
fn is_reference(rest: &str, character: char, behind: &str) -> bool {
    if character != '&' {
        return true;
    }
    // `&amp;` stands for `&`; a bare `&` is followed by what follows it.
    let after = &rest[reference_len(rest)..];
    let next: String = behind.chars().take(3).collect();
    rest.starts_with("&amp") && after.starts_with(next.trim_start_matches('&'))
}

/// Length of the character reference at the start of a text.
fn reference_len(rest: &str) -> usize {
    let body = &rest.as_bytes()[1..];
    let n =
        body.iter().take(32).take_while(|it| it.is_ascii_alphanumeric() || **it == b'#').count();
    1 + n + usize::from(body.get(n) == Some(&b';'))
}

fn lower(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_lowercase()
}
