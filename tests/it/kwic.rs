//! `framescope kwic`: what it lists, in which order, and how it ends.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::support::{Desk, Row, package, rows, stderr, stdout};

const FRAMES: &str = "[classes]\npowers = [\"russia\", \"china\"]\n\
    [[frame]]\nname = \"balance\"\nentries = [\"balanc*\", \"bridge\"]\n\
    [[frame]]\nname = \"symbol\"\nentries = [\"gesture*\"]\n";

/// Three articles of two sources, one of them twice.
fn desk() -> Desk {
    let twice = "---\nsource: Wire\ndate: 2025-11-20\n---\nNot a bridge\n\nThe minister said on Tuesday that \
                 “this country is no bridge for anybody in this region” and left the room.\n";
    Desk::new()
        .config("[frames]\ndictionaries = [\"frames.toml\"]\n")
        .file("frames.toml", FRAMES)
        .document(
            "a.md",
            "---\nsource: Ledger\ndate: 2025-11-13\n---\nBalancing act\n\nThe port balances trade with Russia, and \
             with China, every day of the week.\n\nIt is a gesture. Nobody in town calls it a bridge.\n",
        )
        .document("b.md", twice)
        .document("c.md", twice)
}

fn list(desk: &Desk, arguments: &[&str]) -> Vec<Row> {
    let arguments: Vec<&str> =
        ["kwic"].iter().chain(arguments).chain(&["-o", "hits.csv", "--force"]).copied().collect();
    let output = desk.framescope(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    rows(&desk.path("hits.csv"))
}

/// The cells of one column.
fn cells(desk: &Desk, arguments: &[&str], column: &str) -> Vec<String> {
    list(desk, arguments).into_iter().map(|mut it| it.remove(column).expect("a cell")).collect()
}

#[test]
fn a_pattern_is_listed_with_the_words_around_it_and_its_place_in_the_file() {
    let desk = desk();
    let found = list(&desk, &["bridge"]);
    let shown: Vec<_> =
        found.iter().map(|it| (&*it["doc_id"], &*it["voice"], &*it["negated"])).collect();
    let expected = [("a.md", "author", "0"), ("b.md", "author", "1"), ("b.md", "quoted", "1")];
    assert_eq!(shown, expected, "the same text is shown once");
    assert_eq!(found[0]["pre"], "in town calls it a");
    assert_eq!((&*found[1]["pre"], &*found[1]["post"]), ("Not a", "The minister said on Tuesday"));
    assert_eq!((&*found[0]["source"], &*found[0]["date"]), ("Ledger", "2025-11-13"));
    assert_eq!((&*found[0]["pattern"], &*found[0]["frame"]), ("bridge", ""));
    assert_eq!((&*found[0]["sentence"], &*found[0]["from"], &*found[0]["to"]), ("4", "27", "27"));
    for row in &found {
        let file = fs::read(desk.path("input").join(&row["doc_id"])).expect("an article");
        let place = |column: &str| row[column].parse::<usize>().expect("a place");
        let bytes = &file[place("byte_start")..place("byte_end")];
        assert_eq!(String::from_utf8_lossy(bytes), row["keyword"]);
    }
}

#[test]
fn the_window_crosses_sentences_and_has_the_length_that_is_asked_for() {
    let desk = desk();
    assert_eq!(cells(&desk, &["nobody", "--window", "2"], "pre"), ["a gesture."]);
    assert_eq!(cells(&desk, &["nobody", "--window", "0"], "pre"), [""]);
    let wide = list(&desk, &["gesture", "--window", "7"]);
    assert_eq!(wide[0]["pre"], "day of the week. It is a");
}

#[test]
fn gaps_and_classes_of_the_dictionaries_may_stand_in_a_pattern() {
    let desk = desk();
    assert_eq!(cells(&desk, &["balanc* ... @powers"], "keyword"), ["balances trade with Russia"]);
    let output = desk.framescope(&["kwic", "with @power"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("PATTERN:1:6"), "{}", stderr(&output));
    assert!(stderr(&output).contains("did you mean `@powers`?"), "{}", stderr(&output));
}

#[test]
fn frames_and_entries_are_those_of_frame_hits() {
    let desk = desk().tables();
    let of_run = desk.rows("frame_hits");
    let found = list(&desk, &["--frame", "balance", "--frame", "symbol"]);
    assert_eq!(found.len(), of_run.len());
    for (ours, theirs) in found.iter().zip(&of_run) {
        for column in [
            "doc_id",
            "source",
            "frame",
            "pattern",
            "sentence",
            "zone",
            "voice",
            "negated",
            "byte_start",
        ] {
            assert_eq!(ours[column], theirs[column], "{column}");
        }
        assert_eq!(ours["from"], theirs["token"]);
    }
    assert_eq!(cells(&desk, &["--entry", "gesture*"], "frame"), ["symbol"]);
    for (arguments, hint) in [
        (["--frame", "balanse"], "did you mean `balance`?"),
        (["--entry", "gestures*"], "did you mean `gesture*`?"),
    ] {
        let output = desk.framescope(&[["kwic"].as_slice(), &arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(hint), "{}", stderr(&output));
    }
}

#[test]
fn filters_leave_out_articles_and_hits() {
    let desk = desk();
    for (filter, expected) in [
        (["--source", "Wire"].as_slice(), ["b.md", "b.md"].as_slice()),
        (&["--from", "2025-11-14"], &["b.md", "b.md"]),
        (&["--to", "2025-11-13"], &["a.md"]),
        (&["--zone", "headline"], &["b.md"]),
        (&["--voice", "quoted"], &["b.md"]),
        (&["--voice", "quoted", "--voice", "author"], &["a.md", "b.md", "b.md"]),
    ] {
        let arguments = [["bridge"].as_slice(), filter].concat();
        assert_eq!(cells(&desk, &arguments, "doc_id"), expected, "{filter:?}");
    }
    let output = desk.framescope(&["kwic", "bridge", "--source", "Wired"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("did you mean `Wire`?"), "{}", stderr(&output));
}

#[test]
fn lines_come_in_the_order_that_is_asked_for() {
    let desk = desk();
    let order =
        |arguments: &[&str]| cells(&desk, &[&["(bridge|gesture)"], arguments].concat(), "from");
    assert_eq!(order(&[]), ["20", "27", "3", "14"]);
    // Before them: "it is a", "calls it a", "Not a", "is no"; behind: "Nobody", nothing, "The", "for".
    assert_eq!(order(&["--sort", "left"]), ["20", "27", "3", "14"]);
    assert_eq!(order(&["--sort", "right"]), ["27", "14", "20", "3"]);
    assert_eq!(order(&["--sort", "date", "--limit", "2"]), ["20", "27"]);
    assert_eq!(order(&["--sort", "source", "--limit", "3"]), ["20", "27", "3"]);
    assert_eq!(order(&["--limit", "3"]), ["20", "27", "3"]);
}

#[test]
fn the_number_of_hits_is_told_and_none_is_no_failure() {
    let desk = desk();
    let output = desk.framescope(&["kwic", "bridge"]);
    assert!(stderr(&output).contains("3 hits in 2 articles of 2 sources"), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 4);
    let output = desk.framescope(&["kwic", "bridge", "--limit", "1"]);
    assert!(stderr(&output).contains("there are more (--limit)"), "{}", stderr(&output));
    let output = desk.framescope(&["kwic", "nowhere"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output).lines().count(), 1, "the header");
    assert!(stderr(&output).contains("no hit in 3 articles"), "{}", stderr(&output));
    let output = desk.framescope(&["kwic", "bridge", "-q"]);
    assert_eq!(stderr(&output), "");
}

#[test]
fn what_is_wrong_is_told_before_anything_is_read() {
    let desk = desk();
    for (arguments, told) in [
        (["a (b|c"].as_slice(), "PATTERN:1:3"),
        (&["*"], "PATTERN:1:1"),
        (&[], "PATTERN"),
        (&["bridge", "--frame", "balance"], "cannot be used with"),
        (&["bridge", "--from", "tomorrow"], "2025-11-13"),
        (&["bridge", "--from", "2025-11-13", "--to", "2025-11-01"], "exchange the two"),
        (&["bridge", "-o", "input/a.md", "--force"], "part of the input"),
        (&["bridge", "-o", "frames.toml"], "--force"),
    ] {
        let output = desk.framescope(&[["kwic"].as_slice(), arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {}", stderr(&output));
        assert!(stderr(&output).contains(told), "{arguments:?} {}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(desk.path("frames.toml")).expect("a file"), FRAMES);
    let empty = Desk::new();
    assert_eq!(empty.framescope(&["kwic", "bridge"]).status.code(), Some(1));
}

#[test]
fn a_reader_that_goes_away_ends_the_list_quietly() {
    let mut desk = Desk::new();
    for i in 0..40 {
        let text =
            format!("A story of bridge {i}\n\n{}\n", "Every bridge is a bridge. ".repeat(400));
        desk = desk.document(&format!("{i}.txt"), text);
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_framescope"))
        .args(["kwic", "bridge"])
        .current_dir(desk.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut some = [0; 64];
    child.stdout.take().expect("a pipe").read_exact(&mut some).expect("the header");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let corpus = package("tests/reference/corpus");
    let mut desk = Desk::new();
    for i in 0..60 {
        desk = desk.copy(&corpus, &format!("input/{i:02}"));
    }
    let with = |n: &str| {
        let output = desk.framescope(&["kwic", "the (accord|annex)", "-t", n]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let one = with("1");
    assert!(400 < one.lines().count(), "{}", one.lines().count());
    assert!(one == with("2") && one == with("7"));
}
