//! Values of published packages on a small corpus of our own: `tests/reference`.
//!
//! Counts are exact, closed forms agree to 1e-9, p-values and values that rest on a quantile to 1e-7.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use framescope::observe::{hdd, mattr, mtld};
use framescope::stats::dispersion::{Deviation, dp_norm};
use framescope::stats::emphasis::{Prior, interval, relative};
use framescope::stats::log_odds::{Sides, weighted};
use framescope::stats::{
    Units, benjamini_hochberg, gamma_half_quantile, overdispersion, permutation, rate_interval,
    t_quantile,
};
use serde_json::Value;

use crate::support::{Desk, Row, package, rows};

/// Relative tolerance of closed forms, and of values that rest on a quantile.
pub(crate) const CLOSED: f64 = 1e-9;
pub(crate) const QUANTILE: f64 = 1e-7;

/// The fixture, run once through the program.
pub(crate) static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let documents = rows(&package("tests/reference/documents.csv"));
    let mut metadata = String::from("path,doc_id,source,date\n");
    for row in &documents {
        let file = row["file"].trim_start_matches("corpus/");
        metadata.push_str(&format!("{file},{},{},{}\n", row["doc_id"], row["source"], row["date"]));
    }
    let frames = fs::read_to_string(package("tests/reference/frames.csv")).expect("frames");
    Desk::new()
        .copy(&package("tests/reference/corpus"), "input")
        .document("metadata.csv", metadata)
        .file("frames.csv", frames)
        .config(concat!(
            "[frames]\ndictionaries = [\"frames.csv\"]\n[keyness]\nmin_count = 2\nfisher = true\n",
            "[collocations]\nmin_count = 2\n",
        ))
        .tables()
});

pub(crate) fn expected(name: &str) -> Vec<Row> {
    rows(&package(&format!("tests/reference/expected/{name}.csv")))
}

pub(crate) fn json(name: &str) -> Value {
    let path = package(&format!("tests/reference/expected/{name}.json"));
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

/// Compares two cells; empty is a missing value.
pub(crate) fn assert_near(what: &str, ours: &str, theirs: &str, tolerance: f64) {
    if theirs.is_empty() || ours.is_empty() {
        assert_eq!(ours, theirs, "{what}");
        return;
    }
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("{what}: `{text}`"));
    assert_close(what, number(ours), number(theirs), tolerance);
}

pub(crate) fn assert_close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let allowed = (tolerance * theirs.abs()).max(1e-12);
    assert!((ours - theirs).abs() <= allowed, "{what}: {ours} is not {theirs}");
}

/// Our rows by the values of the key columns.
pub(crate) fn by_key(rows: Vec<Row>, keys: &[&str]) -> BTreeMap<Vec<String>, Row> {
    rows.into_iter().map(|row| (keys.iter().map(|it| row[*it].clone()).collect(), row)).collect()
}

#[test]
fn documents_have_the_counts_and_diversity_of_the_packages() {
    let ours = by_key(DESK.rows("documents"), &["doc_id"]);
    assert_eq!(ours.len(), 6);
    for theirs in expected("documents") {
        let id = &theirs["doc_id"];
        let row = &ours[&vec![id.clone()]];
        for (ours, column) in [
            ("source", "source"),
            ("tokens", "n_tokens"),
            ("types", "n_types"),
            ("sentences", "n_sentences"),
            ("headline_tokens", "n_headline"),
            ("lead_tokens", "n_lead"),
            ("body_tokens", "n_body"),
            ("quoted_tokens", "n_quoted"),
        ] {
            assert_eq!(row[ours], theirs[column], "{id} {ours}");
        }
        for (ours, column) in [("ttr", "ttr"), ("hdd", "hdd_42"), ("mtld", "mtld_min10")] {
            assert_near(&format!("{id} {ours}"), &row[ours], &theirs[column], CLOSED);
        }
    }
}

