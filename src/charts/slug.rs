//! Names in, file names out.

use sha2::{Digest, Sha256};

/// Letters of a slug at most.
const LONGEST: usize = 60;

/// Latin letters with marks, and the plain letters that stand for them in a file name.
const PLAIN: &[(&str, &str)] = &[
    ("àáâãäåāăąǎ", "a"),
    ("æ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõöøōŏőǒ", "o"),
    ("œ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("þ", "th"),
    ("ùúûüũūŭůűųǔ", "u"),
    ("ŵ", "w"),
    ("ýŷÿ", "y"),
    ("źżž", "z"),
];

/// One file name part per name, in the order of the names.
///
/// - Shape: `[a-z0-9-]`, at most 60 characters, no two alike for different names.
/// - A name of which nothing is left, or whose slug another name has as well, gets the beginning of
///   its SHA-256, so that its file name does not depend on the other names' order.
pub(super) fn slugs(names: &[&str]) -> Vec<String> {
    let plain: Vec<String> = names.iter().map(|name| slug(name)).collect();
    let is_good = |i: usize| !plain[i].is_empty() && is_single(&plain, i);
    for n_digits in [8, 16, 32] {
        let slugs: Vec<String> =
            (0..names.len())
                .map(|i| {
                    if is_good(i) {
                        plain[i].clone()
                    } else {
                        hashed(&plain[i], names[i], n_digits)
                    }
                })
                .collect();
        if (0..slugs.len()).all(|i| is_single(&slugs, i)) {
            return slugs;
        }
    }
    names.iter().zip(&plain).map(|(name, plain)| hashed(plain, name, 40)).collect()
}

fn is_single(slugs: &[String], i: usize) -> bool {
    slugs.iter().filter(|it| **it == slugs[i]).count() == 1
}

/// The name in plain small letters and digits, everything else a hyphen, none at the ends or twice.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let plain = PLAIN.iter().find(|(marked, _)| marked.contains(letter));
        match plain {
            Some((_, plain)) => slug.push_str(plain),
            None if letter.is_ascii_alphanumeric() => slug.push(letter),
            None if is_mark(letter) => {}
            None if slug.ends_with('-') => {}
            None => slug.push('-'),
        }
    }
    cut(slug.trim_matches('-'), LONGEST).to_owned()
}

/// Whether the character only decorates the letter before it: combining marks and apostrophes.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\'' | '\u{2019}' | '\u{2bc}')
}

fn hashed(slug: &str, name: &str, n_digits: usize) -> String {
    let digest = Sha256::digest(name.as_bytes());
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let head = cut(slug, LONGEST - 1 - n_digits);
    let hyphen = if head.is_empty() { "" } else { "-" };
    format!("{head}{hyphen}{}", &digits[..n_digits])
}

/// At most `n` characters from the front of ASCII text, without a hyphen at the end.
fn cut(slug: &str, n: usize) -> &str {
    slug[..slug.len().min(n)].trim_end_matches('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_holds_small_letters_digits_and_single_hyphens() {
        let names = ["The Times & Star!", "Süddeutsche Zeitung", "People's Daily", "../etc/passwd"];
        let expected = ["the-times-star", "suddeutsche-zeitung", "peoples-daily", "etc-passwd"];
        assert_eq!(slugs(&names), expected);
    }

    #[test]
    fn names_that_share_a_slug_each_get_a_hash() {
        let slugs = slugs(&["Star", "star!", "Sun"]);
        assert_eq!(slugs[2], "sun");
        assert!(slugs[0].starts_with("star-") && slugs[1].starts_with("star-"), "{slugs:?}");
        assert_ne!(slugs[0], slugs[1]);
        assert_eq!(slugs[0].len(), "star-".len() + 8);
    }

    #[test]
    fn a_name_of_which_nothing_is_left_is_a_hash() {
        let slugs = slugs(&["Егемен Қазақстан", "Ελευθεροτυπία", ""]);
        assert!(slugs.iter().all(|it| it.len() == 8), "{slugs:?}");
        assert_ne!(slugs[0], slugs[1]);
        // What `printf '' | sha256sum` prints begins with this.
        assert_eq!(slugs[2], "e3b0c442");
    }

    #[test]
    fn a_file_name_does_not_depend_on_the_order_of_the_names() {
        let forwards = slugs(&["Star", "star!", "Sun"]);
        let mut backwards = slugs(&["Sun", "star!", "Star"]);
        backwards.reverse();
        assert_eq!(forwards, backwards);
    }

    #[test]
    fn a_slug_is_never_longer_than_sixty_characters() {
        let long = "a very long name ".repeat(20);
        let longer = format!("{long} indeed");
        let slugs = slugs(&[&long, &longer]);
        assert!(slugs.iter().all(|it| it.len() <= LONGEST), "{slugs:?}");
        assert_ne!(slugs[0], slugs[1]);
    }

    #[test]
    fn a_name_that_looks_like_a_hashed_one_is_still_told_apart() {
        let first = slugs(&["Star", "star!"]);
        let names = ["Star", "star!", &first[0]];
        let slugs = slugs(&names);
        assert!((0..3).all(|i| is_single(&slugs, i)), "{slugs:?}");
    }
}
