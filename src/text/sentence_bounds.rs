//! A text and the start of a sentence in, the end of that sentence out: UAX #29, in linear time.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, Ordering};

use unicode_segmentation::UnicodeSegmentation;

/// What a character means to the rules: its `Sentence_Break` property, as far as they tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// A full stop, which may end a sentence (`ATerm`).
    Stop,
    /// A mark that ends one for certain (`STerm`).
    End,
    /// A line or paragraph end (`Sep`, `CR`, `LF`).
    Separator,
    /// A bracket or quotation mark.
    Close,
    Space,
    Upper,
    Lower,
    /// A letter without case.
    Letter,
    Number,
    /// A comma, colon or dash, behind which a sentence goes on (`SContinue`).
    Continue,
    /// Belongs to the character before it (`Extend`, `Format`).
    Extend,
    Other,
}

/// A character of each class.
const EXAMPLES: [(char, Class); 12] = [
    ('.', Class::Stop),
    ('!', Class::End),
    ('\n', Class::Separator),
    (')', Class::Close),
    (' ', Class::Space),
    ('A', Class::Upper),
    ('a', Class::Lower),
    ('א', Class::Letter),
    ('1', Class::Number),
    (',', Class::Continue),
    ('\u{301}', Class::Extend),
    ('+', Class::Other),
];

/// Where a sentence ends that begins at `start`: at the start of the text or the end of another.
///
/// The ends are those of unicode-segmentation, which looks at every character, and takes quadratic
/// time where much white space or many brackets stand behind a full stop. Here the search goes from
/// mark to mark, and each mark looks on as far as the next one at most.
/// - Source: Unicode Standard Annex #29, section 5.1.
pub(super) fn sentence_end(text: &str, start: usize) -> usize {
    let mut from = start;
    while let Some((mark, class)) = next_mark(text, from) {
        let behind = mark + width(text, mark);
        let end = match class {
            Class::Separator if text[mark..].starts_with("\r\n") => Some(mark + 2),
            Class::Separator => Some(behind),
            _ => end_behind(text, mark, behind, class),
        };
        if let Some(end) = end {
            return end;
        }
        from = behind;
    }
    text.len()
}

/// The first character from a place on that may end a sentence.
fn next_mark(text: &str, mut from: usize) -> Option<(usize, Class)> {
    let bytes = text.as_bytes();
    loop {
        from += bytes[from..].iter().position(|it| MAY_BE_MARK[usize::from(*it)])?;
        let class = class_at(text, from);
        if matches!(class, Class::Stop | Class::End | Class::Separator) {
            return Some((from, class));
        }
        from += width(text, from);
    }
}

/// First bytes of characters that may end a sentence: those of ASCII, and all others.
static MAY_BE_MARK: [bool; 256] = {
    let mut is = [false; 256];
    let mut byte = 0;
    while byte < is.len() {
        is[byte] = matches!(byte as u8, b'.' | b'!' | b'?' | b'\r' | b'\n' | 0xC0..);
        byte += 1;
    }
    is
};

/// Where the sentence ends that a mark ends, if it does (rules SB5 to SB11).
fn end_behind(text: &str, mark: usize, behind: usize, class: Class) -> Option<usize> {
    // The mark, then its brackets, then its white space.
    let mut part = class;
    for (i, character) in text[behind..].char_indices() {
        match (part, class_of(character)) {
            (_, Class::Extend) => {}
            (Class::Stop, Class::Number) => return None,
            (Class::Stop, Class::Upper) if is_behind_case(text, mark) => return None,
            (_, Class::Continue | Class::Stop | Class::End | Class::Separator) => return None,
            (Class::Stop | Class::End | Class::Close, next @ Class::Close)
            | (_, next @ Class::Space) => part = next,
            _ => {
                let end = behind + i;
                let goes_on = class == Class::Stop && is_lower_next(&text[end..]);
                return (!goes_on).then_some(end);
            }
        }
    }
    None
}

/// Whether an upper or lower case letter stands before a place.
fn is_behind_case(text: &str, place: usize) -> bool {
    let last = text[..place].chars().rev().map(class_of).find(|it| *it != Class::Extend);
    matches!(last, Some(Class::Upper | Class::Lower))
}

/// Whether a lower case letter comes before any other letter, mark or line end.
fn is_lower_next(rest: &str) -> bool {
    let tells = |it: &Class| {
        use Class::{End, Letter, Lower, Separator, Stop, Upper};
        matches!(it, Stop | End | Separator | Letter | Upper | Lower)
    };
    rest.chars().map(class_of).find(tells) == Some(Class::Lower)
}

/// Bytes of the character at a place.
fn width(text: &str, place: usize) -> usize {
    text[place..].chars().next().map_or(0, char::len_utf8)
}

fn class_at(text: &str, place: usize) -> Class {
    text[place..].chars().next().map_or(Class::Other, class_of)
}

/// For each character its place in [`EXAMPLES`], counted from one; zero as long as nobody asked.
static KNOWN: [AtomicU8; char::MAX as usize + 1] =
    [const { AtomicU8::new(0) }; char::MAX as usize + 1];

