//! `framescope kwic`: words in context, for the screen or as CSV.

mod table;

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;

use clap::{Args, ValueEnum};
use framescope::charts::grouped;
use framescope::document::Zone;
use framescope::gather::Event;
use framescope::kwic::{COLUMNS, Found, Query, Search, Sort, What};
use framescope::output::{self, Rows};
use framescope::text::Voice;
use framescope::{Error, Plan, Session};
use jiff::civil::Date;

use self::table::Layout;
use super::args::Common;
use super::summary::many;
use super::{log, plan, watched};

pub(super) const EXAMPLES: &str = "\
Examples:
  framescope kwic 'strateg*'                    on a terminal a table, else CSV
  framescope kwic 'balanc* ... moscow' -i articles --window 8
  framescope kwic --frame multi-vector --source 'Harbour Ledger' --sort left
  framescope kwic --entry 'photo (op|opportunity)' --zone headline
  framescope kwic '(sanction*|embargo)' --from 2025-11-01 --to 2025-11-30 --sort date
  framescope kwic '@powers' -f frames.toml -o powers.csv

A pattern is written as in a dictionary (docs/dictionaries.md): * and ? inside a word, ~ for all
forms of a word, = for one in this spelling, (a|b) for alternatives, ... for up to 8 words between,
@name for a word class of the dictionaries. Quote it, so that the shell leaves it alone.

The window counts words of the article after cleaning; it crosses the ends of sentences and
paragraphs, as in quanteda. The same text twice in one source is shown once.

Exit status: 0 done, with hits or without; 1 nothing could be read or written; 2 wrong usage,
pattern, settings or dictionary.";

#[derive(Args, Debug)]
pub(super) struct Kwic {
    /// What is looked for, in the language of dictionaries
    #[arg(value_name = "PATTERN", required_unless_present_any = ["frame", "entry"])]
    #[arg(conflicts_with_all = ["frame", "entry"])]
    pattern: Option<String>,
    /// List the hits of this frame of the dictionaries; may be given several times
    #[arg(long, value_name = "NAME")]
    frame: Vec<String>,
    /// List the hits of this entry of the dictionaries; may be given several times
    #[arg(long, value_name = "TEXT")]
    entry: Vec<String>,
    /// Only articles of this source; may be given several times
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only articles of this day and later
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<Date>,
    /// Only articles of this day and earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<Date>,
    /// Only hits in this part of an article; may be given several times
    #[arg(long, value_name = "ZONE")]
    zone: Vec<ZoneName>,
    /// Only hits in these words; may be given several times
    #[arg(long, value_name = "VOICE")]
    voice: Vec<VoiceName>,
    /// Order of the lines; for any but text all of them are held in memory
    #[arg(long, value_name = "ORDER", default_value = "text")]
    sort: Order,
    /// Words before and behind, 0 to 100
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u32).range(0..=100))]
    window: u32,
    /// Most lines
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// Replace the file of --output when it is there already
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

/// A part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ZoneName {
    /// The title line
    Headline,
    /// The first paragraph
    Lead,
    /// The rest
    Body,
}

/// Whose words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum VoiceName {
    /// The article's own
    Author,
    /// Quotations of more than three words
    Quoted,
    /// Three words or fewer in quotation marks
    Scare,
}

/// The order of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    /// That of the input and the text
    Text,
    /// By the words before, the nearest first
    Left,
    /// By the words behind
    Right,
    /// By source
    Source,
    /// By day, unknown days last
    Date,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day as 2025-11-13".to_owned())
}

impl Kwic {
    fn query(&self) -> Query {
        let what = match &self.pattern {
            Some(pattern) => What::Pattern(pattern.clone()),
            None => What::Hits { frames: self.frame.clone(), entries: self.entry.clone() },
        };
        let zone = |it: &ZoneName| match it {
            ZoneName::Headline => Zone::Headline,
            ZoneName::Lead => Zone::Lead,
            ZoneName::Body => Zone::Body,
        };
        let voice = |it: &VoiceName| match it {
            VoiceName::Author => Voice::Author,
            VoiceName::Quoted => Voice::Quoted,
            VoiceName::Scare => Voice::Scare,
        };
        Query {
            what,
            sources: self.source.clone(),
            from: self.from,
            to: self.to,
            zones: self.zone.iter().map(zone).collect(),
            voices: self.voice.iter().map(voice).collect(),
            window: self.window,
            sort: match self.sort {
                Order::Text => Sort::Text,
                Order::Left => Sort::Left,
                Order::Right => Sort::Right,
                Order::Source => Sort::Source,
                Order::Date => Sort::Date,
            },
            limit: self.limit,
        }
    }
}

