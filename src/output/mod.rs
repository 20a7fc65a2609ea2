//! The only place that writes results.

pub mod draw;
