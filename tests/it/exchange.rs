//! Dictionaries of other programs, in and out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use crate::support::{Desk, Row, package, rows, stderr, stdout};

/// Every sample with the format that its content tells.
const SAMPLES: [(&str, &str); 11] = [
    ("harbour.dic", "dic"),
    ("moral.dicx", "dicx"),
    ("weighted.dicx", "dicx"),
    ("trade.yml", "quanteda"),
    ("harbour.cat", "wordstat"),
    ("mood.lc3", "lc3"),
    ("mood.lcd", "lcd"),
    ("ports.cat", "yoshikoder"),
    ("old.ykd", "yoshikoder"),
    ("regexp.ykd", "yoshikoder"),
    ("fish.vbp", "vbpro"),
];

/// A frame as it is written: label, path of the parents' names, entries with their weights.
pub(crate) type Frames = BTreeMap<String, (String, String, Vec<(String, f64)>)>;

/// A desk with one dictionary.
pub(crate) fn desk(name: &str, content: impl AsRef<[u8]>) -> Desk {
    Desk::new().file(name, content)
}

pub(crate) fn sample(name: &str) -> Desk {
    desk(name, fs::read(package("tests/dictionaries").join(name)).expect("a sample"))
}

/// Imports a file into `frames.toml`, with a report into `losses.csv`.
pub(crate) fn imported(desk: &Desk, name: &str) -> Output {
    let arguments = ["dictionary", "import", name, "-o", "frames.toml", "--report", "losses.csv"];
    desk.framescope(&[&arguments[..], &["--force"]].concat())
}

/// The frames of a content, as if it had been saved under this name.
pub(crate) fn frames_of(name: &str, content: impl AsRef<[u8]>) -> Frames {
    let desk = desk(name, content);
    let output = imported(&desk, name);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    frames(&desk.path("frames.toml"))
}

pub(crate) fn frames(path: &Path) -> Frames {
    let text = fs::read_to_string(path).expect("frames");
    let table: toml::Table = text.parse().unwrap_or_else(|err| panic!("{err}\n{text}"));
    let mut frames = Frames::new();
    for frame in table["frame"].as_array().expect("frames") {
        let text = |key: &str| frame.get(key).and_then(|it| it.as_str()).unwrap_or("").to_owned();
        let entry = |it: &toml::Value| match it {
            toml::Value::String(pattern) => (pattern.clone(), 1.0),
            other => (
                other["pattern"].as_str().expect("a pattern").to_owned(),
                other.get("weight").and_then(toml::Value::as_float).unwrap_or(1.0),
            ),
        };
        let none = Vec::new();
        let entries = frame.get("entries").map_or(&none, |it| it.as_array().expect("entries"));
        let entries = entries.iter().map(entry).collect();
        let old = frames.insert(text("name"), (text("label"), text("parent"), entries));
        assert_eq!(old, None, "names are unique");
    }
    frames
}

/// The patterns of a frame, with spaces and semicolons between.
pub(crate) fn patterns(frames: &Frames, name: &str) -> String {
    let entries = &frames.get(name).unwrap_or_else(|| panic!("{name}: {frames:?}")).2;
    entries.iter().map(|it| it.0.as_str()).collect::<Vec<_>>().join("; ")
}

pub(crate) fn parent(frames: &Frames, name: &str) -> String {
    frames.get(name).unwrap_or_else(|| panic!("{name}: {frames:?}")).1.clone()
}

#[test]
fn every_sample_is_told_by_its_content_and_imported_as_expected() {
    for (name, _) in SAMPLES {
        let desk = sample(name);
        let output = imported(&desk, name);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
        for (written, expected) in [("frames.toml", "toml"), ("losses.csv", "csv")] {
            let found = fs::read_to_string(desk.path(written)).expect("a file");
            let path = package("tests/dictionaries/expected").join(format!("{name}.{expected}"));
            if std::env::var_os("BLESS").is_some() {
                fs::write(&path, &found).expect("an expected file");
            }
            assert_eq!(found, fs::read_to_string(&path).expect("an expected file"), "{name}");
        }
    }
}

