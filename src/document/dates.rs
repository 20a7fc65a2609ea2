//! A written date in, a calendar day out; what can be read in two ways is no date.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::calendar;
use super::lines::single_spaced;
use crate::input::DateOrder;

/// What a written date stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// One calendar day.
    Day(Date),
    /// Day and month can stand either way round.
    Ambiguous,
    /// No date.
    None,
}

/// A weekday, or a word of a language that sets one before its dates.
const BEFORE: &str = r"(?:(?P<weekday>\p{L}[\p{L}\p{M}’'-]*)\.?,? )?(?:(?:le|el|den|il|am|on) )?";
/// The name of a month; some of Arabic are two words.
const MONTH: &str = r"(?P<month>\p{L}[\p{L}\p{M}]{1,15}(?: الأول| الثاني)?)\.?";
const TIME: &str = r"(?: ?(?:,|at|à|um|alle|a las|às|kl\.?|в|T|·|\||-|–|—| ) ?(?:[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)? ?(?:[ap]\.? ?m\.?)?|[0-9]{1,2} ?[ap]\.? ?m\.?|[0-9]{4}(?:[0-9]{2})?) ?(?:hrs|hours|uhr|z|[a-z]{2,5}(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?|[+-][0-9]{2}:?[0-9]{2}|\([a-z]{2,5}\)|\(?[a-z]+(?: [a-z]+){0,2} time\)?)?(?: \([\p{L} ]+\))?(?:\[[\p{L}/_+-]+\])?)?";

/// `13 November 2025`, `Thursday, 13th of November, 2025, 08:15 GMT`, `le 1er décembre 2025`,
/// `8 de diciembre de 2025`, `8 декабря 2025 г.`.
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{BEFORE}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|°)?[ .-]+(?:of |de |del |di |d['’])?{MONTH},?(?:[ -]| de | del )+(?P<year>[0-9]{{4}})(?: ?(?:г|года|ж|р|року|r)\.?)?{TIME}$"
    ))
});

/// `November 13, 2025`, `Nov. 13th 2025 at 8:15 a.m. ET`.
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{BEFORE}{MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}}){TIME}$"
    ))
});

/// `2025. december 8.`, `2025 жылғы 8 желтоқсан`, `2025 December 8`.
static YEAR_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?P<year>[0-9]{{4}})(?:\.| жылғы| жылдың)?,? (?:{MONTH} (?P<day>[0-9]{{1,2}})\.?|(?P<day2>[0-9]{{1,2}}) (?P<month2>\p{{L}}{{2,16}}))(?:,? \p{{L}}+)?{TIME}$"
    ))
});

/// `Mon Dec 08 10:15:00 2025`, `Mon Dec 08 2025 10:15:00 GMT+0500`, `Mon Dec 08 10:15:00 +0000 2025`.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<weekday>[a-z]{3}) (?P<month>[a-z]{3}) (?P<day>[0-9]{1,2}) [0-9]{2}:[0-9]{2}:[0-9]{2}(?: [a-z]{3,4}| [+-][0-9]{4})? (?P<year>[0-9]{4})$",
    )
});

/// `2025-11-13`, `2025/11/13`, `20251113`, `2025-11-13T08:15:00+05:00` (ISO 8601), `2025年11月13日`.
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:(?P<year>[0-9]{{4}})(?:[-/.] ?|年 ?|년 )(?P<number>[0-9]{{1,2}})(?:[-/.] ?|月 ?|월 )(?P<day>[0-9]{{1,2}})(?:日|일)?|(?P<year2>[0-9]{{4}})(?P<number2>[0-9]{{2}})(?P<day2>[0-9]{{2}})){TIME}$"
    ))
});

/// `13/11/2025`, `13.11.2025`, `11-13-2025`, `8. 12. 2025`.
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{BEFORE}(?P<first>[0-9]{{1,2}})(?P<mark>[-/.]) ?(?P<second>[0-9]{{1,2}})[-/.] ?(?P<year>[0-9]{{4}})(?: ?г\.?)?{TIME}$"
    ))
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("the date patterns are constant and valid")
}

