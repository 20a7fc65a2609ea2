//! Mail (RFC 5322, MIME): one message per file; attachments are not read.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::decode::{Decoded, decode_declared};
use super::fields::{Field, FieldNames, Fields, Origin};
use super::{Articles, Draft, Format, Options, Read, html, plain};
use crate::notice::{Matter, Reason};

pub(super) const FORMAT: Format =
    Format { name: "eml", extensions: &["eml"], read: Read::Whole(read) };

/// Parts of a message beyond which it is not read.
const MAX_PARTS: usize = 1000;

/// Fewest bytes of a plain text that is an article; one with fewer says where to find the page.
const MIN_ARTICLE: usize = 80;

/// Headers that programs write and people do not.
const MARKS: &[&str] =
    &["mime-version", "message-id", "received", "return-path", "delivered-to", "x-mailer"];

/// Whether a file begins with the headers of a message.
pub(super) fn is_mail(bytes: &[u8]) -> bool {
    let names = header_names(bytes);
    let has = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
    has("from") && MARKS.iter().any(|it| has(it))
}

/// Names of the headers before the first empty line; none where another line stands among them.
pub(super) fn header_names(bytes: &[u8]) -> Vec<&str> {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let mut names = Vec::new();
    for (i, line) in head.split(|it| *it == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let is_continued = line.starts_with(b" ") || line.starts_with(b"\t");
        let is_envelope = i == 0 && line.starts_with(b"From ");
        if line.is_empty() {
            break;
        }
        let name = memchr::memchr(b':', line).map(|end| &line[..end]);
        let name = name.filter(|it| !it.is_empty() && it.iter().all(u8::is_ascii_graphic));
        match name.and_then(|it| std::str::from_utf8(it).ok()) {
            Some(name) => names.push(name),
            None if is_envelope || (is_continued && 0 < i) => {}
            None => return Vec::new(),
        }
    }
    names
}

fn read(bytes: &[u8], options: &Options) -> Result<Articles, Reason> {
    // Messages lie in messages, and each part looks for its end: both are bounded by the headers.
    let n_parts = memchr::memmem::find_iter(&bytes.to_ascii_lowercase(), "content-type:").count();
    if MAX_PARTS < n_parts {
        return Err(Reason::Malformed(format!("the message has more than {MAX_PARTS} parts")));
    }
    let no_mail = || Reason::Malformed("holds no headers of a mail".to_owned());
    let message = MessageParser::default().parse(bytes).ok_or_else(no_mail)?;
    let mut draft = body(bytes, &message, &options.fields)?;
    let own = headers(&message, &options.fields);
    if let Some(subject) = own.title.as_ref().map(|it| it.value.clone()) {
        // A page in a mail has a title of its own, which is that of the mail.
        draft = draft.without_title().with_title(&subject, &super::Offsets::nowhere());
    }
    draft.fields = own.or(std::mem::take(&mut draft.fields));
    draft.format = FORMAT.name;
    let n_attached = message.attachments.len();
    if 0 < n_attached {
        draft.matters.push(Matter::Form(format!("{n_attached} attachments are not read")));
    }
    Ok(draft.into())
}

/// What the headers say: `From` is the writer, `Subject` the title, `Date` the date.
fn headers(message: &Message<'_>, names: &FieldNames) -> Fields {
    let field = |value: String| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        (!value.is_empty()).then_some(Field { value, origin: Origin::Field })
    };
    let from = message.from().and_then(|it| it.first());
    let writer = from.and_then(|it| it.name.as_deref().or(it.address.as_deref()));
    // The day as it is written, in the zone in which it is written.
    let date = message.date().filter(|it| (1000..3000).contains(&it.year));
    let date = date.map(|it| format!("{:04}-{:02}-{:02}", it.year, it.month, it.day));
    let variable = names.variable.as_deref().and_then(|it| message.header_raw(it.to_owned()));
    Fields {
        title: message.subject().and_then(|it| field(it.to_owned())),
        author: writer.and_then(|it| field(it.to_owned())),
        date: date.and_then(field),
        variable: variable.and_then(|it| field(it.to_owned())),
        ..Fields::default()
    }
}

/// The text of a message: its plain text, or else its page.
fn body(bytes: &[u8], message: &Message<'_>, names: &FieldNames) -> Result<Draft, Reason> {
    let parts = |ids: &[u32]| -> Vec<&MessagePart<'_>> {
        ids.iter().filter_map(|it| message.parts.get(*it as usize)).collect()
    };
    let is_text = |it: &&&MessagePart<'_>| matches!(it.body, PartType::Text(_));
    let is_page = |it: &&&MessagePart<'_>| matches!(it.body, PartType::Html(_));
    let bodies = parts(&message.text_body);
    let texts: Vec<&&MessagePart<'_>> = bodies.iter().filter(is_text).collect();
    let pages = parts(&message.html_body);
    let page = pages.iter().find(is_page);
    let mut draft: Option<Draft> = None;
    for part in texts {
        let (content, start) = content(bytes, part)?;
        let next = plain::draft(decoded(&content, start, part)?, FORMAT.name);
        draft = Some(match draft {
            Some(draft) => draft.followed_by(&next),
            None => next,
        });
    }
    let is_enough = |it: &Draft| page.is_none() || MIN_ARTICLE <= it.text.trim().len();
    if let Some(draft) = draft.filter(is_enough) {
        let is_empty = draft.text.trim().is_empty();
        return if is_empty { Err(no_text()) } else { Ok(draft) };
    }
    let page = page.ok_or_else(no_text)?;
    let (content, start) = content(bytes, page)?;
    html::read(decoded(&content, start, page)?, names)
}