fn class_of(character: char) -> Class {
    let slot = &KNOWN[character as usize];
    let mut place = slot.load(Ordering::Relaxed);
    if place == 0 {
        place = find_class(character);
        slot.store(place, Ordering::Relaxed);
    }
    EXAMPLES[usize::from(place - 1)].1
}

/// A text that falls into other sentences for each class that the character in place of `_` has.
const TRIAL: &str = "! _a\n. _a\na._A\na_ A\n. _+";

/// Unicode-segmentation tells no one the class of a character, but those of one class behave alike.
fn find_class(character: char) -> u8 {
    static BEHAVIOURS: LazyLock<[u64; EXAMPLES.len()]> =
        LazyLock::new(|| EXAMPLES.map(|it| behaviour(it.0)));
    let character = if character == '\r' { '\n' } else { character };
    let own = behaviour(character);
    let place = (1..).zip(&*BEHAVIOURS).find(|it| *it.1 == own).map(|it| it.0);
    place.unwrap_or(EXAMPLES.len() as u8)
}

/// After how many characters the sentences of the trial end, as bits.
fn behaviour(character: char) -> u64 {
    let trial = TRIAL.replace('_', character.encode_utf8(&mut [0; 4]));
    let mut n_characters = 0;
    let mut ends = 0;
    for sentence in trial.split_sentence_bounds() {
        n_characters += sentence.chars().count();
        ends |= 1 << n_characters;
    }
    ends
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    fn ends(text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let mut end = 0;
        while end < text.len() {
            end = sentence_end(text, end);
            found.push(end);
        }
        found
    }

    /// The same, by handing the whole text over.
    fn expected(text: &str) -> Vec<usize> {
        text.split_sentence_bound_indices().map(|(start, it)| start + it.len()).collect()
    }

    #[test]
    fn the_trial_tells_all_classes_apart() {
        for (i, (one, class)) in EXAMPLES.iter().enumerate() {
            for (other, _) in &EXAMPLES[..i] {
                assert_ne!(behaviour(*one), behaviour(*other), "{one:?} and {other:?}");
            }
            assert_eq!(class_of(*one), *class);
        }
        for (character, class) in [
            ('\r', Class::Separator),
            ('\u{85}', Class::Separator),
            ('\u{2029}', Class::Separator),
            ('\u{A0}', Class::Space),
            ('”', Class::Close),
            ('–', Class::Continue),
            ('。', Class::End),
            ('.', Class::Stop),
            ('\u{AD}', Class::Extend),
            ('\u{200D}', Class::Extend),
            ('É', Class::Upper),
            ('ж', Class::Lower),
            ('日', Class::Letter),
            ('٣', Class::Number),
            ('👩', Class::Other),
        ] {
            assert_eq!(class_of(character), class, "{character:?}");
        }
    }

    #[test]
    fn every_ascii_mark_may_be_one() {
        for byte in 0..0x80_u8 {
            let class = class_of(char::from(byte));
            let is_mark = matches!(class, Class::Stop | Class::End | Class::Separator);
            assert_eq!(MAY_BE_MARK[usize::from(byte)], is_mark, "{byte:#x}");
        }
    }

    #[test]
    fn a_character_of_any_block_ends_the_same_sentences() {
        for character in (0..=char::MAX as u32).step_by(37).filter_map(char::from_u32) {
            for pattern in ["a._A. _b. _", "a_.A_ B? _a_\n_.)_ 1", "_\r_\n. __ a"] {
                let text = pattern.replace('_', character.encode_utf8(&mut [0; 4]));
                assert_eq!(ends(&text), expected(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn much_white_space_or_many_brackets_take_linear_time() {
        let began = Instant::now();
        for run in [" ", ")", "\u{A0} ", ")」\u{301}", "\u{3000}\u{AD}", "+", "1", "."] {
            for start in ["He went. ", "He went.", "He wént。He went.", "👩 He went. "] {
                let first = format!("{start}{}", run.repeat(200_000));
                assert_eq!(ends(&format!("{first}next.")).last(), Some(&(first.len() + 5)));
                assert_eq!(ends(&format!("{first}Next.")).last(), Some(&(first.len() + 5)));
            }
        }
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }

    proptest! {
        #[test]
        fn ends_are_those_of_unicode_segmentation(
            text in "([a-cA-C01éÉжЖ日א٣.!?…。. \u{A0}\u{3000}“”‘’«»()「\"',:;–—+\r\n\u{85}\u{2028}\u{2029}\u{301}\u{AD}\u{200D}👩]|U\\.S\\.| A|\\. a|\\.\\) |\\.\u{301}){0,60}"
        ) {
            prop_assert_eq!(ends(&text), expected(&text));
        }

        #[test]
        fn ends_of_marks_and_spaces_are_those_of_unicode_segmentation(
            text in "[.!?)” aA1א+,\r\n\u{301}]{0,14}"
        ) {
            prop_assert_eq!(ends(&text), expected(&text));
        }

        #[test]
        fn ends_of_any_text_are_those_of_unicode_segmentation(text in any::<String>()) {
            prop_assert_eq!(ends(&text), expected(&text));
        }
    }
}
