//! `framescope dictionary`: dictionaries of other programs to frames, and back; `lint` has a file of
//! its own.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use encoding_rs::Encoding;
use framescope::dictionary::exchange::{self, Change, Exchanged, FORMATS};
use framescope::dictionary::{MAX_FILE, shipped};
use framescope::{Error, output};

use super::args::LogFormat;
use super::lint::Lint;
use super::terminal::visible;

#[derive(Debug, Subcommand)]
pub(super) enum DictionaryCommand {
    /// Write a dictionary of another program as frames.toml
    ///
    /// The format is told by the content of the file. Everything that is changed or left out is
    /// told on standard error, and with --report in a table.
    #[command(after_long_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Write frames.toml as a dictionary of another program
    ///
    /// Everything that the format cannot hold is told on standard error, and with --report in a
    /// table.
    #[command(after_long_help = EXPORT_EXAMPLES)]
    Export(Export),
    /// Say which entries deserve a second look: dead, duplicate, shadowed, dominant and others
    ///
    /// Looks at dictionaries alone; with --input also at what their entries find in articles. Nothing
    /// is written but the report. On a terminal the first findings of each kind are shown; anywhere
    /// else, and with --report, all of them are a CSV table.
    #[command(after_long_help = LINT_EXAMPLES)]
    #[command(mut_arg("output", |it| it.hide(true)), mut_arg("frames", |it| it.hide(true)))]
    #[command(mut_arg("only", |it| it.hide(true)), mut_arg("no_cache", |it| it.hide(true)))]
    #[command(mut_arg("strict", |it| it.hide(true)))]
    #[command(mut_arg("verbose", |it| it.help("Show all findings")))]
    Lint(Lint),
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  framescope dictionary import moral.dic -o frames.toml
  framescope dictionary import policy.cat -o frames.toml --report losses.csv
  framescope dictionary import old.cat --encoding windows-1250 > frames.toml
  framescope dictionary import words.txt --format vbpro

Formats: dic and dicx (LIWC), quanteda (YAML), lc3 and lcd (Lexicoder), wordstat (.cat),
yoshikoder (.ykd), vbpro.

Exit status: 0 done; 1 a file could not be written; 2 wrong usage, a file that is no dictionary, or
a file that is there already.";

const LINT_EXAMPLES: &str = "\
Examples:
  framescope dictionary lint                       the dictionaries of config.toml
  framescope dictionary lint frames.toml -v        every finding
  framescope dictionary lint frames.toml -i input  also what it finds in the articles of a folder
  framescope dictionary lint builtin > findings.csv

docs/dictionaries.md says what each finding means. tables/entries.csv of a run has the same verdicts
with the hits of each entry.

Exit status: 0 done, whatever was found; 1 a file could not be read or written; 2 wrong usage,
settings or dictionary, or a report that is there already.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  framescope dictionary export frames.toml --format dicx -o frames.dicx
  framescope dictionary export frames.toml --format quanteda > frames.yml
  framescope dictionary export builtin --format wordstat -o builtin.cat --report losses.csv

Exit status: 0 done; 1 a file could not be written; 2 wrong usage, a file that is no dictionary, or
a file that is there already.";

#[derive(Args, Debug)]
pub(super) struct Import {
    /// Dictionary of another program, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format of the file [default: told by its content]
    #[arg(long, value_name = "FORMAT", value_parser = names())]
    format: Option<String>,
    /// Encoding of the file, such as windows-1252 [default: told by its bytes]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
    #[command(flatten)]
    written: Written,
}

#[derive(Args, Debug)]
pub(super) struct Export {
    /// Dictionary with frames, `builtin`, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format that is written
    #[arg(long, value_name = "FORMAT", value_parser = names())]
    format: String,
    #[command(flatten)]
    written: Written,
}

#[derive(Args, Debug)]
struct Written {
    /// File that is written [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Table of everything that was kept, changed or dropped (CSV)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Replace files that are there already
    #[arg(long)]
    force: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|it| it.name))
}

fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.as_bytes())
        .ok_or_else(|| "no encoding of the WHATWG Encoding Standard has this name".to_owned())
}

/// How messages of the command are written.
pub(super) fn log_format(command: &DictionaryCommand) -> LogFormat {
    match command {
        DictionaryCommand::Lint(it) => it.common.log_format,
        _ => LogFormat::Text,
    }
}