fn no_text() -> Reason {
    Reason::NoText("the message holds neither plain text nor a page".to_owned())
}

/// The bytes of a part, and the byte of the file at which they stand, if they stand there as such.
fn content<'b>(
    bytes: &'b [u8],
    part: &MessagePart<'_>,
) -> Result<(Cow<'b, [u8]>, Option<u64>), Reason> {
    let damaged = |name: &str| Reason::Malformed(format!("the text is in {name} that is damaged"));
    let range = part.offset_body as usize..part.offset_end as usize;
    let raw = bytes.get(range).ok_or_else(|| damaged("a part"))?;
    match part.encoding {
        Encoding::None => Ok((raw.into(), Some(u64::from(part.offset_body)))),
        Encoding::QuotedPrintable => {
            let decoded = quoted_printable_decode(raw);
            Ok((decoded.ok_or_else(|| damaged("quoted-printable"))?.into(), None))
        }
        Encoding::Base64 => Ok((base64_decode(raw).ok_or_else(|| damaged("base64"))?.into(), None)),
    }
}

/// The text of a part in the character set that its headers name.
fn decoded<'c>(
    content: &'c [u8],
    start: Option<u64>,
    part: &MessagePart<'_>,
) -> Result<Decoded<'c>, Reason> {
    let charset = part.content_type().and_then(|it| it.attribute("charset"));
    let mut decoded = decode_declared(content, charset).ok_or(Reason::Binary)?;
    match start {
        Some(start) => decoded.offsets.shift(start),
        None => decoded.offsets = super::Offsets::nowhere(),
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(mail: &[u8]) -> Result<Draft, Reason> {
        match read(mail, &Options::default())? {
            Articles::One(draft) => Ok(*draft),
            Articles::Many(_) => panic!("a mail is one article"),
        }
    }

    const HEAD: &str = "Received: from a by b\r\nFrom: =?utf-8?q?Ilse_Varg=C3=A1?= <i@ledger.example>\r\n\
        Subject: A pact\r\n and its price\r\nDate: Thu, 13 Nov 2025 23:30:00 -0500\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn headers_are_fields_and_the_day_is_the_one_that_is_written() {
        let draft = draft(format!("{HEAD}\r\nNobody looked up.\r\n").as_bytes()).expect("a draft");
        assert_eq!(draft.text, "A pact and its price\n\nNobody looked up.\r\n");
        let value = |it: &Option<Field>| it.as_ref().map(|it| it.value.clone());
        assert_eq!(value(&draft.fields.author).as_deref(), Some("Ilse Vargá"));
        assert_eq!(value(&draft.fields.date).as_deref(), Some("2025-11-13"));
    }

    #[test]
    fn plain_text_in_its_encoding_comes_before_the_page() {
        let mail = format!(
            "{HEAD}Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\
             Content-Type: text/html\r\n\r\n<p>The page.</p>\r\n--x\r\n\
             Content-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             =CC=E8=F0 {}=\r\n on the coast\r\n--x--\r\n",
            "x".repeat(80)
        );
        let draft = draft(mail.as_bytes()).expect("a draft");
        assert!(draft.text.contains("Мир xxx") && draft.text.contains("x on the coast"));
        assert_eq!((draft.encoding, draft.encoding_origin), ("windows-1251", "declared"));
        assert_eq!(draft.offsets.file_range(24, 25), None);
    }

    #[test]
    fn a_page_is_read_where_there_is_no_plain_text() {
        let mail = format!(
            "{HEAD}Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
             PHA+QSBnZXN0dXJlIG9mIGZyaWVuZHNoaXAuPC9wPg==\r\n"
        );
        let draft = draft(mail.as_bytes()).expect("a draft");
        assert_eq!(&draft.text[draft.n_title..].trim(), &"A gesture of friendship.");
        assert_eq!(draft.format, "eml");
    }

    #[test]
    fn places_of_a_text_that_stands_as_it_is_lead_back_to_the_file() {
        let mail = format!("{HEAD}\r\nNobody looked up.\r\n");
        let draft = draft(mail.as_bytes()).expect("a draft");
        let start = draft.text.find("looked").expect("the word is there");
        let (from, to) = draft.offsets.file_range(start, start + 6).expect("a range");
        assert_eq!(&mail[from as usize..to as usize], "looked");
    }

    #[test]
    fn messages_that_nest_or_hold_nothing_are_refused() {
        let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(200_000);
        assert!(matches!(draft(nested.as_bytes()), Err(Reason::Malformed(_))));
        assert!(matches!(draft(HEAD.as_bytes()), Err(Reason::NoText(_))));
        assert!(draft(b"").is_err());
    }
}