#[test]
fn tokens_are_those_of_icu_and_stems_those_of_snowball() {
    use framescope::document::{self, Given};
    use framescope::input::{DateOrder, Draft, decode};
    use framescope::text::{self, Answer, By, Front, Language, Stemmer, Tokens, Vocabulary, Voice};

    let theirs = rows(&package("tests/reference/tokens.csv"));
    let mut n_compared = 0;
    for document in rows(&package("tests/reference/documents.csv")) {
        let bytes = fs::read(package("tests/reference").join(&document["file"])).expect("a text");
        let decoded = decode(&bytes).expect("text");
        let draft = Draft::of_text(decoded.text.into_owned(), decoded.offsets, "txt");
        let options = document::Options::default();
        let read = document::read(draft, Given::default(), DateOrder::Unknown, &options);
        let vocabulary =
            Vocabulary::new(Stemmer::RustStemmers, By::Form, Box::new(|_| Answer::default()));
        let mut tokens = Tokens::default();
        text::tokenize(&read, Language::ENGLISH, &mut Front::new(&vocabulary), &mut tokens);
        let lexicon = vocabulary.into_lexicon();
        let of_document = theirs.iter().filter(|it| it["doc_id"] == document["doc_id"]);
        let of_document: Vec<_> = of_document.collect();
        assert_eq!(tokens.tokens.len(), of_document.len(), "{}", document["doc_id"]);
        for (i, sentence) in tokens.sentences.iter().enumerate() {
            for place in sentence.tokens.clone() {
                let (token, theirs) = (tokens.tokens[place as usize], of_document[place as usize]);
                let surface = &read.text[token.start as usize..token.end as usize];
                let form = &lexicon.forms[token.word.form as usize];
                let stem =
                    &lexicon.terms[lexicon.terms_of_forms[token.word.form as usize] as usize];
                let in_quote = if token.voice == Voice::Quoted { "1" } else { "0" };
                let ours = [sentence.zone.name(), surface, form, in_quote, stem];
                let columns = ["zone", "surface", "form", "in_quote", "stem"];
                assert_eq!(ours, columns.map(|it| theirs[it].as_str()), "{theirs:?}");
                assert_eq!((i + 1).to_string(), theirs["sentence"]);
                assert_eq!((place + 1).to_string(), theirs["token"]);
                n_compared += 1;
            }
        }
    }
    assert_eq!(n_compared, 521);
}

#[test]
fn diversity_in_other_windows_agrees_too() {
    let tokens = rows(&package("tests/reference/tokens.csv"));
    for theirs in expected("documents") {
        let id = &theirs["doc_id"];
        let mut forms: Vec<&str> = Vec::new();
        let of_document = tokens.iter().filter(|it| it["doc_id"] == *id);
        let sequence: Vec<u32> = of_document
            .map(|it| {
                let form = it["form"].as_str();
                let place = forms.iter().position(|it| *it == form);
                place.unwrap_or_else(|| {
                    forms.push(form);
                    forms.len() - 1
                }) as u32
            })
            .collect();
        let mut counts = vec![0; forms.len()];
        sequence.iter().for_each(|it| counts[*it as usize] += 1);
        let value = mattr(&sequence, forms.len(), 25).expect("a value");
        assert_near(&format!("{id} mattr"), &value.to_string(), &theirs["mattr_25"], CLOSED);
        let value = hdd(&counts, 42).expect("a value");
        assert_near(&format!("{id} hdd"), &value.to_string(), &theirs["hdd_42"], CLOSED);
        let value = mtld(&sequence, forms.len()).expect("a value");
        assert_near(&format!("{id} mtld"), &value.to_string(), &theirs["mtld_min10"], CLOSED);
    }
}

#[test]
fn terms_have_the_frequencies_of_the_packages() {
    let mut ours = by_key(DESK.rows("terms"), &["term", "source"]);
    for theirs in expected("terms") {
        let key = vec![theirs["stem"].clone(), theirs["source"].clone()];
        let row = ours.remove(&key).unwrap_or_else(|| panic!("no row for {key:?}"));
        for column in ["tf", "doc_freq", "corpus_tf", "corpus_doc_freq"] {
            assert_eq!(row[column], theirs[column], "{key:?} {column}");
        }
        assert_near(&format!("{key:?}"), &row["rate_per_1k"], &theirs["rate_per_1k"], CLOSED);
    }
    assert_eq!(ours.len(), 0, "rows that the packages do not have");
}

#[test]
fn tfidf_has_the_values_of_quanteda_and_scikit_learn() {
    let smooth = Desk::new()
        .copy(&DESK.path("input"), "input")
        .config("[terms]\ntfidf_scheme = \"smooth\"\n")
        .tables();
    for (desk, column) in [(&*DESK, "tfidf_log10"), (&smooth, "tfidf_sklearn")] {
        let mut ours = by_key(desk.rows("tfidf"), &["doc_id", "term"]);
        for theirs in expected("tfidf") {
            let key = vec![theirs["doc_id"].clone(), theirs["stem"].clone()];
            let row = ours.remove(&key).unwrap_or_else(|| panic!("no row for {key:?}"));
            assert_eq!((&row["tf"], &row["df"]), (&theirs["tf"], &theirs["df"]), "{key:?}");
            assert_near(&format!("{key:?}"), &row["tfidf"], &theirs[column], CLOSED);
        }
        assert_eq!(ours.len(), 0, "rows that the packages do not have");
    }
}

