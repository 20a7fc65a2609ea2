//! PDF: the text layer of one document.

#[cfg(feature = "pdf")]
mod guard;
#[cfg(feature = "pdf")]
mod pages;

use super::{Articles, Format, Options, Read};
use crate::notice::Reason;

pub(super) const FORMAT: Format =
    Format { name: "pdf", extensions: &["pdf"], read: Read::Whole(read) };

#[cfg(feature = "pdf")]
fn read(bytes: &[u8], options: &Options) -> Result<Articles, Reason> {
    guard::check_streams(bytes, options)?;
    pages::draft(&pages::texts(bytes)?).map(Articles::from)
}

#[cfg(not(feature = "pdf"))]
fn read(_bytes: &[u8], _options: &Options) -> Result<Articles, Reason> {
    Err(Reason::NotBuilt(FORMAT.name.into()))
}
