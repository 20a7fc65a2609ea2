//! A line in, what it says of writer and date out: bylines, date lines and what stands with them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::dates::{self, Written};
use super::lines::single_spaced;
use crate::input::DateOrder;

/// What a line that is no article text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// The writer, as written.
    pub(super) author: Option<String>,
    /// The date of publication.
    pub(super) date: Option<Date>,
    /// A date that can be read in two ways, as written.
    pub(super) unclear_date: Option<String>,
}

/// One part of a line, between `|`, `·`, `•` or dashes.
enum Part {
    Author(String),
    /// Words that look like a name, without "By" before them.
    Name(String),
    Date(Date),
    UnclearDate(String),
    /// A date that is none of publication.
    OtherDate,
    /// A time to read, a place, an agency, a section.
    Aside,
    Unknown,
}

/// Longest line that is a byline, in bytes.
const MAX_LINE: usize = 200;

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

/// What stands before "by" when the line says what was done.
const DONE: &[&str] =
    &["written", "reported", "edited", "words", "text", "story", "analysis", "opinion"];

/// Words that stand inside a name in lower case.
const PARTICLES: &[&str] = &[
    "de", "da", "di", "du", "del", "della", "van", "von", "der", "den", "bin", "ibn", "al", "el",
    "la", "le", "ter", "y",
];

/// A writer whom the outlet does not name.
static STAFF: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[Oo]ur )?(?:[Ss]taff|[Ss]pecial|[Ff]oreign|[Dd]iplomatic|[Nn]ews|[Ww]eb)? ?(?:[Rr]eporters?|[Cc]orrespondents?|[Ss]taff|[Ww]riters?|[Dd]esk|[Ee]ditors?|[Tt]eam)$",
    )
});

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?P<label>(?:first |originally )?(?:published|posted|date|publication date|release date|issued)|(?:last |article )?(?:updated|modified|edited)(?: on)?)(?-u:\b) ?(?:on)? ?:? ?(?P<date>.+)$",
    )
});

static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:(?:(?:estimated )?read(?:ing)? time:? ?)?[0-9]{1,3}[ -]?min(?:ute)?s?\.?(?: read| to read)?|[0-9]{1,2}[:.][0-9]{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?|reuters|afp|ap|associated press|agencies|staff|news|world|politics|economy|business|opinion|analysis|culture|interview|commentary|editorial|share|[0-9]+ comments?)$",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the byline patterns are constant and valid")
}

/// Reads a line that says who wrote an article or when it appeared; `None` for any other line.
///
/// Every part of the line must be understood, and one of them must name a writer after "By", or
/// hold a date. A name alone is none: see [`is_name`].
pub(super) fn read(line: &str, order: DateOrder) -> Option<Said> {
    let line = line.trim().trim_start_matches(['—', '–', '-', '|', '•', '·', '*']).trim();
    if line.is_empty() || MAX_LINE < line.len() || !may_tell(line) {
        return None;
    }
    let line = single_spaced(line);
    let whole = part(&line, order);
    let parts = match whole {
        Part::Unknown | Part::Name(_) => split(&line, order),
        part => vec![part],
    };
    let mut said = Said::default();
    let mut is_sure = false;
    for part in parts {
        match part {
            Part::Author(author) => {
                said.author.get_or_insert(author);
                is_sure = true;
            }
            Part::Name(name) => {
                said.author.get_or_insert(name);
            }
            Part::Date(date) => {
                said.date.get_or_insert(date);
                is_sure = true;
            }
            Part::UnclearDate(text) => {
                said.unclear_date.get_or_insert(text);
                is_sure = true;
            }
            Part::OtherDate => is_sure = true,
            Part::Aside => {}
            Part::Unknown => return None,
        }
    }
    is_sure.then_some(said)
}

/// Whether a line holds a digit, as every date does, or "by" or "author", as every line does that
/// names a writer for certain. Most lines do not, and need not be taken apart.
fn may_tell(line: &str) -> bool {
    let bytes = line.as_bytes();
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|it| it.eq_ignore_ascii_case(word));
    bytes.iter().any(u8::is_ascii_digit) || holds(b"by") || holds(b"author")
}

