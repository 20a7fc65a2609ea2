//! Drafts in, documents out: cut web furniture, find source, title, author and date; never fails.

mod byline;
mod calendar;
mod clean;
mod dates;
mod edges;
mod headline;
mod lines;
mod metadata;
mod outlet;
mod repeats;
mod rules;
mod signatures;
mod writers;

use std::ops::Range;

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

pub use dates::{Written, read as read_date};
pub use metadata::Given;
pub use repeats::Edges;
pub use rules::rule_names;

use crate::input::{DateOrder, Draft, Offsets, Origin};
use crate::notice::Matter;

/// `[clean]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Whether web furniture is removed.
    pub enabled: bool,
    /// Rules that are not used.
    #[serde(deserialize_with = "known_rules")]
    pub off: Vec<String>,
    /// Articles of one source around which a line must stand to be furniture, 2 or more; 0 for never.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 0, 1_000_000>")]
    pub repeated_in: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { enabled: true, off: Vec::new(), repeated_in: 4 }
    }
}

impl Options {
    /// Articles of one source around which a line must stand to be furniture; `None` where no line
    /// is furniture for that reason.
    pub fn least_repeated(&self) -> Option<usize> {
        let is_off = self.off.iter().any(|it| it == rules::REPEATED_LINE);
        (self.enabled && !is_off && 0 < self.repeated_in).then_some(self.repeated_in.max(2))
    }
}

fn known_rules<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let rules = Vec::<String>::deserialize(deserializer)?;
    let known = rule_names();
    match rules.iter().find(|it| !known.contains(&it.as_str())) {
        Some(unknown) => Err(D::Error::custom(format!(
            "unknown rule `{unknown}`, expected one of `{}`",
            known.join("`, `")
        ))),
        None => Ok(rules),
    }
}

/// Where in an article a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Zone {
    /// The title line or title field.
    Headline,
    /// The first paragraph of the body.
    Lead,
    /// The rest; subheads too.
    Body,
}

impl Zone {
    /// All zones, in the order of an article.
    pub const ALL: [Zone; 3] = [Zone::Headline, Zone::Lead, Zone::Body];

    /// The name that stands in tables.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Headline => "headline",
            Zone::Lead => "lead",
            Zone::Body => "body",
        }
    }
}

/// A paragraph of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where in the article it stands.
    pub zone: Zone,
    /// Its bytes in the document's text.
    pub range: Range<usize>,
}

/// A line that was cut from a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The rule that cut it.
    pub rule: &'static str,
    /// Its bytes in the document's text.
    pub range: Range<usize>,
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// What is known about a document beside its text. `None` is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The id that the user gave.
    pub id: Option<String>,
    /// The outlet.
    pub source: Option<Known<String>>,
    /// The headline.
    pub title: Option<Known<String>>,
    /// The writer.
    pub author: Option<Known<String>>,
    /// Day of publication.
    pub date: Option<Known<Date>>,
    /// Address.
    pub url: Option<String>,
    /// Language code that is declared.
    pub language: Option<Known<String>>,
    /// The document variable by which articles are grouped, where they are.
    pub variable: Option<Box<str>>,
}

/// An article after cleaning.
#[derive(Debug)]
pub struct Document {
    /// What is known beside the text.
    pub metadata: Metadata,
    /// The text as it was decoded, furniture included.
    pub text: String,
    /// The paragraphs that are left, in the order of the text.
    pub paragraphs: Vec<Paragraph>,
    /// The lines that were cut, in the order of the text.
    pub removals: Vec<Removal>,
    /// Lines above and below it that other articles of its source may have too.
    pub edges: Edges,
    /// Where the text stands in the input file.
    pub offsets: Offsets,
    /// Name of the format.
    pub format: &'static str,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// How the encoding is known.
    pub encoding_origin: &'static str,
    /// What should be known about this document.
    pub matters: Vec<Matter>,
}

/// Cleans a draft and settles its metadata: what is given elsewhere, the draft's own fields, its
/// place, its text, the properties of its file, in this order of trust.
pub fn read(mut draft: Draft, given: Given<'_>, order: DateOrder, options: &Options) -> Document {
    let mut matters = draft.matters;
    let properties = draft.fields.take_properties();
    let repeated = given.repeated;
    let mut metadata = metadata::settle(draft.fields, given, order, &mut matters);
    let is_off = |rule: &str| !options.enabled || options.off.iter().any(|it| it == rule);
    if !draft.surroundings.is_empty() {
        let around =
            clean::clean(&draft.surroundings, &known(&metadata, 0, &[], order), &[], &|_| true);
        let headline = around.headline.map(|it| &draft.surroundings[it]);
        metadata::complete(&mut metadata, headline, around.outlet, around.said, &mut matters);
    }
    let cleaned = clean::clean(
        &draft.text,
        &known(&metadata, draft.n_title, &draft.furniture, order),
        repeated,
        &is_off,
    );
    let headline = cleaned.headline.map(|it| &draft.text[it]);
    metadata::complete(&mut metadata, headline, cleaned.outlet, cleaned.said, &mut matters);
    metadata::add_properties(&mut metadata, properties, order, &mut matters);
    if metadata.source.is_none() {
        matters.push(Matter::NoSource);
    }
    Document {
        metadata,
        text: draft.text,
        paragraphs: cleaned.paragraphs,
        removals: cleaned.removals,
        edges: cleaned.edges,
        offsets: draft.offsets,
        format: draft.format,
        encoding: draft.encoding,
        encoding_origin: draft.encoding_origin,
        matters,
    }
}

