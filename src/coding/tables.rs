//! Agreement in, tables out: `validation.csv` and the four that explain it.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::Codes;
use super::effects::{Effect, effects};
use super::score::{Estimate, FrameScore, PairScore, STATISTICS, Scores};
use super::units::{Unit, entry_text};
use crate::dictionary::Frame;
use crate::stats::agreement::CrossTable;
use crate::tables::Unit::{Count, Flag, Label, Number, Ordinal, Share, Text};
use crate::tables::{Builder, Table};

/// Documents below which the note of a frame says that they are few.
const FEW_DOCUMENTS: u64 = 10;

/// Alpha from which codes are held to be reliable, and from which tentative conclusions may be drawn.
const RELIABLE: f64 = 0.8;
const TENTATIVE: f64 = 2.0 / 3.0;

/// What the tables are made from.
#[derive(Clone, Copy)]
struct Context<'c> {
    scores: &'c Scores,
    units: &'c [Unit],
    codes: &'c Codes,
    frames: &'c [Frame],
    is_weighted: bool,
}

impl<'c> Context<'c> {
    fn name(&self, frame: usize) -> &'c str {
        &self.frames[frame].name
    }

    /// Units with a human answer for a frame, each with this answer.
    fn answered(&self, frame: usize) -> impl Iterator<Item = (usize, &'c Unit, bool)> + use<'c> {
        let answers = &self.scores.answers[frame];
        let units = self.units.iter().zip(answers).enumerate();
        units.filter_map(|(i, (unit, answer))| Some((i, unit, (*answer)?)))
    }
}

/// All tables; `is_weighted` where units stand for others of the corpus.
pub fn tables<'c>(
    scores: &'c Scores,
    units: &'c [Unit],
    codes: &'c Codes,
    frames: &'c [Frame],
    is_weighted: bool,
) -> Vec<Table<'c>> {
    let context = Context { scores, units, codes, frames, is_weighted };
    let mut tables = vec![validation(context), coders(context), errors(context), entries(context)];
    if units.iter().any(|it| !it.source.is_empty()) {
        tables.push(sources(context));
    }
    tables
}

/// What alpha allows.
///
/// - Source: Krippendorff (2018), Content Analysis, 4th ed., chapter 12.
pub fn reliability(alpha: Option<f64>) -> &'static str {
    match alpha {
        None => "",
        Some(alpha) if RELIABLE <= alpha => "reliable",
        Some(alpha) if TENTATIVE <= alpha => "tentative",
        Some(_) => "not reliable",
    }
}

/// Name, lower and upper end of a statistic, and what it says.
const COLUMNS: [([&str; 3], crate::tables::Unit, &str); 8] = [
    (
        ["precision", "precision_low", "precision_high"],
        Share,
        "units found by the dictionary that people say hold the frame",
    ),
    (
        ["recall", "recall_low", "recall_high"],
        Share,
        "units that people say hold the frame that the dictionary finds",
    ),
    (["f1", "f1_low", "f1_high"], Share, "harmonic mean of precision and recall"),
    (
        ["accuracy", "accuracy_low", "accuracy_high"],
        Share,
        "units on which dictionary and people agree",
    ),
    (["kappa", "kappa_low", "kappa_high"], Number, "Cohen's kappa of dictionary and people"),
    (
        ["prevalence_human", "prevalence_human_low", "prevalence_human_high"],
        Share,
        "units that people say hold the frame",
    ),
    (
        ["prevalence_tool", "prevalence_tool_low", "prevalence_tool_high"],
        Share,
        "units in which the dictionary finds the frame",
    ),
    (
        ["alpha_coders", "alpha_coders_low", "alpha_coders_high"],
        Number,
        "Krippendorff's alpha of the coders (nominal); not weighted",
    ),
];

