//! The smallest document that once went wrong, named for what went wrong.

use crate::support::{Desk, stderr};

/// A run over one article, which must end well; returns the article's row of `documents.csv`.
fn row_of(name: &str, text: &str) -> String {
    let desk = Desk::new().document(name, text);
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let table = desk.result("tables/documents.csv");
    table.lines().nth(1).expect("one row").to_owned()
}

#[test]
fn lists_in_lists_of_front_matter_overflowed_the_stack() {
    let brackets = (100_000, 100_000);
    let list = "[".repeat(brackets.0) + &"]".repeat(brackets.1);
    let row = row_of("a.md", &format!("---\ntags: {list}\ntitle: A pact\n---\nThe port opened.\n"));
    assert!(row.contains("A pact"), "{row}");
}

#[test]
fn end_tags_that_close_nothing_hid_the_depth_of_a_page() {
    let page = "<html><body>".to_owned() + &"<div></x>".repeat(20_000) + "A gesture that lasted.";
    assert!(row_of("a.html", &page).contains("analysed"));
}

#[test]
fn formatting_that_nothing_closes_filled_the_memory() {
    let bold: String = (0..400).map(|i| format!("<b id={i}>")).collect();
    let page =
        format!("<html><body><div>{bold}</div>{}", "<p>A gesture that lasted.".repeat(20_000));
    assert!(row_of("a.html", &page).contains("analysed"));
}

#[test]
fn many_members_of_an_object_took_time_by_their_square() {
    let members: String = (0..80_000).map(|i| format!(",\"k{i}\":1")).collect();
    let row = row_of("a.jsonl", &format!("{{\"text\":\"A gesture that lasted.\"{members}}}\n"));
    assert!(row.contains("analysed"), "{row}");
}

#[test]
fn patterns_were_lost_beside_thousands_of_others() {
    let others: String = (0..20_000).map(|i| format!("\"w{i}x*\", ")).collect();
    let desk = Desk::new()
        .document("a.txt", "The strategic port opened.\n")
        .file("frames.toml", format!("[[frame]]\nname = \"f\"\nentries = [{others}\"strateg*\"]\n"))
        .file("config.toml", "[frames]\ndictionaries = [\"frames.toml\"]\n");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(desk.result("tables/frame_hits.csv").lines().count(), 2);
}
