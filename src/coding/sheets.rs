//! A sample in, the sheets of the coders, their instructions and the key out.

use super::draw::Drawn;
use super::names;
use crate::dictionary::Frame;
use crate::error::Error;
use crate::output::csv_cell;

/// What coders are told and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Number of sheets.
    pub coders: usize,
    /// Units that stand in every sheet; the others are divided. All, where there is none.
    pub overlap: Option<usize>,
    /// Whether sheets show source, article and sentence.
    pub show_source: bool,
    /// Whether files begin with a byte order mark.
    pub bom: bool,
}

/// Paths and bytes of all files: `sheets/coder_1.csv` and so on, `sheets/README.txt` and `key.csv`.
///
/// # Errors
/// When a frame is named like another column.
pub fn sheets(
    sample: &[Drawn],
    frames: &[Frame],
    options: Options,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    if let Some(frame) = frames.iter().find(|it| names::is_taken(&it.name)) {
        let report = format!(
            "frame `{}` is named like a column of the sheet\nhint: give it another name in the dictionary",
            frame.name
        );
        return Err(Error::Settings { report });
    }
    let overlap = options.overlap.unwrap_or(sample.len()).min(sample.len());
    // Those that all coders get are spread over the sheet, so that nobody codes them all first.
    let is_shared = |it: usize| (it + 1) * overlap / sample.len() != it * overlap / sample.len();
    let mut n_single = 0;
    let mut coders: Vec<Vec<usize>> = Vec::new();
    for it in 0..sample.len() {
        if is_shared(it) {
            coders.push((0..options.coders).collect());
        } else {
            coders.push(vec![n_single % options.coders]);
            n_single += 1;
        }
    }
    let mut files = vec![
        ("key.csv".to_owned(), key(sample, frames, &coders)),
        ("sheets/README.txt".to_owned(), instructions(sample, frames).into_bytes()),
    ];
    for coder in 0..options.coders {
        let own = sample.iter().zip(&coders).filter(|it| it.1.contains(&coder)).map(|it| it.0);
        files.push((format!("sheets/{}.csv", name(coder)), sheet(own, frames, options)));
    }
    if options.bom {
        let csv = files.iter_mut().filter(|it| it.0.ends_with(".csv"));
        csv.for_each(|it| drop(it.1.splice(0..0, "\u{FEFF}".bytes())));
    }
    Ok(files)
}

fn name(coder: usize) -> String {
    format!("coder_{}", coder + 1)
}

fn sheet<'s>(
    units: impl Iterator<Item = &'s Drawn>,
    frames: &[Frame],
    options: Options,
) -> Vec<u8> {
    let mut rows = vec![["unit_id"].map(str::to_owned).to_vec()];
    let is_sentences = |it: &Drawn| it.unit.sentence.is_some();
    let units: Vec<&Drawn> = units.collect();
    let with_context = units.first().is_some_and(|it| is_sentences(it));
    let header = &mut rows[0];
    if options.show_source {
        header.extend(["source", "doc_id", "sentence"].map(str::to_owned));
    }
    header.extend(
        if with_context { vec!["before", "text", "after"] } else { vec!["text"] }
            .into_iter()
            .map(str::to_owned),
    );
    header.extend(frames.iter().map(|it| it.name.clone()));
    header.extend(["unsure", "note"].map(str::to_owned));
    let width = header.len();
    for drawn in units {
        let unit = &drawn.unit;
        let mut row = vec![unit.id.clone()];
        if options.show_source {
            row.extend([unit.source.clone(), unit.document.clone(), number(unit.sentence)]);
        }
        let (before, after) = drawn.context.clone();
        row.extend(if with_context {
            vec![before, unit.text.clone(), after]
        } else {
            vec![unit.text.clone()]
        });
        row.resize(width, String::new());
        rows.push(row);
    }
    csv_bytes(&rows)
}

fn number(sentence: Option<u32>) -> String {
    sentence.map_or(String::new(), |it| it.to_string())
}

fn key(sample: &[Drawn], frames: &[Frame], coders: &[Vec<usize>]) -> Vec<u8> {
    let fixed = [
        "unit_id",
        "doc_id",
        "path",
        "source",
        "sentence",
        "stratum",
        "stratum_units",
        "stratum_drawn",
        "weight",
        "coders",
    ];
    let mut header: Vec<String> = fixed.map(str::to_owned).to_vec();
    header.extend(frames.iter().map(|it| format!("predicted_{}", it.name)));
    let mut rows = vec![header];
    for (drawn, coders) in sample.iter().zip(coders) {
        let unit = &drawn.unit;
        let coders: Vec<String> = coders.iter().map(|it| name(*it)).collect();
        let mut row = vec![
            unit.id.clone(),
            unit.document.clone(),
            drawn.path.clone(),
            unit.source.clone(),
            number(unit.sentence),
            drawn.frame.map_or("none", |it| frames[it].name.as_str()).to_owned(),
            drawn.n_stratum.to_string(),
            drawn.n_drawn.to_string(),
            unit.weight.to_string(),
            coders.join(";"),
        ];
        row.extend((0..frames.len()).map(|it| u8::from(unit.holds(it)).to_string()));
        rows.push(row);
    }
    csv_bytes(&rows)
}

fn csv_bytes(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail on rows of one length.
        let _ = writer.write_record(row.iter().map(|it| csv_cell(it).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

fn instructions(sample: &[Drawn], frames: &[Frame]) -> String {
    let is_sentences = sample.first().is_some_and(|it| it.unit.sentence.is_some());
    let mut text = format!(
        "How to fill in your sheet\n\n\
         Each row is one {}. For every frame write 1 where it is present and 0 where it\n\
         is not. A row may hold several frames or none. Leave a cell empty only if you\n\
         did not code it. Put 1 into `unsure` where you hesitate, and why into `note`.\n",
        if is_sentences { "sentence" } else { "article" }
    );
    if is_sentences {
        text.push_str(
            "Judge the column `text`; `before` and `after` are there to understand it.\n",
        );
    }
    text.push_str(
        "Work alone, do not look for the article, and do not change `unit_id`. Save the\n\
         file as CSV.\n\nFrames\n\n",
    );
    for frame in frames {
        let about = if frame.about.is_empty() { "" } else { ": " };
        text.push_str(&format!("{}{about}{}\n", frame.name, frame.about));
    }
    text
}
