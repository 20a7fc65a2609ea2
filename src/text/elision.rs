//! A form in, the word in it out that an elided one stands before: `l'accord`, `dell'accordo`.

use super::language::Language;

/// Words of French that lose their vowel before another.
const FRENCH: &[&str] =
    &["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "entr"];

/// Words of Italian that do.
const ITALIAN: &[&str] = &[
    "c", "d", "l", "m", "n", "s", "t", "v", "un", "gl", "agl", "all", "coll", "dagl", "dall",
    "degl", "dell", "negl", "nell", "sugl", "sull", "bell", "quell", "quest", "sant", "ciascun",
    "nessun",
];

/// Words of Catalan that do.
const CATALAN: &[&str] = &["d", "l", "m", "n", "s", "t"];

/// What is left of a form, in whatever case, less an elided word before it; `None` where there is none.
///
/// A word that is written with an apostrophe inside (`aujourd'hui`, `quelqu'un`) stays whole.
pub fn less_elision(form: &str, language: Language) -> Option<&str> {
    let elided = match language.code() {
        "fr" => FRENCH,
        "it" => ITALIAN,
        "ca" => CATALAN,
        _ => return None,
    };
    let (before, rest) = form.split_once('\'')?;
    let is_word = rest.starts_with(char::is_alphanumeric);
    (is_word && elided.iter().any(|it| before.eq_ignore_ascii_case(it))).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest<'f>(form: &'f str, code: &str) -> Option<&'f str> {
        less_elision(form, Language::from_code(code).expect("a language"))
    }

    #[test]
    fn an_elided_word_is_taken_off() {
        for (form, code, word) in [
            ("l'accord", "fr", "accord"),
            ("L'Union", "fr", "Union"),
            ("qu'un", "fr", "un"),
            ("jusqu'ici", "fr", "ici"),
            ("dell'accordo", "it", "accordo"),
            ("un'intesa", "it", "intesa"),
            ("l'11", "it", "11"),
            ("d'acord", "ca", "acord"),
        ] {
            assert_eq!(rest(form, code), Some(word));
        }
    }

    #[test]
    fn other_words_stay_whole() {
        for (form, code) in [
            ("aujourd'hui", "fr"),
            ("quelqu'un", "fr"),
            ("l'", "fr"),
            ("accord", "fr"),
            ("po'", "it"),
            ("l'accord", "en"),
            ("d'affaires", "de"),
        ] {
            assert_eq!(rest(form, code), None, "{form}");
        }
    }
}
