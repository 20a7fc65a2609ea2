//! The arguments of the command line.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use super::dictionary::DictionaryCommand;

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
    /// Read settings, dictionaries and the input listing; analyse nothing, write nothing
    ///
    /// Reports what would be read and every problem in the settings and dictionaries.
    #[command(after_long_help = CHECK_EXAMPLES)]
    Check(Common),
    /// Write a commented config.toml, a frames.toml and an empty input folder
    ///
    /// Files that are there already are never overwritten.
    Init {
        /// Folder that is set up
        #[arg(default_value = ".", value_name = "DIR")]
        folder: PathBuf,
    },
    /// Bring a dictionary from another program, or give one to it
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
  cat story.txt | framescope run -i - -o out   one article from standard input

Exit status: 0 done; 1 failed, output untouched; 2 wrong usage, settings or dictionary;
3 done, but input was skipped (with --strict) or a fault stopped an article; 75 another run holds
the output; 129, 130, 143 stopped by a signal, output untouched.";

const CHECK_EXAMPLES: &str = "\
Examples:
  framescope check                             the settings and input of this folder
  framescope check -f frames.toml              a dictionary
  framescope check --strict                    fails when a file could not be read";

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