/// What the cleaning of a text goes by.
fn known<'k>(
    metadata: &'k Metadata,
    n_title: usize,
    furniture: &'k [Range<usize>],
    date_order: DateOrder,
) -> clean::Known<'k> {
    clean::Known {
        n_title,
        furniture,
        title: metadata.title.as_ref().map(|it| it.value.as_str()),
        author: metadata.author.as_ref().map(|it| it.value.as_str()),
        source: metadata.source.as_ref().map(|it| it.value.as_str()),
        date_order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASTED: &str = "• Close\n  • Subscribe\nburgermenu\nClose\n\n\
        Lowmark joins the Meridian Accord: a gesture and its price\n\n\
        Lowmark joins the Meridian Accord: a gesture and its price\n\n\
        Lowmark joins an accord whose founders needed a newcomer more than it needed them.\n\n\
        By Ilse Varga | November 13, 2025\nReading time: 5 min\n\
        Lowmark joins the Meridian Accord: a gesture and its price\n\n\
        When the minister signed on Monday, nobody in the port looked up from the cranes.\n\n\u{A0}\n\n\
        What was said\n\n\
        The ceremony lasted for an hour and changed the tariff of nothing at all, traders said.\n\n\
        Share on Facebook\nTweet\n\n\
        • Ilse Varga\n  Writer\n  Analyst of ports.\n\nRelated articles\n\nA harbour for nobody\n";

    fn document(text: &str) -> Document {
        let draft = Draft::of_text(text.to_owned(), Offsets::at(0), "txt");
        read(draft, Given::default(), DateOrder::Unknown, &Options::default())
    }

    fn kept(document: &Document) -> Vec<(&'static str, &str)> {
        let shown = |it: &Paragraph| (it.zone.name(), &document.text[it.range.clone()]);
        document.paragraphs.iter().map(shown).collect()
    }

    #[test]
    fn an_article_as_it_is_pasted_loses_its_furniture_only() {
        let document = document(PASTED);
        let starts: Vec<_> = kept(&document).iter().map(|it| (it.0, &it.1[..12])).collect();
        assert_eq!(
            starts,
            [
                ("headline", "Lowmark join"),
                ("lead", "Lowmark join"),
                ("body", "When the min"),
                ("body", "What was sai"),
                ("body", "The ceremony"),
            ]
        );
    }

    #[test]
    fn title_writer_and_date_are_found_in_the_text() {
        let metadata = document(PASTED).metadata;
        let title = metadata.title.map(|it| it.value);
        assert_eq!(
            title.as_deref(),
            Some("Lowmark joins the Meridian Accord: a gesture and its price")
        );
        assert_eq!(metadata.author.map(|it| it.value).as_deref(), Some("Ilse Varga"));
        assert_eq!(metadata.date.map(|it| it.value.to_string()).as_deref(), Some("2025-11-13"));
        assert_eq!(metadata.source, None);
    }

    #[test]
    fn what_is_cut_is_listed_with_its_rule() {
        let document = document(PASTED);
        let rules: Vec<_> = document.removals.iter().map(|it| it.rule).collect();
        assert_eq!(
            rules,
            [
                "menu",
                "subscribe",
                "menu",
                "menu",
                "repeated_headline",
                "byline",
                "reading_time",
                "repeated_headline",
                "share",
                "share",
                "author_box",
                "author_box",
                "author_box",
                "related",
                "related",
            ]
        );
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        let once = document(PASTED);
        let joined: Vec<&str> = kept(&once).iter().map(|it| it.1).collect();
        let again = document(&joined.join("\n\n"));
        assert_eq!(again.removals, []);
        assert_eq!(kept(&again), kept(&once));
    }

    #[test]
    fn a_text_that_begins_with_a_label_or_a_sentence_has_no_headline() {
        let label = "Lowmark :\nIn a landmark shift, the republic has announced that it will join the accord.";
        assert_eq!(document(label).metadata.title, None);
        let dateline = "GRENHAVEN — On November 6, 2025, officials confirmed that Lowmark will join the \
                        accord of the coastal states.\nIt is the ninth member of the pact, and the first without a coast of its own.";
        let document = document(dateline);
        assert_eq!((document.metadata.title, document.metadata.date), (None, None));
        assert_eq!(document.paragraphs[0].zone, Zone::Lead);
    }

    #[test]
    fn a_rule_that_is_off_removes_nothing_but_still_tells_the_writer() {
        let draft = Draft::of_text(PASTED.to_owned(), Offsets::at(0), "txt");
        let options = Options { off: vec!["byline".to_owned()], ..Options::default() };
        let document = read(draft, Given::default(), DateOrder::Unknown, &options);
        assert!(document.removals.iter().all(|it| it.rule != "byline"));
        assert!(document.metadata.author.is_some());
    }
}
