//! `framescope sample-codes` and `framescope validate`, and what they show.

use std::collections::BTreeMap;
use std::fmt::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use framescope::coding::{Estimate, FrameScore, Kind, SheetOptions, reliability};
use framescope::validation::{self, Sample, Sampled, Validated};
use framescope::{Error, Plan};

use super::args::{self, CodedUnit, Common};
use super::summary::{cut, many};
use super::terminal::{say, visible};
use super::{log, plan, watched};

/// Most frames, and longest name of one, on the screen.
const MOST_FRAMES: usize = 8;
const MAX_NAME: usize = 16;

/// The plan of a command whose folder is another than that of `run`.
fn plan_for(common: &Common, folder: &str) -> Result<Plan, Error> {
    log::start(common, common.style());
    let flags = [
        ("--only", !common.only.is_empty()),
        ("--no-cache", common.no_cache),
        ("--strict", common.strict),
    ];
    for (flag, _) in flags.iter().filter(|it| it.1) {
        tracing::warn!("{flag} is for `framescope run` and has no effect here");
    }
    let mut plan = plan(common, &common.frames)?;
    if common.output.is_none() {
        folder.clone_into(&mut plan.config.output.folder);
    }
    Ok(plan)
}

/// Draws a sample.
pub(super) fn sample(arguments: &args::SampleCodes) -> Result<u8, Error> {
    let plan = plan_for(&arguments.common, "codes")?;
    let wanted = Sample {
        kind: match arguments.unit {
            CodedUnit::Sentence => Kind::Sentence,
            CodedUnit::Document => Kind::Document,
        },
        n: arguments.n as usize,
        seed: arguments.seed,
        sheets: SheetOptions {
            coders: arguments.coders.into(),
            overlap: arguments.overlap.map(|it| it as usize),
            show_source: arguments.show_source,
            bom: false,
        },
    };
    let sampled = watched(&arguments.common, |session| validation::sample(&plan, wanted, session))?;
    if !arguments.common.quiet {
        say(&visible(&render_sample(&sampled, wanted)));
    }
    Ok(0)
}

fn render_sample(sampled: &Sampled, wanted: Sample) -> String {
    let mut text = String::new();
    let unit = wanted.kind.name();
    let n = sampled.units.len();
    let _ = writeln!(text, "drew {}", many(n as u64, unit, &format!("{unit}s")));
    if n < wanted.n {
        let _ = writeln!(text, "  the input holds no more than these");
    }
    let mut strata: BTreeMap<Option<usize>, (u64, u64)> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for drawn in &sampled.units {
        let of_frame = strata.entry(drawn.frame).or_default();
        of_frame.0 += 1;
        if seen.insert((drawn.frame, drawn.unit.source.as_str())) {
            of_frame.1 += drawn.n_stratum;
        }
    }
    for (frame, (n_drawn, n_all)) in strata {
        let name = frame.map_or("no frame", |it| &sampled.frames[it]);
        let _ = writeln!(text, "  {}: {n_drawn} of {n_all}", cut(name, MAX_NAME));
    }
    let folder = sampled.output.display();
    let _ = writeln!(
        text,
        "\n{folder}/sheets/   for the coders: {}, README.txt",
        match wanted.sheets.coders {
            1 => "coder_1.csv".to_owned(),
            n => format!("coder_1.csv to coder_{n}.csv"),
        }
    );
    let _ =
        writeln!(text, "{folder}/key.csv   not for the coders: it holds sources and predictions");
    let _ = writeln!(text, "\nwhen they are filled in: framescope validate {folder}/sheets/*.csv");
    text
}

/// Compares codes with the dictionary.
pub(super) fn validate(arguments: &args::Validate) -> Result<u8, Error> {
    let plan = plan_for(&arguments.common, "validation")?;
    let validated = watched(&arguments.common, |session| {
        validation::validate(&plan, &arguments.codes, arguments.key.as_deref(), session)
    })?;
    if !arguments.common.quiet {
        say(&visible(&render(&validated)));
    }
    Ok(0)
}

