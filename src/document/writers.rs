//! A text in, whom it names as writer out: persons, agencies, or staff whom nobody names.

use std::sync::LazyLock;

use regex::Regex;

use super::byline::{MAX_LINE, regex};
use super::lines::single_spaced;

/// Words before the name of a writer.
const BY: &[&str] = &[
    "BY ",
    "By ",
    "by ",
    "Author: ",
    "author: ",
    "Authors: ",
    "authors: ",
    "Byline: ",
    "byline: ",
];

/// Labels before the name of a writer in other languages; in a field of its own a name begins with
/// some of them ("Von", "Di").
const LABELS: &[&str] = &[
    "Автор: ",
    "Авторы: ",
    "Автори: ",
    "Текст: ",
    "Author - ",
    "Autor: ",
    "Autora: ",
    "Autorin: ",
    "Autore: ",
    "Auteur : ",
    "Auteur: ",
    "Yazan: ",
    "Yazar: ",
    "Text: ",
    "Texte : ",
    "Texto: ",
    "Testo: ",
    "Von ",
    "Par ",
    "Por ",
    "Di ",
    "Door ",
];

/// Words between the last two of several names.
const AND: &[&str] =
    &[" and ", " & ", " und ", " et ", " y ", " e ", " и ", " ve ", " en ", " og "];

/// What stands before "by" when the line says what was done.
const DONE: &[&str] =
    &["written", "reported", "edited", "words", "text", "story", "analysis", "opinion"];

/// Words at the end of a writer's office.
const OFFICES: &[&str] = &[
    "bureau",
    "columnist",
    "correspondent",
    "correspondents",
    "editor",
    "journalist",
    "photographer",
    "reporter",
    "writer",
];

/// Words that stand inside a name in lower case.
const PARTICLES: &[&str] = &[
    "de", "da", "di", "du", "del", "della", "van", "von", "der", "den", "bin", "ibn", "al", "el",
    "la", "le", "ter", "y",
];

/// A writer whom the outlet does not name; no person.
static STAFF: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:an? |the |our |a )?(?:own )?(?:staff|special|foreign|diplomatic|political|news|web|online|guest|editorial|agency)? ?(?:reporters?|correspondents?|bureau|staff|staffers?|writers?|desk|editors?|team|board|newsroom|contributors?|admin|administrator|webmaster|redaktion|rédaction|redacción|redazione|redação|редакция)(?: report(?:er)?s?)?$|^\p{Lu}.* (?:news service|news desk|newsroom|editorial board)$",
    )
});

/// A remark behind a name.
static REMARK: LazyLock<Regex> = LazyLock::new(|| regex(r" ?\([^()]*\)"));

/// Agencies that sign articles.
static AGENCY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:the )?(?:reuters|afp|agence france[- ]presse|ap|associated press|dpa|efe|ansa|tass|interfax|ria novosti|xinhua|kyodo(?: news)?|anadolu(?: agency)?|bloomberg(?: news)?|upi|pa media|pti|kazinform|agenc(?:y|ies))$",
    )
});

/// A writer's field less the "By" before it, and the office or place behind it; empty where it names
/// no person, as "Staff writer" does.
pub(super) fn writer(field: &str) -> String {
    let field = single_spaced(field);
    if is_staff(&field) {
        return String::new();
    }
    match by(&field) {
        Some((who, _)) if is_staff(&who) => String::new(),
        Some((who, _)) => who,
        None if MAX_LINE < field.len() => field,
        None => writers_at_places(&field).unwrap_or(field),
    }
}

/// Whom "By …" names, and what stands behind the name: nothing, an office behind a comma, or a place.
pub(super) fn by(line: &str) -> Option<(String, &str)> {
    if MAX_LINE < line.len() {
        return None;
    }
    let line = match line.split_once(' ') {
        Some((done, by)) if DONE.contains(&done.to_lowercase().as_str()) => by,
        _ => line,
    };
    let line = BY.iter().find_map(|it| line.strip_prefix(it))?;
    if let Some(writers) = writers_at_places(line) {
        return Some((writers, ""));
    }
    // The longest list of names comes first: "A, B and C" are three writers; in "A, B" the second
    // may as well be an office.
    let breaks = line.match_indices(',').chain(line.match_indices(" in ")).map(|it| it.0);
    let mut ends: Vec<usize> = breaks.chain([line.len()]).collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    let mut parts = ends.into_iter().map(|end| line.split_at(end));
    let found = parts.find(|(who, rest)| is_writer(who) && (rest.is_empty() || is_post(rest)))?;
    Some((found.0.to_owned(), found.1))
}

