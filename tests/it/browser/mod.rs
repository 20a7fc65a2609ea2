//! report.html in a real browser, where `FRAMESCOPE_BROWSER` names one (Chromium or Chrome).
//!
//! Without it nothing is tested here: `.ci/run` looks for a browser and says when there is none.

mod access;
mod devtools;
mod keyboard;

use serde_json::json;

use self::devtools::Browser;
use crate::support::{Desk, package, stderr};

const WIDTHS: [u32; 3] = [360, 768, 1440];

/// Number of nodes that a selector finds.
fn n(selector: &str) -> String {
    format!("document.querySelectorAll({selector:?}).length")
}

/// A report in a browser, and its address; `None` without a browser.
fn opened(desk: Desk, arguments: &[&str]) -> Option<(Browser, String, Desk)> {
    let program = std::env::var("FRAMESCOPE_BROWSER").ok()?;
    let output = desk.framescope(arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let url = format!("file://{}", desk.path("output/report.html").display());
    let mut browser = Browser::start(&program);
    browser.resize(1440, 900);
    browser.open(&url);
    Some((browser, url, desk))
}

fn sample() -> Option<(Browser, String, Desk)> {
    opened(Desk::new().copy(&package("input"), "input"), &["run"])
}

#[test]
fn a_page_opens_at_once_without_an_error_or_a_request() {
    let Some((mut browser, ..)) = sample() else { return };
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
    let took = "performance.timing.loadEventEnd - performance.timing.navigationStart";
    let took = browser.number(took);
    assert!(took < 3000.0, "{took} ms, on a machine that does other things too");
}

#[test]
fn nothing_is_wider_than_the_window() {
    let Some((mut browser, url, _desk)) = sample() else { return };
    for width in WIDTHS {
        browser.resize(width, 900);
        for state in ["", "#source=Steppe%20Courier&frame=multi-vector", "#table=emphasis"] {
            browser.open(&format!("{url}{state}"));
            browser
                .value("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
            browser.settle();
            let wide = browser.number("document.documentElement.scrollWidth");
            assert!(wide <= f64::from(width), "{state} is {wide} wide in {width}");
        }
    }
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
}

#[test]
fn a_cell_opens_to_its_passages_and_a_passage_to_its_place_in_the_article() {
    let Some((mut browser, url, desk)) = sample() else { return };
    let rows = desk.rows("frame_hits");
    let is_of_cell =
        |it: &&crate::support::Row| it["source"] == "The Lantern Post" && it["frame"] == "symbolic";
    let hits: Vec<_> = rows.iter().filter(is_of_cell).collect();
    browser.open(&format!("{url}#source=The%20Lantern%20Post&frame=symbolic"));
    let told = browser.text("document.querySelector('#browser [aria-pressed=true]').textContent");
    assert_eq!(told, format!("{} passages", hits.len()));
    let first = browser.text("document.querySelector('#hits mark').textContent");
    assert_eq!(first.to_lowercase(), hits[0]["text"].to_lowercase());
    browser.value("document.querySelector('#hits li button').click()");
    browser.settle();
    let said = browser.text("document.querySelector('.said').textContent");
    assert!(
        said.contains(&format!("bytes {} to {}", hits[0]["byte_start"], hits[0]["byte_end"])),
        "{said}"
    );
    assert!(said.contains(&hits[0]["pattern"]) && said.contains(&hits[0]["zone"]), "{said}");
    let here = browser.text("document.querySelector('mark.here').textContent");
    assert_eq!(here.to_lowercase(), hits[0]["text"].to_lowercase());
    let is_seen = "(() => { const it = document.querySelector('mark.here').getBoundingClientRect(); return 0 <= it.top && it.bottom <= innerHeight; })()";
    assert_eq!(browser.value(is_seen), true, "the passage is in view");
    browser.value("document.querySelector('#matrix a[href=\"#e-0-0\"]').click()");
    browser.settle();
    assert!(browser.text("location.hash").contains("source=Continental+Wire&frame=symbolic"));
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
}

#[test]
fn a_search_goes_over_all_passages() {
    let Some((mut browser, url, desk)) = sample() else { return };
    browser.open(&format!("{url}#q="));
    browser.value("document.getElementById('open-browser')?.click()");
    browser.value("(() => { const it = document.getElementById('q'); it.focus(); it.value = 'FLAG'; it.dispatchEvent(new Event('input')); })()");
    browser.settle();
    browser.settle();
    assert!(browser.text("location.hash").contains("q=FLAG"));
    let found = browser.number(&n("#hits li"));
    assert!(0.0 < found && found < desk.rows("frame_hits").len() as f64, "{found}");
    let all = "[...document.querySelectorAll('#hits li')].every((it) => it.textContent.toLowerCase().includes('flag'))";
    assert_eq!(browser.value(all), true);
    assert_eq!(browser.text("document.activeElement.id"), "q", "typing can go on");
}

#[test]
fn tables_are_sorted_filtered_and_saved_as_they_are_shown() {
    let Some((mut browser, url, desk)) = sample() else { return };
    browser.open(&format!("{url}#table=emphasis&sort=-hits&filter=strategic"));
    let cells = "[...document.querySelectorAll('#t-emphasis tbody tr')].map((row) => row.cells[3].textContent).join()";
    let rows = desk.rows("emphasis");
    let of_frame = rows.iter().filter(|it| it["frame"] == "strategic");
    let mut hits: Vec<u64> = of_frame.filter_map(|it| it["hits"].parse().ok()).collect();
    hits.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
    let hits: Vec<String> = hits.iter().map(u64::to_string).collect();
    let shown = browser.text(cells);
    assert!(
        shown.starts_with(&hits[0])
            && shown.split(',').all(|it| hits.contains(&it.to_owned()) || it == "0"),
        "{shown}"
    );
    browser.value("document.querySelector('#t-emphasis thead button').click()");
    let sorted = browser.text("document.querySelector('#t-emphasis th').getAttribute('aria-sort')");
    assert_eq!(sorted, "ascending");
    browser.value("(() => { const make = URL.createObjectURL; URL.createObjectURL = (it) => { window.saved = it; return make.call(URL, it); }; })()");
    browser.value("[...document.querySelectorAll('#t-emphasis button')].find((it) => it.textContent === 'Save as CSV').click()");
    let saved = browser.text("saved.text()");
    assert!(saved.starts_with("source,frame,documents,hits,") && saved.ends_with('\n'), "{saved}");
    assert_eq!(saved.lines().count(), 1 + shown.split(',').count());
}

#[test]
fn the_theme_is_switched_and_follows_the_system_first() {
    let Some((mut browser, url, _desk)) = sample() else { return };
    let ground = "getComputedStyle(document.body).backgroundColor";
    let features =
        |value: &str| json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
    browser.call("Emulation.setEmulatedMedia", features("dark"));
    let dark = browser.text(ground);
    browser.call("Emulation.setEmulatedMedia", features("light"));
    let light = browser.text(ground);
    assert_ne!(dark, light);
    browser.value(
        "document.getElementById('theme').click(); document.getElementById('theme').click()",
    );
    assert_eq!(browser.text(ground), dark);
    browser.open(&format!("{url}#theme=dark"));
    assert_eq!(browser.text(ground), dark);
}

#[test]
fn the_page_can_be_used_by_keyboard_and_read_aloud() {
    let Some((mut browser, url, _desk)) = sample() else { return };
    for kind in ["keyDown", "keyUp"] {
        let key = json!({"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9});
        browser.call("Input.dispatchKeyEvent", key);
    }
    assert_eq!(browser.text("document.activeElement.className"), "skip");
    browser.open(&format!("{url}#source=Steppe%20Courier&frame=strategic"));
    let unnamed = "[...document.querySelectorAll('input, select, button, a')].filter((it) => !(it.textContent.trim() || it.getAttribute('aria-label') || it.labels?.length)).length";
    assert!(browser.number(unnamed) < 0.5);
    browser.value("document.querySelector('#hits li button').click()");
    browser.settle();
    let enter = "(() => { const it = document.querySelector('#reader mark'); it.focus(); it.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })); return document.querySelector('.said').textContent; })()";
    assert!(browser.text(enter).contains("entry "));
    assert!(browser.number(&n("svg:not([width])")) < 0.5);
}

#[test]
fn the_page_is_read_without_scripts_and_on_paper() {
    let Some((mut browser, url, _desk)) = sample() else { return };
    let pdf = browser.call("Page.printToPDF", json!({}));
    let pdf = pdf["data"].as_str().unwrap_or_default();
    assert!(pdf.starts_with("JVBERi0") && 50_000 < pdf.len(), "{}", pdf.len());
    browser.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    browser.load(&url);
    // Without scripts nothing tells the end of loading but the document itself.
    let is_there = "String(document.readyState === 'complete' && document.getElementById('examples') !== null && document.getElementById('theme') !== null)";
    for _ in 0..200 {
        if browser.text(is_there) == "true" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let shown = "[getComputedStyle(document.getElementById('examples')).display, document.getElementById('browser').hidden, document.getElementById('theme').hidden].join()";
    assert_eq!(browser.text(shown), "block,true,true");
    assert!(10.0 < browser.number(&n("#examples blockquote mark")));
    assert!((browser.number(&n("#t-emphasis tbody tr")) - 8.0).abs() < 0.5);
}

#[test]
fn what_strangers_write_does_nothing() {
    let desk = Desk::new()
        .document("a.jsonl", super::report::HOSTILE)
        .document("Wire/b.txt", "Fleet moves\n\nThe navy wants leverage over the strait.\n");
    let Some((mut browser, url, _desk)) = opened(desk, &["run"]) else { return };
    browser.value("document.querySelector('#matrix a').click()");
    browser.settle();
    browser.value("document.querySelector('#hits li button').click()");
    browser.settle();
    assert!(browser.number(&n("img, #browser svg, #reader a")) < 0.5);
    assert!(
        browser.text("document.getElementById('reader').textContent").contains("</script><svg")
    );
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
    browser.open(&format!(
        "{url}#source=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&q=%3Cb%3E&table=%3Cb%3E"
    ));
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
}
