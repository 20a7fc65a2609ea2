//! `framescope dictionary lint`: what an author should look at, for the screen or as a table.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;

use clap::Args;
use framescope::inspection::{self, Inspected};
use framescope::lint::Finding;
use framescope::{Error, output, tables};

use super::args::Common;
use super::summary::{cut, many};
use super::terminal::{say, visible};
use super::{log, plan, watched};

/// Lines that are shown without `-v`.
const MOST_LINES: usize = 40;

/// Longest line, in characters.
const MAX_LINE: usize = 200;

#[derive(Args, Debug)]
pub(super) struct Lint {
    /// Dictionaries with frames, or `builtin` [default: those of the settings]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Table of all findings (CSV)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Replace a report that is there already
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Looks at dictionaries, and at the input where one is given; returns the exit status.
pub(super) fn lint(arguments: &Lint) -> Result<u8, Error> {
    let common = &arguments.common;
    log::start(common, common.style());
    if let Some(report) = &arguments.report
        && !arguments.force
        && output::is_there(report)
    {
        return Err(output::taken(report));
    }
    let files: Vec<PathBuf> = arguments.files.iter().chain(&common.frames).cloned().collect();
    let plan = plan(common, &files)?;
    let reads_input = !common.input.is_empty();
    let inspected = watched(common, |session| inspection::inspect(&plan, reads_input, session))?;
    let table = tables::verdicts(&inspected.dictionary, &inspected.findings);
    if let Some(report) = &arguments.report {
        let put = if arguments.force { output::replace } else { output::write_new };
        put(report, &output::csv_bytes(&table))?;
    } else if !std::io::stdout().is_terminal() {
        // Nobody reading is no reason to fail.
        let _ = std::io::stdout().lock().write_all(&output::csv_bytes(&table));
        return Ok(0);
    }
    if !common.quiet {
        say(&visible(&render(&inspected, common.verbose)));
    }
    Ok(0)
}

/// All findings by kind; without `is_long` the first of each, so that they fit on a screen.
fn render(inspected: &Inspected, is_long: bool) -> String {
    let Inspected { dictionary, findings, tally } = inspected;
    let own = |it: &framescope::dictionary::Frame| {
        it.entries.iter().filter(|it| !it.is_inherited).count() as u64
    };
    let mut text = format!(
        "{} in {}",
        many(dictionary.frames.iter().map(own).sum(), "entry", "entries"),
        many(dictionary.frames.len() as u64, "frame", "frames"),
    );
    match tally {
        Some(tally) => {
            let _ = write!(text, ", {} read", many(tally.analysed, "article", "articles"));
        }
        None => text.push_str("; with -i PATH also what they find in articles"),
    }
    let groups: Vec<&[Finding]> = findings.chunk_by(|a, b| a.verdict == b.verdict).collect();
    if groups.is_empty() {
        text.push_str("\nnothing to remark");
        return text;
    }
    // A line at the top and one at the end; for each kind a heading and a number of others.
    let for_each = (MOST_LINES - 2) / groups.len() - 2;
    let n_shown = if is_long { usize::MAX } else { for_each };
    for group in groups {
        let verdict = group[0].verdict;
        let _ = write!(text, "\n{} ({}): {}", verdict.code(), group.len(), verdict.meaning());
        for finding in group.iter().take(n_shown) {
            let _ = write!(text, "\n  {}", line(inspected, finding));
        }
        if n_shown < group.len() {
            let _ = write!(text, "\n  … and {} more", group.len() - n_shown);
        }
    }
    if !is_long && findings.len() > MOST_LINES {
        text.push_str("\n-v shows all, --report FILE writes a table");
    }
    text
}

fn line(inspected: &Inspected, finding: &Finding) -> String {
    let dictionary = &inspected.dictionary;
    let frame = &dictionary.frames[finding.frame];
    let line = finding.entry.map_or(frame.line, |it| frame.entries[it].line);
    let file = &dictionary.files[frame.file].0;
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let shown = format!("{file}:{line}: {}: {}; {}", frame.name, finding.what, finding.suggestion);
    cut(&shown, MAX_LINE)
}

#[cfg(test)]
mod tests {
    use framescope::dictionary::{Dictionary, Frame};
    use framescope::lint::Verdict;

    use super::*;

    #[test]
    fn findings_of_every_kind_fit_on_a_screen() {
        let frame = Frame { name: "f".to_owned(), ..Frame::default() };
        let files = vec![("a/f.toml".to_owned(), String::new())];
        let dictionary = Dictionary { frames: vec![frame], files };
        let finding = |verdict| Finding {
            verdict,
            frame: 0,
            entry: None,
            what: "what".to_owned(),
            suggestion: "do".to_owned(),
        };
        let findings = Verdict::ALL.into_iter().flat_map(|it| vec![finding(it); 30]).collect();
        let inspected = Inspected { dictionary, findings, tally: None };
        let shown = render(&inspected, false);
        assert!(shown.lines().count() <= MOST_LINES, "{shown}");
        for verdict in Verdict::ALL {
            assert!(shown.contains(&format!("\n{} (30): ", verdict.code())), "{shown}");
        }
        assert!(shown.contains("\n  f.toml:0: f: what; do\n"), "{shown}");
        assert_eq!(render(&inspected, true).lines().count(), 1 + 8 + 240);
    }
}
