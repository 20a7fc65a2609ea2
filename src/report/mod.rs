//! Tables, drawings and evidence in, `report.html` out: one page that needs nothing else.
//!
//! The page names no address that a browser would load. Its content security policy allows its own
//! style and script by their hashes and nothing beside; text of strangers passes `escape`.

mod escape;
mod evidence;
mod examples;
mod excerpt;
mod figures;
mod findings;
mod matrix;
mod methods;
mod passage;
mod quality;
mod sheets;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::{Deserialize, Serialize};

use crate::charts::Chart;
use crate::corpus::{By, Corpus};
use crate::tables::Tables;

pub use excerpt::Excerpt;

const PAGE: &str = include_str!("assets/page.html");
const METHODS: &str = include_str!("assets/methods.html");
const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/script.js");

/// `[report]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Whether the report is written.
    pub enabled: bool,
    /// Most rows of a table in it, 10 to 100,000.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 10, 100_000>")]
    pub table_rows: usize,
    /// Most evidence in it, in MiB, 1 to 200.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 200>")]
    pub evidence_mib: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { enabled: true, table_rows: 400, evidence_mib: 10 }
    }
}

impl Options {
    /// Bytes of evidence that the page has room for.
    fn budget(&self) -> usize {
        self.evidence_mib << 20
    }

    /// Whether the articles of an input of so many bytes are shown whole, for which all of their
    /// sentences must be kept; of a larger input only sentences with a hit are.
    pub fn shows_whole_articles(&self, n_bytes: u64) -> bool {
        self.enabled && 2 * n_bytes <= self.budget() as u64
    }
}

/// What a report is made from.
pub struct Material<'m> {
    /// All observations.
    pub corpus: &'m Corpus,
    /// All tables.
    pub tables: &'m Tables<'m>,
    /// What is shown of the tables that the run writes.
    pub excerpts: &'m [Excerpt],
    /// All charts, each with its drawing (SVG).
    pub drawings: &'m [(&'m Chart, &'m str)],
    /// The settings, as the record shows them.
    pub settings: &'m serde_json::Value,
    /// Name and SHA-256 of each dictionary.
    pub dictionaries: &'m [(String, String)],
    /// `[report]`.
    pub options: &'m Options,
}

/// The page.
///
/// - Equal material gives equal bytes, on any number of threads.
///
/// # Panics
/// When the template asks for what it is not given, which is our mistake.
pub fn page(material: &Material<'_>) -> Vec<u8> {
    let Material { corpus, tables, excerpts, drawings, settings, options, .. } = material;
    let shelf = evidence::shelf(corpus, options.budget());
    let figures: Vec<_> = drawings.iter().map(|it| figures::figure(it.0, it.1)).collect();
    let (of_terms, figures): (Vec<_>, Vec<_>) =
        figures.into_iter().partition(|it| it.is_of("terms"));
    let (of_keyness, main): (Vec<_>, Vec<_>) =
        figures.into_iter().partition(|it| it.is_of("keyness"));
    let sheets: Vec<_> = excerpts.iter().map(sheets::sheet).collect();
    let by = &corpus.by;
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        escape::policy_hash(SCRIPT),
        escape::policy_hash(STYLE),
    );
    let values = context! {
        policy => safe(policy),
        style => safe(STYLE.to_owned()),
        script => safe(SCRIPT.to_owned()),
        title => by.words("How each source frames an issue") + &by.suffix(),
        noun => by.words("source"),
        nouns => by.words("sources"),
        by_source => *by == By::Source,
        extent => quality::extent(corpus),
        findings => Serde(findings::findings(corpus, tables)),
        matrix => Serde(matrix::matrix(corpus, tables)),
        examples => Serde(examples::examples(corpus)),
        charts => Serde(main),
        term_charts => Serde(of_terms),
        keyness_charts => Serde(of_keyness),
        sheets => Serde(sheets),
        shelf => Serde(&shelf),
        n_analysed => corpus.tally().analysed,
        mib => options.evidence_mib,
        evidence => safe(shelf.json),
        quality => Serde(quality::quality(corpus, tables)),
        methods => Serde(methods::methods(material)),
        set => Serde(settings),
    };
    render(&values).into_bytes()
}

/// What is HTML, or JSON for a script, already.
fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}

fn render(values: &Value) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(escape::html_text);
    for (name, text) in [("page.html", PAGE), ("methods.html", METHODS)] {
        environment.add_template(name, text).expect("the template is well formed");
    }
    let page = environment.get_template("page.html").expect("the template is there");
    page.render(values).expect("the template has all it asks for")
}
