//! `framescope check`: what a run would read, for the screen.

use std::collections::BTreeMap;
use std::fmt::Write;

use framescope::corpus::UNKNOWN_SOURCE;
use framescope::input::SourceFrom;
use framescope::lint;
use framescope::{Plan, Prepared};

use super::terminal::visible;

/// Problems of one kind that are shown.
const MOST: usize = 20;

/// What would be read, by format and by folder; the frames; what will be skipped, and doubtful
/// entries.
pub(super) fn render(plan: &Plan, prepared: &Prepared) -> String {
    let listing = &prepared.listing;
    let mut text = String::new();
    let mut formats: BTreeMap<&str, u64> = BTreeMap::new();
    let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
    for file in &listing.files {
        *formats.entry(file.format.name).or_default() += 1;
        let is_source = plan.config.input.source_from == SourceFrom::Folder;
        let folder = if is_source && !file.folder.is_empty() { &file.folder } else { "(none)" };
        *folders.entry(folder).or_default() += 1;
    }
    let _ = writeln!(text, "input: {} files to read ({})", listing.files.len(), list(&formats));
    let _ = writeln!(
        text,
        "  by folder, which names the source where nothing better does: {}",
        list(&folders)
    );
    if folders.contains_key("(none)") {
        let _ = writeln!(
            text,
            "  an article in no folder that does not name its source is counted under `{UNKNOWN_SOURCE}`"
        );
    }
    let _ = writeln!(text, "  rows of metadata: {}", listing.sidecar.keys().count());
    for (name, reason) in listing.skipped.iter().take(MOST) {
        let _ = writeln!(text, "  will be skipped: `{name}` {reason}");
    }
    more(&mut text, listing.skipped.len());
    for notice in listing.notices.iter().take(MOST) {
        let place =
            if notice.path.is_empty() { String::new() } else { format!("`{}`: ", notice.path) };
        let _ = writeln!(text, "  note: {place}{}", notice.matter);
    }
    more(&mut text, listing.notices.len());
    let _ = writeln!(text, "frames:");
    for frame in &prepared.instrument.dictionary.frames {
        let _ = writeln!(text, "  {}: {} entries", frame.name, frame.entries.len());
    }
    // What stands twice in shipped frames stands so on purpose.
    let is_own = |name: &String| framescope::dictionary::shipped(name).is_none();
    let findings = if plan.config.frames.dictionaries.iter().any(is_own) {
        let options = lint::Options::of(&plan.config.frames, &plan.config.text);
        lint::of_dictionary(&prepared.instrument.dictionary.frames, options)
    } else {
        Vec::new()
    };
    for finding in findings.iter().take(MOST) {
        let frame = &prepared.instrument.dictionary.frames[finding.frame].name;
        let (code, what) = (finding.verdict.code(), &finding.what);
        let _ = writeln!(text, "  note: {frame}: {code}: {what}; {}", finding.suggestion);
    }
    more(&mut text, findings.len());
    if MOST < findings.len() {
        let _ = writeln!(text, "  `framescope dictionary lint -v` shows all");
    }
    let _ = writeln!(text, "settings and dictionaries can be used");
    visible(&text)
}

fn more(text: &mut String, n: usize) {
    if MOST < n {
        let _ = writeln!(text, "  … and {} more", n - MOST);
    }
}

fn list(counts: &BTreeMap<&str, u64>) -> String {
    let shown: Vec<String> = counts.iter().map(|(name, n)| format!("{name} {n}")).collect();
    shown.join(", ")
}