/// Adds a statistic with the ends of its interval.
fn with_interval<'c, R: 'c>(
    table: Builder<'c, R>,
    names: [&'static str; 3],
    unit: crate::tables::Unit,
    meaning: &'static str,
    of: impl Fn(&R) -> Estimate + Copy + Send + Sync + 'c,
) -> Builder<'c, R> {
    table
        .column(names[0], unit, meaning, move |row| of(row).value.into())
        .column(names[1], unit, "lower end of its interval over documents", move |row| {
            of(row).ends().map(|it| it.0).into()
        })
        .column(names[2], unit, "upper end of its interval over documents", move |row| {
            of(row).ends().map(|it| it.1).into()
        })
}

fn validation(context: Context<'_>) -> Table<'_> {
    let kind = context.units.first().map_or("", |it| it.kind.name());
    let rows: Vec<&FrameScore> = context.scores.frames.iter().collect();
    let mut table = Table::of("validation", "one row per frame that people coded", rows)
        .column("frame", Label, "frame of the dictionary", move |row| {
            context.name(row.frame).into()
        })
        .column("unit", Label, "what was coded: sentence, document or text", move |_| kind.into())
        .column("units", Count, "units with a human answer", |row| row.n_units.into())
        .column("documents", Count, "documents with such a unit", |row| row.n_documents.into())
        .column("coders", Count, "people who coded the frame", |row| row.n_coders.into())
        .column("ties", Count, "units left out, as many coders say yes as no", |row| {
            row.n_ties.into()
        })
        .column("tp", Count, "units: people yes, dictionary yes", |row| row.counts[1][1].into())
        .column("fp", Count, "units: people no, dictionary yes", |row| row.counts[0][1].into())
        .column("fn", Count, "units: people yes, dictionary no", |row| row.counts[1][0].into())
        .column("tn", Count, "units: people no, dictionary no", |row| row.counts[0][0].into());
    for (i, (names, unit, meaning)) in COLUMNS.into_iter().enumerate() {
        table = with_interval(table, names, unit, meaning, move |row| row.estimates[i]);
    }
    table = table
        .column(
            "reliability",
            Label,
            "what alpha allows: reliable (0.8), tentative (0.667) or not reliable",
            |row| reliability(row.estimate("alpha_coders").value).into(),
        )
        .column("units_coded_twice", Count, "units that two coders or more coded", |row| {
            row.n_coded_twice.into()
        });
    let names = ["macro_f1", "macro_f1_low", "macro_f1_high"];
    let meaning = "mean F1 over the frames, the same in every row";
    table = with_interval(table, names, Share, meaning, move |_| context.scores.macro_f1);
    table
        .column(
            "weighted",
            Flag,
            "whether the shares and kappa stand for the corpus, by the weights of the key",
            move |_| context.is_weighted.into(),
        )
        .column("replicates", Count, "resamples of documents behind each interval", move |_| {
            context.scores.draws.replicates.into()
        })
        .column(
            "replicates_undefined",
            Label,
            "statistics with the resamples in which they are not defined, which are left out",
            |row| undefined(row).into(),
        )
        .column(
            "note",
            Label,
            "what weakens the row: no_positives, no_hits, few_documents, ties, not_weighted",
            move |row| note(row, context.is_weighted, kind).into(),
        )
        .finish()
}

fn undefined(row: &FrameScore) -> String {
    let named = STATISTICS.iter().zip(&row.estimates);
    let some = named.filter(|it| it.1.value.is_some() && 0 < it.1.interval.n_undefined);
    some.map(|it| format!("{} {}", it.0, it.1.interval.n_undefined)).collect::<Vec<_>>().join(";")
}

fn note(row: &FrameScore, is_weighted: bool, kind: &str) -> String {
    let [[_, fp], [missed, tp]] = row.counts;
    let notes = [
        ("no_positives", tp + missed == 0),
        ("no_hits", tp + fp == 0),
        ("few_documents", row.n_documents < FEW_DOCUMENTS),
        ("ties", 0 < row.n_ties),
        ("not_weighted", !is_weighted && kind != "text"),
    ];
    let some: Vec<&str> = notes.iter().filter(|it| it.1).map(|it| it.0).collect();
    some.join(";")
}

fn coders(context: Context<'_>) -> Table<'_> {
    let rows: Vec<&PairScore> = context.scores.pairs.iter().collect();
    let coder = move |place: usize| context.codes.coders[place].as_str();
    let about = "one row per frame and pair of coders with units in common";
    let mut table = Table::of("validation_coders", about, rows)
        .column("frame", Label, "frame of the dictionary", move |row| {
            context.name(row.frame).into()
        })
        .column("coder_1", Label, "first coder", move |row| coder(row.coders.0).into())
        .column("coder_2", Label, "second coder", move |row| coder(row.coders.1).into())
        .column("units", Count, "units that both coded", |row| {
            row.counts.iter().flatten().sum::<u64>().into()
        })
        .column("both", Count, "units: both yes", |row| row.counts[1][1].into())
        .column("only_1", Count, "units: first yes, second no", |row| row.counts[1][0].into())
        .column("only_2", Count, "units: first no, second yes", |row| row.counts[0][1].into())
        .column("neither", Count, "units: both no", |row| row.counts[0][0].into());
    let names = ["agreement", "agreement_low", "agreement_high"];
    table = with_interval(table, names, Share, "units with the same answer", |row| row.agreement);
    let names = ["kappa", "kappa_low", "kappa_high"];
    with_interval(table, names, Number, "Cohen's kappa", |row| row.kappa).finish()
}

/// A unit on which dictionary and people disagree.
struct Miss<'c> {
    frame: usize,
    unit: &'c Unit,
    /// Coders who say yes, and who say no.
    votes: [u64; 2],
    is_found: bool,
}

fn errors(context: Context<'_>) -> Table<'_> {
    let mut rows = Vec::new();
    for frame in context.scores.frames.iter().map(|it| it.frame) {
        for (i, unit, answer) in context.answered(frame) {
            let is_found = unit.holds(frame);
            let labels = &context.codes.units[i].labels[frame];
            let votes = [true, false]
                .map(|answer| labels.iter().filter(|it| **it == Some(answer)).count() as u64);
            if is_found != answer {
                rows.push(Miss { frame, unit, votes, is_found });
            }
        }
    }
    rows.sort_by_key(|it| (it.frame, !it.is_found));
    let entries = move |row: &Miss<'_>| {
        let fired = row.unit.fired.iter().filter(|it| it.frame as usize == row.frame);
        let each = fired.map(|it| (entry_text(context.frames, it.frame, it.entry), &it.text));
        each.map(|(entry, text)| (entry.to_owned(), text.clone())).unzip()
    };
    Table::of(
        "validation_errors",
        "one row per unit and frame on which dictionary and people disagree",
        rows,
    )
    .column("frame", Label, "frame of the dictionary", move |row| context.name(row.frame).into())
    .column(
        "error",
        Label,
        "false_positive: only the dictionary says yes; false_negative: only people do",
        |row| {
            if row.is_found { "false_positive".into() } else { "false_negative".into() }
        },
    )
    .column("unit_id", Label, "unit", |row| (&row.unit.id).into())
    .column("doc_id", Label, "document", |row| (&row.unit.document).into())
    .column("sentence", Ordinal, "sentence in the document", |row| row.unit.sentence.into())
    .column("source", Label, "outlet", |row| (&row.unit.source).into())
    .column("coders_yes", Count, "coders who say that it holds the frame", |row| {
        row.votes[0].into()
    })
    .column("coders_no", Count, "coders who say that it does not", |row| row.votes[1].into())
    .column("patterns", Label, "entries of the dictionary that fired, joined by ;", move |row| {
        let (patterns, _): (Vec<String>, Vec<String>) = entries(row);
        patterns.join(";").into()
    })
    .column("words", Text, "the forms that they found, joined by ;", move |row| {
        let (_, words): (Vec<String>, Vec<String>) = entries(row);
        words.join(";").into()
    })
    .column("text", Text, "the unit", |row| (&row.unit.text).into())
    .finish()
}

/// One entry with its frame.
struct EntryRow<'c> {
    frame: &'c Frame,
    effect: Effect,
}

