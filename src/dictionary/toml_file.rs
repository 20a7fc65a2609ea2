//! Dictionaries in TOML: `language`, `[[frame]]` with `name`, `label`, `about`, `parent` and `entries`, and
//! `[classes]`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::classes::{Classes, Draft};
use super::pattern::is_class_name;
use super::toml_value::Reader;
use super::{Format, Frame, MAX_FRAMES, Read};
use crate::diagnostic::{Problem, nearest};
use crate::text::Language;

pub(super) const FORMAT: Format = Format { extensions: &["toml"], read_classes, read_frames };

/// Keys of a frame.
const KEYS: [&str; 5] = ["name", "label", "about", "parent", "entries"];

/// Names of the table of classes: the product's, and the one that news dictionaries like.
const CLASSES: [&str; 2] = ["classes", "actors"];

fn parsed(text: &str) -> Result<DeTable<'_>, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let syntax = |err: &toml::de::Error| {
        Problem::new(err.span().unwrap_or(0..0), format!("not valid TOML: {}", err.message()))
    };
    if errors.is_empty() {
        Ok(table.into_inner())
    } else {
        // What a broken file seems to say beside would only mislead.
        Err(errors.iter().map(syntax).collect())
    }
}

fn read_classes(text: &str) -> Result<Vec<Draft>, Vec<Problem>> {
    let table = parsed(text)?;
    let mut reader = Reader::new(text);
    let mut drafts = Vec::new();
    for (key, value) in table.iter().filter(|it| CLASSES.contains(&it.0.get_ref().as_ref())) {
        let DeValue::Table(classes) = value.get_ref() else {
            let what = format!("`{0}` must be a section; write `[{0}]`", key.get_ref());
            reader.problem(key.span(), what, "and below it `name = [\"word\", \"phrase\"]`");
            continue;
        };
        for (name, items) in classes {
            let at = name.span();
            let name = name.get_ref().to_string();
            if let Err(what) = is_class_name(&name) {
                reader.problems.push(Problem::new(at, what));
            } else if let Some(items) = reader.patterns(&name, items, false) {
                drafts.push(Draft { name, at, items });
            }
        }
    }
    reader.finish(drafts)
}

fn read_frames(text: &str, classes: &Classes) -> Result<Vec<Read>, Vec<Problem>> {
    let table = parsed(text)?;
    let mut reader = Reader::new(text);
    let mut frames: Vec<Read> = Vec::new();
    let mut spoken = None;
    for (key, value) in &table {
        let name = key.get_ref().as_ref();
        if CLASSES.contains(&name) {
            continue;
        }
        if name == "language" {
            spoken = language(value, &mut reader);
            continue;
        }
        if name != "frame" {
            let what = format!("unknown key `{name}` in a dictionary");
            let hint =
                "a dictionary is made of `language`, `[[frame]]` tables and a section `[classes]`";
            reader.problem(key.span(), what, hint);
            continue;
        }
        let DeValue::Array(tables) = value.get_ref() else {
            let what = "`frame` must be a list of tables";
            reader.problem(key.span(), what, "write `[[frame]]` with two brackets");
            continue;
        };
        if MAX_FRAMES < tables.len() {
            let what = format!("{} frames are more than {MAX_FRAMES}", tables.len());
            reader.problems.push(Problem::new(key.span(), what));
            continue;
        }
        for table in tables {
            frames.extend(frame(table, classes, &mut reader));
        }
    }
    frames.iter_mut().for_each(|it| it.frame.language = spoken);
    reader.finish(frames)
}

/// The language of all entries.
fn language(value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) -> Option<Language> {
    let language = match value.get_ref() {
        DeValue::String(code) => Language::from_code(code),
        _ => None,
    };
    if language.is_none() {
        let what = "`language` must be the code of a language";
        reader.problem(value.span(), what, "write `language = \"en\"`, or leave it out");
    }
    language
}

