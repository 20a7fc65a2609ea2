//! A line in context for the screen: the match in the middle, each line as wide as the terminal.

use framescope::kwic::Line;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::cli::terminal::visible;

/// Columns of the screen where it does not tell, and the least and most that are used.
const USUAL: usize = 80;
const LEAST: usize = 40;
const MOST: usize = 240;

/// Widest name of an article.
const MAX_NAME: usize = 28;

/// The columns of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Those that name the article.
    name: usize,
    /// Those before the match.
    before: usize,
    /// The match and those behind it.
    behind: usize,
    color: bool,
}

impl Layout {
    /// The layout for the terminal that standard output leads to.
    pub(super) fn of_terminal(color: bool) -> Layout {
        let told = terminal_size::terminal_size().map(|it| usize::from(it.0.0));
        Layout::of_width(told.filter(|it| 0 < *it).unwrap_or(USUAL), color)
    }

    fn of_width(width: usize, color: bool) -> Layout {
        let width = width.clamp(LEAST, MOST);
        let name = MAX_NAME.min(width / 4);
        // Two spaces behind the name, and one before the match.
        let rest = width - name - 3;
        // A match has some width itself: its middle, not its beginning, is to be in the middle.
        let before = rest * 9 / 20;
        Layout { name, before, behind: rest - before, color }
    }

    /// One line: the article, the words before, the match, the words behind.
    pub(super) fn line(&self, line: &Line) -> String {
        let shown = |text: &str| visible(text).replace('\n', " ");
        let words = &line.words;
        let name = keep_end(&shown(&line.doc_id), self.name);
        let before = keep_end(&shown(&words.pre), self.before);
        let keyword = keep_start(&shown(&words.keyword), self.behind);
        let post = shown(&words.post);
        // A full stop or comma stands close to the match.
        let space = if post.starts_with(char::is_alphanumeric) { " " } else { "" };
        let left = (self.behind - keyword.width()).saturating_sub(1);
        let behind = if left == 0 { String::new() } else { keep_start(&post, left) };
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let mark = if self.color { format!("\u{1b}[1;31m{keyword}\u{1b}[0m") } else { keyword };
        let (to_name, to_before) = (pad(&name, self.name), pad(&before, self.before));
        format!("{name}{to_name}  {to_before}{before} {mark}{space}{behind}").trim_end().to_owned()
    }
}

/// As much of the start of a text as so many columns hold, with an ellipsis where it is cut.
fn keep_start(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let kept: String = fitting(text.graphemes(true), columns).concat();
    format!("{}…", kept.trim_end())
}

/// As much of the end of a text as so many columns hold, with an ellipsis where it is cut.
fn keep_end(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = fitting(text.graphemes(true).rev(), columns);
    kept.reverse();
    format!("…{}", kept.concat().trim_start())
}

/// The first characters, as people see them, that leave room for an ellipsis.
fn fitting<'t>(characters: impl Iterator<Item = &'t str>, columns: usize) -> Vec<&'t str> {
    let mut width = 1;
    let fits = |it: &&str| {
        width += it.width();
        width <= columns
    };
    characters.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use framescope::document::Zone;
    use framescope::observe::{FrameHit, InContext};
    use framescope::text::Voice;

    use super::*;

    fn line(pre: &str, keyword: &str, post: &str) -> Line {
        let hit = FrameHit {
            frame: 0,
            entry: 0,
            text: String::new(),
            sentence: 1,
            span: (0, 0),
            token: 3,
            n_tokens: 1,
            zone: Zone::Body,
            voice: Voice::Author,
            negated: false,
            bytes: None,
        };
        let [pre, keyword, post] = [pre, keyword, post].map(str::to_owned);
        Line {
            doc_id: "Harbour Ledger/ceremony.txt".to_owned(),
            source: "Harbour Ledger".to_owned(),
            date: None,
            frame: String::new(),
            pattern: "x".to_owned(),
            words: InContext { hit, pre, keyword, post },
        }
    }

    #[test]
    fn matches_stand_below_one_another_and_no_line_is_too_wide() {
        let layout = Layout::of_width(60, false);
        for (pre, keyword, post) in [
            ("a short one", "gesture", "and"),
            (
                "a very long stretch of words before it comes to the",
                "gesture",
                "of the newcomer to the founders",
            ),
            ("", "a match that is much longer than what there is room for", "x"),
            ("港口的大臣们星期一签署了一项象征性的协定", "姿态", "码头上没有人抬头看起重机"),
        ] {
            let shown = layout.line(&line(pre, keyword, post));
            assert!(shown.width() <= 60, "{shown}");
            let before = &shown[..shown.find(&keyword[..6]).expect("the match")];
            assert_eq!(before.width(), 15 + 2 + layout.before + 1, "{shown}");
        }
    }

    #[test]
    fn cuts_are_shown_and_nothing_reaches_the_terminal_as_a_command() {
        let layout = Layout::of_width(60, true);
        let shown =
            layout.line(&line("\u{1b}[2J one", "gesture", "and all that came of it later on"));
        assert!(
            shown.starts_with("…/ceremony.txt") || shown.starts_with("…r/ceremony.txt"),
            "{shown}"
        );
        assert!(shown.contains("\\u{1B}[2J one \u{1b}[1;31mgesture\u{1b}[0m and"), "{shown}");
        assert!(shown.ends_with('…'), "{shown}");
    }
}