/// A writer's field less the "By" before it, and the office or place behind it.
pub(super) fn writer(field: &str) -> String {
    let field = single_spaced(field);
    let from_a_place = || {
        let (who, place) = field.rsplit_once(" in ")?;
        (is_name(who) && place.starts_with(char::is_uppercase)).then_some(who)
    };
    let by = by(&field).map(|it| it.0);
    by.or_else(from_a_place).unwrap_or(&field).to_owned()
}

/// Whom "By …" names, and what stands behind the name: nothing, an office behind a comma, or a place.
fn by(line: &str) -> Option<(&str, &str)> {
    if MAX_LINE < line.len() {
        return None;
    }
    let line = match line.split_once(' ') {
        Some((done, by)) if DONE.contains(&done.to_lowercase().as_str()) => by,
        _ => line,
    };
    let line = BY.iter().find_map(|it| line.strip_prefix(it))?;
    // The longest list of names comes first: "A, B and C" are three writers; in "A, B" the second
    // may as well be an office.
    let breaks = line.match_indices(',').chain(line.match_indices(" in ")).map(|it| it.0);
    let mut ends: Vec<usize> = breaks.chain([line.len()]).collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    let mut parts = ends.into_iter().map(|end| line.split_at(end));
    parts.find(|(who, rest)| is_writer(who) && (rest.is_empty() || is_post(rest)))
}

/// Whether a text names writers: one, or several with "and" before the last.
fn is_writer(text: &str) -> bool {
    let are_names = || {
        let (heads, last) = text.rsplit_once(" and ").or_else(|| text.rsplit_once(" & "))?;
        let mut heads = heads.trim_end_matches(',').splitn(5, ',').map(str::trim);
        Some(is_name_shaped(last) && heads.all(is_name_shaped))
    };
    is_name_shaped(text) || are_names() == Some(true) || STAFF.is_match(text)
}

/// Whether a text is what stands behind a writer's name: an office or a place.
fn is_post(text: &str) -> bool {
    if let Some(office) = text.strip_prefix(',') {
        let office = office.trim_start();
        return (1..=60).contains(&office.chars().count()) && !office.contains(['.', '!', '?']);
    }
    let is_place = |place: &str| {
        place.starts_with(char::is_uppercase)
            && (2..=41).contains(&place.chars().count())
            && place.chars().all(|it| is_name_letter(it) || it == ' ')
    };
    text.strip_prefix(" in ").is_some_and(is_place)
}

/// Two to five capitalized words, with particles and initials between them.
fn is_name_shaped(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_capitalized =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(is_name_letter);
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

/// Whether a line is a name and nothing else.
pub(super) fn is_name(line: &str) -> bool {
    is_name_shaped(line) && !line.split_whitespace().any(is_calendar_word)
}

/// The parts of a line; a comma parts too, where a date stands behind it.
fn split(line: &str, order: DateOrder) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let pieces = line
        .split(['|', '·', '•', '/'])
        .flat_map(|it| it.split(" — "))
        .flat_map(|it| it.split(" – "));
    for piece in pieces.flat_map(|it| it.split(" - ")).map(str::trim).filter(|it| !it.is_empty()) {
        let whole = part(piece, order);
        let comma = piece.match_indices(", ").find_map(|(i, _)| {
            let tail = part(&piece[i + 2..], order);
            let head = part(&piece[..i], order);
            let dated = matches!(tail, Part::Date(_) | Part::UnclearDate(_));
            (dated && !matches!(head, Part::Unknown)).then_some((head, tail))
        });
        match (whole, comma) {
            (Part::Date(date), _) => parts.push(Part::Date(date)),
            (_, Some((head, tail))) => parts.extend([head, tail]),
            (whole, None) => parts.push(whole),
        }
    }
    parts
}

fn part(text: &str, order: DateOrder) -> Part {
    let text = text.trim();
    match dates::read(text, order) {
        Written::Day(date) => return Part::Date(date),
        Written::Ambiguous => return Part::UnclearDate(text.to_owned()),
        Written::None => {}
    }
    if let Some(found) = LABEL.captures(text) {
        let is_published = !found["label"].to_lowercase().contains("updated")
            && !found["label"].to_lowercase().contains("modified")
            && !found["label"].to_lowercase().contains("edited");
        return match dates::read(&found["date"], order) {
            Written::Day(date) if is_published => Part::Date(date),
            Written::Ambiguous if is_published => Part::UnclearDate(found["date"].to_owned()),
            Written::Day(_) | Written::Ambiguous => Part::OtherDate,
            Written::None => Part::Unknown,
        };
    }
    if ASIDE.is_match(text) {
        return Part::Aside;
    }
    if let Some((who, rest)) = by(text) {
        let rest = rest.trim_start_matches(',').trim();
        // "By X, 10 December 2025" is a name and a date, not a name and an office.
        let dated = dates::read(rest, order) != Written::None;
        if !dated && !who.split_whitespace().any(is_calendar_word) {
            return Part::Author(who.to_owned());
        }
    }
    if is_name(text) { Part::Name(text.to_owned()) } else { Part::Unknown }
}