fn frame(value: &Spanned<DeValue<'_>>, classes: &Classes, reader: &mut Reader<'_>) -> Option<Read> {
    let DeValue::Table(table) = value.get_ref() else {
        reader.problems.push(Problem::new(value.span(), "a frame must be a table"));
        return None;
    };
    let n_before = reader.problems.len();
    let mut frame = Frame { line: reader.line(&value.span()), ..Frame::default() };
    let mut places: [Range<usize>; 2] = [value.span(), value.span()];
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("name", DeValue::String(text)) if !text.trim().is_empty() => {
                text.trim().clone_into(&mut frame.name);
                places[0] = value.span();
            }
            ("label", DeValue::String(text)) if !text.trim().is_empty() => {
                text.trim().clone_into(&mut frame.label);
            }
            ("parent", DeValue::String(text)) if !text.trim().is_empty() => {
                frame.parent = Some(text.trim().to_owned());
                places[1] = value.span();
            }
            ("about", DeValue::String(text)) => text.trim().clone_into(&mut frame.about),
            ("entries", DeValue::Array(items)) => {
                frame.entries = items.iter().filter_map(|it| reader.entry(it, classes)).collect();
            }
            ("name" | "label" | "about" | "parent", _) => {
                let what = format!("`{}` must be text that is not empty", key.get_ref());
                reader.problems.push(Problem::new(value.span(), what));
            }
            ("entries", _) => {
                let what = "`entries` must be a list";
                reader.problem(value.span(), what, "write `entries = [\"…\"]`");
            }
            (unknown, _) => {
                let what = format!("unknown key `{unknown}` in a frame");
                let hint = match nearest(unknown, KEYS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known keys are `{}`", KEYS.join("`, `")),
                };
                reader.problem(key.span(), what, hint);
            }
        }
    }
    if frame.name.is_empty() {
        reader.problem(value.span(), "a frame has no `name`", "write `name = \"…\"`");
        return None;
    }
    if frame.label.is_empty() {
        frame.label.clone_from(&frame.name);
    }
    let [name_at, parent_at] = places;
    // Of a frame with problems it is not known what it would hold.
    let is_whole = reader.problems.len() == n_before;
    is_whole.then_some(Read { frame, name_at, parent_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{Dictionary, read_texts};

    fn read(text: &str) -> Result<Dictionary, String> {
        read_texts(&[("frames.toml", text)])
    }

    #[test]
    fn frames_are_read_in_the_order_of_the_file() {
        let text = "[[frame]]\nname = \"b\"\nabout = \"B.\"\nlabel = \"The b\"\nentries = [\"x y\", \"z*\"]\n\
                    [[frame]]\nname = \"a\"\nentries = [\"w\"]\n";
        let frames = read(text).expect("a dictionary").frames;
        let shown = (frames[0].name.as_str(), frames[0].about.as_str(), frames[0].label.as_str());
        assert_eq!(shown, ("b", "B.", "The b"));
        assert_eq!(frames[0].entries[1].text, "z*");
        assert_eq!((frames[1].name.as_str(), frames[1].label.as_str()), ("a", "a"));
    }

    #[test]
    fn a_dictionary_may_say_its_language() {
        let text = "language = \"fr\"\n[[frame]]\nname = \"a\"\nentries = [\"accord\"]\n";
        let frame = &read(text).expect("a dictionary").frames[0];
        assert_eq!(frame.language, Language::from_code("fr"));
        assert_eq!(read(&text[16..]).expect("a dictionary").frames[0].language, None);
        let report = read(&text.replace("\"fr\"", "\"franglais\"")).expect_err("no language");
        assert!(report.contains("frames.toml:1:12"), "{report}");
    }

    #[test]
    fn all_problems_are_found_at_once() {
        let text = "[[frame]]\nname = \"a\"\nentires = [\"x\"]\n\
                    [[frame]]\nname = \"b\"\nentries = [\"*\", 7]\n[other]\n";
        let problems = read_frames(text, &Classes::new()).expect_err("problems");
        let whats: Vec<String> = problems.into_iter().map(|it| it.what).collect();
        assert_eq!(whats.len(), 4, "{whats:?}");
        assert!(whats.iter().any(|it| it.contains("`entires`")));
        assert!(whats.iter().any(|it| it.contains("matches every word")));
    }

    #[test]
    fn classes_are_shared_by_the_files_of_a_dictionary() {
        let frames = "[[frame]]\nname = \"a\"\nentries = [\"with @powers\"]\n";
        let classes =
            "[actors]\npowers = [\"russia\", \"@west\"]\n[classes]\nwest = \"the west\"\n";
        let dictionary =
            read_texts(&[("a.toml", frames), ("b.toml", classes)]).expect("a dictionary");
        let phrases = dictionary.frames[0].entries[0].rule.plain().expect("phrases");
        let powers = &phrases.0[0][1];
        assert_eq!(powers.words[0].text, "russia");
        assert_eq!(powers.phrases.as_ref().map(|it| it.0.len()), Some(1));
        let report = read(frames).expect_err("no such class");
        assert!(report.contains("frames.toml:3:18"), "{report}");
        assert!(report.contains("there is no class `powers`"), "{report}");
    }
}
