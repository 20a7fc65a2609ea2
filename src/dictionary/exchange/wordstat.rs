//! WordStat (`.cat`): an item a line, as deep as it has tabs before it; an entry ends with its weight.

use super::Format;
use super::import::{Fault, Import, Source, lines};
use super::losses::Change;
use super::pattern::STAR;
use super::portable::{Portable, Reach, number};

pub(super) const FORMAT: Format = Format {
    name: "wordstat",
    title: "WordStat dictionary",
    extensions: &["cat"],
    looks_like,
    read,
    write,
    reach: Reach {
        phrases: true,
        weights: true,
        nested: true,
        sums_parts: true,
        gap: '_',
        is_taken_label: is_weighted_label,
        ..Reach::NOTHING
    },
};

/// Category of entries that stand in none.
const NO_CATEGORY: &str = "entries";

fn looks_like(text: &str) -> bool {
    lines(text).take(1000).any(|(_, line)| weighted(line).is_some())
}

fn is_weighted_label(label: &str) -> bool {
    weighted(label).is_some()
}

/// An entry and the weight in brackets behind it.
fn weighted(line: &str) -> Option<(&str, f64)> {
    let (text, weight) = line.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let is_number = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '-' | '+');
    if !weight.trim().chars().all(is_number) || text.trim().is_empty() {
        return None;
    }
    // Some regions write a comma in numbers.
    let weight = weight.trim().replace(',', ".").parse().ok().filter(|it: &f64| it.is_finite())?;
    Some((text.trim(), weight))
}

fn read(text: &str, import: &mut Import) -> Result<(), Fault> {
    // Places of the categories that are open, by depth.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (n, line) in lines(text).filter(|it| !it.1.trim().is_empty()) {
        let depth = line.len() - line.trim_start_matches('\t').len();
        while open.last().is_some_and(|it| depth <= it.0) {
            open.pop();
        }
        let parent = open.last().map(|it| it.1);
        let Some((entry, weight)) = weighted(line) else {
            let place = import.category(line.trim(), parent, n)?;
            open.push((depth, place));
            continue;
        };
        let category = match parent {
            Some(category) => category,
            None => {
                let what = format!("stands in no category; put into `{NO_CATEGORY}`");
                let place = import.category(NO_CATEGORY, None, n)?;
                import.row(n, Some(place), entry, Change::Changed, what)?;
                place
            }
        };
        if entry.starts_with('@') {
            let why = "a rule, whose conditions cannot be said exactly".to_owned();
            import.disabled(category, line.trim(), n, why)?;
            continue;
        }
        let spaced = entry.replace('_', " ");
        let source = Source {
            text: &spaced,
            written: entry,
            weight: Some(weight),
            note: if spaced == entry { String::new() } else { "`_` stands for a space".to_owned() },
            ..Source::new(entry, n)
        };
        import.entry(category, source, STAR)?;
    }
    Ok(())
}

fn write(portable: &Portable) -> String {
    let mut text = String::new();
    for (place, depth) in portable.nested() {
        let category = &portable.categories[place];
        let tabs = "\t".repeat(depth);
        text.push_str(&format!("{tabs}{}\r\n", category.label));
        for entry in &category.entries {
            let weight = number(entry.weight.unwrap_or(1.0));
            text.push_str(&format!("{tabs}\t{} ({weight})\r\n", entry.text));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_of_any_length_makes_an_entry() {
        assert_eq!(weighted("\tGREAT (10)"), Some(("GREAT", 10.0)));
        assert_eq!(weighted("FINE (0.5)  "), Some(("FINE", 0.5)));
        assert_eq!(weighted("BAD (-1)"), Some(("BAD", -1.0)));
        assert_eq!(weighted("KIND (0,5)"), Some(("KIND", 0.5)));
        for category in ["LAW (US)", "LAW ()", "(1)", "LAW", "LAW (1) MORE"] {
            assert_eq!(weighted(category), None, "{category}");
        }
    }
}