#[test]
fn collocations_have_the_values_of_nltk_scipy_and_quanteda() {
    let rows = DESK.rows("collocations");
    let order = |row: &Row| {
        let number = |column: &str| row[column].parse::<f64>().expect("a number");
        (-number("g2"), -number("n"), row["left"].clone(), row["right"].clone())
    };
    assert!(rows.is_sorted_by_key(order), "G2, count, text");
    let ours = by_key(rows, &["left", "right"]);
    let theirs = expected("collocations");
    assert_eq!(ours.len(), theirs.len());
    for theirs in theirs {
        let row = &ours[&vec![theirs["left"].clone(), theirs["right"].clone()]];
        for column in ["n", "n_left", "n_right", "n_pairs"] {
            assert_eq!(row[column], theirs[column], "{theirs:?}");
        }
        for column in ["pmi", "npmi", "g2"] {
            assert_near(&format!("{theirs:?} {column}"), &row[column], &theirs[column], CLOSED);
        }
    }
    let theirs = expected("collocations_lambda");
    assert_eq!(ours.len(), theirs.len());
    for theirs in theirs {
        let words: Vec<String> = theirs["collocation"].split(' ').map(str::to_owned).collect();
        for column in ["n", "lambda", "z"] {
            assert_near(
                &format!("{words:?} {column}"),
                &ours[&words][column],
                &theirs[column],
                CLOSED,
            );
        }
    }
}

#[test]
fn weighted_log_odds_have_the_values_of_logodds() {
    for theirs in expected("keyness") {
        let count = |column: &str| theirs[column].parse::<u64>().expect("a count");
        let sides = Sides {
            n: count("n_target"),
            n_tokens: count("N_target"),
            n_other: count("n_reference"),
            n_other_tokens: count("N_reference"),
        };
        let (delta, z) = weighted(sides, 521.0 / 6.0).expect("a value");
        let what = format!("{} {}", theirs["source"], theirs["stem"]);
        assert_near(&what, &delta.to_string(), &theirs["fw_delta"], CLOSED);
        assert_near(&what, &z.to_string(), &theirs["fw_z"], CLOSED);
    }
}

/// No package knows frames; the counts are taken from its tokens and hits one by one.
#[test]
fn the_context_of_a_frame_is_what_stands_around_its_hits() {
    let tokens = rows(&package("tests/reference/tokens.csv"));
    let number = |row: &Row, column: &str| row[column].parse::<i64>().expect("a number");
    let mut n_around: BTreeMap<(String, String), u64> = BTreeMap::new();
    let hits = expected("frame_hits");
    let frames: std::collections::BTreeSet<&String> = hits.iter().map(|it| &it["frame"]).collect();
    for frame in frames {
        let hits = || hits.iter().filter(|it| it["frame"] == *frame);
        for token in &tokens {
            let here = hits().filter(|it| it["doc_id"] == token["doc_id"]);
            let distances = here.map(|hit| {
                let (first, at) = (number(hit, "token"), number(token, "token"));
                let last = first + number(hit, "length") - 1;
                let is_near = hit["sentence"] == token["sentence"];
                (
                    if at < first { first - at } else { at - last },
                    is_near,
                    first <= at && at <= last,
                )
            });
            let distances: Vec<_> = distances.collect();
            let is_around = distances.iter().any(|it| it.0 <= 5 && it.1);
            if is_around && !distances.iter().any(|it| it.2) {
                *n_around.entry((frame.clone(), token["stem"].clone())).or_default() += 1;
            }
        }
    }
    let ours = DESK.rows("frame_context");
    let count = |row: &Row, column: &str| row[column].parse::<u64>().expect("a count");
    let found = ours.iter().map(|it| ((it["frame"].clone(), it["term"].clone()), count(it, "n")));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), n_around);
    for row in &ours {
        let of_frame = n_around.iter().filter(|it| it.0.0 == row["frame"]);
        let n_context: u64 = of_frame.map(|it| it.1).sum();
        assert_eq!(count(row, "context_tokens"), n_context, "{row:?}");
        let n_stem = tokens.iter().filter(|it| it["stem"] == row["term"]).count() as u64;
        assert_eq!(count(row, "corpus_tf"), n_stem, "{row:?}");
        let n = count(row, "n");
        let sides =
            Sides { n, n_tokens: n_context, n_other: n_stem - n, n_other_tokens: 521 - n_context };
        let (_, z) = weighted(sides, 521.0 / 6.0).expect("a value");
        assert_near(&format!("{row:?}"), &row["fw_z"], &z.to_string(), CLOSED);
    }
}

