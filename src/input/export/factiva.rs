//! Factiva: articles with two-letter codes (`HD`, `SN`, `PD`, `LP`, `TD` …), or in the plain layout,
//! each ended by its number (`Document HRBL000020251113elbd00001`).

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Line, Page, field, is_word_count, language, lines};
use crate::input::Draft;
use crate::notice::Reason;

const FORMAT: &str = "factiva";

/// Codes that are read or passed over.
const CODES: &[&str] = &[
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX",
    "LP", "TD", "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM",
];

/// The number that ends an article.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^Document ([A-Z]{2,12}[0-9]{8,}[0-9a-z]+)$"));

/// A day in the plain layout.
static DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9]{1,2} [A-Z][a-zé]+ [0-9]{4}$"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of exports are constant and valid")
}

/// The articles of an export; `None` where the text is none.
pub(super) fn read(page: &Page<'_>) -> Option<Vec<Result<Draft, Reason>>> {
    let holds = |mark: &str| memchr::memmem::find(page.text.as_bytes(), mark.as_bytes()).is_some();
    if !holds("Document ") {
        return None;
    }
    let lines = lines(page.text);
    let is_end = |it: &Line<'_>| {
        let number = coded(it).filter(|it| it.0 == "AN").map_or(it.text, |it| it.1.text);
        NUMBER.is_match(number)
    };
    if !lines.iter().any(is_end) {
        return None;
    }
    let mut articles = Vec::new();
    for chunk in lines.split_inclusive(|it| is_end(it)) {
        let is_coded = |name: &str| chunk.iter().any(|it| coded(it).is_some_and(|it| it.0 == name));
        let found = if is_coded("HD") && (is_coded("LP") || is_coded("TD")) {
            Some(with_codes(chunk, page))
        } else if chunk.last().is_some_and(is_end) {
            plain(chunk)
        } else {
            None
        };
        articles.extend(found.map(|it| it.draft(page, FORMAT)));
    }
    (!articles.is_empty()).then_some(articles)
}

/// The code that a line begins with, and the rest of it. A code stands alone, or before a tab, two
/// spaces or a space that does not break, so that words in capitals are none.
fn coded<'t>(line: &Line<'t>) -> Option<(&'t str, Line<'t>)> {
    let end = line.text.find(|it: char| !it.is_ascii_uppercase()).unwrap_or(line.text.len());
    let (code, rest) = line.text.split_at(end);
    if !CODES.contains(&code) {
        return None;
    }
    let is_apart = rest.is_empty() || rest.starts_with(['\t', '\u{A0}']) || rest.starts_with("  ");
    // The lines that end an article and say its length are written with one space too.
    let is_known = || match code {
        "AN" => NUMBER.is_match(rest.trim()),
        "WC" => is_word_count(rest.trim()),
        _ => false,
    };
    if !(is_apart || rest.starts_with(' ') && is_known()) {
        return None;
    }
    let text = rest.trim_start();
    Some((code, Line { text, start: line.start + line.text.len() - text.len() }))
}

