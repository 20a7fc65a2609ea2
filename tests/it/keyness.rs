//! `keyness`, `cooccurrence`, `distance` and `clusters`: values of published packages, values
//! computed again the plain way, and what holds for any corpus.

use std::collections::{BTreeMap, BTreeSet};

use framescope::stats::association::Pair;
use framescope::stats::jensen_shannon::divergence;
use framescope::stats::log_odds::Sides;
use framescope::stats::{chi_square, exact_test, log_ratio};
use proptest::prelude::*;

use crate::reference::{CLOSED, DESK, QUANTILE, assert_close, assert_near, by_key, expected, json};
use crate::support::{Desk, Row, package, rows};

fn value(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: `{}`", row[column]))
}

#[test]
fn keyness_has_the_values_of_the_packages() {
    let mut ours = by_key(DESK.rows("keyness"), &["source", "term"]);
    for theirs in expected("keyness") {
        let key = vec![theirs["source"].clone(), theirs["stem"].clone()];
        let row = ours.remove(&key).unwrap_or_else(|| panic!("no row for {key:?}"));
        for (ours, column) in [
            ("tf", "n_target"),
            ("tf_reference", "n_reference"),
            ("tokens", "N_target"),
            ("tokens_reference", "N_reference"),
            ("zero_adjusted", "zero_adjusted"),
        ] {
            assert_eq!(row[ours], theirs[column], "{key:?} {ours}");
        }
        for (ours, column, tolerance) in [
            ("expected", "expected_target", CLOSED),
            ("g2", "g2_signed", CLOSED),
            ("chi2_yates", "chi2_yates", CLOSED),
            ("log_ratio", "log_ratio", CLOSED),
            ("fw_delta", "fw_delta", CLOSED),
            ("fw_z", "fw_z", CLOSED),
            ("p_g2", "p_g2", QUANTILE),
            ("p_fisher", "p_fisher", QUANTILE),
            ("log_ratio_low", "log_ratio_low", QUANTILE),
            ("log_ratio_high", "log_ratio_high", QUANTILE),
        ] {
            assert_near(&format!("{key:?} {ours}"), &row[ours], &theirs[column], tolerance);
        }
        let is_few = value(&theirs, "min_expected") < 5.0;
        let p_midp = if is_few { theirs["p_midp"].as_str() } else { "" };
        assert_near(&format!("{key:?} p_midp"), &row["p_midp"], p_midp, QUANTILE);
        assert_close(
            &format!("{key:?} ln"),
            value(&row, "ln_p_g2").exp(),
            value(&row, "p_g2"),
            1e-9,
        );
    }
    assert_eq!(ours.len(), 0, "rows that the packages do not have");
}

#[test]
fn tables_of_counts_have_the_values_of_the_packages() {
    for case in json("contingency_cases").as_array().expect("cases") {
        let n = |key: &str| case[key].as_u64().expect("a number");
        let (a, b) = (n("n_target"), n("n_reference"));
        let (n1, n2) = (n("N_target"), n("N_reference"));
        let pair = Pair { n: a, n_left: a + b, n_right: n1, n_pairs: n1 + n2 };
        let sides = Sides { n: a, n_tokens: n1, n_other: b, n_other_tokens: n2 };
        let ratio = log_ratio::of(sides, 0.95);
        let check = |key: &str, ours: f64, tolerance: f64| {
            if let Some(theirs) = case[key].as_f64() {
                assert_close(&format!("{key} of {case}"), ours, theirs, tolerance);
            }
        };
        let Some(ratio) = ratio else {
            assert_eq!((a + b, case.get("g2_signed")), (0, None));
            continue;
        };
        let g2 = case["g2_signed"].as_f64().expect("a value").abs();
        assert_close(&format!("g2 of {case}"), pair.g2(), g2, CLOSED);
        check("ln_p_g2", chi_square::ln_p(g2), CLOSED);
        check("p_g2", chi_square::p(g2), QUANTILE);
        check("chi2_yates", chi_square::yates(pair).unwrap_or(f64::NAN), CLOSED);
        check("min_expected", pair.expected().into_iter().fold(f64::MAX, f64::min), CLOSED);
        check("p_fisher", exact_test::fisher(pair), QUANTILE);
        check("p_midp", exact_test::mid_p(pair), QUANTILE);
        check("log_ratio", ratio.value, CLOSED);
        check("log_ratio_low", ratio.low, QUANTILE);
        check("log_ratio_high", ratio.high, QUANTILE);
    }
    for row in expected("special_functions").iter().filter(|it| it["function"] == "chi2_1_survival")
    {
        let p = chi_square::p(value(row, "x"));
        assert_close(&row["x"], p, value(row, "value"), QUANTILE);
    }
}

