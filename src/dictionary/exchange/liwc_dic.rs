//! LIWC (`.dic`, 2001 to 2015): numbered categories between two lines `%`, then terms with numbers.

use std::collections::HashMap;

use super::import::{Fault, Import, Source, lines};
use super::losses::Change;
use super::pattern::STAR;
use super::portable::{Portable, Reach};
use super::{Format, first_line};

pub(super) const FORMAT: Format = Format {
    name: "dic",
    title: "LIWC dictionary",
    extensions: &["dic"],
    looks_like,
    read,
    write,
    reach: Reach { phrases: true, nested: true, inner_star: false, ..Reach::NOTHING },
};

/// Categories by their numbers.
type Numbers = HashMap<u64, usize>;

fn looks_like(text: &str) -> bool {
    first_line(text) == "%"
}

fn read(text: &str, import: &mut Import) -> Result<(), Fault> {
    let mut lines = lines(text).filter(|it| !it.1.trim().is_empty());
    let hint = "categories stand between two lines that hold only `%`";
    match lines.next() {
        Some((_, line)) if line.trim() == "%" => {}
        Some((n, _)) => return Err(Fault::new(n, "the first line is not `%`", hint)),
        None => return Err(Fault::new(1, "the file is empty", hint)),
    }
    let mut numbers = Numbers::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut last = 1;
    loop {
        let Some((n, line)) = lines.next() else {
            return Err(Fault::new(last, "no second line `%` ends the categories", hint));
        };
        if line.trim() == "%" {
            break;
        }
        last = n;
        heading(line, n, &mut open, &mut numbers, import)?;
    }
    for (n, line) in lines {
        term(line, n, &numbers, import)?;
    }
    Ok(())
}

/// Reads the line of a category: tabs as deep as it stands, a number, a name.
fn heading(
    line: &str,
    n: usize,
    open: &mut Vec<(usize, usize)>,
    numbers: &mut Numbers,
    import: &mut Import,
) -> Result<(), Fault> {
    let depth = line.len() - line.trim_start_matches('\t').len();
    while open.last().is_some_and(|it| depth <= it.0) {
        open.pop();
    }
    let parent = open.last().map(|it| it.1);
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (number, label) = match (number(first), rest.trim()) {
        (Some(number), "") => (Some(number), first),
        (Some(number), label) => (Some(number), label),
        (None, _) => (None, line),
    };
    let place = import.category(label, parent, n)?;
    open.push((depth, place));
    match number {
        None => {
            let what = "has no number, so no term can name it".to_owned();
            import.row(n, Some(place), "", Change::Kept, what)
        }
        Some(number) => {
            if rest.trim().is_empty() {
                let what = format!("has no name; its number `{first}` is taken for it");
                import.row(n, Some(place), "", Change::Changed, what)?;
            }
            if numbers.contains_key(&number) {
                let what =
                    format!("the number `{first}` stands twice; terms go to the first of the two");
                return import.row(n, Some(place), "", Change::Changed, what);
            }
            numbers.insert(number, place);
            Ok(())
        }
    }
}

/// A number of a category; zeros before it say nothing.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|it| it.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Reads the line of a term.
fn term(line: &str, n: usize, numbers: &Numbers, import: &mut Import) -> Result<(), Fault> {
    let (text, codes, note) = divided(line.trim(), numbers);
    let codes = conditions_whole(codes);
    let mut n_places = 0;
    for code in &codes {
        if let Some(id) = number(code) {
            n_places += 1;
            match numbers.get(&id) {
                Some(&place) => {
                    let source = Source { note: note.clone(), ..Source::new(text, n) };
                    import.entry(place, source, STAR)?;
                }
                None => {
                    let what = format!("no category has the number `{code}`");
                    import.row(n, None, text, Change::Dropped, what)?;
                }
            }
            continue;
        }
        n_places += 1;
        let written = format!("{text} {code}");
        let why = "its category depends on the words beside it".to_owned();
        // The numbers behind the condition, before and after the slash.
        let places: Vec<usize> = code
            .rsplit(['>', ')'])
            .next()
            .unwrap_or("")
            .split('/')
            .filter_map(|it| numbers.get(&number(it)?).copied())
            .collect();
        match places.first() {
            Some(&place) => import.disabled(place, &written, n, why)?,
            None => import.row(n, None, &written, Change::Dropped, why)?,
        }
    }
    if n_places == 0 {
        let what = "names no category".to_owned();
        import.row(n, None, text, Change::Dropped, what)?;
    }
    Ok(())
}

