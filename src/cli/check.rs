//! `framescope check`: what a run would read and what was understood of it, for the screen.

use std::collections::BTreeMap;
use std::fmt::Write;

use framescope::corpus::UNKNOWN_SOURCE;
use framescope::input::SourceFrom;
use framescope::lint;
use framescope::survey::{FIELDS, SourceSurvey, Survey};
use framescope::text::Language;
use framescope::{Plan, Prepared};

use super::summary::{cut, many};
use super::terminal::{aligned, folded, visible};

/// Problems of one kind, sources and months that are shown.
const MOST: usize = 20;

/// Longest name of a source, in characters.
const MAX_NAME: usize = 40;

/// What would be read; its sources, months and languages; what metadata are missing and how to add
/// them; the frames, and doubtful entries.
pub(super) fn render(plan: &Plan, prepared: &Prepared, survey: &Survey) -> String {
    let mut text = String::new();
    text.push_str(&input(prepared, survey));
    if 0 < survey.n_articles {
        text.push_str(&sources(plan, survey));
        text.push_str(&months(survey));
        text.push_str(&languages(survey));
        text.push_str(&missing(plan, survey));
    }
    text.push_str(&frames(plan, prepared));
    text.push_str("\nsettings and dictionaries can be used\n");
    visible(&text)
}

fn input(prepared: &Prepared, survey: &Survey) -> String {
    let listing = &prepared.listing;
    let files = many(listing.files.len() as u64, "file", "files");
    let mut text =
        format!("input: {} in {files} to read", many(survey.n_articles, "article", "articles"));
    let formats: Vec<String> =
        survey.formats.iter().map(|(name, n)| format!("{name} {n}")).collect();
    if !formats.is_empty() {
        let _ = write!(text, " ({})", formats.join(", "));
    }
    let mut text = folded(&text, 2);
    let n_rows = listing.sidecar.keys().count() as u64;
    let _ = writeln!(text, "  {} of metadata", many(n_rows, "row", "rows"));
    for (example, n) in survey.skipped.values() {
        let others = if 1 < *n { format!(" ({n} in all)") } else { String::new() };
        text.push_str(&folded(&format!("  will be skipped: {example}{others}"), 4));
    }
    for notice in listing.notices.iter().take(MOST) {
        let place =
            if notice.path.is_empty() { String::new() } else { format!("`{}`: ", notice.path) };
        text.push_str(&folded(&format!("  note: {place}{}", notice.matter), 4));
    }
    more(&mut text, listing.notices.len());
    text
}

fn sources(plan: &Plan, survey: &Survey) -> String {
    let row = |(name, it): (&String, &SourceSurvey)| {
        let (first, last) = it.days.clone().unwrap_or_default();
        vec![cut(name, MAX_NAME), it.n_articles.to_string(), first, last]
    };
    let header = ["source", "articles", "first", "last"].map(str::to_owned).to_vec();
    let rows = survey.sources.iter().take(MOST).map(row);
    let mut text = format!("\n{}", aligned([header].into_iter().chain(rows).collect()));
    more(&mut text, survey.sources.len());
    if survey.sources.contains_key(UNKNOWN_SOURCE)
        && plan.config.input.source_from == SourceFrom::Folder
    {
        let hint = format!(
            "an article in no folder that does not name its source is counted under `{UNKNOWN_SOURCE}`"
        );
        text.push_str(&folded(&format!("  {hint}"), 2));
    }
    text
}

fn months(survey: &Survey) -> String {
    let header = ["month", "articles"].map(str::to_owned).to_vec();
    let rows = survey.months.iter().take(MOST).map(|(month, n)| vec![month.clone(), n.to_string()]);
    let n_undated = survey.n_missing[3];
    let undated = (0 < n_undated).then(|| vec!["no date".to_owned(), n_undated.to_string()]);
    let mut text =
        format!("\n{}", aligned([header].into_iter().chain(rows).chain(undated).collect()));
    more(&mut text, survey.months.len());
    text
}

fn languages(survey: &Survey) -> String {
    let mut languages: BTreeMap<Language, (u64, Vec<String>)> = BTreeMap::new();
    for ((language, origin), n) in &survey.languages {
        let entry = languages.entry(*language).or_default();
        entry.0 += n;
        entry.1.push(format!("{} {n}", origin.replace('_', " ")));
    }
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    for (language, (n, origins)) in &languages {
        let name = if language.code().is_empty() { "unknown" } else { language.name() };
        rows.push((*n, vec![name.to_owned(), n.to_string(), origins.join(", ")]));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let header = ["language", "articles", "known from"].map(str::to_owned).to_vec();
    let rows = rows.into_iter().map(|it| it.1);
    format!("\n{}", aligned([header].into_iter().chain(rows).collect()))
}

/// What is missing, and how to add it.
fn missing(plan: &Plan, survey: &Survey) -> String {
    let lacking = FIELDS.iter().zip(survey.n_missing).filter(|it| 0 < it.1);
    let lacking: Vec<String> = lacking.map(|(field, n)| format!("{field} {n}")).collect();
    if lacking.is_empty() {
        return "\nno metadata are missing\n".to_owned();
    }
    let mut text = format!("\nmissing: {}\n", lacking.join(", "));
    let file = &plan.config.input.metadata;
    let mut hint = format!(
        "  to add them, `framescope check --metadata-template > template.csv` writes a row for each such \
         article; fill its empty cells, and save it as `{file}` in the input folder"
    );
    if 0 < survey.n_missing[0] {
        hint.push_str("; or put articles into a folder named after their source");
    }
    text.push_str(&folded(&hint, 2));
    text
}

fn frames(plan: &Plan, prepared: &Prepared) -> String {
    let dictionary = &prepared.instrument.dictionary;
    let rows = dictionary.frames.iter().map(|frame| {
        let language = frame.language.as_ref().map_or("", Language::name).to_owned();
        vec![cut(&frame.name, MAX_NAME), frame.entries.len().to_string(), language]
    });
    let header = ["frame", "entries", "language"].map(str::to_owned).to_vec();
    let mut text = format!("\n{}", aligned([header].into_iter().chain(rows).collect()));
    // What stands twice in shipped frames stands so on purpose.
    let is_own = |name: &String| framescope::dictionary::shipped(name).is_none();
    let findings = if plan.config.frames.dictionaries.iter().any(is_own) {
        let options = lint::Options::of(&plan.config.frames, &plan.config.text);
        lint::of_dictionary(&dictionary.frames, options)
    } else {
        Vec::new()
    };
    for finding in findings.iter().take(MOST) {
        let frame = &dictionary.frames[finding.frame].name;
        let (code, what) = (finding.verdict.code(), &finding.what);
        let line = format!("  note: {frame}: {code}: {what}; {}", finding.suggestion);
        text.push_str(&folded(&line, 4));
    }
    more(&mut text, findings.len());
    if MOST < findings.len() {
        let _ = writeln!(text, "  `framescope dictionary lint -v` shows all");
    }
    text
}

fn more(text: &mut String, n: usize) {
    if MOST < n {
        let _ = writeln!(text, "  … and {} more", n - MOST);
    }
}
