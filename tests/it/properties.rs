//! What the tables of a small corpus must say, whatever the numbers are.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::support::{Desk, Row, stderr, stdout};

const FRAMES: &str = "[[frame]]\nname = \"signs\"\nentries = [\"gesture\", \"token\"]\n\
                      [[frame]]\nname = \"power\"\nentries = [\"leverage\", \"fleet\"]\n";

/// A frame that no article uses.
const SILENT: &str = "[[frame]]\nname = \"silent\"\nentries = [\"xylophone\"]\n";

const SETTINGS: &str = "[frames]\ndictionaries = [\"frames.toml\"]\n";

const SENTENCES: &[&str] = &[
    "It was a gesture of the old kind.",
    "The fleet gives them leverage.",
    "Snow fell in the capital until noon.",
    "A token was handed over at the port.",
];

type Articles = Vec<(usize, Vec<usize>)>;

fn articles() -> impl Strategy<Value = Articles> {
    let article = (0..3_usize, proptest::collection::vec(0..SENTENCES.len(), 1..7));
    proptest::collection::vec(article, 2..9)
}

fn desk(articles: &Articles, frames: &str) -> Desk {
    let mut desk = Desk::new().config(SETTINGS).file("frames.toml", frames);
    for (i, (source, sentences)) in articles.iter().enumerate() {
        let body: Vec<&str> = sentences.iter().map(|it| SENTENCES[*it]).collect();
        let text = format!("Report {i} from the coast\n\n{}\n", body.join("\n\n"));
        desk = desk.document(&format!("Source {source}/{i:02}.txt"), text);
    }
    desk
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {row:?}"))
}

