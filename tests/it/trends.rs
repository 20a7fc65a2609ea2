//! Bins of time, slopes and changes: against published values, and where there is little to go by.

use framescope::stats::emphasis::{Prior, relative};
use framescope::stats::{mann_kendall, theil_sen};

use crate::reference::{CLOSED, QUANTILE, assert_close, assert_near, expected, json};
use crate::support::{Desk, Row};

/// An article of so many words, so many of which are hits.
fn text(n_tokens: u64, n_hits: u64) -> String {
    let words = (0..n_tokens).map(|it| if it < n_hits { "signal" } else { "plain" });
    words.collect::<Vec<_>>().join(" ")
}

/// A desk with articles: source, day, words, hits.
fn desk(articles: &[(&str, &str, u64, u64)], settings: &str) -> Desk {
    let mut table = String::from("doc_id,source,date,text\n");
    for (i, (source, date, n_tokens, n_hits)) in articles.iter().enumerate() {
        table.push_str(&format!("{i:04},{source},{date},{}\n", text(*n_tokens, *n_hits)));
    }
    Desk::new()
        .document("articles.csv", table)
        .file("frames.csv", "frame,pattern\nsigns,signal\nghosts,ghost\n")
        .config(&format!(
            "[frames]\ndictionaries = [\"frames.csv\"]\n[clean]\nenabled = false\n[duplicates]\nenabled = false\n{settings}"
        ))
        .tables()
}

fn number(row: &Row, column: &str) -> u64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: `{}`", row[column]))
}

fn of<'r>(rows: &'r [Row], source: &str, frame: &str) -> Vec<&'r Row> {
    rows.iter().filter(|it| it["source"] == source && it["frame"] == frame).collect()
}

/// The articles of the fixture, all of one source.
fn fixture() -> Desk {
    let documents = expected("trend_documents");
    let articles: Vec<_> = documents
        .iter()
        .map(|it| ("Ledger", it["date"].as_str(), number(it, "tokens"), number(it, "hits")))
        .collect();
    desk(&articles, "[trend]\nperiod = \"week\"\n")
}

#[test]
fn the_interval_of_a_bin_that_holds_all_articles_is_that_of_the_source() {
    let articles = [
        ("Ledger", "2025-03-02", 100, 4),
        ("Ledger", "2025-03-09", 250, 1),
        ("Ledger", "2025-03-20", 90, 7),
        ("Wire", "2025-03-02", 80, 2),
        ("Wire", "2025-03-03", 90, 1),
    ];
    let desk = desk(&articles, "");
    let (trends, emphasis) = (desk.rows("trends"), desk.rows("emphasis"));
    let [month] = of(&trends, "Ledger", "signs")[..] else { panic!("{trends:?}") };
    let [source] = of(&emphasis, "Ledger", "signs")[..] else { panic!("{emphasis:?}") };
    assert!(!month["rate_low"].is_empty());
    for column in ["rate_per_1k", "rate_low", "rate_high"] {
        assert_eq!(month[column], source[column], "{column}");
    }
    // Two articles are too few to say how much they differ.
    assert_eq!(of(&trends, "Wire", "signs")[0]["rate_low"], "");
}

#[test]
fn weeks_slope_and_change_have_the_values_of_the_packages() {
    let desk = fixture();
    let trends = desk.rows("trends");
    let weeks = expected("trend_weeks");
    for source in ["Ledger", ""] {
        let ours = of(&trends, source, "signs");
        assert_eq!(ours.len(), weeks.len());
        for (ours, theirs) in ours.iter().zip(&weeks) {
            let week = &theirs["iso_week"];
            assert_eq!(&ours["period"], week);
            for (column, their_column) in [
                ("period_start", "week_start"),
                ("documents", "documents"),
                ("hits", "hits"),
                ("tokens", "tokens"),
            ] {
                assert_eq!(ours[column], theirs[their_column], "{week} {column}");
            }
            assert_near(week, &ours["rate_per_1k"], &theirs["rate_per_1k"], CLOSED);
            assert_near(week, &ours["rolling_rate"], &theirs["rolling3_rate_per_1k"], CLOSED);
        }
    }
    let theirs = json("trend");
    let value = |key: &str| theirs[key].as_f64().expect("a number").to_string();
    for source in ["Ledger", ""] {
        let summary = desk.rows("trend_summary");
        let row = of(&summary, source, "signs")[0];
        for (column, key, tolerance) in [
            ("theil_sen_slope", "theil_sen_slope_per_week", CLOSED),
            ("theil_sen_low", "theil_sen_low", CLOSED),
            ("theil_sen_high", "theil_sen_high", CLOSED),
            ("mann_kendall_s", "mann_kendall_s", 0.0),
            ("mann_kendall_var", "mann_kendall_var_s", CLOSED),
            ("mann_kendall_z", "mann_kendall_z", CLOSED),
            ("mann_kendall_p", "mann_kendall_p", QUANTILE),
            ("kendall_tau", "kendall_tau_b", CLOSED),
        ] {
            assert_near(column, &row[column], &value(key), tolerance);
        }
        let change = &theirs["change"];
        assert_eq!(row["split_date"], change["split_date"].as_str().expect("a day"));
        for half in ["first", "second"] {
            for count in ["hits", "tokens"] {
                let theirs = change[half][count].as_u64();
                assert_eq!(Some(number(row, &format!("{half}_{count}"))), theirs);
            }
        }
        check_change(row, change["log2_rate_ratio"].as_f64().expect("a number"));
    }
}

