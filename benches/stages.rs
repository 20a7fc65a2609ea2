//! Every stage of a run in bytes per second, and the whole run against other programs.
//!
//! `cargo bench` measures each stage under its module's name on generated articles, then the whole
//! run against the straightforward program and `wc -w` on 1 MB (S). It first makes sure that the
//! straightforward program finds the same counts. `cargo bench -- text/1000` measures what fits the
//! name; `cargo bench -- S` and `cargo bench -- M` make the comparison only, on 1 and 100 MB. A
//! comparison runs the programs in turn, A B A B, and shows medians; ratios are those of the pairs.
//!
//! Whole processes, with their processor time and memory:
//!
//! ```text
//! cargo build --release --examples --bins
//! target/release/examples/generate corpus 100
//! /usr/bin/time -v target/release/framescope run -q --only tables -c config.toml -i corpus/txt -o corpus/out
//! /usr/bin/time -v target/release/framescope run -q --only tables -c config.toml -i corpus/corpus.jsonl -o corpus/out
//! /usr/bin/time -v target/release/examples/straightforward corpus/txt corpus/plain --compare corpus/out
//! find corpus/txt -type f -print0 | /usr/bin/time -v wc -w --files0-from=- > corpus/wc.txt
//! ```
//!
//! `RAYON_NUM_THREADS=1` and `--threads 1` give one thread. This config.toml asks for the job that
//! all of these programs do, and for as little more as there can be:
//!
//! ```toml
//! [clean]
//! enabled = false
//! [terms]
//! zeros = "never"
//! [emphasis]
//! permutations = 99
//! [output]
//! tables = ["emphasis", "terms"]
//! [frames]
//! dictionaries = ["benches/frames.toml"]
//! [cache]
//! enabled = false
//! ```
//!
//! Where the time goes: `perf record --call-graph dwarf` on any of the commands, or `valgrind
//! --tool=callgrind` on 2 MB, whose counts of instructions do not depend on what else the machine
//! does.
//!
//! Programs of others, on `corpus.jsonl`; none does more of the job, and most do less:
//!
//! - quanteda 4.3: `quanteda_options(threads = 2)`; `toks <- corpus(jsonlite::stream_in(file(
//!   "corpus.jsonl")), text_field = "text") |> tokens(remove_punct = TRUE, remove_symbols = TRUE,
//!   split_hyphens = TRUE) |> tokens_tolower()`; `textstat_frequency(dfm(tokens_wordstem(toks,
//!   "english")), groups = source)` of quanteda.textstats; and for the frames, with a `dictionary()`
//!   of the same entries, `dfm_group(dfm(tokens_lookup(toks, frames)), source)`. Write both with
//!   `data.table::fwrite`, and time `Rscript` as a whole.
//! - xan 0.61: `xan from -f ndjson corpus.jsonl | xan tokenize words text -p -L --split-hyphens
//!   --stemmer s -D punct | xan vocab doc-token -D source > terms.csv`. It has no English stemmer;
//!   "s" only removes plurals. It counts no frames, and no articles of a source.
//! - DuckDB 1.4 and later: `LOAD fts; COPY (SELECT source, stem(word, 'english') AS term, count(*) AS
//!   tf, count(DISTINCT doc) AS doc_freq FROM (SELECT source, doc, unnest(regexp_extract_all(
//!   lower(text), '[\pL\pN]+([''’.,][\pL\pN]+)*')) AS word FROM (SELECT *, row_number() OVER () AS
//!   doc FROM read_json('corpus.jsonl'))) GROUP BY ALL) TO 'terms.csv'`. It counts no phrases.
//! - polars 1.3 and later: `scan_ndjson("corpus.jsonl").with_row_index("doc")`, words by
//!   `col("text").str.to_lowercase().str.extract_all(…)` with the same expression and `explode`, the
//!   distinct words stemmed by PyStemmer and joined, `group_by("source", "term").agg(len(),
//!   col("doc").n_unique())`, `sink_csv`. It counts no phrases.
//! - scikit-learn 1.7 and later: `CountVectorizer(analyser=words)`, where `words` lower-cases, finds
//!   the same expression with `re.findall` and stems with PyStemmer; then for each source the sums of
//!   its rows of the matrix, and of `matrix > 0`. It counts no phrases.