#[test]
fn what_comes_back_from_a_format_is_what_went_there() {
    for (name, format) in SAMPLES {
        let desk = sample(name);
        imported(&desk, name);
        let mut first = frames(&desk.path("frames.toml"));
        if format == "yoshikoder" {
            // This format holds single words, so phrases do not come back.
            let words = |frame: &mut (String, String, Vec<(String, f64)>)| {
                frame.2.retain(|it| !it.0.contains([' ', '?']));
            };
            first.values_mut().for_each(words);
            first.retain(|name, it| !it.2.is_empty() || name == "Economy");
        }
        for _ in 0..2 {
            let back = ["dictionary", "export", "frames.toml", "--format", format, "-o", "back"];
            let output = desk.framescope(&[&back[..], &["--force"]].concat());
            assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
            // The name tells nothing: the content is enough for all but the two twins.
            let again = ["dictionary", "import", "back", "-o", "frames.toml", "--force"];
            let output = desk.framescope(&again);
            assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
            let second = frames(&desk.path("frames.toml"));
            let told: Vec<_> = first.iter().zip(&second).filter(|(a, b)| a != b).collect();
            assert!(first == second, "{name}: {told:?}");
        }
    }
}

#[test]
fn every_import_can_be_used_by_a_run_and_counts_its_words() {
    for (name, frame, word) in [
        ("harbour.dic", "cargo ships", "freighter"),
        ("moral.dicx", "Care", "safe"),
        ("weighted.dicx", "Tone", "winning"),
        ("trade.yml", "economy", "slump"),
        ("harbour.cat", "SEA+LAND", "tug boat"),
        ("mood.lc3", "sad", "gloomy"),
        ("mood.lcd", "glad", "no doubt"),
        ("ports.cat", "Economy", "subsidy"),
        ("old.ykd", "crane", "cranes"),
        ("regexp.ykd", "war", "army"),
        ("fish.vbp", "Catch", "sea bass"),
    ] {
        let desk = sample(name)
            .document("North/a.txt", format!("One {word} was seen. Another {word} came."))
            .document("South/b.txt", format!("Nothing of that kind, but a {word}."));
        imported(&desk, name);
        let run = ["run", "-f", "frames.toml", "--only", "tables", "-q"];
        let output = desk.framescope(&run);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
        let of_frame = |it: &&Row| it["frame"] == frame;
        let found = desk.rows("emphasis");
        let hits: Vec<_> = found.iter().filter(of_frame).map(|it| it["hits"].as_str()).collect();
        assert_eq!(hits, ["2", "1"], "{name}: {frame}");
    }
}

#[test]
fn what_weighs_nothing_or_less_does_not_count_and_is_told() {
    let desk = desk("x.cat", "A\n\tGOOD (1)\n\tBAD (-2)\n\tNIL (0)\nB\n\tC\n\t\tD (1)\n");
    let shown = stderr(&imported(&desk, "x.cat"));
    assert_eq!(patterns(&frames(&desk.path("frames.toml")), "A"), "GOOD");
    for told in [
        "line 3: `BAD` in `A` dropped: its weight `-2` is not above 0",
        "line 4: `NIL` in `A` dropped: its weight `0` is not above 0",
        "line 5: category `B` kept: has no entry of its own, and counts those of its parts",
    ] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
}

