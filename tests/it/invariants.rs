//! What holds for any corpus, on generated ones.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::support::{Desk, Row};

/// Sentences from which generated articles are made.
const SENTENCES: &[&str] = &[
    "The ceremony was a symbolic gesture, and nobody in the port looked up from the cranes.",
    "Officials spoke of leverage over the strait and of a security guarantee for the fleet.",
    "The republic keeps a balancing act between two neighbours who dislike one another.",
    "“It is not a mere gesture,” the minister said, “and it doesn’t change the tariff.”",
    "Snow fell in the capital, and the trams stood still until the afternoon.",
    "A multi-vector policy needs an envoy, a budget and the patience of a bridge builder.",
    "The U.S. President praised a historic step toward peace in the region.",
    "Trade between the two rose by 3.5 percent, the bank reported on Tuesday.",
];

/// Generated articles may be near-duplicates; here each of them counts.
const ALL_COUNT: &str = "[duplicates]\nenabled = false\n";

/// A corpus: for every article its source and the numbers of its sentences.
fn corpora() -> impl Strategy<Value = Vec<(usize, Vec<usize>)>> {
    let article = (0..4_usize, proptest::collection::vec(0..SENTENCES.len(), 2..12));
    proptest::collection::vec(article, 2..10)
}

fn article(i: usize, sentences: &[usize]) -> String {
    let mut text = format!("Report number {i} from the coast\n");
    for sentence in sentences {
        text.push_str(&format!("\n{}\n", SENTENCES[*sentence]));
    }
    text
}

fn desk(corpus: &[(usize, Vec<usize>)], name: impl Fn(usize, usize) -> String) -> Desk {
    let mut desk = Desk::new();
    for (i, (source, sentences)) in corpus.iter().enumerate() {
        desk = desk.document(&name(i, *source), article(i, sentences));
    }
    desk
}

