//! HTML: one saved page per file; the article is found by the readability algorithm.

mod depth;
mod page;
mod places;

use dom_smoothie::{Config, Metadata, Readability, TextMode};
use memchr::memmem;

use self::page::Page;
use super::decode::{Decoded, decode};
use super::fields::{Field, FieldNames, Fields, Origin};
use super::{Articles, Draft, Format, Options, Read, export};
use crate::notice::{Matter, Reason};

pub(super) const FORMAT: Format =
    Format { name: "html", extensions: &["html", "htm", "xhtml"], read: Read::Whole(read_file) };

/// Fewest characters of an extracted article; with fewer, the whole visible text is taken.
const MIN_ARTICLE: usize = 80;

fn read_file(bytes: &[u8], options: &Options) -> Result<Articles, Reason> {
    let decoded = decode(bytes).ok_or(Reason::Binary)?;
    if let Some(articles) = export(&decoded, options) {
        return Ok(articles);
    }
    Ok(read(decoded, &options.fields)?.into())
}

/// The articles of a page that a news database exported; `None` where it is no such page.
fn export(decoded: &Decoded<'_>, options: &Options) -> Option<Articles> {
    let holds = |mark: &str| memmem::find(decoded.text.as_bytes(), mark.as_bytes()).is_some();
    // The ends of articles in exports; reading the visible text takes time.
    if !holds("Document ") && !holds("End of Document") {
        return None;
    }
    let page = page::scan(&decoded.text);
    let offsets = places::find(&page.text, &page).through(&decoded.offsets, page.text.len());
    let names = &options.fields;
    let Articles::Many(mut articles) =
        export::read(&export::Page { text: &page.text, offsets: &offsets, names })?
    else {
        return None;
    };
    for draft in articles.iter_mut().flatten() {
        draft.set_encoding(decoded.told());
    }
    Some(Articles::Many(articles))
}

/// Reads the article of a page.
pub(super) fn read(decoded: Decoded<'_>, names: &FieldNames) -> Result<Draft, Reason> {
    let page = page::scan(&decoded.text);
    let mut matters = Vec::new();
    let (text, json_ld) = if page.depth.is_exceeded() {
        let problem = "elements are nested too deep; all visible text is taken".to_owned();
        matters.push(Matter::Form(problem));
        (String::new(), None)
    } else {
        article(&decoded.text)
    };
    let text = if text.trim().len() < MIN_ARTICLE { page.text.clone() } else { text };
    if text.trim().is_empty() {
        return Err(Reason::NoText("the page shows no text".to_owned()));
    }
    let fields =
        Fields { variable: variable(&page, names), ..fields(&page, json_ld.unwrap_or_default()) };
    let places = |text: &str| places::find(text, &page).through(&decoded.offsets, text.len());
    let offsets = places(&text);
    let mut draft = Draft::of_text(text, offsets, "html");
    if let Some(title) = &fields.title {
        let title_offsets = places(&title.value);
        draft = draft.with_title(&title.value, &title_offsets);
    }
    draft.fields = fields;
    draft.matters = matters;
    draft.set_encoding(decoded.told());
    Ok(draft)
}

/// The text of the article, one paragraph a line, and what JSON-LD says of it.
fn article(html: &str) -> (String, Option<Metadata>) {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let Ok(mut readability) = Readability::new(html, None, Some(config)) else {
        return (String::new(), None);
    };
    let json_ld = readability.parse_json_ld();
    let text = readability.parse().map_or_else(|_| String::new(), |it| it.text_content.to_string());
    (text, json_ld)
}

/// Names that `<meta>` gives to the date of publication, the surest first.
const DATE_NAMES: &[&str] = &[
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "datepublished",
];

