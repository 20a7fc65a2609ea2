//! What a file holds, by its content where that is sure, else by its name.

use std::path::Path;

use super::decode::decode;
use super::{
    Articles, Format, Options, Packing, Read, docx, eml, html, open, parquet, pdf, plain, warc,
};
use crate::notice::Reason;

/// Reads a file in the format of its content; `named` is the format that its name says.
pub(super) fn read(
    bytes: &[u8],
    named: &'static Format,
    options: &Options,
) -> Result<Articles, Reason> {
    let format = match of_bytes(bytes)? {
        Some(format) => format,
        None => of_text(bytes, named),
    };
    match format.read {
        Read::Whole(read) => read(bytes, options),
        Read::Records(_) => Err(Reason::Malformed(format!(
            "holds {} under another name; give it the ending .{}",
            format.name, format.extensions[0]
        ))),
    }
}

/// Whether the first bytes of a file say that it holds articles or is packed.
pub(super) fn is_known(path: &Path) -> bool {
    let Ok(head) = open::head(path, HEAD) else { return false };
    let is_packed = open::packing_of(&head) != Packing::None;
    is_packed || matches!(of_bytes(&head), Ok(Some(_))) || eml::is_mail(&head) || is_page(&head)
}

/// The format to tell of, where a draft came from another one than the name of its file says.
pub(super) fn told(named: &'static Format, found: &'static str) -> Option<&'static str> {
    // Articles of an export bear its name, whatever kind of file it lies in.
    let is_format = super::FORMATS.iter().any(|it| it.name == found);
    (is_format && found != named.name).then_some(found)
}

/// The format that the first bytes give away.
fn of_bytes(bytes: &[u8]) -> Result<Option<&'static Format>, Reason> {
    let refused = |problem: &str| Err(Reason::Malformed(problem.to_owned()));
    match bytes {
        [b'P', b'K', 3, 4, ..] => Ok(Some(&docx::FORMAT)),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => {
            refused("is a document in the old form of Word, or has a password; save it as .docx")
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => refused("is Rich Text; save it as .docx or .txt"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Some(&pdf::FORMAT)),
        [b'P', b'A', b'R', b'1', ..] => Ok(Some(&parquet::FORMAT)),
        [b'W', b'A', b'R', b'C', b'/', ..] => Ok(Some(&warc::FORMAT)),
        _ if open::packing_of(bytes) != Packing::None => refused("is packed twice; unpack it once"),
        _ => Ok(None),
    }
}

/// The format of a file whose first bytes say nothing, so that it is text or nothing.
fn of_text(bytes: &[u8], named: &'static Format) -> &'static Format {
    if bytes.is_empty() {
        return named;
    }
    let has_headers = || named.name == eml::FORMAT.name && !eml::header_names(bytes).is_empty();
    if eml::is_mail(bytes) || has_headers() {
        return &eml::FORMAT;
    }
    if is_page(bytes) || (named.name == html::FORMAT.name && holds_tag(bytes)) {
        return &html::FORMAT;
    }
    // A table, or text in a form that cannot be told from plain text.
    let is_open = matches!(named.read, Read::Records(_)) || named.name == plain::MARKDOWN.name;
    if is_open { named } else { &plain::TEXT }
}

/// Bytes that are looked at to tell how a text begins.
const HEAD: usize = 4096;

/// Whether a text begins as a page does; a declaration and comments may stand before.
fn is_page(bytes: &[u8]) -> bool {
    let Some(decoded) = decode(&bytes[..bytes.len().min(HEAD)]) else { return false };
    let mut rest = decoded.text.trim_start();
    for (start, end) in [("<?xml", "?>"), ("<!--", "-->"), ("<!--", "-->")] {
        if rest.starts_with(start) {
            rest = rest.split_once(end).map_or("", |it| it.1).trim_start();
        }
    }
    let begins = |it: &str| rest.get(..it.len()).is_some_and(|head| head.eq_ignore_ascii_case(it));
    begins("<!doctype html") || begins("<html") || begins("<head>") || begins("<body")
}

/// Whether a text holds anything that looks like a tag.
fn holds_tag(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'<', bytes).any(|i| {
        // In UTF-16 a NUL stands between the two.
        let next = bytes[i + 1..].iter().take(2).find(|it| **it != 0);
        next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, b'!' | b'/' | b'?'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(bytes: &[u8], named: &'static Format) -> &'static str {
        of_text(bytes, named).name
    }

    #[test]
    fn content_decides_where_it_is_sure() {
        assert_eq!(name_of(b"<?xml version='1.0'?>\n<!DOCTYPE html><p>x", &plain::TEXT), "html");
        assert_eq!(name_of(b"A pact < a treaty.", &html::FORMAT), "txt");
        assert_eq!(name_of(b"<p>A pact.</p>", &html::FORMAT), "html");
        assert_eq!(name_of(b"<p>A pact.</p>", &plain::TEXT), "txt");
        assert_eq!(name_of(b"<\0p\0>\0", &html::FORMAT), "html");
        assert_eq!(name_of(b"A pact.", &eml::FORMAT), "txt");
        let mail = b"From: a@b.example\r\nSubject: A pact\r\nMIME-Version: 1.0\r\n\r\nText.";
        assert_eq!(name_of(mail, &plain::TEXT), "eml");
        assert_eq!(name_of(b"From: the harbour\n\nA letter.", &plain::TEXT), "txt");
    }

    #[test]
    fn what_is_no_text_and_not_read_says_what_to_do() {
        assert!(of_bytes(b"{\\rtf1 A pact.}").is_err());
        assert!(of_bytes(b"\x1F\x8B\x08\0").is_err());
        assert_eq!(of_bytes(b"PK\x03\x04").map(|it| it.map(|it| it.name)), Ok(Some("docx")));
        assert_eq!(of_bytes(b"A pact.").map(|it| it.map(|it| it.name)), Ok(None));
    }
}
