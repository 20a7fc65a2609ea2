//! report.html: what stands in it, what cannot act in it, and what is left out and told.

use std::collections::BTreeSet;

use crate::support::{Desk, package, stderr, stdout};

/// An article with markup, controls and marks that turn the direction of writing in every field.
pub(crate) const HOSTILE: &str = "{\"source\": \"</script><script>alert(1)</script>\", \"title\": \"<img src=x onerror=alert(2)> \\u202egnp.exe\", \"url\": \"javascript:alert(3)\", \"author\": \"\\\" onmouseover=alert(4) x=\\\"\", \"text\": \"The accord is a symbolic gesture </script><svg onload=alert(5)> for \\u2067all\\u0007 of them.\"}\n";

fn sample() -> Desk {
    Desk::new().copy(&package("input"), "input")
}

fn report(desk: &Desk, arguments: &[&str]) -> String {
    let output = desk.framescope(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    desk.result("report.html")
}

/// The JSON of a `<script type="application/json">` behind a mark.
fn json(page: &str, mark: &str) -> serde_json::Value {
    let rest = &page[page.find(mark).expect("the mark")..];
    let rest = &rest[rest.find("application/json\"").expect("a script")..];
    let start = rest.find('>').expect("the end of the tag") + 1;
    let end = rest.find("</script>").expect("the end of the script");
    serde_json::from_str(&rest[start..end]).expect("JSON")
}

fn evidence(page: &str) -> serde_json::Value {
    let rest = &page[page.find("id=\"evidence-data\"").expect("evidence") - 40..];
    json(rest, "<script")
}

#[test]
fn the_page_names_nothing_that_a_browser_would_load() {
    let page = report(&sample(), &["run"]);
    for mark in [" src=", "url(", "@import", "<link", "<iframe", "<object", "<base", "xmlns"] {
        assert!(!page.contains(mark), "{mark}");
    }
    let hrefs = page.split(" href=\"").skip(1).filter_map(|it| it.split('"').next());
    let outside: Vec<&str> = hrefs.filter(|it| !it.starts_with('#')).collect();
    assert!(outside.is_empty(), "{outside:?}");
    assert!(!page.contains(" style=\"") && !page.contains("unsafe-inline"));
    assert!(
        page.contains(
            "Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-"
        )
    );
}

#[test]
fn every_section_stands_in_the_page_and_every_link_leads_somewhere() {
    let desk = sample();
    let page = report(&desk, &["run"]);
    let ids: BTreeSet<&str> =
        page.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert!(page.len() < 3 << 20, "{} bytes for a sample", page.len());
    for section in ["findings", "charts", "evidence", "tables", "quality", "methods"] {
        assert!(ids.contains(section), "{section}");
    }
    let hrefs = page.split(" href=\"#").skip(1).filter_map(|it| it.split('"').next());
    for href in hrefs {
        assert!(ids.contains(href), "#{href} leads nowhere");
    }
    for table in framescope::tables::names()
        .into_iter()
        .filter(|it| !matches!(*it, "frame_hits" | "bootstrap"))
    {
        assert!(ids.contains(format!("t-{table}").as_str()), "{table}");
    }
    let plain = page.replace("<bdi>", "").replace("</bdi>", "");
    for row in desk.rows("findings") {
        let sentence = row["sentence"].replace('\'', "&#x27;").replace('<', "&lt;");
        assert!(plain.contains(&sentence), "{sentence}");
    }
    assert!(page.contains("not validated against human coding"));
    assert!(page.contains("word-level, descriptive"));
    assert!(page.contains("20250101"), "the seed stands in the methods");
}

#[test]
fn every_hit_stands_in_the_evidence_with_its_place() {
    let desk = sample();
    let page = report(&desk, &["run"]);
    let evidence = evidence(&page);
    let articles = evidence["articles"].as_array().expect("articles");
    let hits = desk.rows("frame_hits");
    let n = articles.iter().map(|it| it["hits"].as_array().expect("hits").len()).sum::<usize>();
    assert_eq!(n, hits.len());
    for row in hits {
        let article = articles.iter().find(|it| it["id"] == row["doc_id"]).expect("its article");
        let frame = evidence["frames"].as_array().expect("frames");
        let is_hit = |hit: &&serde_json::Value| {
            let entry = &frame[hit[0].as_u64().unwrap_or(0) as usize]["entries"]
                [hit[1].as_u64().unwrap_or(0) as usize];
            let number = |i: usize| hit[i].to_string();
            number(2) == row["sentence"]
                && without_guard(entry.as_str().unwrap_or("")) == without_guard(&row["pattern"])
                && hit[3] == row["zone"]
                && hit[4] == row["voice"]
                && number(5) == row["negated"]
                && number(6).replace("null", "") == row["byte_start"]
        };
        let found = article["hits"].as_array().expect("hits").iter().find(is_hit);
        assert!(found.is_some(), "{row:?}");
    }
}

#[test]
fn a_small_corpus_is_shown_whole_with_what_was_cut() {
    let desk = sample();
    let page = report(&desk, &["run"]);
    let evidence = evidence(&page);
    let articles = evidence["articles"].as_array().expect("articles");
    assert!(articles.iter().all(|it| it["full"] == true));
    let n_cut: usize = articles.iter().map(|it| it["cut"].as_array().expect("lines").len()).sum();
    assert_eq!(n_cut, desk.rows("cleaning").len());
    let sentences: usize =
        articles.iter().map(|it| it["text"].as_array().expect("sentences").len()).sum();
    let told: usize =
        desk.rows("documents").iter().filter_map(|it| it["sentences"].parse::<usize>().ok()).sum();
    assert_eq!(sentences, told);
}

#[test]
fn text_of_strangers_cannot_act() {
    let desk = Desk::new()
        .document("a.jsonl", HOSTILE)
        .document("Wire <b>/b.txt", "Fleet moves\n\nThe navy wants leverage over the strait.\n");
    let page = report(&desk, &["run"]);
    assert_eq!(page.matches("<script>").count(), 1, "only the script of the page");
    assert_eq!(page.matches("</script>").count(), page.matches("<script").count());
    for text in
        ["<img", "<svg onload", "<b>/", "onerror=alert(2)>", "\u{202e}", "\u{2067}", "\u{7}"]
    {
        assert!(!page.contains(text), "{text:?}");
    }
    assert!(page.contains("[U+202E]gnp.exe"), "what turns the direction is shown as its code");
    let evidence = evidence(&page);
    let articles = evidence["articles"].as_array().expect("articles");
    assert!(articles.iter().all(|it| it["url"].is_null()), "only addresses of the web are linked");
    let in_strings = page.replace("\\\"", "*");
    assert!(!in_strings.contains("\" onmouseover="), "no attribute is made of a name");
}

/// A pattern without the `'` that keeps spreadsheets from taking it for a formula.
fn without_guard(pattern: &str) -> String {
    pattern.replace('\'', "")
}

/// Many articles of two sources, each with a long sentence that holds a hit.
fn large() -> Desk {
    let filler = "the ministers and the harbour masters and everybody else who came that day ";
    let mut lines = [String::new(), String::new()];
    for i in 0..700 {
        let text =
            format!("Day {i}. A symbolic gesture number {i} was seen, {}.", filler.repeat(12));
        let source = ["Ledger", "Wire"][i % 2];
        let line = serde_json::json!({"source": source, "title": format!("T{i}"), "text": text});
        lines[i % 2] += &format!("{line}\n");
    }
    let [ledger, wire] = lines;
    Desk::new()
        .document("a.jsonl", ledger)
        .document("b.jsonl", wire)
        .config("[report]\nevidence_mib = 1\ntable_rows = 20\n[duplicates]\nenabled = false\n[output]\ntables = [\"documents\", \"emphasis\"]\n")
}

#[test]
fn what_does_not_fit_is_cut_evenly_and_told() {
    let desk = large();
    let page = report(&desk, &["run"]);
    assert!(page.contains("Not all evidence is in this page"));
    let evidence = evidence(&page);
    let articles = evidence["articles"].as_array().expect("articles");
    assert!((100..700).contains(&articles.len()), "{}", articles.len());
    let of = |source: usize| articles.iter().filter(|it| it["s"] == source).count();
    assert!(of(0).abs_diff(of(1)) <= 1, "{} and {}", of(0), of(1));
    assert!(page.contains(&format!("passages of {} of 700 articles", articles.len())));
    assert!(page.len() < 2 << 20, "{}", page.len());
    assert!(page.contains(
        "20 of 700 rows: the first 10 of each source; tables&#x2f;documents.csv has all"
    ));
    assert_eq!(json(&page, "id=\"t-documents\"")["rows"].as_array().map(Vec::len), Some(20));
    assert!(!page.contains("id=\"t-keyness\""), "tables that are not written are not shown");
}

#[test]
fn the_page_is_the_same_with_any_number_of_threads_and_with_a_cache() {
    let desk = sample();
    let first = report(&desk, &["run", "-t", "1"]);
    assert_eq!(first, report(&desk, &["run", "-t", "3"]), "warm cache");
    assert_eq!(first, report(&desk, &["run", "-t", "4", "--no-cache"]));
    let large = large();
    let first = report(&large, &["run", "-t", "1", "--no-cache"]);
    assert_eq!(first, report(&large, &["run", "-t", "4", "--no-cache"]));
}

#[test]
fn the_report_is_written_alone_left_alone_or_left_out() {
    let desk = sample();
    let whole = report(&desk, &["run"]);
    let tables = desk.framescope(&["run", "--only", "tables"]);
    assert!(tables.status.success() && !stdout(&tables).contains("report.html"));
    assert_eq!(desk.result("report.html"), whole, "kept");
    let notices = desk.rows("notices");
    assert!(
        notices.iter().any(|it| it["message"].starts_with("`report.html` is of an earlier")),
        "{notices:?}"
    );
    let desk = sample().config("[report]\nenabled = false\n");
    assert!(desk.run().status.success());
    assert!(!desk.path("output/report.html").exists());
    let alone = desk.framescope(&["run", "--only", "report", "-o", "alone"]);
    assert!(alone.status.success(), "{}", stderr(&alone));
    let names = std::fs::read_dir(desk.path("alone")).expect("a folder");
    let names: BTreeSet<_> =
        names.map(|it| it.expect("an entry").file_name().into_string().expect("a name")).collect();
    assert_eq!(names, ["report.html", "run.json"].map(str::to_owned).into());
    let record = std::fs::read_to_string(desk.path("alone/run.json")).expect("the record");
    assert!(record.contains("\"path\": \"report.html\""), "{record}");
}

#[test]
fn a_report_that_is_switched_off_goes_from_the_output() {
    let desk = sample();
    report(&desk, &["run"]);
    let desk = desk.config("[report]\nenabled = false\n");
    assert!(desk.run().status.success());
    assert!(!desk.path("output/report.html").exists());
}
