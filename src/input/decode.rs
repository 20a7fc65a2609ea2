//! Bytes in, text out: which encoding a file is in, and how we know.
//!
//! A byte order mark decides; else valid UTF-8 is UTF-8; else a declaration inside the file, when
//! the bytes agree with it; else the bytes' statistics.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::offsets::Offsets;

/// A decoded file.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text, without a byte order mark.
    pub text: Cow<'b, str>,
    /// Name of the encoding by the WHATWG Encoding Standard.
    pub encoding: &'static str,
    /// How we know: `bom`, `valid`, `declared` or `guessed`.
    pub encoding_origin: &'static str,
    /// Byte sequences that stand for no character and were replaced by U+FFFD.
    pub n_replaced: u64,
    /// An encoding that is declared and with which the bytes do not agree.
    pub denied: Option<&'static str>,
    /// Where the text stands in the file.
    pub offsets: Offsets,
}

impl Decoded<'_> {
    /// What is kept of the decoding with an article.
    pub(crate) fn told(&self) -> Told {
        let &Decoded { encoding, encoding_origin, n_replaced, denied, .. } = self;
        Told { encoding, encoding_origin, n_replaced, denied }
    }
}

/// What is kept of the decoding with an article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    pub(crate) encoding: &'static str,
    pub(crate) encoding_origin: &'static str,
    pub(crate) n_replaced: u64,
    pub(crate) denied: Option<&'static str>,
}

/// Decodes the bytes of a whole file; `None` when they are no text.
///
/// No text are: a NUL among the first 8 KiB of something that is not UTF-16, and more than one
/// character in ten that had to be replaced.
pub fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    decode_declared(bytes, None)
}

/// Decodes bytes whose encoding something outside them names, such as a header of a mail or of an
/// answer from a server; that name is believed before one inside, and as little.
pub(super) fn decode_declared<'b>(bytes: &'b [u8], label: Option<&str>) -> Option<Decoded<'b>> {
    let named = label.and_then(|it| Encoding::for_label(it.trim().as_bytes()));
    let Guess { encoding, origin: encoding_origin, n_mark, denied } = encoding_of(bytes, named);
    let utf_16 = encoding == UTF_16LE || encoding == UTF_16BE;
    if !utf_16 && memchr::memchr(0, &bytes[..bytes.len().min(8192)]).is_some() {
        return None;
    }
    let body = &bytes[n_mark..];
    let (text, had_errors) = match simdutf8::basic::from_utf8(body) {
        Ok(text) if encoding == UTF_8 => (Cow::Borrowed(text), false),
        _ => encoding.decode_without_bom_handling(body),
    };
    let n_replaced = if had_errors { text.matches('\u{FFFD}').count() as u64 } else { 0 };
    if 0 < n_replaced && n_replaced * 10 > text.chars().count() as u64 {
        return None;
    }
    let offsets = match &text {
        _ if had_errors => Offsets::unknown(),
        Cow::Borrowed(_) => Offsets::at(n_mark as u64),
        Cow::Owned(text) => offsets_of(text, encoding, n_mark as u64),
    };
    Some(Decoded { text, encoding: encoding.name(), encoding_origin, n_replaced, denied, offsets })
}

/// What the bytes of a file say about their encoding.
struct Guess {
    encoding: &'static Encoding,
    origin: &'static str,
    /// Length of the byte order mark.
    n_mark: usize,
    denied: Option<&'static str>,
}

fn encoding_of(bytes: &[u8], named: Option<&'static Encoding>) -> Guess {
    let guess = |encoding, origin| Guess { encoding, origin, n_mark: 0, denied: None };
    if let Some((encoding, n_mark)) = Encoding::for_bom(bytes) {
        return Guess { n_mark, ..guess(encoding, "bom") };
    }
    // Escape sequences of seven bits are valid UTF-8 too, so that only the name tells them.
    let is_seven_bit = named.is_some_and(|it| it == ISO_2022_JP);
    if !is_seven_bit && simdutf8::basic::from_utf8(bytes).is_ok() {
        return guess(UTF_8, "valid");
    }
    let said = named.or_else(|| declared(bytes));
    for encoding in [named, declared(bytes)].into_iter().flatten() {
        let (_, had_errors) = encoding.decode_without_bom_handling(bytes);
        if encoding != UTF_8 && !had_errors {
            return guess(encoding, "declared");
        }
    }
    if is_damaged_utf_8(bytes) {
        let origin = if said == Some(UTF_8) { "declared" } else { "guessed" };
        return guess(UTF_8, origin);
    }
    let denied = said.map(Encoding::name);
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Guess { denied, ..guess(encoding, "guessed") };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Guess { denied, ..guess(detector.guess(None, Utf8Detection::Allow), "guessed") }
}

