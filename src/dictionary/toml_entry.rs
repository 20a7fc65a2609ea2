//! An entry in TOML in, what it looks for out: a text, or a table with options.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::classes::{Classes, Located, unknown};
use super::entry::{Denied, Entry, Phrases, Rule, Same, Target, Whose};
use super::expand;
use super::toml_value::{Reader, Value};
use crate::diagnostic::{Problem, nearest};
use crate::document::Zone;

/// Most words between two parts that an entry may ask for.
const MAX_WITHIN: i64 = 100;

/// Keys of an entry.
const KEYS: [&str; 18] = [
    "pattern", "within", "near", "same", "not", "before", "after", "reach", "unless", "weight",
    "case", "zone", "voice", "negation", "comment", "all_of", "any_of", "at_least",
];

impl Reader<'_> {
    /// Reads one entry of a frame.
    pub(super) fn entry(&mut self, value: &Value<'_>, classes: &Classes) -> Option<Entry> {
        let n_before = self.problems.len();
        if self.is_spent() {
            return None;
        }
        let entry = match value.get_ref() {
            DeValue::String(text) => {
                let located = self.pattern(value, false)?;
                let target = self.target(&located, None, None, classes);
                Some(Entry::of(text.trim(), Rule::of(target), self.line(&value.span())))
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
        let line = self.line(&at);
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
        Entry { weight, comment, ..Entry::of(&text, rule, line) }
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
        match expand::target(&located.pattern, within, near, classes) {
            Ok(target) => {
                self.spend(target.n_words(), &located.place);
                target
            }
            Err(wrong) => {
                self.wrong(&located.place, &wrong);
                nothing()
            }
        }
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
            if self.is_spent() {
                break;
            }
            match expand::phrases(items, classes) {
                Ok(phrases) => {
                    self.spend(phrases.n_words(), &located.place);
                    found.push(phrases);
                }
                Err(wrong) => self.wrong(&located.place, &wrong),
            }
        }
        found
    }
}

/// What an entry that is wrong looks for.
fn nothing() -> Target {
    Target::Pattern { parts: Vec::new(), within: 0, any_order: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::read_texts;

    const CLASSES: &str = "[classes]\npowers = ['russia', 'china', 'the eu']\n";

    fn read(entries: &str) -> Result<Vec<Entry>, String> {
        let text = format!("{CLASSES}[[frame]]\nname = 'f'\nentries = [\n{entries}\n]\n");
        let mut dictionary = read_texts(&[("f.toml", &text)])?;
        Ok(dictionary.frames.remove(0).entries)
    }

    #[test]
    fn what_an_entry_is_worth_and_how_it_is_written_are_kept() {
        let entries = read(
            "{ pattern = 'a  b', weight = 2, comment = 'why' },\n{ all_of  = ['a',\n 'b'] }, 'c'",
        );
        let entries = entries.expect("entries");
        assert_eq!((entries[0].text.as_str(), entries[0].comment.as_str()), ("a  b", "why"));
        assert_eq!(entries[0].weight.to_bits(), 2.0_f64.to_bits());
        assert_eq!(entries[1].text, "{ all_of = ['a', 'b'] }");
        assert_eq!(entries[2].weight.to_bits(), 1.0_f64.to_bits());
        assert!(entries[0].rule.plain().is_some(), "a weight is no reason to be slow");
    }

    #[test]
    fn every_wrong_option_is_told_at_its_place() {
        for (entry, place, what) in [
            ("{ patern = 'a' }", "6:3", "did you mean `pattern`?"),
            ("{ comment = 'a' }", "6:1", "looks for nothing"),
            ("{ pattern = 'a', any_of = ['b', 'c'] }", "6:13", "not both"),
            ("{ pattern = 'a b', within = 3 }", "6:29", "no parts between"),
            ("{ pattern = 'a ... b', within = 3, near = 3 }", "6:43", "not both"),
            ("{ pattern = 'a ... b', within = 101 }", "6:33", "from 0 to 100"),
            ("{ pattern = 'a', not = 'b ... c' }", "6:24", "no `...`"),
            ("{ pattern = 'a', before = ['b', '*'] }", "6:34", "matches every word"),
            ("{ pattern = 'a', reach = 3 }", "6:26", "there is neither"),
            ("{ pattern = 'a', weight = 0 }", "6:27", "a number above 0"),
            ("{ pattern = 'a', case = 'no' }", "6:25", "true or false"),
            ("{ pattern = 'a', zone = ['head'] }", "6:26", "\"headline\""),
            ("{ pattern = 'a', voice = 'author' }", "6:26", "\"outlet\""),
            ("{ pattern = 'a', same = 'text' }", "6:25", "\"paragraph\""),
            ("{ pattern = 'a', at_least = 2 }", "6:29", "counts what `any_of` lists"),
            ("{ any_of = ['@powers'] }", "6:1", "without brackets"),
            ("{ any_of = '@power' }", "6:12", "did you mean `@powers`?"),
            ("{ any_of = 'russia' }", "6:12", "name of a class"),
            ("{ all_of = [] }", "6:12", "must be a list of patterns"),
            ("'a ... (b)?'", "6:1", "every word may be missing"),
        ] {
            let report = read(entry).expect_err(entry);
            assert!(report.contains(&format!("f.toml:{place}\n")), "{entry}: {report}");
            assert!(report.contains(what), "{entry}: {report}");
        }
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let phrases: Vec<String> = (0..90).map(|i| format!("a{i} b")).collect();
        let all = format!("({})", phrases.join("|"));
        let entries =
            vec![format!("{{ pattern = 'x', not = ['{all} (c d|e f|g h|i j|k l)?'] }}"); 3000];
        let report = read(&entries.join(",\n")).expect_err("too many");
        assert!(report.contains("more than 4000000 words"), "{report}");
        assert!(report.matches("error").count() == 1, "{report}");
    }

    #[test]
    fn the_examples_of_the_page_on_dictionaries_can_be_read() {
        let page = include_str!("../../docs/dictionaries.md");
        let mut n_read = 0;
        for block in page.split("```toml\n").skip(1) {
            let block = block.split("```").next().expect("a block");
            if block.contains("[frames]") {
                continue;
            }
            let result = if block.contains("[[frame]]") {
                read_texts(&[("f.toml", block)]).map(|it| it.frames.len())
            } else {
                let lines = block.lines().map(|it| it.split("  #").next().unwrap_or(it));
                read(&lines.collect::<Vec<_>>().join(",\n")).map(|it| it.len())
            };
            n_read += result.unwrap_or_else(|report| panic!("{report}"));
        }
        assert!(15 < n_read, "{n_read}");
    }
}
