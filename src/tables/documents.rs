//! `documents.csv`: every input article, analysed or not.

use super::table::Unit::{Count, Date, Flag, Label, Number, Ordinal, Share, Text};
use super::{Builder, Cell, Context, Table, n_parts, name, part, share};
use crate::corpus::{Article, Corpus, Outcome};
use crate::document::{Metadata, Zone};
use crate::input::Origin;
use crate::observe::Observation;

/// Below this many tokens a value of MTLD is marked as short.
const MTLD_SHORT: u64 = 100;

/// Builds the table.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let n = n_parts(corpus.articles.len());
    let about = "one row per input article, analysed or not";
    let builder = Table::in_parts("documents", about, n, move |i, emit| {
        part(&corpus.articles, i).iter().for_each(|article| emit(&article));
    });
    let builder = metadata_columns(builder);
    let builder = count_columns(builder);
    variable_columns(origin_columns(corpus, builder), corpus).finish()
}

fn metadata_columns<'c>(builder: Builder<'c, &'c Article>) -> Builder<'c, &'c Article> {
    builder
        .column("doc_id", Label, "id of the article in all tables", |row| (&row.id).into())
        .column("path", Label, "file, below the input folder", |row| (&row.path).into())
        .column("record", Ordinal, "record inside a file with many articles", |row| {
            row.record.into()
        })
        .column("source", Label, "outlet; `unknown` where it is not known", |row| {
            row.observation().map(|_| name(row.source()).into_owned()).into()
        })
        .column("source_origin", Label, "where the source is known from: metadata (metadata.csv), front_matter, field (of a table, of JSON or an export, header of a mail), json_ld, open_graph or meta (of a page), folder, file_name", |row| {
            origin(row, |it| it.source.as_ref().map(|it| it.origin))
        })
        .column("title", Text, "headline", |row| {
            text(row, |it| it.title.as_ref().map(|it| &it.value))
        })
        .column("author", Text, "writer", |row| {
            text(row, |it| it.author.as_ref().map(|it| &it.value))
        })
        .column("date", Date, "day of publication", |row| {
            metadata(row).and_then(|it| it.date.as_ref()).map(|it| it.value.to_string()).into()
        })
        .column("date_origin", Label, "where the date is known from: as source_origin, and time (element of a page), text, file_properties (the day on which the file was made)", |row| {
            origin(row, |it| it.date.as_ref().map(|it| it.origin))
        })
        .column("language", Label, "ISO 639-1 code of the language; empty where it is not known", |row| {
            row.observation().map(|it| it.language.code()).into()
        })
        .column("encoding", Label, "encoding of the file (WHATWG name)", |row| {
            row.observation().map(|it| &*it.encoding).into()
        })
        .column("status", Label, "analysed, duplicate or skipped", |row| {
            status(&row.outcome).into()
        })
        .column(
            "reason",
            Text,
            "why it was not analysed; of a duplicate same_text or near_duplicate, and the article that is counted for it",
            |row| reason(&row.outcome),
        )
}

fn count_columns<'c>(builder: Builder<'c, &'c Article>) -> Builder<'c, &'c Article> {
    builder
        .column("tokens", Count, "words after cleaning", |row| count(row, Observation::n_tokens))
        .column("types", Count, "distinct forms", |row| count(row, |it| it.n_types))
        .column("sentences", Count, "sentences that hold a word", |row| {
            count(row, |it| it.n_sentences)
        })
        .column("headline_tokens", Count, "words of the headline", |row| {
            count(row, |it| it.zone_tokens[Zone::Headline as usize])
        })
        .column("lead_tokens", Count, "words of the first paragraph", |row| {
            count(row, |it| it.zone_tokens[Zone::Lead as usize])
        })
        .column("body_tokens", Count, "words of the rest", |row| {
            count(row, |it| it.zone_tokens[Zone::Body as usize])
        })
        .column("quoted_tokens", Count, "words in quotations of more than three words", |row| {
            count(row, |it| it.quoted_tokens())
        })
        .column("ttr", Share, "types per token; falls with length", |row| {
            row.observation().and_then(|it| share(it.n_types, it.n_tokens())).into()
        })
        .column("mattr", Share, "mean type-token ratio of windows of 50 tokens", |row| {
            row.observation().and_then(|it| it.diversity.mattr).into()
        })
        .column("hdd", Share, "HD-D: type-token ratio expected of 42 tokens", |row| {
            row.observation().and_then(|it| it.diversity.hdd).into()
        })
        .column("mtld", Number, "tokens that keep a type-token ratio of 0.72", |row| {
            row.observation().and_then(|it| it.diversity.mtld).into()
        })
        .column("mtld_short", Flag, "whether the text is too short for a steady MTLD", |row| {
            row.observation().map(|it| it.n_tokens() < MTLD_SHORT).into()
        })
        .column("removed_lines", Count, "lines that cleaning cut", |row| {
            count(row, |it| it.n_removals)
        })
}

