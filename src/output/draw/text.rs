//! Text in, lines that fit out: the embedded fonts, the widths of their letters, wrapping and cutting.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex};

use resvg::usvg::{self, fontdb};

/// Family of all text; a viewer without it takes its own sans serif.
pub(super) const FAMILY: &str = "Noto Sans, sans-serif";

/// Letters of a text that are looked at; what follows is cut, so that no name can slow a chart down.
const LONGEST: usize = 2000;

/// Marks upon one letter that are kept; more would run into the lines above and below.
const MARKS: usize = 3;

/// Size at which letters are measured, in pixels; the fonts have 1,000 units.
const MEASURED: f64 = 1000.0;

const ELLIPSIS: &str = "…";

/// The embedded fonts and no others, so that charts look the same everywhere.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    let regular: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
    let bold: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");
    for font in [regular, bold] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    Arc::new(fonts)
});

/// Widths of the letters that almost every chart needs.
static ASCII: LazyLock<BTreeMap<(Face, char), Option<f64>>> = LazyLock::new(|| {
    let letters: Vec<char> = (' '..='~').collect();
    let faces = [Face::Regular, Face::Bold].into_iter();
    faces.flat_map(|face| measured(face, &letters)).collect()
});

/// Options with which our drawings are read.
pub(super) fn options<'f>() -> usvg::Options<'f> {
    usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() }
}

/// A cut of the embedded family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// Widths of letters, measured when they are first asked for.
pub(super) struct Ruler {
    /// Advance at `MEASURED`; `None` for a letter that the fonts lack.
    advances: RefCell<BTreeMap<(Face, char), Option<f64>>>,
}

impl Ruler {
    /// A ruler that knows the ASCII letters.
    pub(super) fn new() -> Self {
        Ruler { advances: RefCell::new(ASCII.clone()) }
    }

    /// Width of a line of text.
    ///
    /// - Unit: that of `size`. Kerning is left out, so that it is a little too wide rather than too narrow.
    pub(super) fn width(&self, text: &str, face: Face, size: f64) -> f64 {
        self.learn(face, text);
        let advances = self.advances.borrow();
        let advance =
            |letter: char| advances.get(&(face, letter)).copied().flatten().unwrap_or(0.0);
        text.chars().map(advance).sum::<f64>() * size / MEASURED
    }

    /// The text as it can be shown: one line, no controls, nothing that the fonts lack.
    ///
    /// Runs of letters that the fonts lack, and of direction overrides, become their codes, as in
    /// `[U+4EBA 6C11]`: two names that differ still look different, and no empty boxes appear.
    pub(super) fn shown(&self, text: &str) -> String {
        let text: String = text.chars().take(LONGEST).filter_map(plain).collect();
        self.learn(Face::Regular, &text);
        let advances = self.advances.borrow();
        let advance = |letter| advances.get(&(Face::Regular, letter)).copied().flatten();
        let (mut shown, mut marks, mut coded) = (String::new(), 0, false);
        for letter in text.chars() {
            let width = if is_override(letter) { None } else { advance(letter) };
            marks = if width.is_some_and(|it| it < 1.0) { marks + 1 } else { 0 };
            // A mark upon a letter that the fonts lack would stand upon nothing, as an empty box.
            let Some(_) = width.filter(|it| !coded || 1.0 <= *it) else {
                shown.push_str(if coded { " " } else { "[U+" });
                write!(shown, "{:04X}", u32::from(letter))
                    .expect("writing to a string does not fail");
                coded = true;
                continue;
            };
            if std::mem::take(&mut coded) {
                shown.push(']');
            }
            if marks <= MARKS && !(letter == ' ' && (shown.is_empty() || shown.ends_with(' '))) {
                shown.push(letter);
            }
        }
        if coded {
            shown.push(']');
        }
        shown.trim_end().to_owned()
    }

