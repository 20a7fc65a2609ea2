//! What matchers find.

use std::ops::Range;

use super::*;
use crate::dictionary::{Dictionary, read_texts};
use crate::document::Zone;
use crate::text::{self, Language, Vocabulary, Voice};

/// A dictionary of frames with plain entries.
fn dictionary(frames: &[(&str, &[&str])]) -> Dictionary {
    let frame = |(name, entries): &(&str, &[&str])| {
        let entries: Vec<String> = entries.iter().map(|it| format!("'{it}'")).collect();
        format!("[[frame]]\nname = '{name}'\nentries = [{}]\n", entries.join(", "))
    };
    let text: String = frames.iter().map(frame).collect();
    read_texts(&[("frames.toml", &text)]).expect("a dictionary")
}

/// Tokens and sentences of one paragraph; words in quotation marks are quoted.
pub(super) fn tokens(paragraph: &str, front: &mut Front<'_>) -> (Vec<Token>, Vec<Sentence>) {
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    let quotations = text::quotations(paragraph);
    let mut words: Vec<Range<u32>> = Vec::new();
    for range in text::sentences(paragraph) {
        words.clear();
        text::words(&paragraph[range.clone()], &mut words);
        let first = tokens.len() as u32;
        for word in &words {
            let (start, end) = (range.start as u32 + word.start, range.start as u32 + word.end);
            let is_quoted = quotations.iter().any(|it| it.contains(&(start as usize)));
            let voice = if is_quoted { Voice::Quoted } else { Voice::Author };
            let word = front.word(paragraph, start..end, Language::ENGLISH);
            tokens.push(Token { start, end, word, voice });
        }
        let bytes = range.start as u32..range.end as u32;
        let tokens = first..tokens.len() as u32;
        if !tokens.is_empty() {
            sentences.push(Sentence { tokens, range: bytes, zone: Zone::Lead, paragraph: 0 });
        }
    }
    (tokens, sentences)
}

/// Hits in one paragraph, and its tokens.
pub(super) fn hits(
    dictionary: &Dictionary,
    options: &Options,
    paragraph: &str,
) -> (Vec<Hit>, Vec<Token>) {
    let matcher = Matcher::new(dictionary, options, Stemmer::RustStemmers).expect("a matcher");
    let by = matcher.sight_depends_on();
    let vocabulary = Vocabulary::new(Stemmer::RustStemmers, by, Box::new(|it| matcher.sight(it)));
    let mut front = Front::new(&vocabulary);
    let (tokens, sentences) = tokens(paragraph, &mut front);
    let mut found = Found::default();
    matcher.find(&tokens, &sentences, &front, &mut found);
    (found.hits, tokens)
}

/// Frame and words of every hit in one paragraph; a `!` before a negated one.
fn found_by(dictionary: &Dictionary, options: &Options, paragraph: &str) -> Vec<String> {
    let (hits, tokens) = hits(dictionary, options, paragraph);
    let shown = |hit: &Hit| {
        let words = &tokens[hit.token as usize..(hit.token + hit.n_tokens) as usize];
        let words = words.iter().map(|it| &paragraph[it.start as usize..it.end as usize]);
        let mark = if hit.negated { "!" } else { "" };
        let name = &dictionary.frames[hit.frame as usize].name;
        format!("{mark}{name}:{}", words.collect::<Vec<_>>().join(" "))
    };
    hits.iter().map(shown).collect()
}

fn found(frames: &[(&str, &[&str])], options: &Options, paragraph: &str) -> Vec<String> {
    found_by(&dictionary(frames), options, paragraph)
}

fn of(entries: &[&str], paragraph: &str) -> Vec<String> {
    found(&[("f", entries)], &Options::default(), paragraph)
}

/// Hits of one frame whose entries are written in TOML, with classes before it.
fn of_toml(classes: &str, entries: &str, paragraph: &str) -> Vec<String> {
    let text = format!("[classes]\n{classes}\n[[frame]]\nname = 'f'\nentries = [{entries}]\n");
    let dictionary = read_texts(&[("f.toml", &text)]).unwrap_or_else(|report| panic!("{report}"));
    found_by(&dictionary, &Options::default(), paragraph)
}

