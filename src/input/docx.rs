//! Word (Office Open XML, ECMA-376): the text of one document, table rows as lines.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::fields::{Field, Fields, Origin};
use super::{Articles, Draft, Format, Offsets, Options, Read, export};
use crate::notice::Reason;

pub(super) const FORMAT: Format =
    Format { name: "docx", extensions: &["docx", "docm", "doc"], read: Read::Whole(read) };

/// Entries of an archive beyond which it is not read.
const MAX_ENTRIES: usize = 1000;

/// Elements inside elements beyond which a document is not read.
const MAX_DEPTH: usize = 128;

/// Fewest bytes of a paragraph that is no value of a table.
const MIN_PROSE: usize = 200;

/// Largest part that holds properties, in bytes.
const MAX_PROPERTIES: u64 = 1 << 20;

fn read(bytes: &[u8], options: &Options) -> Result<Articles, Reason> {
    let damaged = |err: ZipError| Reason::Damaged(err.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if MAX_ENTRIES < archive.len() {
        let problem = format!("the archive has more than {MAX_ENTRIES} entries");
        return Err(Reason::Malformed(problem));
    }
    let ratio = options.max_unpacked_ratio.saturating_mul(bytes.len() as u64);
    let limit = ratio.min(options.max_unpacked_mib << 20);
    let beyond = match limit == ratio {
        true => Reason::TooLarge("input.max_unpacked_ratio".into(), limit),
        false => Reason::TooLarge("input.max_unpacked_mib".into(), limit),
    };
    let xml = part(&mut archive, "word/document.xml", limit, beyond)?;
    let no_document = || Reason::Malformed("is a zip archive, but no Word document".to_owned());
    let body = Body::of(&xml.ok_or_else(no_document)?)?;
    let core = part(&mut archive, "docProps/core.xml", MAX_PROPERTIES, Reason::Binary);
    let core = core.ok().flatten().map(|it| properties(&it)).unwrap_or_default();
    let page =
        export::Page { text: &body.text, offsets: &Offsets::unknown(), names: &options.fields };
    match export::read(&page) {
        Some(articles) => Ok(articles),
        None => Ok(body.draft(core)?.into()),
    }
}

/// An unpacked part of the archive as text; `None` where there is no such part.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    limit: u64,
    beyond: Reason,
) -> Result<Option<String>, Reason> {
    let packed = match archive.by_name(name) {
        Ok(packed) => packed,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(err) => return Err(Reason::Damaged(err.to_string())),
    };
    let mut bytes = Vec::new();
    let n = packed.take(limit + 1).read_to_end(&mut bytes);
    if limit < n.map_err(|err| Reason::Damaged(err.to_string()))? as u64 {
        return Err(beyond);
    }
    // Word writes UTF-8; the standard allows UTF-16 as well.
    let decoded = super::decode(&bytes).ok_or(Reason::Binary)?;
    Ok(Some(decoded.text.into_owned()))
}

/// What is read from a document part.
#[derive(Default)]
struct Body {
    /// Finished paragraphs and rows, each with the line ends behind it.
    text: String,
    /// The paragraph that is being read.
    line: String,
    /// The cells of the row that is being read, each its paragraphs; none outside tables.
    row: Option<Vec<Vec<String>>>,
    /// Style of the paragraph that is being read.
    style: String,
    /// The first paragraph that is styled as a title, and the first heading; whether they open the
    /// text.
    title: Option<(String, bool)>,
    heading: Option<(String, bool)>,
    /// Depth of the outermost element whose text nobody sees.
    hidden: Option<usize>,
}

