//! What the terminal shows and the exit status.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::{Desk, package, rows, stderr, stdout};

const STORY: &str = "A pact and its price\n\nThe ministers signed a symbolic pact on Monday, and the ports stayed shut all the same.\n";

fn two_sources() -> Desk {
    Desk::new()
        .document("Ledger/a.txt", STORY)
        .document("Wire/b.txt", "Fleet moves\n\nThe navy wants leverage over the strait, officials said, and will pay for it in steel.\n")
}

#[test]
fn a_run_ends_with_a_summary_and_leaves_tables_charts_and_a_record() {
    let desk = two_sources();
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.contains("2 articles found = 2 analysed + 0 duplicate + 0 skipped"), "{shown}");
    assert!(shown.contains("describes these texts"), "{shown}");
    assert!(shown.lines().all(|it| it.chars().count() <= 120), "{shown}");
    let results = desk.results();
    for file in [
        "tables/emphasis.csv",
        "tables/frames.csv",
        "tables/frame_hits.csv",
        "tables/documents.csv",
        "tables/terms.csv",
        "tables/tfidf.csv",
        "tables/collocations.csv",
        "tables/frame_context.csv",
        "tables/keyness.csv",
        "tables/cooccurrence.csv",
        "tables/distance.csv",
        "tables/clusters.csv",
        "tables/cleaning.csv",
        "tables/notices.csv",
        "charts/emphasis.png",
        "charts/levels.svg",
        "charts/terms_ledger.png",
        "charts/keyness_ledger.svg",
        "charts/timeline.png",
        "charts/positions.svg",
        "charts/similarity.png",
        "charts/cooccurrence.svg",
        "charts/specification.png",
        "datapackage.json",
        "run.json",
    ] {
        assert!(results.contains_key(file), "{file} is missing: {:?}", results.keys());
    }
}

#[test]
fn the_record_holds_hashes_counts_and_settings_but_no_place_of_the_machine() {
    let desk = two_sources();
    desk.run();
    let record: serde_json::Value = serde_json::from_str(&desk.result("run.json")).expect("JSON");
    assert_eq!(record["program"], "framescope");
    assert_eq!(record["counts"]["found"], 2);
    assert_eq!(record["settings"]["emphasis"]["seed"], 20_250_101);
    assert_eq!(record["inputs"].as_array().map(Vec::len), Some(2));
    let folder = desk.path("").display().to_string();
    assert!(!desk.result("run.json").contains(folder.trim_end_matches('/')));
    let listed = record["outputs"].as_array().expect("outputs").len();
    assert_eq!(listed + 1, desk.results().len(), "all files but the record itself are listed");
}