#[test]
fn the_longest_entry_of_a_frame_takes_its_tokens() {
    let entries = ["multi vector", "multi vector polic*", "vector", "balanc*"];
    let sentence = "Its multi-vector policy balances every vector.";
    assert_eq!(of(&entries, sentence), ["f:multi vector policy", "f:balances", "f:vector"]);
}

#[test]
fn entries_of_one_length_count_in_the_order_of_the_dictionary() {
    assert_eq!(of(&["b c", "a b"], "a b c"), ["f:b c"]);
    assert_eq!(of(&["a b", "b c"], "a b c"), ["f:a b"]);
    assert_eq!(of(&["a a"], "a a a"), ["f:a a"]);
}

#[test]
fn marks_wildcards_and_possessives_are_understood() {
    assert_eq!(of(&["wom?n"], "Women, woman, womxn and womaan"), ["f:Women", "f:woman", "f:womxn"]);
    assert_eq!(
        of(&["~balance"], "balancing balanced balances"),
        ["f:balancing", "f:balanced", "f:balances"]
    );
    assert_eq!(of(&["=Belt and =Road"], "Belt and Road, belt and road"), ["f:Belt and Road"]);
    assert_eq!(of(&["lowmark"], "Lowmark’s bet and the Lowmarks' bet"), ["f:Lowmark’s"]);
}

#[test]
fn frames_are_independent_unless_the_overlap_says_otherwise() {
    let frames: &[(&str, &[&str])] = &[("a", &["p q"]), ("b", &["q r"])];
    let with = |overlap| Options { overlap, ..Options::default() };
    assert_eq!(found(frames, &with(Overlap::Frame), "p q r"), ["a:p q", "b:q r"]);
    assert_eq!(found(frames, &with(Overlap::Dictionary), "p q r"), ["a:p q"]);
    let frames: &[(&str, &[&str])] = &[("a", &["p", "p q"])];
    assert_eq!(found(frames, &with(Overlap::All), "p q"), ["a:p", "a:p q"]);
}

#[test]
fn a_hit_behind_a_negator_is_marked_and_left_out_on_request() {
    let sentence = "It is not a mere gesture, and it doesn’t bring an empty gesture.";
    assert_eq!(of(&["gesture"], sentence), ["!f:gesture", "f:gesture"]);
    let frames: &[(&str, &[&str])] = &[("f", &["bring", "gesture"])];
    let options = Options { negation: Negation::Exclude, ..Options::default() };
    assert_eq!(found(frames, &options, sentence), ["f:gesture"]);
}

#[test]
fn phrases_have_alternatives_and_words_that_may_be_missing() {
    let entries = ["photo (op|opportunit*|shoot of)"];
    assert_eq!(
        of(&entries, "A photo op, photo-opportunities, a photo shoot of two."),
        ["f:photo op", "f:photo opportunities", "f:photo shoot of"]
    );
    assert_eq!(
        of(&["new (golden)? era"], "A new era, a new golden era."),
        ["f:new era", "f:new golden era"]
    );
}

#[test]
fn hyphen_space_and_closed_up_spellings_are_one() {
    let text = "Multi-vector, multi vector, multivector, multi\u{2011}vector, multi\u{2013}vector.";
    assert_eq!(of(&["multi-vector"], text).len(), 5);
    assert_eq!(of(&["multi vector"], text).len(), 5);
    assert_eq!(
        of(&["e-mail"], "An e-mail, an email, an e mail."),
        ["f:e mail", "f:email", "f:e mail"]
    );
    assert_eq!(of(&["so on"], "And so on, soon."), ["f:so on"]);
}

#[test]
fn british_and_american_spelling_are_one_unless_told() {
    let text = "Normalization, normalisation and to normalise.";
    assert_eq!(of(&["normalisation", "~normalize"], text).len(), 3);
    let options = Options { spelling: false, ..Options::default() };
    assert_eq!(found(&[("f", &["normalisation"])], &options, text), ["f:normalisation"]);
}

