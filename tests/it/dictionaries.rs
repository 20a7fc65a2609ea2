//! Dictionaries of other programs, in and out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use crate::support::{Desk, package, rows, stderr, stdout};

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
type Frames = BTreeMap<String, (String, String, Vec<(String, f64)>)>;

/// A desk with one dictionary.
fn desk(name: &str, content: impl AsRef<[u8]>) -> Desk {
    Desk::new().file(name, content)
}

fn sample(name: &str) -> Desk {
    desk(name, fs::read(package("tests/dictionaries").join(name)).expect("a sample"))
}

/// Imports a file into `frames.toml`, with a report into `losses.csv`.
fn imported(desk: &Desk, name: &str) -> Output {
    let arguments = ["dictionary", "import", name, "-o", "frames.toml", "--report", "losses.csv"];
    desk.framescope(&[&arguments[..], &["--force"]].concat())
}

/// The frames of a content, as if it had been saved under this name.
fn frames_of(name: &str, content: impl AsRef<[u8]>) -> Frames {
    let desk = desk(name, content);
    let output = imported(&desk, name);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    frames(&desk.path("frames.toml"))
}

fn frames(path: &Path) -> Frames {
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
        let entries = frame["entries"].as_array().expect("entries").iter().map(entry).collect();
        let old = frames.insert(text("name"), (text("label"), text("parent"), entries));
        assert_eq!(old, None, "names are unique");
    }
    frames
}

/// The patterns of a frame, with spaces and semicolons between.
fn patterns(frames: &Frames, name: &str) -> String {
    let entries = &frames.get(name).unwrap_or_else(|| panic!("{name}: {frames:?}")).2;
    entries.iter().map(|it| it.0.as_str()).collect::<Vec<_>>().join("; ")
}