/// The articles of the fixture: source and number of tokens by id.
fn fixture() -> Vec<(String, String, f64)> {
    let id_of = |it: &Row| (it["doc_id"].clone(), it["source"].clone(), value(it, "n_tokens"));
    expected("documents").iter().map(id_of).collect()
}

/// All ways to choose as many of `n` as a set holds.
fn choices(n: usize, size: usize) -> Vec<BTreeSet<usize>> {
    let sets = (0..1_usize << n).filter(|it| it.count_ones() as usize == size);
    sets.map(|set| (0..n).filter(|it| set >> it & 1 == 1).collect()).collect()
}

#[test]
fn p_doc_is_the_share_of_all_exchanges_of_articles_that_go_as_far() {
    let tokens = rows(&package("tests/reference/tokens.csv"));
    let documents = fixture();
    let all_tokens: f64 = documents.iter().map(|it| it.2).sum();
    let beta = all_tokens / 6.0;
    let mut n_tested = 0;
    for row in DESK.rows("keyness").iter().filter(|it| !it["p_doc"].is_empty()) {
        let count = |id: &str| {
            tokens.iter().filter(|it| it["doc_id"] == id && it["stem"] == row["term"]).count()
                as f64
        };
        let counts: Vec<f64> = documents.iter().map(|it| count(&it.0)).collect();
        let all: f64 = counts.iter().sum();
        let alpha = beta * all / all_tokens;
        let emphasis = |set: &BTreeSet<usize>| {
            let n: f64 = set.iter().map(|it| counts[*it]).sum();
            let size: f64 = set.iter().map(|it| documents[*it].2).sum();
            let level = |n: f64, size: f64| ((n + alpha) / (size + beta)).log2();
            (level(n, size) - level(all - n, all_tokens - size)).abs()
        };
        let is_own = |it: &usize| documents[*it].1 == row["source"];
        let observed = emphasis(&(0..6).filter(is_own).collect());
        let reached = choices(6, 2).iter().filter(|it| observed - 1e-9 <= emphasis(it)).count();
        assert_close(&format!("{row:?}"), value(row, "p_doc"), reached as f64 / 15.0, CLOSED);
        assert_eq!((row["permutations"].as_str(), row["note"].as_str()), ("15", "p_min"));
        n_tested += 1;
    }
    assert_eq!(n_tested, DESK.rows("keyness").len(), "fewer rows than are tested at most");
}

#[test]
fn rows_stand_in_the_order_of_z_and_words_of_one_article_are_told() {
    let rows = DESK.rows("keyness");
    for source in rows.chunk_by(|a, b| a["source"] == b["source"]) {
        let key = |it: &Row| (-value(it, "fw_z"), it["term"].clone());
        assert!(source.is_sorted_by(|a, b| key(a) <= key(b)));
    }
    for row in &rows {
        let narrow = match row["doc_freq"].as_str() {
            "0" => "",
            "1" => "1",
            _ if 0.8 < value(row, "dp_norm") => "1",
            _ => "0",
        };
        assert_eq!(row["narrow"], narrow, "{row:?}");
    }
}

#[test]
fn cooccurrence_has_the_values_of_the_packages() {
    let ours = by_key(DESK.rows("cooccurrence"), &["source", "level", "frame_a", "frame_b"]);
    assert_eq!(ours.len(), 4 * 2 * 3);
    for theirs in expected("cooccurrence") {
        let names = ["level", "frame_a", "frame_b"].map(|it| theirs[it].clone());
        let key: Vec<String> = [String::new()].into_iter().chain(names).collect();
        let row = &ours[&key];
        for column in ["units", "n_a", "n_b", "n_both"] {
            assert_eq!(row[column], theirs[column], "{key:?} {column}");
        }
        for (ours, column) in [
            ("expected", "expected_both"),
            ("jaccard", "jaccard"),
            ("pmi", "pmi"),
            ("npmi", "npmi"),
            ("g2", "g2"),
            ("log_odds", "log_odds"),
            ("log_odds_se", "log_odds_se"),
        ] {
            assert_near(&format!("{key:?} {ours}"), &row[ours], &theirs[column], CLOSED);
        }
        // A frame that stands everywhere could not have stood otherwise: the package says 1, we
        // say nothing.
        let p = if theirs["g2"].is_empty() { "" } else { theirs["p_fisher"].as_str() };
        assert_near(&format!("{key:?} p"), &row["p_fisher"], p, QUANTILE);
        assert_eq!(row["q"].is_empty(), p.is_empty());
    }
}

