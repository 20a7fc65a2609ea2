//! Sources in pairs, their places, the sentences that are allowed, and other settings.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::support::{Desk, Row, stderr, stdout};

/// Sentences from which generated articles are made.
const SENTENCES: &[&str] = &[
    "The ceremony was a symbolic gesture, and nobody in the port looked up.",
    "Officials spoke of leverage over the strait and of a security guarantee.",
    "The republic keeps a balancing act between two neighbours.",
    "“It is not a mere gesture of the old kind,” the minister said.",
    "Snow fell in the capital, and the trams stood still until noon.",
];

/// Tables that this page is about.
const TABLES: &str = "[output]\ntables = [\"emphasis\", \"emphasis_pairs\", \"emphasis_ranks\", \
                      \"findings\", \"sensitivity\", \"sensitivity_order\", \"trends\", \
                      \"trend_summary\", \"documents\", \"notices\", \"emphasis_unique\"]\n";

/// Generated articles repeat one another; here each of them counts.
const ALL_COUNT: &str = "[duplicates]\nenabled = false\n";

/// An article: its source, and the numbers of its sentences.
type Plan = (usize, Vec<usize>);

fn corpora() -> impl Strategy<Value = Vec<Plan>> {
    let article = (0..4_usize, proptest::collection::vec(0..SENTENCES.len(), 2..9));
    proptest::collection::vec(article, 2..12)
}

/// Articles as files; `name` gives the source's name and the file's.
fn desk(plans: &[Plan], name: impl Fn(usize, usize) -> (String, usize)) -> Desk {
    let mut desk = Desk::new().config(&format!("{TABLES}{ALL_COUNT}"));
    for (i, (source, sentences)) in plans.iter().enumerate() {
        let mut text = format!("Report {i} from the coast\n\n2025-{:02}-11\n", 1 + i % 12);
        sentences.iter().for_each(|it| text.push_str(&format!("\n{}\n", SENTENCES[*it])));
        let (source, file) = name(i, *source);
        desk = desk.document(&format!("{source}/{file:02}.txt"), text);
    }
    desk
}

fn usual(i: usize, source: usize) -> (String, usize) {
    (format!("Source {source}"), i)
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

fn near(a: &str, b: &str) -> bool {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * (1.0 + a.abs()),
        _ => a == b,
    }
}

fn by_key(rows: Vec<Row>, keys: &[&str]) -> BTreeMap<Vec<String>, Row> {
    rows.into_iter().map(|row| (keys.iter().map(|it| row[*it].clone()).collect(), row)).collect()
}

const ALL: [(&str, &[&str]); 7] = [
    ("emphasis_pairs", &["source", "reference", "frame"]),
    ("emphasis_ranks", &["source", "frame"]),
    ("findings", &["table", "source", "frame"]),
    ("sensitivity", &["setting", "source", "frame"]),
    ("sensitivity_order", &["frame", "source", "reference"]),
    ("trends", &["scope", "source", "frame", "period"]),
    ("trend_summary", &["scope", "source", "frame"]),
];

/// Columns that random exchanges move when ids come in another order.
const BY_CHANCE: [&str; 5] = ["p_perm", "q", "reading", "sentence", "finding"];