fn render(validated: &Validated) -> String {
    let mut text = String::new();
    let units = &validated.units;
    let documents: std::collections::BTreeSet<&str> =
        units.iter().map(|it| it.document.as_str()).collect();
    let kind = units.first().map_or("unit", |it| it.kind.name());
    let _ = writeln!(
        text,
        "{} of {}, coded by {}\n",
        many(units.len() as u64, kind, &format!("{kind}s")),
        many(documents.len() as u64, "document", "documents"),
        many(validated.coders.len() as u64, "coder", "coders"),
    );
    // Rounded, as 0.95 is no whole number of hundredths in binary.
    let confidence = (1000.0 * validated.scores.draws.confidence).round() / 10.0;
    let _ = writeln!(text, "Dictionary against people ({confidence} % intervals over documents)\n");
    text.push_str(&table(validated, &["frame", "precision", "recall", "F1", "kappa"], |it| {
        let shown = ["precision", "recall", "f1"].map(|name| with_ends(it.estimate(name)));
        shown.into_iter().chain([number(it.estimate("kappa").value)]).collect()
    }));
    let _ = writeln!(text, "\n  mean F1 of the frames: {}", with_ends(validated.scores.macro_f1));
    text.push_str("\nBase rates and coders\n\n");
    text.push_str(&table(
        validated,
        &["frame", "units", "people", "tool", "tp", "fp", "fn", "alpha of coders"],
        |it| {
            let [[_, fp], [missed, tp]] = it.counts;
            let share = |name| number(it.estimate(name).value);
            let mut cells =
                vec![it.n_units.to_string(), share("prevalence_human"), share("prevalence_tool")];
            cells.extend([tp, fp, missed].map(|it| it.to_string()));
            cells.push(alpha(it));
            cells
        },
    ));
    text.push('\n');
    text.push_str(&remarks(validated, kind, documents.len()));
    let _ = writeln!(
        text,
        "\n{}/  validation.csv, validation_errors.csv (passages), …",
        validated.output.display()
    );
    text
}

fn remarks(validated: &Validated, kind: &str, n_documents: usize) -> String {
    let mut text = String::new();
    let scores = &validated.scores;
    text.push_str(match (&validated.key, kind) {
        (Some(_), _) => "Shares, F1 and kappa are weighted to the corpus by key.csv; tp, fp and fn count\nthe coded units.\n",
        (None, "text") => "They describe these texts, and others only if these were drawn at random.\n",
        (None, _) => "Not weighted: they describe the coded units, and the corpus only if these were\ndrawn at random from it.\n",
    });
    if n_documents < 10 {
        let _ = writeln!(
            text,
            "Few documents: intervals over {n_documents} are too narrow to lean on."
        );
    }
    let estimates =
        scores.frames.iter().flat_map(|it| [it.estimate("precision"), it.estimate("recall")]);
    if estimates.filter_map(|it| it.ends()).any(|(low, high)| low >= high) {
        text.push_str("An interval without width says that no coded unit went the other way, not that\nnone would.\n");
    }
    let ties: u64 = scores.frames.iter().map(|it| it.n_ties).sum();
    if 0 < ties {
        let _ = writeln!(
            text,
            "{} left out, as many coders say yes as no.",
            many(ties, "label", "labels")
        );
    }
    if scores.pairs.is_empty() {
        text.push_str("No unit was coded twice: nothing is known of how reliable the codes are.\n");
    }
    text
}

fn table(
    validated: &Validated,
    header: &[&str],
    cells: impl Fn(&FrameScore) -> Vec<String>,
) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header);
    let frames = &validated.scores.frames;
    for score in frames.iter().take(MOST_FRAMES) {
        let name = cut(&validated.frames[score.frame], MAX_NAME);
        table.add_row([name].into_iter().chain(cells(score)));
    }
    for i in 1..header.len() {
        if let Some(column) = table.column_mut(i) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = String::new();
    for line in table.to_string().lines() {
        let _ = writeln!(text, " {}", line.trim_end());
    }
    if MOST_FRAMES < frames.len() {
        let _ = writeln!(text, "  … and {} more in validation.csv", frames.len() - MOST_FRAMES);
    }
    text
}

fn number(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |it| format!("{it:.2}"))
}

fn with_ends(estimate: Estimate) -> String {
    let value = number(estimate.value);
    estimate.ends().map_or(value.clone(), |(low, high)| format!("{value} ({low:.2}–{high:.2})"))
}

fn alpha(score: &FrameScore) -> String {
    let alpha = score.estimate("alpha_coders").value;
    match reliability(alpha) {
        "" => "–".to_owned(),
        verdict => format!("{} {verdict}", number(alpha)),
    }
}
