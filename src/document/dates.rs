//! A written date in, a calendar day out; what can be read in two ways is no date.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

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

/// English month names; a form is a name of at least three letters that begins like one of them.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAY: &str =
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?";
const MONTH: &str = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const TIME: &str = r"(?: ?(?:,|at|T|·|\||-|–|—| ) ?[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)? ?(?:[ap]\.? ?m\.?)? ?(?:hrs|hours|z|[a-z]{2,5}(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?|[+-][0-9]{2}:?[0-9]{2}|\([a-z]{2,5}\))?)?";

/// `13 November 2025`, `Thursday, 13th of November, 2025, 08:15 GMT`.
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{WEEKDAY}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ .-]+{MONTH}\.?,?[ -]+(?P<year>[0-9]{{4}}){TIME}$"
    ))
});

/// `November 13, 2025`, `Nov. 13th 2025 at 8:15 a.m. ET`.
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{WEEKDAY}{MONTH}\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}}){TIME}$"
    ))
});

/// `2025-11-13`, `2025/11/13`, `20251113`, `2025-11-13T08:15:00+05:00` (ISO 8601).
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:(?P<year>[0-9]{{4}})[-/.](?P<number>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})|(?P<year2>[0-9]{{4}})(?P<number2>[0-9]{{2}})(?P<day2>[0-9]{{2}})){TIME}$"
    ))
});

/// `13/11/2025`, `13.11.2025`, `11-13-2025`.
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>[-/.])(?P<second>[0-9]{{1,2}})[-/.](?P<year>[0-9]{{4}}){TIME}$"
    ))
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("the date patterns are constant and valid")
}

/// Reads a date that makes up the whole text, with or without weekday, time and zone.
///
/// - Input: English month names, or numbers; four-digit years from 1000 to 2999.
/// - Unit: the day as it is written, in the zone in which it is written.
/// - Missing: a day that no calendar has, a range of days, a date without a year.
pub fn read(text: &str, order: DateOrder) -> Written {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    if 80 < text.len() || !text.bytes().any(|it| it.is_ascii_digit()) {
        return Written::None;
    }
    let text = &single_spaced(text);
    for pattern in [&*DAY_MONTH, &*MONTH_DAY] {
        if let Some(found) = pattern.captures(text) {
            let name = found["month"].to_ascii_lowercase();
            let month =
                MONTHS.iter().position(|it| it.starts_with(&name[..3])).map_or(0, |i| i + 1);
            return day(&found["year"], month as i8, &found["day"]);
        }
    }
    if let Some(found) = YEAR_FIRST.captures(text) {
        let group = |name: &str, other: &str| {
            found.name(name).or_else(|| found.name(other)).map_or("", |it| it.as_str()).to_owned()
        };
        let month = group("number", "number2").parse().unwrap_or(0);
        return day(&group("year", "year2"), month, &group("day", "day2"));
    }
    if let Some(found) = NUMERIC.captures(text) {
        let (first, second) = (&found["first"], &found["second"]);
        let month = |text: &str| text.parse().unwrap_or(0);
        let day_first = day(&found["year"], month(second), first);
        let month_first = day(&found["year"], month(first), second);
        return match (day_first, month_first, order) {
            // Dates with full stops are written in countries that put the day first.
            (Written::Day(_), _, _) if &found["mark"] == "." => day_first,
            (Written::Day(a), Written::Day(b), _) if a == b => day_first,
            (Written::Day(_), Written::Day(_), DateOrder::Unknown) => Written::Ambiguous,
            (Written::Day(_), Written::Day(_), DateOrder::DayFirst) => day_first,
            (Written::Day(_), Written::Day(_), DateOrder::MonthFirst) => month_first,
            (Written::Day(_), _, _) => day_first,
            _ => month_first,
        };
    }
    Written::None
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
        ] {
            assert_eq!(iso(text), "2025-11-13", "{text}");
        }
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways_is_none_unless_the_order_is_given() {
        assert_eq!(iso("03/04/2025"), "ambiguous");
        let april = Written::Day(jiff::civil::date(2025, 4, 3));
        assert_eq!(read("03/04/2025", DateOrder::DayFirst), april);
        let march = Written::Day(jiff::civil::date(2025, 3, 4));
        assert_eq!(read("03/04/2025", DateOrder::MonthFirst), march);
        assert_eq!(iso("05/05/2025"), "2025-05-05");
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
        ] {
            assert_eq!(iso(text), "none", "{text}");
        }
    }
}