/// Reads a date that makes up the whole text, with or without weekday, time and zone.
///
/// - Input: month names of the languages in `calendar.txt`, or numbers, also those of Arabic and
///   Persian; four-digit years from 1000 to 2999.
/// - Unit: the day as it is written, in the zone in which it is written.
/// - Missing: a day that no calendar has, a range of days, a date without a year, "3 hours ago".
pub fn read(text: &str, order: DateOrder) -> Written {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    if 80 < text.len() || !text.contains(is_digit) {
        return Written::None;
    }
    let text: String = single_spaced(text).chars().map(western).collect();
    for pattern in [&*DAY_MONTH, &*MONTH_DAY, &*CLOCK, &*YEAR_MONTH] {
        let Some(found) = pattern.captures(&text) else { continue };
        let group = |name: &str| found.name(name).map(|it| it.as_str());
        if group("weekday").is_some_and(|it| !stands_before(it)) {
            continue;
        }
        let month = group("month").or(group("month2")).and_then(calendar::month);
        let (Some(month), Some(number)) = (month, group("day").or(group("day2"))) else { continue };
        return day(&found["year"], month, number);
    }
    if let Some(found) = YEAR_FIRST.captures(&text) {
        let group = |name: &str, other: &str| {
            found.name(name).or_else(|| found.name(other)).map_or("", |it| it.as_str()).to_owned()
        };
        let month = group("number", "number2").parse().unwrap_or(0);
        return day(&group("year", "year2"), month, &group("day", "day2"));
    }
    NUMERIC.captures(&text).map_or(Written::None, |found| numeric(&found, order))
}

/// Reads a date as [`read`] does, and Unix time: databases keep it as seconds (10 digits) or
/// milliseconds (13 digits) since 1970, which no text does.
///
/// - Unit: for Unix time, the day in UTC.
/// - Source: POSIX.1-2024, 4.19, "Seconds since the Epoch".
pub(super) fn read_field(text: &str, order: DateOrder) -> Written {
    let digits = text.trim();
    let is_number = digits.bytes().all(|it| it.is_ascii_digit());
    let seconds = match digits.len() {
        10 if is_number => digits.parse().ok(),
        13 if is_number => digits[..10].parse().ok(),
        _ => None,
    };
    let time = seconds.and_then(|it| jiff::Timestamp::from_second(it).ok());
    let day = time.map(|it| it.to_zoned(jiff::tz::TimeZone::UTC).date());
    day.map_or_else(|| read(text, order), Written::Day)
}

/// Whether a word may stand before a date: a day of the week, or "den" as in "den 8. december".
fn stands_before(word: &str) -> bool {
    let is_article = |it: &str| matches!(it, "le" | "el" | "den" | "il" | "am" | "on");
    calendar::is_weekday(word) || is_article(&word.to_lowercase())
}

/// A date in numbers with the year last.
fn numeric(found: &Captures<'_>, order: DateOrder) -> Written {
    if found.name("weekday").is_some_and(|it| !stands_before(it.as_str())) {
        return Written::None;
    }
    let (first, second) = (&found["first"], &found["second"]);
    let month = |text: &str| text.parse().unwrap_or(0);
    let day_first = day(&found["year"], month(second), first);
    let month_first = day(&found["year"], month(first), second);
    match (day_first, month_first, order) {
        (Written::Day(a), Written::Day(b), _) if a == b => day_first,
        (Written::Day(_), Written::Day(_), DateOrder::MonthFirst) => month_first,
        // Dates with full stops are written in countries that put the day first.
        (Written::Day(_), _, _) if &found["mark"] == "." => day_first,
        (Written::Day(_), Written::Day(_), DateOrder::Unknown) => Written::Ambiguous,
        (Written::Day(_), _, _) => day_first,
        _ => month_first,
    }
}

/// Whether a character is a digit of those that dates are written with.
pub(super) fn is_digit(character: char) -> bool {
    western(character).is_ascii_digit()
}

/// A digit of Arabic or Persian as an ASCII digit; any other character as it is.
fn western(character: char) -> char {
    let zero = match character {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        other => return other,
    };
    char::from_digit(character as u32 - zero, 10).unwrap_or(character)
}

