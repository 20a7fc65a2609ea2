//! Which entries deserve a second look: alone, in `check`, and with articles.

use std::collections::BTreeMap;

use crate::support::{Desk, Row, rows, stderr, stdout};

const FRAMES: &str = "\
[classes]
powers = ['russia', 'china']

[[frame]]
name = 'ends'
label = 'What it is for'
entries = [
    'strateg*',
    'strategic',
    'leverage',
    '@powers',
    'russia',
    'port',
    'port deal',
]

[[frame]]
name = 'signs'
entries = ['gesture', 'leverage', 'diplomacy', 'handshake', 'never seen']
";

/// Twelve articles of two sources.
fn desk() -> Desk {
    let mut desk = Desk::new().file("frames.toml", FRAMES);
    for i in 0..6 {
        let north = "The strategic port deal with Russia. Gestures and a gesture. Strategic ends, strategies.";
        let south =
            "A port deal came with leverage. It took diplomacy and diplomats, and gestures.";
        desk = desk.document(&format!("North/{i}.txt"), format!("{north} Number {i}."));
        desk = desk.document(&format!("South/{i}.txt"), format!("{south} Number {i}."));
    }
    desk
}

fn by_entry(rows: Vec<Row>) -> BTreeMap<String, Row> {
    rows.into_iter().map(|it| (format!("{}/{}", it["frame"], it["entry"]), it)).collect()
}