fn entries(context: Context<'_>) -> Table<'_> {
    let of_frame = |it: &FrameScore| {
        let answered = context.answered(it.frame).map(|it| (it.1, it.2));
        effects(it.frame, answered)
    };
    let effects = context.scores.frames.iter().flat_map(of_frame);
    let rows = effects.map(|it| EntryRow { frame: &context.frames[it.frame as usize], effect: it });
    let change = |row: &EntryRow<'_>, of: fn(&CrossTable) -> Option<f64>| {
        Some(of(&row.effect.without)? - of(&row.effect.with)?)
    };
    Table::of(
        "validation_entries",
        "one row per entry that fired in a coded unit, the most often wrong first",
        rows.collect(),
    )
    .column("frame", Label, "frame of the dictionary", |row| (&row.frame.name).into())
    .column("pattern", Label, "entry of the dictionary", |row| {
        (&row.frame.entries[row.effect.entry as usize].text).into()
    })
    .column("units", Count, "units in which it fires", |row| {
        row.effect.counts.iter().sum::<u64>().into()
    })
    .column("tp", Count, "of them, units that people say hold the frame", |row| {
        row.effect.counts[1].into()
    })
    .column("fp", Count, "of them, units that people say do not", |row| row.effect.counts[0].into())
    .column("precision", Share, "share of true ones among them", |row| {
        row.effect.fires.precision(1).into()
    })
    .column("units_alone", Count, "units that no other entry of the frame finds", |row| {
        row.effect.n_alone.into()
    })
    .column(
        "precision_without",
        Share,
        "precision of the frame when the entry is left out",
        |row| row.effect.without.precision(1).into(),
    )
    .column("recall_without", Share, "recall of the frame when the entry is left out", |row| {
        row.effect.without.recall(1).into()
    })
    .column("f1_without", Share, "F1 of the frame when the entry is left out", |row| {
        row.effect.without.f1(1).into()
    })
    .column("precision_change", Number, "precision without it less precision with it", move |row| {
        change(row, |it| it.precision(1)).into()
    })
    .column("recall_change", Number, "recall without it less recall with it", move |row| {
        change(row, |it| it.recall(1)).into()
    })
    .column("f1_change", Number, "F1 without it less F1 with it", move |row| {
        change(row, |it| it.f1(1)).into()
    })
    .finish()
}

