//! Sheets for human coders, and what comes of their codes.

use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

use framescope::stats::agreement::{Coincidences, CrossTable};
use framescope::stats::bootstrap::percentile;
use serde_json::Value;

use crate::support::{Desk, Row, package, rows, stderr, stdout};

const LABELS: [&str; 4] = ["symbolic", "strategic", "multi-vector", "none"];

/// One coded unit of the reference: the labels of three coders and of the tool.
type Labels = [Option<usize>; 4];

fn reference() -> (Vec<Labels>, Value) {
    let rows = rows(&package("tests/reference/expected/coding.csv"));
    let place = |label: &str| LABELS.iter().position(|it| *it == label);
    let unit = |row: &Row| ["coder1", "coder2", "coder3", "tool"].map(|who| place(&row[who]));
    let text = fs::read_to_string(package("tests/reference/expected/agreement.json"));
    let theirs = serde_json::from_str(&text.expect("a file")).expect("JSON");
    (rows.iter().map(unit).collect(), theirs)
}

fn cross<'l>(units: impl Iterator<Item = &'l Labels>, a: usize, b: usize) -> CrossTable {
    let mut table = CrossTable::new(LABELS.len());
    units.filter_map(|it| it[a].zip(it[b])).for_each(|(a, b)| table.add(a, b, 1.0));
    table
}

fn alpha<'l>(units: impl Iterator<Item = &'l Labels>, n_coders: usize) -> Option<f64> {
    let mut coincidences = Coincidences::new(LABELS.len());
    for unit in units {
        let mut counts = [0; LABELS.len()];
        unit[..n_coders].iter().flatten().for_each(|label| counts[*label] += 1);
        coincidences.add(&counts);
    }
    coincidences.alpha()
}

fn macro_f1(table: &CrossTable) -> Option<f64> {
    let f1: Vec<f64> = (0..LABELS.len()).filter_map(|it| table.f1(it)).collect();
    Some(f1.iter().sum::<f64>() / f1.len() as f64)
}

fn assert_close(what: &str, ours: Option<f64>, theirs: &Value, tolerance: f64) {
    let (ours, theirs) = (ours.expect("a value"), theirs.as_f64().expect("a number"));
    let allowed = (tolerance * theirs.abs()).max(1e-12);
    assert!((ours - theirs).abs() <= allowed, "{what}: {ours} is not {theirs}");
}

#[test]
fn agreement_has_the_values_of_scikit_learn_and_krippendorff() {
    let (units, theirs) = reference();
    let tool = cross(units.iter(), 0, 3);
    for (i, label) in LABELS.iter().enumerate() {
        let theirs = &theirs["per_label"][i];
        assert_eq!(theirs["label"], **label);
        assert_close("precision", tool.precision(i), &theirs["precision"], 1e-9);
        assert_close("recall", tool.recall(i), &theirs["recall"], 1e-9);
        assert_close("f1", tool.f1(i), &theirs["f1"], 1e-9);
        let mut binary = CrossTable::new(2);
        for (human, tool) in units.iter().filter_map(|it| it[0].zip(it[3])) {
            binary.add((human == i).into(), (tool == i).into(), 1.0);
        }
        assert_close("kappa", binary.kappa(), &theirs["kappa_binary"], 1e-9);
        let support = binary.prevalence(1).map(|it| it * binary.total());
        assert_close("support", support, &theirs["support"], 1e-9);
    }
    let coders = cross(units.iter(), 0, 1);
    assert_close("macro F1", macro_f1(&tool), &theirs["macro_f1"], 1e-9);
    assert_close("micro F1", tool.agreement(), &theirs["micro_f1"], 1e-9);
    assert_close("kappa", tool.kappa(), &theirs["kappa_coder1_tool"], 1e-9);
    assert_close("kappa", coders.kappa(), &theirs["kappa_coder1_coder2"], 1e-9);
    let agreement = &theirs["percent_agreement_coder1_coder2"];
    assert_close("agreement", coders.agreement(), agreement, 1e-9);
    let two = &theirs["alpha_nominal_coder1_coder2"];
    assert_close("alpha", alpha(units.iter(), 2), two, 1e-9);
    let three = &theirs["alpha_nominal_three_with_missing"];
    assert_close("alpha", alpha(units.iter(), 3), three, 1e-9);
}

