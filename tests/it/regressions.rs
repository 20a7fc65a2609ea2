//! The smallest document that once went wrong, named for what went wrong.