/// Whether bytes are UTF-8 but for a few that were damaged: for each of those there are ten
/// characters of several bytes, which no other encoding forms by chance.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut n_whole, mut n_damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_whole += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        n_damaged += usize::from(!chunk.invalid().is_empty());
    }
    10 * n_damaged <= n_whole
}

/// The encoding that an HTML page or an XML file names in its first 1,024 bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let after = |mark: &[u8]| memchr::memmem::find(&head, mark).map(|i| &head[i + mark.len()..]);
    let value = after(b"charset=").or_else(|| after(b"encoding="))?;
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let len = value.iter().position(|it| !(it.is_ascii_alphanumeric() || b"-_:.".contains(it)));
    Encoding::for_label(&value[..len.unwrap_or(value.len())])
}

/// UTF-16 whose every second byte is mostly NUL, as Western text saved without a mark has it.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let n_zero = |first: usize| head.iter().skip(first).step_by(2).filter(|it| **it == 0).count();
    let most = head.len() / 2 * 7 / 10;
    match (n_zero(0), n_zero(1)) {
        (0, n) if 4 < head.len() && most < n => Some(UTF_16LE),
        (n, 0) if 4 < head.len() && most < n => Some(UTF_16BE),
        _ => None,
    }
}

/// Places of a text that was not copied byte for byte.
fn offsets_of(text: &str, encoding: &'static Encoding, start: u64) -> Offsets {
    let mut offsets = Offsets::empty();
    let mut file = start;
    let mut buffer = [0; 4];
    for (i, character) in text.char_indices() {
        let file_len = if encoding == UTF_16LE || encoding == UTF_16BE {
            2 * character.len_utf16()
        } else {
            let (bytes, _, unmappable) = encoding.encode(character.encode_utf8(&mut buffer));
            if unmappable {
                return Offsets::unknown();
            }
            bytes.len()
        };
        if file_len == character.len_utf8() {
            offsets.push(i, file);
        } else {
            offsets.push_character(i, file, file_len as u32);
        }
        file += file_len as u64;
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Decoded<'_> {
        decode(bytes).expect("these bytes are text")
    }

    #[test]
    fn a_byte_order_mark_is_no_text_and_decides() {
        let utf_8 = decoded(b"\xEF\xBB\xBFcaf\xC3\xA9");
        assert_eq!((&*utf_8.text, utf_8.encoding_origin), ("café", "bom"));
        assert_eq!(utf_8.offsets.file_range(0, 5), Some((3, 8)));
        let utf_16 = decoded(b"\xFF\xFEa\0\xE9\0b\0");
        assert_eq!((&*utf_16.text, utf_16.encoding), ("aéb", "UTF-16LE"));
        assert_eq!(utf_16.offsets.file_range(3, 4), Some((6, 8)));
    }

    #[test]
    fn windows_1252_is_told_by_its_bytes_and_keeps_its_places() {
        let text = decoded(b"The envoy\x92s caf\xE9 \x93talks\x94 went on, the ministry said.");
        assert_eq!(text.encoding, "windows-1252");
        assert!(text.text.contains("envoy’s café “talks”"), "{}", text.text);
        let start = text.text.find("talks").expect("the word is there");
        assert_eq!(text.offsets.file_range(start, start + 5), Some((18, 23)));
    }

    #[test]
    fn a_declaration_counts_when_the_bytes_agree() {
        let page = decoded(b"<meta charset=\"iso-8859-5\"><p>\xBC\xD8\xE0</p>");
        assert_eq!((page.encoding, page.encoding_origin), ("ISO-8859-5", "declared"));
        assert!(page.text.contains("Мир"));
    }

    #[test]
    fn a_declaration_with_which_the_bytes_do_not_agree_is_not_believed() {
        let page = decoded(b"<meta charset=utf-8><p>The envoy\x92s caf\xE9, and nothing else.</p>");
        assert_eq!((page.encoding_origin, page.denied), ("guessed", Some("UTF-8")));
        assert!(page.text.contains("envoy’s café"));
    }

    #[test]
    fn utf_8_with_a_damaged_byte_stays_utf_8() {
        let bytes = [&b"\xFF"[..], "Министр подписал".as_bytes()].concat();
        let text = decoded(&bytes);
        assert_eq!((text.encoding, text.n_replaced), ("UTF-8", 1));
    }

    #[test]
    fn a_name_outside_the_bytes_is_believed_where_they_agree() {
        let bytes = b"\xBC\xD8\xE0";
        let text = decode_declared(bytes, Some("iso-8859-5")).expect("text");
        assert_eq!((&*text.text, text.encoding_origin), ("Мир", "declared"));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").is_none());
    }

    #[test]
    fn a_lost_character_is_counted_and_the_places_are_given_up() {
        let text = decoded(b"\xEF\xBB\xBFA bad byte \xFF in a long enough text.");
        assert_eq!(text.n_replaced, 1);
        assert_eq!(text.offsets, Offsets::unknown());
    }
}
