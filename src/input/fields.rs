//! What a format knows of an article beside its text, and where each value came from.

use serde::{Deserialize, Serialize};

/// Where a value came from, from the most to the least trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// The metadata file.
    Sidecar,
    /// The block at the head of a Markdown file.
    FrontMatter,
    /// A field of a table, of JSON, of an export, or a header of a mail.
    Field,
    /// JSON-LD in an HTML page.
    JsonLd,
    /// OpenGraph in an HTML page.
    OpenGraph,
    /// Another `<meta>` element.
    Meta,
    /// A `<time>` element.
    Time,
    /// The `<title>` or the first heading of a page or document.
    PageTitle,
    /// The folder.
    Folder,
    /// The file name.
    FileName,
    /// The text of the article itself.
    Text,
    /// The properties of a file, which tell of the file before they tell of the article.
    Properties,
}

impl Origin {
    /// The short code that stands in tables.
    pub fn code(self) -> &'static str {
        match self {
            Origin::Sidecar => "metadata",
            Origin::FrontMatter => "front_matter",
            Origin::Field => "field",
            Origin::JsonLd => "json_ld",
            Origin::OpenGraph => "open_graph",
            Origin::Meta => "meta",
            Origin::Time => "time",
            Origin::PageTitle => "page_title",
            Origin::Folder => "folder",
            Origin::FileName => "file_name",
            Origin::Text => "text",
            Origin::Properties => "file_properties",
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The value as it stood there, trimmed.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// What is known of an article beside its text. `None` is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Name that the user gave to the article.
    pub id: Option<Field>,
    /// The outlet.
    pub source: Option<Field>,
    /// The headline.
    pub title: Option<Field>,
    /// The writer, or writers.
    pub author: Option<Field>,
    /// Date of publication, as it was written.
    pub date: Option<Field>,
    /// Address of the article.
    pub url: Option<Field>,
    /// Language code.
    pub language: Option<Field>,
    /// The document variable by which articles are grouped, where they are.
    pub variable: Option<Field>,
    /// Names of a file that stand for no field, where articles are grouped by such a one.
    pub other_names: Vec<String>,
}

/// Names that stand for no field, of one article, that are kept.
const MOST_NAMES: usize = 50;

impl Fields {
    /// Takes out what the properties of a file say.
    pub fn take_properties(&mut self) -> Fields {
        let take = |slot: &mut Option<Field>| slot.take_if(|it| it.origin == Origin::Properties);
        Fields {
            title: take(&mut self.title),
            author: take(&mut self.author),
            date: take(&mut self.date),
            ..Fields::default()
        }
    }

    /// Fills what is not yet known from another set of fields.
    pub fn or(self, other: Fields) -> Fields {
        Fields {
            id: self.id.or(other.id),
            source: self.source.or(other.source),
            title: self.title.or(other.title),
            author: self.author.or(other.author),
            date: self.date.or(other.date),
            url: self.url.or(other.url),
            language: self.language.or(other.language),
            variable: self.variable.or(other.variable),
            other_names: self.other_names,
        }
    }

    /// Keeps a value under the field that `name` stands for. A field that has a value keeps it.
    ///
    /// Returns whether the name stands for a field.
    pub fn put(&mut self, names: &FieldNames, name: &str, value: &str, origin: Origin) -> bool {
        let slot = match names.field(name) {
            Some("id") => &mut self.id,
            Some("source") => &mut self.source,
            Some("title") => &mut self.title,
            Some("author") => &mut self.author,
            Some("date") => &mut self.date,
            Some("url") => &mut self.url,
            Some("language") => &mut self.language,
            Some("variable") => &mut self.variable,
            field => {
                let is_told = field.is_none() && names.variable.is_some();
                if is_told && origin != Origin::Sidecar && self.other_names.len() < MOST_NAMES {
                    self.other_names.push(name.trim().to_owned());
                }
                return field.is_some();
            }
        };
        let value = value.trim();
        let says_nothing = NO_VALUES.iter().any(|it| it.eq_ignore_ascii_case(value));
        if slot.is_none() && !value.is_empty() && !says_nothing {
            *slot = Some(Field { value: value.to_owned(), origin });
        }
        true
    }
}

/// What programs and people write into a field that is empty.
const NO_VALUES: &[&str] =
    &["-", "--", "–", "—", "?", "n/a", "n.a.", "nan", "nil", "none", "null", "unknown"];

/// Whether two field names are the same but for case, spaces, hyphens and underscores.
pub(super) fn is_same_name(a: &str, b: &str) -> bool {
    let is_part = |it: &char| !matches!(it, ' ' | '-' | '_');
    let [a, b] = [a, b].map(|it| it.trim().chars().flat_map(char::to_lowercase).filter(is_part));
    a.eq(b)
}

/// `[input.fields]` of `config.toml`: names that fields have, the first that is found counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldNames {
    /// The text of the article.
    pub text: Vec<String>,
    /// Its headline.
    pub title: Vec<String>,
    /// The outlet.
    pub source: Vec<String>,
    /// Date of publication.
    pub date: Vec<String>,
    /// The writer.
    pub author: Vec<String>,
    /// Address of the article.
    pub url: Vec<String>,
    /// Language code.
    pub language: Vec<String>,
    /// Name of the article in the output.
    pub id: Vec<String>,
    /// Name of the document variable by which articles are grouped; `emphasis.by` says it.
    #[serde(skip)]
    pub variable: Option<String>,
}

