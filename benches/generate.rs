//! Megabytes in, a corpus as a folder of text files and as one file of JSON Lines out.
//!
//! `cargo run --release --example generate -- FOLDER MEGABYTES` writes `FOLDER/txt/<source>/…` and
//! `FOLDER/corpus.jsonl`, the same articles in both.

#![expect(clippy::print_stderr, reason = "an example says how it is used")]

mod corpus;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, megabytes] = arguments.as_slice() else {
        eprintln!("usage: generate FOLDER MEGABYTES");
        return ExitCode::from(2);
    };
    let Ok(megabytes) = megabytes.parse::<u64>() else {
        eprintln!("`{megabytes}` is no whole number of megabytes");
        return ExitCode::from(2);
    };
    let folder = Path::new(folder);
    let n_bytes = megabytes * 1_000_000;
    let written = fs::create_dir_all(folder)
        .and_then(|()| corpus::write_folder(&folder.join("txt"), corpus::articles_of(n_bytes)))
        .and_then(|()| {
            corpus::write_jsonl(&folder.join("corpus.jsonl"), corpus::articles_of(n_bytes))
        });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("cannot write to `{}`: {err}", folder.display());
            ExitCode::FAILURE
        }
    }
}
