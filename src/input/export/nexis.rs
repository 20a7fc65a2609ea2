//! Nexis Uni and its forerunners: headline, outlet and date, labelled lines, body, classification.
//!
//! Two layouts are read. The present one ends each article with `End of Document` and opens its
//! text with `Body`; the older one opens each article with `3 of 50 DOCUMENTS` and has labels in
//! capitals before and behind the text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Line, Page, field, is_word_count, language, lines};
use crate::input::Draft;
use crate::notice::Reason;

const FORMAT: &str = "nexis";

/// The line that ends an article in the present layout.
const END: &str = "End of Document";

/// The line that opens an article in the older layout.
static OPENING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[0-9]{1,6} of [0-9]{1,6} DOCUMENTS?$"));

/// The day at the head of a line, or the month of a magazine; what follows is a weekday, an hour
/// or an edition.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i)((?:(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october) (?:[0-9]{1,2}, )?[0-9]{4}|[0-9]{1,2}\.? (?:(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october),? [0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ ,;].*)?$",
    )
});

/// Labels that stand before the text, and may stand behind it in the older layout.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i)(section|length|byline|dateline|highlight|headline|series|body|language|publication-type|journal-code|load-date|graphic|correction-date|correction|subject|industry|organization|company|ticker|person|city|state|country|geographic|type|url|document-type|column|note|rubrik|autor) *:[ \t\u{A0}]*(.*)$",
    )
});

/// Labels that open what stands behind the text.
const BEHIND: &[&str] = &[
    "load-date",
    "language",
    "publication-type",
    "journal-code",
    "graphic",
    "subject",
    "correction-date",
    "organization",
    "industry",
    "geographic",
    "document-type",
    "type",
    "url",
];

fn is_behind(name: &str) -> bool {
    BEHIND.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Labels that stand before the text.
const BEFORE: &[&str] =
    &["section", "length", "byline", "dateline", "highlight", "headline", "series", "column"];

/// Lines that open what stands behind the text in the present layout.
const HEADINGS_BEHIND: &[&str] = &["Classification", "Graphic", "Graphics"];

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of exports are constant and valid")
}

/// The articles of an export; `None` where the text is none.
pub(super) fn read(page: &Page<'_>) -> Option<Vec<Result<Draft, Reason>>> {
    let holds = |mark: &str| memchr::memmem::find(page.text.as_bytes(), mark.as_bytes()).is_some();
    if !holds(END) && !holds(" DOCUMENT") {
        return None;
    }
    let lines = lines(page.text);
    let labels = lines.iter().filter(|it| is_label(it, "load-date") || is_length(it)).count();
    if labels == 0 {
        return None;
    }
    let is_old = lines.iter().any(|it| OPENING.is_match(it.text));
    let mut articles = Vec::new();
    let chunks = lines.split(|it| if is_old { OPENING.is_match(it.text) } else { it.text == END });
    for (i, chunk) in chunks.enumerate() {
        // Before the first opening stands a list of what was searched for, behind the last end nothing.
        let is_mark =
            |it: &Line<'_>| is_label(it, "load-date") || is_length(it) || it.text == "Body";
        let is_article = chunk.iter().any(is_mark);
        if is_article && !(is_old && i == 0) {
            articles.push(article(chunk, page, is_old).draft(page, FORMAT));
        }
    }
    (!articles.is_empty()).then_some(articles)
}

fn label<'t>(line: &Line<'t>) -> Option<(&'t str, &'t str)> {
    let found = LABEL.captures(line.text)?;
    Some((found.get(1)?.as_str(), found.get(2)?.as_str().trim()))
}

fn is_label(line: &Line<'_>, name: &str) -> bool {
    label(line).is_some_and(|it| it.0.eq_ignore_ascii_case(name))
}

fn is_length(line: &Line<'_>) -> bool {
    label(line).is_some_and(|it| it.0.eq_ignore_ascii_case("length") && is_word_count(it.1))
}

fn is_copyright(line: &Line<'_>) -> bool {
    line.text.starts_with("Copyright ") || line.text.starts_with('©')
}