#[test]
fn distances_and_clusters_have_the_values_of_scipy() {
    let theirs = json("distance");
    let ours = by_key(DESK.rows("distance"), &["source_a", "source_b"]);
    let number = |value: &serde_json::Value| value.as_f64().expect("a number");
    assert_eq!(ours.len(), 3);
    for pair in theirs["pairs"].as_array().expect("pairs") {
        let name = |key: &str| pair[key].as_str().expect("a name").to_owned();
        let row = &ours[&vec![name("a"), name("b")]];
        assert_close("jsd", value(row, "jsd"), number(&pair["jsd_bits"]), CLOSED);
        assert_close("distance", value(row, "js_distance"), number(&pair["js_distance"]), CLOSED);
        check_exchanges(row);
    }
    let joins = theirs["average_linkage"].as_array().expect("joins");
    let rows = DESK.rows("clusters");
    assert_eq!(rows.len(), joins.len());
    let shown = |row: &Row| {
        ["left_source", "left_step", "right_source", "right_step"].map(|it| row[it].clone())
    };
    assert_eq!(shown(&rows[0]), ["northgate-wire", "", "plainsman-review", ""]);
    assert_eq!(shown(&rows[1]), ["harbour-ledger", "", "", "1"]);
    for (row, join) in rows.iter().zip(joins) {
        assert_close("height", value(row, "height"), number(&join["height"]), CLOSED);
        assert_eq!(row["sources"], join["size"].to_string());
    }
    for case in theirs["cases"].as_array().expect("cases") {
        let list = |key: &str| -> Vec<u64> {
            let items = case[key].as_array().expect("a list").iter();
            items.map(|it| it.as_u64().expect("a number")).collect()
        };
        let ours = divergence(&list("p"), &list("q")).expect("a value");
        assert_close("jsd", ours, number(&case["jsd_bits"]), CLOSED);
    }
}

/// The six ways to exchange the two articles of one source and the two of another, one by one.
fn check_exchanges(row: &Row) {
    let hits = DESK.rows("frame_hits");
    let is_of = |it: &&(String, String, f64)| [&row["source_a"], &row["source_b"]].contains(&&it.1);
    let documents: Vec<_> = fixture();
    let documents: Vec<_> = documents.iter().filter(is_of).collect();
    let frames = ["symbolic", "strategic", "multi-vector"];
    let of = |set: &BTreeSet<usize>, is_in: bool| {
        frames.map(|frame| {
            let chosen = (0..4).filter(|it| set.contains(it) == is_in);
            let ids: Vec<&String> = chosen.map(|it| &documents[it].0).collect();
            hits.iter().filter(|it| it["frame"] == frame && ids.contains(&&it["doc_id"])).count()
                as u64
        })
    };
    let values: Vec<f64> = choices(4, 2)
        .iter()
        .map(|set| divergence(&of(set, true), &of(set, false)).expect("hits on both sides"))
        .collect();
    let observed = value(row, "jsd");
    let reached = values.iter().filter(|it| observed - 1e-9 <= **it).count();
    assert_close("null", value(row, "jsd_null"), values.iter().sum::<f64>() / 6.0, CLOSED);
    assert_close("p", value(row, "p_perm"), reached as f64 / 6.0, CLOSED);
    assert_eq!(row["note"], "few_documents;p_min");
}

const HARBOUR: &str = "Ports stay shut\n\nThe ceremony was a symbolic gesture, and nobody looked up from \
                       the cranes.\n\nThe ceremony ended early.\n";
const STEPPE: &str = "Envoys look for leverage\n\nOfficials spoke of leverage and of a security guarantee.\n\n\
                      The ceremony ended early.\n";
const QUIET: &str = "Snow in the capital\n\nThe trams stood still until the afternoon.\n";