#[test]
fn percentile_intervals_are_those_of_the_given_resamples() {
    let (units, theirs) = reference();
    let path = package("tests/reference/expected/agreement_bootstrap_indices.csv");
    let text = fs::read_to_string(path).expect("a file");
    let draws: Vec<Vec<usize>> = text
        .lines()
        .map(|line| line.split(',').map(|it| it.parse().expect("a place")).collect())
        .collect();
    assert_eq!(draws.len(), 300);
    let interval = |statistic: &dyn Fn(&[Labels]) -> Option<f64>| {
        let drawn = |draw: &Vec<usize>| draw.iter().map(|it| units[*it]).collect::<Vec<_>>();
        percentile(draws.iter().map(|it| statistic(&drawn(it))), 0.95).ends.expect("an interval")
    };
    for (name, (low, high)) in [
        ("alpha_nominal_three_with_missing", interval(&|it| alpha(it.iter(), 3))),
        ("kappa_coder1_tool", interval(&|it| cross(it.iter(), 0, 3).kappa())),
        ("macro_f1", interval(&|it| macro_f1(&cross(it.iter(), 0, 3)))),
    ] {
        let theirs = &theirs["bootstrap_percentile_95"][name];
        assert_close(name, Some(low), &theirs[0], 1e-7);
        assert_close(name, Some(high), &theirs[1], 1e-7);
    }
}

const MONEY: &str = "[[frame]]\nname = \"money\"\nabout = \"It is about money.\"\n\
    entries = [\"tax*\", \"market\", \"free market\", \"pound\"]\n\n\
    [[frame]]\nname = \"home-affairs\"\nentries = [\"police\", \"school*\"]\n\n\
    [[frame]]\nname = \"neither\"\nentries = [\"weather\"]\n";

/// Sentences of three speeches, each of exactly one kind.
const SPEECHES: &str = "\
id,doc,text,money,home_affairs,neither,n_coders
1,speech_1,Taxes will fall and the market will rise.,1,0,0,6
2,speech_1,The free market pays for schools.,1,0,0,6
3,speech_1,Our free market of ideas has no police.,0,1,0,6
4,speech_2,The police need help.,0,1,0,6
5,speech_2,They pound on every door.,0,1,0,6
6,speech_2,Wages must follow prices.,1,0,0,6
7,speech_3,Friends we have come far.,0,0,1,6
8,speech_3,The weather was kind to us.,0,0,1,6
9,speech_3,A market day it was.,0,0,1,6
10,speech_3,Nobody knows the way.,0,0,1,6
";