#[test]
fn parts_stand_in_order_and_near() {
    let text = "It balances ties with Moscow. Russia balances.";
    assert_eq!(of(&["balanc* ... (russia|moscow)"], text), ["f:balances ties with Moscow"]);
    let entry = |options: &str| format!("{{ pattern = 'balanc* ... (russia|moscow)', {options} }}");
    assert_eq!(of_toml("", &entry("within = 1"), text), [""; 0]);
    assert_eq!(of_toml("", &entry("within = 2"), text).len(), 1);
    assert_eq!(
        of_toml("", &entry("near = 2"), text),
        ["f:balances ties with Moscow", "f:Russia balances"]
    );
    let text = "It balances. Moscow nods.";
    assert_eq!(of_toml("", &entry("within = 2"), text), [""; 0]);
    assert_eq!(of_toml("", &entry("same = 'paragraph'"), text), ["f:balances Moscow"]);
}

#[test]
fn words_between_parts_are_free_for_other_entries() {
    let entries = ["balanc* ... moscow", "old ties", "ties with moscow"];
    assert_eq!(
        of(&entries, "It balances old ties with Moscow."),
        ["f:ties with Moscow"],
        "the longest takes its words first"
    );
    assert_eq!(
        of(&entries[..2], "It balances old ties with Moscow."),
        ["f:balances old ties with Moscow", "f:old ties"]
    );
}

#[test]
fn what_stands_there_excludes_a_match() {
    let entry = "{ pattern = 'strategic', not = ['strategic partnership', 'strategic studies'] }";
    assert_eq!(of_toml("", entry, "A strategic partnership, a strategic bet."), ["f:strategic"]);
    let entry = "{ pattern = 'balance', before = 'mere', after = ['of payments'] }";
    assert_eq!(
        of_toml("", entry, "A mere balance; the balance of payments; a merely old balance."),
        ["f:balance"]
    );
    let entry = "{ pattern = 'balance', before = 'mere', reach = 1 }";
    assert_eq!(of_toml("", entry, "A mere old balance. Mere. Balance."), ["f:Balance"]);
    let entry = "{ pattern = 'balance', unless = '(bank|payments)' }";
    assert_eq!(of_toml("", entry, "The bank has a balance. The balance holds."), ["f:balance"]);
    let entry = "{ pattern = 'balance', unless = 'bank', same = 'paragraph' }";
    assert_eq!(of_toml("", entry, "The bank is here. The balance holds."), [""; 0]);
}

#[test]
fn an_entry_that_does_not_count_takes_no_word() {
    let entries = "{ pattern = 'strategic partnership', before = 'so called' }, 'strategic'";
    assert_eq!(of_toml("", entries, "A so-called strategic partnership."), ["f:strategic"]);
}

#[test]
fn several_things_are_mentioned_together() {
    let classes =
        "powers = ['@russia', 'china', 'the (west|eu)']\nrussia = ['russia', 'moscow', 'kremlin']";
    let entry = "{ any_of = '@powers', at_least = 2 }";
    let text = "Moscow, the Kremlin and China talk, and so does the EU. Moscow and Russia rest.";
    assert_eq!(of_toml(classes, entry, text), ["f:Moscow the Kremlin and China"]);
    let entry = "{ all_of = ['balanc*', 'ties'], any_of = ['@russia', 'china'] }";
    let text =
        "Ties with China and Russia are balanced. Balanced ties. Ties of balance with Moscow.";
    assert_eq!(
        of_toml(classes, entry, text),
        ["f:Ties with China and Russia are balanced", "f:Ties of balance with Moscow"]
    );
}

#[test]
fn a_word_is_one_mention() {
    let entry = "{ any_of = ['china', 'south china sea', 'sea'], at_least = 2 }";
    assert_eq!(of_toml("", entry, "The South China Sea."), [""; 0]);
    assert_eq!(
        of_toml("", entry, "China and the South China Sea."),
        ["f:China and the South China Sea"]
    );
}