#[test]
fn the_column_guide_describes_every_column_of_every_table() {
    let desk = two_sources().config("[bootstrap]\nenabled = true\n");
    desk.run();
    let guide: serde_json::Value =
        serde_json::from_str(&desk.result("datapackage.json")).expect("JSON");
    let resources = guide["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), framescope::tables::names().len());
    for resource in resources {
        let path = resource["path"].as_str().expect("a path");
        let header = desk.result(path);
        let header: Vec<&str> = header.lines().next().expect("a header").split(',').collect();
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        let names: Vec<&str> = fields.iter().filter_map(|it| it["name"].as_str()).collect();
        assert_eq!(names, header, "{path}");
        assert!(
            fields.iter().all(|it| it["description"].as_str().is_some_and(|it| 3 < it.len())),
            "{path}"
        );
        for field in fields {
            let is_measure = field["type"] == "number";
            assert_eq!(field["formula"] != "", is_measure, "{path}: {field}");
            assert_ne!(field["unit"], "", "{path}: {field}");
        }
    }
}

#[test]
fn every_line_of_formulas_is_about_a_column_that_exists() {
    let desk = two_sources().config("[bootstrap]\nenabled = true\n");
    desk.run();
    let guide: serde_json::Value =
        serde_json::from_str(&desk.result("datapackage.json")).expect("JSON");
    let resources = guide["resources"].as_array().expect("resources");
    for line in rows(&package("src/output/formulas.csv")) {
        let table = line["table"].replace('_', "-");
        let is_here = resources.iter().any(|it| {
            let mut fields = it["schema"]["fields"].as_array().expect("fields").iter();
            (table.is_empty() || it["name"] == table)
                && fields.any(|it| it["name"] == line["column"])
        });
        assert!(is_here, "{line:?}");
    }
}

#[test]
fn an_unreadable_article_is_a_row_and_a_notice_and_the_run_goes_on() {
    let desk = two_sources()
        .document("bad.jsonl", "{\"text\": \n{\"text\":\"A symbolic pact was signed.\"}\n")
        .document("photo.jpg", b"\xFF\xD8\xFF".as_slice())
        .document("noise.txt", b"\0\x01\x02\x03".as_slice())
        .document("empty.txt", "");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("7 articles found = 3 analysed + 0 duplicate + 4 skipped"),
        "{}",
        stdout(&output)
    );
    let documents = desk.rows("documents");
    let reason =
        |id: &str| documents.iter().find(|it| it["doc_id"] == id).map(|it| it["reason"].as_str());
    assert_eq!(reason("bad.jsonl#1"), Some("malformed"));
    assert_eq!(reason("photo.jpg"), Some("unknown_format"));
    assert_eq!(reason("noise.txt"), Some("binary"));
    assert_eq!(reason("empty.txt"), Some("no_words"));
    let notices = desk.result("tables/notices.csv");
    assert!(notices.contains("skipped,bad.jsonl,1,"), "{notices}");
    assert!(notices.contains("line 1"), "{notices}");
}

