//! Web archives (WARC, ISO 28500): the pages that servers answered with; everything else that a
//! crawl keeps is passed over.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::decode::decode_declared;
use super::fields::{Field, Origin};
use super::{Cut, Draft, Format, Offsets, Options, Read, Records, html};
use crate::notice::Reason;

pub(super) const FORMAT: Format = Format {
    name: "warc",
    extensions: &["warc"],
    read: Read::Records(Records { cut: Cut::Warc, read }),
};

/// Bytes within which the headers of a record end.
const MAX_HEAD: usize = 1 << 16;

/// What the head of a record says.
#[derive(Debug, PartialEq)]
pub(super) enum Look {
    /// More bytes are needed to tell.
    More,
    /// A record of so many bytes, white space before it included; and whether it holds a page.
    Record(u64, bool),
    /// No record.
    Broken,
}

/// Looks at the record that these bytes begin with.
pub(super) fn look(bytes: &[u8]) -> Look {
    let n_leading = bytes.iter().take_while(|it| it.is_ascii_whitespace()).count();
    let rest = &bytes[n_leading..];
    let head = &rest[..rest.len().min(MAX_HEAD)];
    if !head.starts_with(&b"WARC/"[..head.len().min(5)]) {
        return Look::Broken;
    }
    let Some(headers) = Headers::of(head) else {
        return if head.len() == MAX_HEAD { Look::Broken } else { Look::More };
    };
    let length = headers.value("Content-Length").and_then(|it| it.parse::<u64>().ok());
    let total = length.and_then(|it| it.checked_add((n_leading + headers.len) as u64));
    match total {
        Some(total) => Look::Record(total, is_page(&headers, &rest[headers.len..])),
        None => Look::Broken,
    }
}

/// Whether a record is the answer of a server that holds a page, or a page that was kept alone.
fn is_page(headers: &Headers<'_>, content: &[u8]) -> bool {
    let is_html = |it: &str| {
        let it = it.trim().to_ascii_lowercase();
        it.starts_with("text/html") || it.starts_with("application/xhtml")
    };
    match headers.value("WARC-Type") {
        Some("resource") => headers.value("Content-Type").is_some_and(is_html),
        Some("response") => {
            let http = Headers::of(&content[..content.len().min(MAX_HEAD)]);
            http.is_some_and(|it| it.value("Content-Type").is_some_and(is_html))
        }
        _ => false,
    }
}

/// A first line, and lines with a name and a value.
struct Headers<'h> {
    first: &'h str,
    lines: &'h str,
    /// Bytes with the empty line behind them.
    len: usize,
}

impl<'h> Headers<'h> {
    /// The headers before the first empty line; `None` where there is no such line.
    fn of(bytes: &'h [u8]) -> Option<Headers<'h>> {
        let ends = [b"\r\n\r\n".as_slice(), b"\n\n"];
        let found = ends.iter().filter_map(|it| Some((memchr::memmem::find(bytes, it)?, it.len())));
        let (end, n) = found.min()?;
        let valid = bytes[..end].utf8_chunks().next().map_or("", |it| it.valid());
        let (first, lines) = valid.split_once('\n').unwrap_or((valid, ""));
        Some(Headers { first: first.trim(), lines, len: end + n })
    }

    fn value(&self, name: &str) -> Option<&'h str> {
        let mut pairs = self.lines.lines().filter_map(|it| it.split_once(':'));
        pairs.find(|it| it.0.trim().eq_ignore_ascii_case(name)).map(|it| it.1.trim())
    }
}

/// Reads the page of a record.
fn read(record: &[u8], _header: &[String], options: &Options) -> Result<Draft, Reason> {
    let malformed = |problem: &str| Reason::Malformed(problem.to_owned());
    let n_leading = record.iter().take_while(|it| it.is_ascii_whitespace()).count();
    let headers = Headers::of(&record[n_leading..]).ok_or_else(|| malformed("no web archive"))?;
    let mut start = n_leading + headers.len;
    let mut http = None;
    if headers.value("WARC-Type") == Some("response") {
        let cut_short = || malformed("the answer of the server is cut short");
        let answer = Headers::of(&record[start..]).ok_or_else(cut_short)?;
        start += answer.len;
        let status = answer.first.split(' ').nth(1).unwrap_or("");
        if !status.starts_with('2') {
            return Err(Reason::NoText(format!("the server answered {status}")));
        }
        http = Some(answer);
    }
    let body = &record[start..];
    let content = match &http {
        Some(http) => unpacked(body, http, options)?,
        None => Cow::Borrowed(body),
    };
    let kind = http.as_ref().unwrap_or(&headers).value("Content-Type").unwrap_or("");
    let mut decoded = decode_declared(&content, charset(kind)).ok_or(Reason::Binary)?;
    match &content {
        Cow::Borrowed(_) => decoded.offsets.shift(start as u64),
        Cow::Owned(_) => decoded.offsets = Offsets::unknown(),
    }
    let mut draft = html::read(decoded, &options.fields)?;
    draft.format = FORMAT.name;
    let url = headers.value("WARC-Target-URI").map(|it| it.trim_matches(['<', '>']).to_owned());
    let url = url.filter(|it| !it.is_empty());
    if let Some(value) = url {
        draft.fields.url = Some(Field { value, origin: Origin::Field });
    }
    Ok(draft)
}

