//! Dictionaries in TOML: `[[frame]]` with `name`, `about` and `entries`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Format, Frame, MAX_FRAMES, entry};
use crate::diagnostic::{Problem, nearest};

pub(super) const FORMAT: Format = Format { extensions: &["toml"], read };

/// Keys of a frame.
const KEYS: [&str; 3] = ["name", "about", "entries"];

fn read(text: &str) -> Result<Vec<Frame>, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let syntax = |err: &toml::de::Error| {
        Problem::new(err.span().unwrap_or(0..0), format!("not valid TOML: {}", err.message()))
    };
    if !errors.is_empty() {
        // What a broken file seems to say beside would only mislead.
        return Err(errors.iter().map(syntax).collect());
    }
    let mut problems = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    for (key, value) in table.get_ref() {
        if key.get_ref() != "frame" {
            let what = format!("unknown key `{}` in a dictionary", key.get_ref());
            problems.push(
                Problem::new(key.span(), what).hint("a dictionary is made of `[[frame]]` tables"),
            );
            continue;
        }
        let DeValue::Array(tables) = value.get_ref() else {
            let what = "`frame` must be a list of tables";
            problems
                .push(Problem::new(key.span(), what).hint("write `[[frame]]` with two brackets"));
            continue;
        };
        if MAX_FRAMES < tables.len() {
            let what = format!("{} frames are more than {MAX_FRAMES}", tables.len());
            problems.push(Problem::new(key.span(), what));
            continue;
        }
        for table in tables {
            if let Some(frame) = frame(table, &frames, &mut problems) {
                frames.push(frame);
            }
        }
    }
    if frames.is_empty() && problems.is_empty() {
        let what = "the dictionary holds no frame";
        problems.push(Problem::new(0..0, what).hint("write `[[frame]]` with `name` and `entries`"));
    }
    if problems.is_empty() { Ok(frames) } else { Err(problems) }
}

fn frame(
    value: &Spanned<DeValue<'_>>,
    earlier: &[Frame],
    problems: &mut Vec<Problem>,
) -> Option<Frame> {
    let DeValue::Table(table) = value.get_ref() else {
        problems.push(Problem::new(value.span(), "a frame must be a table"));
        return None;
    };
    let (mut name, mut about, mut entries) = (None, String::new(), None);
    let (mut n_entries, mut n_unknown) = (0, 0);
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("name", DeValue::String(text)) if !text.trim().is_empty() => {
                if earlier.iter().any(|it| it.name == text.trim()) {
                    let what = format!("frame `{}` stands twice", text.trim());
                    problems.push(
                        Problem::new(value.span(), what).hint("put all its entries into one frame"),
                    );
                }
                name = Some(text.trim().to_owned());
            }
            ("about", DeValue::String(text)) => about = text.trim().to_owned(),
            ("entries", DeValue::Array(items)) => {
                n_entries = items.len();
                entries = Some(read_entries(items, problems));
            }
            ("name" | "about", _) => {
                let what = format!("`{}` must be text that is not empty", key.get_ref());
                problems.push(Problem::new(value.span(), what));
            }
            ("entries", _) => {
                problems.push(Problem::new(value.span(), "`entries` must be a list of texts"));
            }
            (unknown, _) => {
                n_unknown += 1;
                let problem =
                    Problem::new(key.span(), format!("unknown key `{unknown}` in a frame"));
                problems.push(match nearest(unknown, KEYS) {
                    Some(near) => problem.hint(format!("did you mean `{near}`?")),
                    None => problem.hint(format!("known keys are `{}`", KEYS.join("`, `"))),
                });
            }
        }
    }
    let at: Range<usize> = value.span();
    let Some(name) = name else {
        problems.push(Problem::new(at, "a frame has no `name`").hint("write `name = \"…\"`"));
        return None;
    };
    match entries {
        Some(entries) if !entries.is_empty() => return Some(Frame { name, about, entries }),
        // Entries that are all wrong have been told, one by one.
        Some(_) if 0 < n_entries => {}
        Some(_) => {
            let what = format!("frame `{name}` has no entry");
            problems.push(Problem::new(at, what).hint("write `entries = [\"…\"]`"));
        }
        // A mistyped key has been told; it may well be this one.
        None if 0 < n_unknown => {}
        None => {
            let what = format!("frame `{name}` has no `entries`");
            problems.push(Problem::new(at, what).hint("write `entries = [\"…\"]`"));
        }
    }
    None
}

fn read_entries(items: &[Spanned<DeValue<'_>>], problems: &mut Vec<Problem>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for item in items {
        let DeValue::String(text) = item.get_ref() else {
            problems.push(
                Problem::new(item.span(), "an entry must be a text")
                    .hint("write it in quotation marks"),
            );
            continue;
        };
        match entry::parse(text) {
            Ok(words) => entries.push(Entry { text: text.trim().to_owned(), words }),
            Err(what) => problems.push(Problem::new(item.span(), what)),
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_in_the_order_of_the_file() {
        let text = "[[frame]]\nname = \"b\"\nabout = \"B.\"\nentries = [\"x y\", \"z*\"]\n\
                    [[frame]]\nname = \"a\"\nentries = [\"w\"]\n";
        let frames = read(text).expect("a dictionary");
        assert_eq!((frames[0].name.as_str(), frames[0].about.as_str()), ("b", "B."));
        assert_eq!(frames[0].entries[0].words.len(), 2);
        assert_eq!(frames[1].name, "a");
    }

    #[test]
    fn all_problems_are_found_at_once() {
        let text = "[[frame]]\nname = \"a\"\nentires = [\"x\"]\n\
                    [[frame]]\nname = \"b\"\nentries = [\"*\", 7]\n[other]\n";
        let whats: Vec<String> =
            read(text).expect_err("problems").into_iter().map(|it| it.what).collect();
        assert_eq!(whats.len(), 4, "{whats:?}");
        assert!(whats.iter().any(|it| it.contains("`entires`")));
        assert!(whats.iter().any(|it| it.contains("matches every word")));
    }
}
