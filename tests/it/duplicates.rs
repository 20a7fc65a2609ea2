//! Articles that are the same, or nearly so: found, grouped, counted once, and told.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use crate::support::{Desk, Row, stderr, stdout};

/// Words of a made-up article: no two numbers share a run of five words.
fn words(article: usize, n: usize) -> Vec<String> {
    const NOUNS: [&str; 8] =
        ["port", "minister", "gesture", "harbour", "treaty", "leverage", "crane", "budget"];
    let word = |i: usize| match i % 9 {
        8 => format!("note{}", article * 1000 + i / 9),
        _ => NOUNS[(i * 7 + article * (i % 5 + 1)) % 8].to_owned(),
    };
    (0..n).map(word).collect()
}

fn text(words: &[String]) -> String {
    words.chunks(12).map(|it| it.join(" ") + ".\n\n").collect()
}

fn article(number: usize, n: usize) -> String {
    text(&words(number, n))
}

/// The same with one word in so many replaced.
fn updated(number: usize, n: usize, every: usize) -> String {
    let mut words = words(number, n);
    for i in (every / 2..n).step_by(every) {
        words[i] = format!("update{i}");
    }
    text(&words)
}

fn by_id(rows: Vec<Row>) -> BTreeMap<String, Row> {
    rows.into_iter().map(|it| (it["doc_id"].clone(), it)).collect()
}

/// Each article with the earliest of its group.
fn groups(desk: &Desk) -> BTreeMap<String, String> {
    by_id(desk.rows("duplicates")).into_iter().map(|(id, it)| (id, it["group"].clone())).collect()
}

fn share(row: &Row, column: &str) -> f64 {
    row[column].parse().expect("a share")
}

const FRAMES: &str = "frame,pattern\nsigns,gesture\nends,leverage\n";
const WITH_FRAMES: &str = "[frames]\ndictionaries = [\"frames.csv\"]\n";

fn desk() -> Desk {
    Desk::new().file("frames.csv", FRAMES).config(WITH_FRAMES)
}

#[test]
fn a_source_counts_an_article_once_however_it_was_pasted_or_updated() {
    let menu = "Sections of the paper that a reader may open from here on any day of the week: \
                opinion, sport, weather, chess, letters, archive, crosswords and the shop; offices abroad, \
                past editions, the people who write it, and how to reach each of them by letter.\n\n";
    let desk = desk()
        .document("Ledger/a.txt", article(1, 200))
        .document("Ledger/b-menu.txt", format!("{menu}{}{menu}", article(1, 200)))
        .document("Ledger/c-copy.txt", article(1, 200))
        .document("Ledger/d-live.txt", updated(1, 200, 70))
        .document("Ledger/e-short.txt", article(1, 60))
        .document("Ledger/f-other.txt", article(2, 200))
        .document("Ledger/g-half.txt", updated(1, 200, 20))
        .document("Wire/h.txt", article(3, 200))
        .tables();
    let rows = by_id(desk.rows("duplicates"));
    let joined: Vec<(&str, &str)> =
        rows.iter().map(|it| (it.0.as_str(), it.1["joined"].as_str())).collect();
    let expected = [
        ("Ledger/a.txt", "earliest"),
        ("Ledger/b-menu.txt", "contained"),
        ("Ledger/c-copy.txt", "exact"),
        ("Ledger/d-live.txt", "near"),
        ("Ledger/e-short.txt", "contained"),
    ];
    assert_eq!(joined, expected);
    let live = &rows["Ledger/d-live.txt"];
    assert!((0.8..0.9).contains(&share(live, "similarity")), "{live:?}");
    assert_eq!((live["counted"].as_str(), live["duplicate_of"].as_str()), ("0", "Ledger/a.txt"));
    assert_eq!((live["across_sources"].as_str(), live["group_documents"].as_str()), ("0", "5"));
    let documents = by_id(desk.rows("documents"));
    let reason = |id: &str| (documents[id]["status"].as_str(), documents[id]["reason"].as_str());
    assert_eq!(reason("Ledger/c-copy.txt"), ("duplicate", "same_text: Ledger/a.txt"));
    assert_eq!(reason("Ledger/d-live.txt"), ("duplicate", "near_duplicate: Ledger/a.txt"));
    assert_eq!(reason("Ledger/g-half.txt"), ("analysed", ""));
    assert_eq!(documents["Ledger/a.txt"]["duplicate_group"], "Ledger/a.txt");
    assert_eq!(documents["Ledger/f-other.txt"]["duplicate_group"], "");
    assert_eq!(desk.rows("emphasis")[0]["documents"], "3");
    assert_eq!(desk.result("tables/emphasis.csv"), desk.result("tables/emphasis_unique.csv"));
}