/// The character set that a content type names.
fn charset(kind: &str) -> Option<&str> {
    let start = kind.to_ascii_lowercase().find("charset=")? + "charset=".len();
    kind.get(start..)?.split([';', ' ']).next().map(|it| it.trim_matches(['"', '\'']))
}

/// The body of an answer, as the server had it before it was sent.
fn unpacked<'b>(
    body: &'b [u8],
    http: &Headers<'_>,
    options: &Options,
) -> Result<Cow<'b, [u8]>, Reason> {
    let is = |name: &str, value: &str| {
        http.value(name).is_some_and(|it| it.to_ascii_lowercase().contains(value))
    };
    let mut content = Cow::Borrowed(body);
    if is("Transfer-Encoding", "chunked")
        && let Some(joined) = joined(body)
    {
        content = Cow::Owned(joined);
    }
    if is("Content-Encoding", "gzip") && content.starts_with(&[0x1F, 0x8B]) {
        let limit = options.max_unpacked_mib << 20;
        let mut bytes = Vec::new();
        let unpacked = MultiGzDecoder::new(&*content).take(limit + 1).read_to_end(&mut bytes);
        if limit < unpacked.map_err(|err| Reason::Damaged(err.to_string()))? as u64 {
            return Err(Reason::TooLarge("input.max_unpacked_mib".into(), limit));
        }
        content = Cow::Owned(bytes);
    } else if ["br", "zstd", "deflate"].iter().any(|it| is("Content-Encoding", it)) {
        let is_text = std::str::from_utf8(&content).is_ok();
        if !is_text {
            let name = http.value("Content-Encoding").unwrap_or("").to_owned();
            return Err(Reason::Malformed(format!("the page is packed with `{name}`")));
        }
    }
    Ok(content)
}

/// The chunks of a body, joined (RFC 9112, 7.1); `None` where they were joined already.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = line.split(';').next().unwrap_or("").trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            // A crawler that gave up keeps what had come.
            return Some(joined);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, http: &str, body: &[u8]) -> Vec<u8> {
        let n = http.len() + 4 + body.len();
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://ledger.example/a\r\n\
             WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {n}\r\n\r\n\
             {http}\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    }

    fn page(http: &str, body: &[u8]) -> Result<Draft, Reason> {
        read(&record("response", http, body), &[], &Options::default())
    }

    const HTML: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251";

    #[test]
    fn a_page_is_read_with_its_address_and_without_the_day_of_the_crawl() {
        let draft = page(HTML, b"<p>\xCC\xE8\xF0 and a gesture</p>").expect("a draft");
        assert_eq!((draft.text.trim(), draft.encoding), ("Мир and a gesture", "windows-1251"));
        let url = draft.fields.url.map(|it| it.value);
        assert_eq!(url.as_deref(), Some("https://ledger.example/a"));
        assert_eq!(draft.fields.date, None);
    }

    #[test]
    fn bodies_in_chunks_and_packed_ones_are_read() {
        let head = format!("{HTML}\r\nTransfer-Encoding: chunked");
        let draft = page(&head, b"5\r\n<p>A \r\n8;x=y\r\ngesture.\r\n0\r\n\r\n").expect("a draft");
        assert_eq!(draft.text.trim(), "A gesture.");
        let draft = page(&head, b"<p>A gesture.</p>").expect("a draft");
        assert_eq!(draft.text.trim(), "A gesture.");
        let packed = super::super::testing::gzip_of(b"<p>A gesture.</p>");
        let head = format!("{HTML}\r\nContent-Encoding: gzip");
        assert_eq!(page(&head, &packed).expect("a draft").text.trim(), "A gesture.");
        let cut = page(&head, &packed[..packed.len() - 9]).map(|it| it.text);
        assert!(matches!(cut, Err(Reason::Damaged(_))));
    }

    #[test]
    fn what_is_no_page_is_told_by_its_head() {
        let is_page = |it: &[u8]| match look(it) {
            Look::Record(n, is_page) => (n == it.len() as u64).then_some(is_page),
            _ => None,
        };
        assert_eq!(is_page(&record("response", HTML, b"<p>A</p>")), Some(true));
        let image = "HTTP/1.1 200 OK\r\nContent-Type: image/png";
        assert_eq!(is_page(&record("response", image, b"\0")), Some(false));
        assert_eq!(is_page(&record("request", "GET / HTTP/1.1", b"")), Some(false));
        assert_eq!(look(b"\r\n\r\nWAR"), Look::More);
        assert_eq!(look(b"GARBAGE"), Look::Broken);
        assert_eq!(look(b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n"), Look::Broken);
        assert!(page("HTTP/1.1 404 Not Found\r\nContent-Type: text/html", b"<p>Gone").is_err());
    }
}