/// Does what the command line asks for; returns the exit status.
pub(super) fn exchange(command: &DictionaryCommand) -> Result<u8, Error> {
    match command {
        DictionaryCommand::Import(it) => {
            free(&it.file, &it.written)?;
            let format = it.format.as_deref().and_then(exchange::format);
            let done = exchange::import(&it.file, &bytes(&it.file)?, format, it.encoding)?;
            write(&done, &it.written)?;
            tell(&done, &format!("imported `{}` from a", it.file.display()), &it.written);
        }
        DictionaryCommand::Export(it) => {
            free(&it.file, &it.written)?;
            let text = match it.file.to_str().and_then(shipped) {
                Some(text) => text.to_owned(),
                None => String::from_utf8(bytes(&it.file)?).map_err(|err| {
                    let at = err.utf8_error().valid_up_to();
                    let problem = format!("byte {at} is not UTF-8\nhint: save it as UTF-8");
                    Error::unusable(&it.file, problem)
                })?,
            };
            let format = FORMATS.iter().find(|known| known.name == it.format);
            let format = format.ok_or_else(|| Error::unusable(&it.file, "unknown format"))?;
            let done = exchange::export(&it.file, &text, format)?;
            write(&done, &it.written)?;
            tell(&done, &format!("exported `{}` to a", it.file.display()), &it.written);
        }
        DictionaryCommand::Lint(it) => return super::lint::lint(it),
    }
    Ok(0)
}

/// Refuses, before anything is read or written, to write over a file.
fn free(file: &Path, written: &Written) -> Result<(), Error> {
    let targets = [written.output.as_ref(), written.report.as_ref()];
    for target in targets.into_iter().flatten() {
        if !written.force && output::is_there(target) {
            return Err(output::taken(target));
        }
        let same = |other: &Path| {
            let absolute = |it: &Path| {
                std::fs::canonicalize(it).or_else(|_| std::path::absolute(it)).unwrap_or_default()
            };
            absolute(target) == absolute(other)
        };
        if same(file) {
            return Err(Error::Output {
                path: target.clone(),
                problem: "it is the file that is read".to_owned(),
                hint: "name another file",
            });
        }
    }
    match targets {
        [Some(output), Some(report)] if output == report => Err(Error::Output {
            path: report.clone(),
            problem: "the dictionary is written there".to_owned(),
            hint: "name another file with --report",
        }),
        _ => Ok(()),
    }
}

/// The bytes of a file, up to the most that a dictionary may have.
fn bytes(file: &Path) -> Result<Vec<u8>, Error> {
    let unusable = |err: std::io::Error| Error::unusable(file, err);
    let mut from: Box<dyn Read> = match file.to_str() {
        Some("-") => Box::new(std::io::stdin().lock()),
        _ => Box::new(File::open(file).map_err(unusable)?),
    };
    let mut bytes = Vec::new();
    from.by_ref().take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(unusable)?;
    if MAX_FILE < bytes.len() as u64 {
        let problem = format!("it is larger than {} MiB", MAX_FILE >> 20);
        return Err(Error::unusable(file, problem));
    }
    Ok(bytes)
}

fn write(done: &Exchanged, written: &Written) -> Result<(), Error> {
    let put = if written.force { output::replace } else { output::write_new };
    match &written.output {
        Some(path) => put(path, done.text.as_bytes())?,
        None => {
            // Data as it is, for a file; nobody reading is no reason to fail.
            let _ = std::io::stdout().lock().write_all(done.text.as_bytes());
        }
    }
    match &written.report {
        Some(path) => put(path, &output::losses_csv(&done.losses, &done.names)),
        None => Ok(()),
    }
}

/// Says on standard error what was done and what was lost.
fn tell(done: &Exchanged, what: &str, written: &Written) {
    if written.quiet {
        return;
    }
    let n = |change: Change| done.losses.n(change);
    let mut text = format!(
        "{what} {}: {} in {}\n",
        done.format,
        many(done.n_entries, "entry", "entries"),
        many(done.names.len(), "category", "categories")
    );
    text.push_str(&done.losses.render(&done.names));
    text.push_str(&format!(
        "in all {} kept, {} changed, {} dropped",
        n(Change::Kept),
        n(Change::Changed),
        n(Change::Dropped)
    ));
    match &written.report {
        Some(path) => text.push_str(&format!("; every one stands in {}", path.display())),
        None => text.push_str("; --report FILE lists every one"),
    }
    let _ = writeln!(anstream::stderr().lock(), "{}", visible(&text));
}

/// A count with its noun.
fn many(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}
