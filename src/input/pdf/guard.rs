//! What a file would cost its reader in memory, time and stack, before it is read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _};

use flate2::read::ZlibDecoder;
use memchr::memmem;
use pdf_extract::{Dictionary, Document, Object, ObjectId};

use super::super::Options;
use crate::notice::Reason;

/// Bytes of content that are worked through, drawings inside drawings counted as often as they
/// are drawn.
const MAX_WORK: u64 = 256 << 20;

/// Drawings inside drawings beyond which a file is not read.
const MAX_DEPTH: usize = 16;

/// Pages of pages of … beyond which a file is not read.
const MAX_PARENTS: usize = 64;

fn malformed(problem: &str) -> Reason {
    Reason::Malformed(format!("PDF: {problem}"))
}

/// Unpacks every stream of a file without keeping it, so that no more than the limits can come.
pub(super) fn check_streams(bytes: &[u8], options: &Options) -> Result<(), Reason> {
    let is_filter = |rest: &[u8]| {
        let rest = rest.trim_ascii_start();
        [&b"/FlateDecode"[..], b"/Fl", b"/LZWDecode", b"/LZW", b"/RunLengthDecode"]
            .iter()
            .any(|it| rest.starts_with(it))
    };
    for filter in [&b"/FlateDecode"[..], b"/ASCII85Decode", b"/ASCIIHexDecode", b"/LZWDecode"] {
        if memmem::find_iter(bytes, filter).any(|i| is_filter(&bytes[i + filter.len()..])) {
            return Err(malformed("its streams are packed twice; print it to a new PDF"));
        }
    }
    let ratio = options.max_unpacked_ratio.saturating_mul(bytes.len() as u64);
    let limit = ratio.min(options.max_unpacked_mib << 20);
    let mut n = 0;
    for i in memmem::find_iter(bytes, b"stream") {
        let content = bytes[i + b"stream".len()..].trim_ascii_start();
        let decoder = ZlibDecoder::new(content);
        n += count(decoder.take(limit + 1 - n));
        if limit < n {
            return Err(Reason::TooLarge("input.max_unpacked_mib".into(), limit));
        }
    }
    Ok(())
}

/// Bytes that come until the end or an error.
fn count(mut reader: impl io::Read) -> u64 {
    let mut buffer = [0; 1 << 14];
    let mut n = 0;
    while let Ok(more @ 1..) = reader.read(&mut buffer) {
        n += more as u64;
    }
    n
}

/// Checks that the pages of a document, and the drawings on them, have an end.
pub(super) fn check_document(document: &Document) -> Result<(), Reason> {
    let mut forms = Forms { document, costs: BTreeMap::new(), open: BTreeSet::new() };
    let mut work = 0;
    for page in document.get_pages().into_values() {
        check_parents(document, page)?;
        let content = document.get_page_content(page).unwrap_or_default();
        work += forms.cost(&content, &children_of(document, page))?;
        if MAX_WORK < work {
            return Err(malformed("its drawings would take too long"));
        }
    }
    Ok(())
}

fn check_parents(document: &Document, page: ObjectId) -> Result<(), Reason> {
    let mut dictionary = document.get_dictionary(page).ok();
    for _ in 0..MAX_PARENTS {
        let Some(parent) = dictionary.and_then(|it| it.get(b"Parent").ok()) else { return Ok(()) };
        dictionary = parent.as_reference().and_then(|it| document.get_dictionary(it)).ok();
    }
    Err(malformed("its pages are nested without end"))
}

/// All drawings that the content of a page may draw.
fn children_of(document: &Document, page: ObjectId) -> Vec<ObjectId> {
    let Ok((own, inherited)) = document.get_page_resources(page) else { return Vec::new() };
    let inherited = inherited.into_iter().filter_map(|it| document.get_dictionary(it).ok());
    own.into_iter().chain(inherited).flat_map(|it| drawings(document, it)).collect()
}

/// The drawings that resources name.
fn drawings(document: &Document, resources: &Dictionary) -> Vec<ObjectId> {
    let found = resources.get(b"XObject").ok();
    let found = found.and_then(|it| document.dereference(it).ok()).map(|it| it.1);
    let Some(Ok(found)) = found.map(Object::as_dict) else { return Vec::new() };
    found.iter().filter_map(|it| it.1.as_reference().ok()).collect()
}

/// The cost of drawings, each worked out once.
struct Forms<'d> {
    document: &'d Document,
    costs: BTreeMap<ObjectId, u64>,
    open: BTreeSet<ObjectId>,
}

impl Forms<'_> {
    /// Bytes of content, and of whatever it draws as often as it draws at all.
    fn cost(&mut self, content: &[u8], children: &[ObjectId]) -> Result<u64, Reason> {
        let n_drawn = memmem::find_iter(content, b"Do").count() as u64;
        let mut largest = 0;
        if 0 < n_drawn {
            for &child in children {
                largest = largest.max(self.cost_of(child, children)?);
            }
        }
        Ok(largest.saturating_mul(n_drawn).saturating_add(content.len() as u64))
    }

    fn cost_of(&mut self, form: ObjectId, outer: &[ObjectId]) -> Result<u64, Reason> {
        if let Some(cost) = self.costs.get(&form) {
            return Ok(*cost);
        }
        let Some(Ok(stream)) = self.document.get_object(form).ok().map(Object::as_stream) else {
            return Ok(0);
        };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|it| it == b"Image") {
            return Ok(0);
        }
        if MAX_DEPTH <= self.open.len() || !self.open.insert(form) {
            return Err(malformed("its drawings are nested without end"));
        }
        let resources = stream.dict.get(b"Resources").ok();
        let resources = resources.and_then(|it| self.document.dereference(it).ok()).map(|it| it.1);
        let children = match resources.map(Object::as_dict) {
            Some(Ok(resources)) => drawings(self.document, resources),
            // What has no resources of its own draws with those around it.
            _ => outer.to_vec(),
        };
        let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let cost = self.cost(&content, &children)?;
        self.open.remove(&form);
        self.costs.insert(form, cost);
        Ok(cost)
    }
}
