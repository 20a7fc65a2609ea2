//! The report by keyboard, on paper, and where there is nothing to be shown.

use serde_json::json;

use super::devtools::Browser;
use super::{n, opened, sample};
use crate::support::Desk;

/// Presses a key and lets it go.
fn press(browser: &mut Browser, key: &str, code: u32, text: &str) {
    for kind in ["keyDown", "keyUp"] {
        let mut event =
            json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code});
        if kind == "keyDown" && !text.is_empty() {
            event["text"] = text.into();
        }
        browser.call("Input.dispatchKeyEvent", event);
    }
    browser.settle();
}

#[test]
fn the_keyboard_stays_where_it_is_when_a_choice_changes_the_page() {
    let Some((mut browser, url, _desk)) = sample() else { return };
    browser.open(&format!("{url}#source=Steppe%20Courier"));
    browser.value("(() => { const it = document.getElementById('by-voice'); it.focus(); it.value = 'quoted'; it.dispatchEvent(new Event('change')); })()");
    browser.settle();
    assert!(browser.text("location.hash").contains("voice=quoted"));
    assert_eq!(browser.text("document.activeElement.id"), "by-voice");
    // Into an article and back again to where it was opened from.
    browser.value("document.querySelectorAll('#hits li button')[2].focus()");
    let from = browser.text("document.activeElement.dataset.open");
    press(&mut browser, "Enter", 13, "\r");
    assert_eq!(browser.text("document.activeElement.id"), "reader");
    press(&mut browser, "Escape", 27, "");
    assert!(!browser.text("location.hash").contains("doc="));
    assert_eq!(browser.text("document.activeElement.dataset.open"), from);
    // A table that is sorted keeps the column that was chosen.
    browser.open(&format!("{url}#table=emphasis"));
    browser.value("document.querySelectorAll('#t-emphasis thead button')[3].focus()");
    press(&mut browser, "Enter", 13, "\r");
    assert_eq!(browser.text("document.activeElement.textContent"), "hits");
    let sorted = "document.activeElement.closest('th').getAttribute('aria-sort')";
    assert_eq!(browser.text(sorted), "ascending");
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
}

#[test]
fn words_of_two_frames_are_one_control_that_tells_of_both() {
    let frames = "[[frame]]\nname = \"a\"\nlabel = \"Show\"\nentries = [\"photo opportunity\"]\n\
                  [[frame]]\nname = \"b\"\nlabel = \"Gain\"\nentries = [\"opportunity\"]\n";
    let desk = Desk::new()
        .document("Wire/a.txt", "Fleet moves\n\nIt was a photo opportunity, no more, he said.\n")
        .document("Post/b.txt", "Fleet stays\n\nNobody spoke of any ship in the harbour.\n")
        .file("frames.toml", frames)
        .config("[frames]\ndictionaries = [\"frames.toml\"]\n");
    let Some((mut browser, url, _desk)) = opened(desk, &["run"]) else { return };
    browser.open(&format!("{url}#source=Wire"));
    browser.value("document.querySelector('#hits li button').click()");
    browser.settle();
    assert!(0.5 < browser.number(&n("#reader .text mark mark")));
    assert!(
        browser
            .number(&n("#reader [role=button] [role=button], #reader .text mark mark[tabindex]"))
            < 0.5
    );
    browser.value("document.querySelector('#reader .text mark:has(mark)').focus()");
    press(&mut browser, " ", 32, " ");
    let said = browser.text("document.querySelector('.said').textContent");
    assert!(
        said.contains("Show · entry photo opportunity")
            && said.contains("Gain · entry opportunity"),
        "{said}"
    );
    // Each hit bears the shape of its frame once.
    let shapes = "[...document.querySelectorAll('#reader [data-shape]')].map((it) => it.dataset.shape).sort().join('')";
    assert_eq!(browser.text(shapes), "■●");
}

