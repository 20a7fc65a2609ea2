//! Files of a new set in, the output folder replaced by it at once.
//!
//! No other code opens a result for writing. A run passes here in this order:
//!
//! 1. `check_target`: refuses what must not be replaced, before anything is read
//! 2. `Lock::take`: keeps other runs away, completes or removes what a killed run left
//! 3. `last_record`: what the run before published
//! 4. `Staging::create`, `write`, `stream`: the new set grows in a folder beside the output folder
//! 5. `Staging::publish`: takes along what is not ours, writes the run record, exchanges the two folders
//!
//! Whatever fails or ends the process, the output folder holds the whole old set or the whole new one.
//! Only where a file system cannot exchange folders are files replaced one by one, by a journal
//! that the next start completes.

mod carry;
mod disk;
#[cfg(test)]
mod faults;
mod journal;
mod lock;
mod record;
mod staging;
mod target;

pub use carry::Aside;
pub use lock::Lock;
pub use record::{PROGRAM, RECORD, Record, Written, last_record};
pub use staging::{Published, Staging};
pub use target::{check_command, check_target};
