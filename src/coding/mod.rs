//! Sheets for human coders out; their codes in, how well the dictionary and they agree out.
//!
//! 1. `units`: what is coded, a sentence, a document or a text of its own, with what the dictionary
//!    finds in it
//! 2. `draw`: units of a corpus in, a stratified random sample out
//! 3. `sheets`: a sample in, the coders' sheets and the key out
//! 4. `names`: how columns and labels are called
//! 5. `columns`: a filled-in sheet in, its rows out
//! 6. `codes`: filled-in sheets in, labels out
//! 7. `score`: labels and units in, agreement out
//! 8. `effects`: what each entry does to its frame
//! 9. `tables`: agreement in, tables out

mod codes;
mod columns;
mod draw;
mod effects;
mod names;
mod score;
mod sheets;
mod tables;
mod units;

pub use codes::{Coded, Codes, File, Key, read};
pub use columns::How;
pub use draw::{Drawn, draw};
pub use score::{Estimate, FrameScore, PairScore, Scores, score};
pub use sheets::{Options as SheetOptions, sheets};
pub use tables::{reliability, tables};
pub use units::{Fired, Kind, Unit, in_corpus, of_texts, weigh};
