//! JSON-LD in, what it says of the article out (schema.org, "Article" and its kinds).

use serde_json::Value;

/// What JSON-LD says of an article.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Article {
    /// `headline`.
    pub(super) title: Option<String>,
    /// Names of the persons that are `author`.
    pub(super) author: Option<String>,
    /// Name of the `publisher`.
    pub(super) source: Option<String>,
    /// `datePublished`.
    pub(super) date: Option<String>,
}

/// Values inside values that are looked into: an article in the `mainEntity` of a page in a `@graph`.
const MAX_DEPTH: usize = 4;

/// The first article among the scripts of a page; scripts that do not parse say nothing.
pub(super) fn article(scripts: &[String]) -> Article {
    let values: Vec<Value> = scripts.iter().filter_map(|it| parse(it)).collect();
    let mut things = Vec::new();
    values.iter().for_each(|it| collect(it, 0, &mut things));
    let Some(article) = things.iter().find(|it| is_article(it)) else { return Article::default() };
    let text = |key: &str| article.get(key).and_then(Value::as_str).map(str::to_owned);
    let publisher = article.get("publisher").map(|it| resolve(it, &things));
    Article {
        title: text("headline").or_else(|| text("name")),
        author: article.get("author").and_then(|it| authors(it, &things)),
        source: publisher.and_then(name).map(str::to_owned),
        date: text("datePublished"),
    }
}

/// A script as JSON; pages leave commas behind the last value, and comment marks around it all.
fn parse(script: &str) -> Option<Value> {
    let marks = ["<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>"];
    let mut script = script.trim();
    for mark in marks {
        script = script.trim_start_matches(mark).trim_end_matches(mark).trim();
    }
    serde_json::from_str(script)
        .or_else(|_| serde_json::from_str(&without_last_commas(script)))
        .ok()
}

/// A script less the commas before a closing bracket, outside of strings.
fn without_last_commas(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for character in script.chars() {
        if !in_string && matches!(character, ']' | '}') && kept.trim_end().ends_with(',') {
            kept.truncate(kept.trim_end().len() - 1);
        }
        in_string ^= character == '"' && !is_escaped;
        is_escaped = in_string && character == '\\' && !is_escaped;
        kept.push(character);
    }
    kept
}

/// All objects of a value, the outer ones first.
fn collect<'v>(value: &'v Value, depth: usize, things: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|it| collect(it, depth, things)),
        Value::Object(fields) if depth < MAX_DEPTH => {
            things.push(value);
            let inner = ["@graph", "mainEntity", "mainEntityOfPage"];
            inner.iter().filter_map(|it| fields.get(*it)).for_each(|it| {
                collect(it, depth + 1, things);
            });
        }
        _ => {}
    }
}

fn is_article(thing: &Value) -> bool {
    let kinds = ["Article", "BlogPosting", "Report", "LiveBlogPosting"];
    has_type(thing, &|kind| kinds.iter().any(|it| kind.ends_with(it)))
}

fn has_type(thing: &Value, fits: &dyn Fn(&str) -> bool) -> bool {
    match thing.get("@type") {
        Some(Value::String(kind)) => fits(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(fits),
        _ => false,
    }
}

/// The object that a value stands for: `{"@id": …}` points to one of the page's.
fn resolve<'v>(value: &'v Value, things: &[&'v Value]) -> &'v Value {
    let id = value.get("@id").filter(|_| value.get("name").is_none());
    let found = id.and_then(|id| {
        things.iter().find(|it| it.get("@id") == Some(id) && it.get("name").is_some())
    });
    found.copied().unwrap_or(value)
}

fn name(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("name").and_then(Value::as_str)).map(str::trim)
}

/// Names of the authors that are no organization, "and" before the last.
fn authors(value: &Value, things: &[&Value]) -> Option<String> {
    let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let persons = values.iter().map(|it| resolve(it, things));
    let persons = persons.filter(|it| !has_type(it, &|kind| kind.ends_with("Organization")));
    let names: Vec<&str> = persons.filter_map(name).filter(|it| !it.is_empty()).collect();
    match names.as_slice() {
        [] => None,
        [name] => Some((*name).to_owned()),
        [heads @ .., last] => Some(format!("{} and {last}", heads.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> Article {
        article(&[script.to_owned()])
    }

    #[test]
    fn an_article_is_found_in_a_list_and_in_a_graph() {
        let object = r#"{"@type":"NewsArticle","headline":"A pact","author":[{"@type":"Person","name":"A. Writer"},{"name":"B. Writer"}],"publisher":{"@id":"\u0023p"}}"#;
        let other = r##"{"@type":"Organization","@id":"#p","name":"The Ledger"}"##;
        for script in [format!("[{other},{object}]"), format!(r#"{{"@graph":[{object},{other}]}}"#)]
        {
            let article = read(&script);
            assert_eq!(article.title.as_deref(), Some("A pact"), "{script}");
            assert_eq!(article.author.as_deref(), Some("A. Writer and B. Writer"));
            assert_eq!(article.source.as_deref(), Some("The Ledger"));
        }
    }

    #[test]
    fn an_organization_is_no_author_and_no_article() {
        let script =
            r#"{"@type":["Article"],"author":{"@type":"NewsMediaOrganization","name":"Desk"}}"#;
        assert_eq!(read(script).author, None);
        assert_eq!(read(r#"{"@type":"WebSite","headline":"Home"}"#), Article::default());
    }

    #[test]
    fn commas_behind_the_last_value_are_forgiven_and_other_faults_say_nothing() {
        let script =
            r#"{"@type":"Article","headline":"A ,} pact","author":{"name":"A. Writer",},}"#;
        assert_eq!(read(script).title.as_deref(), Some("A ,} pact"));
        assert_eq!(read("{\"@type\":"), Article::default());
    }
}