#[test]
fn frame_hits_are_those_of_quanteda() {
    let ours = DESK.rows("frame_hits");
    let theirs = expected("frame_hits");
    assert_eq!(ours.len(), theirs.len());
    for (row, theirs) in ours.iter().zip(&theirs) {
        for column in [
            "doc_id", "source", "frame", "pattern", "text", "sentence", "token", "length", "zone",
            "negated",
        ] {
            assert_eq!(row[column], theirs[column], "{theirs:?}");
        }
        assert_eq!(row["voice"] == "quoted", theirs["in_quote"] == "1", "{theirs:?}");
        let file = fs::read(DESK.path("input").join(&row["path"])).expect("an article");
        let place = |column: &str| row[column].parse::<usize>().expect("a place");
        let found = String::from_utf8_lossy(&file[place("byte_start")..place("byte_end")]);
        assert_eq!(found.to_lowercase().replace('-', " "), row["text"]);
    }
}

#[test]
fn emphasis_has_the_values_of_the_packages() {
    let ours = by_key(DESK.rows("emphasis"), &["source", "frame"]);
    assert_eq!(ours.len(), 9);
    for theirs in expected("emphasis") {
        let key = vec![theirs["source"].clone(), theirs["frame"].clone()];
        let row = &ours[&key];
        for column in EXACT {
            assert_eq!(row[*column], theirs[*column], "{key:?} {column}");
        }
        for column in CLOSED_FORMS {
            let what = format!("{key:?} {column}");
            assert_near(&what, &row[*column], &theirs[*column], CLOSED);
        }
        for column in QUANTILES {
            let what = format!("{key:?} {column}");
            assert_near(&what, &row[*column], &theirs[*column], QUANTILE);
        }
        assert_near(&format!("{key:?} q"), &row["q"], &theirs["q_perm_bh"], QUANTILE);
        assert_eq!(row["inference"], "texts_only");
    }
}

const EXACT: &[&str] = &[
    "documents",
    "tokens",
    "sentences",
    "hits",
    "units_target",
    "n_units_target",
    "units_reference",
    "n_units_reference",
    "documents_with_frame",
    "sentences_with_frame",
    "headline_hits",
    "lead_hits",
    "body_hits",
    "headline_tokens",
    "lead_tokens",
    "body_tokens",
    "quoted_tokens",
    "quoted_hits",
    "negated_hits",
    "top_pattern",
    "permutations",
];

pub(crate) const CLOSED_FORMS: &[&str] = &[
    "rate_per_1k",
    "mean_doc_rate_per_1k",
    "share",
    "doc_coverage",
    "sentence_coverage",
    "weighted_rate_per_1k",
    "prominence",
    "author_rate_per_1k",
    "emphasis",
    "emphasis_se",
    "emphasis_df",
    "emphasis_without_top_pattern",
];

pub(crate) const QUANTILES: &[&str] = &[
    "rate_low",
    "rate_high",
    "doc_coverage_low",
    "doc_coverage_high",
    "emphasis_low",
    "emphasis_high",
    "p_perm",
];

#[test]
fn dispersion_has_the_values_of_the_package() {
    let tokens = rows(&package("tests/reference/tokens.csv"));
    let documents = expected("documents");
    let sizes: Vec<u64> = documents.iter().map(|it| it["n_tokens"].parse().expect("n")).collect();
    for theirs in expected("dispersion") {
        let count = |id: &str| {
            let of = |it: &&Row| it["doc_id"] == id && it["stem"] == theirs["stem"];
            tokens.iter().filter(of).count() as u64
        };
        let counts: Vec<u64> = documents.iter().map(|it| count(&it["doc_id"])).collect();
        check_dispersion(&theirs["stem"], &counts, &sizes, &theirs["dp"], &theirs["dp_norm"]);
    }
    for case in json("dispersion_cases").as_array().expect("cases") {
        let list = |name: &str| -> Vec<u64> {
            let items = case[name].as_array().expect("a list");
            items.iter().map(|it| it.as_u64().expect("a number")).collect()
        };
        let text = |name: &str| case[name].to_string();
        let (counts, sizes) = (list("frequencies"), list("part_sizes"));
        check_dispersion(&text("case"), &counts, &sizes, &text("dp"), &text("dp_norm"));
    }
}

