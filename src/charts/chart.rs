//! The chart as a value: what to draw, not how.

use crate::corpus::By;

/// A finished chart: what it shows, in words and in marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Name of the chart; the files are `<name>.png` and `<name>.svg`.
    pub name: String,
    /// What to look for, in one sentence without a full stop.
    pub title: String,
    /// Who or what is shown, where the title does not say it.
    pub subtitle: Option<String>,
    /// What the axis counts in, with its unit; empty for a chart without an axis.
    pub axis: String,
    /// How many documents stand behind the marks, what an interval is, and what to be careful about.
    pub caption: String,
    /// The marks.
    pub form: Form,
}

impl Chart {
    /// The same chart in words about groups, where articles are grouped by something else than source.
    pub(super) fn about_groups(mut self, by: &By) -> Chart {
        // The title of a chart of one group holds its name.
        let is_of_one = ["terms_", "keyness_"].iter().any(|it| self.name.starts_with(it));
        if *by == By::Source || self.name.starts_with("terms_") {
            return self;
        }
        if !is_of_one {
            self.title = by.words(&self.title) + &by.suffix();
        }
        self.subtitle = self.subtitle.map(|it| by.words(&it));
        self.axis = by.words(&self.axis);
        self.caption = by.words(&self.caption);
        if let Form::Empty(sentence) = &mut self.form {
            *sentence = by.words(sentence);
        }
        self
    }
}

/// A form of chart. A new one is a variant here and what the compiler asks for in `output::draw`.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// Dots with intervals, one panel per class, the same rows in each.
    Dots(Dots),
    /// One bar per row, divided into the shares of the classes.
    Shares(Shares),
    /// A number for each row and column, as a color and in digits.
    Heatmap(Heatmap),
    /// One horizontal bar per label.
    Bars(Bars),
    /// Words with how much more or less they are used, in groups.
    Words(Words),
    /// Values over time in small panels.
    Courses(Courses),
    /// One strip per document, with marks where hits stand.
    Strips(Strips),
    /// Distances of sources, and the tree that they give.
    Similarity(Similarity),
    /// How often two classes stand together.
    Pairs(Pairs),
    /// Estimates under many settings.
    Specification(Specification),
    /// Nothing to show; the sentence says why.
    Empty(String),
}

/// One row of a chart: a source, or another group.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the source.
    pub name: String,
    /// Number of its documents.
    pub documents: u64,
}

/// Dots with intervals, one panel per class.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// What the values are.
    pub scale: Scale,
    /// The rows, from top to bottom, the same in each panel.
    pub rows: Vec<Row>,
    /// The panels in reading order; the place of a panel decides color and marker.
    pub panels: Vec<Panel>,
}

/// What the values of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Logarithms to base 2 of a ratio, labeled as ratios; 0 is "the same".
    Ratio,
    /// Amounts from 0 upwards.
    Amount,
}

/// One panel of dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Name of the class.
    pub name: String,
    /// One mark per row; `None` where there is no estimate.
    pub marks: Vec<Option<Mark>>,
}

/// One dot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Where the dot stands.
    pub value: f64,
    /// Both ends of its interval; `None` where it has none.
    pub interval: Option<(f64, f64)>,
    /// What the dot stands for.
    pub fill: Fill,
    /// Whether it is marked as a clear difference.
    pub clear: bool,
}

/// How a dot is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Documents are the unit of its interval.
    Solid,
    /// It describes the texts at hand only.
    Hollow,
}

/// Bars divided into shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The classes, from left to right; the place of a class decides its color.
    pub classes: Vec<String>,
    /// The bars, from top to bottom.
    pub bars: Vec<ShareBar>,
}

/// One bar divided into shares.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareBar {
    /// Whose shares these are.
    pub row: Row,
    /// One piece per class; empty where the source has no hits.
    pub pieces: Vec<Piece>,
}

/// One piece of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Share of the bar, 0 to 1.
    pub share: f64,
    /// Number of hits behind it.
    pub hits: u64,
}

/// A number for each row and column.
#[derive(Clone, Debug, PartialEq)]
pub struct Heatmap {
    /// The columns, from left to right.
    pub columns: Vec<String>,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// One line per row, one cell per column; `None` where there is no number.
    pub cells: Vec<Vec<Option<f64>>>,
}

/// Horizontal bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
}

/// One horizontal bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// The count behind it.
    pub count: u64,
}

/// Words with how much more or less they are used.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The groups, from top to bottom; the place of a group decides color and marker.
    pub groups: Vec<WordGroup>,
}

