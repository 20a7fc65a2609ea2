//! Tables of groups other than sources.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{Desk, stderr, stdout};

/// Articles of two sources; what section they belong to stands in four different places.
fn desk() -> Desk {
    let records = "{\"source\":\"Wire\",\"Section\":\"World\",\"date\":\"2025-02-03\",\"text\":\"The fleet gained leverage over the strait, officials said.\"}\n\
        {\"source\":\"Wire\",\"section\":\"Opinion\",\"live\":true,\"text\":\"A symbolic gesture, and then another gesture of friendship.\"}\n\
        {\"source\":\"Wire\",\"section\":\"\",\"text\":\"A gesture that nobody filed, and a port that nobody saw.\"}\n";
    let page = "<html><head><meta property=\"article:section\" content=\"World\"><title>Trams stand still</title></head>\
        <body><article><h1>Trams stand still</h1><p>Snow fell in the capital, and the trams stood still until the afternoon.</p></article></body></html>";
    Desk::new()
        .document("Ledger/a.txt", "A pact and its price\n\nThe ministers signed a symbolic pact.\n")
        .document("Ledger/b.md", "---\nsection: World\ndate: 2025-01-09\n---\nThe navy wants leverage and deterrence.\n")
        .document("Ledger/c.html", page)
        .document("more.jsonl", records)
        .document("metadata.csv", "path,date,section,Tokens,=desk\nLedger/a.txt,2025-01-06,Opinion,long,x\nLedger/b.md,,,short,\n")
}

fn by(desk: Desk, by: &str) -> Desk {
    desk.config(&format!("[emphasis]\nby = \"{by}\"\n"))
}

fn groups(desk: &Desk, table: &str) -> BTreeSet<String> {
    desk.rows(table).into_iter().map(|mut it| it.remove("source").expect("a group")).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn a_section_is_found_wherever_it_stands_and_every_table_follows_it() {
    let desk = by(desk(), "section").tables();
    let sections = set(&["(no section)", "Opinion", "World"]);
    for table in
        ["emphasis", "emphasis_pairs", "emphasis_ranks", "findings", "frames", "sensitivity"]
    {
        assert_eq!(groups(&desk, table), sections, "{table}");
    }
    for table in ["keyness", "terms", "tfidf", "frame_hits"] {
        assert!(groups(&desk, table).is_subset(&sections), "{table}");
    }
    let count = |source: &str| {
        let rows = desk.rows("emphasis");
        rows.into_iter().find(|it| it["source"] == source).expect("a row")["documents"].clone()
    };
    assert_eq!([count("World"), count("Opinion"), count("(no section)")], ["3", "2", "1"]);
    let notices = desk.rows("notices");
    let told = notices.iter().find(|it| it["code"] == "no_group").expect("a notice");
    assert!(told["message"].starts_with("1 articles have no section"), "{told:?}");
}

#[test]
fn the_articles_keep_their_source_and_show_their_group_and_their_variables() {
    let desk = by(desk(), "section").tables();
    let documents = desk.rows("documents");
    let of = |id: &str| documents.iter().find(|it| it["doc_id"] == id).expect("an article");
    let row = of("Ledger/a.txt");
    assert_eq!([&row["source"], &row["group"], &row["section"]], ["Ledger", "Opinion", "Opinion"]);
    assert_eq!([&row["metadata_Tokens"], &row["'=desk"]], ["long", "x"]);
    assert_eq!(row["tokens"], "11");
    let row = of("Ledger/b.md");
    assert_eq!([&row["group"], &row["section"]], ["World", ""]);
    assert_eq!(of("more.jsonl#3")["group"], "(no section)");
}

#[test]
fn guide_record_charts_and_terminal_say_what_articles_are_grouped_by() {
    let desk = by(desk(), "section");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.contains("3 groups by section"), "{said}");
    assert!(
        said.contains("than in the other groups") || said.contains("in the other groups"),
        "{said}"
    );
    assert!(!said.contains("source"), "{said}");
    let guide: serde_json::Value =
        serde_json::from_str(&desk.result("datapackage.json")).expect("JSON");
    assert_eq!(guide["title"], "How each group frames an issue, by section");
    let resources = guide["resources"].as_array().expect("tables");
    let emphasis = resources.iter().find(|it| it["name"] == "emphasis").expect("a table");
    let meaning = emphasis["schema"]["fields"][0]["description"].as_str().expect("a meaning");
    assert!(meaning.contains("`section`"), "{meaning}");
    let record: serde_json::Value = serde_json::from_str(&desk.result("run.json")).expect("JSON");
    assert_eq!(record["settings"]["emphasis"]["by"], "section");
    assert_eq!(record["sources"][1]["name"], "Opinion");
    let chart = desk.result("charts/levels.svg");
    assert!(chart.contains("How often each group uses each frame, by section"));
    assert!(desk.path("output/charts/terms_world.svg").exists());
    let sentences = desk.rows("findings");
    assert!(sentences.iter().any(|it| it["sentence"].starts_with("Articles with section World ")));
    assert!(sentences.iter().any(|it| it["sentence"].starts_with("Articles with no section ")));
}