#[test]
fn a_table_has_a_row_for_every_entry_with_its_verdict() {
    // All articles of a source are nearly the same.
    let desk = desk().config("[duplicates]\nenabled = false\n");
    let output = desk.framescope(&["run", "-f", "frames.toml", "--only", "tables", "-q"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let rows = desk.rows("entries");
    assert_eq!(rows.len(), 12);
    let entries = by_entry(rows);
    let cells = |entry: &str, columns: [&str; 4]| columns.map(|it| entries[entry][it].clone());
    let counted = ["hits", "documents", "sources", "lost_matches"];
    assert_eq!(cells("ends/strateg*", counted), ["18", "6", "1", "0"]);
    assert_eq!(cells("ends/strategic", counted), ["0", "0", "0", "12"]);
    assert_eq!(cells("ends/port deal", counted), ["12", "12", "2", "0"]);
    assert_eq!(cells("ends/port", counted), ["0", "0", "0", "12"]);
    assert_eq!(entries["ends/leverage"]["shared_hits"], "6");
    let verdict = |entry: &str| entries[entry]["verdict"].as_str();
    for (entry, wanted) in [
        ("ends/strateg*", "dominant"),
        ("ends/strategic", "dead"),
        ("ends/port", "shadowed"),
        ("ends/russia", "duplicate"),
        ("ends/'@powers", ""),
        ("signs/gesture", "stem_split"),
        ("signs/leverage", "shared"),
        ("signs/never seen", "dead"),
    ] {
        assert_eq!(verdict(entry), wanted, "{entry}: {}", entries[entry]["suggestion"]);
    }
    let told = &entries["ends/port"]["suggestion"];
    assert!(told.contains("has no hit: its matches (12) share words"), "{told}");
    assert_eq!(entries["signs/never seen"]["emphasis_without"], "0");
    assert_eq!(entries["signs/handshake"]["line"], "19");
}

#[test]
fn the_effect_of_the_top_entry_is_that_of_the_emphasis_table() {
    let desk = desk();
    desk.framescope(&["run", "-f", "frames.toml", "--only", "tables", "-q"]);
    let entries = by_entry(desk.rows("entries"));
    let number = |row: &Row, column: &str| row[column].parse::<f64>().expect("a number");
    let mut largest: BTreeMap<String, f64> = BTreeMap::new();
    for row in desk.rows("emphasis") {
        let change = number(&row, "emphasis_without_top_pattern") - number(&row, "emphasis");
        let most = largest.entry(format!("{}/{}", row["frame"], row["top_pattern"])).or_default();
        *most = most.max(change.abs());
    }
    assert_eq!(largest.len(), 2);
    for (entry, change) in largest {
        assert!((number(&entries[&entry], "emphasis_without") - change).abs() < 1e-12, "{entry}");
    }
}

#[test]
fn verdicts_are_the_same_when_nothing_is_read_anew() {
    let desk = desk();
    let run = ["run", "-f", "frames.toml", "--only", "tables", "-q"];
    desk.framescope(&run);
    let first = desk.result("tables/entries.csv");
    assert!(desk.framescope(&run).status.success());
    assert_eq!(desk.result("tables/entries.csv"), first);
    assert!(desk.framescope(&[&run[..], &["--no-cache", "-t", "1"]].concat()).status.success());
    assert_eq!(desk.result("tables/entries.csv"), first);
}

#[test]
fn findings_of_a_dictionary_are_a_table_where_nobody_looks() {
    let desk = desk();
    let output = desk.framescope(&["dictionary", "lint", "frames.toml"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let shown = stdout(&output);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "verdict,frame,entry,file,line,finding,suggestion");
    assert!(lines[1].starts_with("duplicate,ends,russia,frames.toml,12,"), "{shown}");
    assert!(lines[2].starts_with("dead,ends,strategic,frames.toml,9,"), "{shown}");
    assert!(lines[3].starts_with("stem_split,signs,diplomacy,frames.toml,19,"), "{shown}");
    assert!(lines[4].starts_with("shared,signs,leverage,frames.toml,19,"), "{shown}");
    assert_eq!(lines.len(), 5, "{shown}");
}

#[test]
fn with_articles_lint_says_what_they_show_and_leaves_nothing_behind() {
    let desk = desk();
    let arguments = ["dictionary", "lint", "frames.toml", "-i", "input", "--report", "found.csv"];
    let output = desk.framescope(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.starts_with("12 entries in 2 frames, 12 articles read\n"), "{shown}");
    assert!(shown.contains("`gesture` does not find `gestures` (12); write `~gesture`"), "{shown}");
    assert!(shown.lines().count() <= 40, "{shown}");
    let found = rows(&desk.path("found.csv"));
    let idle = |it: &&Row| it["verdict"] == "dead" && it["frame"] == "signs";
    let idle: Vec<&str> = found.iter().filter(idle).map(|it| it["entry"].as_str()).collect();
    assert_eq!(idle, ["handshake", "never seen"]);
    let output = desk.framescope(&arguments);
    assert_eq!(output.status.code(), Some(2), "a report that is there stays");
    let mut names: Vec<_> = std::fs::read_dir(desk.path(""))
        .expect("a folder")
        .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["found.csv", "frames.toml", "input"]);
}

#[test]
fn check_tells_what_needs_no_article() {
    let desk = desk();
    let shown = stdout(&desk.framescope(&["check", "-f", "frames.toml"]));
    assert!(shown.contains("note: ends: dead: `strateg*` on line 8 finds all"), "{shown}");
    assert!(!shown.contains("never seen"), "{shown}");
    let shown = stdout(&desk.framescope(&["check"]));
    assert!(!shown.contains("note: symbolic"), "{shown}");
}

#[test]
fn the_built_in_dictionary_has_no_entry_that_can_never_count() {
    let output = Desk::new().framescope(&["dictionary", "lint", "builtin"]);
    let shown = stdout(&output);
    assert!(!shown.contains("\ndead,"), "{shown}");
}

#[test]
fn charts_and_summary_show_labels_and_tables_names() {
    let desk = desk();
    let output = desk.framescope(&["run", "-f", "frames.toml"]);
    let shown = stdout(&output);
    assert!(shown.contains("What it is for") && shown.contains("signs"), "{shown}");
    let chart = desk.result("charts/emphasis.svg");
    assert!(chart.contains("What it is for") && !chart.contains(">ends<"));
    assert!(desk.rows("emphasis").iter().all(|it| it["frame"] == "ends" || it["frame"] == "signs"));
}
