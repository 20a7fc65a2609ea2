//! A text in, its language out; a text that is too short to tell has none.

use whatlang::Script;

use super::language::Language;

/// What a text says of its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is in this one.
    Language(Language),
    /// It is too short to tell.
    TooShort,
    /// It is long enough, and in no language that is told, or in several.
    Unclear,
}

/// Characters that are looked at.
const MAX_CHARACTERS: usize = 1000;

/// Fewest letters of a text whose script is that of many languages.
const MIN_LETTERS: usize = 100;

/// Fewest letters of a text whose script is that of one language.
const MIN_LETTERS_OF_SCRIPT: usize = 20;

/// Words after which it is first asked whether a text is English.
const FIRST_WORDS: usize = 20;

/// The language of a text, by its first 1,000 characters; paragraphs are read one after another.
///
/// English is told by its function words, as most texts are and it costs next to nothing; all others
/// by trigrams (whatlang). Kazakh, Kyrgyz, Mongolian and Tajik, which trigrams take for their neighbours,
/// are told by letters that they alone have.
pub fn detect<'t>(paragraphs: impl Iterator<Item = &'t str> + Clone) -> Told {
    if is_english(paragraphs.clone()) {
        return Told::Language(Language::ENGLISH);
    }
    let mut head = String::new();
    let mut room = MAX_CHARACTERS;
    for paragraph in paragraphs {
        let end = paragraph.char_indices().nth(room).map_or(paragraph.len(), |it| it.0);
        head.push_str(&paragraph[..end]);
        head.push('\n');
        room -= paragraph[..end].chars().count();
        if room == 0 {
            break;
        }
    }
    of_head(&head)
}

fn of_head(head: &str) -> Told {
    let n_letters = head.chars().filter(|it| it.is_alphabetic()).count();
    if n_letters < MIN_LETTERS_OF_SCRIPT {
        return Told::TooShort;
    }
    let Some(info) = whatlang::detect(head) else { return Told::Unclear };
    let is_shared = matches!(
        info.script(),
        Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Hebrew
    );
    if info.script() == Script::Cyrillic
        && let Some(told) = of_cyrillic_letters(head, n_letters)
    {
        return told;
    }
    if is_shared && n_letters < MIN_LETTERS {
        return Told::TooShort;
    }
    let told = if info.is_reliable() { Language::of(info.lang()) } else { None };
    // By function words English is told with less; without them it is a list, or names.
    told.map_or(Told::Unclear, Told::Language)
}

/// What letters tell that only some languages of Central Asia have; `None` where there are none.
fn of_cyrillic_letters(head: &str, n_letters: usize) -> Option<Told> {
    // Beyond U+0490 stand the letters of other languages than the Slavic ones, Ukrainian ґ aside.
    let is_own = |it: char| matches!(it, '\u{492}'..='\u{52F}');
    let n_own = head.chars().filter(|it| is_own(*it)).count();
    if 50 * n_own < n_letters {
        return None;
    }
    let has = |letters: [char; 2]| head.contains(letters);
    let (kazakh, tajik) = (has(['ұ', 'Ұ']), has(['ҷ', 'Ҷ']) || has(['ӣ', 'Ӣ']) || has(['ӯ', 'Ӯ']));
    let (q, schwa, n, o) = (has(['қ', 'Қ']), has(['ә', 'Ә']), has(['ң', 'Ң']), has(['ө', 'Ө']));
    let uzbek = has(['ў', 'Ў']);
    let code = match () {
        () if tajik => "tg",
        () if kazakh || (q && schwa) => "kk",
        () if q && uzbek => "uz",
        () if n && o && !q && !schwa => "ky",
        () if o && !n && !q && !schwa => "mn",
        () => return Some(Told::Unclear),
    };
    Language::from_code(code).map(Told::Language)
}

/// Whether more than one in six words is a function word of English, "the" and "and" among them.
fn is_english<'t>(paragraphs: impl Iterator<Item = &'t str>) -> bool {
    let (mut n_words, mut n_english, mut n_sure) = (0, 0, 0);
    let mut n_bytes = 0;
    for paragraph in paragraphs {
        let words = paragraph.as_bytes().split(|it| !it.is_ascii_alphanumeric() && it.is_ascii());
        for word in words.filter(|it| !it.is_empty()) {
            n_words += 1;
            n_bytes += word.len() + 1;
            if (2..=5).contains(&word.len()) {
                let mut lower = [0; 5];
                let lower = &mut lower[..word.len()];
                lower.copy_from_slice(word);
                lower.make_ascii_lowercase();
                n_english += usize::from(is_function_word(lower));
                n_sure += usize::from(matches!(&*lower, b"the" | b"and"));
            }
            let is_time = n_words % FIRST_WORDS == 0 || MAX_CHARACTERS <= n_bytes;
            if is_time && n_words <= 6 * n_english && 3 <= n_sure {
                return true;
            }
            if MAX_CHARACTERS <= n_bytes {
                return false;
            }
        }
    }
    20 <= n_words && n_words <= 6 * n_english && 2 <= n_sure
}