#[test]
fn case_zone_voice_and_negation_are_asked_for() {
    let entry = "{ pattern = 'US', case = true }";
    assert_eq!(of_toml("", entry, "The US told us."), ["f:US"]);
    let text = "He said “a gesture it is” of the gesture.";
    assert_eq!(of_toml("", "{ pattern = 'gesture', voice = 'quoted' }", text), ["f:gesture"]);
    assert_eq!(of_toml("", "{ pattern = 'gesture of', voice = 'outlet' }", text), [""; 0]);
    assert_eq!(of_toml("", "{ pattern = 'gesture', zone = ['headline', 'body'] }", text), [""; 0]);
    assert_eq!(of_toml("", "{ pattern = 'gesture', zone = 'lead' }", text).len(), 2);
    let text = "It is no gesture. It is a gesture.";
    assert_eq!(of_toml("", "{ pattern = 'gesture', negation = 'drop' }", text), ["f:gesture"]);
    assert_eq!(of_toml("", "{ pattern = 'gesture', negation = 'only' }", text), ["!f:gesture"]);
}

#[test]
fn what_an_entry_says_of_negation_comes_before_the_settings() {
    let text =
        "[[frame]]\nname = 'f'\nentries = ['token', { pattern = 'gesture', negation = 'keep' }]\n";
    let dictionary = read_texts(&[("f.toml", text)]).expect("a dictionary");
    let options = Options { negation: Negation::Exclude, ..Options::default() };
    assert_eq!(found_by(&dictionary, &options, "No gesture. No token."), ["!f:gesture"]);
}

#[test]
fn a_phrase_does_not_cross_a_sentence() {
    assert_eq!(of(&["civil war"], "It was civil. War came. A civil war."), ["f:civil war"]);
}

#[test]
fn what_quanteda_finds_is_found() {
    type Frames<'f> = &'f [(&'f str, &'f [&'f str])];
    let vectors: &[(&str, Frames<'_>, &str, &str)] = &[
        ("p q r x p q", &[("L", &["p q r"]), ("S", &["p q"]), ("T", &["r"])], "L S T S", "L S"),
        ("p q r", &[("A", &["p q"]), ("B", &["q r"])], "A B", "A B"),
        ("p q r", &[("A", &["p q", "q r"])], "A", "A"),
        ("p p p", &[("A", &["p p"])], "A", "A"),
        ("p q", &[("A", &["p", "q", "p q"])], "A", "A"),
        ("strategic", &[("A", &["strategic"]), ("B", &["strateg*"])], "A B", "A B"),
        ("p q r s", &[("A", &["p q"]), ("B", &["r s"]), ("C", &["q r"])], "A C B", "A C B"),
        ("p q r s t", &[("L", &["q r s"]), ("A", &["p q"]), ("B", &["s t"])], "A L B", "A L B"),
    ];
    for (tokens, frames, by_key, by_dictionary) in vectors {
        for (nested_scope, keys) in
            [(NestedScope::Key, by_key), (NestedScope::Dictionary, by_dictionary)]
        {
            assert_eq!(
                quanteda(tokens, frames, nested_scope, true),
                *keys,
                "{tokens} {nested_scope:?}"
            );
        }
    }
    let frames: Frames<'_> = &[("A", &["p q"])];
    assert_eq!(quanteda("p q z", frames, NestedScope::Key, false), "A z");
}

/// What `tokens_lookup` returns: frames alone, or frames in place of what they match.
fn quanteda(
    text: &str,
    frames: &[(&str, &[&str])],
    nested_scope: NestedScope,
    exclusive: bool,
) -> String {
    let options = Options { compat: Compat::Quanteda, nested_scope, ..Options::default() };
    let dictionary = dictionary(frames);
    let (hits, tokens) = hits(&dictionary, &options, text);
    let mut shown = Vec::new();
    for (i, token) in (0..).zip(&tokens) {
        let here = hits.iter().filter(|it| it.token == i);
        shown.extend(here.map(|it| dictionary.frames[it.frame as usize].name.as_str()));
        let is_matched = hits.iter().any(|it| (it.token..it.token + it.n_tokens).contains(&i));
        if !exclusive && !is_matched {
            shown.push(&text[token.start as usize..token.end as usize]);
        }
    }
    shown.join(" ")
}
