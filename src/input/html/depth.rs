//! Tags in, how large a tree they ask for out, without building it.
//!
//! Tree builders take time by the square of the depth, and repeat unclosed formatting in every
//! block. So a page is measured first, with the rules of the HTML standard ("parsing HTML
//! documents", 13.2.6) by which an end tag closes an element or is ignored.

/// Elements that stand in a line of text; what has no special rule in the standard.
pub(super) const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    "wbr",
];

/// Inline elements that the standard repeats in the next block when their end is left out.
const FORMATTING: &[&str] =
    &["a", "b", "code", "em", "font", "i", "s", "small", "strong", "u", "big", "nobr", "tt"];

/// Elements without an end, or whose end is often left out: they never nest by themselves.
const OPEN_ENDED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot",
    "colgroup",
];

/// Elements through which no end tag of an element outside reaches.
const SCOPES: &[&str] = &["applet", "caption", "html", "marquee", "object", "table", "template"];

/// Elements inside elements beyond which no tree is built.
const MAX_DEPTH: usize = 512;

/// Repeated formatting elements beyond which no tree is built.
const MAX_REPEATED: usize = 250_000;

/// The elements that are open at a place in a page.
#[derive(Debug, Default)]
pub(super) struct Depth {
    open: Vec<String>,
    /// Open elements of drawings and formulas, in which `<x/>` is a whole element.
    n_foreign: usize,
    /// Formatting elements without an end so far.
    n_formatting: usize,
    n_repeated: usize,
    is_exceeded: bool,
}

impl Depth {
    /// Whether a tree of the page would be too large to build.
    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded
    }

    /// A start tag.
    pub(super) fn start(&mut self, tag: &str, self_closing: bool) {
        if self.is_exceeded {
            return;
        }
        if FORMATTING.contains(&tag) {
            if tag == "a" {
                self.end(tag);
            }
            self.n_formatting += 1;
        } else if !INLINE.contains(&tag) {
            self.n_repeated += self.n_formatting;
        }
        let is_whole = self_closing && 0 < self.n_foreign;
        if !is_whole && !OPEN_ENDED.contains(&tag) {
            self.n_foreign += usize::from(matches!(tag, "svg" | "math"));
            self.open.push(tag.to_owned());
        }
        self.is_exceeded = MAX_DEPTH < self.open.len() || MAX_REPEATED < self.n_repeated;
    }

    /// An end tag.
    pub(super) fn end(&mut self, tag: &str) {
        if self.is_exceeded || OPEN_ENDED.contains(&tag) {
            return;
        }
        if FORMATTING.contains(&tag) {
            self.n_formatting = self.n_formatting.saturating_sub(1);
        }
        let is_inline = INLINE.contains(&tag);
        for i in (0..self.open.len()).rev() {
            let element = self.open[i].as_str();
            if element == tag {
                let closed = self.open.drain(i..);
                self.n_foreign -= closed.filter(|it| matches!(&**it, "svg" | "math")).count();
                return;
            }
            let stops =
                if is_inline { !INLINE.contains(&element) } else { SCOPES.contains(&element) };
            if stops {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_exceeded(tags: &str, times: usize) -> bool {
        let mut depth = Depth::default();
        for tag in (0..times).flat_map(|_| tags.split(' ')) {
            match tag.strip_prefix('/') {
                Some(tag) => depth.end(tag),
                None => depth.start(tag.trim_end_matches('/'), tag.ends_with('/')),
            }
        }
        depth.is_exceeded()
    }

    #[test]
    fn pages_of_any_length_are_within_the_limit() {
        for tags in ["div p b /b /div", "p", "br/", "svg path/ /svg", "ul li li /ul", "a a span /a"]
        {
            assert!(!is_exceeded(tags, 10_000), "{tags}");
        }
    }

    #[test]
    fn end_tags_that_close_nothing_do_not_hide_the_depth() {
        for tags in ["div /x", "div/", "span div /span", "div table /div", "b div /b"] {
            assert!(is_exceeded(tags, 600), "{tags}");
        }
    }

    #[test]
    fn formatting_that_is_never_closed_is_counted_in_every_block() {
        assert!(!is_exceeded("b i", 100));
        let mut depth = Depth::default();
        depth.start("div", false);
        (0..400).for_each(|_| depth.start("b", false));
        depth.end("div");
        (0..1000).for_each(|_| depth.start("p", false));
        assert!(depth.is_exceeded());
    }
}
