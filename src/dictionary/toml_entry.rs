//! An entry in TOML in, what it looks for out: a text, or a table with options.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::classes::{Classes, Located, Place, unknown};
use super::entry::{Denied, Entry, Phrases, Rule, Same, Target, Whose};
use super::expand;
use super::pattern::{self, Wrong};
use crate::diagnostic::{Problem, nearest};
use crate::document::Zone;

/// Most words between two parts that an entry may ask for.
const MAX_WITHIN: i64 = 100;

/// Keys of an entry.
const KEYS: [&str; 18] = [
    "pattern", "within", "near", "same", "not", "before", "after", "reach", "unless", "weight",
    "case", "zone", "voice", "negation", "comment", "all_of", "any_of", "at_least",
];

type Value<'t> = Spanned<DeValue<'t>>;

/// Reads the values of one file and gathers what is wrong with them.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader { text, problems: Vec::new() }
    }

    /// What was read, if nothing is wrong.
    pub(super) fn finish<T>(self, found: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(found) } else { Err(self.problems) }
    }

    pub(super) fn problem(
        &mut self,
        at: Range<usize>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.problems.push(Problem::new(at, what).hint(hint));
    }

    /// Reads one entry of a frame.
    pub(super) fn entry(&mut self, value: &Value<'_>, classes: &Classes) -> Option<Entry> {
        let n_before = self.problems.len();
        let entry = match value.get_ref() {
            DeValue::String(text) => {
                let located = self.pattern(value, false)?;
                let target = self.target(&located, None, None, classes);
                Some(Entry::of(text.trim(), Rule::of(target)))
            }
            DeValue::Table(table) => Some(self.table(table, value.span(), classes)),
            _ => {
                let hint = "write it in quotation marks, or as `{ pattern = \"…\" }`";
                self.problem(value.span(), "an entry must be a text or a table", hint);
                None
            }
        };
        entry.filter(|_| self.problems.len() == n_before)
    }

    fn table(&mut self, table: &DeTable<'_>, at: Range<usize>, classes: &Classes) -> Entry {
        for key in table.keys().filter(|it| !KEYS.contains(&it.get_ref().as_ref())) {
            let hint = match nearest(key.get_ref(), KEYS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known keys are `{}`", KEYS.join("`, `")),
            };
            self.problem(key.span(), format!("unknown key `{}` in an entry", key.get_ref()), hint);
        }
        let is_cased = self.flag(table, "case");
        let [all_of, any_of] = ["all_of", "any_of"].map(|it| table.get(it));
        let (text, target) = match (table.get("pattern"), all_of.or(any_of)) {
            (Some(pattern), None) => self.pattern_of(table, pattern, is_cased, classes),
            (None, Some(_)) => {
                let written = self.text.get(at.clone()).unwrap_or("");
                let text = written.split_whitespace().collect::<Vec<_>>().join(" ");
                (text, self.co_mention(table, at, is_cased, classes))
            }
            (Some(pattern), Some(_)) => {
                let what =
                    "an entry is a `pattern` or a co-mention of `all_of` and `any_of`, not both";
                self.problem(pattern.span(), what, "make two entries of it");
                (String::new(), nothing())
            }
            (None, None) => {
                let hint =
                    "write `pattern = \"…\"`, or `any_of = [\"…\", \"…\"]` with `at_least = 2`";
                self.problem(at, "this entry looks for nothing", hint);
                (String::new(), nothing())
            }
        };
        let rule = self.rule(table, target, classes);
        let weight = self.weight(table);
        let comment = self.word(table, "comment").map_or(String::new(), |it| it.1);
        Entry { weight, comment, ..Entry::of(&text, rule) }
    }

    fn pattern_of(
        &mut self,
        table: &DeTable<'_>,
        value: &Value<'_>,
        is_cased: bool,
        classes: &Classes,
    ) -> (String, Target) {
        if let Some(at_least) = table.get("at_least") {
            let hint = "write `any_of = [\"…\", \"…\"]` in place of `pattern`";
            self.problem(at_least.span(), "`at_least` counts what `any_of` lists", hint);
        }
        let within = self.number(table, "within", 0..=MAX_WITHIN);
        let near = self.number(table, "near", 0..=MAX_WITHIN);
        let text = value.get_ref().as_str().unwrap_or("").trim().to_owned();
        let Some(located) = self.pattern(value, is_cased) else { return (text, nothing()) };
        if let (Some((at, _)), Some(_)) = (&near, &within) {
            let what = "`within` asks for parts in order and `near` for any order, not both";
            self.problem(at.clone(), what, "take one of the two away");
        }
        if let (Some((at, _)), [_]) = (within.as_ref().or(near.as_ref()), &*located.pattern.parts) {
            let what = "there are no parts between which words could stand";
            self.problem(at.clone(), what, "write `...` between the parts: `balanc* ... russia`");
        }
        let [within, near] = [within, near].map(|it| it.map(|it| it.1));
        (text, self.target(&located, within, near, classes))
    }

    fn target(
        &mut self,
        located: &Located,
        within: Option<u32>,
        near: Option<u32>,
        classes: &Classes,
    ) -> Target {
        expand::target(&located.pattern, within, near, classes).unwrap_or_else(|wrong| {
            self.wrong(&located.place, &wrong);
            nothing()
        })
    }

    fn co_mention(
        &mut self,
        table: &DeTable<'_>,
        at: Range<usize>,
        is_cased: bool,
        classes: &Classes,
    ) -> Target {
        for key in ["within", "near"] {
            if let Some(value) = table.get(key) {
                let hint = "write a `pattern` with `...`, or take it away";
                self.problem(value.span(), format!("a co-mention has no `{key}`"), hint);
            }
        }
        let all_of = self.phrases(table, "all_of", is_cased, classes);
        let any_of = match table.get("any_of").and_then(|it| it.get_ref().as_str()) {
            Some(name) => self.members(name, table["any_of"].span(), classes),
            None => self.phrases(table, "any_of", is_cased, classes),
        };
        let most = any_of.len().max(1) as i64;
        let at_least = self.number(table, "at_least", 1..=MAX_WITHIN);
        let n = at_least.as_ref().map_or(if all_of.is_empty() { 2 } else { 1 }, |it| it.1);
        if any_of.is_empty() {
            if let Some((at, _)) = at_least {
                self.problem(at, "`at_least` counts what `any_of` lists", "write `any_of = […]`");
            }
            return Target::CoMention { all_of, any_of, at_least: 0 };
        }
        if most < i64::from(n) {
            let what = format!("{n} of {most} alternatives can never stand together");
            let hint = "list more alternatives; for the members of a class write `any_of = \"@name\"` \
                        without brackets";
            self.problem(at_least.map_or(at, |it| it.0), what, hint);
        }
        Target::CoMention { all_of, any_of, at_least: n }
    }

    /// The items of a class, each an alternative of its own.
    fn members(&mut self, name: &str, at: Range<usize>, classes: &Classes) -> Vec<Phrases> {
        let Some(name) = name.trim().strip_prefix('@') else {
            let what = "`any_of` must be a list, or the name of a class";
            self.problem(at, what, "write `any_of = [\"…\", \"…\"]` or `any_of = \"@name\"`");
            return Vec::new();
        };
        match classes.get(name) {
            Some(class) => class.items.clone(),
            None => {
                let what = unknown(name, classes.keys().map(String::as_str));
                self.problems.push(Problem::new(at, what));
                Vec::new()
            }
        }
    }

    /// Everything but the target.
    fn rule(&mut self, table: &DeTable<'_>, target: Target, classes: &Classes) -> Rule {
        let same = [("sentence", Same::Sentence), ("paragraph", Same::Paragraph)];
        let voice = [("outlet", Whose::Outlet), ("quoted", Whose::Quoted)];
        let negation = [("keep", Denied::Keep), ("drop", Denied::Drop), ("only", Denied::Only)];
        let [not, before, after, unless] =
            ["not", "before", "after", "unless"].map(|it| self.phrases(table, it, false, classes));
        let reach = self.number(table, "reach", 0..=MAX_WITHIN);
        if let (Some((at, _)), true) = (&reach, before.is_empty() && after.is_empty()) {
            let what = "`reach` says how far `before` and `after` look, and there is neither";
            self.problem(at.clone(), what, "write `before = [\"…\"]`, or take it away");
        }
        Rule {
            same: self.choice(table, "same", &same).unwrap_or_default(),
            not,
            before,
            after,
            reach: reach.map_or(0, |it| it.1),
            unless,
            zones: self.zones(table),
            voice: self.choice(table, "voice", &voice),
            negation: self.choice(table, "negation", &negation),
            ..Rule::of(target)
        }
    }

    fn zones(&mut self, table: &DeTable<'_>) -> Vec<Zone> {
        let known = Zone::ALL.map(|it| (it.name(), it));
        let Some(value) = table.get("zone") else { return Vec::new() };
        let mut zones: Vec<Zone> = match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|it| self.one_of("zone", it, &known)).collect()
            }
            _ => self.one_of("zone", value, &known).into_iter().collect(),
        };
        zones.sort_unstable();
        zones.dedup();
        zones
    }

    fn weight(&mut self, table: &DeTable<'_>) -> f64 {
        let Some(value) = table.get("weight") else { return 1.0 };
        let written = match value.get_ref() {
            DeValue::Integer(it) => it.as_str().replace('_', "").parse().ok(),
            DeValue::Float(it) => it.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        written.filter(|it: &f64| it.is_finite() && 0.0 < *it).unwrap_or_else(|| {
            let hint = "write for example `weight = 0.5`; an entry that is worth nothing can go";
            self.problem(value.span(), "`weight` must be a number above 0", hint);
            1.0
        })
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        match table.get(key).map(|it| (it.get_ref(), it.span())) {
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, at)) => {
                self.problem(at, format!("`{key}` must be true or false"), "no quotation marks");
                false
            }
            None => false,
        }
    }

    fn number(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<(Range<usize>, u32)> {
        let value = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix()).ok(),
            _ => None,
        };
        match number.filter(|it| range.contains(it)) {
            Some(number) => Some((value.span(), number as u32)),
            None => {
                let what = format!("`{key}` must be a whole number");
                let hint = format!("from {} to {}", range.start(), range.end());
                self.problem(value.span(), what, hint);
                None
            }
        }
    }

    fn word(&mut self, table: &DeTable<'_>, key: &str) -> Option<(Range<usize>, String)> {
        let value = table.get(key)?;
        if let DeValue::String(text) = value.get_ref() {
            return Some((value.span(), text.trim().to_owned()));
        }
        self.problem(
            value.span(),
            format!("`{key}` must be a text"),
            "write it in quotation marks",
        );
        None
    }

    fn choice<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        known: &[(&str, T)],
    ) -> Option<T> {
        table.get(key).and_then(|it| self.one_of(key, it, known))
    }

    fn one_of<T: Copy>(&mut self, key: &str, value: &Value<'_>, known: &[(&str, T)]) -> Option<T> {
        let written = value.get_ref().as_str().unwrap_or("");
        let found = known.iter().find(|it| it.0 == written).map(|it| it.1);
        if found.is_none() {
            let names: Vec<String> = known.iter().map(|it| format!("\"{}\"", it.0)).collect();
            let what = format!("`{key}` must be one of {}", names.join(", "));
            self.problems.push(Problem::new(value.span(), what));
        }
        found
    }

    /// Phrases under a key: of a text, or of each text in a list.
    fn phrases(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        is_cased: bool,
        classes: &Classes,
    ) -> Vec<Phrases> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let mut found = Vec::new();
        for located in self.patterns(key, value, is_cased).unwrap_or_default() {
            let [items] = located.pattern.parts.as_slice() else {
                let what = format!("`{key}` holds words and phrases, but no `...`");
                self.problem(located.place.span, what, "write the words one by one");
                continue;
            };
            match expand::phrases(items, classes) {
                Ok(phrases) => found.push(phrases),
                Err(wrong) => self.wrong(&located.place, &wrong),
            }
        }
        found
    }

    /// Patterns: a text, or a list of texts that is not empty.
    pub(super) fn patterns(
        &mut self,
        key: &str,
        value: &Value<'_>,
        is_cased: bool,
    ) -> Option<Vec<Located>> {
        let items = match value.get_ref() {
            DeValue::Array(items) if !items.is_empty() => &items[..],
            DeValue::String(_) => std::slice::from_ref(value),
            _ => {
                let what = format!("`{key}` must be a list of patterns");
                self.problem(value.span(), what, format!("write `{key} = [\"…\"]`"));
                return None;
            }
        };
        Some(items.iter().filter_map(|it| self.pattern(it, is_cased)).collect())
    }

    fn pattern(&mut self, value: &Value<'_>, is_cased: bool) -> Option<Located> {
        let span = value.span();
        let Some(text) = value.get_ref().as_str() else {
            self.problem(span, "a pattern must be a text", "write it in quotation marks");
            return None;
        };
        let is_at = |it: &usize| self.text.get(*it..*it + text.len()) == Some(text);
        let place = Place { start: Some(span.start + 1).filter(is_at), span };
        match pattern::parse(text, is_cased) {
            Ok(pattern) => Some(Located { pattern, place }),
            Err(wrong) => {
                self.wrong(&place, &wrong);
                None
            }
        }
    }

    fn wrong(&mut self, place: &Place, wrong: &Wrong) {
        let written = self.text.get(place.span.clone()).unwrap_or("");
        self.problems.push(place.problem(written.trim_matches(['"', '\'']), wrong));
    }
}

/// What an entry that is wrong looks for.
fn nothing() -> Target {
    Target::Pattern { parts: Vec::new(), within: 0, any_order: false }
}
