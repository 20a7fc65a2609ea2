//! Plain text and Markdown: one article per file.

use super::decode::Decoded;
use super::fields::FieldNames;
use super::offsets::Offsets;
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
    let title = matter.fields.title.as_ref().map(|it| it.value.clone());
    let title_offsets = matter.title.map(|start| draft.offsets.starting_at(start));
    draft.offsets = draft.offsets.starting_at(matter.n_bytes);
    draft.text.drain(..matter.n_bytes);
    if let Some(title) = title {
        draft = draft.with_title(&title, &title_offsets.unwrap_or_else(unknown_place));
    }
    draft.fields = matter.fields;
    draft.matters.extend(matter.matters);
    Ok(draft)
}

/// A title whose place is not known must not take the places of the body with it.
fn unknown_place() -> Offsets {
    let mut offsets = Offsets::empty();
    offsets.push_unknown(0);
    offsets
}

fn draft(decoded: Decoded<'_>, format: &'static str) -> Result<Draft, Reason> {
    let mut draft = Draft::of_text(decoded.text.into_owned(), decoded.offsets, format);
    draft.set_encoding(decoded.encoding, decoded.encoding_origin, decoded.n_replaced);
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::decode;

    #[test]
    fn front_matter_is_no_body_and_its_title_keeps_its_place() {
        let file = "---\ntitle: A pact\nsource: Wire\n---\nBody text.\n";
        let decoded = decode(file.as_bytes()).expect("text");
        let draft = read_markdown(decoded, &FieldNames::default()).expect("a draft");
        assert_eq!(draft.text, "A pact\n\nBody text.\n");
        for word in ["pact", "Body"] {
            let start = draft.text.find(word).expect("the word is there");
            let (from, to) = draft.offsets.file_range(start, start + word.len()).expect("a range");
            assert_eq!(&file[from as usize..to as usize], word);
        }
    }

    #[test]
    fn a_page_under_a_text_name_is_read_as_a_page() {
        let decoded = decode(b"<!DOCTYPE html><p>A gesture.</p>").expect("text");
        let draft = read_text(decoded, &FieldNames::default()).expect("a draft");
        assert_eq!((draft.format, draft.text.trim()), ("html", "A gesture."));
    }
}
