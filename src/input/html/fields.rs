//! What a page says of itself in, the fields of the article out: the surest first, and nothing that
//! says nothing.

use super::super::fields::{Field, FieldNames, Fields, Origin};
use super::json_ld;
use super::page::Page;

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
    "dcterms.issued",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "datepublished",
];

/// What programs write where nobody filled in a writer.
const NO_WRITERS: &[&str] =
    &["admin", "administrator", "author", "editor", "guest", "root", "staff", "user", "webmaster"];

/// What the names of writers end with who are no persons.
const OFFICES: &[&str] =
    &["agency", "bureau", "desk", "editors", "newsroom", "online", "service", "staff", "team"];

/// What programs write where nobody filled in a name of the site or a title.
const NO_NAMES: &[&str] = &[
    "article",
    "blog",
    "document",
    "home",
    "home page",
    "homepage",
    "index",
    "my blog",
    "my site",
    "my website",
    "new page",
    "news",
    "page",
    "site",
    "untitled",
    "untitled document",
    "website",
    "welcome",
];

/// What companies have behind their names and outlets do not.
const COMPANIES: &[&str] = &["gmbh", "holdings", "inc", "limited", "llc", "ltd", "plc"];

/// What sites put between the title of an article and their own name.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " · ", " :: ", " » ", ": "];

pub(super) fn fields(page: &Page, names: &FieldNames) -> Fields {
    let json_ld = json_ld::article(&page.json_ld);
    let meta = |names: &[&str], origin| field(page.meta(names), origin);
    let title = title(page, json_ld.title);
    let source = source(page, json_ld.source);
    let author = field(json_ld.author, Origin::JsonLd)
        .filter(is_writer)
        .or_else(|| field(page.writers.first().cloned(), Origin::Meta).filter(is_writer))
        .or_else(|| {
            let names = [
                "author",
                "dc.creator",
                "dcterms.creator",
                "citation_author",
                "parsely-author",
                "sailthru.author",
                "byl",
                "article:author",
            ];
            let mut found = names.iter().filter_map(|name| {
                let field = meta(&[name], Origin::Meta)?;
                let is_scholarly = name.starts_with("dc") || *name == "citation_author";
                Some(if is_scholarly { in_order(field) } else { field })
            });
            found.find(is_writer)
        });
    let is_outlet = |it: &Field| {
        source.as_ref().is_some_and(|source: &Field| source.value.eq_ignore_ascii_case(&it.value))
    };
    let author = author.filter(|it| !is_outlet(it));
    let date = field(json_ld.date, Origin::JsonLd)
        .filter(is_date)
        .or_else(|| {
            meta(&["article:published_time", "og:published_time"], Origin::OpenGraph)
                .filter(is_date)
        })
        .or_else(|| meta(DATE_NAMES, Origin::Meta).filter(is_date))
        .or_else(|| field(page.time.clone(), Origin::Time).filter(is_date));
    let url = meta(&["og:url"], Origin::OpenGraph)
        .or_else(|| field(page.canonical.clone(), Origin::Meta));
    let language = field(page.language.clone(), Origin::Meta);
    let title = title.map(|title| without_site(title, source.as_ref()));
    let variable = variable(page, names);
    Fields { source, title, author, date, url, language, variable, ..Fields::default() }
}

