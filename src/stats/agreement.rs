//! Codings of the same units in, how well they agree out.

/// How often two codings gave each pair of categories, as sums of weights.
///
/// The first coding is taken as the truth where one has to be: it stands in the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossTable {
    n_categories: usize,
    cells: Vec<f64>,
}

impl CrossTable {
    /// An empty table of so many categories.
    pub fn new(n_categories: usize) -> Self {
        CrossTable { n_categories, cells: vec![0.0; n_categories * n_categories] }
    }

    /// One more unit: its true category, the category that it was given, and its weight.
    pub fn add(&mut self, truth: usize, answer: usize, weight: f64) {
        self.cells[truth * self.n_categories + answer] += weight;
    }

    /// All units of another table of the same categories, so many times.
    pub fn add_table(&mut self, other: &CrossTable, times: f64) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += times * more;
        }
    }

    /// Weight of the units of a true category that were given another.
    pub fn cell(&self, truth: usize, answer: usize) -> f64 {
        self.cells[truth * self.n_categories + answer]
    }

    /// Weight of all units.
    pub fn total(&self) -> f64 {
        self.cells.iter().sum()
    }

    fn row(&self, truth: usize) -> f64 {
        (0..self.n_categories).map(|answer| self.cell(truth, answer)).sum()
    }

    fn column(&self, answer: usize) -> f64 {
        (0..self.n_categories).map(|truth| self.cell(truth, answer)).sum()
    }

    /// Share of the units of a category.
    ///
    /// - Missing: no unit.
    pub fn prevalence(&self, truth: usize) -> Option<f64> {
        ratio(self.row(truth), self.total())
    }

    /// Share of the units that were given a category.
    ///
    /// - Missing: no unit.
    pub fn answered(&self, answer: usize) -> Option<f64> {
        ratio(self.column(answer), self.total())
    }

    /// Share of the units given a category that are of it.
    ///
    /// - Missing: no unit was given it.
    pub fn precision(&self, category: usize) -> Option<f64> {
        ratio(self.cell(category, category), self.column(category))
    }

    /// Share of the units of a category that were given it.
    ///
    /// - Missing: no unit is of it.
    pub fn recall(&self, category: usize) -> Option<f64> {
        ratio(self.cell(category, category), self.row(category))
    }

    /// Harmonic mean of precision and recall, 2·tp / (2·tp + fp + fn).
    ///
    /// - Missing: no unit is of the category or was given it.
    /// - Source: van Rijsbergen (1979), Information Retrieval, 2nd ed., chapter 7.
    pub fn f1(&self, category: usize) -> Option<f64> {
        ratio(2.0 * self.cell(category, category), self.row(category) + self.column(category))
    }

    /// Share of the units to which both codings gave the same category.
    ///
    /// - Missing: no unit.
    pub fn agreement(&self) -> Option<f64> {
        let same: f64 = (0..self.n_categories).map(|it| self.cell(it, it)).sum();
        ratio(same, self.total())
    }

    /// Cohen's kappa: agreement beyond chance, where chance is the product of both base rates.
    ///
    /// - Missing: no unit, or both codings gave all units one and the same category.
    /// - Source: Cohen (1960), Educational and Psychological Measurement 20(1), 37–46.
    pub fn kappa(&self) -> Option<f64> {
        let total = self.total();
        let is_constant = |it: usize| {
            (0..self.cells.len())
                .all(|cell| cell == it * self.n_categories + it || self.cells[cell] <= 0.0)
        };
        if total <= 0.0 || (0..self.n_categories).any(is_constant) {
            return None;
        }
        let same: f64 = (0..self.n_categories).map(|it| self.cell(it, it)).sum();
        let by_chance = |it: usize| self.row(it) / total * self.column(it) / total;
        let chance: f64 = (0..self.n_categories).map(by_chance).sum();
        Some((same / total - chance) / (1.0 - chance))
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (0.0 < whole).then(|| part / whole)
}