fn usual(i: usize, source: usize) -> String {
    format!("Source {source}/{i:02}.txt")
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

fn by_id(desk: &Desk, table: &str) -> BTreeMap<(String, String), Row> {
    let key = |row: &Row| (row["doc_id"].clone(), row.get("frame").cloned().unwrap_or_default());
    desk.rows(table).into_iter().map(|row| (key(&row), row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_number_of_threads_and_a_second_run_change_no_byte(corpus in corpora()) {
        let desk = desk(&corpus, usual);
        let run = |threads: &str| {
            let output = desk.framescope(&["run", "-q", "-t", threads]);
            assert!(output.status.success());
            desk.results()
        };
        let one = run("1");
        prop_assert!(run("2") == one);
        prop_assert!(run("7") == one);
    }

    #[test]
    fn the_order_in_which_files_are_listed_changes_no_number(corpus in corpora()) {
        // Which of two near-duplicates without a date is the earlier depends on their names.
        let forth = desk(&corpus, usual).config(ALL_COUNT).tables();
        // The same articles, named so that they come in the opposite order.
        let back = desk(&corpus, |i, source| format!("Source {source}/{:02}.txt", 99 - i));
        let back = back.config(ALL_COUNT).tables();
        let numbers = |desk: &Desk| {
            let drop_ids = |mut row: Row| {
                row.remove("top_pattern");
                row
            };
            desk.rows("emphasis").into_iter().map(drop_ids).collect::<Vec<_>>()
        };
        let (forth, back) = (numbers(&forth), numbers(&back));
        prop_assert_eq!(forth.len(), back.len());
        for (a, b) in forth.iter().zip(&back) {
            for (column, value) in a {
                match (value.parse::<f64>(), b[column].parse::<f64>()) {
                    // Random exchanges depend on the order of ids; exact ones do not.
                    _ if ["p_perm", "q"].contains(&column.as_str()) => {}
                    (Ok(x), Ok(y)) => prop_assert!((x - y).abs() <= 1e-9 * (1.0 + x.abs()), "{column}: {x} {y}"),
                    _ => prop_assert_eq!(value, &b[column]),
                }
            }
        }
    }

    #[test]
    fn an_added_document_changes_no_count_of_another(corpus in corpora(), more in proptest::collection::vec(0..SENTENCES.len(), 1..8)) {
        let before = desk(&corpus, usual).config(ALL_COUNT).tables();
        let with_more = desk(&corpus, usual).config(ALL_COUNT);
        let with_more = with_more.document("Source 9/new.txt", article(77, &more)).tables();
        for table in ["frames", "documents"] {
            let after = by_id(&with_more, table);
            for (key, row) in by_id(&before, table) {
                prop_assert_eq!(Some(&row), after.get(&key));
            }
        }
        let hits = |desk: &Desk| {
            let rows = desk.rows("frame_hits").into_iter();
            rows.filter(|it| it["doc_id"] != "Source 9/new.txt").collect::<Vec<_>>()
        };
        prop_assert_eq!(hits(&before), hits(&with_more));
    }

    #[test]
    fn the_books_balance_and_shares_sum_to_one(corpus in corpora()) {
        let desk = desk(&corpus, usual).document("photo.jpg", "x").tables();
        let documents = desk.rows("documents");
        let n = |status: &str| documents.iter().filter(|it| it["status"] == status).count();
        prop_assert_eq!(documents.len(), corpus.len() + 1);
        prop_assert_eq!(n("analysed") + n("duplicate") + n("skipped"), documents.len());
        let mut shares: BTreeMap<String, f64> = BTreeMap::new();
        for row in desk.rows("emphasis") {
            if let Some(share) = number(&row, "share") {
                *shares.entry(row["source"].clone()).or_default() += share;
            }
            for column in row.keys() {
                prop_assert!(!row[column].contains("NaN") && !row[column].contains("inf"));
            }
        }
        for (source, sum) in shares {
            prop_assert!((sum - 1.0).abs() < 1e-12, "{source}: {sum}");
        }
    }

    #[test]
    fn counts_of_emphasis_can_be_recomputed_from_hits_and_documents(corpus in corpora()) {
        let desk = desk(&corpus, usual).tables();
        let hits = desk.rows("frame_hits");
        let documents = desk.rows("documents");
        for row in desk.rows("emphasis") {
            let of = |it: &&Row| it["source"] == row["source"] && it["frame"] == row["frame"];
            let found: Vec<&Row> = hits.iter().filter(of).collect();
            let is_counted = |it: &&Row| it["source"] == row["source"] && it["status"] == "analysed";
            let tokens: f64 = documents.iter().filter(is_counted).filter_map(|it| number(it, "tokens")).sum();
            prop_assert_eq!(number(&row, "hits"), Some(found.len() as f64));
            prop_assert_eq!(number(&row, "tokens"), Some(tokens));
            let quoted = found.iter().filter(|it| it["voice"] == "quoted").count();
            prop_assert_eq!(number(&row, "quoted_hits"), Some(quoted as f64));
            let rate = 1000.0 * found.len() as f64 / tokens;
            prop_assert!((number(&row, "rate_per_1k").expect("a rate") - rate).abs() < 1e-9);
        }
    }

    #[test]
    fn every_hit_stands_where_its_row_says(corpus in corpora()) {
        let desk = desk(&corpus, usual).tables();
        for row in desk.rows("frame_hits") {
            let file = std::fs::read(desk.path("input").join(&row["path"])).expect("an article");
            let place = |column: &str| row[column].parse::<usize>().expect("a place");
            let found = std::str::from_utf8(&file[place("byte_start")..place("byte_end")]).expect("text");
            let plain = |text: &str| text.to_lowercase().replace(['-', '’'], " ");
            prop_assert_eq!(plain(found), plain(&row["text"]));
            prop_assert!(row["context"].contains(found));
        }
    }
}

#[test]
fn every_format_of_one_article_gives_the_same_counts() {
    use std::io::Write;
    let body = "The ceremony was a symbolic gesture, and nobody in the port looked up from the cranes.\n\n\
                “It is a historic step toward peace,” the minister said, and the fleet sailed home.";
    let packed = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(format!("Ports stay shut\n\n{body}\n").as_bytes()).expect("packed");
        packer.finish().expect("packed")
    };
    let json = serde_json::json!({ "title": "Ports stay shut", "text": body, "source": "jsonl" });
    let quoted = body.replace('"', "\"\"");
    let utf_16: Vec<u8> = format!("\u{FEFF}Ports stay shut\r\n\r\n{}", body.replace('\n', "\r\n"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (windows_1252, _, _) = encoding_rs::WINDOWS_1252.encode(body);
    let mut legacy = b"Ports stay shut\n\n".to_vec();
    legacy.extend_from_slice(&windows_1252);
    let paragraphs: String = body.split("\n\n").map(|it| format!("<p>{it}</p>")).collect();
    let html = format!(
        "<html><head><title>Ports stay shut</title></head><body><article><h1>Ports stay shut</h1>{paragraphs}</article></body></html>"
    );
    let desk = Desk::new()
        .document("plain/a.txt", format!("Ports stay shut\n\n{body}\n"))
        .document("packed/a.txt.gz", packed)
        .document("utf-16/a.txt", utf_16)
        .document("legacy/a.txt", legacy)
        .document("markdown/a.md", format!("---\ntitle: Ports stay shut\n---\n{body}\n"))
        .document("html/a.html", html)
        .document("a.jsonl", format!("{json}\n"))
        .document("a.csv", format!("source,title,text\ncsv,Ports stay shut,\"{quoted}\"\n"))
        .document("a.tsv", format!("source\ttitle\ttext\ntsv\tPorts stay shut\t\"{quoted}\"\n"))
        .tables();
    let rows = desk.rows("frames");
    assert_eq!(rows.len(), 9 * 3);
    for frame in ["symbolic", "strategic", "multi-vector"] {
        let of_frame: Vec<_> = rows.iter().filter(|it| it["frame"] == frame).collect();
        for row in &of_frame {
            for column in ["hits", "tokens", "headline_hits", "lead_hits", "quoted_hits"] {
                assert_eq!(row[column], of_frame[0][column], "{} {column}", row["doc_id"]);
            }
        }
    }
}
