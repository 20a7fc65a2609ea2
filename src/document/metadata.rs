//! Fields of every origin in, one value each out, with where it came from.

use super::byline::Said;
use super::dates::{self, Written};
use super::lines::single_spaced;
use super::writers;
use super::{Known, Metadata};
use crate::input::{DateOrder, Field, Fields, Origin};
use crate::notice::Matter;

/// What is known of an article from outside its file.
#[derive(Debug, Default)]
pub struct Given<'g> {
    /// The row of the metadata file.
    pub sidecar: Option<&'g Fields>,
    /// The folder that is named after the source.
    pub folder: Option<&'g str>,
    /// What the file name says.
    pub file_name: Fields,
    /// Hashes of the lines that its outlet repeats.
    pub repeated: &'g [u64],
}

/// Settles what is known before the text is read.
pub(super) fn settle(
    own: Fields,
    given: Given<'_>,
    order: DateOrder,
    matters: &mut Vec<Matter>,
) -> Metadata {
    let folder = given.folder.map(|name| Field { value: name.to_owned(), origin: Origin::Folder });
    let own_source = given.sidecar.and_then(|it| it.source.as_ref()).or(own.source.as_ref());
    if let (Some(own), Some(folder)) = (own.source.as_ref(), folder.as_ref())
        && own_source == Some(own)
        && own.value.trim() != folder.value
    {
        let (own, folder) = (single_spaced(&own.value), folder.value.clone());
        matters.push(Matter::SourceDiffers(own, folder));
    }
    let folder = Fields { source: folder, ..Fields::default() };
    let sidecar = given.sidecar.cloned().unwrap_or_default();
    let fields = sidecar.or(own).or(folder).or(given.file_name);
    let known = |field: Option<Field>| {
        field.map(|it| Known { value: single_spaced(&it.value), origin: it.origin })
    };
    let date = fields.date.and_then(|field| match dates::read_field(&field.value, order) {
        Written::Day(date) => Some(Known { value: date, origin: field.origin }),
        Written::Ambiguous | Written::None => {
            matters.push(Matter::UnclearDate(field.value));
            None
        }
    });
    let author = known(fields.author)
        .map(|it| Known { value: writers::writer(&it.value), origin: it.origin });
    Metadata {
        id: fields.id.map(|it| it.value),
        source: known(fields.source),
        title: known(fields.title),
        author: author.filter(|it| !it.value.is_empty()),
        date,
        url: fields.url.map(|it| it.value),
        language: known(fields.language),
        variable: fields.variable.map(|it| single_spaced(&it.value).into()),
    }
}

/// Adds what the properties of the file say, where neither the text nor anything else does.
pub(super) fn add_properties(
    metadata: &mut Metadata,
    properties: Fields,
    order: DateOrder,
    matters: &mut Vec<Matter>,
) {
    let known = |field: Option<Field>| {
        field.map(|it| Known { value: single_spaced(&it.value), origin: it.origin })
    };
    metadata.title = metadata.title.take().or(known(properties.title));
    metadata.author = metadata.author.take().or(known(properties.author));
    if metadata.date.is_none()
        && let Some(Field { value, origin }) = properties.date
        && let Written::Day(date) = dates::read(&value, order)
    {
        metadata.date = Some(Known { value: date, origin });
        matters.push(Matter::FileDate(date.to_string()));
    }
}

/// Adds what the text says, where nothing else is known.
pub(super) fn complete(
    metadata: &mut Metadata,
    headline: Option<&str>,
    outlet: Option<String>,
    said: Said,
    matters: &mut Vec<Matter>,
) {
    let text = Origin::Text;
    if metadata.title.is_none() {
        let title = headline.map(|it| it.trim_start_matches('#'));
        metadata.title = title.map(|it| Known { value: single_spaced(it), origin: text });
    }
    if metadata.source.is_none() {
        metadata.source = outlet.map(|it| Known { value: it, origin: text });
    }
    if metadata.author.is_none() {
        metadata.author = said.author.map(|it| Known { value: single_spaced(&it), origin: text });
    }
    if metadata.date.is_none() {
        metadata.date = said.date.map(|it| Known { value: it, origin: text });
        if let (None, Some(unclear)) = (metadata.date.as_ref(), said.unclear_date) {
            matters.push(Matter::UnclearDate(unclear));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_file_is_trusted_before_the_fields_and_these_before_the_folder() {
        let field = |value: &str, origin| Some(Field { value: value.to_owned(), origin });
        let own = Fields { source: field("Own", Origin::Field), ..Fields::default() };
        let sidecar = Fields { source: field("Given", Origin::Sidecar), ..Fields::default() };
        let given = |sidecar| Given { sidecar, folder: Some("Folder"), ..Given::default() };
        let source =
            |own: Fields, given| settle(own, given, DateOrder::Unknown, &mut Vec::new()).source;
        let told = |it: Option<Known<String>>| it.map(|it| it.value);
        assert_eq!(told(source(own.clone(), given(Some(&sidecar)))).as_deref(), Some("Given"));
        assert_eq!(told(source(own, given(None))).as_deref(), Some("Own"));
        assert_eq!(told(source(Fields::default(), given(None))).as_deref(), Some("Folder"));
    }
}
