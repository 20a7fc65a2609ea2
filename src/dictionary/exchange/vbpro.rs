//! VBPro: a line `>>Category<<`, then a pattern a line.

use super::import::{Fault, Import, Source, lines};
use super::losses::Change;
use super::pattern::STAR;
use super::portable::{Portable, Reach};
use super::{Format, first_line};

pub(super) const FORMAT: Format = Format {
    name: "vbpro",
    title: "VBPro dictionary",
    extensions: &["vbp"],
    looks_like,
    read,
    write,
    reach: Reach { phrases: true, ..Reach::NOTHING },
};

fn looks_like(text: &str) -> bool {
    heading(first_line(text)).is_some()
}

fn heading(line: &str) -> Option<&str> {
    line.trim().strip_prefix(">>")?.strip_suffix("<<")
}

fn read(text: &str, import: &mut Import) -> Result<(), Fault> {
    let mut category = None;
    for (n, line) in lines(text).filter(|it| !it.1.trim().is_empty()) {
        if let Some(label) = heading(line) {
            category = Some(import.category(label, None, n)?);
        } else if let Some(category) = category {
            import.entry(category, Source::new(line.trim(), n), STAR)?;
        } else {
            let what = "stands before the first category".to_owned();
            import.row(n, None, line.trim(), Change::Dropped, what)?;
        }
    }
    Ok(())
}

fn write(portable: &Portable) -> String {
    let mut text = String::new();
    for category in &portable.categories {
        text.push_str(&format!(">>{}<<\n", category.label));
        for entry in &category.entries {
            text.push_str(&format!("{}\n", entry.text));
        }
    }
    text
}