    /// The text in lines of at most this width; the last of `most` lines ends in an ellipsis if there is more.
    pub(super) fn lines(
        &self,
        text: &str,
        face: Face,
        size: f64,
        width: f64,
        most: usize,
    ) -> Vec<String> {
        let shown = self.shown(text);
        let mut lines = Vec::new();
        let mut rest = shown.as_str();
        while !rest.is_empty() && lines.len() + 1 < most {
            let (line, after) = self.split(rest, face, size, width);
            lines.push(line.to_owned());
            rest = after;
        }
        if !rest.is_empty() {
            lines.push(self.cut(rest, face, size, width));
        }
        lines
    }

    /// The text if it fits, else its beginning with an ellipsis.
    pub(super) fn cut(&self, text: &str, face: Face, size: f64, width: f64) -> String {
        if self.width(text, face, size) <= width {
            return text.to_owned();
        }
        let room = width - self.width(ELLIPSIS, face, size);
        let kept = text[..self.fitting(text, face, size, room)].trim_end();
        format!("{kept}{ELLIPSIS}")
    }

    /// The longest beginning that fits and ends where a line may end, and what follows it.
    fn split<'t>(&self, text: &'t str, face: Face, size: f64, width: f64) -> (&'t str, &'t str) {
        let fitting = self.fitting(text, face, size, width);
        if fitting == text.len() {
            return (text, "");
        }
        let may_end = |&(i, letter): &(usize, char)| {
            letter == ' ' && i <= fitting || is_joint(letter) && i + letter.len_utf8() <= fitting
        };
        let end = text.char_indices().take_while(|(i, _)| *i <= fitting).filter(may_end).last();
        let end = match end {
            Some((i, ' ')) => i,
            Some((i, letter)) => i + letter.len_utf8(),
            None => fitting.max(text.chars().next().map_or(0, char::len_utf8)),
        };
        (text[..end].trim_end(), text[end..].trim_start())
    }

    /// Length in bytes of the longest beginning that fits, without cutting a letter from its marks.
    fn fitting(&self, text: &str, face: Face, size: f64, width: f64) -> usize {
        self.learn(face, text);
        let advances = self.advances.borrow();
        let mut room = width * MEASURED / size;
        for (i, letter) in text.char_indices() {
            room -= advances.get(&(face, letter)).copied().flatten().unwrap_or(0.0);
            if room < 0.0 {
                return i;
            }
        }
        text.len()
    }

    fn learn(&self, face: Face, text: &str) {
        let mut advances = self.advances.borrow_mut();
        let mut unknown: Vec<char> =
            text.chars().filter(|letter| !advances.contains_key(&(face, *letter))).collect();
        if !unknown.is_empty() {
            unknown.sort_unstable();
            unknown.dedup();
            advances.extend(measured(face, &unknown));
        }
    }
}

/// The letter as it is shown: spaces for what separates, nothing for what is invisible.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Soft hyphen, zero-width spaces and joiners, direction marks, variation selectors.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => None,
        '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => None,
        letter if letter.is_control() => None,
        letter => Some(letter),
    }
}

fn is_override(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a line may end after this letter.
fn is_joint(letter: char) -> bool {
    matches!(letter, '-' | '/' | '_' | '–' | '—')
}

/// Advances of letters at `MEASURED`; each stands between two bars, so that spaces and marks have one too.
fn measured(face: Face, letters: &[char]) -> BTreeMap<(Face, char), Option<f64>> {
    let weight = if face == Face::Bold { "bold" } else { "normal" };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\" font-family=\"{FAMILY}\" \
         font-weight=\"{weight}\" font-size=\"{MEASURED}\"><text id=\"bars\">||</text>"
    );
    for &letter in letters.iter().filter(|letter| is_xml(**letter)) {
        let code = u32::from(letter);
        write!(svg, "<text id=\"c{code}\" xml:space=\"preserve\">|&#{code};|</text>")
            .expect("writing to a string does not fail");
    }
    svg.push_str("</svg>");
    let lacking = Mutex::new(Vec::new());
    let mut options = options();
    options.font_resolver.select_fallback = Box::new(|letter, _, _| {
        lacking.lock().unwrap_or_else(|it| it.into_inner()).push(letter);
        None
    });
    let tree =
        usvg::Tree::from_str(&svg, &options).expect("a drawing of single letters is well-formed");
    drop(options);
    let lacking = lacking.into_inner().unwrap_or_else(|it| it.into_inner());
    let width = |id: &str| tree.node_by_id(id).map(|it| f64::from(it.bounding_box().width()));
    let bars = width("bars").unwrap_or(0.0);
    let advance = |letter: char| {
        let width = width(&format!("c{}", u32::from(letter)))?;
        (!lacking.contains(&letter)).then_some((width - bars).max(0.0))
    };
    letters.iter().map(|&letter| ((face, letter), advance(letter))).collect()
}

