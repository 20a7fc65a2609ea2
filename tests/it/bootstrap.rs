//! Values of published packages from given resamples, and the table that a run writes.

use std::fs;

use framescope::stats::bca;
use framescope::stats::bootstrap::spread;
use framescope::stats::emphasis::{Prior, level, relative};

use crate::reference::{CLOSED, QUANTILE, assert_close, expected, json};
use crate::support::{Desk, package, rows, stderr};

/// Hits and tokens of some documents together.
fn sums(documents: impl Iterator<Item = (u64, u64)>) -> (u64, u64) {
    documents.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
}

/// A statistic of some documents without each of them in turn.
fn without_each(documents: &[(u64, u64)], statistic: impl Fn((u64, u64)) -> f64) -> Vec<f64> {
    let without = |left_out: usize| {
        let others = documents.iter().enumerate().filter(|it| it.0 != left_out);
        statistic(sums(others.map(|it| *it.1)))
    };
    (0..documents.len()).map(without).collect()
}

#[test]
fn intervals_from_given_resamples_are_those_of_scipy() {
    let documents: Vec<(u64, u64)> = expected("numeric_documents")
        .iter()
        .map(|it| [&it["hits"], &it["tokens"]].map(|it| it.parse().expect("a number")))
        .map(|[hits, tokens]| (hits, tokens))
        .collect();
    let (target, reference) = documents.split_at(4);
    let all = sums(documents.iter().copied());
    let prior = Prior::of(all.0, all.1, 12).expect("a prior");
    let resamples: Vec<[(u64, u64); 2]> = expected("bootstrap_indices")
        .iter()
        .map(|row| {
            let drawn = |prefix: &str, side: &[(u64, u64)]| {
                let places = (0..side.len()).map(|it| row[&format!("{prefix}{it}")].parse());
                sums(places.map(|it: Result<usize, _>| side[it.expect("a place")]))
            };
            [drawn("a", target), drawn("r", reference)]
        })
        .collect();
    let rate = |(hits, tokens): (u64, u64)| 1000.0 * hits as f64 / tokens as f64;
    let of_target = sums(target.iter().copied());
    let of_reference = sums(reference.iter().copied());
    let rates: Vec<f64> = resamples.iter().map(|it| rate(it[0])).collect();
    let emphases: Vec<f64> = resamples.iter().map(|it| relative(it[0], it[1], prior)).collect();
    let accelerations = [
        bca::acceleration(&[without_each(target, rate)]),
        bca::acceleration(&[
            without_each(target, |it| level(it, prior)),
            without_each(reference, |it| -level(it, prior)),
        ]),
    ];
    let estimates = [rate(of_target), relative(of_target, of_reference, prior)];
    let names = ["rate_per_1k", "emphasis"];
    for (i, values) in [rates, emphases].into_iter().enumerate() {
        let theirs = &json("numeric")["bootstrap_source_A"][names[i]];
        let number = |value: &serde_json::Value| value.as_f64().expect("a number");
        for (b, value) in values[..5].iter().enumerate() {
            assert_close(names[i], *value, number(&theirs["first_five_replicates"][b]), CLOSED);
        }
        let ours = spread(values.into_iter().map(Some), estimates[i], accelerations[i], 0.95);
        assert_close(names[i], ours.estimate, number(&theirs["estimate"]), CLOSED);
        let error = ours.standard_error.expect("a value");
        assert_close(names[i], error, number(&theirs["standard_error"]), CLOSED);
        for (kind, ends) in
            [("percentile", ours.percentile), ("basic", ours.basic), ("BCa", ours.bca)]
        {
            let (low, high) = ends.unwrap_or_else(|| panic!("no {kind}"));
            let what = format!("{} {kind}", names[i]);
            assert_close(&what, low, number(&theirs[kind][0]), QUANTILE);
            assert_close(&what, high, number(&theirs[kind][1]), QUANTILE);
        }
    }
}

/// Three sources: two of 12 articles, one of 3; all hits of the second stand in one article.
fn desk() -> Desk {
    let mut desk = Desk::new();
    let frames = "[[frame]]\nname = \"pact\"\nentries = [\"pact\"]\n\
                  [[frame]]\nname = \"void\"\nentries = [\"nowhere\"]\n\
                  [[frame]]\nname = \"snow\"\nentries = [\"snow\"]\n";
    desk = desk.file("frames.toml", frames);
    for (source, n) in [("Harbour Ledger", 12), ("Northgate Wire", 12), ("Steppe Courier", 3)] {
        for i in 0..n {
            let n_pacts = match source {
                "Northgate Wire" => {
                    if i == 4 {
                        6
                    } else {
                        0
                    }
                }
                _ => i % 4,
            };
            let n_snows = if source == "Harbour Ledger" { 0 } else { i % 3 };
            let text = format!(
                "Report {i} of the {source}\n\nTrams ran late {}{}and a clerk counted {}them.\n",
                "under the pact ".repeat(n_pacts),
                "in the snow ".repeat(n_snows),
                "all of ".repeat(i % 5),
            );
            desk = desk.document(&format!("{source}/{i:02}.txt"), text);
        }
    }
    desk
}