/// One frame in one source.
struct InSource<'c> {
    frame: usize,
    source: &'c str,
    documents: BTreeSet<&'c str>,
    n_units: u64,
    table: CrossTable,
}

fn sources(context: Context<'_>) -> Table<'_> {
    let mut rows = Vec::new();
    for frame in context.scores.frames.iter().map(|it| it.frame) {
        let mut by_source: BTreeMap<&str, InSource<'_>> = BTreeMap::new();
        for (_, unit, answer) in context.answered(frame) {
            let source = unit.source.as_str();
            let row = by_source.entry(source).or_insert_with(|| InSource {
                frame,
                source,
                documents: BTreeSet::new(),
                n_units: 0,
                table: CrossTable::new(2),
            });
            row.documents.insert(&unit.document);
            row.n_units += 1;
            row.table.add(answer.into(), unit.holds(frame).into(), unit.weight);
        }
        rows.extend(by_source.into_values());
    }
    Table::of(
        "validation_sources",
        "one row per frame and source: whether the shares are right, whatever the units",
        rows,
    )
    .column("frame", Label, "frame of the dictionary", move |row| context.name(row.frame).into())
    .column("source", Label, "outlet", |row| row.source.into())
    .column("documents", Count, "documents with a unit", |row| row.documents.len().into())
    .column("units", Count, "units with a human answer", |row| row.n_units.into())
    .column("share_human", Share, "units that people say hold the frame", |row| {
        row.table.prevalence(1).into()
    })
    .column("share_tool", Share, "units in which the dictionary finds the frame", |row| {
        row.table.answered(1).into()
    })
    .column("error", Number, "share of the dictionary less that of people", |row| {
        let (tool, human) = (row.table.answered(1), row.table.prevalence(1));
        tool.zip(human).map(|it| it.0 - it.1).into()
    })
    .finish()
}