fn emphasis(desk: &Desk) -> BTreeMap<(String, String), Row> {
    let rows = desk.rows("emphasis").into_iter();
    rows.map(|row| ((row["source"].clone(), row["frame"].clone()), row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn an_article_without_frames_thins_its_source_and_leaves_the_others(articles in articles()) {
        let before = emphasis(&desk(&articles, FRAMES).tables());
        let more = "A late report\n\nSnow fell on the harbour, and nobody in the town had seen the like.\n";
        let after = emphasis(&desk(&articles, FRAMES).document("Source 0/99.txt", more).tables());
        for ((source, frame), row) in &before {
            let with = &after[&(source.clone(), frame.clone())];
            let same = ["hits", "share", "headline_hits", "lead_hits", "body_hits", "documents_with_frame", "negated_hits"];
            for column in same {
                prop_assert_eq!(&row[column], &with[column], "{} {}", source, column);
            }
            let is_thinned = source == "Source 0" && 0.0 < number(row, "hits");
            for column in ["rate_per_1k", "mean_doc_rate_per_1k", "doc_coverage", "sentence_coverage"] {
                let (a, b) = (number(row, column), number(with, column));
                let holds = if is_thinned { b < a } else { (a - b).abs() < 1e-12 };
                prop_assert!(holds, "{source} {column}: {a} {b}");
            }
        }
    }

    #[test]
    fn a_frame_without_hits_is_empty_and_changes_no_other(articles in articles()) {
        let without = desk(&articles, FRAMES).tables();
        let with = desk(&articles, &format!("{FRAMES}{SILENT}")).tables();
        let others = |table: &str, column: &str| -> Vec<Row> {
            with.rows(table).into_iter().filter(|it| it[column] != "silent").collect()
        };
        for table in ["emphasis", "emphasis_pairs", "emphasis_ranks", "findings", "frame_hits", "trend_summary"] {
            prop_assert_eq!(without.rows(table), others(table, "frame"), "{}", table);
        }
        prop_assert_eq!(without.rows("distance"), with.rows("distance"));
        for row in with.rows("emphasis").iter().filter(|it| it["frame"] == "silent") {
            for column in ["emphasis", "emphasis_ratio", "emphasis_low", "emphasis_se", "p_perm", "q", "prominence", "overdispersion", "top_pattern", "reading"] {
                prop_assert_eq!(&row[column], "", "{}", column);
            }
            prop_assert_eq!([&row["hits"], &row["rate_low"], &row["inference"]], ["0", "0", "none"]);
            prop_assert!(row["note"].contains("no_hits_in_corpus"));
        }
    }
}

/// Columns of emphasis.csv that may be empty, with the codes of `note` that say why.
const REASONS: &[(&[&str], &[&str])] = &[
    (&["share", "prominence", "top_pattern_share"], &["no_hits", "no_hits_in_corpus"]),
    (&["rate_low", "rate_high"], &["one_unit"]),
    (
        &["emphasis", "emphasis_ratio", "p_perm", "permutations", "p_min", "q"],
        &["single_source", "no_hits_in_corpus"],
    ),
    (
        &["emphasis_low", "emphasis_high", "emphasis_se", "emphasis_df", "reading"],
        &["single_source", "no_hits_in_corpus", "one_unit"],
    ),
    (&["units_reference"], &["single_source"]),
    (&["overdispersion"], &["no_hits", "no_hits_in_corpus", "texts_only", "single_source"]),
    (&["top_pattern"], &["no_hits_in_corpus"]),
    (&["emphasis_without_top_pattern"], &["single_source", "no_hits_in_corpus", "only_pattern"]),
    (&["author_rate_per_1k"], &["all_quoted"]),
    (&["note"], &[]),
];

#[track_caller]
fn assert_reasons(desk: &Desk) {
    for row in desk.rows("emphasis") {
        for (column, _) in row.iter().filter(|it| it.1.is_empty()) {
            let reasons = REASONS.iter().find(|it| it.0.contains(&column.as_str()));
            let (_, codes) = reasons.unwrap_or_else(|| panic!("{column} is empty: {row:?}"));
            let is_told = row["note"].split(';').any(|it| codes.contains(&it));
            assert!(is_told || column == "note", "{column} is empty without a reason: {row:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_empty_cell_of_emphasis_has_its_reason_in_the_note(articles in articles()) {
        assert_reasons(&desk(&articles, &format!("{FRAMES}{SILENT}")).tables());
    }
}

#[test]
fn one_sentence_one_entry_and_a_text_that_is_all_quotation_are_told() {
    let said = "“It was a gesture of the old kind, and they all knew it.”";
    let one = Desk::new().config(SETTINGS).file("frames.toml", FRAMES);
    let one =
        one.document("A/1.txt", said).document("B/1.txt", "Snow fell in the capital.").tables();
    assert_reasons(&one);
    let rows = emphasis(&one);
    let note = &rows[&("A".to_owned(), "signs".to_owned())]["note"];
    for code in ["one_unit", "only_pattern", "all_quoted", "texts_only"] {
        assert!(note.split(';').any(|it| it == code), "{code}: {note}");
    }
}

#[test]
fn all_hits_in_one_article_are_no_difference_between_sources() {
    let mut articles: Articles = (0..12).map(|i| (i % 2, vec![2, 2, 2, 2])).collect();
    articles[4].1 = vec![0, 0, 3, 0];
    let desk = desk(&articles, FRAMES).tables();
    for row in desk.rows("emphasis").iter().filter(|it| it["frame"] == "signs") {
        assert_eq!([row["reading"].as_str(), &row["inference"]], ["unclear", "few_documents"]);
        // Wherever the article falls, one side holds everything.
        assert!(0.9 < number(row, "p_perm"), "{row:?}");
        let (low, high) = (number(row, "emphasis_low"), number(row, "emphasis_high"));
        assert!(low <= 0.0 && 0.0 <= high, "{row:?}");
        assert!(row["note"].contains("overdispersed"), "{row:?}");
        assert!(1.5 < number(row, "overdispersion"));
    }
    let top =
        desk.rows("entries").into_iter().find(|it| it["entry"] == "gesture").expect("an entry");
    assert_eq!(
        (top["top_document"].as_str(), top["top_document_share"].as_str()),
        ("Source 0/04.txt", "1")
    );
    let narrow =
        desk.rows("keyness").into_iter().find(|it| it["term"] == "gestur" && it["tf"] != "0");
    assert_eq!(narrow.expect("a term")["narrow"], "1");
}

#[test]
fn exchanging_two_sources_exchanges_their_rows_and_turns_the_sign_of_emphasis() {
    let articles: Articles =
        (0..10).map(|i| (i % 2, vec![i % 2, 2, i % 3, (i + 1) % 4, 3])).collect();
    let turned: Articles = articles.iter().map(|it| (1 - it.0, it.1.clone())).collect();
    let (forth, back) =
        (emphasis(&desk(&articles, FRAMES).tables()), emphasis(&desk(&turned, FRAMES).tables()));
    for ((source, frame), row) in &forth {
        let other = if source == "Source 0" { "Source 1" } else { "Source 0" };
        let now_named = &back[&(other.to_owned(), frame.clone())];
        let turned = &back[&(source.clone(), frame.clone())];
        for (column, sign) in [
            ("emphasis", -1.0),
            ("emphasis_se", 1.0),
            ("emphasis_df", 1.0),
            ("p_perm", 1.0),
            ("rate_per_1k", 0.0),
        ] {
            let [here, named, there] = [row, now_named, turned].map(|it| number(it, column));
            assert!((here - named).abs() < 1e-9, "{column}: {here} {named}");
            assert!(sign == 0.0 || (here - sign * there).abs() < 1e-9, "{column}: {here} {there}");
        }
        assert!((number(row, "emphasis_low") + number(turned, "emphasis_high")).abs() < 1e-9);
    }
}

/// Five articles of five sources, pasted from their pages.
fn five_articles() -> Desk {
    let pages = [
        (
            "Harbour Ledger",
            "Lowmark signs, and the cranes stand still\n\nBy Ilse Varga | November 13, 2025\nReading time: 3 min\n\nThe minister signed on Monday. It was a symbolic gesture, diplomats said, and largely a matter of optics.\n\nNobody in the port expects a ship more. The tariff stays, and so do the queues at the gate.\n\nShare on Facebook\nTweet\n",
        ),
        (
            "Northgate Wire",
            "Fleet gains a harbour in the accord\n\nNovember 14, 2025\n\nThe accord gives the navy leverage over the strait, two officials said.\n\nDeterrence is the point of it, and a security guarantee comes with the base. Rivals will have to answer.\n",
        ),
        (
            "Steppe Courier",
            "Between two neighbours, a third chair\n\nBy Aru Bekova | November 16, 2025\n\nThe republic keeps its balancing act. Its multi-vector policy has outlived three presidents.\n\nIt will trade with the east, arm with the west and sign with whoever comes to the table. Related articles\n\nA chair for nobody\n",
        ),
        (
            "Lantern Post",
            "What a signature is for\n\nNovember 20, 2025\n\nA signature is a token. It shows goodwill, and it costs little on the day that it is given.\n\nThe editors of this paper have seen many, and have read few of them a year later.\n",
        ),
        (
            "Gulf Review",
            "Snow, trams and an accord\n\nDecember 2, 2025\n\nSnow fell in the capital, and the trams stood still until the afternoon.\n\nIn the hall the delegations waited for one another, and for the coffee.\n",
        ),
    ];
    let desks = pages.into_iter().enumerate();
    desks.fold(Desk::new(), |desk, (i, (source, text))| {
        desk.document(&format!("{source}/{i}.txt"), text)
    })
}

#[test]
fn five_articles_of_five_sources_are_described_and_nothing_is_concluded() {
    let desk = five_articles();
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let (said, notes) = (stdout(&output), stderr(&output));
    let rows = desk.rows("emphasis");
    assert_eq!(rows.len(), 5 * 3);
    for row in &rows {
        assert_eq!(
            [row["inference"].as_str(), &row["reading"]],
            ["texts_only", "texts_only"],
            "{row:?}"
        );
        assert_eq!(
            [row["units_target"].as_str(), &row["units_reference"]],
            ["sentences", "documents"]
        );
        // Five ways to give one of five articles to a source: no p is below 1/5.
        assert_eq!(
            [row["permutations"].as_str(), &row["p_min"], &row["documents"]],
            ["5", "0.2", "1"]
        );
        let codes: Vec<&str> = row["note"].split(';').collect();
        assert!(codes.contains(&"texts_only") && codes.contains(&"p_min"), "{row:?}");
        assert!(
            !codes.contains(&"few_documents") && !codes.contains(&"no_hits_in_corpus"),
            "{row:?}"
        );
        assert_eq!(codes.contains(&"no_hits"), row["hits"] == "0", "{row:?}");
        assert_eq!(row["overdispersion"], "", "{row:?}");
    }
    for row in desk.rows("findings") {
        assert_eq!(
            [row["finding"].as_str(), &row["inference"]],
            ["level", "texts_only"],
            "{row:?}"
        );
        assert!(
            row["sentence"].ends_with("too few articles: this describes these texts only"),
            "{row:?}"
        );
        assert_eq!([&row["ratio"], &row["p_perm"], &row["q"]], ["", "", ""]);
    }
    for table in ["emphasis_pairs", "emphasis_ranks"] {
        assert!(desk.rows(table).iter().all(|it| it["inference"] == "texts_only"), "{table}");
    }
    let is_weak = |it: &Row| ["texts_only", "none"].contains(&it["inference"].as_str());
    assert!(desk.rows("trend_summary").iter().all(is_weak));
    assert!(desk.rows("distance").iter().all(|it| it["note"].contains("few_documents")));
    let few = desk.rows("notices").into_iter().filter(|it| it["code"] == "few_articles");
    assert_eq!(few.count(), 5);
    assert!(!said.contains("clear difference") && !said.contains("\n- "), "{said}");
    assert!(said.contains("~ too few articles: describes these texts"), "{said}");
    assert!(!notes.contains("no source"), "{notes}");
    let documents = desk.rows("documents");
    assert!(documents.iter().all(|it| it["status"] == "analysed" && it["date_origin"] == "text"));
    for chart in ["emphasis", "levels"] {
        let svg = desk.result(&format!("charts/{chart}.svg"));
        assert!(svg.contains("Hollow dots"), "{chart}");
    }
}