const SETTINGS: &str = "[frames]\ndictionaries = [\"frames.toml\"]\n\
                        [duplicates]\nenabled = false\n\
                        [output]\ntables = [\"bootstrap\", \"emphasis\"]\n";

const ENABLED: &str = "[bootstrap]\nenabled = true\nreplicates = 500\n";

#[test]
fn a_run_writes_a_row_for_every_source_and_frame_with_ten_articles_on_each_side() {
    let desk = desk().config(&format!("{SETTINGS}{ENABLED}")).tables();
    let ours = desk.rows("bootstrap");
    let keys: Vec<[&str; 2]> =
        ours.iter().map(|it| [it["source"].as_str(), it["frame"].as_str()]).collect();
    let frames = ["pact", "void", "snow"];
    let wanted: Vec<[&str; 2]> = ["Harbour Ledger", "Northgate Wire"]
        .iter()
        .flat_map(|source| frames.map(|frame| [*source, frame]))
        .collect();
    assert_eq!(keys, wanted, "three articles are too few");
    let emphasis = desk.rows("emphasis");
    for row in &ours {
        let theirs = emphasis
            .iter()
            .find(|it| it["source"] == row["source"] && it["frame"] == row["frame"])
            .expect("a row");
        for column in ["emphasis", "rate_per_1k", "hits", "documents"] {
            assert_eq!(row[column], theirs[column], "{column}: {row:?}");
        }
        let counts = ["replicates", "undefined", "documents_reference"].map(|it| &row[it]);
        assert_eq!(counts, ["500", "0", "15"]);
        for kind in ["percentile", "bca", "basic"] {
            let ends = ["low", "high"].map(|end| row[&format!("emphasis_{kind}_{end}")].parse());
            if let [Ok(low), Ok(high)] = ends {
                let value: f64 = row["emphasis"].parse().expect("a number");
                assert!(low <= value && value <= high, "{kind}: {row:?}");
            }
        }
    }
    let notes: Vec<&str> = ours.iter().map(|it| it["note"].as_str()).collect();
    let nowhere = "no_hits_in_corpus;no_bca";
    assert_eq!(notes, ["", nowhere, "no_hits;no_bca", "one_document", nowhere, ""]);
    let [pact, void, snow] = [0, 1, 2].map(|it| &ours[it]);
    assert!(!pact["rate_bca_low"].is_empty() && !pact["emphasis_bca_low"].is_empty());
    assert_eq!([&void["emphasis"], &void["emphasis_bca_low"]], ["", ""]);
    assert_eq!([&snow["rate_percentile_high"], &snow["rate_bca_high"]], ["0", ""]);
    assert_eq!(ours[3]["rate_percentile_low"], "0", "the one article may not be drawn");
}

#[test]
fn the_table_is_the_same_bytes_on_any_number_of_threads() {
    let result = |n_threads: &str| {
        let desk = desk().config(&format!("{SETTINGS}{ENABLED}"));
        let output = desk.framescope(&["run", "--only", "tables", "--threads", n_threads]);
        assert!(output.status.success(), "{}", stderr(&output));
        desk.result("tables/bootstrap.csv")
    };
    assert_eq!(result("1"), result("3"));
    let other = desk().config(&format!("{SETTINGS}{ENABLED}[emphasis]\nseed = 7\n")).tables();
    assert_ne!(result("2"), other.result("tables/bootstrap.csv"), "the seed matters");
}

#[test]
fn the_table_is_there_only_when_it_is_switched_on() {
    let frames = "[frames]\ndictionaries = [\"frames.toml\"]\n";
    let desk = desk().config(&format!("{frames}{ENABLED}")).tables();
    assert!(desk.path("output/tables/bootstrap.csv").exists());
    let desk = desk.config(frames).tables();
    assert!(!desk.path("output/tables/bootstrap.csv").exists());
    assert!(!desk.result("datapackage.json").contains("bootstrap"));
    let named = desk.config(SETTINGS);
    let output = named.run();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("enabled = true in [bootstrap]"), "{}", stderr(&output));
}

#[test]
fn without_a_source_of_ten_articles_there_is_a_header_alone() {
    // The sample articles of the package have sources with few articles: the table is then empty.
    let articles = package("input");
    let desk = Desk::new().copy(&articles, "input").config(ENABLED).tables();
    assert!(rows(&desk.path("output/tables/bootstrap.csv")).is_empty());
    let header = fs::read_to_string(desk.path("output/tables/bootstrap.csv")).expect("a table");
    assert!(header.starts_with("source,frame,documents,"));
}
