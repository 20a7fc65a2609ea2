//! From a folder of news articles to evidence of how each source frames an issue.
//!
//! The modules, in the order in which a document passes them; a module uses only modules above it:
//!
//! 1. `error`: the reasons to stop, all messages on one page
//! 2. `notice`: what may weaken a number without stopping the run
//! 3. `input`: files in, drafts out
//! 4. `document`: drafts in, documents out
//! 5. `text`: text in, tokens out
//! 6. `dictionary`: dictionary files in, frames out
//! 7. `frames`: tokens in, hits out
//! 8. `observe`: the instrument, and what it sees in one document
//! 9. `corpus`: all observations in one fixed order, duplicates marked, grouped by source
//! 10. `stats`: numbers in, numbers out
//! 11. `tables`: corpus in, tables out
//! 12. `charts`: tables in, charts out
//! 13. `output`: the only place that writes results
//! 14. `config`: `config.toml`, composed of the `Options` the modules above own

pub mod error;
pub mod output;
pub mod tables;

pub use error::Error;