/// Reads the lines of one article.
fn article(chunk: &[Line<'_>], page: &Page<'_>, is_old: bool) -> Found {
    let mut found = Found::default();
    let opening = chunk.iter().position(|it| it.text == "Body");
    let first_label = chunk.iter().position(|it| label(it).is_some() || is_copyright(it));
    let head =
        &chunk[..opening.or(first_label).unwrap_or(0).min(first_label.unwrap_or(usize::MAX))];
    masthead(head, is_old, &mut found);
    let start = match opening {
        Some(i) => i + 1,
        None => after_labels(chunk, first_label.unwrap_or(0)),
    };
    let end = behind(chunk, start, is_old);
    let others = chunk[..start].iter().chain(&chunk[end..]);
    for (name, value) in others.filter_map(label) {
        labelled(name, value, page, &mut found);
    }
    if found.title.is_none()
        && let Some(line) = chunk[..start].iter().find(|it| is_label(it, "headline"))
        && let Some((_, value)) = label(line)
    {
        found.title = Some(line.end() - value.len()..line.end());
    }
    found.body.extend(body(chunk, start..end));
    found
}

/// The stretch of the text that some lines cover.
fn body(chunk: &[Line<'_>], lines: Range<usize>) -> Option<Range<usize>> {
    let lines = chunk.get(lines)?;
    Some(lines.first()?.start..lines.last()?.end())
}

/// Headline, outlet and date, which bear no labels: the outlet stands before the date, and the
/// headline before the outlet; in the older layout behind the date.
fn masthead(head: &[Line<'_>], is_old: bool, found: &mut Found) {
    let is_date = |it: &Line<'_>| DATE.is_match(it.text);
    // A list of all articles may stand before the first one, so the last date counts. A date that
    // is not understood is the last line.
    let dated = if is_old { head.iter().position(is_date) } else { head.iter().rposition(is_date) };
    let Some(dated) = dated.or(head.len().checked_sub(1)) else { return };
    let line = |back: usize| dated.checked_sub(back).map(|i| head[i]);
    let behind = head[dated + 1..].iter().filter(|it| !is_edition(it));
    let title = match is_old {
        true => behind.map(Line::range).reduce(|first, next| first.start..next.end),
        false => line(2).map(|it| it.range()),
    };
    let date = DATE.captures(head[dated].text).and_then(|it| field(&it[1]));
    found.fields.date = date.or_else(|| field(head[dated].text));
    found.fields.source = line(1).and_then(|it| field(it.text));
    found.title = title;
}

/// Whether a line names the edition of a paper, which stands behind the date.
fn is_edition(line: &Line<'_>) -> bool {
    let text = line.text.to_ascii_lowercase();
    text.contains("edition") || text.starts_with("first ") && text.len() < 20
}

/// Where the text begins in an article that does not say so: behind the first run of labels.
fn after_labels(chunk: &[Line<'_>], first: usize) -> usize {
    let is_head = |it: &Line<'_>| {
        is_copyright(it)
            || it.text == "All Rights Reserved"
            || label(it).is_some_and(|it| BEFORE.iter().any(|name| name.eq_ignore_ascii_case(it.0)))
    };
    // A long label may go on for a line before the next one.
    let mut start = first;
    while let Some(next) = chunk.get(start..chunk.len().min(start + 2)) {
        match next.iter().position(is_head) {
            Some(i) => start += i + 1,
            None => break,
        }
    }
    start
}

/// Where the text ends: at the classification.
fn behind(chunk: &[Line<'_>], start: usize, is_old: bool) -> usize {
    let is_behind = |it: &Line<'_>| match label(it) {
        Some((name, _)) if is_old => name.to_ascii_uppercase() == name && is_behind(name),
        Some((name, _)) => name == "Load-Date",
        None => HEADINGS_BEHIND.contains(&it.text),
    };
    chunk.iter().skip(start).position(is_behind).map_or(chunk.len(), |i| start + i)
}

/// Keeps a labelled value where a field or the variable stands for it.
fn labelled(name: &str, value: &str, page: &Page<'_>, found: &mut Found) {
    let fields = &mut found.fields;
    match name.to_ascii_lowercase().as_str() {
        "byline" | "autor" => fields.author = fields.author.take().or_else(|| field(value)),
        "language" => fields.language = fields.language.take().or_else(|| language(value)),
        "url" => fields.url = fields.url.take().or_else(|| field(value)),
        // What happened to the text in the database is no date of the article.
        "body" | "load-date" | "headline" => {}
        _ => found.put(page.names, name, value),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{articles, told};

    const PRESENT: &str = "User Name: A. Reader\nDocuments (2)\n1. A pact and its price\n2. Cranes\n\n\
        A pact and its price\n\nThe Harbour Ledger\n\nNovember 13, 2025 Thursday\n\nLate Edition - Final\n\n\
        Copyright 2025 The Harbour Ledger All Rights Reserved\n\nSection: Section A; Pg. 1\n\nLength: 1,203 words\n\n\
        Byline: By Ilse Varga\n\nBody\n\n\nThe minister signed.\n\nNobody looked up.\n\nGraphic\n\n \nPhoto of a crane.\n\n\
        Classification\n\nLanguage: ENGLISH\n\nPublication-Type: Newspaper\n\nLoad-Date: November 14, 2025\n\n\
        End of Document\n\n\nCranes\nNorthgate Wire\n14 November 2025 Friday 10:45 AM GMT\nCopyright 2025 Wire\n\
        Length: 7 words\nBody\nThe cranes stood still.\nLoad-Date: November 15, 2025\nEnd of Document\n";

    #[test]
    fn the_present_layout_is_cut_into_articles_with_their_fields() {
        let found = articles(PRESENT);
        assert_eq!(found.len(), 2);
        let first = found[0].as_ref().expect("an article");
        assert_eq!(first.text, "A pact and its price\n\nThe minister signed.\n\nNobody looked up.");
        assert_eq!(
            told(first),
            ["The Harbour Ledger", "November 13, 2025", "By Ilse Varga", "en"].map(Some)
        );
        let second = found[1].as_ref().expect("an article");
        assert_eq!(second.text, "Cranes\n\nThe cranes stood still.");
        assert_eq!(told(second), [Some("Northgate Wire"), Some("14 November 2025"), None, None]);
    }

    #[test]
    fn places_lead_back_to_the_export() {
        let found = articles(PRESENT);
        for (article, word) in [(0, "price"), (0, "Nobody"), (1, "Cranes"), (1, "still")] {
            let draft = found[article].as_ref().expect("an article");
            let start = draft.text.find(word).expect("the word is there");
            let (from, to) = draft.offsets.file_range(start, start + word.len()).expect("a range");
            assert_eq!(&PRESENT[from as usize..to as usize], word);
        }
    }

    #[test]
    fn the_older_layout_is_read_too() {
        let text = "Terms: accord\n\n                1 of 2 DOCUMENTS\n\n          The Harbour Ledger\n\n\
            November 13, 2025 Thursday\n   Late Edition\n\nA pact and\nits price\n\nBYLINE: By ILSE VARGA\n\n\
            SECTION: Pg. 1\n\nLENGTH: 12 words\n\nDATELINE: LOWMARK\n\nThe minister signed.\n\nNobody looked up.\n\n\
            LOAD-DATE: November 14, 2025\n\nLANGUAGE: ENGLISH\n\n       Copyright 2025 The Harbour Ledger\n\n\
                            2 of 2 DOCUMENTS\n\nNorthgate Wire\n\nNovember 14, 2025\n\nCranes\n\nLENGTH: 4 words\n\n\
            The cranes stood still.\n\nLOAD-DATE: November 15, 2025\n";
        let found = articles(text);
        assert_eq!(found.len(), 2);
        let first = found[0].as_ref().expect("an article");
        assert_eq!(
            first.text,
            "A pact and\nits price\n\nThe minister signed.\n\nNobody looked up."
        );
        assert_eq!(
            told(first),
            ["The Harbour Ledger", "November 13, 2025", "By ILSE VARGA", "en"].map(Some)
        );
        let second = found[1].as_ref().expect("an article");
        assert_eq!(second.text, "Cranes\n\nThe cranes stood still.");
    }

    #[test]
    fn an_article_without_a_body_is_a_skipped_record() {
        let found = articles("A\nWire\nMay 3, 2025\nLength: 7 words\nEnd of Document\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].is_err());
    }

    #[test]
    fn an_article_about_documents_is_no_export() {
        assert!(articles("It was the End of Document\nLength: short\n").is_empty());
        assert!(articles("The list has 3 of 5 DOCUMENTS\n\nand a text.\n").is_empty());
    }
}