/// Pairs of values inside units coded by any number of coders, for Krippendorff's alpha.
///
/// Units that one coder coded say nothing about agreement and are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Coincidences {
    /// For each category its values in units with at least two.
    values: Vec<f64>,
    /// Σ over units of the pairs of equal values, each unit divided by its values less one.
    equal: f64,
}

impl Coincidences {
    /// No units; so many categories.
    pub fn new(n_categories: usize) -> Self {
        Coincidences { values: vec![0.0; n_categories], equal: 0.0 }
    }

    /// One more unit: how many coders gave it each category.
    pub fn add(&mut self, counts: &[u32]) {
        let n: u32 = counts.iter().sum();
        if n < 2 {
            return;
        }
        let pairs: f64 = counts.iter().map(|it| f64::from(*it) * (f64::from(*it) - 1.0)).sum();
        self.equal += pairs / f64::from(n - 1);
        for (values, count) in self.values.iter_mut().zip(counts) {
            *values += f64::from(*count);
        }
    }

    /// All units of others, so many times.
    pub fn add_all(&mut self, other: &Coincidences, times: f64) {
        self.equal += times * other.equal;
        for (values, more) in self.values.iter_mut().zip(&other.values) {
            *values += times * more;
        }
    }

    /// Krippendorff's alpha for nominal data: 1 - observed / expected disagreement.
    ///
    /// - Missing: no unit was coded twice, or all values are of one category.
    /// - Source: Krippendorff (2018), Content Analysis, 4th ed., chapter 12.
    pub fn alpha(&self) -> Option<f64> {
        let n: f64 = self.values.iter().sum();
        let different = n * n - self.values.iter().map(|it| it * it).sum::<f64>();
        (0.0 < different).then(|| 1.0 - (n - 1.0) * (n - self.equal) / different)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: [[f64; 2]; 2]) -> CrossTable {
        let mut table = CrossTable::new(2);
        for (truth, row) in cells.iter().enumerate() {
            for (answer, weight) in row.iter().enumerate() {
                table.add(truth, answer, *weight);
            }
        }
        table
    }

    #[test]
    fn what_is_not_defined_is_missing() {
        let nothing = table([[5.0, 0.0], [0.0, 0.0]]);
        assert_eq!((nothing.precision(1), nothing.recall(1), nothing.f1(1)), (None, None, None));
        assert_eq!((nothing.kappa(), nothing.agreement()), (None, Some(1.0)));
        assert_eq!(CrossTable::new(2).agreement(), None);
        assert_eq!(CrossTable::new(2).kappa(), None);
    }

    #[test]
    fn kappa_is_0_where_one_coding_is_constant_and_1_where_both_are_equal() {
        let constant = table([[3.0, 1.0], [0.0, 0.0]]);
        assert!(constant.kappa().expect("a value").abs() < 1e-12);
        let equal = table([[3.0, 0.0], [0.0, 2.0]]);
        assert!((equal.kappa().expect("a value") - 1.0).abs() < 1e-12);
    }

    #[test]
    fn f1_is_the_harmonic_mean_and_0_without_a_true_positive() {
        let some = table([[50.0, 4.0], [6.0, 12.0]]);
        let (precision, recall) = (12.0 / 16.0, 12.0 / 18.0);
        let mean = 2.0 * precision * recall / (precision + recall);
        assert!((some.f1(1).expect("a value") - mean).abs() < 1e-12);
        assert_eq!(table([[5.0, 1.0], [0.0, 0.0]]).f1(1), Some(0.0));
    }

    #[test]
    fn alpha_is_missing_with_one_value_or_without_a_unit_coded_twice() {
        let mut one_value = Coincidences::new(2);
        (0..5).for_each(|_| one_value.add(&[2, 0]));
        assert_eq!(one_value.alpha(), None);
        let mut once = Coincidences::new(2);
        [[1, 0], [0, 1]].iter().for_each(|it| once.add(it));
        assert_eq!(once.alpha(), None);
        let mut equal = Coincidences::new(2);
        [[2, 0], [0, 2], [0, 2]].iter().for_each(|it| equal.add(it));
        assert_eq!(equal.alpha(), Some(1.0));
    }
}