/// Whether a word in lower case stands in every English text, and in few of another language.
#[rustfmt::skip]
fn is_function_word(word: &[u8]) -> bool {
    matches!(
        word,
        b"and" | b"are" | b"been" | b"but" | b"by" | b"from" | b"has" | b"have" | b"he" | b"his" | b"its" | b"not"
            | b"of" | b"said" | b"that" | b"the" | b"their" | b"they" | b"this" | b"to" | b"was" | b"were"
            | b"which" | b"with"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> &'static str {
        match detect(text.lines()) {
            Told::Language(language) => Language::all()
                .find(|it| *it == language)
                .map_or("?", |it| it.name().to_owned().leak()),
            Told::TooShort => "too short",
            Told::Unclear => "unclear",
        }
    }

    #[test]
    fn languages_are_told_from_ordinary_sentences() {
        for (language, text) in [
            (
                "French",
                "Le ministre des affaires étrangères a déclaré mardi que son pays ne choisirait pas entre les deux grandes puissances qui l'entourent depuis toujours.",
            ),
            (
                "English",
                "The minister said on Tuesday that his country would not choose between the two great powers that have surrounded it since the war.",
            ),
            (
                "German",
                "Der Außenminister erklärte am Dienstag, sein Land werde sich nicht zwischen den beiden großen Mächten entscheiden, die es seit jeher umgeben.",
            ),
            (
                "Italian",
                "Il ministro degli esteri ha dichiarato martedì che il suo paese non sceglierà tra le due grandi potenze che lo circondano da sempre.",
            ),
            (
                "Spanish",
                "El ministro de Asuntos Exteriores declaró el martes que su país no elegirá entre las dos grandes potencias que lo rodean desde siempre.",
            ),
            (
                "Russian",
                "Министр иностранных дел заявил во вторник, что его страна не будет выбирать между двумя великими державами, которые окружают её с давних пор.",
            ),
            (
                "Turkish",
                "Dışişleri bakanı salı günü yaptığı açıklamada ülkesinin kendisini çevreleyen iki büyük güç arasında bir seçim yapmayacağını söyledi.",
            ),
            (
                "Polish",
                "Minister spraw zagranicznych oświadczył we wtorek, że jego kraj nie będzie wybierał między dwoma wielkimi mocarstwami, które go otaczają.",
            ),
            ("Chinese", "外交部长星期二表示，他的国家不会在长期以来包围它的两个大国之间作出选择。"),
            ("Kazakh", "Қазақстан Республикасы Үкіметі бұл туралы хабарлаған жоқ."),
            (
                "Kyrgyz",
                "Тышкы иштер министри шейшемби күнү өлкөсү аны курчап турган эки улуу мамлекеттин ортосунда тандоо жасабай турганын билдирди, деп жазды өкмөттүн басма сөз кызматы. Мунун себеби жөнүндө эч нерсе айтылган жок, жаңы келишим кийин түзүлөт.",
            ),
        ] {
            assert_eq!(told(text), language, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_too_short_to_tell_is_in_no_language() {
        for text in
            ["", "1992", "A gesture.", "Un geste symbolique.", "Lowmark joins accord", "Минск"]
        {
            assert_eq!(told(text), "too short", "{text}");
        }
    }

    #[test]
    fn a_list_of_names_is_no_english_text() {
        let names = "Ilse Varga, Tomas Reik, Anna Holm, Rory Dunmarsh, Jon Ketter, Mirela Sand, Oda Lind, Per Aker, \
                     Lowmark, Grenhaven, Northgate, Ostrava, Kelmond, Brannock, Tarsk, Ivelheim, Doun, Marrow";
        assert_ne!(told(names), "English");
    }

    #[test]
    fn english_is_told_however_it_is_divided_into_paragraphs() {
        let text = "The port\n\nThe minister signed the pact.\n\nIt was the first of three, and the last that \
                    the founders had asked for, officials said with some relief.";
        assert_eq!(told(text), "English");
    }
}
