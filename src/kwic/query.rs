//! What is looked for, where, and in which order it is shown.

use std::path::Path;

use jiff::civil::Date;

use super::Line;
use crate::diagnostic::nearest;
use crate::dictionary::{self, Dictionary};
use crate::document::Zone;
use crate::error::Error;
use crate::frames::{self, Compat, Negation, Overlap};
use crate::observe::FrameHit;
use crate::text::Voice;

/// What is looked for, where, and in which order it is shown.
#[derive(Clone, Debug)]
pub struct Query {
    /// What is looked for.
    pub what: What,
    /// Sources whose articles are read; empty for all.
    pub sources: Vec<String>,
    /// First day of publication; articles without a date are then left out.
    pub from: Option<Date>,
    /// Last day of publication; articles without a date are then left out.
    pub to: Option<Date>,
    /// Zones that count; empty for all.
    pub zones: Vec<Zone>,
    /// Voices that count; empty for all.
    pub voices: Vec<Voice>,
    /// Words before and behind.
    pub window: u32,
    /// The order of the lines.
    pub sort: Sort,
    /// Most lines.
    pub limit: Option<u64>,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub enum What {
    /// A pattern in the language of dictionaries.
    Pattern(String),
    /// Hits of the dictionaries of the settings.
    Hits {
        /// Names of frames; empty for all.
        frames: Vec<String>,
        /// Entries as they are written; empty for all.
        entries: Vec<String>,
    },
}

/// The order of the lines. What is equal stands in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// That of the input and the text.
    Text,
    /// By the words before, the nearest first.
    Left,
    /// By the words behind.
    Right,
    /// By source.
    Source,
    /// By day of publication, unknown days last.
    Date,
}

impl What {
    /// The dictionary, and the settings of matching.
    pub(super) fn dictionary(
        &self,
        options: &frames::Options,
        folder: &Path,
    ) -> Result<(Dictionary, frames::Options), Error> {
        match self {
            What::Pattern(text) => {
                let dictionary = dictionary::of_pattern(text, &options.dictionaries, folder)?;
                // A pattern competes with nothing, and is shown wherever it stands.
                let options = frames::Options {
                    overlap: Overlap::Frame,
                    compat: Compat::None,
                    negation: Negation::Count,
                    ..options.clone()
                };
                Ok((dictionary, options))
            }
            What::Hits { .. } => {
                Ok((dictionary::read(&options.dictionaries, folder)?, options.clone()))
            }
        }
    }

    /// For each frame, for each entry, whether its hits are wanted.
    pub(super) fn wanted(&self, dictionary: &Dictionary) -> Result<Vec<Vec<bool>>, Error> {
        let frames = &dictionary.frames;
        let What::Hits { frames: names, entries } = self else {
            return Ok(frames.iter().map(|it| vec![true; it.entries.len()]).collect());
        };
        let known: Vec<&str> = frames.iter().map(|it| it.name.as_str()).collect();
        for name in names {
            known_or("frame", name, &known)?;
        }
        let is_wanted = |name: &str| names.is_empty() || names.iter().any(|it| it == name);
        let here = frames.iter().filter(|it| is_wanted(&it.name));
        let known: Vec<&str> = here.flat_map(|it| &it.entries).map(|it| &*it.text).collect();
        for entry in entries {
            known_or("entry", entry.trim(), &known)?;
        }
        let is_listed =
            |text: &str| entries.is_empty() || entries.iter().any(|it| it.trim() == text);
        let of_frame = |frame: &dictionary::Frame| {
            let is_wanted = is_wanted(&frame.name);
            frame.entries.iter().map(|it| is_wanted && is_listed(&it.text)).collect()
        };
        Ok(frames.iter().map(of_frame).collect())
    }
}

/// # Errors
/// When the dictionaries hold nothing of this name.
fn known_or(kind: &str, name: &str, known: &[&str]) -> Result<(), Error> {
    if known.contains(&name) {
        return Ok(());
    }
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if kind == "frame" => format!("there are `{}`", known.join("`, `")),
        None => format!(
            "entries are written as in the dictionary; for anything else write framescope kwic '{name}'"
        ),
    };
    let report = format!("there is no {kind} `{name}` in the dictionaries\nhint: {hint}");
    Err(Error::Settings { report })
}

impl Query {
    /// Whether articles of the source and day are wanted.
    pub(super) fn fits(&self, source: &str, date: Option<Date>) -> bool {
        let fits_day = |limit: Option<Date>, fits: fn(&Date, &Date) -> bool| {
            limit.is_none_or(|limit| date.is_some_and(|it| fits(&it, &limit)))
        };
        let fits_source = self.sources.is_empty() || self.sources.iter().any(|it| it == source);
        fits_source && fits_day(self.from, Date::ge) && fits_day(self.to, Date::le)
    }

    /// Whether hits of the zone and voice are wanted.
    pub(super) fn fits_hit(&self, hit: &FrameHit) -> bool {
        (self.zones.is_empty() || self.zones.contains(&hit.zone))
            && (self.voices.is_empty() || self.voices.contains(&hit.voice))
    }
}

impl Sort {
    /// Sorts lines that stand in the order of the text.
    pub(super) fn sort(self, lines: &mut [Line]) {
        let words = |text: &str| -> Vec<String> {
            let only = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
            text.to_lowercase().split_whitespace().map(only).filter(|it| !it.is_empty()).collect()
        };
        match self {
            Sort::Text => {}
            Sort::Left => lines.sort_by_cached_key(|it| {
                let mut before = words(&it.words.pre);
                before.reverse();
                before
            }),
            Sort::Right => lines.sort_by_cached_key(|it| words(&it.words.post)),
            Sort::Source => lines.sort_by(|a, b| a.source.cmp(&b.source)),
            Sort::Date => lines.sort_by_key(|it| (it.date.is_none(), it.date)),
        }
    }
}
