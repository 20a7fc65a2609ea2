//! A line in, what it says of writer and date out: bylines, date lines and what stands with them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::dates::{self, Written};
use super::lines::single_spaced;
use super::writers::{
    by, is_agency, is_calendar_word, is_name, is_office, is_staff, labelled, writers_at_places,
};
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
    /// A time to read, a place, an agency, a section, how long ago it was.
    Aside,
    /// A writer who is no person: "By our staff writer".
    Staff,
    Unknown,
}

/// Longest line that is a byline, in bytes.
pub(super) const MAX_LINE: usize = 200;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:(?P<published>(?:first |originally )?(?:published|posted)|date|publication date|release date|issued|publiée? le|veröffentlicht(?: am)?|erschienen(?: am)?|publicado(?: el| em)?|pubblicato(?: il)?|gepubliceerd(?: op)?|опубликовано|yayınlanma(?: tarihi)?|opublikowano)|(?:last |article )?(?:updated|modified|edited)|mise? à jour(?: le)?|modifiée? le|aktualisiert(?: am)?|stand|actualizado(?: el)?|atualizado(?: em)?|aggiornato(?: il)?|bijgewerkt(?: op)?|обновлено|güncelle(?:me|nme)(?: tarihi)?|aktualizacja)(?: on)? ?:? ?(?P<date>[^\p{L}].*|\p{L}.*[0-9].*)$",
    )
});

/// A label inside a line, behind something else.
static NEXT_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)[ ,;(]+(?P<label>(?:first |last )?(?:published|updated|modified|mis à jour|aktualisiert|actualizado|atualizado|aggiornato|обновлено)(?-u:\b))",
    )
});

static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:(?:(?:estimated )?read(?:ing)? time:? ?)?[0-9]{1,3}[ -]?min(?:ute)?s?\.?(?: read| to read)?|[0-9]{1,2}[:.][0-9]{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?|(?:about )?(?:[0-9]+|an?|one) ?(?:s|m|h|d|w|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?) ago|yesterday|today|just now|(?:last )?(?:updated|modified|published|posted):? [^,]{1,20} ago|(?:first )?published|posted|staff|news|world|politics|economy|business|opinion|analysis|culture|interview|commentary|editorial|share|[0-9]+ comments?)$",
    )
});

/// Who led an interview, and with whom.
static INTERVIEW: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<writer>\p{Lu}.+?) (?:talk(?:s|ed)|spoke|speaks|in conversation) (?:to|with) \p{Lu}[^.!?]*$",
    )
});

/// "Posted on 13 November 2025 by …": what was done, the day, and the writer.
static DATED_BY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?P<date>(?i:published|posted|written)\b.*[0-9].*) (?:by|By) (?P<writer>\p{Lu}.*)$")
});

/// Whether a part is a name and an office, as in "Ilse Varga, Staff Writer".
fn is_name_with_office(text: &str) -> bool {
    text.split_once(", ").is_some_and(|(who, office)| {
        is_name(who) && office.split(' ').count() <= 4 && is_office(office)
    })
}

/// Whether a part is a place in capitals, as in "13 November 2025 - GRENHAVEN".
fn is_place_line(text: &str) -> bool {
    !text.contains(' ')
        && text.chars().filter(|it| it.is_alphabetic()).count() >= 4
        && text.chars().all(|it| it.is_uppercase() || matches!(it, '-' | '.' | '\''))
}

pub(super) fn regex(pattern: &str) -> Regex {
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
    let line = DATED_BY.replace(&line, "$date | By $writer").into_owned();
    let whole = part(&line, order);
    let parts = match whole {
        Part::Unknown | Part::Name(_) => split(&line, order),
        part => vec![part],
    };
    let mut said = Said::default();
    let (mut is_sure, mut is_range) = (false, false);
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
                is_range |= said.date.is_some_and(|it| it != date);
                said.date.get_or_insert(date);
                is_sure = true;
            }
            Part::UnclearDate(text) => {
                said.unclear_date.get_or_insert(text);
                is_sure = true;
            }
            Part::OtherDate | Part::Staff => is_sure = true,
            Part::Aside => {}
            Part::Unknown => return None,
        }
    }
    if is_range {
        // Of two days, none is that of publication for certain.
        said.date = None;
        said.unclear_date = Some(line);
    }
    is_sure.then_some(said)
}

