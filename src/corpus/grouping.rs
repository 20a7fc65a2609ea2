//! What articles are grouped by, and the group of each.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Article, Period};
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::input::{FieldNames, Sidecar};
use crate::observe::Observation;

/// Name under which articles without a known source are counted.
pub const UNKNOWN_SOURCE: &str = "unknown";

/// What may be named beside the document variables.
pub const KNOWN: [&str; 4] = ["source", "author", "language", "period"];

/// Names of columns that an error lists.
const MOST_SHOWN: usize = 30;

/// What articles are grouped by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The outlet.
    #[default]
    Source,
    /// The writer, or the writers as they are named together.
    Author,
    /// The language.
    Language,
    /// The bin of time of the day of publication.
    Period(Period),
    /// A document variable: a column of the metadata file or of a table, a field of JSON or of front
    /// matter that stands for nothing else.
    Variable(String),
}

impl By {
    /// What a name stands for; `names` are those of fields, `period` is the length of a bin of time.
    ///
    /// # Errors
    /// What is wrong with the name, when articles cannot be grouped by it.
    pub fn new(name: &str, names: &FieldNames, period: Period) -> Result<By, String> {
        let name = name.trim();
        match names.field(name) {
            Some("source") => return Ok(By::Source),
            Some("author") => return Ok(By::Author),
            Some("language") => return Ok(By::Language),
            Some("date") => {
                let problem = "articles cannot be grouped by the day alone";
                return Err(format!(
                    "{problem}\nhint: write \"period\", and its length in [trend]"
                ));
            }
            Some(field) => {
                let known = KNOWN.join("`, `");
                return Err(format!(
                    "`{name}` stands for the {field}, which is another one in every article\n\
                     hint: write `{known}` or the name of a column of metadata.csv"
                ));
            }
            None => {}
        }
        match name {
            "" => Err("the name is empty".to_owned()),
            "source" => Ok(By::Source),
            "author" => Ok(By::Author),
            "language" => Ok(By::Language),
            "period" => Ok(By::Period(period)),
            name => Ok(By::Variable(name.to_owned())),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            By::Source => "source",
            By::Author => "author",
            By::Language => "language",
            By::Period(_) => "period",
            By::Variable(name) => name,
        }
    }

    /// The reason to stop when no article has a value; `others` are names of columns and fields
    /// beside those of the metadata file.
    pub fn no_groups(&self, sidecar: &Sidecar, others: &BTreeSet<String>) -> Error {
        let by = self.name();
        let columns = sidecar.variables.iter().chain(others).map(String::as_str);
        let known: BTreeSet<&str> =
            KNOWN.into_iter().chain(columns.filter(|it| *it != by)).collect();
        let near = nearest(by, known.iter().copied());
        let near_first =
            near.into_iter().chain(known.iter().copied().filter(|it| Some(*it) != near));
        Error::NoGroups {
            by: by.to_owned(),
            is_near: near.is_some(),
            known: near_first.take(MOST_SHOWN).map(str::to_owned).collect(),
        }
    }

    /// A sentence of this program about sources, as one about groups where articles are grouped by
    /// something else.
    pub fn words(&self, sentence: &str) -> String {
        match self {
            By::Source => sentence.to_owned(),
            _ => sentence.replace("source", "group"),
        }
    }

    /// What stands behind a title: `, by section`; nothing for sources.
    pub fn suffix(&self) -> String {
        if *self == By::Source { String::new() } else { format!(", by {}", self.name()) }
    }

    /// Who wrote the articles of a group, or what they have in common, inside a sentence.
    pub fn subject(&self, group: &str) -> String {
        match self {
            By::Source => group.to_owned(),
            _ if group == self.without() => format!("articles with no {}", self.missing()),
            By::Period(_) => format!("articles of {group}"),
            By::Author => format!("articles by {group}"),
            By::Language | By::Variable(_) => format!("articles with {} {group}", self.name()),
        }
    }

    /// What an article lacks that has no group.
    fn missing(&self) -> &str {
        if let By::Period(_) = self { "date" } else { self.name() }
    }

    /// The group of articles that have none.
    pub fn without(&self) -> Cow<'static, str> {
        match self {
            By::Source => UNKNOWN_SOURCE.into(),
            _ => format!("(no {})", self.missing()).into(),
        }
    }

    /// The value of an article; `None` where it has none.
    pub(super) fn value<'o>(&self, observation: &'o Observation) -> Option<Cow<'o, str>> {
        let metadata = &observation.metadata;
        match self {
            By::Source => Some(metadata.source.as_ref()?.value.as_str().into()),
            By::Author => Some(metadata.author.as_ref()?.value.as_str().into()),
            By::Language => {
                Some(observation.language.code()).filter(|it| !it.is_empty()).map(Cow::Borrowed)
            }
            By::Period(period) => {
                let day = metadata.date.as_ref()?.value;
                Some(period.label(period.start(day)).into())
            }
            By::Variable(_) => metadata.variable.as_deref().map(Cow::Borrowed),
        }
    }

    /// Articles that were read and have no group.
    pub(super) fn n_without(&self, articles: &[Article]) -> u64 {
        let observations = articles.iter().filter_map(Article::observation);
        observations.filter(|it| self.value(it).is_none()).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(name: &str) -> Result<By, String> {
        By::new(name, &FieldNames::default(), Period::Week)
    }

    #[test]
    fn a_name_stands_for_a_field_a_period_or_a_variable() {
        assert_eq!(by("source"), Ok(By::Source));
        assert_eq!(by("Outlet"), Ok(By::Source));
        assert_eq!(by("byline"), Ok(By::Author));
        assert_eq!(by("period"), Ok(By::Period(Period::Week)));
        assert_eq!(by(" section "), Ok(By::Variable("section".to_owned())));
    }

    #[test]
    fn what_every_article_has_for_itself_groups_nothing() {
        for name in ["", "title", "text", "url", "doc_id"] {
            assert!(by(name).is_err(), "{name}");
        }
        assert!(by("published").expect_err("a day").contains("\"period\""));
    }

    #[test]
    fn groups_are_named_in_words() {
        let section = By::Variable("section".to_owned());
        assert_eq!(section.without(), "(no section)");
        assert_eq!(section.suffix(), ", by section");
        assert_eq!(section.subject("World"), "articles with section World");
        assert_eq!(section.subject("(no section)"), "articles with no section");
        assert_eq!(section.words("the other sources"), "the other groups");
        assert_eq!(By::Period(Period::Month).without(), "(no date)");
        assert_eq!(By::Source.subject("unknown"), "unknown");
    }
}
