//! What other readers of these formats get wrong, format by format.

use std::fs;

use crate::exchange::{desk, frames, frames_of, imported, parent, patterns};
use crate::support::{Desk, rows, stderr, stdout};

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
