//! What `run` says at its end fits on a screen, whatever the corpus is.

use unicode_width::UnicodeWidthChar;

use crate::support::{Desk, stderr, stdout};

const WORDS: [&str; 12] = [
    "gesture", "leverage", "balance", "harbour", "tariff", "border", "treaty", "uranium",
    "railway", "minority", "drought", "pipeline",
];

/// Names that are long, wide, or written from right to left.
const NAMES: [&str; 6] = [
    "The Very Long Established Evening Chronicle and Commercial Advertiser of Northmo",
    "Еженедельная независимая общественно-политическая газета Северного Казахстана №1",
    "人民日报海外版北京国际新闻中心人民日报海外版北京国际新闻中心人民日报海外版北京国际",
    "صحيفة الشرق الأوسط",
    "Καθημερινή",
    "Wire",
];

/// Sources with eight articles each, every third of which leans to a frame.
fn desk(n_sources: usize, n_frames: usize) -> Desk {
    let mut articles = String::new();
    for source in 0..n_sources {
        let name = format!("{} {source}", NAMES[source % NAMES.len()]);
        for article in 0..8 {
            let word =
                if source % 3 == 0 { WORDS[0] } else { WORDS[(source + article) % n_frames] };
            let text = format!(
                "Ministers spoke of {word} and {word} on day {source}{article} at length. {}",
                "More was said by many people there. ".repeat(article + 3)
            );
            let record = serde_json::json!({"source": name, "title": format!("Day {source} {article}"), "date": format!("2025-11-{:02}", article + 1), "text": text});
            articles.push_str(&format!("{record}\n"));
        }
    }
    let frame = |i: usize| {
        let label = if i % 3 == 2 { NAMES[i % NAMES.len()] } else { WORDS[i] };
        format!("[[frame]]\nname = \"f{i}\"\nlabel = \"{label}\"\nentries = [\"{}\"]\n", WORDS[i])
    };
    Desk::new()
        .document("a.jsonl", articles)
        .document("broken.json", "{")
        .document("empty.txt", "")
        .file("frames.toml", (0..n_frames).map(frame).collect::<String>())
        .config("[frames]\ndictionaries = [\"frames.toml\"]\n[duplicates]\nenabled = false\n[emphasis]\npermutations = 200\n")
}

fn shown(desk: &Desk, arguments: &[&str]) -> String {
    let all = [&["run", "--only", "tables"], arguments].concat();
    let output = desk.framescope(&all);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

/// Columns that a line takes where every letter is set by itself.
fn width(line: &str) -> usize {
    line.chars().filter_map(UnicodeWidthChar::width).sum()
}

#[test]
fn the_summary_is_never_wider_or_longer_than_a_screen() {
    for n_sources in [1, 2, 12, 60] {
        for n_frames in [1, 3, 12] {
            let shown = shown(&desk(n_sources, n_frames), &[]);
            let n_lines = shown.lines().count();
            assert!(
                n_lines <= 40,
                "{n_sources} sources, {n_frames} frames: {n_lines} lines\n{shown}"
            );
            for line in shown.lines() {
                assert!(width(line) <= 80, "{} columns: {line}\n{shown}", width(line));
            }
            assert!(
                shown.contains("2 skipped") && shown.contains("(why: tables/documents.csv)"),
                "{shown}"
            );
            assert!(shown.contains("not validated against human coding"), "{shown}");
            assert!(shown.contains("output/tables/"), "{shown}");
            assert_eq!(n_sources == 60, shown.contains(" more sources "), "{shown}");
            let has_more = shown.contains(" more frames in tables/emphasis.csv");
            assert_eq!(n_frames == 12 && 1 < n_sources, has_more, "{shown}");
        }
    }
}

#[test]
fn columns_stand_below_one_another() {
    let shown = shown(&desk(12, 1), &[]);
    let rows: Vec<&str> =
        shown.lines().filter(|it| it.contains('–') && it.starts_with(' ')).collect();
    assert_eq!(rows.len(), 12, "{shown}");
    let place = |line: &str| width(&line[..line.find('–').unwrap_or(0)]);
    assert!(rows.iter().all(|it| place(it) == place(rows[0])), "{shown}");
}

#[test]
fn colour_comes_where_it_is_asked_for_and_changes_no_word() {
    let desk = desk(3, 3);
    let plain = shown(&desk, &["--color", "never"]);
    let colored = shown(&desk, &["--color", "always"]);
    assert!(!plain.contains('\u{1b}') && colored.contains("\u{1b}[1m"), "{colored}");
    let mut stripped = String::new();
    for (i, part) in colored.split('\u{1b}').enumerate() {
        let text = if i == 0 { part } else { part.split_once('m').map_or("", |it| it.1) };
        stripped.push_str(text);
    }
    let lines = |text: &str| text.lines().map(|it| it.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(&stripped), lines(&plain));
}