#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]

mod corpus;
mod yardstick;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, SamplingMode, Throughput};
use framescope::charts;
use framescope::corpus::{By, Corpus, Gathered};
use framescope::document::{Document, Given};
use framescope::frames::{Found, Matcher};
use framescope::gather::Task;
use framescope::input::{self, Draft, Offsets, Pieces};
use framescope::observe::Observer;
use framescope::output::{Part, draw};
use framescope::store::Store;
use framescope::tables::{self, Tables};
use framescope::text::{self, Front, Language, Lexicon, Tokens, Vocabulary};
use framescope::{Config, Plan, Prepared, Session, gather};
use tempfile::TempDir;

/// Runs of each program in a comparison.
const N_PAIRS: usize = 5;

/// Nobody asks to stop, and nobody watches.
static STOP: AtomicI32 = AtomicI32::new(0);
const SESSION: Session<'static> = Session { stop: &STOP, watch: &|_| {} };

/// Generated articles, in memory and as files.
struct Material {
    folder: TempDir,
    texts: Vec<String>,
    n_bytes: u64,
}

impl Material {
    /// So many articles.
    fn new(n_articles: usize) -> Material {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let articles = || corpus::articles().take(n_articles);
        corpus::write_folder(&folder.path().join("txt"), articles()).expect("text files");
        corpus::write_jsonl(&folder.path().join("corpus.jsonl"), articles()).expect("a file");
        let texts: Vec<String> = articles().map(|it| it.pasted()).collect();
        let n_bytes = texts.iter().map(|it| it.len() as u64).sum();
        Material { folder, texts, n_bytes }
    }

    /// A run over the text files or the file of JSON Lines that writes tables only.
    fn plan(&self, input: &str, config: Config) -> Plan {
        plan(self.folder.path(), input, config)
    }

    /// Name of a measurement: the number of articles.
    fn id(&self) -> BenchmarkId {
        BenchmarkId::from_parameter(self.texts.len())
    }

    fn drafts(&self) -> Vec<Draft> {
        let draft = |it: &String| Draft::of_text(it.clone(), Offsets::at(0), "txt");
        self.texts.iter().map(draft).collect()
    }

    fn documents(&self, prepared: &Prepared) -> Vec<Document> {
        let document = |it| prepared.instrument.document(it, Given::default());
        self.drafts().into_iter().map(document).collect()
    }
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match wanted.first().map(String::as_str) {
        Some("S") => compare("S", 1_000_000),
        Some("M") => compare("M", 100_000_000),
        _ => {
            let mut criterion = Criterion::default()
                .sample_size(10)
                .warm_up_time(Duration::from_millis(300))
                .measurement_time(Duration::from_secs(1))
                .configure_from_args();
            stages(&mut criterion);
            criterion.final_summary();
            if wanted.is_empty() {
                compare("S", 1_000_000);
            }
        }
    }
}

fn stages(criterion: &mut Criterion) {
    let materials = [100, 1000].map(Material::new);
    let large = Material::new(10_000);
    measure(criterion, "input", &materials, input_stage);
    measure(criterion, "document", &materials, document_stage);
    measure(criterion, "text", materials.iter().chain([&large]), text_stage);
    measure(criterion, "frames", &materials, frames_stage);
    measure(criterion, "observe", &materials, observe_stage);
    measure(criterion, "corpus", &materials, corpus_stage);
    measure(criterion, "tables", &materials, tables_stage);
    charts_stage(criterion);
    measure(criterion, "run", materials.iter().chain([&large]), run_stage);
    measure(criterion, "straightforward", &materials[1..], straightforward);
}

/// Measures one stage on several materials, as `<stage>/<number of articles>`.
fn measure<'m>(
    criterion: &mut Criterion,
    name: &str,
    materials: impl IntoIterator<Item = &'m Material>,
    stage: fn(&mut BenchmarkGroup<'_, WallTime>, &Material),
) {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat);
    for material in materials {
        group.throughput(Throughput::Bytes(material.n_bytes));
        stage(&mut group, material);
    }
    group.finish();
}

