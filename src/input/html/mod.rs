//! HTML: one saved page per file; the article is found by the readability algorithm.

mod depth;
mod fields;
mod json_ld;
mod page;
mod places;

use dom_smoothie::{Config, Readability, TextMode};
use memchr::memmem;

use self::page::Page;
use super::decode::{Decoded, decode};
use super::fields::{Field, FieldNames};
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
    let text = if page.depth.is_exceeded() {
        let problem = "elements are nested too deep; all visible text is taken".to_owned();
        matters.push(Matter::Form(problem));
        String::new()
    } else {
        article(&decoded.text)
    };
    let text = if text.trim().len() < MIN_ARTICLE { page.text.clone() } else { text };
    if text.trim().is_empty() {
        return Err(Reason::NoText("the page shows no text".to_owned()));
    }
    let fields = fields::fields(&page, names);
    let text = with_standfirst(text, &page, fields.title.as_ref());
    let places = |text: &str| places::find(text, &page).through(&decoded.offsets, text.len());
    let offsets = places(&text);
    let mut draft = Draft::of_text(text, offsets, "html");
    if let Some(title) = &fields.title {
        let title_offsets = places(&title.value);
        draft = draft.with_title(&title.value, &title_offsets);
    }
    draft.fields = fields;
    draft.surroundings = page.text;
    draft.matters = matters;
    draft.set_encoding(decoded.told());
    Ok(draft)
}

/// Parts of a page that hold no article, by what they are and by what they are called.
const FURNITURE: &str = "nav, footer, dialog, button, [hidden], [aria-hidden=true], [aria-modal=true], \
    [role=dialog], [role=alertdialog], [role=navigation], [role=contentinfo], [role=search], \
    [class*=cookie i], [id*=cookie i], [class*=consent i], [id*=consent i], [class*=gdpr i], \
    [class*=newsletter i], [class*=paywall i], [class*=subscri i], [class*=promo i], \
    [class*=related i], [id*=related i], [class*=recirc i], [class*=recommend i], [class*=read-more i], \
    [class*=also-read i], [class*=most-read i], [class*=most-viewed i], [class*=trending i], \
    [class*=up-next i], [class*=share i], [class*=sharing i], [class*=social i], [class*=breadcrumb i], \
    [class*=sidebar i], [id*=sidebar i], [class*=advert i], [class*=sponsor i], [class*=post-nav i], \
    [class*=outbrain i], [class*=taboola i], [class*=donat i], [class*=signup i], [class*=popular i], \
    [class*=author-bio i], [class*=author-box i], [class*=about-author i], figcaption, .wp-caption-text";

/// What readers wrote, which may be longer than the article.
const COMMENTS: &str = "#comments, .comments, #comment-list, .comment-list, .comments-area, \
    .comment, #disqus_thread, [id^=comments-], [class^=comments-], [class^=comment-], [class^=discussion]";

/// The text of the article, one paragraph a line.
fn article(html: &str) -> String {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let Ok(mut readability) = Readability::new(html, None, Some(config)) else {
        return String::new();
    };
    remove_furniture(&readability);
    remove_lists_of_links(&readability);
    let own = only_article(&readability);
    let found =
        readability.parse().map_or_else(|_| String::new(), |it| it.text_content.to_string());
    own.filter(|it| it.is_missed_by(&found)).map_or(found, |it| it.text)
}

/// The only `<article>` of a page.
struct OwnArticle {
    /// Its text, one paragraph a line.
    text: String,
    /// Its paragraphs of a sentence and more.
    paragraphs: Vec<String>,
}

/// Fewest characters of a paragraph that tells whether an article was found.
const MIN_PARAGRAPH: usize = 40;

