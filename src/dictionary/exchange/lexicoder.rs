//! Lexicoder 3 (`.lc3`): a line `+Category`, at its end perhaps a colour, then an entry a line.

use super::import::{Fault, Import, Source, lines};
use super::losses::Change;
use super::pattern::STAR;
use super::portable::{Portable, Reach};
use super::{Format, first_line};

pub(super) const FORMAT: Format = Format {
    name: "lc3",
    title: "Lexicoder 3 dictionary",
    extensions: &["lc3"],
    looks_like,
    read,
    write,
    reach: Reach { phrases: true, ..Reach::NOTHING },
};

fn looks_like(text: &str) -> bool {
    first_line(text).strip_prefix('+').is_some_and(|it| !it.trim().is_empty())
}

fn read(text: &str, import: &mut Import) -> Result<(), Fault> {
    let mut category = None;
    for (n, line) in lines(text).map(|(n, line)| (n, line.trim())).filter(|it| !it.1.is_empty()) {
        if let Some(heading) = line.strip_prefix('+') {
            let (label, colour) = without_colour(heading);
            let place = import.category(label, None, n)?;
            category = Some(place);
            if let Some(colour) = colour {
                let what = format!("the colour `{colour}` is left out");
                import.row(n, Some(place), "", Change::Changed, what)?;
            }
        } else if let Some(category) = category {
            import.entry(category, Source::new(line, n), STAR)?;
        } else {
            let what = "stands before the first category".to_owned();
            import.row(n, None, line, Change::Dropped, what)?;
        }
    }
    Ok(())
}

/// The name of a category, and the colour `#RRGGBB` behind it.
fn without_colour(heading: &str) -> (&str, Option<&str>) {
    let found = heading.rfind('#').map(|i| heading.split_at(i));
    match found {
        Some((label, colour))
            if colour.len() == 7
                && colour[1..].bytes().all(|it| it.is_ascii_hexdigit())
                && !label.trim().is_empty() =>
        {
            (label, Some(colour))
        }
        _ => (heading, None),
    }
}

fn write(portable: &Portable) -> String {
    let mut text = String::new();
    for category in &portable.categories {
        text.push_str(&format!("+{}\n", category.label));
        for entry in &category.entries {
            text.push_str(&format!("{}\n", entry.text));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_colour_is_taken_off_a_name() {
        assert_eq!(without_colour("negative#AA0000"), ("negative", Some("#AA0000")));
        assert_eq!(without_colour("issue #1"), ("issue #1", None));
        assert_eq!(without_colour("#AA0000"), ("#AA0000", None));
        assert_eq!(without_colour("é#ééé"), ("é#ééé", None));
    }
}
