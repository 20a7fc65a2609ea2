//! What a run found, on one screen: at most 40 lines of 80 columns.

mod frames;

use framescope::Summary;
use framescope::charts::grouped;
use framescope::corpus::By;
use framescope::output::Part;
use unicode_width::UnicodeWidthChar;

use super::args::Style;
use super::terminal::{WIDTH, columns, folded, visible};

/// Lines of the whole summary.
const MOST_LINES: usize = 40;

/// Findings that the summary states; more stand in the table.
const MOST_FINDINGS: usize = 5;

/// Reasons for skipping that are told; the table has all.
const MOST_REASONS: usize = 4;

/// Renders the summary: findings have the room that the table of frames leaves.
pub(super) fn render(summary: &Summary, style: Style) -> String {
    let head = head(summary);
    let (legend, files) = (frames::legend(summary), files(summary));
    let findings: Vec<Vec<String>> = summary.findings.iter().map(|it| finding(it)).collect();
    // Blank lines stand between the parts.
    let taken = head.len() + legend.len() + files.len() + 3;
    let least: usize = findings.iter().take(1).map(|it| it.len() + 2).sum();
    let table = frames::table(summary, style, MOST_LINES - (taken + least).min(MOST_LINES));
    let room = MOST_LINES.saturating_sub(taken + table.len() + 1);
    let parts = [head, table, legend, chosen(&findings, room), files];
    let parts = parts.into_iter().filter(|it| !it.is_empty()).map(|it| it.join("\n"));
    parts.collect::<Vec<_>>().join("\n\n")
}

/// How much was read, and what was not.
fn head(summary: &Summary) -> Vec<String> {
    let tally = summary.tally;
    let found = format!(
        "{} found = {} analysed + {} duplicate + {} skipped",
        many(tally.found, "article", "articles"),
        tally.analysed,
        tally.duplicate,
        tally.skipped
    );
    let dates = match &summary.dates {
        Some((first, last)) if first == last => format!(", {first}"),
        Some((first, last)) => format!(", {first} to {last}"),
        None => String::new(),
    };
    let undated = match summary.n_undated {
        0 => String::new(),
        n => format!(" ({} without a date, see documents.csv)", grouped(n)),
    };
    let words = many(summary.n_tokens, "word", "words");
    let mut lines = lines(&found, 2);
    lines.extend(skipped(summary));
    lines.extend(self::lines(&format!("{words}, {}{dates}{undated}", groups(summary)), 2));
    if 0 < summary.n_shared {
        let n = many(summary.n_shared, "article repeats", "articles repeat");
        let line = format!("{n} an earlier one that counts too: see tables/duplicates.csv");
        lines.extend(self::lines(&line, 2));
    }
    lines
}

/// Why articles were skipped.
fn skipped(summary: &Summary) -> Vec<String> {
    let mut reasons: Vec<_> = summary.skipped.iter().map(|it| (it.2, it.0.as_str())).collect();
    if reasons.is_empty() {
        return Vec::new();
    }
    reasons.sort_by_key(|it| std::cmp::Reverse(it.0));
    let mut words: Vec<String> = reasons
        .iter()
        .take(MOST_REASONS)
        .map(|(n, code)| format!("{} {}", grouped(*n), code.replace('_', " ")))
        .collect();
    if MOST_REASONS < reasons.len() {
        words.push("…".to_owned());
    }
    lines(&format!("skipped: {} (why: tables/documents.csv)", words.join(", ")), 2)
}

/// How many sources there are, or how many groups by what.
fn groups(summary: &Summary) -> String {
    let by = &summary.by;
    let n = summary.sources.len() as u64;
    let nouns = many(n, &by.words("source"), &by.words("sources"));
    if *by == By::Source { nouns } else { format!("{nouns} by {}", shown(by.name(), 24)) }
}

/// A finding as lines.
fn finding(sentence: &str) -> Vec<String> {
    lines(&format!("- {}.", visible(sentence)), 2)
}

/// The first findings, as many as there is room for.
fn chosen(findings: &[Vec<String>], room: usize) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    let mut n_told = 0;
    for finding in findings.iter().take(MOST_FINDINGS) {
        // One line tells of those that are left out.
        let is_last = n_told + 1 == findings.len();
        if room < chosen.len() + finding.len() + usize::from(!is_last) {
            break;
        }
        chosen.extend_from_slice(finding);
        n_told += 1;
    }
    if n_told < findings.len() && chosen.len() < room {
        let n = (findings.len() - n_told) as u64;
        let nouns =
            if n_told == 0 { ["clear finding", "clear findings"] } else { ["more", "more"] };
        let lead = if n_told == 0 { "" } else { "… and " };
        chosen.push(format!("{lead}{} in tables/findings.csv", many(n, nouns[0], nouns[1])));
    }
    chosen
}

/// Where the files are. A path is never cut: it could not be opened.
fn files(summary: &Summary) -> Vec<String> {
    let output = visible(&summary.output.display().to_string());
    let file = |part: &Part| match part {
        Part::Tables => ("tables/", "one CSV a table; datapackage.json tells the columns"),
        Part::Charts => ("charts/", "emphasis.png, levels.png, …"),
        Part::Report => ("report.html", "all of it on one page, with the passages"),
    };
    let line = |(path, about): (&str, &str)| {
        let path = format!("{output}/{path:<11}");
        let is_room = columns(&path) + 2 + columns(about) <= WIDTH;
        if is_room { format!("{path}  {about}") } else { path.trim_end().to_owned() }
    };
    summary.parts.iter().map(file).map(line).collect()
}

/// A sentence as lines of the terminal, those after the first indented.
fn lines(text: &str, indent: usize) -> Vec<String> {
    folded(text, indent).lines().map(str::to_owned).collect()
}

/// A name on one line, in so many columns.
fn shown(name: &str, most: usize) -> String {
    cut(&visible(name).replace('\n', " "), most)
}

/// A count with its noun.
pub(super) fn many(n: u64, one: &str, more: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { more })
}

/// A text in so many columns; of a longer one the beginning and `…`.
pub(super) fn cut(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut width = 1;
    let mut short = String::new();
    for character in text.chars() {
        width += character.width().unwrap_or(0);
        if most < width {
            break;
        }
        short.push(character);
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_to_columns_and_not_to_letters() {
        assert_eq!(cut("Қазақстан", 9), "Қазақстан");
        assert_eq!(cut("Қазақстан", 6), "Қазақ…");
        assert_eq!(cut("人民日报海外版", 14), "人民日报海外版");
        assert_eq!(cut("人民日报海外版", 8), "人民日…");
        assert_eq!(cut("Gulf Review", 6), "Gulf…");
    }

    #[test]
    fn findings_are_told_as_long_as_there_is_room() {
        let findings: Vec<Vec<String>> = (0..7).map(|_| vec!["a".into(), "b".into()]).collect();
        assert_eq!(chosen(&findings, 20).len(), 2 * MOST_FINDINGS + 1);
        assert_eq!(
            chosen(&findings, 5).last().map(String::as_str),
            Some("… and 5 more in tables/findings.csv")
        );
        assert_eq!(chosen(&findings, 2), ["7 clear findings in tables/findings.csv"]);
        assert_eq!(chosen(&findings[..1], 2).len(), 2);
        assert!(chosen(&findings, 0).is_empty());
    }
}