/// Files in, drafts out: opened, hashed, decoded. JSON Lines stand beside the text files.
fn input_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    for format in ["txt", "corpus.jsonl"] {
        let plan = material.plan(format, Config::default());
        let prepared = framescope::prepare(&plan).expect("valid settings");
        let (listing, options) = (&prepared.listing, &plan.config.input);
        let id = BenchmarkId::new(format, material.texts.len());
        group.bench_function(id, |bencher| {
            bencher.iter(|| {
                for piece in Pieces::new(listing, (0..listing.files.len()).collect(), options) {
                    input::read(piece, listing, options, |reading| drop(black_box(reading)));
                }
            });
        });
    }
}

fn document_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let prepared = prepared(material);
    group.bench_function(material.id(), |bencher| {
        let clean = |draft| prepared.instrument.document(draft, Given::default());
        bencher.iter_batched(
            || material.drafts(),
            |drafts| drafts.into_iter().map(clean).collect::<Vec<_>>(),
            BatchSize::PerIteration,
        );
    });
}

/// With the first sight of each word, but without a dictionary.
fn text_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let documents = material.documents(&prepared(material));
    group.bench_function(material.id(), |bencher| {
        bencher.iter(|| {
            let stemmer = Config::default().text.stemmer;
            let vocabulary =
                Vocabulary::new(stemmer, text::By::Form, Box::new(|_| text::Answer::default()));
            let mut front = Front::new(&vocabulary);
            let mut tokens = Tokens::default();
            for document in &documents {
                text::tokenize(document, Language::ENGLISH, &mut front, &mut tokens);
                black_box(&tokens);
            }
        });
    });
}

/// Without the first sight of each word, which `observe` has.
fn frames_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let prepared = prepared(material);
    let Config { frames, text: options, .. } = Config::default();
    let dictionary = &prepared.instrument.dictionary;
    let matcher = Matcher::new(dictionary, &frames, options.stemmer).expect("valid settings");
    let vocabulary = Vocabulary::new(
        options.stemmer,
        matcher.sight_depends_on(),
        Box::new(|it| matcher.sight(it)),
    );
    let mut front = Front::new(&vocabulary);
    let documents = material.documents(&prepared);
    let mut tokenized = Vec::new();
    for document in &documents {
        let mut tokens = Tokens::default();
        text::tokenize(document, Language::ENGLISH, &mut front, &mut tokens);
        tokenized.push(tokens);
    }
    group.bench_function(material.id(), |bencher| {
        let mut found = Found::default();
        bencher.iter(|| {
            for Tokens { tokens, sentences, .. } in &tokenized {
                for paragraph in sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
                    let end = paragraph[paragraph.len() - 1].tokens.end as usize;
                    let range = paragraph[0].tokens.start as usize..end;
                    matcher.find(&tokens[range], paragraph, &front, &mut found);
                    black_box(&found.hits);
                }
            }
        });
    });
}

/// Documents in, observations out: `text` and `frames` are parts of it.
fn observe_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let prepared = prepared(material);
    group.bench_function(material.id(), |bencher| {
        bencher.iter_batched(
            || material.documents(&prepared),
            |documents| {
                let vocabulary = prepared.instrument.vocabulary(Lexicon::default());
                let mut observer = Observer::new(&prepared.instrument, &vocabulary);
                let observations = documents.into_iter().map(|it| observer.observe(it));
                observations.collect::<Vec<_>>()
            },
            BatchSize::PerIteration,
        );
    });
}

fn corpus_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let prepared = prepared(material);
    group.bench_function(material.id(), |bencher| {
        bencher.iter_batched(
            || gathered(&prepared),
            |parts| corpus_of(&prepared, parts),
            BatchSize::PerIteration,
        );
    });
}