#[test]
fn what_is_empty_says_so() {
    let desk = Desk::new().document("Wire/a.txt", "Rain\n\nIt rained all day in the hills.\n");
    let Some((mut browser, url, _desk)) = opened(desk, &["run"]) else { return };
    assert!(browser.text("document.getElementById('findings').innerText").len() > 20);
    assert!(
        browser
            .text("document.getElementById('examples').innerText")
            .contains("no frame has a hit")
    );
    browser.open(&format!("{url}#table=duplicates"));
    assert!(
        browser
            .text("document.querySelector('#t-duplicates .body').innerText")
            .contains("This table has no rows")
    );
    assert_eq!(
        browser.value("document.querySelector('#t-duplicates table').checkVisibility()"),
        false
    );
    browser.open(&format!("{url}#table=documents&filter=nothing-like-this"));
    assert!(
        browser
            .text("document.querySelector('#t-documents .body').innerText")
            .contains("No row passes")
    );
    browser.open(&format!("{url}#q=nothing-like-this"));
    assert!(
        browser.text("document.getElementById('browser').innerText").contains("No passage passes")
    );
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
}

#[test]
fn nothing_is_cut_off_on_paper_and_no_ground_is_dark() {
    let Some((mut browser, url, _desk)) = sample() else { return };
    let media =
        json!({"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]});
    browser.open(&format!("{url}#table=emphasis"));
    browser.value("document.querySelectorAll('#t-documents, #t-keyness, #t-entries').forEach((it) => { it.open = true; })");
    browser.settle();
    browser.value("[...document.querySelectorAll('#t-emphasis button')].find((it) => it.textContent === 'All columns').click()");
    browser.call("Emulation.setEmulatedMedia", media);
    browser.value("dispatchEvent(new Event('beforeprint'))");
    // A sheet of A4 across, without its margins, at 96 dots an inch.
    browser.resize(1030, 700);
    browser.settle();
    let wide = "[...document.querySelectorAll('#tables table')].filter((it) => it.checkVisibility() && 1030 < it.getBoundingClientRect().right).length";
    assert!(browser.number(wide) < 0.5, "a table is cut off");
    let heads =
        "[...document.querySelectorAll('#t-emphasis th')].map((it) => it.innerText.trim()).join()";
    assert!(
        browser.text(heads).starts_with("source,frame,documents,hits"),
        "{}",
        browser.text(heads)
    );
    assert!(
        browser
            .text("document.querySelector('#t-emphasis .bar').innerText")
            .contains("tables/emphasis.csv has all")
    );
    assert_eq!(
        browser.text("getComputedStyle(document.body).backgroundColor"),
        "rgb(255, 255, 255)"
    );
    assert_eq!(
        browser.text("getComputedStyle(document.querySelector('.care')).backgroundColor"),
        "rgb(255, 255, 255)"
    );
    browser.value("dispatchEvent(new Event('afterprint'))");
    assert!(30.0 < browser.number(&n("#t-emphasis th")), "all columns are back");
}

#[test]
fn the_numbers_behind_a_chart_are_sorted_filtered_and_saved_too() {
    let Some((mut browser, ..)) = sample() else { return };
    browser.value("document.querySelector('#c-emphasis details').open = true");
    browser.settle();
    browser.value("document.querySelectorAll('#c-emphasis thead button')[3].click()");
    let ratios = "[...document.querySelectorAll('#c-emphasis tbody tr')].filter((it) => !it.hidden).map((it) => Number(it.cells[3].textContent))";
    let is_sorted = format!("{ratios}.every((it, i, all) => i === 0 || all[i - 1] <= it)");
    assert_eq!(browser.value(&is_sorted), true);
    browser.value("(() => { const it = document.querySelector('#c-emphasis input'); it.value = 'lantern'; it.dispatchEvent(new Event('input')); })()");
    assert!((browser.number(&format!("{ratios}.length")) - 3.0).abs() < 0.5);
    browser.value("(() => { const make = URL.createObjectURL; URL.createObjectURL = (it) => { window.saved = it; return make.call(URL, it); }; })()");
    browser.value("document.querySelector('#c-emphasis .bar button').click()");
    let saved = browser.text("saved.text()");
    assert_eq!(saved.lines().count(), 4, "{saved}");
    assert!(saved.lines().skip(1).all(|it| it.starts_with("The Lantern Post,")), "{saved}");
    assert!(browser.troubles().is_empty(), "{:?}", browser.troubles());
}