/// The change is the published ratio without a prior, and that of the methods with one.
fn check_change(row: &Row, log2_rate_ratio: f64) {
    let side =
        |half: &str| (number(row, &format!("{half}_hits")), number(row, &format!("{half}_tokens")));
    let (first, second) = (side("first"), side("second"));
    let none = Prior { hits: 0.0, tokens: 0.0 };
    assert_close("ratio", relative(second, first, none), log2_rate_ratio, CLOSED);
    let n_documents = number(row, "first_documents") + number(row, "second_documents");
    let prior = Prior::of(first.0 + second.0, first.1 + second.1, n_documents).expect("a prior");
    let change: f64 = row["change"].parse().expect("a number");
    assert_close("change", change, relative(second, first, prior), CLOSED);
    let ends = ["change_low", "change_high"].map(|it| row[it].parse::<f64>().expect("a number"));
    assert!(ends[0] < change && change < ends[1]);
    assert_eq!(row["inference"], "documents");
    assert_eq!(row["reading"], "more");
}

#[test]
fn formulas_of_trend_have_the_values_of_the_packages() {
    let theirs = json("trend");
    let value = |key: &str| theirs[key].as_f64().expect("a number");
    let weeks = expected("trend_weeks");
    let points: Vec<(f64, f64)> = weeks
        .iter()
        .enumerate()
        .filter_map(|(i, it)| Some((i as f64, it["rate_per_1k"].parse().ok()?)))
        .collect();
    let rates: Vec<f64> = points.iter().map(|it| it.1).collect();
    let test = mann_kendall::test(&rates).expect("a test");
    assert_close("S", test.s as f64, value("mann_kendall_s"), CLOSED);
    assert_close("p", test.p, value("mann_kendall_p"), QUANTILE);
    let slope = theil_sen::slope(&points, test.variance, 0.95).expect("a slope");
    assert_close("slope", slope.slope, value("theil_sen_slope_per_week"), CLOSED);
    assert_close("low", slope.low, value("theil_sen_low"), CLOSED);
    assert_close("high", slope.high, value("theil_sen_high"), CLOSED);
}

#[test]
fn a_bin_without_articles_has_no_rate_and_one_without_hits_has_rate_0() {
    let articles = [("A", "2025-01-10", 100, 0), ("A", "2025-03-10", 120, 3)];
    let rows = desk(&articles, "").rows("trends");
    let rows = of(&rows, "A", "signs");
    let shown = |column: &str| rows.iter().map(|it| it[column].as_str()).collect::<Vec<_>>();
    assert_eq!(shown("period"), ["2025-01", "2025-02", "2025-03"]);
    assert_eq!(shown("rate_per_1k"), ["0", "", "25"]);
    assert_eq!(shown("share"), ["", "", "1"]);
}

#[test]
fn articles_without_a_date_are_left_out_and_counted() {
    let articles = [("A", "", 100, 9), ("A", "2025-03-10", 120, 3), ("B", "", 90, 1)];
    let desk = desk(&articles, "");
    let rows = desk.rows("trends");
    assert_eq!(of(&rows, "A", "signs").len(), 1);
    assert_eq!(of(&rows, "A", "signs")[0]["hits"], "3");
    let summary = desk.rows("trend_summary");
    let shown = |source: &str, column: &str| of(&summary, source, "signs")[0][column].clone();
    assert_eq!(shown("A", "documents_without_date"), "1");
    assert_eq!(shown("A", "note"), "few_bins;one_half;undated");
    assert_eq!(shown("B", "documents"), "0");
    assert_eq!(shown("B", "note"), "no_dates;undated");
    assert_eq!(shown("", "documents_without_date"), "2");
    assert_eq!((shown("A", "change"), shown("B", "change")), (String::new(), String::new()));
}

#[test]
fn without_any_date_there_is_no_bin_and_no_change() {
    let desk = desk(&[("A", "", 100, 9), ("B", "", 90, 1)], "");
    assert!(desk.rows("trends").is_empty());
    for row in desk.rows("trend_summary") {
        assert_eq!(row["note"], "no_dates;undated");
        assert_eq!((row["split_date"].as_str(), row["bins"].as_str()), ("", "0"));
    }
}

