//! A seed in, a corpus of news articles out that nobody has written.
//!
//! What makes programs slow or fast is what it takes from real news: a vocabulary that grows with
//! the square root of the text (Heaps' law), frequencies by Zipf's law, inflected forms, names,
//! figures, abbreviations, curly quotation marks, dashes, accents, and the furniture of web pages.
//! About one word in sixty belongs to a frame of `frames.toml`. The text means nothing.
//! Only whole numbers are used, so that the same version gives the same bytes on every machine.

mod prose;
mod vocabulary;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use prose::Prose;

/// The words that are counted, and that the generated corpus holds.
const FRAMES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/frames.toml");

/// Where every corpus begins.
const SEED: u64 = 20_250_101;

/// The outlets; each leans to one of the frames.
const SOURCES: [&str; 12] = [
    "Amber Coast Daily",
    "Bellwether",
    "Continental Dispatch",
    "Der Hafenbote",
    "Estuary Times",
    "Free Steppe",
    "Granite Review",
    "Harbour Gazette",
    "Isthmus Monitor",
    "Journal de la Rade",
    "Kestrel Wire",
    "Lighthouse Herald",
];

/// A made-up article.
#[derive(Serialize)]
pub(crate) struct Article {
    /// The outlet.
    pub(crate) source: &'static str,
    /// The headline.
    pub(crate) title: String,
    /// Day of publication, as ISO 8601 writes it.
    pub(crate) date: String,
    /// The body, with a blank line between paragraphs.
    pub(crate) text: String,
    /// Number of the article in its source, from 0.
    #[serde(skip)]
    number: u64,
}

impl Article {
    /// The article as a person pastes it into a text file.
    pub(crate) fn pasted(&self) -> String {
        format!("{}\n\n{}\n", self.title, self.text)
    }
}

/// All articles, without end; always the same ones.
pub(crate) fn articles() -> impl Iterator<Item = Article> {
    let mut prose = Prose::new(Dice(ChaCha8Rng::seed_from_u64(SEED)));
    (0..).map(move |i: u64| {
        let number = i / SOURCES.len() as u64;
        let leaning = (i % SOURCES.len() as u64) as usize;
        let source = SOURCES[leaning];
        let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
        let (title, text) = prose.article(source, leaning);
        Article { source, title, date: format!("2025-{month:02}-{day:02}"), text, number }
    })
}

/// The first articles that together have this many bytes.
pub(crate) fn articles_of(n_bytes: u64) -> impl Iterator<Item = Article> {
    articles().scan(0, move |n_before: &mut u64, article| {
        let is_wanted = *n_before < n_bytes;
        *n_before += article.pasted().len() as u64;
        is_wanted.then_some(article)
    })
}

/// Writes articles as `<source>/<number>.txt`.
pub(crate) fn write_folder(
    folder: &Path,
    articles: impl Iterator<Item = Article>,
) -> io::Result<()> {
    for source in SOURCES {
        fs::create_dir_all(folder.join(source))?;
    }
    for article in articles {
        let name = format!("{}/{:05}.txt", article.source, article.number);
        fs::write(folder.join(name), article.pasted())?;
    }
    Ok(())
}

/// Writes articles as one file of JSON Lines.
pub(crate) fn write_jsonl(path: &Path, articles: impl Iterator<Item = Article>) -> io::Result<()> {
    let mut to = BufWriter::new(File::create(path)?);
    for article in articles {
        serde_json::to_writer(&mut to, &article)?;
        to.write_all(b"\n")?;
    }
    to.flush()
}

/// Chance, the same in every run.
struct Dice(ChaCha8Rng);

impl Dice {
    /// A number from 0 to below `n`.
    fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.0.next_u32()) * n as u64) >> 32) as usize
    }

    /// True once in so many times.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of several things.
    fn pick<'t, T: ?Sized>(&mut self, things: &[&'t T]) -> &'t T {
        things[self.below(things.len())]
    }
}