fn field(value: Option<String>, origin: Origin) -> Option<Field> {
    let value = single_spaced(&value?);
    (!value.is_empty()).then_some(Field { value, origin })
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "Varga, Ilse" as "Ilse Varga": libraries put the family name first.
fn in_order(field: Field) -> Field {
    let is_name = |it: &str| it.split(' ').count() <= 2 && it.starts_with(char::is_uppercase);
    match field.value.split_once(", ") {
        Some((family, given)) if is_name(family) && is_name(given) && !given.contains(',') => {
            Field { value: format!("{given} {family}"), ..field }
        }
        _ => field,
    }
}

fn is_writer(field: &Field) -> bool {
    let value = field.value.to_lowercase();
    let last = value.rsplit(' ').next().unwrap_or("");
    let is_person = !NO_WRITERS.contains(&value.as_str()) && !OFFICES.contains(&last);
    is_person && !value.starts_with("http")
}

/// Whether a text names something, and is not what a program wrote by default.
fn is_name(text: &str) -> bool {
    !NO_NAMES.contains(&text.trim().to_lowercase().as_str())
}

/// Whether a date is not the zero of a clock or of a database.
fn is_date(field: &Field) -> bool {
    !["1970-01-01", "1969-12-31", "0001-", "0000-"].iter().any(|it| field.value.starts_with(it))
}

/// The document variable by which articles are grouped: `section` is also `article:section`.
fn variable(page: &Page, names: &FieldNames) -> Option<Field> {
    let name = names.variable.as_ref()?.to_lowercase();
    let value = page.meta(&[&name, &format!("article:{name}")])?;
    Some(Field { value, origin: Origin::Meta })
}

/// The headline that readers see, before those for search engines and for other sites.
fn title(page: &Page, json_ld: Option<String>) -> Option<Field> {
    let others = [
        field(json_ld, Origin::JsonLd),
        field(page.meta(&["og:title"]), Origin::OpenGraph),
        field(page.title.clone(), Origin::PageTitle),
    ];
    let others: Vec<Field> = others.into_iter().flatten().filter(|it| is_name(&it.value)).collect();
    if let Some(heading) = heading(page, &others) {
        return field(Some(heading), Origin::PageTitle);
    }
    let title = others.into_iter().next();
    let visible = title.as_ref().and_then(|it| visible_title(page, &it.value));
    if let (Some(line), Some(title)) = (visible, &title) {
        return Some(Field { value: line, origin: title.origin });
    }
    // A title that begins with the name of the site is the site's.
    let of_article = title.filter(|it| it.origin != Origin::PageTitle || !is_site(page, &it.value));
    of_article.or_else(|| field(subhead(page), Origin::PageTitle))
}

/// Whether a title begins with one of the first lines of the page.
fn is_site(page: &Page, title: &str) -> bool {
    top(page).any(|line| line.contains(' ') && title.starts_with(line))
}

/// The first lines of a page.
fn top(page: &Page) -> impl Iterator<Item = &str> {
    page.text.lines().map(str::trim).filter(|it| !it.is_empty()).take(5)
}

/// The first `<h2>` of a page without `<h1>` that is long enough for a headline.
fn subhead(page: &Page) -> Option<String> {
    let mut subheads = page.subheads.iter().map(|it| single_spaced(it));
    subheads.find(|it| page.headings.is_empty() && 5 <= it.split(' ').count())
}

/// The `<h1>` that has most words of the titles; where none has one, the only `<h1>` there is.
fn heading(page: &Page, titles: &[Field]) -> Option<String> {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase().split(|it: char| !it.is_alphanumeric()).map(str::to_owned).collect()
    };
    let told: Vec<String> = titles.iter().flat_map(|it| words(&it.value)).collect();
    let site = page.meta(&["og:site_name"]).unwrap_or_default();
    let headings = page.headings.iter().map(|it| single_spaced(it));
    let is_headline = |it: &String| !it.is_empty() && *it != site && is_name(it);
    let headings: Vec<String> =
        headings.filter(|it| is_headline(it) && !is_site_in_title(page, it)).collect();
    let n_shared = |heading: &String| {
        words(heading).iter().filter(|it| 3 < it.len() && told.contains(it)).count()
    };
    let most = headings.iter().map(n_shared).max().unwrap_or(0);
    let is_only = headings.len() == 1;
    headings.into_iter().find(|it| n_shared(it) == most && (0 < most || is_only))
}

/// Whether `<title>` holds this text behind the title of the article, which is longer and a line of
/// the page too: then it is the name of the site, in the largest letters of the page.
fn is_site_in_title(page: &Page, heading: &str) -> bool {
    let Some(title) = page.title.as_deref().map(single_spaced) else { return false };
    let parts = SEPARATORS.iter().map(|it| title.split(it).map(str::trim).collect::<Vec<_>>());
    parts.filter(|it| 1 < it.len()).any(|parts| {
        let is_line = |line: &str| line.trim() == parts[0];
        parts[1..].contains(&heading)
            && heading.len() < parts[0].len()
            && page.text.lines().any(is_line)
    })
}

