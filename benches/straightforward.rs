//! A folder of text files in, counts of terms and frames by source out, the plain way.
//!
//! `cargo run --release --example straightforward -- INPUT OUTPUT` counts the articles in
//! `INPUT/<source>/` and writes `OUTPUT/terms.csv` and `OUTPUT/frames.csv`.
//!
//! With `--compare RESULTS` it also compares its counts with those of a run of framescope over the
//! same articles (`RESULTS/tables/`), which must be made with `[clean] enabled = false` and
//! `--frames benches/frames.toml`, prints
//! `identical` or the first differences, and fails where there are any.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "an example talks to its user")]

mod yardstick;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use framescope::dictionary;

/// Most differences that are shown.
const MAX_SHOWN: usize = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        [input, output] => run(input, output, None),
        [input, output, "--compare", results] => run(input, output, Some(results)),
        _ => {
            eprintln!("usage: straightforward INPUT OUTPUT [--compare RESULTS]");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(err) => {
            eprintln!("{err}");
            ExitCode::FAILURE
        }
    }
}

/// Counts and writes; returns whether the counts are those of the other results.
fn run(input: &str, output: &str, results: Option<&str>) -> Result<bool, Box<dyn Error>> {
    let dictionary = dictionary::read(&[yardstick::FRAMES.to_owned()], Path::new(""))?;
    let counts = yardstick::count(Path::new(input), &dictionary)?;
    counts.write(Path::new(output))?;
    let Some(results) = results else { return Ok(true) };
    let differences = counts.differences(&Path::new(results).join("tables"))?;
    for difference in differences.iter().take(MAX_SHOWN) {
        println!("{difference}");
    }
    match differences.len() {
        0 => println!("identical"),
        n => println!("{n} differences"),
    }
    Ok(differences.is_empty())
}
