//! Exports of news databases: many articles in one text, told by what stands between them.

mod factiva;
mod nexis;

use std::ops::Range;

use super::decode::Decoded;
use super::fields::{Field, FieldNames, Fields, Origin};
use super::{Articles, Draft, Offsets};
use crate::notice::Reason;

/// A text as it was read from a file, with where it stands there.
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) offsets: &'t Offsets,
    pub(super) names: &'t FieldNames,
}

/// The articles of a text that is an export; `None` where it is none.
pub(super) fn read(page: &Page<'_>) -> Option<Articles> {
    let articles = nexis::read(page).or_else(|| factiva::read(page))?;
    Some(Articles::Many(articles))
}

/// The articles of a decoded file that is an export; `None` where it is none.
pub(super) fn read_decoded(decoded: &Decoded<'_>, names: &FieldNames) -> Option<Articles> {
    let page = Page { text: &decoded.text, offsets: &decoded.offsets, names };
    let Articles::Many(mut articles) = read(&page)? else { return None };
    for draft in articles.iter_mut().flatten() {
        draft.set_encoding(decoded.told());
    }
    Some(Articles::Many(articles))
}

/// A line of a text, without white space around it.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    text: &'t str,
    /// Byte at which it begins.
    start: usize,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn range(&self) -> Range<usize> {
        self.start..self.end()
    }
}

/// The lines of a text that are not blank.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let text = whole.trim_start_matches(is_blank);
        let line =
            Line { text: text.trim_end_matches(is_blank), start: start + whole.len() - text.len() };
        if !line.text.is_empty() {
            lines.push(line);
        }
        start += whole.len();
    }
    lines
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{FEFF}' | '\u{200B}')
}

/// An article of an export while it is put together.
#[derive(Default)]
struct Found {
    title: Option<Range<usize>>,
    /// Stretches of the text that are the body.
    body: Vec<Range<usize>>,
    fields: Fields,
}

impl Found {
    fn put(&mut self, names: &FieldNames, name: &str, value: &str) {
        self.fields.put(names, name, value, Origin::Field);
    }

    /// The draft; the reason where there is no body.
    fn draft(self, page: &Page<'_>, format: &'static str) -> Result<Draft, Reason> {
        let (mut text, mut offsets) = (String::new(), Offsets::empty());
        for range in &self.body {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            offsets.append(text.len(), &page.offsets.within(range.clone()));
            text.push_str(&page.text[range.clone()]);
        }
        if text.trim().is_empty() {
            return Err(Reason::NoText(format!("article of a {format} export without a body")));
        }
        let mut draft = Draft::of_text(text, offsets, format);
        if let Some(title) = self.title {
            let value = page.text[title.clone()].to_owned();
            draft.fields.title = field(&value);
            draft = draft.with_title(&value, &page.offsets.within(title));
        }
        let title = draft.fields.title.take();
        draft.fields = Fields { title, ..self.fields };
        Ok(draft)
    }
}

fn field(value: &str) -> Option<Field> {
    let value = value.trim();
    (!value.is_empty()).then(|| Field { value: value.to_owned(), origin: Origin::Field })
}

/// Languages by their English names, as databases write them.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hungarian", "hu"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("kazakh", "kk"),
    ("norwegian", "no"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// The code of a language that is named in English; what is not known stays as it is.
fn language(name: &str) -> Option<Field> {
    let name = name.split([';', ',']).next().unwrap_or("").trim();
    let code = LANGUAGES.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1);
    field(code.unwrap_or(name))
}

/// Whether a line says how many words an article has.
fn is_word_count(line: &str) -> bool {
    let Some((number, rest)) = line.split_once(' ') else { return false };
    let is_number = number.starts_with(|it: char| it.is_ascii_digit())
        && number.chars().all(|it| it.is_ascii_digit() || matches!(it, ',' | '.'));
    is_number && matches!(rest.trim().to_ascii_lowercase().as_str(), "words" | "word")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The articles of a text; none where it is no export.
    pub(super) fn articles(text: &str) -> Vec<Result<Draft, Reason>> {
        let (offsets, names) = (Offsets::at(0), FieldNames::default());
        match read(&Page { text, offsets: &offsets, names: &names }) {
            Some(Articles::Many(articles)) => articles,
            _ => Vec::new(),
        }
    }

    /// Source, date, author and language of an article.
    pub(super) fn told(draft: &Draft) -> [Option<&str>; 4] {
        let Fields { source, date, author, language, .. } = &draft.fields;
        [source, date, author, language].map(|it| it.as_ref().map(|it| it.value.as_str()))
    }
}
