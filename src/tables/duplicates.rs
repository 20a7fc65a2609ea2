//! `duplicates.csv`: articles that are the same or nearly so, in one source or in several.

use super::table::Unit::{Count, Date, Flag, Label, Ordinal, Share, Text};
use super::{Builder, Cell, Context, Table, name};
use crate::corpus::{Article, Corpus, Group, Member, Outcome, Standing};
use crate::observe::Observation;

/// An article in its group.
struct Row<'c> {
    corpus: &'c Corpus,
    group: &'c Group,
    n_sources: usize,
    member: &'c Member,
    /// From 1, the earliest first.
    place: usize,
}

impl<'c> Row<'c> {
    fn article(&self) -> &'c Article {
        &self.corpus.articles[self.member.article]
    }

    fn observation(&self) -> Option<&'c Observation> {
        self.article().observation()
    }

    fn is_counted(&self) -> bool {
        matches!(self.article().outcome, Outcome::Analysed(_))
    }
}

/// Builds the table: groups by the id of their earliest article, in each the earliest first.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let about = "one row per article that is the same as another, or nearly the same";
    let builder = Table::in_parts("duplicates", about, 1, move |_, emit| {
        for group in &corpus.duplicate_groups {
            let firsts = group.members.iter().filter(|it| it.standing != Standing::Repeat);
            let n_sources = firsts.count();
            for (i, member) in group.members.iter().enumerate() {
                emit(&Row { corpus, group, n_sources, member, place: i + 1 });
            }
        }
    });
    likeness_columns(article_columns(builder)).finish()
}

fn article_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "group",
            Label,
            "id of the earliest article of the group, after which it is named",
            |row| (&row.corpus.articles[row.group.earliest()].id).into(),
        )
        .column("group_documents", Count, "articles of the group", |row| {
            row.group.members.len().into()
        })
        .column("group_sources", Count, "outlets of the group", |row| row.n_sources.into())
        .column(
            "place",
            Ordinal,
            "place of the article in the group: by date, unknown dates last, then by path",
            |row| row.place.into(),
        )
        .column("doc_id", Label, "id of the article", |row| (&row.article().id).into())
        .column("path", Label, "file, below the input folder", |row| (&row.article().path).into())
        .column("source", Label, "outlet", |row| name(row.article().source()).into_owned().into())
        .column("date", Date, "day of publication", |row| {
            let date = row.observation().and_then(|it| it.metadata.date.as_ref());
            date.map(|it| it.value.to_string()).into()
        })
        .column("title", Text, "headline", |row| {
            let title = row.observation().and_then(|it| it.metadata.title.as_ref());
            title.map(|it| name(&it.value).into_owned()).into()
        })
        .column("tokens", Count, "words after cleaning", |row| {
            row.observation().map(Observation::n_tokens).into()
        })
        .column("hits", Count, "hits of all frames", |row| {
            let hits = row.observation().map(|it| it.frames.iter().map(|it| u64::from(it.n_hits)));
            hits.map(Iterator::sum::<u64>).into()
        })
}

fn likeness_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "joined",
            Label,
            "earliest (of the group); exact (the same text as the earliest); near (nearly all of both is the same); contained (nearly all of the shorter stands in the longer); chain (like another of the group, but not like the earliest: look at it)",
            |row| row.member.joined.name().into(),
        )
        .column(
            "similarity",
            Share,
            "shared runs of five words relative to those of either (Jaccard index), with the earliest",
            |row| row.member.similarity.into(),
        )
        .column(
            "containment",
            Share,
            "shared runs of five words relative to those of the shorter, with the earliest",
            |row| row.member.containment.into(),
        )
        .column("counted", Flag, "whether the article is counted in the tables", |row| {
            row.is_counted().into()
        })
        .column(
            "counted_once",
            Flag,
            "whether it is counted in emphasis_unique.csv, which counts the earliest only",
            |row| (row.member.standing == Standing::Earliest).into(),
        )
        .column(
            "duplicate_of",
            Label,
            "article of the same source that is counted for it",
            |row| match &row.article().outcome {
                Outcome::Duplicate(original, _) => (&original.id).into(),
                _ => Cell::Missing,
            },
        )
        .column("across_sources", Flag, "whether the group has articles of several sources", |row| {
            (1 < row.n_sources).into()
        })
}
