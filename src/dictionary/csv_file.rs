//! Dictionaries in CSV: columns `frame` and `pattern`, a row an entry.

use super::classes::Classes;
use super::{Entry, Format, Frame, MAX_ENTRIES, MAX_FRAMES, Read, Rule, expand, pattern};
use crate::diagnostic::Problem;

pub(super) const FORMAT: Format =
    Format { extensions: &["csv"], read_classes: |_| Ok(Vec::new()), read_frames };

fn read_frames(text: &str, classes: &Classes) -> Result<Vec<Read>, Vec<Problem>> {
    let delimiter = crate::input::delimiter_of(text.as_bytes());
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let place = |header: &csv::StringRecord, names: &[&str]| {
        header.iter().position(|it| names.contains(&it.trim().to_lowercase().as_str()))
    };
    let header = reader.headers().cloned().unwrap_or_default();
    let columns = (place(&header, &["frame"]), place(&header, &["pattern", "entry"]));
    let (Some(frame_column), Some(entry_column)) = columns else {
        let what = "a dictionary in CSV needs the columns `frame` and `pattern`";
        let first_line = 0..text.find('\n').unwrap_or(text.len());
        return Err(vec![Problem::new(first_line, what)]);
    };
    let mut problems = Vec::new();
    let mut frames: Vec<Read> = Vec::new();
    let (mut n_rows, mut n_words) = (0, 0);
    for record in reader.records() {
        n_rows += 1;
        if MAX_ENTRIES < n_rows || MAX_FRAMES < frames.len() {
            let what = format!("more than {MAX_ENTRIES} entries or {MAX_FRAMES} frames");
            problems.push(Problem::new(0..0, what));
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(err) => {
                let start = err.position().map_or(0, |it| it.byte() as usize);
                problems.push(Problem::new(start..start, err.to_string()));
                continue;
            }
        };
        let start = record.position().map_or(0, |it| it.byte() as usize);
        let len = text[start..].find('\n').unwrap_or(text.len() - start);
        let line = record.position().map_or(0, |it| it.line() as usize);
        let name = record.get(frame_column).unwrap_or("").trim().to_owned();
        let text = record.get(entry_column).unwrap_or("").trim().to_owned();
        if name.is_empty() {
            problems.push(Problem::new(start..start + len, "the frame of this entry has no name"));
            continue;
        }
        let found = pattern::parse(&text, false)
            .and_then(|pattern| expand::target(&pattern, None, None, classes));
        let target = match found {
            Ok(target) => target,
            Err(wrong) => {
                let what = format!("in pattern `{text}`: {}", wrong.what);
                problems.push(Problem::new(start..start + len, what));
                continue;
            }
        };
        let entry = Entry::of(&text, Rule::of(target), line);
        n_words += entry.rule.n_words();
        if expand::MAX_SPELLED_OUT < n_words {
            let limit = expand::MAX_SPELLED_OUT;
            let what = format!("entries up to here hold more than {limit} words when spelled out");
            problems.push(Problem::new(start..start + len, what));
            break;
        }
        match frames.iter_mut().find(|it| it.frame.name == name) {
            Some(read) => read.frame.entries.push(entry),
            None => {
                let label = name.clone();
                let frame = Frame { name, label, entries: vec![entry], line, ..Frame::default() };
                let at = start..start + len;
                frames.push(Read { frame, name_at: at.clone(), parent_at: at });
            }
        }
    }
    if frames.is_empty() && problems.is_empty() {
        problems.push(Problem::new(0..0, "the dictionary holds no frame"));
    }
    if problems.is_empty() { Ok(frames) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Frame>, Vec<Problem>> {
        let frames = read_frames(text, &Classes::new())?;
        Ok(frames.into_iter().map(|it| it.frame).collect())
    }

    #[test]
    fn a_file_with_more_frames_than_there_may_be_is_refused_before_its_end() {
        let rows: String = (0..100_000).map(|i| format!("f{i},w{i}\n")).collect();
        let problems = read(&format!("frame,pattern\n{rows}")).expect_err("too many");
        assert!(problems[0].what.contains("1000 frames"), "{}", problems[0].what);
    }

    #[test]
    fn rows_of_one_frame_are_its_entries() {
        let frames = read("frame,pattern\na,x*\nb,y z\na,w\n").expect("a dictionary");
        let texts: Vec<_> = frames[0].entries.iter().map(|it| it.text.as_str()).collect();
        assert_eq!((frames[0].name.as_str(), texts), ("a", vec!["x*", "w"]));
    }

    #[test]
    fn a_wrong_entry_is_named_with_its_line() {
        let problems = read("frame,pattern\na,*\n").expect_err("a problem");
        assert_eq!(problems[0].span, 14..17);
    }
}