/// The term, the codes behind it, and what is to be said of how they were told apart.
///
/// A tab ends the term. In a line without tabs, the codes are the numbers at its end that are
/// numbers of categories, and conditions, so that digits may be part of a term.
fn divided<'t>(line: &'t str, numbers: &Numbers) -> (&'t str, Vec<&'t str>, String) {
    if let Some((text, codes)) = line.split_once('\t') {
        let text = text.trim();
        let last = text.rsplit_once(char::is_whitespace).map_or("", |it| it.1);
        let is_id = |it: &str| number(it).is_some_and(|it| numbers.contains_key(&it));
        let note = match is_id(last) {
            true => format!("`{last}` before the tab is read as part of the term"),
            false => String::new(),
        };
        // A condition may stand close to its term.
        return (text, codes.split_whitespace().collect(), note);
    }
    let is_code = |it: &str| {
        number(it).is_some_and(|it| numbers.contains_key(&it))
            || (it.contains(['<', '(', '>', ')']) && it.bytes().any(|it| it.is_ascii_digit()))
    };
    let mut rest = line;
    let mut codes = Vec::new();
    while let Some((before, code)) = rest.rsplit_once(char::is_whitespace) {
        if !is_code(code) {
            break;
        }
        codes.push(code);
        rest = before.trim_end();
    }
    codes.reverse();
    let note = match codes.len() {
        0 | 1 => String::new(),
        n => format!("no tab; the last `{n}` numbers are read as categories"),
    };
    (rest, codes, note)
}

/// Puts the parts of a condition such as `(02 134)125/464` together again.
fn conditions_whole(codes: Vec<&str>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    let mut is_open = false;
    for code in codes {
        match whole.last_mut() {
            Some(last) if is_open => {
                last.push(' ');
                last.push_str(code);
            }
            _ => whole.push(code.to_owned()),
        }
        let ends = code.rfind([')', '>']);
        is_open = match code.rfind(['(', '<']) {
            Some(begins) => ends.is_none_or(|it| it < begins),
            None => is_open && ends.is_none(),
        };
    }
    whole
}

fn write(portable: &Portable) -> String {
    let mut text = "%\r\n".to_owned();
    let mut ids = HashMap::new();
    for (id, (place, depth)) in (1..).zip(portable.nested()) {
        ids.insert(place, id);
        let label = &portable.categories[place].label;
        text.push_str(&format!("{}{id}\t{label}\r\n", "\t".repeat(depth)));
    }
    text.push_str("%\r\n");
    for (term, places) in portable.by_term() {
        text.push_str(term);
        for (place, _) in places {
            text.push_str(&format!("\t{}", ids[&place]));
        }
        text.push_str("\r\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> (String, Vec<String>) {
        let numbers = Numbers::from([(1, 0), (2, 1), (22, 2)]);
        let (text, codes, _) = divided(line, &numbers);
        (text.to_owned(), conditions_whole(codes))
    }

    #[test]
    fn digits_of_a_term_are_no_category() {
        let told = |line| {
            let (text, codes) = told(line);
            format!("{text}|{}", codes.join("|"))
        };
        assert_eq!(told("catch 22\t1"), "catch 22|1");
        assert_eq!(told("catch 7 1"), "catch 7|1");
        assert_eq!(told("abandon*   01 2"), "abandon*|01|2");
        assert_eq!(told("g 20"), "g 20|");
        assert_eq!(told("like\t(02 134)125/464\t2"), "like|(02 134)125/464|2");
        assert_eq!(told("kind\t<of>1/2\t1"), "kind|<of>1/2|1");
        assert_eq!(told("odd\t(02"), "odd|(02");
    }
}