fn check_dispersion(what: &str, counts: &[u64], sizes: &[u64], dp: &str, norm: &str) {
    let (total, all) = (counts.iter().sum(), sizes.iter().sum::<u64>() as f64);
    let mut deviation = Deviation::default();
    for (count, size) in counts.iter().zip(sizes).filter(|it| 0 < *it.0) {
        deviation.add(*count, total, *size as f64 / all);
    }
    let smallest = sizes.iter().min().map_or(1.0, |it| *it as f64 / all);
    let ours = dp_norm(deviation.dp(), smallest, sizes.len()).expect("a value");
    assert_near(&format!("{what} dp"), &deviation.dp().to_string(), dp, CLOSED);
    assert_near(&format!("{what} dp_norm"), &ours.to_string(), norm, CLOSED);
}

#[test]
fn uncertainty_of_twelve_documents_has_the_values_of_the_packages() {
    let documents = rows(&package("tests/reference/expected/numeric_documents.csv"));
    let theirs = json("numeric");
    let number = |row: &Row, column: &str| row[column].parse::<u64>().expect("a number");
    let groups: Vec<usize> = documents
        .iter()
        .map(|it| ["A", "B", "C"].iter().position(|s| *s == it["source"]).expect("A to C"))
        .collect();
    let tokens: Vec<u64> = documents.iter().map(|it| number(it, "tokens")).collect();
    for column in ["hits", "hits_zero_case"] {
        let theirs = &theirs[column];
        let hits: Vec<u64> = documents.iter().map(|it| number(it, column)).collect();
        let prior = Prior::of(hits.iter().sum(), tokens.iter().sum(), 12).expect("a prior");
        // Four documents each of A, B and C, in this order.
        let range = |group: usize| 4 * group..4 * group + 4;
        let priors = [Some(prior)];
        let numbers = permutation::Documents {
            groups: &groups,
            n_groups: 3,
            tokens: &tokens,
            hits: &hits,
            priors: &priors,
        };
        let tests = permutation::tests(&numbers, 9999, 20_250_101);
        for (group, name) in ["A", "B", "C"].into_iter().enumerate() {
            let theirs = &theirs["sources"][name];
            let value = |key: &str| theirs[key].as_f64().expect("a number");
            let target = Units::new(&hits[range(group)], &tokens[range(group)]);
            let reference = Units::new(&hits, &tokens) - target;
            let sums = |units: &Units| (units.n_hits(), units.n_tokens());
            let what = |key: &str| format!("{column} {name} {key}");
            let (low, high) = rate_interval::interval(&target, 0.95).expect("an interval");
            assert_close(&what("rate_low"), low, value("rate_low"), QUANTILE);
            assert_close(&what("rate_high"), high, value("rate_high"), QUANTILE);
            let ours = relative(sums(&target), sums(&reference), prior);
            assert_close(&what("emphasis"), ours, value("emphasis"), CLOSED);
            let ours = interval(&target, &reference, prior, 0.95).expect("an interval");
            assert_close(&what("se"), ours.se, value("emphasis_se"), CLOSED);
            assert_close(&what("df"), ours.df, value("emphasis_df"), CLOSED);
            assert_close(&what("low"), ours.low, value("emphasis_low"), QUANTILE);
            assert_close(&what("high"), ours.high, value("emphasis_high"), QUANTILE);
            let test = tests[group][0].expect("a test");
            assert_eq!(test.n_permutations, 495);
            assert_close(&what("p"), test.p, value("p_perm"), QUANTILE);
        }
        let document = |place: usize| (hits[place], tokens[place]);
        let sources = (0..3).map(|group| range(group).map(document));
        let phi = overdispersion::phi(sources).expect("a value");
        assert_close(column, phi, theirs["overdispersion_phi"].as_f64().expect("a value"), CLOSED);
    }
}

#[test]
fn multiple_testing_has_the_values_of_statsmodels() {
    let theirs = json("multiple_testing");
    let list = |key: &str| -> Vec<f64> {
        let items = theirs[key].as_array().expect("a list");
        items.iter().map(|it| it.as_f64().expect("a number")).collect()
    };
    let p: Vec<Option<f64>> = list("p").into_iter().map(Some).collect();
    for (ours, theirs) in benjamini_hochberg::adjusted(&p).into_iter().zip(list("q_bh")) {
        assert_close("q", ours.expect("a value"), theirs, CLOSED);
    }
}

#[test]
fn quantiles_have_the_values_of_scipy() {
    for row in expected("special_functions") {
        let x: f64 = row["x"].parse().expect("a number");
        let ours = match row["function"].as_str() {
            "t_quantile_0.975" => t_quantile(x, 0.95),
            "gamma_quantile_0.975_shape" if row["x"] == "0.5" => gamma_half_quantile(0.95),
            _ => continue,
        };
        assert_near(&row["x"], &ours.expect("a value").to_string(), &row["value"], QUANTILE);
    }
}
