//! All integration tests, one program.

/// Articles as people have them, pasted and saved, with the truth by hand.
mod articles;
/// Rates and emphasis over articles that are drawn anew.
mod bootstrap;
/// The page in a real browser, where there is one.
#[cfg(unix)]
mod browser;
/// A run that goes on where an earlier one ended gives what a run from nothing gives.
mod cache;
/// Each folder in `tests/cases` gives its `expected/`, byte for byte.
mod cases;
/// What the terminal shows and the exit status.
mod cli;
/// Sources in pairs, their places, the sentences that are allowed, and other settings.
mod comparisons;
/// The language of dictionaries, from the file to the tables.
mod dictionaries;
/// Articles that are the same or nearly so: found, grouped, counted once, told.
mod duplicates;
/// Dictionaries of other programs, in and out.
mod exchange;
/// What other readers of dictionaries get wrong, format by format.
mod foreign;
/// Every format of input as a user saves it, whole and broken.
mod formats;
/// What the program finds against what people found.
mod gold;
/// Tables of groups other than sources.
mod grouping;
/// The rules of the source tree, checked on the source tree.
mod house;
/// What holds for any corpus, on generated ones.
mod invariants;
/// Words that set sources apart, frames that stand together, sources that are alike.
mod keyness;
mod kwic;
/// Articles in several languages: what is told of them, stemmed and marked.
mod languages;
/// Which entries of a dictionary deserve a second look.
mod lint;
/// Formulas at counts that no corpus reaches today.
mod magnitudes;
/// What the tables of a small corpus must say, whatever the numbers are.
mod properties;
/// Formulas against values of published packages.
mod reference;
/// The smallest document that once went wrong, named for what went wrong.
mod regressions;
/// Lines that an outlet repeats above and below its articles.
mod repeats;
/// The page: what stands in it, what cannot act in it, what is left out and told.
mod report;
/// Whether tests and intervals keep what they promise, on random corpora.
mod simulation;
/// The summary at the end of a run fits onto a screen.
mod summary;
/// A desk: a folder in which the program is run.
mod support;
/// Bins of time, slopes and changes.
mod trends;
/// Sheets for human coders, and what comes of their codes.
mod validation;
