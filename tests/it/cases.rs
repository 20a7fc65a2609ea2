//! Each folder in `tests/cases` gives its `expected/`, byte for byte.
//!
//! `BLESS=1 cargo test` writes the expected files anew; read them before you commit them.

use std::fs;
use std::path::Path;

use crate::support::{Desk, package, stderr};

#[test]
fn every_case_gives_its_expected_files() {
    let mut cases: Vec<_> = fs::read_dir(package("tests/cases"))
        .expect("the cases")
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        check(&case);
    }
}

fn check(case: &Path) {
    let desk = Desk::new().copy(case, "");
    let output = desk.framescope(&["run", "--only", "tables", "-q"]);
    assert!(output.status.success(), "{}: {}", case.display(), stderr(&output));
    let expected = case.join("expected");
    if std::env::var_os("BLESS").is_some() {
        bless(&desk, &expected);
    }
    for entry in fs::read_dir(&expected).expect("expected files") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let expected = fs::read_to_string(&path).expect("an expected file");
        let ours = desk.result(&format!("tables/{name}"));
        assert!(
            ours == expected,
            "{}/{name} is\n{ours}\nand should be\n{expected}",
            case.display()
        );
    }
}

/// Writes the files anew that are there; an empty folder gets all tables but the long ones.
fn bless(desk: &Desk, expected: &Path) {
    fs::create_dir_all(expected).expect("a folder");
    let there = fs::read_dir(expected).expect("a folder").count();
    for (name, bytes) in desk.results() {
        let Some(table) = name.strip_prefix("tables/") else { continue };
        let long = ["terms.csv", "tfidf.csv", "frame_context.csv", "entries.csv"];
        let is_long = long.contains(&table);
        let path = expected.join(table);
        if path.exists() || (there == 0 && !is_long) {
            fs::write(path, bytes).expect("written");
        }
    }
}
