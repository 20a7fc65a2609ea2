//! Problems in a settings file, and the report that shows each with its place.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// One thing that is wrong in a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// What is wrong, in the user's words.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(span: Range<usize>, what: impl Into<String>) -> Self {
        Problem { span, what: what.into(), hint: None }
    }

    /// The same problem with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Problems of one file that are shown; of the others only the number is told.
const MAX_SHOWN: usize = 20;

/// The problems of one file, each with path, line, column and the line itself, in the file's order.
///
/// The report is styled for a terminal; writers that go elsewhere strip the styles.
pub fn report(path: &str, text: &str, mut problems: Vec<Problem>) -> String {
    problems.sort_by_key(|it| (it.span.start, it.span.end));
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut reports = Vec::new();
    for problem in problems.iter().take(MAX_SHOWN) {
        let end = problem.span.end.min(text.len());
        let start = problem.span.start.min(end);
        let annotation = AnnotationKind::Primary.span(start..end);
        let snippet = Snippet::source(text).path(path).annotation(annotation);
        let mut group = Level::ERROR.primary_title(problem.what.as_str()).element(snippet);
        if let Some(hint) = &problem.hint {
            group = group.element(Level::HELP.message(hint.as_str()));
        }
        reports.push(renderer.render(&[group]));
    }
    if MAX_SHOWN < problems.len() {
        reports.push(format!("and {} more errors in `{path}`", problems.len() - MAX_SHOWN));
    }
    reports.join("\n\n")
}

/// The name that is nearest to a mistyped one, when one is near.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let scored = known.into_iter().map(|it| (strsim::jaro_winkler(name, it), it));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (0.8 < best.0).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_file_line_and_column() {
        let text = "[text]\nlangage = \"en\"\n";
        let problem = Problem::new(7..14, "unknown key `langage`").hint("did you mean `language`?");
        let report =
            anstream::adapter::strip_str(&report("config.toml", text, vec![problem])).to_string();
        assert!(report.contains("config.toml:2:1"), "{report}");
        assert!(report.contains("unknown key `langage`"), "{report}");
        assert!(report.contains("did you mean `language`?"), "{report}");
    }

    #[test]
    fn of_many_problems_the_first_are_shown_and_the_others_counted() {
        let problems = (0..50).map(|_| Problem::new(0..1, "odd")).collect();
        let report = report("frames.toml", "x = 1\n", problems);
        assert_eq!(report.matches("odd").count(), 20);
        assert!(report.ends_with("and 30 more errors in `frames.toml`"), "{report}");
    }

    #[test]
    fn only_a_near_name_is_offered() {
        assert_eq!(nearest("langage", ["stemmer", "language"]), Some("language"));
        assert_eq!(nearest("colour", ["stemmer", "language"]), None);
    }
}
