//! Plain text and Markdown: one article per file.

use super::decode::{Decoded, decode};
use super::offsets::Offsets;
use super::{Articles, Draft, Format, Options, Read, export, front_matter};
use crate::notice::Reason;

pub(super) const TEXT: Format =
    Format { name: "txt", extensions: &["txt", "text"], read: Read::Whole(read_text) };

pub(super) const MARKDOWN: Format =
    Format { name: "md", extensions: &["md", "markdown"], read: Read::Whole(read_markdown) };

fn read_text(bytes: &[u8], options: &Options) -> Result<Articles, Reason> {
    let decoded = decode(bytes).ok_or(Reason::Binary)?;
    let articles = export::read_decoded(&decoded, &options.fields);
    Ok(articles.unwrap_or_else(|| draft(decoded, "txt").into()))
}

fn read_markdown(bytes: &[u8], options: &Options) -> Result<Articles, Reason> {
    let decoded = decode(bytes).ok_or(Reason::Binary)?;
    let matter = front_matter::read(&decoded.text, &options.fields);
    let mut draft = draft(decoded, "md");
    let title = matter.fields.title.as_ref().map(|it| it.value.clone());
    let title_offsets = matter.title.map(|start| draft.offsets.starting_at(start));
    draft.offsets = draft.offsets.starting_at(matter.n_bytes);
    draft.text.drain(..matter.n_bytes);
    if let Some(title) = title {
        draft = draft.with_title(&title, &title_offsets.unwrap_or_else(Offsets::nowhere));
    }
    draft.fields = matter.fields;
    draft.matters.extend(matter.matters);
    Ok(draft.into())
}

/// A decoded text as it stands.
pub(super) fn draft(decoded: Decoded<'_>, format: &'static str) -> Draft {
    let told = decoded.told();
    let mut draft = Draft::of_text(decoded.text.into_owned(), decoded.offsets, format);
    draft.set_encoding(told);
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_no_body_and_its_title_keeps_its_place() {
        let file = "---\ntitle: A pact\nsource: Wire\n---\nBody text.\n";
        let read = read_markdown(file.as_bytes(), &Options::default());
        let Ok(Articles::One(draft)) = read else { panic!("one draft") };
        assert_eq!(draft.text, "A pact\n\nBody text.\n");
        for word in ["pact", "Body"] {
            let start = draft.text.find(word).expect("the word is there");
            let (from, to) = draft.offsets.file_range(start, start + word.len()).expect("a range");
            assert_eq!(&file[from as usize..to as usize], word);
        }
    }
}