impl Body {
    /// Reads the document part.
    fn of(xml: &str) -> Result<Body, Reason> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        let mut body = Body::default();
        let mut depth = 0;
        let mut in_text = false;
        let malformed = |problem: String| Reason::Malformed(format!("document part: {problem}"));
        loop {
            match reader.read_event().map_err(|err| malformed(err.to_string()))? {
                Event::Start(tag) => {
                    depth += 1;
                    if MAX_DEPTH < depth {
                        let problem = format!("elements are nested deeper than {MAX_DEPTH} levels");
                        return Err(malformed(problem));
                    }
                    in_text = tag.local_name().as_ref() == "t";
                    body.start(&tag, depth);
                }
                Event::End(tag) => {
                    in_text = false;
                    body.end(tag.local_name().as_ref(), depth);
                    depth = depth.saturating_sub(1);
                }
                Event::Text(it) if in_text => body.push(&it.xml10_content()),
                Event::CData(it) if in_text => body.push(&it.xml10_content()),
                Event::GeneralRef(it) if in_text => {
                    let character = it.resolve_char_ref().ok().flatten();
                    let raw = it.xml10_content();
                    let named = quick_xml::escape::resolve_predefined_entity(&raw);
                    body.push(character.map(String::from).as_deref().or(named).unwrap_or(""));
                }
                Event::DocType(_) => return Err(malformed("a document type is not read".into())),
                Event::Eof if depth == 0 => return Ok(body),
                Event::Eof => return Err(malformed("it ends too early".into())),
                _ => {}
            }
        }
    }

    fn push(&mut self, text: &str) {
        if self.hidden.is_none() {
            self.line.push_str(text);
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, depth: usize) {
        match tag.local_name().as_ref() {
            // Text that was deleted or moved away, and a second form of the same content.
            "del" | "moveFrom" | "Fallback" if self.hidden.is_none() => self.hidden = Some(depth),
            "p" => self.end_paragraph(),
            "pStyle" => self.style = value(tag).unwrap_or_default(),
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "tr" => {
                self.end_row();
                self.row = Some(vec![Vec::new()]);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, depth: usize) {
        match name {
            "p" => self.end_paragraph(),
            "tr" => self.end_row(),
            "tc" => {
                if let Some(row) = &mut self.row {
                    row.push(Vec::new());
                }
            }
            _ => {}
        }
        if self.hidden == Some(depth) {
            self.hidden = None;
        }
    }

    fn end_paragraph(&mut self) {
        let line = std::mem::take(&mut self.line);
        let style = std::mem::take(&mut self.style);
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if let Some(row) = &mut self.row {
            if let Some(cell) = row.last_mut() {
                cell.push(line.to_owned());
            }
            return;
        }
        let is_first = self.text.is_empty();
        let style: String = style.chars().filter(|it| !it.is_whitespace()).collect();
        if style.eq_ignore_ascii_case("title") && self.title.is_none() {
            self.title = Some((line.to_owned(), is_first));
        } else if style.eq_ignore_ascii_case("heading1") && self.heading.is_none() {
            self.heading = Some((line.to_owned(), is_first));
        }
        self.text.push_str(line);
        self.text.push_str("\n\n");
    }

    fn end_row(&mut self) {
        let mut cells = self.row.take().unwrap_or_default();
        cells.retain(|it| !it.is_empty());
        // Pages are laid out in tables too: then a cell holds paragraphs, not values.
        let is_prose = cells.len() == 1 || cells.iter().flatten().any(|it| MIN_PROSE < it.len());
        if is_prose {
            for line in cells.iter().flatten() {
                self.text.push_str(line);
                self.text.push_str("\n\n");
            }
        } else if !cells.is_empty() {
            let cells: Vec<String> = cells.iter().map(|it| it.join(" ")).collect();
            self.text.push_str(&cells.join("\t"));
            self.text.push('\n');
        }
    }

    /// The draft, with the properties of the file.
    fn draft(mut self, core: Fields) -> Result<Draft, Reason> {
        self.end_paragraph();
        self.end_row();
        if self.text.trim().is_empty() {
            return Err(Reason::NoText("the document holds no text".to_owned()));
        }
        let mut draft = Draft::of_text(self.text, Offsets::unknown(), FORMAT.name);
        let titled = self.title.or(self.heading.filter(|it| it.1));
        draft.fields = core;
        if let Some((title, is_first)) = titled {
            if is_first {
                draft.n_title = title.len() + 2;
            } else {
                draft = draft.with_title(&title, &Offsets::unknown());
            }
            draft.fields.title = Some(Field { value: title, origin: Origin::PageTitle });
        }
        Ok(draft)
    }
}

/// The attribute `val` of an element.
fn value(tag: &BytesStart<'_>) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    let found = attributes.find(|it| it.key.local_name().as_ref() == "val")?;
    found.normalized_value(XmlVersion::Explicit1_0).ok().map(|it| it.into_owned())
}

/// Title, writer and time of creation by the core properties (ECMA-376, part 2).
fn properties(xml: &str) -> Fields {
    let mut reader = Reader::from_str(xml);
    let mut fields = Fields::default();
    let mut open = String::new();
    let mut text = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                open = tag.local_name().as_ref().to_owned();
                text.clear();
            }
            Event::Text(it) => text.push_str(&it.xml10_content()),
            Event::GeneralRef(it) => {
                let raw = it.xml10_content();
                let named = quick_xml::escape::resolve_predefined_entity(&raw);
                let character = it.resolve_char_ref().ok().flatten().map(String::from);
                text.push_str(character.as_deref().or(named).unwrap_or(""));
            }
            Event::End(_) => {
                let value = text.trim().to_owned();
                let field = Field { value, origin: Origin::Properties };
                let slot = match open.as_str() {
                    "title" => &mut fields.title,
                    "creator" => &mut fields.author,
                    "created" => &mut fields.date,
                    _ => continue,
                };
                if !field.value.is_empty() && slot.is_none() {
                    *slot = Some(field);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing::zip_of;

    fn document(body: &str) -> Vec<u8> {
        let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        zip_of(&[("word/document.xml", xml.as_bytes())])
    }

    fn draft(bytes: &[u8]) -> Result<Draft, Reason> {
        match read(bytes, &Options::default())? {
            Articles::One(draft) => Ok(*draft),
            Articles::Many(_) => panic!("a document is one article"),
        }
    }

    #[test]
    fn paragraphs_rows_and_the_title_are_read() {
        let text = draft(&document(
            "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>A pact &amp; its price</w:t></w:r></w:p>\
             <w:p><w:r><w:t xml:space=\"preserve\">Nobody </w:t></w:r><w:del><w:r><w:t>ever </w:t></w:r></w:del>\
             <w:r><w:t>looked&#x2019;up</w:t><w:tab/><w:t>here.</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Port</w:t></w:r></w:p></w:tc>\
             <w:tc><w:p><w:r><w:t>Tons</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>",
        ));
        let draft = text.expect("a draft");
        assert_eq!(draft.text, "A pact & its price\n\nNobody looked’up\there.\n\nPort\tTons\n");
        assert_eq!(&draft.text[..draft.n_title], "A pact & its price\n\n");
    }

    #[test]
    fn core_properties_are_known_by_their_origin() {
        let core = "<c:p xmlns:c=\"c\"><dc:title>On ports</dc:title><dc:creator>A. Writer</dc:creator>\
                    <dcterms:created>2025-11-13T08:00:00Z</dcterms:created></c:p>";
        let xml =
            "<w:document><w:body><w:p><w:r><w:t>Text.</w:t></w:r></w:p></w:body></w:document>";
        let bytes = zip_of(&[
            ("word/document.xml", xml.as_bytes()),
            ("docProps/core.xml", core.as_bytes()),
        ]);
        let fields = draft(&bytes).expect("a draft").fields;
        let told = |it: Option<Field>| it.map(|it| (it.value, it.origin));
        assert_eq!(told(fields.title), Some(("On ports".to_owned(), Origin::Properties)));
        assert_eq!(told(fields.author), Some(("A. Writer".to_owned(), Origin::Properties)));
        let date = ("2025-11-13T08:00:00Z".to_owned(), Origin::Properties);
        assert_eq!(told(fields.date), Some(date));
    }

    #[test]
    fn hostile_archives_are_refused_with_a_reason() {
        let code = |bytes: &[u8]| draft(bytes).map(|it| it.text).map_err(|it| it.code());
        let whole = document("<w:p><w:r><w:t>Nobody looked up.</w:t></w:r></w:p>");
        assert_eq!(code(b""), Err("damaged"));
        assert_eq!(code(&whole[..whole.len() / 2]), Err("damaged"));
        let bomb = document(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(8 << 20)));
        assert_eq!(code(&bomb), Err("too_large"));
        assert_eq!(code(&zip_of(&[("a.txt", b"A pact.")])), Err("malformed"));
        let many: Vec<String> = (0..1001).map(|i| i.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|it| (it.as_str(), &b""[..])).collect();
        assert_eq!(code(&zip_of(&many)), Err("malformed"));
        assert_eq!(code(&document(&"<w:p>".repeat(5000))), Err("malformed"));
        assert_eq!(code(&document("<w:p>")), Err("malformed"));
        assert_eq!(code(&document("<w:p/>")), Err("no_text"));
        let entity =
            zip_of(&[("word/document.xml", b"<!DOCTYPE d [<!ENTITY a \"b\">]><d>&a;</d>")]);
        assert_eq!(code(&entity), Err("malformed"));
    }

    #[test]
    fn a_wrong_size_or_checksum_in_the_directory_is_damage() {
        let whole = document("<w:p><w:r><w:t>Nobody looked up.</w:t></w:r></w:p>");
        let directory = whole.windows(4).position(|it| it == b"PK\x01\x02").expect("a directory");
        for at in [16, 20, 24, 42] {
            let mut wrong = whole.clone();
            wrong[directory + at] ^= 0x55;
            // A size that is given too large or too small must not be believed blindly.
            match draft(&wrong) {
                Ok(draft) => assert_eq!(draft.text, "Nobody looked up.\n\n", "{at}"),
                Err(reason) => assert_eq!(reason.code(), "damaged", "{at}"),
            }
        }
    }
}