fn day(year: &str, month: i8, day: &str) -> Written {
    let (Ok(year), Ok(day)) = (year.parse(), day.parse()) else { return Written::None };
    if !(1000..=2999).contains(&year) {
        return Written::None;
    }
    Date::new(year, month, day).map_or(Written::None, Written::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> String {
        match read(text, DateOrder::Unknown) {
            Written::Day(date) => date.to_string(),
            Written::Ambiguous => "ambiguous".to_owned(),
            Written::None => "none".to_owned(),
        }
    }

    #[test]
    fn dates_are_read_in_the_forms_that_news_uses() {
        for text in [
            "13 November 2025",
            "November 13, 2025",
            "Nov. 13, 2025",
            "Thursday, November 13th, 2025",
            "13th of November, 2025",
            "Thu, 13 Nov 2025 08:15:00 +0000",
            "November 13, 2025 at 8:15 a.m. ET",
            "13 November 2025, 08:15",
            "13 November 2025 | 08:15 GMT+5",
            "13-Nov-2025",
            "2025-11-13",
            "2025-11-13T08:15:00Z",
            "2025-11-13T08:15:00.000+05:00",
            "2025-11-13 08:15:00",
            "20251113",
            "13/11/2025",
            "11/13/2025",
            "13.11.2025",
            "13. 11. 2025",
            "13.11.2025, 08:15 Uhr",
            "20251113T081500Z",
            "2025-11-13T23:30:00-05:00",
            "2025-11-13T08:15:00+05:00[Asia/Almaty]",
            "13 November 2025 8 pm ET",
            "13 November 2025, 08:15 Astana time",
            "Thu Nov 13 08:15:00 2025",
            "Thu Nov 13 08:15:00 +0000 2025",
            "Thu Nov 13 2025 08:15:00 GMT+0500 (East Kazakhstan Time)",
            "2025年11月13日",
            "2025년 11월 13일",
        ] {
            assert_eq!(iso(text), "2025-11-13", "{text}");
        }
    }

    #[test]
    fn months_are_read_in_the_languages_that_are_stemmed() {
        for text in [
            "8 décembre 2025",
            "lundi 8 décembre 2025 à 10h15",
            "8. Dezember 2025",
            "Montag, den 8. Dezember 2025, 10:15 Uhr",
            "8 december 2025",
            "8 de diciembre de 2025",
            "8 de dezembro de 2025",
            "segunda-feira, 8 de dezembro de 2025",
            "8 dicembre 2025",
            "8 de desembre de 2025",
            "8 decembrie 2025",
            "den 8. december 2025",
            "8. desember 2025",
            "8. joulukuuta 2025",
            "2025. december 8.",
            "8 Aralık 2025",
            "8 Δεκεμβρίου 2025",
            "8 декабря 2025 г.",
            "понедельник, 8 декабря 2025 года",
            "8 грудня 2025 року",
            "2025 жылғы 8 желтоқсан",
            "8 grudnia 2025 r.",
            "8. prosince 2025",
            "8 Desember 2025",
            "8 ديسمبر 2025",
            "٨ ديسمبر ٢٠٢٥",
            "8 كانون الأول 2025",
            "டிசம்பர் 8, 2025",
            "8.12.2025",
        ] {
            assert_eq!(iso(text), "2025-12-08", "{text}");
        }
        assert_eq!(iso("1er décembre 2025"), "2025-12-01");
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways_is_none_unless_the_order_is_given() {
        assert_eq!(iso("03/04/2025"), "ambiguous");
        let april = Written::Day(jiff::civil::date(2025, 4, 3));
        assert_eq!(read("03/04/2025", DateOrder::DayFirst), april);
        let march = Written::Day(jiff::civil::date(2025, 3, 4));
        assert_eq!(read("03/04/2025", DateOrder::MonthFirst), march);
        assert_eq!(iso("05/05/2025"), "2025-05-05");
        assert_eq!(read("03.04.2025", DateOrder::MonthFirst), march);
    }

    #[test]
    fn a_field_may_hold_unix_time() {
        let day = Written::Day(jiff::civil::date(2025, 11, 24));
        assert_eq!(read_field("1763976600", DateOrder::Unknown), day);
        assert_eq!(read_field("1763976600123", DateOrder::Unknown), day);
        assert_eq!(read_field("2025-11-24", DateOrder::Unknown), day);
        assert_eq!(read_field("176397660", DateOrder::Unknown), Written::None);
    }

    #[test]
    fn what_is_no_single_day_is_no_date() {
        for text in [
            "12–13 November 2025",
            "November 2025",
            "31 February 2025",
            "13 November",
            "13/11/25",
            "99/99/2025",
            "yesterday",
            "May 5, 20255",
            "1992",
            "November 12-13, 2025",
            "12-13 November 2025",
            "12 November – 13 November 2025",
            "12 November 2025 – 13 November 2025",
            "3 hours ago",
            "il y a 3 heures",
            "1765152000",
            "Updated 13 November 2025",
            "Tokyo 13 November 2025",
            "13 Novembers 2025",
            "2025-12",
            "2025年12月",
        ] {
            assert_eq!(iso(text), "none", "{text}");
        }
    }
}