/// All rows of all tables are made, on one core, and none is written.
fn tables_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let prepared = prepared(material);
    let corpus = corpus_of(&prepared, gathered(&prepared));
    let options = tables::Options::default();
    group.bench_function(material.id(), |bencher| {
        bencher.iter(|| {
            for table in tables::all(&corpus, &options).iter() {
                for part in 0..table.parts() {
                    table.each_row(part, |cells| {
                        black_box(cells);
                    });
                }
            }
        });
    });
}

/// The charts of the sample, built and drawn on one core; in charts per second.
fn charts_stage(criterion: &mut Criterion) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let prepared =
        framescope::prepare(&plan(package, "input", Config::default())).expect("valid settings");
    let corpus = corpus_of(&prepared, gathered(&prepared));
    let options = tables::Options::default();
    let tables = tables::all(&corpus, &options);
    let build = |tables: &Tables<'_>| charts::all(tables, &|_| false, &charts::Options::default());
    let charts = build(&tables);
    let svgs: Vec<String> = charts.iter().map(draw::svg).collect();
    let mut group = criterion.benchmark_group("charts");
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(charts.len() as u64));
    group.bench_function("build", |bencher| bencher.iter(|| build(&tables)));
    group.bench_function("svg", |bencher| {
        bencher.iter(|| charts.iter().map(draw::svg).collect::<Vec<_>>());
    });
    group.bench_function("png", |bencher| {
        bencher.iter(|| svgs.iter().map(|it| draw::png(it)).collect::<Vec<_>>());
    });
    group.finish();
}

/// From files to tables on the disk, with default settings.
fn run_stage(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let plan = material.plan("txt", Config::default());
    group.bench_function(material.id(), |bencher| bencher.iter(|| run(&plan)));
}

/// What `run` does less what only framescope does; see [`yardstick`].
fn straightforward(group: &mut BenchmarkGroup<'_, WallTime>, material: &Material) {
    let output = material.folder.path().join("plain");
    let input = material.folder.path().join("txt");
    let prepared = framescope::prepare(&material.plan("txt", bare())).expect("valid settings");
    let dictionary = &prepared.instrument.dictionary;
    group.bench_function(material.id(), |bencher| {
        bencher.iter(|| {
            let counts = yardstick::count(&input, dictionary).expect("readable files");
            counts.write(&output).expect("a writable folder");
        });
    });
}

fn prepared(material: &Material) -> Prepared {
    framescope::prepare(&material.plan("txt", Config::default())).expect("valid settings")
}

fn gathered(prepared: &Prepared) -> (Gathered, Lexicon, Store) {
    static N_STORES: AtomicU32 = AtomicU32::new(0);
    let number = N_STORES.fetch_add(1, Ordering::Relaxed);
    let name = format!("framescope-bench-{}-{number}", std::process::id());
    let store = Store::create(&std::env::temp_dir().join(name)).expect("a temporary file");
    let vocabulary = prepared.instrument.vocabulary(Lexicon::default());
    let (instrument, listing) = (&prepared.instrument, &prepared.listing);
    let options = input::Options::default();
    let task = Task { files: (0..listing.files.len()).collect(), again: None };
    let gathered = gather::all(listing, instrument, &vocabulary, &store, task, &options, &SESSION);
    (gathered.expect("no signal"), vocabulary.into_lexicon(), store)
}

fn corpus_of(prepared: &Prepared, parts: (Gathered, Lexicon, Store)) -> Corpus {
    let (gathered, lexicon, store) = parts;
    let (listing, dictionary) = (&prepared.listing, &prepared.instrument.dictionary);
    let how = (&Config::default().duplicates, By::Source);
    Corpus::new(gathered, listing, lexicon, store, dictionary, how)
}

/// A run in a folder that writes tables only.
fn plan(folder: &Path, input: &str, mut config: Config) -> Plan {
    config.input.paths = vec![input.to_owned()];
    config.output.folder = "results".to_owned();
    config.cache.enabled = false;
    Plan { config, folder: folder.to_owned(), config_file: None, parts: vec![Part::Tables] }
}

fn run(plan: &Plan) {
    let summary = framescope::run(plan, &SESSION).expect("a run that ends well");
    black_box(summary);
}