fn fields(page: &Page, json_ld: Metadata) -> Fields {
    let field = |value: Option<String>, origin: Origin| {
        let value = value.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        value.filter(|it| !it.is_empty()).map(|value| Field { value, origin })
    };
    let meta = |names: &[&str], origin| field(page.meta(names), origin);
    let source = field(json_ld.site_name, Origin::JsonLd)
        .or_else(|| meta(&["og:site_name"], Origin::OpenGraph))
        .or_else(|| meta(&["application-name"], Origin::Meta));
    let title = field(Some(json_ld.title), Origin::JsonLd)
        .or_else(|| meta(&["og:title"], Origin::OpenGraph))
        .or_else(|| field(page.heading.clone(), Origin::PageTitle))
        .or_else(|| field(page.title.clone(), Origin::PageTitle))
        .map(|title| without_site(title, source.as_ref()));
    let author = field(json_ld.byline, Origin::JsonLd)
        .or_else(|| meta(&["author", "dc.creator", "parsely-author"], Origin::Meta))
        .or_else(|| meta(&["article:author"], Origin::OpenGraph))
        .filter(|it| !it.value.starts_with("http"));
    let date = field(json_ld.published_time, Origin::JsonLd)
        .or_else(|| meta(&["article:published_time", "og:published_time"], Origin::OpenGraph))
        .or_else(|| meta(DATE_NAMES, Origin::Meta))
        .or_else(|| field(page.time.clone(), Origin::Time));
    let url = meta(&["og:url"], Origin::OpenGraph)
        .or_else(|| field(page.canonical.clone(), Origin::Meta));
    let language = field(page.language.clone(), Origin::Meta);
    Fields { source, title, author, date, url, language, ..Fields::default() }
}

/// The document variable by which articles are grouped: `section` is also `article:section`.
fn variable(page: &Page, names: &FieldNames) -> Option<Field> {
    let name = names.variable.as_ref()?.to_lowercase();
    let value = page.meta(&[&name, &format!("article:{name}")])?;
    Some(Field { value, origin: Origin::Meta })
}

/// A title less the name of the site that pages put behind it.
fn without_site(title: Field, source: Option<&Field>) -> Field {
    let Some(source) = source else { return title };
    for separator in [" | ", " - ", " – ", " — ", " · ", " :: "] {
        if let Some((head, tail)) = title.value.rsplit_once(separator)
            && tail.trim().eq_ignore_ascii_case(&source.value)
        {
            return Field { value: head.trim().to_owned(), origin: title.origin };
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>A pact | The Ledger</title>
<meta property="og:site_name" content="The Ledger"><meta property="og:title" content="A pact | The Ledger">
<meta name="author" content="A. Writer"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>A pact</h1><p><time datetime="2025-11-13T08:00:00Z">13 November</time></p>
<p>The minister&#8217;s visit was a gesture &amp; a <b>signal</b> to the neighbours, who had waited for one since the spring, officials said.</p>
<p>Nothing in the treaty changes the tariff, and nobody in the capital expects the ports to open before the winter has passed.</p>
<p>The ceremony ended with a song, a long table and three speeches that named every friend of the republic but one.</p>
</article><footer>Copyright</footer></body></html>"#;

    fn draft(html: &str) -> Draft {
        let decoded = decode(html.as_bytes()).expect("text");
        read(decoded, &FieldNames::default()).expect("a draft")
    }

    #[test]
    fn the_article_is_found_and_the_menu_is_not() {
        let draft = draft(PAGE);
        assert!(draft.text.contains("minister’s visit was a gesture & a signal"), "{}", draft.text);
        assert!(!draft.text.contains("World"), "{}", draft.text);
    }

    #[test]
    fn metadata_of_the_page_is_read_with_its_origin() {
        let fields = draft(PAGE).fields;
        let told = |field: Option<Field>| field.map(|it| (it.value, it.origin));
        assert_eq!(told(fields.title), Some(("A pact".to_owned(), Origin::OpenGraph)));
        assert_eq!(told(fields.source), Some(("The Ledger".to_owned(), Origin::OpenGraph)));
        assert_eq!(told(fields.author), Some(("A. Writer".to_owned(), Origin::Meta)));
        let date = ("2025-11-13T08:00:00Z".to_owned(), Origin::Time);
        assert_eq!(told(fields.date), Some(date));
    }

    #[test]
    fn every_place_of_the_article_leads_back_to_the_page() {
        let draft = draft(PAGE);
        for (word, raw) in
            [("gesture", "gesture"), ("signal", "signal"), ("minister’s", "minister&#8217;s")]
        {
            let start = draft.text.find(word).expect("the word is there");
            let (from, to) = draft.offsets.file_range(start, start + word.len()).expect("a range");
            assert_eq!(&PAGE[from as usize..to as usize], raw);
        }
    }

    #[test]
    fn a_page_that_is_nested_too_deep_is_read_without_a_tree() {
        let page =
            format!("{}A gesture of friendship.{}", "<div>".repeat(5000), "</div>".repeat(5000));
        let draft = draft(&page);
        assert_eq!(draft.text.trim(), "A gesture of friendship.");
        assert_eq!(draft.matters.len(), 1);
    }
}