#[test]
fn strict_is_status_3_when_something_was_skipped_and_the_output_is_written() {
    let desk = two_sources().document("photo.jpg", "x");
    let output = desk.framescope(&["run", "--strict"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(desk.path("output/tables/emphasis.csv").exists());
    assert_eq!(two_sources().framescope(&["run", "--strict"]).status.code(), Some(0));
}

#[test]
fn wrong_settings_are_all_told_at_once_with_their_places_and_nothing_is_written() {
    let desk = two_sources().config("[text]\nlangage = \"en\"\n\n[frames]\noverlap = \"frmae\"\n\n[emphasis]\nconfidence = 95\n");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for part in [
        "config.toml:2:1",
        "config.toml:5:11",
        "config.toml:8:14",
        "did you mean `language`?",
        "`95` is not between 0 and 1",
    ] {
        assert!(said.contains(part), "no `{part}` in {said}");
    }
    assert!(!desk.path("output").exists());
}

#[test]
fn a_wrong_dictionary_is_told_with_its_places_and_nothing_is_written() {
    let desk = two_sources()
        .file("frames.toml", "[[frame]]\nname = \"a\"\nentries = [\"x\", \"*\", \"a|b\"]\n")
        .config("[frames]\ndictionaries = [\"frames.toml\"]\n");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("frames.toml:3:18") && said.contains("matches every word"), "{said}");
    assert!(said.contains("frames.toml:3:24"), "{said}");
    assert!(!desk.path("output").exists());
}

#[test]
fn wrong_usage_is_status_2() {
    let desk = two_sources();
    assert_eq!(desk.framescope(&["rum"]).status.code(), Some(2));
    assert_eq!(desk.framescope(&["run", "--threads", "0"]).status.code(), Some(2));
    assert_eq!(desk.framescope(&["run", "-i", "nowhere"]).status.code(), Some(2));
    assert_eq!(desk.framescope(&["run", "-c", "nowhere.toml"]).status.code(), Some(2));
    assert_eq!(desk.framescope(&["run", "-f", "nowhere.toml"]).status.code(), Some(2));
    assert_eq!(desk.framescope(&["--help"]).status.code(), Some(0));
    assert!(!desk.path("output").exists());
}

#[test]
fn an_input_without_articles_is_no_result_and_the_old_one_stays() {
    let desk = two_sources();
    desk.run();
    let before = desk.results();
    fs::remove_dir_all(desk.path("input")).expect("removed");
    fs::create_dir(desk.path("input")).expect("a folder");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no article to analyse"), "{}", stderr(&output));
    assert!(desk.results() == before);
}

#[test]
fn a_folder_that_is_not_ours_is_not_written_to() {
    let desk = two_sources().file("thesis/chapter.txt", "years of work");
    let output = desk.framescope(&["run", "-o", "thesis"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(
        fs::read_to_string(desk.path("thesis/chapter.txt")).expect("a file"),
        "years of work"
    );
    assert_eq!(desk.framescope(&["run", "-o", "input"]).status.code(), Some(2));
    assert_eq!(desk.framescope(&["run", "-o", "input/results"]).status.code(), Some(2));
    assert_eq!(desk.framescope(&["run", "-o", "."]).status.code(), Some(2));
}

#[test]
fn a_second_run_at_the_same_time_is_status_75() {
    let desk = two_sources();
    let lock = fs::File::create(desk.path(".framescope-lock-output")).expect("a lock file");
    lock.try_lock().expect("the lock");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(75), "{}", stderr(&output));
    drop(lock);
    assert_eq!(desk.run().status.code(), Some(0));
}

#[test]
fn only_tables_keeps_the_charts_of_the_last_run() {
    let desk = two_sources();
    desk.run();
    let before = desk.results();
    let desk = desk
        .document(
            "Wire/c.txt",
            "More\n\nA strategic rival watches the strait from the far bank, generals said.\n",
        )
        .tables();
    let after = desk.results();
    assert!(after["charts/emphasis.png"] == before["charts/emphasis.png"]);
    assert!(after["tables/emphasis.csv"] != before["tables/emphasis.csv"]);
    let record = desk.result("run.json");
    assert!(record.contains("charts/emphasis.png"));
}

#[test]
fn an_article_may_come_from_standard_input() {
    let desk = Desk::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_framescope"))
        .args(["run", "-i", "-", "--only", "tables"])
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(STORY.as_bytes()).expect("written");
    assert_eq!(child.wait().expect("an end").code(), Some(0));
    assert_eq!(desk.rows("documents")[0]["title"], "A pact and its price");
}

#[cfg(unix)]
#[test]
fn a_signal_stops_a_waiting_run_and_nothing_is_written() {
    let desk = Desk::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_framescope"))
        .args(["run", "-i", "-", "-v"])
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let open_pipe = child.stdin.take();
    // Reading begins after the handlers are in place.
    let mut said = std::io::BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    std::io::BufRead::read_line(&mut said, &mut line).expect("a line");
    assert!(line.contains("reading"), "{line}");
    let id = child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status().expect("a signal");
    assert_eq!(child.wait().expect("an end").code(), Some(143));
    drop(open_pipe);
    assert!(!desk.path("output").exists());
}

#[test]
fn nobody_reading_the_summary_is_no_failure() {
    let desk = two_sources();
    let mut child = Command::new(env!("CARGO_BIN_EXE_framescope"))
        .args(["run", "--only", "tables"])
        .current_dir(desk.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("an end").code(), Some(0));
}

#[test]
fn messages_can_be_json_and_quiet_says_nothing() {
    let desk = two_sources().document("photo.jpg", "x");
    let output = desk.framescope(&["run", "--log-format", "json", "-v"]);
    for line in stderr(&output).lines() {
        let message: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(message["level"].is_string() && message["message"].is_string(), "{line}");
    }
    assert!(stderr(&output).contains("\"stage\":\"reading\""));
    let output = desk.framescope(&["run", "-q"]);
    assert_eq!((stdout(&output).as_str(), stderr(&output).as_str()), ("", ""));
}

#[test]
fn a_name_that_a_terminal_would_obey_is_shown_as_escapes() {
    let desk = two_sources().document("\u{1b}[2Jevil.jpg", "x");
    let output = desk.run();
    assert!(!stderr(&output).contains('\u{1b}'), "{:?}", stderr(&output));
    assert!(!desk.result("tables/documents.csv").contains('\u{1b}'));
}

#[test]
fn check_says_what_would_be_read_and_writes_nothing() {
    let desk = two_sources().document("photo.jpg", "x");
    let output = desk.framescope(&["check"]);
    assert_eq!(output.status.code(), Some(0));
    let shown = stdout(&output);
    for part in ["2 files to read (txt 2)", "Ledger", "Wire", "photo.jpg", "multi-vector"] {
        assert!(shown.contains(part), "no `{part}` in {shown}");
    }
    assert!(!desk.path("output").exists());
}

#[test]
fn init_sets_up_a_folder_and_overwrites_nothing() {
    let desk = Desk::new().file("project/config.toml", "# mine\n");
    let output = desk.framescope(&["init", "project"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(fs::read_to_string(desk.path("project/config.toml")).expect("a file"), "# mine\n");
    assert!(desk.path("project/input").is_dir());
    let run = desk.file("project/input/A/a.txt", STORY);
    let output =
        run.framescope(&["run", "-c", "project/config.toml", "-f", "project/frames.toml", "-q"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(run.path("project/output/run.json").exists(), "the output is beside the settings");
}

#[test]
fn only_the_tables_that_are_asked_for_are_written_and_they_hold_the_same() {
    let all = two_sources();
    all.run();
    let desk = two_sources().config("[output]\ntables = [\"emphasis\", \"terms\"]\n");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let results = desk.results();
    let tables: Vec<&String> = results.keys().filter(|it| it.starts_with("tables/")).collect();
    assert_eq!(tables, ["tables/emphasis.csv", "tables/terms.csv"]);
    for table in tables {
        assert_eq!(desk.result(table), all.result(table), "{table}");
    }
    assert!(!desk.result("datapackage.json").contains("tfidf"));
}

#[test]
fn a_table_that_there_is_not_is_refused_before_anything_is_written() {
    let desk = two_sources().config("[output]\ntables = [\"emphases\"]\n");
    let output = desk.run();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no table `emphases`"), "{}", stderr(&output));
    assert!(!desk.path("output").exists());
}

#[test]
fn check_says_what_was_understood_and_what_is_missing() {
    let desk = two_sources()
        .document("loose.txt", "A gesture.")
        .document("Wire/dated.md", format!("---\ndate: 2025-11-13\n---\n{STORY}"));
    let shown = stdout(&desk.framescope(&["check"]));
    assert!(shown.contains("4 articles in 4 files to read (md 1, txt 3)"), "{shown}");
    let row = |starts: &str| {
        let line = shown.lines().find(|it| it.trim_start().starts_with(starts));
        line.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
    };
    assert_eq!(row("Wire"), "Wire 2 2025-11-13 2025-11-13");
    assert_eq!(row("unknown"), "unknown 1");
    assert_eq!(row("2025-11 "), "2025-11 1");
    assert_eq!(row("no date"), "no date 3");
    assert!(row("missing:").contains("source 1") && row("missing:").contains("date 3"), "{shown}");
    assert!(shown.contains("--metadata-template"), "{shown}");
    for line in shown.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn the_template_for_metadata_can_be_filled_in_and_used() {
    let desk = two_sources().document("loose.txt", STORY);
    let template = stdout(&desk.framescope(&["check", "--metadata-template"]));
    let header = "path,source,title,author,date,language";
    assert_eq!(template.lines().next(), Some(header));
    let row = template.lines().find(|it| it.starts_with("loose.txt,,")).expect("a row");
    let filled = row.replacen("loose.txt,,", "loose.txt,Gazette,", 1);
    let desk = desk.document("metadata.csv", format!("{header}\n{filled}\n"));
    let shown = stdout(&desk.framescope(&["check"]));
    assert!(shown.contains("Gazette") && !shown.contains("source 1,"), "{shown}");
    assert!(!stdout(&desk.framescope(&["check", "--metadata-template"])).contains("loose.txt,,"));
}
