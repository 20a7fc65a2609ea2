//! Failures in, whole sets out: publishing, stopped at each of its file operations.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use serde_json::json;
use tempfile::TempDir;

use super::disk::{Disk, Fault, Kind, survey};
use super::lock::{Lock, Workroom};
use super::record::{Written, is_working};
use super::staging::{Published, Staging};
use crate::Error;

/// Names and contents of files.
pub(super) type Files<'a> = &'a [(&'a str, &'a str)];

/// A folder to publish in, and how its disk behaves.
pub(super) struct Desk {
    folder: TempDir,
    is_inside: bool,
    refuses_exchange: bool,
}

impl Desk {
    /// A disk that can do everything.
    pub(super) fn new() -> Desk {
        // In memory where the system offers that: these tests make and remove many thousands of files.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.expect("a folder for the test");
        Desk { folder, is_inside: false, refuses_exchange: false }
    }

    /// A disk that cannot exchange two folders.
    pub(super) fn without_exchange() -> Desk {
        Desk { refuses_exchange: true, ..Desk::new() }
    }

    /// An output folder beside which nothing can be written.
    pub(super) fn inside() -> Desk {
        Desk { is_inside: true, ..Desk::new() }
    }

    pub(super) fn all() -> [Desk; 3] {
        [Desk::new(), Desk::without_exchange(), Desk::inside()]
    }

    pub(super) fn output(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("the folder is there").join("output")
    }

    /// Writes files by hand.
    pub(super) fn put(&self, files: Files) {
        for (name, text) in files {
            let path = self.output().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
    }

    pub(super) fn lock(&self, failing: Range<usize>) -> Result<Lock, Error> {
        let output = self.output();
        let workroom = match self.is_inside && output.is_dir() {
            true => Workroom::inside(&output),
            false => Workroom::beside(&output),
        };
        let refuses_exchange = self.refuses_exchange;
        let fault = Fault { failing, refuses_exchange, ..Fault::default() };
        Lock::take_in(output, workroom, Disk { fault })
    }

    /// A run that renders these files and keeps the old charts.
    pub(super) fn publish(&self, files: Files) -> Result<Published, Error> {
        publish(&self.lock(0..0)?, files)
    }

    /// All that the output folder holds, except working files: folders end in `/`, links begin with `->`.
    pub(super) fn holds(&self) -> BTreeMap<String, String> {
        let mut holds = contents(&self.output());
        holds.retain(|name, _| !is_working(name.as_ref()));
        holds
    }

    /// Names of the working files, except the lock.
    pub(super) fn left_over(&self) -> Vec<String> {
        let around = contents(self.folder.path()).into_keys();
        around.filter(|it| it.contains(".framescope-") && !it.contains("-lock")).collect()
    }
}

pub(super) fn publish(lock: &Lock, files: Files) -> Result<Published, Error> {
    let staging = Staging::create(lock)?;
    for (name, text) in files {
        staging.write(name, text.as_bytes())?;
    }
    staging.publish(&["charts/"], record)
}

pub(super) fn record(outputs: &[Written]) -> Vec<u8> {
    let record =
        json!({ "program": "framescope", "counts": { "analysed": 3 }, "outputs": outputs });
    serde_json::to_vec(&record).expect("a record")
}

fn contents(folder: &Path) -> BTreeMap<String, String> {
    let entries = survey(folder).unwrap_or_default().into_iter().map(|entry| {
        let path = folder.join(&entry.path);
        let name = entry.name().expect("a name in Unicode");
        match entry.kind {
            Kind::Folder => (name + "/", String::new()),
            Kind::Link => (name, format!("-> {}", fs::read_link(path).expect("a link").display())),
            _ => (name, fs::read_to_string(path).expect("a file")),
        }
    });
    entries.collect()
}

const OLD: Files =
    &[("tables/a.csv", "1"), ("tables/old.csv", "1"), ("charts/a.png", "1"), ("gone/a.txt", "1")];
const NEW: Files = &[
    ("tables/a.csv", "2"),
    ("tables/deep/b.csv", "2"),
    ("report.html", "2"),
    ("notes/n.csv", "2"),
];
const STRANGERS: Files = &[
    ("tables/mine.csv", "mine"),
    ("report.html", "mine"),
    ("notes", "mine"),
    ("private/deep/a.txt", "mine"),
    (".gitkeep", ""),
];

/// Fails one operation after the other, once each and for good from there on, and looks at the folder.
fn fail_everywhere(desk: fn() -> Desk, prepare: fn(&Desk)) {
    for is_for_good in [false, true] {
        for n in 0.. {
            let desk = desk();
            prepare(&desk);
            let old = desk.holds();
            let end = if is_for_good { usize::MAX } else { n + 1 };
            let mut n_done = 0;
            let result = desk.lock(n..end).and_then(|lock| {
                let result = publish(&lock, NEW);
                n_done = lock.disk.fault.n_done.load(Ordering::Relaxed);
                result
            });
            let at = format!("operation {n}, for good: {is_for_good}: {result:?}");
            let first_seen = desk.holds();

            drop(desk.lock(0..0).expect("a clean start"));
            let seen = desk.holds();
            desk.publish(NEW).expect("a clean run");
            let new = desk.holds();
            assert_eq!(desk.left_over(), Vec::<String>::new(), "{at}");
            assert_eq!(new["tables/a.csv"], "2", "{at}");

            match &result {
                Err(Error::Halfway { .. }) => assert_eq!(seen, new, "{at}"),
                Err(_) => assert_eq!((&first_seen, &seen), (&old, &old), "{at}"),
                Ok(_) => assert_eq!((&first_seen, &seen), (&new, &new), "{at}"),
            }
            if result.is_ok() && n_done <= n {
                assert!(10 < n, "too few operations pass the seam: {n}");
                break;
            }
        }
    }
}

fn with_an_old_set(desk: &Desk) {
    desk.publish(OLD).expect("a first run");
    desk.put(STRANGERS);
}

#[test]
fn a_failure_leaves_the_old_set_or_the_new_one() {
    fail_everywhere(Desk::new, with_an_old_set);
}

#[test]
fn a_failure_without_exchange_is_mended_by_the_next_start() {
    fail_everywhere(Desk::without_exchange, with_an_old_set);
}

#[test]
fn a_failure_inside_the_output_folder_is_mended_by_the_next_start() {
    fail_everywhere(Desk::inside, with_an_old_set);
}

#[test]
fn a_failure_of_the_first_run_leaves_nothing_or_the_new_set() {
    fail_everywhere(Desk::new, |_| {});
}

#[test]
fn a_failure_in_an_empty_folder_is_mended_by_the_next_start() {
    fail_everywhere(Desk::inside, |desk| desk.put(&[(".gitkeep", "")]));
}

#[test]
fn a_recovery_that_fails_is_taken_up_by_the_next_start() {
    for n in 0.. {
        let desk = Desk::without_exchange();
        with_an_old_set(&desk);
        // Stopped for good in the middle of moving files, however many operations that takes.
        let result = desk.lock(n..usize::MAX).and_then(|it| publish(&it, NEW));
        if result.is_ok() {
            break;
        }
        if !matches!(result, Err(Error::Halfway { .. })) {
            continue;
        }
        let n_failures = (0..).take_while(|n| desk.lock(*n..usize::MAX).is_err()).count();
        assert!(n_failures < 100);
        let seen = desk.holds();
        desk.publish(NEW).expect("a clean run");
        assert_eq!(seen, desk.holds(), "operation {n}");
        assert_eq!(desk.left_over(), Vec::<String>::new(), "operation {n}");
    }
}