/// Reads an article with codes; what stands on lines behind a code belongs to it.
fn with_codes(chunk: &[Line<'_>], page: &Page<'_>) -> Found {
    let mut found = Found::default();
    let starts: Vec<usize> = (0..chunk.len()).filter(|it| coded(&chunk[*it]).is_some()).collect();
    for (n, &i) in starts.iter().enumerate() {
        let next = starts.get(n + 1).copied().unwrap_or(chunk.len());
        let Some((code, first)) = coded(&chunk[i]) else { continue };
        let first = Some(first).filter(|it| !it.text.is_empty());
        let Some(start) = first.or_else(|| chunk.get(i + 1).filter(|_| i + 1 < next).copied())
        else {
            continue;
        };
        let last = if i + 1 < next { chunk[next - 1] } else { start };
        let range = start.start..last.end();
        let value = &page.text[range.clone()];
        match code {
            "HD" => found.title = found.title.or(Some(range)),
            "LP" | "TD" => found.body.push(range),
            "BY" => found.fields.author = field(value),
            "PD" => found.fields.date = field(value),
            "SN" => found.fields.source = field(value),
            "LA" => found.fields.language = language(value),
            "SE" => found.put(page.names, "section", value),
            _ => found.put(page.names, code, value),
        }
    }
    found
}

/// Reads an article in the plain layout: headline, writer, length, day, outlet, …, copyright, text.
fn plain(chunk: &[Line<'_>]) -> Option<Found> {
    let length = chunk.iter().position(|it| is_word_count(it.text))?;
    let title = chunk.get(..length)?.first()?;
    let mut found = Found { title: Some(title.range()), ..Found::default() };
    found.fields.author = chunk[1..length].last().and_then(|it| field(it.text));
    let head = &chunk[length + 1..];
    let day = head.iter().take(3).position(|it| DAY.is_match(it.text))?;
    found.fields.date = field(head[day].text);
    let is_hour = |it: &Line<'_>| it.text.len() == 5 && it.text.as_bytes()[2] == b':';
    let source = head[day + 1..].iter().find(|it| !is_hour(it))?;
    found.fields.source = field(source.text);
    let tail = head.get(day + 1..head.len() - 1)?;
    let is_language = |it: &&Line<'_>| language(it.text).is_some_and(|it| it.value.len() == 2);
    found.fields.language = tail.iter().take(8).find(is_language).and_then(|it| language(it.text));
    // The text begins behind the copyright, or where there is none behind the language.
    let is_copyright = |it: &Line<'_>| {
        let text = it.text.to_lowercase();
        text.starts_with('©') || text.starts_with("(c)") || text.starts_with("copyright")
    };
    let start = tail.iter().take(12).position(is_copyright);
    let start = start.or_else(|| tail.iter().take(8).position(|it| is_language(&it)))?;
    let body = &tail[start + 1..];
    found.body = body
        .first()
        .zip(body.last())
        .map(|(first, last)| first.start..last.end())
        .into_iter()
        .collect();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{articles, told};

    const CODED: &str = "SE  News\nHD  A pact and its price\nBY  By Ilse Varga\nWC  845 words\nPD  13 November 2025\n\
        ET  10:15\nSN  The Harbour Ledger\nSC  HRBL\nLA  English\nCY  Copyright 2025\n\nLP\nThe minister signed.\n\n\
        IN the port nobody looked up.\nTD  The cranes stood still.\n\nIt rained.\nCO  ship : Ships\nAN  Document HRBL000020251113elbd00001\n\n\
        HD\nCranes\nWC\n12 words\nPD\n14 November 2025\nSN\nNorthgate Wire\nLP\nThe cranes moved.\nAN\nDocument NRTW000020251114elbe00002\n";

    #[test]
    fn articles_with_codes_are_read_with_their_fields() {
        let found = articles(CODED);
        assert_eq!(found.len(), 2);
        let first = found[0].as_ref().expect("an article");
        assert_eq!(
            first.text,
            "A pact and its price\n\nThe minister signed.\n\nIN the port nobody looked up.\n\n\
             The cranes stood still.\n\nIt rained."
        );
        assert_eq!(
            told(first),
            ["The Harbour Ledger", "13 November 2025", "By Ilse Varga", "en"].map(Some)
        );
        let second = found[1].as_ref().expect("an article");
        assert_eq!(second.text, "Cranes\n\nThe cranes moved.");
        assert_eq!(told(second), [Some("Northgate Wire"), Some("14 November 2025"), None, None]);
        let start = second.text.find("moved").expect("the word is there");
        let (from, to) = second.offsets.file_range(start, start + 5).expect("a range");
        assert_eq!(&CODED[from as usize..to as usize], "moved");
    }

    #[test]
    fn the_plain_layout_is_read() {
        let text = "A pact and its price\nBy Ilse Varga\n845 words\n13 November 2025\n10:15\nThe Harbour Ledger\nHRBL\n\
            English\nCopyright 2025. The Harbour Ledger.\n\nThe minister signed.\n\nNobody looked up.\n\n\
            Document HRBL000020251113elbd00001\n\nSearch Summary\nText accord\n";
        let found = articles(text);
        assert_eq!(found.len(), 1);
        let first = found[0].as_ref().expect("an article");
        assert_eq!(first.text, "A pact and its price\n\nThe minister signed.\n\nNobody looked up.");
        assert_eq!(
            told(first),
            ["The Harbour Ledger", "13 November 2025", "By Ilse Varga", "en"].map(Some)
        );
    }

    #[test]
    fn an_article_that_names_a_document_is_no_export() {
        assert!(articles("HD is a code.\nDocument 7 was signed.\n").is_empty());
        assert!(articles("A text.\nDocument HRBL000020251113elbd00001\n").is_empty());
    }
}