fn validate(desk: &Desk, arguments: &[&str]) -> Output {
    let output = desk.framescope(&[&["validate"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    output
}

fn table(desk: &Desk, name: &str) -> Vec<Row> {
    rows(&desk.path(&format!("validation/{name}.csv")))
}

fn float(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: `{}`", row[column]))
}

#[test]
fn each_row_of_a_table_of_sentences_is_matched_as_a_text_of_its_own() {
    let desk = Desk::new().file("frames.toml", MONEY).file("speeches.csv", SPEECHES);
    let output = validate(&desk, &["speeches.csv", "-f", "frames.toml"]);
    let frames = table(&desk, "validation");
    let counts =
        |row: &Row| ["units", "documents", "tp", "fp", "fn", "tn"].map(|it| row[it].clone());
    // Counted by hand: money fires in 1, 2, 3, 5 and 9, and is coded in 1, 2 and 6.
    assert_eq!(frames[0]["frame"], "money");
    assert_eq!(counts(&frames[0]), ["10", "3", "2", "3", "1", "4"]);
    assert_eq!(counts(&frames[1]), ["10", "3", "2", "1", "1", "6"]);
    assert_eq!(counts(&frames[2]), ["10", "3", "1", "0", "3", "6"]);
    // Each sentence is of one kind, so the shares of people add up to 1.
    let people: f64 = frames.iter().map(|it| float(it, "prevalence_human")).sum();
    assert!((people - 1.0).abs() < 1e-12, "{people}");
    for row in &frames {
        let [tp, fp, missed] = ["tp", "fp", "fn"].map(|it| float(row, it));
        assert!((float(row, "precision") - tp / (tp + fp)).abs() < 1e-12);
        assert!((float(row, "recall") - tp / (tp + missed)).abs() < 1e-12);
        assert!((float(row, "f1") - 2.0 * tp / (2.0 * tp + fp + missed)).abs() < 1e-12);
        assert!((float(row, "prevalence_tool") - (tp + fp) / 10.0).abs() < 1e-12);
        let [low, value, high] =
            ["accuracy_low", "accuracy", "accuracy_high"].map(|it| float(row, it));
        assert!(low <= value && value <= high, "{low} {value} {high}");
        assert_eq!(row["note"], "few_documents");
        assert_eq!((row["alpha_coders"].as_str(), row["unit"].as_str()), ("", "text"));
    }
    // All sentences of the kind are from one speech of three: it is missing in 3 of 10 resamples.
    assert_eq!((frames[2]["recall"].as_str(), frames[2]["recall_low"].as_str()), ("0.25", ""));
    assert!(frames[2]["replicates_undefined"].contains("recall "), "{:?}", frames[2]);
    let f1: f64 = frames.iter().map(|it| float(it, "f1")).sum();
    assert!((float(&frames[0], "macro_f1") - f1 / 3.0).abs() < 1e-12);
    let errors = table(&desk, "validation_errors");
    let wrong: Vec<[&str; 4]> = errors
        .iter()
        .filter(|it| it["frame"] == "money")
        .map(|it| ["error", "unit_id", "patterns", "words"].map(|column| it[column].as_str()))
        .collect();
    assert_eq!(
        wrong,
        [
            ["false_positive", "3", "free market", "free market"],
            ["false_positive", "5", "pound", "pound"],
            ["false_positive", "9", "market", "market"],
            ["false_negative", "6", "", ""],
        ]
    );
    let shown = stdout(&output);
    assert!(shown.lines().count() <= 40, "{shown}");
    assert!(shown.lines().all(|it| it.chars().count() <= 80), "{shown}");
    assert!(shown.contains("nothing is known of how reliable"), "{shown}");
}

#[test]
fn an_entry_left_out_has_the_effect_that_the_table_says() {
    let desk = Desk::new().file("frames.toml", MONEY).file("speeches.csv", SPEECHES);
    validate(&desk, &["speeches.csv", "-f", "frames.toml"]);
    let entries = table(&desk, "validation_entries");
    for pattern in ["tax*", "market", "free market", "pound"] {
        let row = entries.iter().find(|it| it["pattern"] == pattern).expect("a row").clone();
        let without = MONEY.replace(&format!("\"{pattern}\""), "\"zzz\"");
        let desk = Desk::new().file("frames.toml", without).file("speeches.csv", SPEECHES);
        validate(&desk, &["speeches.csv", "-f", "frames.toml"]);
        let frame = &table(&desk, "validation")[0];
        for statistic in ["precision", "recall", "f1"] {
            assert_eq!(row[&format!("{statistic}_without")], frame[statistic], "{pattern}");
        }
    }
    // A shorter entry below it still finds what the longer one found.
    let hidden = entries.iter().find(|it| it["pattern"] == "free market").expect("a row");
    assert_eq!((hidden["units"].as_str(), hidden["units_alone"].as_str()), ("2", "0"));
}

#[test]
fn codes_one_a_row_of_three_coders_are_settled_by_majority_and_ties_are_told() {
    let mut long = String::from("unit_id,text,coder,frame,present\n");
    for (id, text, votes) in [
        ("a", "Taxes rise.", ["1", "1", "0"]),
        ("b", "The pound of flesh.", ["0", "0", "1"]),
        ("c", "The market is open.", ["1", "0", ""]),
        ("d", "Nothing at all.", ["no", "FALSE", "0"]),
    ] {
        for (coder, vote) in votes.iter().enumerate() {
            long.push_str(&format!("{id},{text},anna{coder},money,{vote}\n"));
        }
    }
    let desk = Desk::new().file("frames.toml", MONEY).file("codes.csv", long);
    let output = validate(&desk, &["codes.csv", "-f", "frames.toml"]);
    let said = stderr(&output);
    assert!(said.contains("frame `home-affairs` was coded by nobody"), "{said}");
    let frames = table(&desk, "validation");
    assert_eq!(frames.len(), 1, "{frames:?}");
    let row = &frames[0];
    let shown = ["units", "coders", "ties", "tp", "fp", "fn", "tn", "units_coded_twice"];
    assert_eq!(shown.map(|it| row[it].as_str()), ["3", "3", "1", "1", "1", "0", "1", "4"]);
    // By hand: 7 values no and 4 yes; equal pairs over values less one are 1, 1, 0 and 3.
    let by_hand = 1.0 - 10.0 * (11.0 - 5.0) / f64::from(11 * 11 - 7 * 7 - 4 * 4);
    assert!((float(row, "alpha_coders") - by_hand).abs() < 1e-12, "{by_hand}");
    assert_eq!(row["reliability"], "not reliable");
    assert_eq!(table(&desk, "validation_coders").len(), 3);
}

/// Two sources with sentences, of which every third holds the frame.
fn corpus(desk: Desk) -> Desk {
    let mut desk = desk.file("frames.toml", MONEY);
    for source in ["Ledger", "Wire"] {
        for article in 0..4 {
            let mut text = format!("The {source} looks at day {article}\n\n");
            for sentence in 0..12 {
                let word = if sentence % 3 == 0 { "taxes" } else { "clouds" };
                text.push_str(&format!("Sentence {sentence} of day {article} tells of {word}. "));
            }
            desk = desk.document(&format!("{source}/{article}.txt"), text);
        }
    }
    desk
}

fn sample(desk: &Desk, arguments: &[&str]) -> Output {
    let output = desk.framescope(&[&["sample-codes", "-f", "frames.toml"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    output
}

/// Fills in a sheet; `answer` is given the row of the key and a frame.
fn fill(desk: &Desk, sheet: &str, answer: impl Fn(&Row, &str) -> bool) -> String {
    let key: BTreeMap<String, Row> = rows(&desk.path("codes/key.csv"))
        .into_iter()
        .map(|it| (it["unit_id"].clone(), it))
        .collect();
    let path = desk.path(&format!("codes/sheets/{sheet}.csv"));
    let mut reader = csv::Reader::from_path(&path).expect("a sheet");
    let header = reader.headers().expect("a header").clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("written");
    for record in reader.records() {
        let record = record.expect("a row");
        let row = header.iter().zip(&record).map(|(name, cell)| {
            if ["money", "home-affairs", "neither"].contains(&name) {
                u8::from(answer(&key[&record[0]], name)).to_string()
            } else {
                cell.to_owned()
            }
        });
        writer.write_record(row.collect::<Vec<_>>()).expect("written");
    }
    let text = String::from_utf8(writer.into_inner().expect("bytes")).expect("UTF-8");
    fs::write(&path, text).expect("written");
    format!("codes/sheets/{sheet}.csv")
}

#[test]
fn a_sample_is_blind_stratified_and_comes_again_with_its_seed() {
    let desk = corpus(Desk::new());
    sample(&desk, &["--n", "24", "--coders", "2"]);
    let sheet = fs::read_to_string(desk.path("codes/sheets/coder_1.csv")).expect("a sheet");
    let header = "unit_id,before,text,after,money,home-affairs,neither,unsure,note\n";
    assert!(sheet.starts_with(header), "{sheet}");
    assert!(!sheet.contains("Ledger/") && !sheet.contains(",Ledger,"), "{sheet}");
    let units = rows(&desk.path("codes/sheets/coder_1.csv"));
    assert_eq!(units, rows(&desk.path("codes/sheets/coder_2.csv")));
    let key = rows(&desk.path("codes/key.csv"));
    assert_eq!((units.len(), key.len()), (24, 24));
    for (unit, key) in units.iter().zip(&key) {
        assert_eq!(unit["unit_id"], key["unit_id"]);
        assert_eq!(unit["text"].contains("taxes"), key["predicted_money"] == "1");
        assert!(
            ["money", "home-affairs", "neither", "unsure", "note"]
                .iter()
                .all(|it| unit[*it].is_empty())
        );
    }
    // Half without a frame, half with one, each from both sources alike.
    for (stratum, source) in
        [("none", "Ledger"), ("none", "Wire"), ("money", "Ledger"), ("money", "Wire")]
    {
        let of = |it: &&Row| it["stratum"] == stratum && it["source"] == source;
        assert_eq!(key.iter().filter(of).count(), 6, "{stratum} {source}");
    }
    let weights: f64 = key.iter().map(|it| float(it, "weight")).sum();
    assert!((weights - 8.0 * 13.0).abs() < 1e-9, "{weights}");
    for (folder, seed) in [("again", "20250101"), ("other", "7")] {
        sample(&desk, &["--n", "24", "--coders", "2", "--seed", seed, "-o", folder]);
        let other = fs::read_to_string(desk.path(&format!("{folder}/sheets/coder_1.csv")));
        assert_eq!(other.expect("a sheet") == sheet, folder == "again");
    }
}

#[test]
fn a_sample_too_small_or_too_large_for_the_corpus_is_told() {
    let desk = corpus(Desk::new());
    let output = sample(&desk, &["--n", "2"]);
    assert!(stderr(&output).contains("52 units of rare frames or sources"), "{}", stderr(&output));
    let output = sample(&desk, &["--n", "1000", "-o", "all"]);
    assert_eq!(rows(&desk.path("all/key.csv")).len(), 104);
    assert!(stdout(&output).contains("the input holds no more"), "{}", stdout(&output));
    let output = sample(&desk, &["--unit", "document", "--n", "3", "-o", "articles"]);
    assert!(stdout(&output).starts_with("drew 3 documents"), "{}", stdout(&output));
    let sheet = rows(&desk.path("articles/sheets/coder_1.csv"));
    assert!(
        sheet.iter().all(|it| it["text"].contains("Sentence 11") && !it.contains_key("before"))
    );
}

#[test]
fn coders_may_share_some_units_and_divide_the_others() {
    let desk = corpus(Desk::new());
    sample(&desk, &["--n", "30", "--coders", "3", "--overlap", "12", "--show-source"]);
    let ids = |coder: u32| -> Vec<String> {
        let path = desk.path(&format!("codes/sheets/coder_{coder}.csv"));
        rows(&path).iter().map(|it| it["unit_id"].clone()).collect()
    };
    let [first, second, third] = [1, 2, 3].map(ids);
    assert_eq!([first.len(), second.len(), third.len()], [18, 18, 18]);
    let shared = first.iter().filter(|it| second.contains(it) && third.contains(it)).count();
    let any = first.iter().filter(|it| second.contains(it) || third.contains(it)).count();
    assert_eq!((shared, any), (12, 12));
    let row = &rows(&desk.path("codes/sheets/coder_1.csv"))[0];
    assert!(row["doc_id"].starts_with(&row["source"]), "{row:?}");
}

#[test]
fn codes_equal_to_the_dictionary_give_full_agreement_and_the_shares_of_the_corpus() {
    let desk = corpus(Desk::new());
    sample(&desk, &["--n", "24", "--coders", "2"]);
    let predicted = |row: &Row, frame: &str| row[&format!("predicted_{frame}")] == "1";
    let sheets = ["coder_1", "coder_2"].map(|it| fill(&desk, it, predicted));
    validate(&desk, &["-f", "frames.toml", &sheets[0], &sheets[1]]);
    let row = &table(&desk, "validation")[0];
    for statistic in ["precision", "recall", "f1", "accuracy", "kappa", "alpha_coders"] {
        assert!((float(row, statistic) - 1.0).abs() < 1e-12, "{statistic} {}", row[statistic]);
    }
    // 4 of the 13 sentences of each article, although half of the sheet is made of them.
    for statistic in ["prevalence_human", "prevalence_tool"] {
        assert!((float(row, statistic) - 4.0 / 13.0).abs() < 1e-12, "{}", row[statistic]);
    }
    assert_eq!((row["reliability"].as_str(), row["weighted"].as_str()), ("reliable", "1"));
    assert_eq!((row["tp"].as_str(), row["tn"].as_str(), row["coders"].as_str()), ("12", "12", "2"));
    let sources = table(&desk, "validation_sources");
    assert!(sources.iter().all(|it| float(it, "error").abs() < 1e-12));
    assert!(table(&desk, "validation_errors").is_empty());
}

#[test]
fn the_same_codes_give_the_same_bytes_with_any_number_of_threads() {
    let desk = corpus(Desk::new());
    sample(&desk, &["--n", "40"]);
    let sheet = fill(&desk, "coder_1", |row, frame| {
        frame == "money" && row["sentence"].parse::<u32>().expect("a number") % 2 == 0
    });
    validate(&desk, &["-f", "frames.toml", &sheet, "-t", "1", "-o", "one"]);
    validate(&desk, &["-f", "frames.toml", &sheet, "-t", "4", "-o", "four"]);
    for name in ["validation.csv", "validation_errors.csv", "validation_entries.csv", "run.json"] {
        let [one, four] =
            ["one", "four"].map(|it| fs::read(desk.path(it).join(name)).expect("a file"));
        assert!(one == four, "{name}");
    }
}

#[test]
fn sentences_and_articles_are_found_by_their_names() {
    let desk = corpus(Desk::new())
        .file(
            "sentences.csv",
            "doc_id,sentence,money\nLedger/0.txt,2,1\nLedger/0.txt,3,0\nWire/1.txt,4,1\n",
        )
        .file("articles.csv", "path;money\nLedger/0.txt;yes\nWire/1.txt;no\n");
    validate(&desk, &["-f", "frames.toml", "sentences.csv"]);
    let row = &table(&desk, "validation")[0];
    assert_eq!(
        ["unit", "units", "documents", "tp", "fn", "tn"].map(|it| row[it].as_str()),
        ["sentence", "3", "2", "1", "1", "1"]
    );
    assert_eq!(row["note"], "few_documents;not_weighted");
    let missed = &table(&desk, "validation_errors")[0];
    assert_eq!(missed["text"], "Sentence 2 of day 1 tells of clouds.");
    assert_eq!((missed["doc_id"].as_str(), missed["sentence"].as_str()), ("Wire/1.txt", "4"));
    validate(&desk, &["-f", "frames.toml", "articles.csv"]);
    let row = &table(&desk, "validation")[0];
    assert_eq!(
        ["unit", "units", "tp", "fp"].map(|it| row[it].as_str()),
        ["document", "2", "1", "1"]
    );
}

#[test]
fn what_is_wrong_with_codes_is_told_with_its_line() {
    for (codes, line, what) in [
        ("id,text,money\na,One tax.,1\n,Two.,0\n", 3, "this row has no id"),
        (
            "id,text,money\na,One tax.,1\na,Two.,0\n",
            3,
            "this unit stands in line 2 of `codes.csv` too",
        ),
        ("id,text,money\na,One tax.,1\nb,Two.,maybe\n", 3, "`maybe` is no label for frame `money`"),
        ("id,text,money\na,\"One\ntax.\",1\nb,Two.,2\n", 4, "`2` is no label"),
        ("id;text;money\r\na;One tax.;1\r\n\r\nb;Two.;2\r\n", 4, "`2` is no label"),
        ("id,text,money\na,...,1\n", 2, "there is no word in this text"),
        ("id,text,monye\na,One tax.,1\n", 1, "no column is named like a frame"),
        ("id,text,frame,present\na,One tax.,maney,1\n", 2, "there is no frame `maney`"),
        ("id,text,money\na,One tax.,\n", 1, "no unit is coded"),
        ("id,text,money\n", 1, "no row below its header"),
        ("money\n1\n", 1, "no column says what was coded"),
        ("doc_id,money\nLedger/9.txt,1\n", 2, "there is no article `Ledger/9.txt`"),
        (
            "doc_id,sentence,money\nLedger/0.txt,99,1\n",
            2,
            "has 13 sentences, and none is number 99",
        ),
        (
            "unit_id,text,money\nu0123456789abcdef,One.,1\n1.2E+15,Two.,0\n",
            3,
            "no article of the input holds unit `1.2e+15`",
        ),
        ("unit_id,money\nu0123456789abcdef,1\n", 2, "no article of the input holds unit"),
    ] {
        let desk = corpus(Desk::new()).file("codes.csv", codes);
        let output = desk.framescope(&["validate", "-f", "frames.toml", "codes.csv"]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{codes}\n{said}");
        assert!(said.contains(what), "{codes}\n{said}");
        assert!(said.contains(&format!("codes.csv:{line}:")), "{codes}\n{said}");
        assert!(!desk.path("validation").exists(), "{codes}");
    }
}

#[test]
fn codes_that_say_little_are_told_and_counted() {
    let desk = Desk::new()
        .file("frames.toml", MONEY)
        .file("codes.csv", "id,text,money,hime_affairs\na,One tax.,0,1\nb,Two.,0,0\n");
    let said = stderr(&validate(&desk, &["-f", "frames.toml", "codes.csv"]));
    assert!(said.contains("codes.csv:1: column `hime_affairs` is no frame"), "{said}");
    assert!(said.contains("did you mean `home-affairs`?"), "{said}");
    assert!(said.contains("no unit is coded 1 for frame `money`"), "{said}");
    let row = &table(&desk, "validation")[0];
    assert_eq!((row["recall"].as_str(), row["precision"].as_str()), ("", "0"));
    assert!(row["note"].starts_with("no_positives"), "{}", row["note"]);
}

#[test]
fn nothing_that_people_filled_in_or_a_run_wrote_is_overwritten() {
    let desk = corpus(Desk::new()).file("codes.csv", "id,text,money\na,One tax.,1\n");
    sample(&desk, &["--n", "10"]);
    let again = desk.framescope(&["sample-codes", "-f", "frames.toml", "--n", "10"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("codes might be lost"), "{}", stderr(&again));
    let run = desk.framescope(&["run", "--only", "tables", "-o", "codes"]);
    assert!(stderr(&run).contains("framescope sample-codes"), "{}", stderr(&run));
    let desk = desk.tables();
    let other = desk.framescope(&["validate", "-f", "frames.toml", "codes.csv", "-o", "output"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(stderr(&other).contains("it holds what `framescope run` wrote"), "{}", stderr(&other));
}

#[test]
fn a_text_that_changed_since_the_sheet_was_drawn_is_noticed() {
    let desk = corpus(Desk::new());
    sample(&desk, &["--n", "104"]);
    let sheet = fill(&desk, "coder_1", |_, _| true);
    let path = desk.path("input/Wire/2.txt");
    let text = fs::read_to_string(&path).expect("an article").replace("Sentence 5", "Phrase 5");
    fs::write(&path, text).expect("written");
    let output = desk.framescope(&["validate", "-f", "frames.toml", &sheet]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output).matches("no article of the input holds unit").count(), 1);
}