#[test]
fn wire_copy_counts_in_every_outlet_and_once_in_the_other_table() {
    let metadata = "path,date\nLedger/wire.txt,2025-03-02\nHerald/wire.txt,2025-03-01\n";
    let desk = desk()
        .document("metadata.csv", metadata)
        .document("Herald/wire.txt", article(1, 200))
        .document("Ledger/wire.txt", article(1, 200))
        .document("Voice/wire.txt", updated(1, 200, 90))
        .document("Herald/own.txt", article(2, 150).replace("leverage", "gesture"))
        .document("Ledger/own.txt", article(3, 150));
    let output = desk.framescope(&["run", "--only", "tables"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let rows = by_id(desk.rows("duplicates"));
    assert_eq!(rows.len(), 3);
    for row in rows.values() {
        assert_eq!((row["counted"].as_str(), row["across_sources"].as_str()), ("1", "1"));
        assert_eq!(
            (row["group"].as_str(), row["group_sources"].as_str()),
            ("Herald/wire.txt", "3")
        );
        let is_first = row["doc_id"] == "Herald/wire.txt";
        assert_eq!(row["counted_once"], if is_first { "1" } else { "0" });
    }
    // The earlier day comes first, no day last.
    let places =
        ["Herald", "Ledger", "Voice"].map(|it| rows[&format!("{it}/wire.txt")]["place"].clone());
    assert_eq!(places, ["1", "2", "3"]);
    let documents = |table: &str| {
        let rows = desk.rows(table).into_iter().filter(|it| it["frame"] == "signs");
        rows.map(|it| format!("{} {}", it["source"], it["documents"])).collect::<Vec<_>>()
    };
    assert_eq!(documents("emphasis"), ["Herald 2", "Ledger 2", "Voice 1"]);
    assert_eq!(documents("emphasis_unique"), ["Herald 2", "Ledger 1"]);
    let shown = stdout(&output) + &stderr(&output);
    assert!(shown.contains("3 counted articles stand in several sources"), "{shown}");
    assert!(shown.contains("the largest change is that of"), "{shown}");
    let headers = |table: &str| desk.result(table).lines().next().map(str::to_owned);
    assert_eq!(headers("tables/emphasis.csv"), headers("tables/emphasis_unique.csv"));
    let guide = desk.result("datapackage.json");
    assert!(guide.contains("duplicates.csv") && guide.contains("emphasis_unique.csv"));
}

#[test]
fn emphasis_unique_is_emphasis_of_the_corpus_without_the_copies() {
    let own = |desk: Desk| {
        desk.document("Herald/a.txt", article(1, 200))
            .document("Herald/b.txt", article(2, 120).replace("leverage", "gesture"))
            .document("Ledger/own.txt", article(3, 150))
    };
    let with = own(desk()).document("Ledger/wire.txt", updated(1, 200, 90)).tables();
    let without = own(desk()).tables();
    assert_eq!(with.rows("emphasis_unique").len(), 4);
    let plain = |rows: Vec<Row>| -> Vec<Row> {
        let plain = |mut it: Row| {
            it.remove("note");
            it
        };
        rows.into_iter().map(plain).collect()
    };
    assert_eq!(plain(with.rows("emphasis_unique")), plain(without.rows("emphasis")));
}

#[test]
fn all_of_a_source_count_where_the_settings_say_so_and_vary_as_one() {
    let config = format!("{WITH_FRAMES}[duplicates]\nwithin_source = \"all\"\n");
    let mut desk = desk().config(&config);
    for i in 0..4 {
        desk = desk
            .document(&format!("Ledger/{i}.txt"), article(i, 150))
            .document(&format!("Wire/{i}.txt"), article(10 + i, 150));
    }
    let desk = desk.document("Ledger/copy.txt", updated(1, 150, 70)).tables();
    let emphasis = desk.rows("emphasis");
    assert_eq!(emphasis[0]["documents"], "5");
    assert_eq!(
        (emphasis[0]["n_units_target"].as_str(), emphasis[0]["permutations"].as_str()),
        ("4", "70")
    );
    assert_eq!(desk.rows("emphasis_unique")[0]["documents"], "4");
    assert!(desk.rows("duplicates").iter().all(|it| it["counted"] == "1"));
    let codes: Vec<String> =
        desk.rows("notices").into_iter().map(|mut it| it.remove("code").expect("a code")).collect();
    assert!(codes.contains(&"kept_duplicate".to_owned()), "{codes:?}");
    assert_eq!(desk.rows("sensitivity")[0]["duplicates"], "in");
}

#[test]
fn without_the_search_nothing_is_joined() {
    let desk = desk()
        .config("[duplicates]\nenabled = false\n")
        .document("A/1.txt", article(1, 100))
        .document("A/2.txt", article(1, 100))
        .tables();
    assert!(desk.rows("duplicates").is_empty());
    assert_eq!(desk.rows("emphasis")[0]["documents"], "2");
}

#[test]
fn a_notice_that_stands_in_many_articles_joins_none_of_them() {
    let notice = "To go on reading this article and all others of our archive please sign in with \
                  your account or buy one of the subscriptions that the shop has on offer today, \
                  from a day to a whole year, and cancel it whenever you like.\n";
    let mut desk = desk().document("Ledger/notice.txt", notice);
    for i in 0..8 {
        desk = desk.document(&format!("Ledger/{i}.txt"), format!("{}{notice}", article(i, 200)));
    }
    let desk = desk.tables();
    assert!(desk.rows("duplicates").is_empty(), "{:?}", desk.rows("duplicates"));
    let notices = desk.rows("notices");
    assert!(
        notices.iter().any(|it| it["code"] == "furniture" && it["path"] == "Ledger/notice.txt")
    );
}

#[test]
fn texts_of_a_few_words_are_joined_when_they_are_the_same() {
    let long = article(1, 100);
    let desk = desk()
        .document("A/empty.txt", "")
        .document("A/long.txt", &long)
        .document("A/part.txt", long.split(' ').take(7).collect::<Vec<_>>().join(" "))
        .document("A/short.txt", "Ports shut.")
        .document("A/short-too.txt", "PORTS SHUT!")
        .document("A/three.txt", "Ports are shut.")
        .tables();
    let groups: Vec<(String, String)> = groups(&desk).into_iter().collect();
    let pair = |id: &str| (id.to_owned(), "A/short-too.txt".to_owned());
    assert_eq!(groups, [pair("A/short-too.txt"), pair("A/short.txt")]);
}

#[test]
fn of_two_sources_with_the_same_articles_the_later_has_no_row_in_the_other_table() {
    let mut desk = desk();
    for i in 0..5 {
        desk = desk
            .document(&format!("First/{i}.txt"), article(i, 100))
            .document(&format!("Second/{i}.txt"), article(i, 100));
    }
    let desk = desk.tables();
    assert_eq!(desk.rows("duplicates").len(), 10);
    assert_eq!(desk.rows("emphasis").len(), 4);
    let unique = desk.rows("emphasis_unique");
    assert!(unique.len() == 2 && unique.iter().all(|it| it["source"] == "First"), "{unique:?}");
}

#[test]
fn thousands_of_copies_are_one_group_in_no_time() {
    let record = |i: usize, text: &str| {
        serde_json::json!({ "source": format!("Source {}", i % 3), "text": text }).to_string()
            + "\n"
    };
    let copy = article(1, 120);
    let copies: String = (0..3000).map(|i| record(i, &copy)).collect();
    // All alike, and no two the same: as the weather of many towns.
    let likes: String =
        (0..3000).map(|i| record(i, &format!("{}In town{i}.", article(2, 120)))).collect();
    let desk = desk()
        .config(&format!("{WITH_FRAMES}[output]\ntables = [\"duplicates\", \"documents\"]\n"))
        .document("a.jsonl", copies + &likes);
    let started = std::time::Instant::now();
    let desk = desk.tables();
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for group in groups(&desk).into_values() {
        *sizes.entry(group).or_default() += 1;
    }
    assert_eq!(sizes.into_values().collect::<Vec<_>>(), [3000, 3000]);
    let n = desk.rows("documents").iter().filter(|it| it["status"] == "analysed").count();
    assert_eq!(n, 6);
}

#[test]
fn a_second_run_and_any_number_of_threads_give_the_same_bytes() {
    let mut desk = desk();
    for i in 0..12 {
        let source = ["Ledger", "Wire", "Voice"][i % 3];
        desk = desk
            .document(&format!("{source}/{i}.txt"), article(i / 2, 150))
            .document(&format!("{source}/{i}-new.txt"), updated(i, 150, 60 + i));
    }
    let run = |arguments: &[&str]| {
        let output = desk.framescope(&[&["run", "-q", "--only", "tables"], arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        desk.results()
    };
    let fresh = run(&["--no-cache", "-t", "1"]);
    for arguments in [&["--no-cache", "-t", "7"][..], &["-t", "2"][..], &["-t", "1"][..]] {
        assert!(run(arguments) == fresh, "{arguments:?}");
    }
    // With records of all articles but a new one, and with none.
    fs::write(desk.path("input/Wire/late.txt"), updated(3, 150, 75)).expect("a file");
    assert!(run(&[]) == run(&["--no-cache"]));
}

/// Articles, some of them versions of others: number, words replaced, and words that are left.
fn corpora() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    let version = (0..5_usize, 15..120_usize, prop_oneof![Just(160_usize), 30..160_usize]);
    proptest::collection::vec(version, 2..14)
}

fn of_versions(versions: &[(usize, usize, usize)], name: impl Fn(usize) -> String) -> Desk {
    let mut desk = desk().config(&format!("{WITH_FRAMES}[output]\ntables = [\"duplicates\"]\n"));
    for (i, (number, every, n)) in versions.iter().enumerate() {
        desk = desk.document(&name(i), updated(*number, *n, *every));
    }
    desk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn names_order_and_unrelated_articles_change_no_group(versions in corpora()) {
        let together = |desk: &Desk, number: &dyn Fn(&str) -> usize| {
            let mut sets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (id, group) in groups(desk) {
                sets.entry(group).or_default().push(number(&id));
            }
            let mut sets: Vec<Vec<usize>> = sets.into_values().collect();
            sets.iter_mut().for_each(|it| it.sort_unstable());
            sets.sort();
            sets
        };
        let number = |id: &str| id[2..4].parse::<usize>().expect("a number");
        let forth = of_versions(&versions, |i| format!("A/{i:02}.txt")).tables();
        let back = of_versions(&versions, |i| format!("A/{:02}.txt", 99 - i)).tables();
        let more = of_versions(&versions, |i| format!("A/{i:02}.txt")).document("A/77.txt", article(77, 300));
        let expected = together(&forth, &number);
        prop_assert_eq!(&together(&back, &|id| 99 - number(id)), &expected);
        prop_assert_eq!(&together(&more.tables(), &number), &expected);
    }

    #[test]
    fn every_article_is_joined_with_its_copy(versions in corpora()) {
        let desk = of_versions(&versions, |i| format!("A/{i:02}.txt"));
        let copies = |mut desk: Desk| {
            for (i, (number, every, n)) in versions.iter().enumerate() {
                desk = desk.document(&format!("B/{i:02}.txt"), updated(*number, *n, *every).to_uppercase());
            }
            desk.tables()
        };
        let groups = groups(&copies(desk));
        for i in 0..versions.len() {
            let [a, b] = ["A", "B"].map(|it| groups.get(&format!("{it}/{i:02}.txt")));
            prop_assert!(a.is_some() && a == b);
        }
    }
}