/// A line of the page that says in full what the title says in short, or the same with the site's name
/// before or behind it.
fn visible_title(page: &Page, title: &str) -> Option<String> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let parts = SEPARATORS.iter().flat_map(|it| title.split(it));
    let parts: Vec<Vec<String>> = parts.map(words).filter(|it| 3 <= it.len()).collect();
    let longest = parts.iter().map(Vec::len).max()?;
    let lines = page.text.lines().map(str::trim).filter(|it| !it.ends_with('.'));
    let lines = lines.map(|it| (it, words(it))).filter(|it| (3..=30).contains(&it.1.len()));
    let holds = |line: &[String], part: &[String]| part.iter().all(|it| line.contains(it));
    let longer = |line: &[String]| parts.iter().any(|it| it.len() < line.len() && holds(line, it));
    let whole = |line: &[String]| parts.iter().any(|it| it.len() == longest && holds(line, it));
    let starts = SEPARATORS.iter().filter_map(|it| Some(words(title.split_once(it)?.0)));
    let starts: Vec<Vec<String>> = starts.collect();
    let mut found = lines.clone().find(|it| longer(&it.1));
    found = found.or_else(|| lines.clone().find(|it| whole(&it.1)));
    found.or_else(|| lines.clone().find(|it| starts.contains(&it.1))).map(|it| single_spaced(it.0))
}

/// The name of the site: what the page calls it, or what stands behind the headline in `<title>` and
/// is the site's name elsewhere on the page too.
fn source(page: &Page, json_ld: Option<String>) -> Option<Field> {
    let is_company = |it: &Field| {
        let last = it.value.rsplit(' ').next().unwrap_or("").trim_matches('.').to_lowercase();
        COMPANIES.contains(&last.as_str())
    };
    let named = [
        field(json_ld, Origin::JsonLd),
        field(page.meta(&["og:site_name"]), Origin::OpenGraph),
        field(
            page.meta(&[
                "publisher",
                "dc.publisher",
                "dcterms.publisher",
                "citation_journal_title",
            ]),
            Origin::Meta,
        ),
        field(page.meta(&["application-name"]), Origin::Meta),
    ];
    let named: Vec<Field> = named.into_iter().flatten().filter(|it| is_name(&it.value)).collect();
    let outlet = named.iter().find(|it| !is_company(it)).or(named.first()).cloned();
    outlet
        .or_else(|| field(title_end(page), Origin::PageTitle))
        .or_else(|| field(title_start(page), Origin::PageTitle))
}

/// What stands before the headline in `<title>` and is one of the first lines of the page.
fn title_start(page: &Page) -> Option<String> {
    let title = page.title.as_deref()?;
    let parts = SEPARATORS.iter().filter_map(|it| title.split_once(it));
    let name = single_spaced(parts.min_by_key(|it| it.0.len())?.0);
    let is_line = |line: &str| line == name && !page.headings.iter().any(|it| it.trim() == line);
    (name.contains(' ') && top(page).any(is_line)).then_some(name)
}

fn title_end(page: &Page) -> Option<String> {
    let title = page.title.as_deref()?;
    let parts = SEPARATORS[..7].iter().filter_map(|it| title.rsplit_once(it));
    let (head, name) = parts.min_by_key(|it| it.1.len())?;
    let (head, name) = (single_spaced(head), single_spaced(name));
    let is_headline = page.headings.iter().any(|it| single_spaced(it) == head);
    let full = format!("The {name}");
    let is_named = |line: &&str| *line == name || *line == full;
    let mut lines = page.text.lines().map(str::trim).chain(page.images.iter().map(String::as_str));
    if !is_headline || !name.contains(' ') {
        return None;
    }
    lines.find(is_named).map(str::to_owned)
}

/// A title less the name of the site that pages put behind it.
fn without_site(title: Field, source: Option<&Field>) -> Field {
    let Some(source) = source else { return title };
    for separator in SEPARATORS {
        if let Some((head, tail)) = title.value.rsplit_once(separator)
            && tail.trim().eq_ignore_ascii_case(&source.value)
        {
            return Field { value: head.trim().to_owned(), origin: title.origin };
        }
    }
    title
}