/// Days and months are capitalized too, and are no names.
fn is_calendar_word(word: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Option<(Option<String>, Option<String>)> {
        read(line, DateOrder::Unknown).map(|it| (it.author, it.date.map(|date| date.to_string())))
    }

    fn some(author: Option<&str>, date: Option<&str>) -> Option<(Option<String>, Option<String>)> {
        Some((author.map(str::to_owned), date.map(str::to_owned)))
    }

    #[test]
    fn bylines_are_read_in_the_forms_that_news_uses() {
        assert_eq!(
            told("By Ilse Varga | November 13, 2025"),
            some(Some("Ilse Varga"), Some("2025-11-13"))
        );
        assert_eq!(
            told("By Ilse Varga, December 10, 2025"),
            some(Some("Ilse Varga"), Some("2025-12-10"))
        );
        assert_eq!(told("BY TOMAS REIK"), some(Some("TOMAS REIK"), None));
        assert_eq!(
            told("By Ilse Varga and Tomas Reik"),
            some(Some("Ilse Varga and Tomas Reik"), None)
        );
        assert_eq!(told("By Ilse Varga in Grenhaven"), some(Some("Ilse Varga"), None));
        assert_eq!(told("By Ilse Varga, Chief Correspondent"), some(Some("Ilse Varga"), None));
        assert_eq!(
            told("By Our Diplomatic Correspondent"),
            some(Some("Our Diplomatic Correspondent"), None)
        );
        assert_eq!(
            told("Ilse Varga · 13 Nov 2025 · 4 min read"),
            some(Some("Ilse Varga"), Some("2025-11-13"))
        );
        assert_eq!(told("— Dec. 1, 2025"), some(None, Some("2025-12-01")));
    }

    #[test]
    fn names_of_other_alphabets_are_names() {
        for name in ["Jürgen Weiß", "Đặng Thị Hoa", "Иван Петров", "Ольга О’Нил", "Νίκος Παππάς"]
        {
            assert!(is_name(name), "{name}");
            assert_eq!(told(&format!("By {name}")), some(Some(name), None), "{name}");
        }
    }

    #[test]
    fn an_updated_article_has_no_date_of_publication_by_that() {
        assert_eq!(told("Updated: 14 November 2025"), some(None, None));
        assert_eq!(
            told("Published: 13 November 2025 | Updated: 14 November 2025"),
            some(None, Some("2025-11-13"))
        );
    }

    #[test]
    fn a_writers_field_loses_its_by_and_its_place() {
        assert_eq!(writer("By Rory Dunmarsh in Washington"), "Rory Dunmarsh");
        assert_eq!(writer("Rory Dunmarsh in Almaty"), "Rory Dunmarsh");
        assert_eq!(writer("R. Dunmarsh, A. Writer"), "R. Dunmarsh, A. Writer");
        assert_eq!(
            writer("Reporters Without Borders in brief"),
            "Reporters Without Borders in brief"
        );
    }

    #[test]
    fn a_field_of_any_length_is_read_in_no_time() {
        let field = format!("By {}", "Ilse, ".repeat(200_000));
        assert_eq!(writer(&field).len(), field.trim_end().len());
        assert_eq!(
            told("Written by Ilse Varga, Tomas Reik and Anna Holm, Harbour Desk"),
            some(Some("Ilse Varga, Tomas Reik and Anna Holm"), None)
        );
    }

    #[test]
    fn sentences_and_subheads_are_no_bylines() {
        for line in [
            "By Friday the ministers had left.",
            "By the end of the lesson nobody wanted to go home.",
            "By Monday Morning",
            "Ilse Varga",
            "Share of trade is where the gap is widest.",
            "On November 6, 2025, officials confirmed it.",
            "The View From Grenhaven",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }
}