/// Words that have something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct WordGroup {
    /// What they have in common.
    pub name: String,
    /// The words, from top to bottom.
    pub words: Vec<Word>,
}

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The word.
    pub label: String,
    /// How much more it is used: logarithm to base 2 of a ratio.
    pub mark: Mark,
    /// Occurrences in the source, and in all others.
    pub counts: [u64; 2],
    /// Documents of the source with the word.
    pub documents: u64,
}

/// Values over time, in panels of one row per source and one column per class.
#[derive(Clone, Debug, PartialEq)]
pub struct Courses {
    /// Names of the bins of time, in order, without a gap.
    pub bins: Vec<String>,
    /// The classes, from left to right; the place of a class decides color and marker.
    pub columns: Vec<String>,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// By row, then by column, one mark per bin; `None` where there is no estimate.
    pub cells: Vec<Vec<Vec<Option<Mark>>>>,
}

/// One strip per document, with marks where hits stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Strips {
    /// The classes; the place of a class decides color, marker and lane.
    pub classes: Vec<String>,
    /// The sources, from top to bottom.
    pub groups: Vec<StripGroup>,
}

/// The strips of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct StripGroup {
    /// The source.
    pub row: Row,
    /// Its strips, from top to bottom.
    pub strips: Vec<Strip>,
}

/// One document from its first word to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Its headline, or what else it is known by.
    pub label: String,
    /// Number of its words.
    pub tokens: u64,
    /// Words of its headline, which come first.
    pub headline: u64,
    /// Words of its first paragraph, which follow.
    pub lead: u64,
    /// Its hits.
    pub hits: Vec<Hit>,
}

/// One hit in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Place of its class.
    pub class: usize,
    /// Place of its first word, from 1.
    pub token: u64,
}

/// Distances of sources, and the tree that they give.
#[derive(Clone, Debug, PartialEq)]
pub struct Similarity {
    /// The sources in the order of the tree.
    pub rows: Vec<Row>,
    /// The joins of the tree, from the nearest to that of all.
    pub joins: Vec<Join>,
    /// By row, then by an earlier row; `None` where there is no distance.
    pub cells: Vec<Vec<Option<Distance>>>,
}

/// Two groups of sources that are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Join {
    /// The groups.
    pub sides: [Node; 2],
    /// Mean distance of the sources of both.
    pub height: f64,
}

/// A part of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A source, by its row.
    Leaf(usize),
    /// An earlier join, by its place.
    Join(usize),
}

/// How far two sources are from one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// From 0 to 1.
    pub value: f64,
    /// Whether chance seldom gives as much.
    pub clear: bool,
}

/// How often two classes stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// The classes.
    pub classes: Vec<String>,
    /// What counts as together, from top to bottom.
    pub levels: Vec<Level>,
}

/// How often two classes stand together in units of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// What the units are called.
    pub name: String,
    /// Number of them.
    pub units: u64,
    /// Number of units with each class.
    pub with: Vec<u64>,
    /// By class, then by an earlier class; `None` where there is no number.
    pub cells: Vec<Vec<Option<Pair>>>,
}

/// Two classes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Units with both as a multiple of what chance gives; `None` where a class has none.
    pub times: Option<f64>,
    /// Units with both.
    pub both: u64,
    /// Units with both that chance gives.
    pub expected: f64,
    /// Whether it is marked as a clear association.
    pub clear: bool,
}

/// Estimates under many settings; all values are logarithms to base 2 of a ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct Specification {
    /// The rows, from top to bottom, the same in each panel.
    pub rows: Vec<Row>,
    /// Names of the panels; the place of a panel decides color and marker.
    pub panels: Vec<String>,
    /// By panel, then by row; `None` where there is no estimate.
    pub spreads: Vec<Vec<Option<Spread>>>,
    /// What settings may do otherwise than the usual ones.
    pub choices: Vec<String>,
    /// One curve per panel.
    pub curves: Vec<Option<Curve>>,
}

/// Estimates of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// That of the usual settings.
    pub base: f64,
    /// What that stands for.
    pub fill: Fill,
    /// Those of all settings.
    pub values: Vec<f64>,
}

/// Estimates of one source, from the least to the greatest.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The source.
    pub source: String,
    /// What the estimate of the usual settings stands for.
    pub fill: Fill,
    /// The estimates.
    pub values: Vec<f64>,
    /// Place of that of the usual settings.
    pub base: Option<usize>,
    /// For each choice, whether each estimate makes it.
    pub marks: Vec<Vec<bool>>,
}
