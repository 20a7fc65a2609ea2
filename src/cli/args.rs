//! The arguments of the command line.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use super::dictionary::DictionaryCommand;
use super::kwic::Kwic;

/// From a folder of news articles to evidence of how each source frames an issue.
#[derive(Debug, Parser)]
#[command(name = "framescope", version, propagate_version = true, subcommand_required = true)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Analyse the input folder and write the output folder
    ///
    /// Reads config.toml, or takes every default where there is none. The output folder is
    /// exchanged as a whole when the run has succeeded; until then the last result stands.
    #[command(after_long_help = RUN_EXAMPLES)]
    Run(Common),
    /// Read settings, dictionaries and articles; analyse nothing, write nothing
    ///
    /// Reports what would be read and what was understood of it: formats, sources, months, languages and
    /// the metadata that are missing; and every problem in the settings and dictionaries.
    #[command(after_long_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Write a commented config.toml, a frames.toml and an empty input folder
    ///
    /// Files that are there already are never overwritten.
    Init {
        /// Folder that is set up
        #[arg(default_value = ".", value_name = "DIR")]
        folder: PathBuf,
    },
    /// Show a pattern, or the hits of the dictionaries, with the words around them
    ///
    /// On a terminal a table with the match in the middle; else, and with --output, CSV with a row
    /// for each hit. Articles are read anew, in the order of the input.
    #[command(after_long_help = super::kwic::EXAMPLES)]
    #[command(mut_arg("only", |it| it.hide(true)), mut_arg("no_cache", |it| it.hide(true)))]
    #[command(mut_arg("strict", |it| it.hide(true)))]
    #[command(mut_arg("output", |it| it.value_name("FILE").help("CSV file that is written")))]
    Kwic(Kwic),
    /// Draw a blind sample of sentences or articles for human coders
    ///
    /// Writes one sheet for each coder into DIR/sheets, with an empty column for every frame, and
    /// DIR/key.csv, which says where each unit is from, what the dictionary finds in it and how many
    /// units of the corpus it stands for. Keep the key from the coders.
    #[command(name = "sample-codes", after_long_help = SAMPLE_EXAMPLES)]
    #[command(mut_arg("only", |it| it.hide(true)), mut_arg("no_cache", |it| it.hide(true)))]
    #[command(mut_arg("strict", |it| it.hide(true)))]
    SampleCodes(SampleCodes),
    /// Compare the dictionary with human codes, and the coders with one another
    ///
    /// Reads sheets of sample-codes; tables with a column `text` and a column for each frame; or
    /// codes of whole articles by `doc_id` or `path`. A label is 1 or 0, yes or no, true or false;
    /// an empty cell was not coded.
    #[command(after_long_help = VALIDATE_EXAMPLES)]
    #[command(mut_arg("only", |it| it.hide(true)), mut_arg("no_cache", |it| it.hide(true)))]
    #[command(mut_arg("strict", |it| it.hide(true)))]
    Validate(Validate),
    /// Bring a dictionary from another program, give one to it, or look for doubtful entries
    ///
    /// Frames are written to and from the files of LIWC, quanteda, Lexicoder, WordStat, Yoshikoder
    /// and VBPro. What the other form cannot hold is reported, entry by entry.
    #[command(subcommand)]
    Dictionary(DictionaryCommand),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const RUN_EXAMPLES: &str = "\
Examples:
  framescope run                               config.toml, input/ and output/ of this folder
  framescope run -i articles -o results        another input and output
  framescope run -f frames.toml                own frames instead of the built-in ones
  framescope run -f builtin -f frames.toml     both
  framescope run --only tables -q              a nightly run that needs no pictures
  framescope run --only report                 the page alone
  cat story.txt | framescope run -i - -o out   one article from standard input

Exit status: 0 done; 1 failed, output untouched; 2 wrong usage, settings or dictionary;
3 done, but input was skipped (with --strict) or a fault stopped an article; 75 another run holds
the output; 129, 130, 143 stopped by a signal, output untouched.";

const CHECK_EXAMPLES: &str = "\
Examples:
  framescope check                             the settings and input of this folder
  framescope check -f frames.toml              a dictionary
  framescope check --metadata-template > template.csv
                                               a row for each article that lacks metadata
  framescope check --strict                    fails when a file could not be read";