/// Shows words in context.
pub(super) fn kwic(arguments: &Kwic) -> Result<u8, Error> {
    let common = &arguments.common;
    let style = common.style();
    log::start(common, style);
    if let (Some(from), Some(to)) = (arguments.from, arguments.to)
        && to < from
    {
        let report = format!("--from {from} is later than --to {to}\nhint: exchange the two");
        return Err(Error::Settings { report });
    }
    let plan = plan(common, &common.frames)?;
    let search = Search::new(&plan, arguments.query())?;
    let is_table = common.output.is_none() && io::stdout().is_terminal();
    let found = watched(common, |session| match &common.output {
        Some(path) => to_file(path, arguments.force, &search, &plan, session),
        None if is_table => to_terminal(Layout::of_terminal(style.color), &search, &plan, session),
        None => {
            let out = BufWriter::new(io::stdout().lock());
            rows(out, Path::new(STDOUT), &search, &plan, session)
        }
    })?;
    if !common.quiet && !found.is_stopped {
        let text = summary(&found);
        // Data goes to standard output, and the table is for people.
        let _ = if is_table {
            writeln!(anstream::stdout().lock(), "{text}")
        } else {
            writeln!(anstream::stderr().lock(), "{text}")
        };
    }
    Ok(0)
}

/// The name of standard output in messages.
const STDOUT: &str = "standard output";

fn to_terminal(
    layout: Layout,
    search: &Search,
    plan: &Plan,
    session: &Session<'_>,
) -> Result<Found, Error> {
    // A bar and a table on one screen are neither.
    let watch = |event: Event| {
        if let Event::Warning(_) = event {
            (session.watch)(event);
        }
    };
    let session = Session { stop: session.stop, watch: &watch };
    let mut out = anstream::stdout().lock();
    search.run(plan, &session, |line| {
        go_on(writeln!(out, "{}", layout.line(line)), Path::new(STDOUT))
    })
}

fn to_file(
    path: &Path,
    replaces: bool,
    search: &Search,
    plan: &Plan,
    session: &Session<'_>,
) -> Result<Found, Error> {
    if search.reads(path) {
        let problem = "it is part of the input".to_owned();
        return Err(Error::Output { path: path.into(), problem, hint: "name another file" });
    }
    output::stream(path, replaces, |to| rows(BufWriter::new(to), path, search, plan, session))
}

fn rows(
    to: impl Write,
    path: &Path,
    search: &Search,
    plan: &Plan,
    session: &Session<'_>,
) -> Result<Found, Error> {
    let mut rows = match Rows::new(to, &COLUMNS, plan.config.output.bom) {
        Ok(rows) => rows,
        Err(err) => {
            let _: ControlFlow<()> = go_on(Err(err), path)?;
            return Ok(Found { is_stopped: true, ..Found::default() });
        }
    };
    let found = search.run(plan, session, |line| go_on(rows.row(&line.cells()), path))?;
    let is_read = go_on(rows.flush(), path)?.is_continue();
    Ok(Found { is_stopped: found.is_stopped || !is_read, ..found })
}

/// Whether more lines are wanted; a reader that has gone away is no reason to fail.
fn go_on(written: io::Result<()>, path: &Path) -> Result<ControlFlow<()>, Error> {
    match written {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(err) if err.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(err) => Err(Error::io("write to", path, err)),
    }
}

/// What was found, in one line.
fn summary(found: &Found) -> String {
    let articles = |n| many(n, "article", "articles");
    if found.n_hits == 0 {
        return format!("no hit in {}", articles(found.n_read));
    }
    let places = format!(
        "in {} of {}",
        articles(found.n_articles),
        many(found.n_sources, "source", "sources")
    );
    let hits = many(found.n_hits, "hit", "hits");
    if found.is_cut {
        format!("the first {hits}, {places}; there are more (--limit)")
    } else if found.n_lines < found.n_hits {
        format!("{} of {hits}; all of them {places}", grouped(found.n_lines))
    } else {
        format!("{hits} {places}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_told_in_one_line() {
        let all = Found {
            n_lines: 3,
            n_hits: 3,
            n_articles: 2,
            n_sources: 1,
            n_read: 9,
            ..Found::default()
        };
        assert_eq!(summary(&all), "3 hits in 2 articles of 1 source");
        let cut = Found { is_cut: true, ..all.clone() };
        assert_eq!(
            summary(&cut),
            "the first 3 hits, in 2 articles of 1 source; there are more (--limit)"
        );
        let sorted = Found { n_hits: 7, ..all };
        assert_eq!(summary(&sorted), "3 of 7 hits; all of them in 2 articles of 1 source");
        assert_eq!(summary(&Found { n_read: 9, ..Found::default() }), "no hit in 9 articles");
    }

    #[test]
    fn a_reader_that_goes_away_ends_the_list_and_a_full_disk_is_an_error() {
        let path = Path::new(STDOUT);
        let gone = go_on(Err(ErrorKind::BrokenPipe.into()), path).expect("no error");
        assert!(gone.is_break());
        assert!(go_on(Err(ErrorKind::StorageFull.into()), path).is_err());
    }
}
