//! Values in, files out: the only place that writes results.

pub mod draw;
pub mod publish;
