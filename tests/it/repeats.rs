//! Lines that an outlet repeats above and below its articles.

use crate::support::Desk;

const BODIES: [&str; 6] = [
    "The ferry will sail twice a day from Monday, the council said, after a winter without a boat.",
    "Nobody on the quay believed the promise, and the last three had been made at the same table.",
    "A second crane will be bought in spring, from money that the ministry has set aside for piers.",
    "Fish was dearer for a third week, and the market closed an hour before its time on Friday.",
    "The school on the island has eleven pupils, two teachers and a goat that nobody admits to own.",
    "Snow closed the pass again, and the post came by the long road with a day and a half of delay.",
];

fn article(i: usize, slogan: &str, end: &str) -> String {
    let body = BODIES[i];
    format!(
        "{slogan}\n\nThe day on the quay, part {i}\n\n{body}\n\nThe second part of it was told by the harbour master, who had \
         written it down in book {i}.\n\nAnd the third part of it nobody told at all, as far as anybody knows of it in year {i}.\n\n\
         The fourth part has a symbolic gesture in it, and the mayor of town {i} as well, says the book.\n\n{end}\n"
    )
}

/// So many articles of one outlet that stand between the same lines, and one of an outlet that has them once.
fn desk(n: usize) -> Desk {
    let lines =
        ["Wind, water and what they cost us", "A strategic leverage for small harbours since 1981"];
    let desk = (0..n).fold(Desk::new(), |desk, i| {
        desk.document(&format!("Ledger/{i}.txt"), article(i, lines[0], lines[1]))
    });
    desk.document("Wire/a.txt", article(5, lines[0], lines[1]))
}

fn cut(desk: &Desk) -> Vec<(String, String)> {
    let rows = desk.rows("cleaning").into_iter().filter(|it| it["rule"] == "repeated_line");
    rows.map(|it| (it["doc_id"].clone(), it["text"].clone())).collect()
}

#[test]
fn a_line_around_four_articles_of_an_outlet_is_furniture_there_only() {
    let desk = desk(4).tables();
    let cut = cut(&desk);
    let ends = cut.iter().filter(|it| it.1.starts_with("A strategic leverage")).count();
    assert_eq!(ends, 4, "{cut:?}");
    assert!(cut.iter().all(|it| it.0.starts_with("Ledger/")), "{cut:?}");
    let titles = desk.rows("documents").into_iter().map(|it| it["title"].clone());
    assert_eq!(titles.filter(|it| it.starts_with("The day on the quay")).count(), 4);
    let effect = desk.rows("cleaning_effect").into_iter();
    let cut = effect.filter(|it| it["frame"] == "strategic" && it["hits_cut"] != "0");
    assert_eq!(cut.filter(|it| it["source"] == "Ledger").count(), 4);
}

#[test]
fn three_articles_are_not_enough_and_the_rule_can_be_switched_off() {
    assert_eq!(cut(&desk(3).tables()), []);
    assert_eq!(cut(&desk(4).config("[clean]\nrepeated_in = 0\n").tables()), []);
    assert_eq!(cut(&desk(4).config("[clean]\noff = [\"repeated_line\"]\n").tables()), []);
    assert!(!cut(&desk(3).config("[clean]\nrepeated_in = 3\n").tables()).is_empty());
}

#[test]
fn articles_that_are_added_or_taken_away_change_what_is_repeated_as_a_run_from_nothing_does() {
    let desk_of = |n| desk(n).tables();
    let mut grown = desk_of(3);
    for n in [4, 6, 3] {
        std::fs::remove_dir_all(grown.path("input")).expect("a folder");
        grown = grown.copy(&desk(n).path("input"), "input").tables();
        let fresh = desk_of(n);
        for table in ["cleaning", "frames", "terms", "emphasis", "frame_hits"] {
            assert_eq!(grown.rows(table), fresh.rows(table), "{table} of {n}");
        }
    }
}