/// Settings with which framescope does as little as it can beside what the straightforward program
/// does; the same as at the top of this file.
fn bare() -> Config {
    let mut config = Config::default();
    config.frames.dictionaries = vec![yardstick::FRAMES.to_owned()];
    config.clean.enabled = false;
    config.terms.zeros = tables::Zeros::Never;
    config.emphasis.permutations = 99;
    config.output.tables = vec!["emphasis".to_owned(), "terms".to_owned()];
    config
}

/// The whole run against the straightforward program and `wc -w`, in wall time.
fn compare(scale: &str, n_bytes: u64) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    corpus::write_folder(&at("txt"), corpus::articles_of(n_bytes)).expect("text files");
    corpus::write_jsonl(&at("corpus.jsonl"), corpus::articles_of(n_bytes)).expect("a file");
    let txt = plan(folder.path(), "txt", bare());
    let jsonl = plan(folder.path(), "corpus.jsonl", bare());
    let usual = plan(folder.path(), "txt", Config::default());
    let mut again = plan(folder.path(), "txt", bare());
    again.config.cache.enabled = true;
    again.config.output.folder = "again".to_owned();
    run(&again);
    let prepared = framescope::prepare(&txt).expect("valid settings");
    let plain = || {
        let dictionary = &prepared.instrument.dictionary;
        let counts = yardstick::count(&at("txt"), dictionary).expect("readable files");
        counts.write(&at("plain")).expect("a writable folder");
        counts
    };
    for plan in [&txt, &jsonl] {
        run(plan);
        let differences = plain().differences(&at("results/tables")).expect("tables");
        assert!(differences.is_empty(), "{}", differences[..differences.len().min(20)].join("\n"));
    }
    println!("{scale}: the straightforward program finds the same counts");
    let against = |what: &str, a: &dyn Fn(), b: &dyn Fn()| {
        let [a, b, ratio] = pairs(a, b);
        println!("{scale}: {what:<55} {a:>8.3} s : {b:>8.3} s = {ratio:.2}");
    };
    against("bare run, txt : straightforward", &|| run(&txt), &|| drop(plain()));
    against("bare run, jsonl : straightforward", &|| run(&jsonl), &|| drop(plain()));
    against("usual run, txt : bare run, txt", &|| run(&usual), &|| run(&txt));
    against("bare run with nothing new, txt : bare run, txt", &|| run(&again), &|| run(&txt));
    let files = list_of_files(folder.path());
    if wc(&files) {
        let wc = || assert!(wc(&files), "`wc` has worked before");
        against("bare run, txt : wc -w", &|| run(&txt), &wc);
        against("bare run, jsonl : wc -w on txt", &|| run(&jsonl), &wc);
    } else {
        println!("{scale}: there is no `wc` that takes a list of files");
    }
}

/// Medians of both programs in seconds, and of the ratio of each pair.
fn pairs(a: &dyn Fn(), b: &dyn Fn()) -> [f64; 3] {
    let seconds = |program: &dyn Fn()| {
        let started = Instant::now();
        program();
        started.elapsed().as_secs_f64()
    };
    let times: Vec<(f64, f64)> = (0..N_PAIRS).map(|_| (seconds(a), seconds(b))).collect();
    let median = |value: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = times.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    [median(|it| it.0), median(|it| it.1), median(|it| it.0 / it.1)]
}

/// Writes the paths of all text files, each with a NUL behind it.
fn list_of_files(folder: &Path) -> PathBuf {
    let mut list = Vec::new();
    for source in fs::read_dir(folder.join("txt")).expect("a folder") {
        for file in fs::read_dir(source.expect("a folder").path()).expect("a folder") {
            list.extend_from_slice(file.expect("a file").path().as_os_str().as_encoded_bytes());
            list.push(0);
        }
    }
    let path = folder.join("files.list");
    fs::write(&path, list).expect("a file");
    path
}

/// Counts the words of the listed files; false where that cannot be done.
fn wc(files: &Path) -> bool {
    let list = format!("--files0-from={}", files.display());
    let status = Command::new("wc").args(["-w", &list]).stdout(Stdio::null()).status();
    status.is_ok_and(|it| it.success())
}