fn origin_columns<'c>(
    corpus: &'c Corpus,
    builder: Builder<'c, &'c Article>,
) -> Builder<'c, &'c Article> {
    builder
        .column("title_origin", Label, "where the headline is known from", |row| {
            origin(row, |it| it.title.as_ref().map(|it| it.origin))
        })
        .column("author_origin", Label, "where the writer is known from", |row| {
            origin(row, |it| it.author.as_ref().map(|it| it.origin))
        })
        .column("language_origin", Label, "how the language is known: declared (in the metadata or by the page), detected (from the text) or setting; or why it is not: too_short or unclear", |row| {
            row.observation().map(|it| &*it.language_origin).into()
        })
        .column("language_spoken", Flag, "whether a dictionary is in the language of the article: where not, that it has few hits means nothing; empty where the language of one of the two is not known", |row| {
            row.observation().and_then(|it| it.is_spoken).into()
        })
        .column("encoding_origin", Label, "how the encoding is known", |row| {
            row.observation().map(|it| &*it.encoding_origin).into()
        })
        .column("format", Label, "format of the file", |row| {
            row.observation().map(|it| &*it.format).into()
        })
        .column("url", Text, "address of the article", |row| text(row, |it| it.url.as_ref()))
        .column(
            "duplicate_of",
            Label,
            "earlier article of the same source with the same text or nearly the same",
            |row| match &row.outcome {
                Outcome::Duplicate(original, _) => (&original.id).into(),
                _ => Cell::Missing,
            },
        )
        .column(
            "duplicate_group",
            Label,
            "earliest of all articles, in whatever source, with the same text or nearly the same; as `group` in duplicates.csv",
            move |row| row.duplicate_group.map(|it| &corpus.articles[corpus.duplicate_groups[it].earliest()].id).into(),
        )
}

/// The group of each article, and the columns of the metadata file that stand for no field.
fn variable_columns<'c>(
    builder: Builder<'c, &'c Article>,
    corpus: &'c Corpus,
) -> Builder<'c, &'c Article> {
    let by = corpus.by.name();
    let meaning =
        format!("what stands as source in the other tables: its `{by}`, as `emphasis.by` says");
    let builder =
        builder.column("group", Label, meaning, |row| name(&row.group).into_owned().into());
    let variables = corpus.sidecar.variables.iter().enumerate();
    variables.fold(builder, |builder, (place, variable)| {
        let meaning = format!("document variable: column `{variable}` of the metadata file");
        let mut header = variable.clone();
        while builder.has_column(&header) {
            header.insert_str(0, "metadata_");
        }
        let value = move |article: &Article| {
            corpus.sidecar.find(article.sidecar_key.as_ref()?)?.variable(place)
        };
        builder.column(header, Text, meaning, move |row| {
            value(row).map(|it| name(it).into_owned()).into()
        })
    })
}

fn status(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Analysed(_) => "analysed",
        Outcome::Duplicate(..) => "duplicate",
        Outcome::Skipped(_) => "skipped",
    }
}

fn reason(outcome: &Outcome) -> Cell<'_> {
    match outcome {
        Outcome::Analysed(_) => Cell::Missing,
        Outcome::Duplicate(original, _) => {
            let code = if original.is_same { "same_text" } else { "near_duplicate" };
            format!("{code}: {}", original.id).into()
        }
        Outcome::Skipped(reason) => reason.code().into(),
    }
}

fn metadata<'r>(row: &&'r Article) -> Option<&'r Metadata> {
    row.observation().map(|it| &it.metadata)
}

fn origin(row: &&Article, of: impl Fn(&Metadata) -> Option<Origin>) -> Cell<'static> {
    metadata(row).and_then(of).map(Origin::code).into()
}

fn text<'r>(row: &&'r Article, of: impl Fn(&'r Metadata) -> Option<&'r String>) -> Cell<'r> {
    metadata(row).and_then(of).map(|it| name(it).into_owned()).into()
}

fn count(row: &&Article, of: impl Fn(&Observation) -> u64) -> Cell<'static> {
    row.observation().map(of).into()
}