#[test]
fn groups_that_are_the_sources_have_the_numbers_of_the_sources() {
    let with = |column: &str| {
        let mut desk = Desk::new();
        let mut metadata = "path,source,desk\n".to_owned();
        for i in 0..12 {
            let text =
                ["a symbolic gesture", "leverage over the strait", "snow in the capital"][i % 3];
            desk = desk.document(
                &format!("{i}.txt"),
                format!("Number {i} said it was {text}, and {i} more."),
            );
            metadata += &format!("{i}.txt,Source {},Source {}\n", i % 4, i % 4);
        }
        by(desk.document("metadata.csv", metadata), column).tables().results()
    };
    let (sources, desks) = (with("source"), with("desk"));
    for (name, bytes) in &sources {
        let says_what = ["documents.csv", "findings.csv", "notices.csv"];
        if name.starts_with("tables/") && !says_what.iter().any(|it| name.ends_with(it)) {
            assert!(*bytes == desks[name], "{name} differs");
        }
    }
}

#[test]
fn time_writer_and_language_are_groups_too() {
    let of = |name: &str, period: &str| {
        let desk = desk().document(
            "Ledger/d.txt",
            "Ports open\n\nBy Ilse Varga | February 12, 2025\n\nThe port has opened again.\n",
        );
        let desk = desk
            .config(&format!(
                "[text]\nlanguage = \"en\"\n[emphasis]\nby = \"{name}\"\n[trend]\nperiod = \"{period}\"\n"
            ))
            .tables();
        groups(&desk, "emphasis")
    };
    assert_eq!(of("period", "month"), set(&["(no date)", "2025-01", "2025-02"]));
    assert_eq!(of("period", "week"), set(&["(no date)", "2025-W02", "2025-W06", "2025-W07"]));
    assert_eq!(of("author", "month"), set(&["(no author)", "Ilse Varga"]));
    assert_eq!(of("lang", "month"), set(&["en"]));
}

#[test]
fn a_name_that_exists_nowhere_stops_the_run_before_anything_is_written() {
    let desk = by(desk(), "secton");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("no article has a value for `secton`"), "{said}");
    assert!(said.contains("did you mean `section`?"), "{said}");
    assert!(said.contains("`live`"), "{said}");
    assert!(!desk.path("output").exists());
    let texts = by(Desk::new().document("a/a.txt", "A pact and its price."), "desk");
    assert_eq!(texts.framescope(&["check"]).status.code(), Some(2));
    let title = by(Desk::new().document("a/a.txt", "A pact and its price."), "title");
    assert!(stderr(&title.run()).contains("`title` stands for the title"));
}

#[test]
fn another_grouping_of_what_is_kept_gives_the_bytes_of_a_run_from_nothing() {
    let desk = desk();
    for name in
        ["source", "live", "section", "author", "source", "period", "Tokens", "section", "language"]
    {
        fs::write(desk.path("config.toml"), format!("[emphasis]\nby = \"{name}\"\n"))
            .expect("settings");
        let output = desk.framescope(&["run", "-q"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let continued = desk.results();
        let output = desk.framescope(&["run", "-q", "--no-cache", "-o", "anew"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        for (path, bytes) in continued {
            let anew = fs::read(desk.path("anew").join(&path)).expect("a file");
            assert!(anew == bytes, "{name}: {path} differs");
        }
    }
}

#[test]
fn a_text_that_stands_in_two_groups_of_one_source_is_counted_once() {
    let text = "The ministers signed a symbolic pact, and nobody in the port looked up.";
    let desk = Desk::new()
        .document("Wire/a.txt", text)
        .document("Wire/b.txt", text)
        .document("Wire/c.txt", "Snow fell in the capital, and the trams stood still.")
        .document(
            "metadata.csv",
            "path,desk\nWire/a.txt,World\nWire/b.txt,Copy\nWire/c.txt,World\n",
        );
    let desk = by(desk, "desk").tables();
    assert_eq!(groups(&desk, "emphasis"), set(&["World"]));
    let documents = desk.rows("documents");
    assert_eq!(documents.iter().filter(|it| it["status"] == "duplicate").count(), 1);
}
