//! Articles with planted near-duplicates in, how many of them a run finds, and what that costs, out.
//!
//! `cargo run --release --example planted -- FOLDER ARTICLES` writes `FOLDER/planted.jsonl`, in which
//! one article in twenty has a second version, and runs on it twice: with and without `[duplicates]`.
//! The pairs that should be found are told by comparing both versions word by word, not by what
//! framescope computes; pairs on the very limits are left out.

#![expect(clippy::print_stdout, reason = "a measurement tells what it measured")]

#[expect(dead_code, reason = "files of text are for others")]
mod corpus;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::AtomicI32;
use std::time::Instant;

use framescope::output::Part;
use framescope::{Config, Plan, Session};

/// One article in so many has a second version.
const EVERY: usize = 20;

/// How a second version differs.
const KINDS: [fn(&str, usize) -> String; 6] =
    [copied, |it, i| edited(it, 46 + i % 60), |it, i| edited(it, 10 + i % 20), framed, cut, halved];
const NAMES: [&str; 6] = ["copy", "few edits", "many edits", "furniture", "short version", "half"];

/// Two versions of an article, and whether they should be joined.
struct Pair {
    ids: [String; 2],
    kind: usize,
    /// `None` on the limits.
    is_one: Option<bool>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, n] = arguments.as_slice() else { panic!("usage: planted FOLDER ARTICLES") };
    let n: usize = n.parse().expect("a whole number of articles");
    let folder = Path::new(folder);
    fs::create_dir_all(folder).expect("a folder");
    let pairs = write(&folder.join("planted.jsonl"), n);
    let without = run(folder, "[duplicates]\nenabled = false\n");
    let with = run(folder, "");
    println!("without: {without:.2} s; with: {with:.2} s; peak memory {} MiB", peak() >> 10);
    judge(&pairs, &folder.join("output/tables/duplicates.csv"));
}

/// Writes so many articles, and returns the pairs among them.
fn write(path: &Path, n: usize) -> Vec<Pair> {
    let mut to = BufWriter::new(File::create(path).expect("a file"));
    let mut line = |id: &str, source: &str, text: &str| {
        let line = serde_json::json!({ "doc_id": id, "source": source, "text": text });
        writeln!(to, "{line}").expect("written");
    };
    let mut pairs = Vec::new();
    for (i, article) in corpus::articles().take(n - n / EVERY).enumerate() {
        let id = format!("{i:07}");
        line(&id, article.source, &article.text);
        if i % (EVERY - 1) == 0 {
            let kind = pairs.len() % KINDS.len();
            let text = KINDS[kind](&article.text, i);
            let other = format!("{i:07}-b");
            line(&other, "Lighthouse Herald", &text);
            pairs.push(Pair { ids: [id, other], kind, is_one: is_one(&article.text, &text) });
        }
    }
    pairs
}

fn copied(text: &str, _: usize) -> String {
    text.to_owned()
}

/// One word in so many is another.
fn edited(text: &str, every: usize) -> String {
    let words = text.split(' ').enumerate();
    let word = |(i, it): (usize, &str)| {
        if i % every == every / 2 { format!("edited{i}") } else { it.to_owned() }
    };
    words.map(word).collect::<Vec<_>>().join(" ")
}

fn framed(text: &str, i: usize) -> String {
    let lines: String = (0..30).map(|it| format!("Menu entry {it} of page {i} ")).collect();
    format!("{lines}\n\n{text}\n\n{lines}")
}

/// The first third.
fn cut(text: &str, _: usize) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    words[..words.len() / 3].join(" ")
}

/// The first half, with the words of the other backwards behind it.
fn halved(text: &str, _: usize) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let (head, tail) = words.split_at(words.len() / 2);
    head.iter().chain(tail.iter().rev()).copied().collect::<Vec<_>>().join(" ")
}

/// Whether two texts share what joins them; `None` within a percent of the limits.
fn is_one(a: &str, b: &str) -> Option<bool> {
    let [a, b] = [a, b].map(|text| {
        let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
        let words: Vec<String> = words.map(str::to_lowercase).collect();
        words.windows(5).map(|it| it.join(" ")).collect::<HashSet<_>>()
    });
    let n_shared = a.intersection(&b).count() as f64;
    let jaccard = n_shared / (a.len() as f64 + b.len() as f64 - n_shared);
    let containment = n_shared / a.len().min(b.len()) as f64;
    if 0.81 < jaccard || 0.91 < containment {
        Some(true)
    } else {
        (jaccard < 0.79 && containment < 0.89).then_some(false)
    }
}

/// Runs once, and returns how long it took.
fn run(folder: &Path, settings: &str) -> f64 {
    let settings = format!(
        "[output]\ntables = [\"duplicates\", \"documents\"]\n[cache]\nenabled = false\n\
         [clean]\nenabled = false\n{settings}"
    );
    let mut config: Config =
        framescope::config::parse(&settings).unwrap_or_else(|it| panic!("{it:?}"));
    config.input.paths = vec!["planted.jsonl".to_owned()];
    let (folder, config_file, parts) = (folder.to_owned(), None, vec![Part::Tables]);
    let plan = Plan { config, folder, config_file, parts };
    let session = Session { stop: &AtomicI32::new(0), watch: &|_| {} };
    let started = Instant::now();
    framescope::run(&plan, &session).expect("a run");
    started.elapsed().as_secs_f64()
}

/// Most memory that this process has had, in KiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    line.and_then(|it| it.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Tells how many pairs were found, and how many articles were joined that are no pair.
fn judge(pairs: &[Pair], table: &Path) {
    let mut reader = csv::Reader::from_path(table).expect("a table");
    let rows = reader.deserialize().map(|it| it.expect("a row"));
    let groups: HashMap<String, String> = rows
        .map(|mut it: HashMap<String, String>| {
            (it.remove("doc_id").expect("an id"), it.remove("group").expect("a group"))
        })
        .collect();
    let is_found = |pair: &Pair| {
        let [a, b] = pair.ids.each_ref().map(|it| groups.get(it));
        a.is_some() && a == b
    };
    let mut by_kind: BTreeMap<(usize, bool), [u64; 2]> = BTreeMap::new();
    for pair in pairs {
        let Some(is_one) = pair.is_one else { continue };
        let n = by_kind.entry((pair.kind, is_one)).or_default();
        n[0] += u64::from(is_found(pair));
        n[1] += 1;
    }
    for ((kind, is_one), [found, all]) in by_kind {
        let what = if is_one { "to be joined" } else { "not to be joined" };
        println!("{:>14}, {what}: {found} of {all} joined", NAMES[kind]);
    }
    let n_in_pairs = 2 * pairs.iter().filter(|it| is_found(it)).count();
    println!("joined without being a pair: {} articles", groups.len() - n_in_pairs);
}
