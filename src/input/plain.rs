//! Plain text and Markdown: one article per file.

use super::decode::Decoded;
use super::fields::FieldNames;
use super::{Draft, Format, Read, front_matter, html};
use crate::notice::Reason;

pub(super) const TEXT: Format =
    Format { name: "txt", extensions: &["txt", "text"], read: Read::Article(read_text) };

pub(super) const MARKDOWN: Format =
    Format { name: "md", extensions: &["md", "markdown"], read: Read::Article(read_markdown) };

fn read_text(decoded: Decoded<'_>, names: &FieldNames) -> Result<Draft, Reason> {
    // People save pages under any name; what begins as a page is read as one.
    let head = decoded.text.trim_start().get(..15).unwrap_or("").to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return html::read(decoded, names);
    }
    draft(decoded, "txt")
}

fn read_markdown(decoded: Decoded<'_>, names: &FieldNames) -> Result<Draft, Reason> {
    let matter = front_matter::read(&decoded.text, names);
    let mut draft = draft(decoded, "md")?;
    draft.fields = matter.fields;
    draft.matters.extend(matter.matters);
    // The block stays in the text, so that every place stays; it is no part of the body.
    draft.n_front_matter = matter.n_bytes;
    Ok(draft)
}

fn draft(decoded: Decoded<'_>, format: &'static str) -> Result<Draft, Reason> {
    let mut draft = Draft::of_text(decoded.text.into_owned(), decoded.offsets, format);
    draft.set_encoding(decoded.encoding, decoded.encoding_origin, decoded.n_replaced);
    Ok(draft)
}