fn only_article(readability: &Readability) -> Option<OwnArticle> {
    let articles = readability.doc.select("article");
    if articles.length() != 1 {
        return None;
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let paragraphs = articles.select("p");
    let paragraphs = paragraphs.iter().map(|it| squeezed(&it.text()));
    let paragraphs = paragraphs.filter(|it| MIN_PARAGRAPH <= it.chars().count()).collect();
    Some(OwnArticle { text: articles.formatted_text().to_string(), paragraphs })
}

impl OwnArticle {
    /// Whether half of its paragraphs are not in a text: of a short article, the algorithm may take a
    /// dialog that stands beside it for the better part of the page.
    fn is_missed_by(&self, text: &str) -> bool {
        let text: String = text.split_whitespace().collect();
        let n_missed = self.paragraphs.iter().filter(|it| !text.contains(it.as_str())).count();
        0 < n_missed && self.paragraphs.len() <= 2 * n_missed
    }
}

/// Takes parts out of a page that are called after furniture, but for those that hold the headline, an
/// article, or a third of all text: there the name means something else.
fn remove_furniture(readability: &Readability) {
    let document = &readability.doc;
    let n_text = document.select("body").text().trim().len();
    for (parts, most) in [(COMMENTS, usize::MAX), (FURNITURE, n_text / 3)] {
        for part in document.select(parts).iter() {
            let holds_article = part.select("h1, article, [itemprop=articleBody]").exists()
                || part.is("h1, article, body, main");
            if !holds_article && part.text().trim().len() <= most {
                part.remove();
            }
        }
    }
}

/// Takes out lists that are links and nothing else, and articles under a headline of their own.
fn remove_lists_of_links(readability: &Readability) {
    let document = &readability.doc;
    for list in document.select("aside, section, ul, ol").iter() {
        let links = list.select("a");
        let n_linked = links.text().trim().len();
        let holds_headline = list.select("h1").exists();
        if 2 < links.length() && !holds_headline && list.text().trim().len() * 4 < n_linked * 5 {
            list.remove();
        }
    }
    for other in document.select("article").iter().skip(1) {
        if other.select("h1").exists() && !other.select("article").exists() {
            other.remove();
        }
    }
}

/// The line between headline and article, where the extraction left it out: the standfirst.
fn with_standfirst(text: String, page: &Page, title: Option<&Field>) -> String {
    let Some(title) = title else { return text };
    let mut lines = page.text.lines().map(str::trim).filter(|it| !it.is_empty());
    let below = lines.by_ref().find(|it| *it == title.value).and_then(|_| lines.next());
    let is_new = |it: &&str| {
        (5..=60).contains(&it.split_whitespace().count())
            && it.contains(' ')
            && !text.lines().any(|line| line.contains(it))
    };
    match below.filter(is_new) {
        Some(standfirst) => format!("{standfirst}\n\n{text}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::Origin;
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
        assert_eq!(told(fields.title), Some(("A pact".to_owned(), Origin::PageTitle)));
        assert_eq!(told(fields.source), Some(("The Ledger".to_owned(), Origin::OpenGraph)));
        assert_eq!(told(fields.author), Some(("A. Writer".to_owned(), Origin::Meta)));
        let date = ("2025-11-13T08:00:00Z".to_owned(), Origin::Time);
        assert_eq!(told(fields.date), Some(date));
    }

    #[test]
    fn a_short_article_beside_a_dialog_is_read_whole() {
        let paragraph = |n: &str| {
            format!(
                "<p>The {n} paragraph tells what the ministers said of the pact, and it is short.</p>"
            )
        };
        let paragraphs: String = ["first", "second", "third", "fourth"].map(paragraph).concat();
        let page = format!(
            "<html><body><div><h2>Privacy</h2><p>Some firms want to know what you read here, and how long you \
             stay, and they ask for it with many words that nobody reads.</p></div>\
             <article><h1>The pact is here</h1>{paragraphs}</article></body></html>"
        );
        let text = draft(&page).text;
        for n in ["first", "second", "third", "fourth"] {
            assert!(text.contains(&format!("The {n} paragraph")), "{n}: {text}");
        }
    }

    #[test]
    fn a_page_whose_largest_letters_are_the_site_s_has_the_title_behind_them() {
        let head = "<title>The pact and its price :: Northgate Wire :: News from the quay</title>\
                    <meta name=\"DC.creator\" content=\"Varga, Ilse\">";
        let page = PAGE
            .replace("<title>A pact | The Ledger</title>", head)
            .replace("<h1>A pact</h1>", "<h1>Northgate Wire</h1><h2>The pact and its price</h2>")
            .replace("<meta name=\"author\" content=\"A. Writer\">", "")
            .replace("content=\"A pact | The Ledger\"", "content=\"\"");
        let fields = draft(&page).fields;
        assert_eq!(fields.title.map(|it| it.value).as_deref(), Some("The pact and its price"));
        assert_eq!(fields.author.map(|it| it.value).as_deref(), Some("Ilse Varga"));
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
