//! Yoshikoder (`.ykd`) and Lexicoder 2 (`.lcd`): XML, `cnode` inside `cnode` with `pnode` leaves, or
//! the older `category` and `pattern`; patterns are words with `*`, or regular expressions.

use super::Format;
use super::import::{Fault, Import, Source};
use super::losses::{Change, excerpt};
use super::model::kept_weight;
use super::pattern::{self, GLOB, STAR};
use super::portable::Reach;
use super::xml::{self, Element};
use super::{first_line, regexp};

pub(super) const YKD_FORMAT: Format = Format {
    name: "yoshikoder",
    title: "Yoshikoder dictionary",
    extensions: &["ykd"],
    looks_like,
    read: |text, import| read(text, import, Phrases::NeverCounted),
    write: xml::write,
    reach: Reach { weights: true, nested: true, sums_parts: true, about: true, ..Reach::NOTHING },
};

pub(super) const LCD_FORMAT: Format = Format {
    name: "lcd",
    title: "Lexicoder 2 dictionary",
    extensions: &["lcd"],
    looks_like,
    read: |text, import| read(text, import, Phrases::Counted),
    write: xml::write,
    reach: Reach {
        phrases: true,
        weights: true,
        nested: true,
        sums_parts: true,
        about: true,
        ..Reach::NOTHING
    },
};

/// What the program that wrote the file does with a pattern of several words.
#[derive(Clone, Copy, PartialEq)]
enum Phrases {
    Counted,
    /// It compares single words.
    NeverCounted,
}

fn looks_like(text: &str) -> bool {
    first_line(text).starts_with('<')
}

fn read(text: &str, import: &mut Import, phrases: Phrases) -> Result<(), Fault> {
    let found = xml::read(text)?;
    for (line, name) in &found.unknown {
        let what = format!("the element `{name}` is unknown");
        import.row(*line, None, "", Change::Dropped, what)?;
    }
    let is_regexp = found.engine.eq_ignore_ascii_case("regexp");
    if !is_regexp && !matches!(found.engine.to_lowercase().as_str(), "" | "substring") {
        let what = format!("pattern engine `{}` is unknown; read as `substring`", found.engine);
        import.row(1, None, "", Change::Changed, what)?;
    }
    let root = root(&found.elements);
    let mut places: Vec<Option<usize>> = Vec::new();
    for (i, element) in found.elements.iter().enumerate() {
        let parent = element.parent.and_then(|it| places[it]);
        places.push(None);
        if element.is_pattern {
            pattern(element, parent, is_regexp, phrases, import)?;
        } else if root == Some(i) {
            import.model.title = one_line(&element.name);
            let what = format!("`{}` is the dictionary's own name", import.model.title);
            import.row(element.line, None, "", Change::Kept, what)?;
            category_losses(element, None, import)?;
            if !element.about.trim().is_empty() {
                let what = "the description of the dictionary is left out".to_owned();
                import.row(element.line, None, "", Change::Changed, what)?;
            }
        } else {
            let place = import.category(&element.name, parent, element.line)?;
            places[i] = Some(place);
            category_losses(element, Some(place), import)?;
            let about = &mut import.model.categories[place].about;
            if about.is_empty() {
                *about = one_line(&element.about);
            }
        }
    }
    Ok(())
}

/// The one outermost category is the dictionary itself, unless it has patterns of its own.
fn root(elements: &[Element]) -> Option<usize> {
    let mut outermost = (0..elements.len()).filter(|it| elements[*it].parent.is_none());
    let root = outermost.next()?;
    let has = |is_pattern: bool| {
        elements.iter().any(|it| it.parent == Some(root) && it.is_pattern == is_pattern)
    };
    let is_root = !elements[root].is_pattern && outermost.next().is_none();
    (is_root && !has(true) && has(false)).then_some(root)
}

/// Reports the score of a category, which frames do not have.
fn category_losses(
    element: &Element,
    place: Option<usize>,
    import: &mut Import,
) -> Result<(), Fault> {
    let score = element.score.trim();
    if score.is_empty() {
        return Ok(());
    }
    let what = format!("the score `{}` of a category is left out", excerpt(score));
    import.row(element.line, place, "", Change::Changed, what)
}

fn pattern(
    element: &Element,
    category: Option<usize>,
    is_regexp: bool,
    phrases: Phrases,
    import: &mut Import,
) -> Result<(), Fault> {
    let (text, line) = (element.name.trim(), element.line);
    let Some(category) = category else {
        let what = "stands in no category".to_owned();
        return import.row(line, None, text, Change::Dropped, what);
    };
    let (weight, mut notes) = weight(element.score.trim());
    if phrases == Phrases::NeverCounted && text.contains(char::is_whitespace) {
        notes.push("a phrase, which Yoshikoder never counts; here it counts".to_owned());
    }
    let source = Source { weight, comment: one_line(&element.about), ..Source::new(text, line) };
    let (patterns, wildcards) = if is_regexp {
        match regexp::patterns(text) {
            Ok((patterns, is_wider)) => {
                if patterns != [text] {
                    let shown = excerpt(&patterns.join("`, `"));
                    notes.push(format!("the regular expression is written `{shown}`"));
                }
                if is_wider {
                    notes.push("where it asks for letters, any character fits".to_owned());
                }
                (patterns, GLOB)
            }
            Err(why) => return import.disabled(category, text, line, why),
        }
    } else {
        (vec![text.to_owned()], STAR)
    };
    let mut written = Vec::new();
    for pattern in patterns {
        match pattern::from_words(&pattern, wildcards) {
            Ok((pattern, more)) => {
                written.push(pattern);
                notes.extend(more);
            }
            Err(why) => import.disabled(category, text, line, why)?,
        }
    }
    if written.is_empty() {
        return Ok(());
    }
    import.patterns(category, &source, written, notes)
}

/// The weight that a score stands for, and what is to be said of it.
fn weight(score: &str) -> (Option<f64>, Vec<String>) {
    if score.is_empty() {
        return (None, Vec::new());
    }
    match score.parse().ok().filter(|it: &f64| it.is_finite()) {
        Some(weight) => {
            let note =
                || format!("the score `{weight}` is its weight; Yoshikoder counts without scores");
            let kept = kept_weight(weight);
            (kept, kept.map(|_| note()).into_iter().collect())
        }
        None => (None, vec![format!("the score `{}` is no number", excerpt(score))]),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