#[test]
fn the_report_lists_every_category_and_entry_with_its_line() {
    let desk = sample("mood.lc3");
    let output = imported(&desk, "mood.lc3");
    let found = rows(&desk.path("losses.csv"));
    let of = |line: &str| {
        let rows = found.iter().filter(|it| it["line"] == line);
        rows.map(|it| format!("{}/{}/{}", it["category"], it["entry"], it["change"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("1"), ["//kept", "glad//kept", "glad//changed"], "encoding, category, colour");
    assert_eq!(of("2"), ["glad/happy*/kept"]);
    assert_eq!(of("9"), ["glad//changed"], "the repeated category goes on");
    let shown = stderr(&output);
    assert!(shown.contains("the colour `#00AA00` is left out"), "{shown}");
    assert!(shown.contains("in all 10 kept, 3 changed, 0 dropped"), "{shown}");
}

// What is no dictionary.

#[test]
fn a_file_that_is_no_dictionary_is_told_why() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("a.dic", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is no text"),
        ("b.dic", b"hello\nworld\n", "the first line is not `%`"),
        ("c.dic", b"%\n1\ta\nword\t1\n", "no second line `%`"),
        ("d.txt", b"hello\nworld\n", "of no known format"),
        ("e.ykd", b"<dictionary><cnode name='a'>", "ends too early"),
        ("f.ykd", b"<!DOCTYPE d [<!ENTITY a 'b'>]><dictionary/>", "document type"),
        ("g.ykd", b"<html/>", "must be `dictionary`"),
        ("h.lc3", b"", "of no known format"),
        ("i.toml", b"[[frame]]\nname = 'a'\nentries = ['b']\n", "of framescope already"),
    ];
    for (name, content, told) in cases {
        let desk = desk(name, content);
        let output = imported(&desk, name);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", stderr(&output));
        let told =
            told == "of no known format" && name == "h.lc3" || stderr(&output).contains(told);
        assert!(told, "{name}: {}", stderr(&output));
        assert!(!desk.path("frames.toml").exists() && !desk.path("losses.csv").exists(), "{name}");
    }
}

#[test]
fn hostile_files_are_refused_soon_and_without_a_fault() {
    let many = |text: &str, n: usize| text.repeat(n);
    let n = 1 << 20;
    let cases: Vec<(&str, String)> = vec![
        ("deep.ykd", format!("<dictionary>{}", many("<cnode name='a'>", n))),
        ("attributes.ykd", format!("<dictionary><cnode {}/></dictionary>", many("a='' ", n))),
        ("names.ykd", format!("<dictionary>{}</dictionary>", many("<cnode xmlns:a='b'>", n / 2))),
        ("deep.yml", format!("a: {}", many("[", n))),
        ("keys.yml", (0..n).map(|i| format!("k{i}: v\n")).collect()),
        ("anchors.yml", format!("a: &a [x]\nb: [{}]\n", many("*a, ", n))),
        ("deep.cat", (0..4000).map(|i| format!("{}c{i}\n", many("\t", i))).collect()),
        ("entries.cat", format!("A\n{}", many("\tw (1)\n", n))),
        ("ids.dic", format!("%\n1\ta\n%\nw{}\n", many("\t1", n))),
        ("codes.dic", format!("%\n1\ta\n%\nw\t{}\n", many("(1 ", n))),
        ("line.lc3", format!("+{}", many("a", 8 * n))),
        ("word.lc3", format!("+a\n{}", many("a/", 4 * n))),
        ("columns.dicx", format!("DicTerm{}\n", many(",a", n))),
        ("heads.vbp", (0..n / 8).map(|i| format!(">>{i}<<\nw\n")).collect()),
        (
            "expressions.ykd",
            format!(
                "<dictionary patternengine='regexp'><cnode name='a'>{}</cnode></dictionary>",
                many("<pnode name='((a|b)?(c|d)?){8}.*'/>", 5000)
            ),
        ),
        ("large.lc3", many("+a\nb\n", 4 * n)),
    ];
    for (name, content) in cases {
        let desk = desk(name, content);
        let start = Instant::now();
        let output = imported(&desk, name);
        let shown = stderr(&output);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{name}: {shown}");
        assert!(!shown.contains("panicked"), "{name}: {shown}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
        assert!(shown.len() < 20_000, "{name}: {} bytes", shown.len());
    }
}

// The other way.

const FRAMES: &str = r#"
[classes]
power = ["moscow"]

[[frame]]
name = "child"
parent = "top"
about = "What it means."
entries = [
    "photo (op|opportunity)",
    { pattern = "strong", weight = 2.0, comment = "why" },
    { pattern = "a ... b", within = 8 },
    "~stem", "=US", "wom?n", "*flation", "@power (fair)? play",
    { pattern = "EU", case = true }, { pattern = "pact", unless = "rent*" }, { any_of = ["x", "y"] },
    # disabled: "x (y)" (line 3: a rule)
]

[[frame]]
name = "top"
label = "Top"
entries = ["word"]
"#;

#[test]
fn every_loss_of_an_export_is_told_with_its_line() {
    let desk = desk("frames.toml", FRAMES);
    let output = desk.framescope(&["dictionary", "export", "frames.toml", "--format", "dic"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        "%\r\n1\tTop\r\n\t2\tchild\r\n%\r\nword\t1\r\nphoto op\t2\r\nphoto opportunity\t2\r\nstrong\t2\r\nUS\t2\r\nmoscow play\t2\r\nmoscow fair play\t2\r\nEU\t2\r\n"
    );
    let shown = stderr(&output);
    for told in [
        "line 3: `@power` changed: no class is written, but its words in each entry that names it",
        "line 5: category `child` changed: its description is left out",
        "line 10: `photo (op|opportunity)` in `child` changed: its alternatives are `2` entries",
        "line 11: `strong` in `child` changed: its weight is left out; its comment is left out",
        "line 12: `a ... b` in `child` dropped: the format knows no gap between words",
        "line 13: `~stem` in `child` dropped: the format knows no stems",
        "line 13: `=US` in `child` changed: upper and lower case are the same there",
        "line 13: `wom?n` in `child` dropped: the format knows no `?`",
        "line 13: `*flation` in `child` dropped: the format knows `*` at the end of a word only",
        "line 13: `@power (fair)? play` in `child` changed: its alternatives are `2` entries",
        "line 14: `EU` in `child` changed: upper and lower case are the same there",
        "line 14: `pact` in `child` dropped: the format knows no `unless`",
        "in `child` dropped: the format knows no words that stand somewhere in one sentence",
        "line 15: `\"x (y)\" (line 3: a rule)` dropped: disabled in the file",
    ] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
}

#[test]
fn a_flat_format_tells_what_becomes_of_the_nesting() {
    let desk = desk("frames.toml", FRAMES);
    let output = desk.framescope(&["dictionary", "export", "frames.toml", "--format", "lc3"]);
    assert!(stdout(&output).starts_with("+Top\nword\n+child\n"), "{}", stdout(&output));
    let shown = stderr(&output);
    assert!(shown.contains("the category that it is part of is not written"), "{shown}");
    assert!(shown.contains("written without the entries of its parts"), "{shown}");
}

#[test]
fn frames_that_cannot_be_exported_are_told_with_their_places() {
    for (text, told) in [
        (
            "[[frame]]\nname = 'a'\nparent = 'bbcd'\nentries = ['x']\n[[frame]]\nname = 'bbcc'\nentries = ['x']\n",
            "did you mean `bbcc`",
        ),
        ("[[frame]]\nname = 'a'\nparent = 'a'\nentries = ['x']\n", "is its own ancestor"),
        ("[[frame]]\nname = 'a'\nentries = [7]\n", "frames.toml:3:12"),
        ("[[frame]]\nname = 'a'\nentries = ['x', '*']\n", "matches every word"),
        ("[[frame]]\nentries = ['x']\n", "has no `name`"),
        ("[[frame]\n", "not valid TOML"),
        ("", "hold no frame"),
    ] {
        let desk = desk("frames.toml", text);
        let output = desk.framescope(&["dictionary", "export", "frames.toml", "--format", "dic"]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(stderr(&output).contains(told), "{text}: {}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn no_file_is_written_over_without_force() {
    let desk = sample("mood.lc3").file("frames.toml", "mine");
    let import =
        ["dictionary", "import", "mood.lc3", "-o", "frames.toml", "--report", "losses.csv"];
    let output = desk.framescope(&import);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(desk.path("frames.toml")).expect("mine"), "mine");
    assert!(!desk.path("losses.csv").exists());
    let output = desk.framescope(&[&import[..], &["--force"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let itself = ["dictionary", "import", "mood.lc3", "-o", "./mood.lc3", "--force"];
    assert_eq!(desk.framescope(&itself).status.code(), Some(2), "the file that is read stays");
    let elsewhere = ["dictionary", "import", "mood.lc3", "-o", "no/such/folder/f.toml"];
    assert_eq!(desk.framescope(&elsewhere).status.code(), Some(1));
}

#[test]
fn data_goes_to_standard_output_and_quiet_says_nothing() {
    let desk = sample("fish.vbp");
    let output = desk.framescope(&["dictionary", "import", "fish.vbp", "-q"]);
    assert!(stdout(&output).starts_with("# Frames from `fish.vbp`"), "{}", stdout(&output));
    assert!(output.stderr.is_empty());
    for wrong in [&["dictionary"][..], &["dictionary", "import"], &["dictionary", "export", "x"]] {
        assert_eq!(desk.framescope(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let missing = desk.framescope(&["dictionary", "import", "missing.dic"]);
    assert_eq!(missing.status.code(), Some(2));
}
