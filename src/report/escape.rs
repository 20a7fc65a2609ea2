//! Text that strangers wrote in, text that cannot act out: for HTML and for JSON inside it.

use std::borrow::Cow;

use base64::prelude::{BASE64_STANDARD, Engine};
use minijinja::value::Value;
use minijinja::{Error, Output, State};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// Text as a page shows it: control characters become U+FFFD, and marks that turn the direction of
/// writing are shown as their codes.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|it| acts(it) || turns(it)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            _ if turns(character) => {
                shown.push_str(&format!("[U+{:04X}]", u32::from(character)));
            }
            _ if acts(character) => shown.push('\u{FFFD}'),
            _ => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// Whether a character is a control other than a tab or an end of line.
fn acts(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

/// Whether a character turns the direction of writing.
fn turns(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Writes a value of the template: everything but what is marked as safe as text.
///
/// # Errors
/// When a value is missing, which is our mistake.
pub(super) fn html_text(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => {
            minijinja::escape_formatter(out, state, &Value::from(shown(text).into_owned()))
        }
        None => minijinja::escape_formatter(out, state, value),
    }
}

/// A value as JSON that can stand in a `<script type="application/json">`: nothing in it can end the
/// element or begin another.
pub(super) fn json_in_script(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("our values are JSON");
    let mut escaped = String::with_capacity(json.len() + json.len() / 16);
    // Outside strings none of these characters stands in JSON.
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Text of strangers inside JSON: [`shown`] when it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown<'t>(pub(super) &'t str);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&shown(self.0))
    }
}

/// What a content security policy names a script or a style by.
///
/// - Source: W3C, Content Security Policy Level 3, "hash-source".
pub(super) fn policy_hash(content: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(text: &str) -> String {
        let mut environment = minijinja::Environment::new();
        environment.set_formatter(html_text);
        environment
            .add_template("page.html", "<p title=\"{{ text }}\">{{ text }}</p>")
            .expect("it");
        let template = environment.get_template("page.html").expect("it");
        template.render(minijinja::context! { text }).expect("a page")
    }

    #[test]
    fn text_of_strangers_stays_text() {
        for (text, escaped) in [
            (
                "</p><script>alert(1)</script>",
                "&lt;&#x2f;p&gt;&lt;script&gt;alert(1)&lt;&#x2f;script&gt;",
            ),
            ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
            ("\" onload='x'", "&quot; onload=&#x27;x&#x27;"),
            ("evil\u{202E}gnp.exe", "evil[U+202E]gnp.exe"),
            ("a\u{2067}b\u{7}c\u{9B}d", "a[U+2067]b\u{FFFD}c\u{FFFD}d"),
            ("nul\0", "nul\u{FFFD}"),
            ("Егемен Қазақстан", "Егемен Қазақстан"),
        ] {
            assert_eq!(page(text), format!("<p title=\"{escaped}\">{escaped}</p>"));
        }
    }

    #[test]
    fn json_cannot_end_its_element() {
        let json = json_in_script(&["</script><!--", "a & b", "\u{2028}\u{2029}"]);
        assert_eq!(json, r#"["\u003c/script\u003e\u003c!--","a \u0026 b","\u2028\u2029"]"#);
    }

    proptest! {
        #[test]
        fn json_reads_back_as_what_it_was(text in any::<String>()) {
            let json = json_in_script(&text);
            let has_mark = json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!has_mark);
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }

        #[test]
        fn nothing_that_is_shown_acts_or_turns(text in any::<String>()) {
            prop_assert!(!shown(&text).chars().any(|it| acts(it) || turns(it)));
        }
    }

    #[test]
    fn a_hash_is_what_browsers_compute() {
        // The example of the specification.
        assert_eq!(
            policy_hash("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
    }
}