#[test]
fn one_source_has_words_and_no_comparison() {
    let desk = Desk::new().document("Only/a.txt", HARBOUR).document("Only/b.txt", STEPPE);
    let desk = desk.config("[keyness]\nmin_count = 1\n").tables();
    let rows = desk.rows("keyness");
    assert!(rows.iter().any(|it| it["term"] == "ceremoni" && it["tf"] == "3"));
    for row in &rows {
        for column in [
            "expected",
            "g2",
            "p_g2",
            "ln_p_g2",
            "chi2_yates",
            "p_midp",
            "p_fisher",
            "log_ratio",
            "log_ratio_low",
            "log_ratio_high",
            "zero_adjusted",
            "fw_delta",
            "fw_z",
            "q",
            "p_doc",
        ] {
            assert_eq!(row[column], "", "{column}");
        }
        assert_eq!(row["note"], "single_source");
    }
    assert!(desk.rows("distance").is_empty() && desk.rows("clusters").is_empty());
    let pairs = desk.rows("cooccurrence");
    assert_eq!(pairs.len(), 2 * 2 * 3);
}

#[test]
fn one_article_a_source_and_a_source_without_hits_leave_cells_empty() {
    let desk = Desk::new()
        .document("Harbour/a.txt", HARBOUR)
        .document("Quiet/a.txt", QUIET)
        .document("Steppe/a.txt", STEPPE)
        .tables();
    for row in desk.rows("keyness") {
        assert_eq!(row["dp_norm"], "", "one article has no dispersion");
        assert_eq!(row["note"], "p_min");
    }
    let pairs = desk.rows("distance");
    assert_eq!(pairs.len(), 3);
    for row in &pairs {
        let is_quiet = row["source_a"] == "Quiet" || row["source_b"] == "Quiet";
        for column in ["jsd", "js_distance", "jsd_null", "p_perm"] {
            assert_eq!(row[column].is_empty(), is_quiet, "{column} {row:?}");
        }
        assert_eq!(row["note"].contains("no_hits"), is_quiet);
    }
    assert!(desk.rows("clusters").is_empty(), "two sources with hits are no three");
    let absent = |it: &&Row| it["n_a"] == "0" || it["n_b"] == "0";
    let cooccurrence = desk.rows("cooccurrence");
    assert!(cooccurrence.iter().any(|it| absent(&it)));
    for row in cooccurrence.iter().filter(absent) {
        for column in ["pmi", "npmi", "g2", "p_fisher", "q"] {
            assert_eq!(row[column], "", "{column}");
        }
    }
}

#[test]
fn limits_are_told_and_settings_do_what_they_say() {
    let desk = || Desk::new().document("Harbour/a.txt", HARBOUR).document("Steppe/a.txt", STEPPE);
    let with = |settings: &str| desk().config(&format!("[keyness]\n{settings}\n")).tables();
    let all = with("min_count = 1").rows("keyness");
    let used = with("min_count = 1\nzeros = \"never\"").rows("keyness");
    assert!(used.iter().all(|it| it["tf"] != "0") && used.len() < all.len());
    let four = with("min_count = 4").rows("keyness");
    assert!(four.iter().all(|it| 4.0 <= value(it, "tf") + value(it, "tf_reference")));
    assert!(!four.is_empty() && all.iter().all(|it| it["p_fisher"].is_empty()));
    let top = with("min_count = 1\ndocument_test_top = 2").rows("keyness");
    let tested = top.iter().filter(|it| !it["p_doc"].is_empty());
    let tested: Vec<f64> = tested.map(|it| value(it, "fw_z").abs()).collect();
    assert_eq!(tested.len(), 4);
    let mut z: Vec<f64> = top.iter().map(|it| value(it, "fw_z").abs()).collect();
    z.sort_by(f64::total_cmp);
    assert!(tested.iter().all(|it| z[z.len() - 4] <= it + 1e-12));
    let none = with("document_test_top = 0");
    assert!(none.rows("keyness").iter().all(|it| it["p_doc"].is_empty()));
    assert!(none.result("tables/notices.csv").lines().all(|it| !it.contains("keyness")));
}

