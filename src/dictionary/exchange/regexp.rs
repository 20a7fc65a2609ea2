//! A regular expression over one word in, patterns with wildcards that fit the same words out.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// Most patterns that one expression becomes.
const MAX_PATTERNS: usize = 64;

/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 128;

/// Marks the start and the end of a word, where an expression names them.
const START: char = '\u{1}';
const END: char = '\u{2}';

/// Patterns that together fit the words that an expression fits as a whole, in any case.
///
/// Alternatives, optional parts, classes of a few letters, `.`, `.*`, `.+` and the anchors `^` and
/// `$` can be said with wildcards; repetition of anything else cannot.
///
/// The second value says whether they fit a little more: `\w` and `[a-z]` become any character.
///
/// # Errors
/// Why there are no such patterns.
pub(super) fn patterns(expression: &str) -> Result<(Vec<String>, bool), String> {
    // Deep nesting and large counts are no words of a dictionary.
    let mut parser = ParserBuilder::new().nest_limit(32).build();
    let hir = match parser.parse(expression) {
        Ok(hir) if expression.len() <= 1024 => hir,
        _ => return Err("a regular expression that cannot be read".to_owned()),
    };
    let mut is_wider = false;
    let Some(found) = fits(&hir, &mut is_wider) else {
        return Err("a regular expression that wildcards cannot say".to_owned());
    };
    let mut patterns: Vec<String> = Vec::new();
    for pattern in found {
        let pattern = pattern.trim_start_matches(START).trim_end_matches(END);
        if pattern.is_empty() || pattern.contains([START, END]) {
            return Err("a regular expression that fits no word".to_owned());
        }
        if !patterns.iter().any(|it| it == pattern) {
            patterns.push(pattern.to_owned());
        }
    }
    Ok((patterns, is_wider))
}

/// The patterns of a part; `None` when wildcards cannot say it.
fn fits(hir: &Hir, is_wider: &mut bool) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty => Some(vec![String::new()]),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            // A sign that is meant as itself cannot be written in a pattern.
            let is_odd = |it: char| matches!(it, '*' | '?' | START | END) || it.is_whitespace();
            (!text.contains(is_odd)).then(|| vec![text.to_owned()])
        }
        HirKind::Class(class) => members(class, is_wider),
        HirKind::Look(Look::Start | Look::StartLF) => Some(vec![START.to_string()]),
        HirKind::Look(Look::End | Look::EndLF) => Some(vec![END.to_string()]),
        HirKind::Look(_) => None,
        HirKind::Repetition(repetition) => repeated(repetition, is_wider),
        HirKind::Capture(capture) => fits(&capture.sub, is_wider),
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |heads, part| {
            let tails = fits(part, is_wider)?;
            few(heads.iter().flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}"))))
        }),
        HirKind::Alternation(parts) => few(parts
            .iter()
            .map(|it| fits(it, is_wider))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .flatten()),
    }
}

fn few(patterns: impl Iterator<Item = String>) -> Option<Vec<String>> {
    let patterns: Vec<String> = patterns.take(MAX_PATTERNS + 1).collect();
    let is_short = patterns.iter().all(|it| it.len() <= MAX_PATTERN);
    (patterns.len() <= MAX_PATTERNS && is_short).then_some(patterns)
}

/// Whether a class holds every character that a word may hold.
fn is_any(class: &Class) -> bool {
    let Class::Unicode(class) = class else { return false };
    let probes = ['a', 'Z', '7', '\'', '-', '_', 'é', 'ж', '中', '\u{1F600}'];
    probes.iter().all(|it| class.iter().any(|range| range.start() <= *it && *it <= range.end()))
}

/// Whether a class holds every letter from a to z.
fn is_letters(class: &Class) -> bool {
    let Class::Unicode(class) = class else { return false };
    class.iter().any(|range| range.start() <= 'a' && 'z' <= range.end())
}

fn members(class: &Class, is_wider: &mut bool) -> Option<Vec<String>> {
    if is_any(class) || is_letters(class) {
        *is_wider |= !is_any(class);
        return Some(vec!["?".to_owned()]);
    }
    let Class::Unicode(class) = class else { return None };
    let members: Vec<char> =
        class.iter().flat_map(|it| it.start()..=it.end()).take(MAX_PATTERNS + 1).collect();
    let is_plain = members.iter().all(|it| it.is_alphanumeric() || matches!(it, '\'' | '-'));
    (members.len() <= MAX_PATTERNS && is_plain)
        .then(|| members.into_iter().map(String::from).collect())
}

fn repeated(repetition: &Repetition, is_wider: &mut bool) -> Option<Vec<String>> {
    let (low, high) = (repetition.min, repetition.max);
    let once = fits(&repetition.sub, is_wider)?;
    if high.is_none() {
        // Only any character at all can be repeated without end.
        let any = once == ["?"] && low <= 8;
        return any.then(|| vec![format!("{}*", "?".repeat(low as usize))]);
    }
    let high = high.filter(|it| *it <= 8)?;
    let mut all = Vec::new();
    let mut so_far = vec![String::new()];
    for n in 0..=high {
        if low <= n {
            all.extend(so_far.iter().cloned());
        }
        so_far =
            few(so_far.iter().flat_map(|head| once.iter().map(move |it| format!("{head}{it}"))))?;
    }
    few(all.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(expression: &str) -> String {
        patterns(expression).map_or_else(|why| format!("! {why}"), |it| it.0.join(" "))
    }

    #[test]
    fn simple_expressions_are_said_with_wildcards() {
        // The whole word must fit, so that an anchor at an end says nothing new.
        for (expression, wanted) in [
            ("foo", "foo"),
            ("^foo", "foo"),
            ("foo$", "foo"),
            ("foo.*", "foo*"),
            (".*foo.*", "*foo*"),
            ("foo.+", "foo?*"),
            ("wom.n", "wom?n"),
            ("(a|b)c", "ac bc"),
            ("(war|peace)s?", "war wars peace peaces"),
            ("wom[ae]n", "woman women"),
            (r"strateg\S*", "strateg*"),
            (r"strateg\w*", "strateg*"),
        ] {
            assert_eq!(said(expression), wanted, "{expression}");
        }
        assert_eq!(patterns(r"\S*a").map(|it| it.1), Ok(false));
        assert_eq!(patterns("[a-z]*a").map(|it| it.1), Ok(true));
    }

    #[test]
    fn what_wildcards_cannot_say_is_refused() {
        for expression in [
            r"fo+",
            r"(ab)*",
            r"\d+",
            "a^b",
            "(?=x)y",
            "[",
            "",
            r"a\*b",
            "((((a{8}){8}){8}){8})",
            r"\bfoo",
        ] {
            assert!(patterns(expression).is_err(), "{expression}: {}", said(expression));
        }
    }
}