impl Default for FieldNames {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        FieldNames {
            text: list(&[
                "text",
                "body",
                "content",
                "article",
                "full_text",
                "article_text",
                "article_body",
                "body_text",
                "main_text",
                "plain_text",
                "story",
            ]),
            title: list(&["title", "headline", "heading", "article_title"]),
            source: list(&[
                "source",
                "outlet",
                "publisher",
                "publication",
                "site_name",
                "newspaper",
                "medium",
                "media_name",
                "source_name",
                "publication_name",
                "publication_title",
            ]),
            date: list(&[
                "date",
                "published",
                "published_at",
                "published_on",
                "date_published",
                "publication_date",
                "publish_date",
                "pub_date",
            ]),
            author: list(&["author", "authors", "byline", "writer", "journalist"]),
            url: list(&["url", "link", "canonical_url"]),
            language: list(&["language", "lang"]),
            id: list(&["doc_id", "id"]),
            variable: None,
        }
    }
}

impl FieldNames {
    /// The field that a name stands for.
    pub fn field(&self, name: &str) -> Option<&'static str> {
        let lists = [
            ("text", &self.text),
            ("title", &self.title),
            ("source", &self.source),
            ("date", &self.date),
            ("author", &self.author),
            ("url", &self.url),
            ("language", &self.language),
            ("id", &self.id),
        ];
        let is_it = |list: &[String]| list.iter().any(|it| is_same_name(it, name));
        let found = lists.into_iter().find(|it| is_it(it.1)).map(|it| it.0);
        let is_variable = || self.variable.as_ref().is_some_and(|it| is_same_name(it, name));
        found.or_else(|| is_variable().then_some("variable"))
    }

    /// Whether `name` stands for the text.
    pub fn is_text(&self, name: &str) -> bool {
        self.field(name) == Some("text")
    }

    /// Whether `name` stands for the headline.
    pub fn is_title(&self, name: &str) -> bool {
        self.field(name) == Some("title")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_are_compared_without_case_spaces_and_hyphens() {
        let mut fields = Fields::default();
        let names = FieldNames::default();
        assert!(fields.put(&names, "Published At", " 2025-11-13 ", Origin::Field));
        assert_eq!(fields.date.map(|it| it.value).as_deref(), Some("2025-11-13"));
    }

    #[test]
    fn a_dash_in_a_field_is_no_value_and_names_may_be_written_as_one_word() {
        let mut fields = Fields::default();
        let names = FieldNames::default();
        assert!(fields.put(&names, "Byline", " - ", Origin::Field));
        assert!(fields.put(&names, "PubDate", "N/A", Origin::Field));
        assert_eq!(fields, Fields::default());
        assert!(names.is_text("FullText") && !names.is_text("fulltexts"));
    }

    #[test]
    fn the_first_value_of_a_field_stays() {
        let mut fields = Fields::default();
        let names = FieldNames::default();
        fields.put(&names, "source", "", Origin::Field);
        fields.put(&names, "outlet", "Harbour Ledger", Origin::Field);
        fields.put(&names, "publisher", "Other", Origin::Field);
        assert_eq!(fields.source.map(|it| it.value).as_deref(), Some("Harbour Ledger"));
    }
}
