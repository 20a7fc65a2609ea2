//! Tables in, charts out: one file per chart.

mod chart;
mod cooccurrence;
mod dots;
mod emphasis;
mod frame_share;
mod heatmap;
mod keyness;
mod levels;
mod positions;
#[cfg(test)]
mod samples;
mod similarity;
mod slug;
mod specification;
mod terms;
mod timeline;
mod view;

use serde::{Deserialize, Serialize};

use crate::tables::Tables;

pub use chart::{
    Bar, Bars, Chart, Courses, Curve, Distance, Dots, Fill, Form, Heatmap, Hit, Join, Level, Mark,
    Node, Pair, Pairs, Panel, Piece, Row, Scale, ShareBar, Shares, Similarity, Specification,
    Spread, Strip, StripGroup, Strips, Word, WordGroup, Words,
};
pub use view::{View, grouped};

/// Every chart the program draws. A new one is a file here, its `mod` line, and its item below.
pub const CHARTS: &[fn(&View<'_>) -> Vec<Chart>] = &[
    emphasis::chart,
    levels::chart,
    frame_share::chart,
    heatmap::chart,
    timeline::chart,
    positions::chart,
    similarity::chart,
    cooccurrence::chart,
    specification::chart,
    terms::chart,
    keyness::chart,
];

/// `[charts]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// File formats in which each chart is written.
    pub formats: Vec<Format>,
    /// Largest number of words in a chart of terms or of keyness, 1 to 100.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 100>")]
    pub terms: usize,
    /// Largest number of sources in a chart, 1 to 30; those with the most words are shown.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 30>")]
    pub max_sources: usize,
    /// Stop words, which the charts of terms and of keyness leave out; `builtin` is the list of the program.
    pub stopwords: String,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            formats: vec![Format::Png, Format::Svg],
            terms: 20,
            max_sources: 30,
            stopwords: "builtin".to_owned(),
        }
    }
}

/// A file format of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Pixels, for documents and web pages.
    Png,
    /// Lines and letters, for print and for editing.
    Svg,
}

/// Builds every chart.
///
/// - Shape: the charts of `CHARTS` in that order, and one chart of terms and one of keyness per source at the end.
pub fn all(
    tables: &Tables<'_>,
    is_stopword: &(dyn Fn(&str) -> bool + Sync),
    options: &Options,
) -> Vec<Chart> {
    let view = View::new(tables, is_stopword, options);
    let charts = CHARTS.iter().flat_map(|chart| chart(&view));
    charts.map(|chart| chart.about_groups(&tables.by)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_can_be_written_and_read_back() {
        let written = toml::to_string(&Options::default()).expect("settings");
        assert!(written.contains("formats = [\"png\", \"svg\"]"), "{written}");
        assert_eq!(toml::from_str::<Options>(&written).expect("settings"), Options::default());
        assert_eq!(toml::from_str::<Options>("").expect("settings"), Options::default());
    }

    #[test]
    fn a_number_out_of_range_is_refused() {
        assert!(toml::from_str::<Options>("max_sources = 31").is_err());
        assert!(toml::from_str::<Options>("max_sources = 0").is_err());
        assert!(toml::from_str::<Options>("terms = 101").is_err());
        assert!(toml::from_str::<Options>("terms = 100\nmax_sources = 30").is_ok());
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Options>("term = 5").is_err());
    }

    #[test]
    fn all_charts_are_built_in_order_and_terms_come_last() {
        let tables = samples::four_sources();
        let charts = all(&tables, &|_| false, &Options::default());
        let names: Vec<&str> = charts.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(
            names[..9],
            [
                "emphasis",
                "levels",
                "frame_share",
                "heatmap",
                "timeline",
                "positions",
                "similarity",
                "cooccurrence",
                "specification"
            ]
        );
        assert_eq!(
            names[9..13],
            ["terms_astana-post", "terms_le-fil", "terms_steppe-daily", "terms_the-globe"]
        );
    }
}