#[test]
fn with_fewer_than_8_bins_there_is_no_slope_and_a_change_of_few_articles_describes_texts() {
    let articles = [
        ("A", "2025-01-10", 100, 1),
        ("A", "2025-02-10", 101, 2),
        ("A", "2025-03-10", 120, 3),
        ("A", "2025-04-10", 130, 9),
    ];
    let desk = desk(&articles, "");
    let summary = desk.rows("trend_summary");
    let row = of(&summary, "A", "signs")[0];
    for column in ["theil_sen_slope", "mann_kendall_s", "mann_kendall_p", "kendall_tau"] {
        assert_eq!(row[column], "");
    }
    assert_eq!(row["inference"], "texts_only");
    assert_eq!(row["units_first"], "sentences");
    assert_eq!((row["permutations"].as_str(), row["reading"].as_str()), ("6", "texts_only"));
    let ghosts = of(&summary, "A", "ghosts")[0];
    assert_eq!((ghosts["change"].as_str(), ghosts["inference"].as_str()), ("", "none"));
    assert_eq!(ghosts["note"], "few_bins;no_hits");
}

#[test]
fn too_many_bins_become_longer_and_a_notice_says_so() {
    let articles = [("A", "1950-01-10", 100, 1), ("A", "2025-02-10", 101, 2)];
    let desk = desk(&articles, "[trend]\nperiod = \"day\"\n");
    let rows = desk.rows("trends");
    let first = &of(&rows, "A", "signs")[0]["period"];
    assert_eq!(first, "1950-W02");
    let notices = desk.rows("notices");
    assert!(notices.iter().any(|it| it["message"].contains("a bin is a week and not a day")));
}

#[test]
fn tables_of_trend_alone_are_the_same_as_among_all() {
    let all = fixture();
    let some = Desk::new().copy(&all.path("input"), "input").copy(&all.path("frames.csv"), "frames.csv").config(
        "[frames]\ndictionaries = [\"frames.csv\"]\n[clean]\nenabled = false\n[duplicates]\nenabled = false\n[trend]\nperiod = \"week\"\n[output]\ntables = [\"trend_summary\"]\n",
    ).tables();
    let name = "tables/trend_summary.csv";
    assert_eq!(some.result(name), all.result(name));
    assert!(!some.path("output/tables/trends.csv").exists());
}

#[test]
fn a_change_over_time_is_stated_where_articles_vary_and_nowhere_else() {
    let mut articles: Vec<(String, String, u64, u64)> = Vec::new();
    for i in 0..24_u64 {
        let (month, day) = (1 + i / 4, 3 + i);
        let date = format!("2025-{month:02}-{day:02}");
        // A speaks of it ten times as often in the later months, B as often as ever.
        articles.push(("A".to_owned(), date.clone(), 100 + i, if i < 12 { 1 } else { 10 + i % 3 }));
        articles.push(("B".to_owned(), date, 100 + i, 4 + i % 3));
    }
    articles.push(("C".to_owned(), "2025-01-03".to_owned(), 90, 2));
    articles.push(("C".to_owned(), "2025-06-20".to_owned(), 91, 2));
    let articles: Vec<(&str, &str, u64, u64)> =
        articles.iter().map(|it| (it.0.as_str(), it.1.as_str(), it.2, it.3)).collect();
    let desk = desk(&articles, "");
    let summary = desk.rows("trend_summary");
    let findings = desk.rows("findings");
    let changes: Vec<&Row> = findings.iter().filter(|it| it["table"] == "trend_summary").collect();
    let found = |source: &str| changes.iter().find(|it| it["source"] == source);
    let rise = found("A").expect("a change");
    assert_eq!(rise["finding"], "rise", "{rise:?}");
    let of_a = of(&summary, "A", &rise["frame"])[0];
    assert_eq!(
        [&rise["ratio"], &rise["p_perm"], &rise["q"]],
        [&of_a["change_ratio"], &of_a["p_perm"], &of_a["q"]]
    );
    let says = format!(" times as often per word after {} as up to then (", of_a["split_date"]);
    assert!(
        rise["sentence"].starts_with("A used the vocabulary of the ")
            && rise["sentence"].contains(&says),
        "{rise:?}"
    );
    assert!(rise["sentence"].contains("12 against 12 articles"), "{rise:?}");
    assert_eq!(found("B").expect("a change")["finding"], "unclear_change");
    // One article on each side describes itself.
    assert!(found("C").is_none());
    assert!(
        found("").expect("all together")["sentence"].contains("ll sources together used"),
        "{changes:?}"
    );
}