fn parent(frames: &Frames, name: &str) -> String {
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
fn flat_imports_can_be_used_by_a_run() {
    for name in ["moral.dicx", "mood.lc3", "mood.lcd", "regexp.ykd", "fish.vbp"] {
        let desk = sample(name);
        imported(&desk, name);
        let frames = frames(&desk.path("frames.toml"));
        let read = framescope::dictionary::read(&["frames.toml".to_owned()], &desk.path(""));
        let read = read.unwrap_or_else(|err| panic!("{name}: {err}"));
        assert_eq!(read.frames.len(), frames.len(), "{name}");
        let n = |it: usize| read.frames.get(it).map(|it| it.entries.len());
        assert_eq!(n(0), frames.get(&read.frames[0].name).map(|it| it.2.len()), "{name}");
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

// LIWC: what other readers get wrong.

const SEA: &str = "%\n1\tsea\n2\tland\n22\tair\n%\n";

#[test]
fn liwc_a_blank_line_or_tabs_behind_the_mark_do_not_shift_the_nesting() {
    let frames = frames_of(
        "x.dic",
        "%\t\t\r\n\r\n1\tA\r\n\r\n\t2\tB\r\n\t\t3\tC\r\n\r\n%\t\r\na\t1\r\nb\t2\r\nc\t3\r\n",
    );
    assert_eq!((parent(&frames, "B"), parent(&frames, "C")), ("A".to_owned(), "B".to_owned()));
}

#[test]
fn liwc_digits_and_spaces_are_part_of_a_term() {
    let terms = "catch 22\t1\ng 20\t2\nzero  01   2\nmixed\t1 2\n";
    let frames = frames_of("x.dic", format!("{SEA}{terms}"));
    assert_eq!(patterns(&frames, "sea"), "catch 22; zero; mixed");
    assert_eq!(patterns(&frames, "land"), "g 20; zero; mixed");
    assert!(!frames.contains_key("air"), "22 of `catch 22` is no category");
}

#[test]
fn liwc_a_conditional_entry_never_becomes_unconditional() {
    let desk = desk("x.dic", format!("{SEA}like\t(02 22)1/2\t22\nkind\t<of>1/2\nplain\t1\t2\n"));
    imported(&desk, "x.dic");
    let frames = frames(&desk.path("frames.toml"));
    assert_eq!(
        (patterns(&frames, "sea"), patterns(&frames, "land")),
        ("plain".into(), "plain".into())
    );
    assert_eq!(patterns(&frames, "air"), "like", "the number without a condition stands");
    let text = fs::read_to_string(desk.path("frames.toml")).expect("frames");
    assert!(
        text.contains("# disabled: \"like (02 22)1/2\" (line 6: its category depends"),
        "{text}"
    );
    let dropped: Vec<_> =
        rows(&desk.path("losses.csv")).into_iter().filter(|it| it["change"] == "dropped").collect();
    // The two entries; nothing was lost otherwise.
    assert_eq!(dropped.len(), 2, "{dropped:?}");
}

#[test]
fn liwc_a_shorter_prefix_does_not_push_out_a_longer_entry() {
    let frames = frames_of("x.dic", format!("{SEA}sail*\t1\nsailor*\t2\nsailors\t1\n"));
    assert_eq!(patterns(&frames, "sea"), "sail*; sailors");
    assert_eq!(patterns(&frames, "land"), "sailor*");
}

#[test]
fn liwc_what_names_no_category_is_told_with_its_line() {
    let desk = desk("x.dic", format!("{SEA}one\t1\t99\nnone\n:)\t1\n"));
    let shown = stderr(&imported(&desk, "x.dic"));
    for told in [
        "line 6: `one` dropped: no category has the number `99`",
        "line 7: `none` dropped: names no category",
        "line 8: `:)` in `sea` dropped: it holds no letter or digit",
        "category `air` dropped: has no entry that counts",
    ] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
}

#[test]
fn dicx_words_that_other_readers_take_for_nothing_are_terms() {
    let frames = frames_of("x.dicx", "DicTerm,A,B\nna,X,\nnull,x,\nnan,,X\n");
    assert_eq!((patterns(&frames, "A"), patterns(&frames, "B")), ("na; null".into(), "nan".into()));
}

#[test]
fn dicx_crosses_and_numbers_in_one_file_are_an_error() {
    let desk = desk("x.dicx", "DicTerm,A\none,X\ntwo,1.5\n");
    let output = imported(&desk, "x.dicx");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("x.dicx:3"), "{}", stderr(&output));
    assert!(!desk.path("frames.toml").exists());
}

// quanteda.

#[test]
fn yaml_words_stay_words_and_a_parent_keeps_its_own() {
    let text = "X:\n  __: [own]\n  Y: [NO, SE, y, ~x, 1, 'on']\nn: [no]\nnumbers: [1, 2.5]\n";
    let frames = frames_of("x.yml", text);
    assert_eq!(patterns(&frames, "X"), "own");
    assert_eq!(patterns(&frames, "Y"), "NO; SE; y; 1; on");
    assert_eq!(parent(&frames, "Y"), "X");
    assert_eq!(patterns(&frames, "n"), "no");
    assert_eq!(patterns(&frames, "numbers"), "1; 2.5");
    assert!(!frames.contains_key("__"));
}

#[test]
fn yaml_a_key_that_stands_twice_is_put_together_and_told() {
    let desk = desk("x.yml", "a: [one]\nb: two\na:\n- three\n");
    let shown = stderr(&imported(&desk, "x.yml"));
    assert_eq!(patterns(&frames(&desk.path("frames.toml")), "a"), "one; three");
    assert!(shown.contains("line 3: category `a` changed: stands on line `1` already"), "{shown}");
}

#[test]
fn yaml_that_is_broken_is_told_with_its_line() {
    for (text, told) in [
        ("a:\n- *star\n", ":2:"),
        ("a: [one\nb: two\n", "no YAML"),
        ("- a\n- b: c\n", "the file is a list"),
        ("a: b\n---\nc: d\n", "second YAML document"),
    ] {
        let desk = desk("x.yml", text);
        let output = imported(&desk, "x.yml");
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(stderr(&output).contains(told), "{text}: {}", stderr(&output));
    }
}

// WordStat.

#[test]
fn wordstat_weights_of_any_length_make_entries_and_are_kept() {
    let text = "A\r\n\tGREAT (10)\r\n\tFINE (0.5)\r\n\tWAR_IN_IRAQ (1)\r\n\tB+C\r\n\t\tD (1)\r\n";
    let frames = frames_of("x.cat", text);
    let entries = [("GREAT", 10.0), ("FINE", 0.5), ("WAR IN IRAQ", 1.0)];
    let wanted: Vec<_> = entries.iter().map(|it| (it.0.to_owned(), it.1)).collect();
    assert_eq!(frames["A"].2, wanted);
    assert_eq!((parent(&frames, "B+C"), frames.len()), ("A".to_owned(), 2));
}

#[test]
fn wordstat_a_rule_is_no_word() {
    let desk = desk("x.cat", "A\n\t@R [#B AFTER #C /S 3] (1)\n\tWORD (1)\n");
    let shown = stderr(&imported(&desk, "x.cat"));
    assert!(
        shown.contains("line 2: `@R [#B AFTER #C /S 3] (1)` in `A` dropped: a rule"),
        "{shown}"
    );
    assert_eq!(patterns(&frames(&desk.path("frames.toml")), "A"), "WORD");
}

#[test]
fn encodings_are_told_and_can_be_named() {
    let text = "MIASTO\r\n\tŁÓDŹ (1)\r\n\tGDAŃSK (1)\r\n";
    let (latin_2, _, _) = encoding_rs::ISO_8859_2.encode(text);
    let utf_16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let desk =
        desk("x.cat", &latin_2).file("y.cat", &utf_16).file("z.cat", format!("\u{FEFF}{text}"));
    for (name, more) in [("x.cat", &["--encoding", "latin2"][..]), ("y.cat", &[]), ("z.cat", &[])] {
        let output = desk.framescope(&[&["dictionary", "import", name][..], more].concat());
        assert!(
            stdout(&output).contains("\"ŁÓDŹ\",\n    \"GDAŃSK\""),
            "{name}: {}",
            stdout(&output)
        );
    }
    let (japanese, _, _) =
        encoding_rs::SHIFT_JIS.encode("都市\r\n\t横浜の港* (1)\r\n\t大阪の町 (1)\r\n");
    let desk = Desk::new().file("j.cat", &japanese);
    let output = desk.framescope(&["dictionary", "import", "j.cat"]);
    assert!(stderr(&output).contains("read as Shift_JIS, guessed"), "{}", stderr(&output));
    assert!(stdout(&output).contains("name = \"都市\""), "{}", stdout(&output));
    let output = desk.framescope(&["dictionary", "import", "j.cat", "--encoding", "klingon"]);
    assert_eq!(output.status.code(), Some(2));
}

// Lexicoder and Yoshikoder.

#[test]
fn lexicoder_neither_plus_nor_colour_is_part_of_a_name() {
    let frames = frames_of(
        "x.lc3",
        "+negative#AA0000\nbad\n  not good\nsay \"no\"\n+b\nx\n+negative\nworse\n",
    );
    assert_eq!(patterns(&frames, "negative"), "bad; not good; say no; worse");
}

const NESTED: &str = r#"<dictionary style="050805" patternengine="substring"><cnode name="D">
<cnode name="Top"><pnode name="own"/><cnode name="First"><pnode name="one"/></cnode>
<cnode name="Second"><pnode name="two"/></cnode></cnode></cnode></dictionary>"#;

#[test]
fn yoshikoder_a_category_holds_its_own_patterns_and_none_of_its_neighbours() {
    // The name is that of another format; the content decides.
    let frames = frames_of("x.cat", NESTED);
    assert_eq!(patterns(&frames, "Top"), "own");
    assert_eq!(
        (patterns(&frames, "First"), patterns(&frames, "Second")),
        ("one".into(), "two".into())
    );
    assert_eq!(parent(&frames, "Second"), "Top");
    assert!(!frames.contains_key("D"), "the outermost is the dictionary's name");
}

#[test]
fn yoshikoder_a_phrase_is_told_and_lexicoder_counts_it() {
    let text = NESTED.replace("two", "two words");
    for (name, is_told) in [("x.ykd", true), ("x.lcd", false)] {
        let desk = desk(name, &text);
        let shown = stderr(&imported(&desk, name));
        assert_eq!(shown.contains("Yoshikoder never counts"), is_told, "{name}: {shown}");
    }
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
    "~stem", "=US", "wom?n", "*flation", "@power play",
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
        "%\r\n1\tTop\r\n\t2\tchild\r\n%\r\nword\t1\r\nphoto op\t2\r\nphoto opportunity\t2\r\nstrong\t2\r\nUS\t2\r\n"
    );
    let shown = stderr(&output);
    for told in [
        "line 2 dropped: `classes` is not exported",
        "line 5: category `child` changed: its description is left out",
        "line 10: `photo (op|opportunity)` in `child` changed: its alternatives are `2` entries",
        "line 11: `strong` in `child` changed: its weight is left out; its comment is left out",
        "line 12: `a ... b` in `child` dropped: the format knows no `within`",
        "line 13: `~stem` in `child` dropped: the format knows no stems",
        "line 13: `=US` in `child` changed: upper and lower case are the same there",
        "line 13: `wom?n` in `child` dropped: the format knows no `?`",
        "line 13: `*flation` in `child` dropped: the format knows `*` at the end of a word only",
        "line 13: `@power play` in `child` dropped: the format knows no classes",
        "line 14: `\"x (y)\" (line 3: a rule)` dropped: disabled in the file",
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
            "[[frame]]\nname = 'a'\nparent = 'bbcd'\nentries = []\n[[frame]]\nname = 'bbcc'\nentries = []\n",
            "did you mean `bbcc`",
        ),
        ("[[frame]]\nname = 'a'\nparent = 'a'\nentries = []\n", "in a circle"),
        ("[[frame]]\nname = 'a'\nentries = [7]\n", "frames.toml:3:12"),
        ("[[frame]]\nentries = []\n", "has no `name`"),
        ("[[frame]\n", "not valid TOML"),
        ("", "holds no frame"),
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
