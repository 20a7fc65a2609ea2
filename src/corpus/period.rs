//! Days in, bins of time out.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Length of a bin of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day.
    Day,
    /// An ISO week, from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
}

impl Period {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Quarter => "quarter",
        }
    }

    /// The next longer one.
    pub fn longer(self) -> Option<Period> {
        match self {
            Period::Day => Some(Period::Week),
            Period::Week => Some(Period::Month),
            Period::Month => Some(Period::Quarter),
            Period::Quarter => None,
        }
    }

    /// First day of the bin that holds a day.
    pub fn start(self, day: Date) -> Date {
        match self {
            Period::Day => day,
            Period::Week => day.saturating_sub(day.weekday().to_monday_zero_offset().days()),
            Period::Month => day.first_of_month(),
            Period::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), month, 1).unwrap_or(day)
            }
        }
    }

    /// First days of all bins from the one that holds `first` to the one that holds `last`.
    pub fn bins(self, first: Date, last: Date) -> Vec<Date> {
        let step = match self {
            Period::Day => 1.day(),
            Period::Week => 1.week(),
            Period::Month => 1.month(),
            Period::Quarter => 3.months(),
        };
        self.start(first).series(step).take_while(|it| *it <= last).collect()
    }

    /// Name of the bin that begins on a day: `2025-01-06`, `2025-W02`, `2025-01`, `2025-Q1`.
    pub fn label(self, start: Date) -> String {
        match self {
            Period::Day => start.to_string(),
            Period::Week => {
                let week = start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Period::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Period::Quarter => format!("{:04}-Q{}", start.year(), (start.month() + 2) / 3),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn bins_begin_on_mondays_and_firsts_and_follow_one_another() {
        let (first, last) = (date(2024, 12, 31), date(2025, 4, 1));
        let shown = |period: Period| {
            let bins = period.bins(first, last);
            (bins.len(), period.label(bins[0]), period.label(bins[bins.len() - 1]))
        };
        let of = |n, first: &str, last: &str| (n, first.to_owned(), last.to_owned());
        assert_eq!(shown(Period::Day), of(92, "2024-12-31", "2025-04-01"));
        assert_eq!(shown(Period::Week), of(14, "2025-W01", "2025-W14"));
        assert_eq!(shown(Period::Month), of(5, "2024-12", "2025-04"));
        assert_eq!(shown(Period::Quarter), of(3, "2024-Q4", "2025-Q2"));
        assert_eq!(Period::Week.start(first), date(2024, 12, 30));
    }
}
