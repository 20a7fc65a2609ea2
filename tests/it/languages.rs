//! Articles in several languages: what is told of them, stemmed and marked.

use crate::support::{Desk, stderr};

const ENGLISH: &str = "The minister said on Tuesday that his country would not choose between the two great \
    powers that have surrounded it since the war. The agreement with both of them was signed by the president.";
const FRENCH: &str = "Le ministre a déclaré mardi que l’accord avec les deux grandes puissances était un geste \
    symbolique, et que les accords n’avaient rien changé à l’union des pays qui les entourent depuis toujours.";
const KAZAKH: &str = "Қазақстан Республикасы Сыртқы істер министрлігі бұл келісім туралы хабарлаған жоқ, ал \
    үкімет оны кейінірек түсіндіретінін айтты және басқа мәлімет берген жоқ.";

fn desk() -> Desk {
    Desk::new()
        .document("A/english.txt", ENGLISH)
        .document("A/french.txt", FRENCH)
        .document("B/kazakh.txt", KAZAKH)
        .document("B/short.txt", "Un geste.")
}

#[test]
fn the_language_of_every_article_is_told_or_said_to_be_unknown() {
    let desk = desk();
    let run = desk.framescope(&["run", "--only", "tables"]);
    let rows = desk.rows("documents");
    let told: Vec<_> = rows
        .iter()
        .map(|it| {
            (
                it["language"].as_str(),
                it["language_origin"].as_str(),
                it["language_spoken"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("en", "detected", "1"),
            ("fr", "detected", "0"),
            ("kk", "detected", "0"),
            ("", "too_short", ""),
        ]
    );
    let notices = desk.result("tables/notices.csv");
    assert!(
        notices
            .contains("`A` has 1 of 2 articles in a language that no dictionary speaks (French 1)"),
        "{notices}"
    );
    assert!(notices.contains("1 articles are too short to tell their language"), "{notices}");
    assert!(notices.contains("no stemmer for language `kk`"), "{notices}");
    assert!(stderr(&run).contains("no dictionary speaks"), "{}", stderr(&run));
    assert!(desk.rows("emphasis").iter().all(|it| it["note"].contains("other_language")));
    let of_french = desk.rows("frames").into_iter().find(|it| it["doc_id"] == "A/french.txt");
    assert_eq!(of_french.expect("a row")["language_spoken"], "0");
}

#[test]
fn each_article_is_stemmed_by_its_own_stemmer_and_elided_words_are_taken_off() {
    let desk = desk().tables();
    let terms = desk.rows("terms");
    let find = |term: &str| {
        let rows = terms.iter().filter(|it| it["term"] == term);
        rows.map(|it| it["tf"].parse::<u32>().expect("a count")).sum::<u32>()
    };
    assert_eq!(find("accord"), 2, "l’accord and accords are one term");
    assert_eq!(find("union"), 1);
    assert_eq!(find("agreement"), 1);
    assert_eq!(find("республикасы"), 1);
}

#[test]
fn articles_in_other_languages_can_be_left_out() {
    let desk = desk().config("[frames]\nother_languages = \"skip\"\n").tables();
    let rows = desk.rows("documents");
    let status: Vec<_> =
        rows.iter().map(|it| (it["status"].as_str(), it["reason"].as_str())).collect();
    assert_eq!(
        status,
        [
            ("analysed", ""),
            ("skipped", "other_language"),
            ("skipped", "other_language"),
            ("analysed", ""),
        ]
    );
}

#[test]
fn a_french_dictionary_finds_words_behind_elided_ones() {
    let frames = "language = \"fr\"\n[[frame]]\nname = \"accord\"\nentries = [\"accord*\", \"~geste\", \"=Union\"]\n";
    let french = FRENCH.replace("l’union", "l’Union");
    let desk = Desk::new()
        .document("a.txt", french)
        .document("b.txt", ENGLISH)
        .file("frames.toml", frames)
        .config("[frames]\ndictionaries = [\"frames.toml\"]\n")
        .tables();
    let hits = desk.rows("frame_hits");
    let texts: Vec<&str> = hits.iter().map(|it| it["text"].as_str()).collect();
    assert_eq!(texts, ["l'accord", "geste", "accords", "l'union"]);
    let spoken: Vec<_> =
        desk.rows("documents").iter().map(|it| it["language_spoken"].clone()).collect();
    assert_eq!(spoken, ["1", "0"]);
}

#[test]
fn the_text_is_believed_before_the_lang_of_a_page_and_metadata_before_the_text() {
    let page = format!(
        "<html lang=\"en-US\"><body><article><h1>Un accord</h1><p>{FRENCH}</p></article></body></html>"
    );
    let desk = Desk::new()
        .document("a.html", page)
        .document("b.txt", FRENCH)
        .document("metadata.csv", "path,language\nb.txt,it\n")
        .tables();
    let rows = desk.rows("documents");
    let told = |i: usize| (rows[i]["language"].as_str(), rows[i]["language_origin"].as_str());
    assert_eq!(told(0), ("fr", "detected"));
    assert_eq!(told(1), ("it", "declared"));
    let notices = desk.result("tables/notices.csv");
    assert_eq!(notices.matches("language_differs").count(), 2, "{notices}");
}

#[test]
fn snowball_stems_more_languages_and_the_record_names_it() {
    let polish = "Minister spraw zagranicznych oświadczył we wtorek, że jego kraj nie będzie wybierał między \
        dwoma wielkimi mocarstwami, które go otaczają, i że współpracy z nimi nie przerwie.";
    let of = |stemmer: &str| {
        let config = format!("[text]\nstemmer = \"{stemmer}\"\n");
        Desk::new().document("a.txt", polish).document("b.txt", ENGLISH).config(&config).tables()
    };
    let has = |desk: &Desk, term: &str| desk.rows("terms").iter().any(|it| it["term"] == term);
    let snowball = of("snowball");
    assert!(has(&snowball, "współprac") && has(&snowball, "agreement"));
    assert!(snowball.result("run.json").contains("\"stemming\": \"Snowball, frostem 2."));
    let rust_stemmers = of("rust-stemmers");
    assert!(has(&rust_stemmers, "współpracy"));
    assert!(
        rust_stemmers.result("run.json").contains("\"stemming\": \"Snowball, rust-stemmers 1.2.0")
    );
    let terms = |desk: &Desk| -> Vec<String> {
        let rows = desk.rows("terms");
        rows.iter().filter(|it| it["term"].is_ascii()).map(|it| it["term"].clone()).collect()
    };
    let english =
        |it: &String| ["minist", "said", "countri", "agreement", "presid"].contains(&it.as_str());
    let count = |desk: &Desk| terms(desk).iter().filter(|it| english(it)).count();
    assert_eq!(count(&snowball), count(&rust_stemmers));
}