fn assert_same(a: &Desk, b: &Desk, rename: impl Fn(&str) -> String) {
    for (table, keys) in ALL {
        let key = |row: &Row| -> Vec<String> { keys.iter().map(|it| rename(&row[*it])).collect() };
        let theirs = by_key(b.rows(table), keys);
        let ours = a.rows(table);
        assert_eq!(ours.len(), theirs.len(), "{table}");
        for row in ours {
            // Two sources that are level stand in the order of their names.
            let Some(other) = theirs.get(&key(&row)) else {
                assert_eq!(table, "sensitivity_order", "{row:?}");
                assert!(near(&row["difference"], "0"), "{row:?}");
                continue;
            };
            for (column, value) in &row {
                if BY_CHANCE.contains(&column.as_str()) {
                    continue;
                }
                let same = near(value, &other[column]) || rename(value) == other[column];
                assert!(same, "{table} {column}: {row:?} {other:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_articles_and_the_names_of_sources_change_no_number(plans in corpora()) {
        let forth = desk(&plans, usual).tables();
        let back = desk(&plans, |i, source| (format!("Source {source}"), 99 - i)).tables();
        assert_same(&forth, &back, str::to_owned);
        let renamed = desk(&plans, |i, source| (format!("Outlet {}", 9 - source), i)).tables();
        assert_same(&forth, &renamed, |name| match name.strip_prefix("Source ") {
            Some(digit) => format!("Outlet {}", 9 - digit.parse::<usize>().expect("a digit")),
            None => name.to_owned(),
        });
    }

    #[test]
    fn no_cell_is_nan_or_infinite_and_ranges_hold_their_values(plans in corpora()) {
        let desk = desk(&plans, usual).tables();
        for (table, _) in ALL {
            for row in desk.rows(table) {
                for (column, value) in row.iter().filter(|it| it.0 != "sentence") {
                    let is_bad = value.contains("NaN") || value == "inf" || value == "-inf";
                    prop_assert!(!is_bad, "{table} {column}: {value}");
                }
            }
        }
        for row in desk.rows("emphasis_ranks") {
            let [low, rank, high] = ["rank_low", "rank", "rank_high"].map(|it| number(&row, it));
            prop_assert!(low <= rank && rank <= high, "{row:?}");
            prop_assert!(high <= number(&row, "sources"), "{row:?}");
        }
        for row in desk.rows("sensitivity_order") {
            let ends = ["difference_low", "difference", "difference_high"];
            let [low, here, high] = ends.map(|it| number(&row, it));
            prop_assert!(low <= here && here <= high, "{row:?}");
            prop_assert!(Some(0.0) <= here, "{row:?}");
        }
    }

    #[test]
    fn pairs_are_the_same_seen_from_either_side_and_agree_with_places(plans in corpora()) {
        let desk = desk(&plans, usual).tables();
        let pairs = by_key(desk.rows("emphasis_pairs"), &["source", "reference", "frame"]);
        let ranks = by_key(desk.rows("emphasis_ranks"), &["source", "frame"]);
        for (key, row) in &pairs {
            let back = &pairs[&vec![key[1].clone(), key[0].clone(), key[2].clone()]];
            for column in ["p_perm", "q", "permutations", "emphasis_se", "emphasis_df"] {
                prop_assert!(near(&row[column], &back[column]), "{column} {row:?} {back:?}");
            }
            let Some(emphasis) = number(row, "emphasis") else { continue };
            prop_assert!((emphasis + number(back, "emphasis").expect("a value")).abs() < 1e-9);
            let rank = |source: &str| number(&ranks[&vec![source.into(), key[2].clone()]], "rank");
            if 1e-9 < emphasis {
                prop_assert!(rank(&key[0]) < rank(&key[1]), "{row:?}");
            }
        }
    }

    #[test]
    fn the_first_setting_is_that_of_emphasis(plans in corpora()) {
        let desk = desk(&plans, usual).config(TABLES).tables();
        let emphasis = by_key(desk.rows("emphasis"), &["source", "frame"]);
        let unique = by_key(desk.rows("emphasis_unique"), &["source", "frame"]);
        let ranks = by_key(desk.rows("emphasis_ranks"), &["source", "frame"]);
        let mut n_compared = 0;
        let rows = desk.rows("sensitivity");
        let usual = rows.first().map_or("", |it| it["duplicates"].as_str());
        for row in &rows {
            let key = vec![row["source"].clone(), row["frame"].clone()];
            let is = |column: &str, value: &str| row[column] == value;
            let is_plain = is("headline", "in") && is("quotations", "in") && is("negated", "in")
                && is("zone_weights", "1-1-1") && is("units", "documents");
            if is_plain && is("duplicates", "out") && is("top_entry", "in") {
                // A source to which nothing is left has no row there, and no emphasis here; where
                // one source is left, neither has any.
                let theirs = unique.get(&key).map_or("", |it| it["emphasis"].as_str());
                prop_assert_eq!(&row["emphasis"], theirs);
            }
            let is_plain = is_plain && is("duplicates", usual);
            if row["setting"] == "1" {
                prop_assert_eq!(&row["emphasis"], &emphasis[&key]["emphasis"]);
                if let Some(rank) = ranks.get(&key) {
                    prop_assert_eq!(&row["rank"], &rank["rank"]);
                }
                n_compared += 1;
            } else if is_plain && is("top_entry", "out") {
                let theirs = &emphasis[&key]["emphasis_without_top_pattern"];
                prop_assert_eq!(&row["emphasis"], theirs);
            }
        }
        prop_assert_eq!(n_compared, emphasis.len());
    }

    #[test]
    fn nothing_is_called_more_or_less_without_a_clear_difference(plans in corpora()) {
        let desk = desk(&plans, usual).tables();
        let emphasis = by_key(desk.rows("emphasis"), &["source", "frame"]);
        let changes = by_key(desk.rows("trend_summary"), &["source", "frame"]);
        for row in desk.rows("findings") {
            let key = vec![row["source"].clone(), row["frame"].clone()];
            let is_change = row["table"] == "trend_summary";
            let measured = if is_change { &changes[&key] } else { &emphasis[&key] };
            let ends = if is_change { ["change_low", "change_high"] } else { ["emphasis_low", "emphasis_high"] };
            let [low, high] = ends.map(|it| number(measured, it));
            let is_clear = number(measured, "q").is_some_and(|it| it <= 0.05)
                && (low.is_some_and(|it| 0.0 < it) || high.is_some_and(|it| it < 0.0));
            let says = matches!(row["finding"].as_str(), "more" | "less" | "rise" | "fall");
            prop_assert!(!says || is_clear, "{row:?}");
            if measured["inference"] == "texts_only" || measured["inference"] == "none" {
                prop_assert_eq!(&row["finding"], "level");
                prop_assert!(!row["sentence"].contains("as often"), "{row:?}");
            }
        }
    }
}

/// Two sources of so many articles each; one speaks of gestures, the other of leverage.
fn two_sources(n: usize) -> Vec<Plan> {
    let plan =
        |i: usize| (i % 2, vec![i % 2, 4, i % 2, if i.is_multiple_of(3) { 4 } else { i % 2 }]);
    (0..2 * n).map(plan).collect()
}

/// What stands on several lines of the terminal as one.
fn unfolded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn with_one_article_a_source_nothing_is_said_beyond_levels() {
    let desk = desk(&two_sources(1), usual);
    let output = desk.framescope(&["run", "--only", "tables"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let findings = desk.rows("findings");
    assert_eq!(findings.len(), 6);
    for row in &findings {
        assert_eq!(
            (row["finding"].as_str(), row["inference"].as_str() == "documents"),
            ("level", false)
        );
        assert_eq!((row["ratio"].as_str(), row["p_perm"].as_str()), ("", ""));
    }
    let shown = unfolded(&stdout(&output));
    assert!(!shown.contains("as often per word as the other sources ("), "{shown}");
}

#[test]
fn a_clear_difference_is_stated_in_the_table_and_on_the_terminal_in_the_same_words() {
    let desk = desk(&two_sources(12), usual);
    let output = desk.framescope(&["run", "--only", "tables"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let shown = unfolded(&stdout(&output));
    let findings = desk.rows("findings");
    let clear: Vec<&Row> =
        findings.iter().filter(|it| ["more", "less"].contains(&it["finding"].as_str())).collect();
    assert_eq!(clear.len(), 4, "{findings:?}");
    for row in clear {
        assert!(shown.contains(&unfolded(&row["sentence"])), "{shown}");
        assert!(row["sentence"].contains("12 against 12 articles"), "{row:?}");
        let is_more = 1.0 < number(row, "ratio").expect("a ratio");
        assert_eq!(row["finding"] == "more", is_more);
    }
    let never = findings.iter().filter(|it| it["frame"] == "multi-vector");
    never.for_each(|it| assert!(it["sentence"].ends_with("no article uses it"), "{it:?}"));
}

#[test]
fn two_sources_in_a_pair_are_as_each_against_the_others() {
    let desk = desk(&two_sources(5), usual).tables();
    let emphasis = by_key(desk.rows("emphasis"), &["source", "frame"]);
    for row in desk.rows("emphasis_pairs") {
        let theirs = &emphasis[&vec![row["source"].clone(), row["frame"].clone()]];
        for (column, value) in theirs {
            assert_eq!(value, &row[column], "{column}");
        }
    }
}

#[test]
fn one_source_has_no_pair_no_place_and_no_emphasis_under_any_setting() {
    let plans: Vec<Plan> = (0..5).map(|i| (0, vec![0, 4, i])).collect();
    let desk = desk(&plans, usual).tables();
    assert!(desk.rows("emphasis_pairs").is_empty() && desk.rows("emphasis_ranks").is_empty());
    assert!(desk.rows("sensitivity_order").is_empty());
    for row in desk.rows("sensitivity") {
        assert_eq!((row["emphasis"].as_str(), row["rank"].as_str()), ("", ""));
    }
    for row in desk.rows("findings") {
        let is_used = !row["sentence"].contains("0.00 times");
        assert!(
            !is_used || row["sentence"].ends_with("there is nothing to compare it with"),
            "{row:?}"
        );
    }
}

#[test]
fn doubling_the_corpus_leaves_the_order_and_narrows_the_intervals() {
    let plans = two_sources(6);
    let once = desk(&plans, usual).tables();
    let twice: Vec<Plan> = plans.iter().chain(&plans).cloned().collect();
    let twice = desk(&twice, usual).tables();
    let twice = by_key(twice.rows("emphasis_pairs"), &["source", "reference", "frame"]);
    for (key, row) in by_key(once.rows("emphasis_pairs"), &["source", "reference", "frame"]) {
        let Some(emphasis) = number(&row, "emphasis") else { continue };
        let other = &twice[&key];
        assert!(0.0 < emphasis * number(other, "emphasis").expect("a value"));
        assert!(number(other, "emphasis_se") < number(&row, "emphasis_se"), "{row:?} {other:?}");
    }
}

#[test]
fn every_setting_counts_what_it_says() {
    let article = "A gesture at the port\n\nOfficials met.\n\nIt was a gesture. It was not a gesture. \
                   “This is a gesture of some kind,” he said. It was a token.\n";
    let other = "Ships at sea\n\nOfficials met.\n\nIt was plain. It was a gesture and no more.\n";
    let desk = Desk::new()
        .document("A/1.txt", article)
        .document("A/2.txt", article)
        .document("B/1.txt", other)
        .file("frames.csv", "frame,pattern\nsigns,gesture\nsigns,token\n")
        .config(&format!("[frames]\ndictionaries = [\"frames.csv\"]\n{TABLES}"))
        .tables();
    let rows = desk.rows("sensitivity");
    assert_eq!(rows.len(), 256 * 2);
    let hits = |differs: &[(&str, &str)]| {
        let usual = [
            ("headline", "in"),
            ("quotations", "in"),
            ("duplicates", "out"),
            ("negated", "in"),
            ("top_entry", "in"),
            ("zone_weights", "1-1-1"),
            ("units", "documents"),
        ];
        let wanted: BTreeMap<&str, &str> =
            usual.into_iter().chain(differs.iter().copied()).collect();
        let is = |row: &&Row| row["source"] == "A" && wanted.iter().all(|it| row[*it.0] == **it.1);
        rows.iter().find(is).expect("a row")["hits"].clone()
    };
    assert_eq!(hits(&[]), "5");
    assert_eq!(hits(&[("headline", "out")]), "4");
    assert_eq!(hits(&[("quotations", "out")]), "4");
    assert_eq!(hits(&[("negated", "out")]), "4");
    assert_eq!(hits(&[("duplicates", "in")]), "10");
    assert_eq!(hits(&[("top_entry", "out")]), "1");
    assert_eq!(hits(&[("zone_weights", "5-3-1"), ("units", "sentences")]), "5");
    let order = desk.rows("sensitivity_order");
    assert_eq!((order.len(), order[0]["settings"].as_str()), (1, "256"));
    assert_eq!((order[0]["source"].as_str(), order[0]["reference"].as_str()), ("A", "B"));
}

#[test]
fn of_many_sources_thirty_are_compared_and_a_notice_says_so() {
    let plans: Vec<Plan> = (0..32).map(|i| (i, vec![i % 5, 0, 4])).collect();
    let desk = desk(&plans, |i, source| (format!("Source {source:02}"), i)).tables();
    let record = desk.rows("notices");
    assert!(record.iter().any(|it| it["message"].contains("of 32 sources, the 30")), "{record:?}");
    assert_eq!(desk.rows("emphasis_pairs").len(), 30 * 29 * 3);
    assert!(desk.rows("emphasis_ranks").iter().all(|it| it["sources"] == "30"));
    let of_sources = |it: &&Row| it["table"] == "emphasis";
    assert_eq!(desk.rows("findings").iter().filter(of_sources).count(), 32 * 3);
}
