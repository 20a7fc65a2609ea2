//! What earlier runs saw, in later ones.

use std::fs;
use std::process::Output;

use crate::support::{Desk, stderr};

const RECORDS: &str = "{\"source\":\"Wire\",\"date\":\"2025-11-07\",\"text\":\"The fleet gained leverage over the strait, officials said.\"}\n\
    {\"source\":\"Wire\",\"text\":17}\n\
    {\"source\":\"Ledger\",\"text\":\"A symbolic gesture, and then another gesture of friendship.\"}\n";

fn desk() -> Desk {
    Desk::new()
        .document("Ledger/a.txt", "A pact and its price\n\nThe ministers signed a symbolic pact.\n")
        .document("Ledger/b.txt", "Ports stay shut\n\nNobody in the port saw the balancing act.\n")
        .document("Wire/c.txt", "Fleet moves\n\nThe navy wants leverage and deterrence.\n")
        .document("more.jsonl", RECORDS)
        .document("metadata.csv", "path,date\nLedger/a.txt,2025-11-06\nnobody.txt,2025-11-07\n")
}

/// Runs in a desk that has run before, then from nothing: both must give the same bytes.
#[track_caller]
fn same_as_from_nothing(desk: &Desk) -> Output {
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let continued = desk.results();
    fs::remove_dir_all(desk.path(".framescope-cache-output")).expect("a cache");
    let anew = desk.framescope(&["run", "--no-cache"]);
    assert_eq!(anew.status.code(), Some(0), "{}", stderr(&anew));
    assert!(!desk.path(".framescope-cache-output").exists());
    for (name, bytes) in desk.results() {
        assert!(continued[&name] == bytes, "{name} differs");
    }
    output
}

#[test]
fn nothing_new_changes_nothing() {
    let desk = desk();
    desk.run();
    let before = desk.results();
    desk.run();
    assert_eq!(desk.results(), before);
    same_as_from_nothing(&desk);
}

#[test]
fn articles_that_are_added_changed_removed_and_renamed_are_seen() {
    let desk = desk();
    desk.run();
    let add = |name: &str, text: &str| fs::write(desk.path(name), text).expect("a file");
    add("input/Wire/new.txt", "A new gesture\n\nThe hegemon balances, and hedges its bets.\n");
    add("input/Ledger/b.txt", "Ports open\n\nEverybody in the port saw the balancing act.\n");
    fs::remove_file(desk.path("input/Wire/c.txt")).expect("a file");
    fs::rename(desk.path("input/Ledger/a.txt"), desk.path("input/Wire/a.txt")).expect("renamed");
    same_as_from_nothing(&desk);
}

#[test]
fn a_record_that_is_added_to_a_file_is_seen() {
    let desk = desk();
    desk.run();
    let more = format!("{RECORDS}{{\"source\":\"Wire\",\"text\":\"A gesture that came late.\"}}\n");
    fs::write(desk.path("input/more.jsonl"), more).expect("a file");
    same_as_from_nothing(&desk);
}

#[test]
fn a_changed_dictionary_setting_or_metadata_file_is_seen() {
    let desk = desk().file("frames.toml", "[[frame]]\nname = \"f\"\nentries = [\"port\"]\n");
    desk.run();
    let change = |name: &str, text: &str| fs::write(desk.path(name), text).expect("a file");
    change("config.toml", "[frames]\ndictionaries = [\"frames.toml\"]\n");
    same_as_from_nothing(&desk);
    desk.run();
    change("frames.toml", "[[frame]]\nname = \"f\"\nentries = [\"port\", \"fleet\"]\n");
    same_as_from_nothing(&desk);
    desk.run();
    change("input/metadata.csv", "path,date\nLedger/a.txt,2025-11-16\n");
    same_as_from_nothing(&desk);
    desk.run();
    change(
        "config.toml",
        "[frames]\ndictionaries = [\"frames.toml\"]\n[text]\nstemmer = \"none\"\n",
    );
    same_as_from_nothing(&desk);
}

#[test]
fn what_is_damaged_is_told_and_read_anew() {
    for name in ["index", "records"] {
        let desk = desk();
        desk.run();
        let path = desk.path(".framescope-cache-output").join(name);
        let mut bytes = fs::read(&path).expect("a file");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(&path, bytes).expect("written");
        let output = same_as_from_nothing(&desk);
        assert!(stderr(&output).contains("is damaged"), "{}", stderr(&output));
    }
}