/// Whether XML can hold the character.
fn is_xml(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Ruler::new().shown(text)
    }

    fn lines(text: &str, width: f64, most: usize) -> Vec<String> {
        Ruler::new().lines(text, Face::Regular, 10.0, width, most)
    }

    #[test]
    fn latin_cyrillic_and_greek_names_stay_as_they_are() {
        for name in
            ["Süddeutsche Zeitung", "Егемен Қазақстан", "Ελευθεροτυπία", "Hà Nội Mới", "«Ű»"]
        {
            assert_eq!(shown(name), name);
        }
    }

    #[test]
    fn letters_that_the_fonts_lack_become_their_codes() {
        assert_eq!(shown("人民 Daily"), "[U+4EBA 6C11] Daily");
        assert_eq!(shown("a\u{1F600}"), "a[U+1F600]");
        assert_eq!(shown("\u{4EBA}\u{301}a\u{301}"), "[U+4EBA 0301]a\u{301}");
        assert_eq!(shown("\u{ffff}"), "[U+FFFF]");
    }

    #[test]
    fn direction_overrides_become_their_codes() {
        assert_eq!(shown("abc\u{202e}fed\u{2069}"), "abc[U+202E]fed[U+2069]");
    }

    #[test]
    fn controls_and_invisible_characters_vanish_and_white_space_becomes_one_space() {
        assert_eq!(shown(" a\u{0}\u{7}b\t\n c\u{200b}\u{feff}d\u{ad} "), "ab cd");
    }

    #[test]
    fn no_more_than_three_marks_stand_upon_a_letter() {
        assert_eq!(
            shown(&format!("a{}b", "\u{301}".repeat(50))),
            format!("a{}b", "\u{301}".repeat(3))
        );
    }

    #[test]
    fn widths_are_those_of_the_font() {
        let ruler = Ruler::new();
        // Advances of Noto Sans: `a` 561, space 260, `М` (Cyrillic) 907 units of 1,000.
        assert!((ruler.width("a a", Face::Regular, 100.0) - 138.2).abs() < 0.2);
        assert!((ruler.width("М", Face::Regular, 100.0) - 90.7).abs() < 0.2);
        assert!(ruler.width("a", Face::Regular, 100.0) < ruler.width("a", Face::Bold, 100.0));
        assert!(
            ruler.width("e\u{301}", Face::Regular, 100.0) - ruler.width("e", Face::Regular, 100.0)
                < 0.2
        );
    }

    #[test]
    fn text_is_wrapped_at_spaces_and_after_hyphens() {
        assert_eq!(lines("one two-three four", 45.0, 9), ["one two-", "three", "four"]);
        assert_eq!(lines("", 45.0, 9), Vec::<String>::new());
    }

    #[test]
    fn a_word_that_is_too_long_is_broken_and_every_line_fits() {
        let ruler = Ruler::new();
        let lines = lines(&"Donaudampfschiff".repeat(5), 60.0, 99);
        assert!(lines.iter().all(|it| ruler.width(it, Face::Regular, 10.0) <= 60.0), "{lines:?}");
        assert_eq!(lines.concat(), "Donaudampfschiff".repeat(5));
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(lines("one two three four", 45.0, 2), ["one two", "three f…"]);
    }

    #[test]
    fn a_width_of_nothing_still_ends() {
        assert!(!lines("one two", 0.0, 50).is_empty());
    }
}