const SAMPLE_EXAMPLES: &str = "\
Examples:
  framescope sample-codes                       200 sentences, one sheet, in codes/
  framescope sample-codes --coders 2            the same 200 in two sheets
  framescope sample-codes --coders 3 --n 600 --overlap 120
                                                120 in all three sheets, the others divided
  framescope sample-codes --unit document --n 60 --seed 7 -o round2

Half of the units have a predicted frame and half have none; among the first all frames have equal
places, and inside each frame all sources. The weights in key.csv undo this.";

const VALIDATE_EXAMPLES: &str = "\
Examples:
  framescope validate codes/sheets/coder_1.csv codes/sheets/coder_2.csv
  framescope validate sentences.csv -f frames.toml -o validation
                                                a table with `text` and columns named like frames
  framescope validate articles.csv              columns `doc_id` or `path`, and the frames

Columns that are understood: unit_id or id; doc_id or path; sentence; text; source; coder; and
either one for each frame, or `frame` and `present`. Tables are written into the folder of
--output, by default validation/.";

#[derive(Args, Debug)]
pub(super) struct SampleCodes {
    /// What coders judge
    #[arg(long, value_name = "UNIT", default_value = "sentence")]
    pub(super) unit: CodedUnit,
    /// Number of units
    #[arg(long, value_name = "N", default_value = "200", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) n: u32,
    /// Number of coders; each gets a sheet
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) coders: u8,
    /// Units that all coders get, the others are divided [default: all]
    #[arg(long, value_name = "N")]
    pub(super) overlap: Option<u32>,
    /// Key of the random numbers [default: that of the settings]
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Show coders where a unit is from
    #[arg(long)]
    pub(super) show_source: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Args, Debug)]
pub(super) struct Check {
    /// Print rows for metadata.csv instead, one for each article that lacks something
    #[arg(long)]
    pub(super) metadata_template: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What coders judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CodedUnit {
    /// Single sentences
    Sentence,
    /// Whole articles
    Document,
}

#[derive(Args, Debug)]
pub(super) struct Validate {
    /// Tables with human codes; several files are several coders
    #[arg(value_name = "CODES", required = true)]
    pub(super) codes: Vec<PathBuf>,
    /// Key of the sample [default: key.csv beside the sheets or above them]
    #[arg(long, value_name = "FILE")]
    pub(super) key: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Args, Debug)]
pub(super) struct Common {
    /// Settings file [default: config.toml, where there is one]
    #[arg(short, long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Folder or file that is read, or `-` for standard input; may be given several times
    #[arg(short, long, value_name = "PATH")]
    pub(super) input: Vec<PathBuf>,
    /// Folder that is written
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Dictionary with frames, or `builtin`; may be given several times
    #[arg(short, long, value_name = "FILE")]
    pub(super) frames: Vec<PathBuf>,
    /// Number of threads [default: one a core]; the result is the same with any
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Write only this part anew, keep the rest; may be given several times
    #[arg(long, value_name = "PART")]
    pub(super) only: Vec<Only>,
    /// Neither read nor write what earlier runs have kept
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Fail with status 3 when any input was skipped
    #[arg(long)]
    pub(super) strict: bool,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: how long each stage takes
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// Color in what is shown
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
    /// Progress bars on standard error
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) progress: When,
    /// Form of messages on standard error
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) log_format: LogFormat,
}

/// A part of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Only {
    /// CSV tables
    Tables,
    /// Charts
    Charts,
    /// The page report.html
    Report,
}

/// When to do something that is meant for terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Form of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines for people
    Text,
    /// A JSON object a line
    Json,
}

/// How text on a terminal may look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Whether it may be colored.
    pub(super) color: bool,
}

impl Common {
    /// How the summary may look.
    pub(super) fn style(&self) -> Style {
        let choice = match self.color {
            When::Auto => anstream::ColorChoice::Auto,
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        let color = match self.color {
            When::Auto => {
                anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
            }
            When::Always => true,
            When::Never => false,
        };
        Style { color }
    }

    /// Whether progress is shown.
    pub(super) fn shows_progress(&self) -> bool {
        match self.progress {
            When::Auto => !self.quiet && std::io::stderr().is_terminal(),
            When::Always => true,
            When::Never => false,
        }
    }
}

/// The whole command line, for completion scripts.
pub(super) fn command() -> clap::Command {
    Arguments::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }
}
