//! The language of dictionaries, from the file to the tables.

use std::fs;

use crate::support::{Desk, Row, stderr};

const CLASSES: &str = "[classes]\npowers = [\"@north\", \"Lowmark\"]\n";

const FRAMES: &str = r#"
[classes]
north = ["nordhaven", "the northern league"]

[[frame]]
name = "power"
about = "All of it."

[[frame]]
name = "balance"
parent = "power"
entries = [
    "balanc* ... @powers",
    { any_of = "@powers", at_least = 2, unless = "football" },
]

[[frame]]
name = "pact"
parent = "power"
entries = [{ pattern = "pact", not = "suicide pact", weight = 2.5 }]
"#;

const ARTICLE: &str = "Ports and pacts\n\n\
    It balances its old ties with the Northern League. Lowmark signed a pact with Nordhaven. \
    A suicide pact, said one. Lowmark met Nordhaven at football.\n";

fn desk() -> Desk {
    Desk::new()
        .document("Ledger/a.txt", ARTICLE)
        .document("Wire/b.txt", "A port\n\nNothing of it stands here, and nobody says so.\n")
        .file("classes.toml", CLASSES)
        .file("frames.toml", FRAMES)
        .config("[frames]\ndictionaries = [\"frames.toml\", \"classes.toml\"]\n")
}

#[test]
fn the_weight_of_an_entry_is_what_its_hits_are_worth_in_a_score() {
    let desk = desk();
    assert!(desk.run().status.success());
    for table in ["frames", "emphasis"] {
        let rows = desk.rows(table);
        let of = |frame: &str| {
            let is_it = |it: &&Row| it["frame"] == frame && it["source"] == "Ledger";
            let row = rows.iter().find(is_it).expect("a row");
            ["hits", "score"].map(|it| row[it].clone())
        };
        assert_eq!(of("pact"), ["1", "2.5"], "{table}");
        assert_eq!(of("balance"), ["2", "2"], "{table}");
        assert_eq!(of("power"), ["3", "4.5"], "{table}");
    }
}

#[test]
fn every_hit_is_shown_with_its_entry_and_its_words() {
    let desk = desk();
    let output = desk.run();
    assert!(output.status.success(), "{}", stderr(&output));
    let rows = desk.rows("frame_hits");
    let shown: Vec<_> = rows
        .iter()
        .map(|it| (it["frame"].as_str(), it["text"].as_str(), it["sentence"].as_str()))
        .collect();
    let gap = "balances its old ties with the northern league";
    let together = "lowmark signed a pact with nordhaven";
    assert_eq!(
        shown,
        [
            ("power", gap, "2"),
            ("balance", gap, "2"),
            ("power", together, "3"),
            ("balance", together, "3"),
            ("power", "pact", "3"),
            ("pact", "pact", "3"),
        ]
    );
    assert_eq!(rows[0]["pattern"], "balanc* ... @powers");
    assert_eq!(rows[0]["length"], "8");
    let table = "{ any_of = \"@powers\", at_least = 2, unless = \"football\" }";
    assert_eq!(rows[3]["pattern"], table);
}

#[test]
fn problems_of_all_files_are_told_at_once_and_nothing_is_written() {
    let frames =
        "[[frame]]\nname = \"a\"\nentries = [\"x ... \", { pattern = \"y\", nott = \"z\" }]\n";
    let desk = desk().file("frames.toml", frames).file("classes.toml", "[classes]\np = [\"*\"]\n");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("classes.toml:2:7") && said.contains("matches every word"), "{said}");
    assert!(!desk.path("output").exists());
    fs::write(desk.path("classes.toml"), CLASSES.replace("@north", "north")).expect("a file");
    let said = stderr(&desk.run());
    assert!(said.contains("frames.toml:3:15") && said.contains("both sides of `...`"), "{said}");
    assert!(said.contains("frames.toml:3:39") && said.contains("did you mean `not`?"), "{said}");
}

#[test]
fn a_setting_that_changes_matches_makes_a_run_read_everything_anew() {
    let frames = "[[frame]]\nname = \"a\"\nentries = [\"normalisation\"]\n";
    let desk = desk()
        .document("Ledger/a.txt", "A port\n\nNormalization came late to the port.\n")
        .file("frames.toml", frames)
        .config("[frames]\ndictionaries = [\"frames.toml\"]\n");
    desk.run();
    assert_eq!(desk.rows("frame_hits").len(), 1);
    let config = "[frames]\ndictionaries = [\"frames.toml\"]\nspelling = false\n";
    fs::write(desk.path("config.toml"), config).expect("a file");
    let output = desk.run();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(desk.rows("frame_hits").len(), 0);
}
