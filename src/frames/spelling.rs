//! A word in, its other spelling out: `normalise` and `normalize`.

use crate::text::Language;

/// What may follow `is` or `iz` in such a word.
const ENDINGS: [&str; 13] = [
    "e",
    "ed",
    "er",
    "ers",
    "es",
    "ing",
    "ings",
    "able",
    "ation",
    "ations",
    "ational",
    "ationally",
    "ement",
];

/// Fewest letters before it: `arise`, `prise` and `size` have one spelling.
const MIN_STEM: usize = 3;

/// The other of the two English spellings in `-ise` and `-ize` and their derivatives; `None` where a
/// word has no such ending.
pub fn other(form: &str, language: Language) -> Option<String> {
    if language != Language::ENGLISH && language != Language::UNKNOWN {
        return None;
    }
    let at = ENDINGS.iter().find_map(|ending| {
        let stem = form.strip_suffix(ending)?;
        (stem.ends_with("is") || stem.ends_with("iz")).then(|| stem.len() - 1)
    })?;
    if form[..at - 1].chars().filter(|it| it.is_alphabetic()).count() < MIN_STEM {
        return None;
    }
    let letter = if &form[at..=at] == "s" { "z" } else { "s" };
    Some(format!("{}{letter}{}", &form[..at], &form[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_lead_to_one_another() {
        for (british, american) in [
            ("normalise", "normalize"),
            ("normalisation", "normalization"),
            ("organisers", "organizers"),
            ("securitising", "securitizing"),
        ] {
            assert_eq!(other(british, Language::ENGLISH).as_deref(), Some(american));
            assert_eq!(other(american, Language::ENGLISH).as_deref(), Some(british));
        }
    }

    #[test]
    fn words_with_one_spelling_stay() {
        for word in ["size", "prize", "arise", "strategic", "ise", "żise"] {
            assert_eq!(other(word, Language::ENGLISH), None, "{word}");
        }
        let french = Language::from_code("fr").expect("a language");
        assert_eq!(other("normalise", french), None);
    }
}
