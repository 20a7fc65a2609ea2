//! What a run found, on one screen.

use std::fmt::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use framescope::Summary;
use framescope::charts::grouped;
use framescope::corpus::By;
use framescope::output::Part;
use framescope::summary::{FrameSummary, SourceSummary};

use super::args::Style;
use super::terminal::visible;

/// Sources that the summary shows; more stand in the table.
const MOST_SOURCES: usize = 20;

/// Frames that the summary shows side by side.
const MOST_FRAMES: usize = 4;

/// Findings that the summary states; more stand in the table.
const MOST_FINDINGS: usize = 5;

/// Longest name of a source, in characters.
const MAX_NAME: usize = 24;

/// Renders the summary.
pub(super) fn render(summary: &Summary, style: Style) -> String {
    let mut text = String::new();
    let tally = summary.tally;
    let _ = writeln!(
        text,
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
        n => format!(" ({n} without a date, see documents.csv)"),
    };
    let _ = writeln!(
        text,
        "{}, {}{dates}{undated}\n",
        many(summary.n_tokens, "word", "words"),
        groups(summary),
    );
    if 0 < summary.n_shared {
        let n = many(summary.n_shared, "article repeats", "articles repeat");
        let _ = writeln!(
            text,
            "{n} an earlier one that counts too: see tables/duplicates.csv, emphasis_unique.csv\n"
        );
    }
    let _ = write!(text, "{}", table(summary, style));
    let _ = writeln!(text, "\n{}", legend(summary));
    text.push_str(&findings(summary));
    let output = visible(&summary.output.display().to_string());
    text.push('\n');
    for part in &summary.parts {
        let (path, what) = match part {
            Part::Tables => {
                ("tables/", "emphasis.csv, frame_hits.csv (every hit with its sentence), …")
            }
            Part::Charts => ("charts/", "emphasis.png, levels.png, …"),
            Part::Report => ("report.html", "all of it on one page, with the passages behind it"),
        };
        let _ = writeln!(text, "{output}/{path}  {what}");
    }
    text
}

/// How many sources there are, or how many groups by what.
fn groups(summary: &Summary) -> String {
    let by = &summary.by;
    let n = summary.sources.len() as u64;
    let nouns = many(n, &by.words("source"), &by.words("sources"));
    if *by == By::Source { nouns } else { format!("{nouns} by {}", visible(by.name())) }
}

/// The clear differences in sentences; nothing where there is none.
fn findings(summary: &Summary) -> String {
    let mut text = String::new();
    for sentence in summary.findings.iter().take(MOST_FINDINGS) {
        let _ = write!(text, "\n- {}.", visible(sentence));
    }
    if MOST_FINDINGS < summary.findings.len() {
        let n = (summary.findings.len() - MOST_FINDINGS) as u64;
        let _ = write!(text, "\n… and {} in tables/findings.csv", many(n, "more", "more"));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn table(summary: &Summary, style: Style) -> String {
    let one_source = summary.sources.len() == 1;
    let what = if one_source {
        "Frame vocabulary: hits per 1,000 words"
    } else {
        "Frame vocabulary: how many times as often per word as in the other sources"
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let frames = summary.frames.iter().take(MOST_FRAMES).map(|it| visible(&cut(it, MAX_NAME)));
    let first = visible(&cut(summary.by.name(), MAX_NAME));
    let header = [first, "articles".to_owned()].into_iter().chain(frames);
    table.set_header(header);
    for source in summary.sources.iter().take(MOST_SOURCES) {
        table.add_row(row(source, one_source, style));
    }
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!("{}\n\n", summary.by.words(what));
    for line in table.to_string().lines() {
        let _ = writeln!(text, " {}", line.trim_end());
    }
    if MOST_SOURCES < summary.sources.len() {
        let n = summary.sources.len() - MOST_SOURCES;
        let _ = writeln!(
            text,
            "  … and {} in tables/emphasis.csv",
            summary.by.words(&many(n as u64, "more source", "more sources"))
        );
    }
    if MOST_FRAMES < summary.frames.len() {
        let n = summary.frames.len() - MOST_FRAMES;
        let _ = writeln!(
            text,
            "  … and {} in tables/emphasis.csv",
            many(n as u64, "more frame", "more frames")
        );
    }
    text
}

fn row(source: &SourceSummary, one_source: bool, style: Style) -> Vec<String> {
    let cells = source.frames.iter().take(MOST_FRAMES).map(|frame| {
        let shown = if one_source { format!("{:.2}", frame.rate) } else { ratio(frame) };
        if frame.is_clear && style.color { format!("\u{1b}[1m{shown}\u{1b}[0m") } else { shown }
    });
    let name = visible(&cut(&source.name, MAX_NAME));
    [name, source.n_documents.to_string()].into_iter().chain(cells).collect()
}

/// Ratio and interval; `*` marks a clear difference, `~` one that describes these texts only.
fn ratio(frame: &FrameSummary) -> String {
    let Some(ratio) = frame.ratio else { return "not defined".to_owned() };
    let mark = match frame.inference.as_str() {
        "texts_only" => "~",
        _ if frame.is_clear => "*",
        _ => " ",
    };
    match frame.interval {
        Some((low, high)) => format!("{ratio:.2}{mark} ({low:.2}–{high:.2})"),
        None => format!("{ratio:.2}{mark}"),
    }
}

fn legend(summary: &Summary) -> String {
    let frames = || summary.sources.iter().flat_map(|it| &it.frames);
    if summary.sources.len() == 1 {
        let sentence = "One source has nothing to be compared with: emphasis is not defined.";
        return summary.by.words(sentence);
    }
    let any = |inference: &str| frames().any(|it| it.inference == inference);
    let mut lines = vec![format!(
        "1 is the same as the other sources; in brackets the {}.",
        summary.interval_words
    )];
    if frames().any(|it| it.is_clear) {
        lines.push(
            "* clear: q ≤ 0.05 and the interval leaves out 1. Without it: no clear difference."
                .to_owned(),
        );
    } else if any("documents") || any("few_documents") {
        lines.push("No clear difference between the sources (none has q ≤ 0.05 and an interval without 1).".to_owned());
    }
    if any("texts_only") {
        lines.push("~ too few articles: describes these texts, says nothing about the source's other articles.".to_owned());
    }
    if frames().any(|it| it.ratio.is_none()) {
        lines.push("not defined: no article uses the frame's vocabulary.".to_owned());
    }
    summary.by.words(&lines.join("\n"))
}

/// A count with its noun.
pub(super) fn many(n: u64, one: &str, more: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { more })
}

pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