/// Sentences of generated articles; some hold frames, some do not.
const SENTENCES: &[&str] = &[
    "The ceremony was a symbolic gesture, and nobody in the port looked up from the cranes.",
    "Officials spoke of leverage over the strait and of a security guarantee for the fleet.",
    "The republic keeps a balancing act between two neighbours who dislike one another.",
    "Snow fell in the capital, and the trams stood still until the afternoon.",
    "A multi-vector policy needs an envoy, a budget and the patience of a bridge builder.",
    "Cranes, cranes and again cranes.",
];

type Articles = Vec<(usize, Vec<usize>)>;

fn articles() -> impl Strategy<Value = Articles> {
    let article = (0..3_usize, proptest::collection::vec(0..SENTENCES.len(), 1..6));
    proptest::collection::vec(article, 2..9)
}

/// The tables of a corpus; `name` gives the source and the file of an article.
fn run(articles: &Articles, name: impl Fn(usize, usize) -> String) -> Desk {
    let mut desk = Desk::new();
    for (i, (source, sentences)) in articles.iter().enumerate() {
        let text: Vec<&str> = sentences.iter().map(|it| SENTENCES[*it]).collect();
        desk = desk.document(&name(i, *source), text.join("\n\n"));
    }
    let tables = "[\"keyness\", \"cooccurrence\", \"distance\", \"clusters\"]";
    desk.config(&format!(
        "[output]\ntables = {tables}\n[keyness]\nmin_count = 1\nfisher = true\n[duplicates]\nenabled = false\n[clean]\nenabled = false\n"
    ))
    .tables()
}

fn same(a: &str, b: &str) -> bool {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => (x - y).abs() <= 1e-9 * (1.0 + x.abs()),
        _ => a == b,
    }
}

