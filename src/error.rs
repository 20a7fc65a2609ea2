//! The reasons to stop, all messages on one page.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A reason to stop: what, where, what to do.
#[derive(Debug)]
pub enum Error {
    /// Settings or a dictionary cannot be used; `report` shows every problem with its place.
    Settings {
        /// The whole report, ready for a terminal without color.
        report: String,
    },
    /// An input path given by the user does not exist or cannot be listed.
    Input {
        /// The path as the user wrote it.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The input holds nothing that could be analysed.
    NoDocuments {
        /// Where documents were looked for.
        folders: Vec<PathBuf>,
        /// Why the articles that were found were skipped, with an example and how many there are.
        skipped: Vec<(String, u64)>,
        /// File name endings that are read.
        known: Vec<&'static str>,
    },
    /// Articles are to be grouped by a document variable that none of them has.
    NoGroups {
        /// Its name.
        by: String,
        /// What articles can be grouped by, as far as it is known.
        known: Vec<String>,
        /// Whether the first of these may be what was meant.
        is_near: bool,
    },
    /// The output folder must not be written to.
    Output {
        /// The output folder as the user wrote it.
        path: PathBuf,
        /// Why it must not be written to.
        problem: String,
        /// What the user can do.
        hint: &'static str,
    },
    /// Another run holds the output folder.
    Busy {
        /// The output folder.
        path: PathBuf,
        /// Process id of the other run, where it is known.
        pid: Option<u32>,
    },
    /// The file system refused something.
    Io {
        /// What was being done, as in "cannot {doing} `path`".
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The results could not be published; the output folder is as it was.
    Unpublished {
        /// The output folder.
        output: PathBuf,
        /// What failed.
        reason: Box<Error>,
    },
    /// Publishing file by file was stopped on its way, and the next run finishes it.
    Halfway {
        /// The output folder.
        output: PathBuf,
        /// What failed.
        reason: Box<Error>,
    },
    /// A signal asked the run to stop.
    Interrupted {
        /// Number of the signal.
        signal: i32,
    },
}

impl Error {
    /// An I/O error with what was being done and to which path.
    pub fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Error::Io { doing, path: path.to_owned(), source }
    }

    /// A file that the settings name, or the settings themselves, cannot be read.
    pub fn unusable(path: &Path, problem: impl fmt::Display) -> Self {
        Error::Settings { report: format!("cannot use `{}`: {problem}", path.display()) }
    }

    /// Exit status of the program for this error.
    ///
    /// - Unit: 1 failed, 2 unusable settings, 75 output in use (`EX_TEMPFAIL` of sysexits.h), 128 + n stopped by signal n.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Settings { .. } => 2,
            Error::Input { .. } | Error::NoGroups { .. } => 2,
            Error::Output { .. } => 2,
            Error::NoDocuments { .. } | Error::Io { .. } => 1,
            Error::Unpublished { .. } | Error::Halfway { .. } => 1,
            Error::Busy { .. } => 75,
            Error::Interrupted { signal } => u8::try_from(128 + signal).unwrap_or(1),
        }
    }
}

impl fmt::Display for Error {
    // All messages on one page: lower case, no full stop, values in backticks, then a hint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Settings { report } => f.write_str(report.trim_end()),
            Error::Input { path, problem } => {
                write!(f, "cannot read the input `{}`: {problem}", path.display())
            }
            Error::NoDocuments { folders, skipped, known } => {
                let folders: Vec<_> = folders.iter().map(|it| it.display().to_string()).collect();
                write!(f, "no article to analyse in `{}`", folders.join("`, `"))?;
                write!(f, "; earlier results stay as they are")?;
                for (example, n) in skipped {
                    write!(f, "\nskipped: {example}")?;
                    if 1 < *n {
                        write!(f, " ({n} in all)")?;
                    }
                }
                if skipped.is_empty() {
                    let known = known.join(", .");
                    write!(f, "\nhint: put articles there; files ending in .{known} are read")?;
                }
                Ok(())
            }
            Error::NoGroups { by, known, is_near } => {
                write!(f, "`emphasis.by`: no article has a value for `{by}`\nhint: ")?;
                if let (true, Some(near)) = (is_near, known.first()) {
                    write!(f, "did you mean `{near}`? ")?;
                }
                write!(f, "articles can be grouped by `{}`", known.join("`, `"))
            }
            Error::Output { path, problem, hint } => {
                write!(f, "will not write to `{}`: {problem}\nhint: {hint}", path.display())
            }
            Error::Busy { path, pid } => {
                write!(f, "another run holds the output folder `{}`", path.display())?;
                if let Some(pid) = pid {
                    write!(f, " (process {pid})")?;
                }
                write!(f, "\nhint: wait for it, or give this run another folder with --output")
            }
            Error::Io { doing, path, source } => {
                write!(f, "cannot {doing} `{}`: {source}", path.display())
            }
            Error::Unpublished { output, reason } => {
                write!(f, "nothing was published to `{}`: {reason}", output.display())?;
                write!(f, "; earlier results stay as they are")?;
                write!(
                    f,
                    "\nhint: see that there is space left and that the folder may be written to"
                )
            }
            Error::Halfway { output, reason } => {
                write!(f, "not all results reached `{}`: {reason}", output.display())?;
                write!(f, "\nhint: close the programs that have them open and run again; ")?;
                write!(f, "the rest follows first")
            }
            Error::Interrupted { .. } => {
                write!(f, "stopped by a signal; earlier results stay as they are")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            Error::Unpublished { reason, .. } | Error::Halfway { reason, .. } => Some(reason),
            _ => None,
        }
    }
}