/// Whether a line holds a digit, as every date does, or "by" or "author", as every line does that
/// names a writer for certain. Most lines do not, and need not be taken apart.
fn may_tell(line: &str) -> bool {
    let bytes = line.as_bytes();
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|it| it.eq_ignore_ascii_case(word));
    bytes.iter().any(u8::is_ascii_digit)
        || holds(b"by")
        || holds(b"author")
        || INTERVIEW.is_match(line)
        || labelled(line).is_some()
        || is_name_with_office(line)
        || (!line.is_ascii() && line.contains(dates::is_digit))
}

/// The parts of a line; a comma parts too, where a date stands behind it.
fn split(line: &str, order: DateOrder) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let line = NEXT_LABEL.replace_all(line, |found: &Captures<'_>| {
        let before = line[..found.get(0).map_or(0, |it| it.start())].to_lowercase();
        let is_whole =
            ["first", "last", "originally", "article"].iter().any(|it| before.ends_with(it));
        if is_whole { found[0].to_owned() } else { format!("|{}", &found["label"]) }
    });
    let pieces = line
        .split(['|', '·', '•', '/'])
        .flat_map(|it| it.split(" — "))
        .flat_map(|it| it.split(" – "));
    for piece in pieces.flat_map(|it| it.split(" - ")).map(str::trim).filter(|it| !it.is_empty()) {
        let whole = part(piece, order);
        let comma = piece.match_indices(", ").find_map(|(i, _)| {
            let tail = part(&piece[i + 2..], order);
            let head = part(&piece[..i], order);
            let dated = matches!(tail, Part::Date(_) | Part::UnclearDate(_) | Part::OtherDate);
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
        let is_published = found.name("published").is_some();
        let date = found["date"].trim_end_matches(')');
        match dates::read(date, order) {
            Written::Day(date) if is_published => return Part::Date(date),
            Written::Ambiguous if is_published => return Part::UnclearDate(date.to_owned()),
            Written::Day(_) | Written::Ambiguous => return Part::OtherDate,
            Written::None => {}
        }
    }
    if let Some(found) = INTERVIEW.captures(text)
        && is_name(&found["writer"])
    {
        return Part::Author(found["writer"].to_owned());
    }
    if ASIDE.is_match(text) || is_place_line(text) || is_agency(text) || is_staff(text) {
        return Part::Aside;
    }
    if let Some(who) = labelled(text) {
        return if is_staff(who) { Part::Staff } else { Part::Author(who.to_owned()) };
    }
    if let Some((who, rest)) = by(text) {
        let rest = rest.trim_start_matches(',').trim();
        // "By X, 10 December 2025" is a name and a date, not a name and an office.
        let dated = dates::read(rest, order) != Written::None;
        if !dated && !who.split_whitespace().any(is_calendar_word) {
            return if is_staff(&who) { Part::Staff } else { Part::Author(who) };
        }
    }
    if let (true, Some((who, _))) = (is_name_with_office(text), text.split_once(", ")) {
        return Part::Author(who.to_owned());
    }
    match writers_at_places(text) {
        Some(writers) => Part::Name(writers),
        None if is_name(text) => Part::Name(text.to_owned()),
        None => Part::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::writers::writer;
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
            told("By Ilse Varga in Grenhaven and Tomas Reik in Cape Doun"),
            some(Some("Ilse Varga and Tomas Reik"), None)
        );
        assert_eq!(
            told("Ilse Varga in Grenhaven | 13 Nov 2025"),
            some(Some("Ilse Varga"), Some("2025-11-13"))
        );
        assert_eq!(
            told("Ilse Varga · 13 Nov 2025 · 4 min read"),
            some(Some("Ilse Varga"), Some("2025-11-13"))
        );
        assert_eq!(told("— Dec. 1, 2025"), some(None, Some("2025-12-01")));
        let both = some(Some("Ilse Varga"), Some("2025-11-13"));
        assert_eq!(told("Posted on November 13, 2025 by Ilse Varga"), both);
        assert_eq!(told("Ilse Varga talked to Tomas Reik"), some(Some("Ilse Varga"), None));
        assert_eq!(told("Published - 13 Nov 2025 - GRENHAVEN"), some(None, Some("2025-11-13")));
    }

    #[test]
    fn staff_is_no_person_and_an_agency_signs_behind_by_only() {
        for line in ["By Our Diplomatic Correspondent", "By Staff Writer", "By a staff reporter"] {
            assert_eq!(told(line), some(None, None), "{line}");
        }
        assert_eq!(told("Staff writer | 13 Nov 2025"), some(None, Some("2025-11-13")));
        assert_eq!(told("By Reuters"), some(Some("Reuters"), None));
        assert_eq!(told("AFP | 13 Nov 2025"), some(None, Some("2025-11-13")));
        assert_eq!(told("By Ilse Varga, Reuters"), some(Some("Ilse Varga"), None));
        assert_eq!(writer("Staff Writer"), "");
        assert_eq!(writer("By Editorial Board"), "");
        assert_eq!(writer("Reuters"), "Reuters");
    }

    #[test]
    fn labels_of_other_languages_name_writers_and_offices_behind_names_do() {
        for (line, who) in [
            ("Автор: Таисия Верхоглядова", "Таисия Верхоглядова"),
            ("Von Anna Holm und Peter Klein", "Anna Holm und Peter Klein"),
            ("Par Camille d'Auvergne", "Camille d'Auvergne"),
            ("Von Anna Holm, Berlin", "Anna Holm"),
            ("Ilse Varga, Staff Writer", "Ilse Varga"),
            ("08 декември 2025 | 09:15 | Автор: Ilse Varga", "Ilse Varga"),
        ] {
            assert_eq!(told(line).and_then(|it| it.0).as_deref(), Some(who), "{line}");
        }
        for line in ["Von Montag an gilt der Fahrplan", "Par ailleurs", "Lowmark, a port of call"] {
            assert_eq!(told(line), None, "{line}");
        }
    }

    #[test]
    fn how_long_ago_it_was_is_no_date() {
        assert_eq!(told("By Ilse Varga | 3 hours ago"), some(Some("Ilse Varga"), None));
        assert_eq!(told("Updated 3 hours ago"), None);
        assert_eq!(told("3 hours ago"), None);
    }

    #[test]
    fn two_days_are_a_range_and_no_date_of_publication() {
        for line in ["12 Nov 2025 – 13 Nov 2025", "Published 12 Nov 2025 | 13 Nov 2025"] {
            let said = read(line, DateOrder::Unknown).expect("a date line");
            assert_eq!((said.date, said.unclear_date.as_deref()), (None, Some(line)));
        }
        assert_eq!(told("12–13 November 2025"), None);
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
        for line in [
            "Published 13 Nov 2025, updated 14 Nov 2025",
            "Published 13 November 2025 at 10:00 (updated 14 November 2025 at 11:00)",
            "First published on Thu 13 Nov 2025 08.15 GMT Last modified on Fri 14 Nov 2025",
            "Updated 14 November 2025 · Published 13 November 2025",
            "Publié le 13 novembre 2025 à 10h15, mis à jour le 14 novembre 2025",
            "Veröffentlicht am 13. November 2025",
            "Опубликовано: 13 ноября 2025, 10:15",
            "Publicado el 13 de noviembre de 2025",
        ] {
            assert_eq!(told(line), some(None, Some("2025-11-13")), "{line}");
        }
        assert_eq!(told("Aktualisiert am 14. November 2025"), some(None, None));
        assert_eq!(told("Stand: 14.11.2025"), some(None, None));
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