/// Whether two tables hold the same numbers in the rows of the same keys.
fn assert_same(before: &[Row], after: &[Row], keys: &[&str], but: &[&str]) {
    let (before, after) = (by_key(before.to_vec(), keys), by_key(after.to_vec(), keys));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (key, row) in &before {
        for (column, value) in row.iter().filter(|it| !but.contains(&it.0.as_str())) {
            let other = &after[key][column];
            assert!(same(value, other), "{key:?} {column}: {value} {other}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn order_of_articles_and_names_of_sources_change_no_number(articles in articles()) {
        let plain = run(&articles, |i, source| format!("s{source}/{i:02}.txt"));
        let back = run(&articles, |i, source| format!("s{source}/{:02}.txt", 99 - i));
        // The other names come in the same order in one run and in the opposite one in the next.
        let renamed = run(&articles, |i, source| format!("t{}/{i:02}.txt", 9 - source));
        let rename = |mut row: Row| {
            for column in ["source", "source_a", "source_b"] {
                if let Some(digit) = row.get(column).and_then(|it| it.strip_prefix('t')) {
                    let digit: usize = digit.parse().expect("a digit");
                    row.insert(column.to_owned(), format!("s{}", 9 - digit));
                }
            }
            row
        };
        let keyness = ["source", "term"];
        assert_same(&plain.rows("keyness"), &back.rows("keyness"), &keyness, &[]);
        let theirs: Vec<Row> = renamed.rows("keyness").into_iter().map(rename).collect();
        assert_same(&plain.rows("keyness"), &theirs, &keyness, &[]);
        let pair = ["source", "level", "frame_a", "frame_b"];
        assert_same(&plain.rows("cooccurrence"), &back.rows("cooccurrence"), &pair, &[]);
        let theirs: Vec<Row> = renamed.rows("cooccurrence").into_iter().map(rename).collect();
        assert_same(&plain.rows("cooccurrence"), &theirs, &pair, &[]);
        assert_same(&plain.rows("distance"), &back.rows("distance"), &["source_a", "source_b"], &[]);
        // Exchanged names exchange a and b.
        let turn = |row: Row| {
            let turned = |it: &str| match it.strip_suffix("_a") {
                Some(stem) => format!("{stem}_b"),
                None => it.strip_suffix("_b").map_or(it.to_owned(), |stem| format!("{stem}_a")),
            };
            row.into_iter().map(|(column, value)| (turned(&column), value)).collect::<Row>()
        };
        let theirs: Vec<Row> = renamed.rows("distance").into_iter().map(rename).map(turn).collect();
        assert_same(&plain.rows("distance"), &theirs, &["source_a", "source_b"], &[]);
    }

    #[test]
    fn exchanging_the_two_sides_changes_signs_and_nothing_else(articles in articles()) {
        let desk = run(&articles, |i, source| format!("s{}/{i:02}.txt", source % 2));
        let rows = by_key(desk.rows("keyness"), &["source", "term"]);
        for (key, row) in &rows {
            let other = if key[0] == "s0" { "s1" } else { "s0" };
            let Some(mirror) = rows.get(&vec![other.to_owned(), key[1].clone()]) else {
                prop_assert_eq!(&row["note"], "single_source");
                continue;
            };
            let flip = |column: &str| match row[column].parse::<f64>() {
                Ok(number) => (-number).to_string(),
                Err(_) => row[column].clone(),
            };
            for (column, theirs) in [
                ("g2", "g2"), ("log_ratio", "log_ratio"), ("log_ratio_low", "log_ratio_high"),
                ("fw_delta", "fw_delta"), ("fw_z", "fw_z"),
            ] {
                prop_assert!(same(&flip(column), &mirror[theirs]), "{key:?} {column}");
            }
            for column in ["p_g2", "ln_p_g2", "chi2_yates", "p_midp", "p_fisher", "p_doc", "q"] {
                prop_assert!(same(&row[column], &mirror[column]), "{key:?} {column}");
            }
        }
    }

    #[test]
    fn every_article_twice_doubles_counts_and_keeps_ratios(articles in articles()) {
        let name = |i: usize, source: usize| format!("s{source}/{i:02}.txt");
        let once = run(&articles, name);
        let twice: Articles = articles.iter().chain(&articles).cloned().collect();
        let twice = run(&twice, name);
        let double = |table: &str, keys: &[&str], doubled: &[&str], kept: &[&str]| {
            let (once, twice) = (by_key(once.rows(table), keys), by_key(twice.rows(table), keys));
            assert_eq!(once.len(), twice.len());
            for (key, row) in &once {
                for column in doubled.iter().filter(|it| !row[**it].is_empty()) {
                    let number = (2.0 * value(row, column)).to_string();
                    assert!(same(&number, &twice[key][*column]), "{key:?} {column}");
                }
                let is_zero = row.get("zero_adjusted").is_some_and(|it| it == "1");
                for column in kept.iter().filter(|it| !is_zero || **it != "log_ratio") {
                    assert!(same(&row[*column], &twice[key][*column]), "{key:?} {column}");
                }
            }
        };
        let counts = ["tf", "tf_reference", "tokens", "expected", "g2", "doc_freq"];
        double("keyness", &["source", "term"], &counts, &["log_ratio", "zero_adjusted"]);
        let counts = ["units", "n_a", "n_b", "n_both", "expected", "g2"];
        let pair = ["source", "level", "frame_a", "frame_b"];
        double("cooccurrence", &pair, &counts, &["pmi", "npmi", "jaccard"]);
        let counts = ["hits_a", "hits_b", "documents_a"];
        double("distance", &["source_a", "source_b"], &counts, &["jsd", "js_distance"]);
        double("clusters", &["step"], &[], &["height", "left_source", "sources"]);
    }

    #[test]
    fn every_cell_is_a_finite_number_in_its_range_or_empty(articles in articles()) {
        let desk = run(&articles, |i, source| format!("s{source}/{i:02}.txt"));
        let probabilities = ["p_g2", "p_midp", "p_fisher", "p_doc", "p_perm", "q", "p_min", "jsd", "jsd_null", "js_distance"];
        for table in ["keyness", "cooccurrence", "distance", "clusters"] {
            for row in desk.rows(table) {
                for (column, cell) in &row {
                    let number = cell.parse::<f64>();
                    prop_assert!(number.as_ref().map_or(true, |it| it.is_finite()), "{column} {cell}");
                    if let (Ok(p), true) = (number, probabilities.contains(&column.as_str())) {
                        prop_assert!((0.0..=1.0).contains(&p), "{column} {p}");
                    }
                }
            }
        }
    }
}

#[test]
fn only_tables_that_are_wanted_are_made() {
    let desk = Desk::new().document("Harbour/a.txt", HARBOUR).document("Steppe/a.txt", STEPPE);
    let desk = desk.config("[output]\ntables = [\"distance\"]\n").tables();
    let files: BTreeMap<String, Vec<u8>> = desk.results();
    let tables: Vec<&String> = files.keys().filter(|it| it.starts_with("tables/")).collect();
    assert_eq!(tables, ["tables/distance.csv"]);
}
