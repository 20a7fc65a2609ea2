//! Headers of columns and words for labels in, what they stand for out.

use crate::dictionary::Frame;

/// Columns by what they hold, each with the names that it may have, the best first.
pub(super) const UNIT: &[&str] = &["unit_id", "id", "unit"];
pub(super) const DOCUMENT: &[&str] = &["doc_id", "path", "doc", "document"];
pub(super) const RECORD: &[&str] = &["record"];
pub(super) const SENTENCE: &[&str] = &["sentence"];
pub(super) const TEXT: &[&str] = &["text"];
pub(super) const SOURCE: &[&str] = &["source"];
pub(super) const CODER: &[&str] = &["coder"];
pub(super) const FRAME: &[&str] = &["frame"];
pub(super) const PRESENT: &[&str] = &["present"];

/// Columns of a sheet that are for people.
const FOR_PEOPLE: &[&[&str]] = &[&["before", "after", "unsure", "note"]];

/// All lists of names that are no frames.
const TAKEN: &[&[&str]] = &[UNIT, DOCUMENT, RECORD, SENTENCE, TEXT, SOURCE, CODER, FRAME, PRESENT];

/// A name in the form in which names are compared: `Multi-vector` is `multi_vector`.
pub(super) fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}

/// Whether a name stands for something else than a frame.
pub(super) fn is_taken(name: &str) -> bool {
    let name = plain(name);
    TAKEN.iter().chain(FOR_PEOPLE).any(|it| it.contains(&name.as_str()))
}

/// Place of the column that has one of these names, the best first.
pub(super) fn column(header: &csv::StringRecord, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| header.iter().position(|it| plain(it) == *name))
}

/// Place of the frame of this name: as it is written, else but for case, hyphens and blanks.
pub(super) fn frame(frames: &[Frame], name: &str) -> Option<usize> {
    let exact = frames.iter().position(|it| it.name == name.trim());
    exact.or_else(|| frames.iter().position(|it| plain(&it.name) == plain(name)))
}

/// What a label says: yes, no, or nothing where it is empty.
///
/// # Errors
/// When it is no label.
pub(super) fn label(text: &str) -> Result<Option<bool>, ()> {
    match text.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "1" | "yes" | "true" => Ok(Some(true)),
        "0" | "no" | "false" => Ok(Some(false)),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_found_whatever_joins_its_words() {
        let frame_of = |name: &str| Frame { name: name.into(), ..Frame::default() };
        let frames = [frame_of("symbolic"), frame_of("multi-vector"), frame_of("Multi vector")];
        assert_eq!(frame(&frames, "multi_vector"), Some(1));
        assert_eq!(frame(&frames, "Multi vector"), Some(2));
        assert_eq!(frame(&frames, "vector"), None);
    }

    #[test]
    fn labels_are_those_of_people_and_spreadsheets() {
        assert_eq!(label(" TRUE "), Ok(Some(true)));
        assert_eq!(label("No"), Ok(Some(false)));
        assert_eq!(label(""), Ok(None));
        assert_eq!(label("2"), Err(()));
    }
}
