//! A word in, the month or the day of the week that it names out.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

struct Names {
    months: HashMap<String, i8>,
    days: HashSet<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { months: HashMap::new(), days: HashSet::new() };
    for line in include_str!("calendar.txt").lines().filter(|it| !it.starts_with('#')) {
        let (months, days) = line.split_once('|').unwrap_or((line, ""));
        for (month, spellings) in (1..).zip(months.split_whitespace().skip(1)) {
            for spelling in spellings.split(',') {
                names.months.insert(spelling.replace('_', " "), month);
            }
        }
        names.days.extend(days.split_whitespace().map(str::to_owned));
    }
    names
});

/// A name in lower case, without the full stop of a short form.
fn plain(name: &str) -> String {
    name.trim().trim_end_matches(['.', ',']).replace('’', "'").to_lowercase()
}

/// The month, 1 to 12, that a word names in one of the languages whose dates are read.
pub(super) fn month(name: &str) -> Option<i8> {
    NAMES.months.get(&plain(name)).copied()
}

/// Whether a word names a day of the week.
pub(super) fn is_weekday(name: &str) -> bool {
    NAMES.days.contains(&plain(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_twelve_months_and_no_name_stands_for_two() {
        let mut known: HashMap<String, usize> = HashMap::new();
        for line in include_str!("calendar.txt").lines().filter(|it| !it.starts_with('#')) {
            let months = line.split('|').next().unwrap_or("");
            let cells: Vec<&str> = months.split_whitespace().skip(1).collect();
            assert_eq!(cells.len(), 12, "{line}");
            for (i, spelling) in
                cells.iter().enumerate().flat_map(|(i, it)| it.split(',').map(move |it| (i, it)))
            {
                assert_eq!(*known.entry(spelling.to_owned()).or_insert(i), i, "{spelling}");
                assert_eq!(plain(spelling), spelling);
            }
        }
    }

    #[test]
    fn names_are_known_in_any_case_and_with_a_full_stop() {
        assert_eq!(month("DÉC."), Some(12));
        assert_eq!(month("Sept."), Some(9));
        assert_eq!(month("Dezember"), Some(12));
        assert_eq!(month("Decem"), None);
        assert!(is_weekday("Пятница,") && !is_weekday("Updated"));
    }
}