/// Whom a line names behind such a label as "Автор:" or "Von"; only a place may stand behind the name.
pub(super) fn labelled(line: &str) -> Option<&str> {
    let who = LABELS.iter().find_map(|it| line.strip_prefix(it))?.trim();
    let who = who.split_once(", ").filter(|it| is_place(it.1)).map_or(who, |it| it.0);
    (line.len() <= MAX_LINE && is_writer(who)).then_some(who)
}

/// Whether a line is a name and nothing else.
pub(super) fn is_name(line: &str) -> bool {
    is_name_shaped(line) && !line.split_whitespace().any(is_calendar_word)
}

/// Whether a text says that somebody of the outlet wrote it, and not who.
pub(super) fn is_staff(text: &str) -> bool {
    STAFF.is_match(text.trim())
}

/// Writers with their places: "Ilse Varga in Astana and Tomas Reik in Almaty".
pub(super) fn writers_at_places(text: &str) -> Option<String> {
    let who = |it: &str| {
        let (who, place) = it.rsplit_once(" in ")?;
        (is_name(who) && is_place(place)).then(|| who.to_owned())
    };
    let writers: Option<Vec<String>> = text.split(" and ").map(who).collect();
    Some(writers?.join(" and "))
}

/// The writers of a line that holds names and nothing else, places and remarks in brackets left out:
/// "Ilse Varga (now) and Tomas Reik at Port Doun".
pub(super) fn lone_names(line: &str) -> Option<String> {
    if MAX_LINE < line.len() || is_staff(line) || by(line).is_some() {
        return None;
    }
    let line = REMARK.replace_all(line, "");
    let who = |it: &str| {
        let it = it.trim();
        let end = [" in ", " at "].iter().filter_map(|mark| it.find(mark)).min();
        let name = it[..end.unwrap_or(it.len())].trim();
        is_name(name).then(|| name.to_owned())
    };
    let names: Option<Vec<String>> = line.split(" and ").map(who).collect();
    Some(names?.join(" and "))
}

/// Whether a text names writers: one, or several with "and" before the last.
fn is_writer(text: &str) -> bool {
    let are_names = || {
        let (heads, last) = AND.iter().find_map(|it| text.rsplit_once(it))?;
        let mut heads = heads.trim_end_matches(',').splitn(5, ',').map(str::trim);
        Some(is_name_shaped(last) && heads.all(is_name_shaped))
    };
    is_name_shaped(text) || are_names() == Some(true) || is_staff(text) || is_agency(text)
}

/// Whether a text is what stands behind a writer's name: an office or a place.
fn is_post(text: &str) -> bool {
    if let Some(office) = text.strip_prefix(',') {
        let office = office.trim_start();
        return (1..=60).contains(&office.chars().count()) && !office.contains(['.', '!', '?']);
    }
    text.strip_prefix(" in ").is_some_and(is_place)
}

/// Whether a text may be the name of a place: up to four capitalized words.
fn is_place(place: &str) -> bool {
    let mut words = place.split(' ');
    let is_word = |it: &str| it.starts_with(char::is_uppercase) || PARTICLES.contains(&it);
    place.starts_with(char::is_uppercase)
        && (2..=41).contains(&place.chars().count())
        && place.chars().all(|it| is_name_letter(it) || it == ' ')
        && words.clone().count() <= 4
        && words.all(is_word)
}

/// Two to five capitalized words, with particles and initials between them.
fn is_name_shaped(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_capitalized = |word: &str| {
        let bare = ["d'", "d’", "l'", "l’"].iter().find_map(|it| word.strip_prefix(it));
        bare.unwrap_or(word).starts_with(char::is_uppercase) && word.chars().all(is_name_letter)
    };
    words.next().is_some_and(is_capitalized)
        && (1..=4).contains(&words.clone().take(5).count())
        && words.all(|it| is_capitalized(it) || PARTICLES.contains(&it))
}

/// Letters of the scripts that have capitals (Latin, Greek, Cyrillic and Armenian), and the marks
/// inside names.
fn is_name_letter(character: char) -> bool {
    matches!(character, '.' | '\'' | '’' | '-')
        || character.is_alphabetic()
            && matches!(character, '\0'..='\u{24F}' | 'Ͱ'..='և' | 'Ḁ'..='ỿ')
}

/// Days and months are capitalized too, and are no names.
pub(super) fn is_calendar_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "christmas",
        "today",
        "contrast",
        "comparison",
        "then",
        "now",
    ];
    WORDS.contains(&word.trim_matches(|it: char| !it.is_alphabetic()).to_lowercase().as_str())
}

/// Whether a text ends like a writer's office: "Science correspondent".
pub(super) fn is_office(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("").to_lowercase();
    OFFICES.contains(&last.as_str())
}

/// Whether a text is the name of an agency.
pub(super) fn is_agency(text: &str) -> bool {
    AGENCY.is_match(text)
}
