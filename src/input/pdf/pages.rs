//! The pages of a PDF in, its text out, less what every page repeats.

use std::collections::BTreeMap;

use pdf_extract::{Document, PlainTextOutput, output_doc_page};

use super::super::pieces::foreign;
use super::super::{Draft, Offsets};
use super::{FORMAT, guard};
use crate::notice::{Matter, Reason};

/// Fewest pages on which a line stands that is a running head.
const MIN_REPEATS: usize = 3;

/// Lines at the top and at the bottom of a page among which running heads stand.
const EDGE: usize = 2;

/// The text of each page.
pub(super) fn texts(bytes: &[u8]) -> Result<Vec<String>, Reason> {
    let failed = || Reason::Malformed("PDF: the reader failed".to_owned());
    let said = |err: &dyn std::fmt::Display| {
        let said: String =
            err.to_string().chars().filter(|it| !it.is_control()).take(200).collect();
        Reason::Malformed(format!("PDF: {said}"))
    };
    let document = foreign(|| Document::load_mem(bytes)).ok_or_else(failed)?;
    let document = document.map_err(|err| said(&err))?;
    if document.is_encrypted() || document.trailer.get(b"Encrypt").is_ok() {
        let problem = "PDF: it is encrypted; save it without a password";
        return Err(Reason::Malformed(problem.to_owned()));
    }
    foreign(|| guard::check_document(&document)).ok_or_else(failed)??;
    let mut texts = Vec::new();
    for page in document.get_pages().into_keys() {
        let mut text = String::new();
        let mut output = PlainTextOutput::new(&mut text);
        let result = foreign(|| output_doc_page(&document, &mut output, page));
        result.ok_or_else(failed)?.map_err(|err| said(&err))?;
        texts.push(text);
    }
    Ok(texts)
}

/// The article of some pages; running heads and page numbers are marked as furniture.
pub(super) fn draft(pages: &[String]) -> Result<Draft, Reason> {
    let pages: Vec<Vec<&str>> =
        pages.iter().map(|it| it.lines().map(str::trim).collect()).collect();
    if pages.iter().flatten().all(|it| it.is_empty()) {
        let problem = "the PDF holds no text layer, only images; have its text recognised first";
        return Err(Reason::NoText(problem.to_owned()));
    }
    let mut n_pages: BTreeMap<String, usize> = BTreeMap::new();
    for page in &pages {
        let mut edge: Vec<String> = edges(page).map(|i| normal(page[i])).collect();
        edge.sort();
        edge.dedup();
        edge.into_iter().for_each(|it| *n_pages.entry(it).or_default() += 1);
    }
    let is_running = |line: &str| {
        n_pages.get(&normal(line)).is_some_and(|n| MIN_REPEATS <= *n && pages.len() < 2 * n)
    };
    let mut draft = Draft::of_text(String::new(), Offsets::unknown(), FORMAT.name);
    for page in &pages {
        let edge: Vec<usize> = edges(page).collect();
        for (i, line) in page.iter().enumerate() {
            let is_cut = edge.contains(&i) && (is_running(line) || is_page_number(line));
            // Lines that follow one another are one paragraph, so that this one must stand alone.
            draft.text.push_str(if is_cut { "\n" } else { "" });
            let start = draft.text.len();
            draft.text.push_str(line);
            if is_cut {
                draft.furniture.push(start..draft.text.len());
            }
            draft.text.push_str(if is_cut { "\n\n" } else { "\n" });
        }
    }
    let problem = "read from a PDF: columns, captions and footnotes may stand in the wrong order";
    draft.matters.push(Matter::Form(problem.to_owned()));
    Ok(draft)
}

/// Places of the lines at the top and bottom of a page.
fn edges(page: &[&str]) -> impl Iterator<Item = usize> + use<> {
    let lines: Vec<usize> = (0..page.len()).filter(|i| !page[*i].is_empty()).collect();
    let n = lines.len();
    (0..n).filter(move |i| *i < EDGE || n <= i + EDGE).map(move |i| lines[i])
}

/// A line with every number written alike, as running heads bear that of their page.
fn normal(line: &str) -> String {
    let mut normal = String::new();
    for character in line.chars() {
        let character = if character.is_ascii_digit() { '0' } else { character };
        if character != '0' || !normal.ends_with('0') {
            normal.push(character);
        }
    }
    normal
}

fn is_page_number(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let line = line.strip_prefix("page ").unwrap_or(&line);
    let number = line.split_once([' ', '/']).map_or(line, |it| it.0);
    let is_number =
        |it: &str| (1..=4).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    let rest = line[number.len()..].trim_start_matches([' ', '/']).trim_start_matches("of ");
    is_number(number) && (rest.is_empty() || is_number(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_heads_and_page_numbers_are_furniture() {
        let page = |n: usize| {
            format!(
                "Harbour Ledger, p. {n}\nThe minister signed on day {n} of the talks.\nMore text.\nEnd {n}.\n{n}\n"
            )
        };
        let pages: Vec<String> = (1..5).map(page).collect();
        let draft = draft(&pages).expect("a draft");
        let cut: Vec<&str> = draft.furniture.iter().map(|it| &draft.text[it.clone()]).collect();
        assert!(cut.contains(&"Harbour Ledger, p. 3") && cut.contains(&"3"), "{cut:?}");
        assert!(!cut.contains(&"More text."), "{cut:?}");
    }

    #[test]
    fn pages_without_text_say_what_to_do() {
        assert!(matches!(draft(&[String::new()]), Err(Reason::NoText(_))));
    }
}
