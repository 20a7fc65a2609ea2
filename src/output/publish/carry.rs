//! The old set in, what of it goes along with the new one out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Entry, Kind, copy_access, free_name, survey};
use super::record::{RECORD, Record, Written, is_working};
use crate::Error;

/// A file or folder that is not ours, stood where a result belongs, and bears another name now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Its path from the output folder before.
    pub was: PathBuf,
    /// Its path from the output folder now.
    pub is: PathBuf,
}

/// What an output folder holds before it is replaced.
#[derive(Debug)]
pub(super) struct Old {
    /// All that may go along: everything but our working files and the run record.
    entries: Vec<Entry>,
    /// Our files, by name, whether they are still there or not.
    ours: BTreeMap<String, Written>,
    /// The folders in which they stand.
    our_folders: BTreeSet<PathBuf>,
    /// Names of our files that go along.
    kept: BTreeSet<String>,
}

impl Old {
    /// What stands at `output`; `None` when nothing does.
    pub(super) fn at(disk: &Disk, output: &Path) -> Result<Option<Old>, Error> {
        match disk.kind(output)? {
            None => return Ok(None),
            Some(Kind::Folder) => {}
            Some(_) => {
                let source = io::ErrorKind::NotADirectory.into();
                return Err(Error::io("replace", output, source));
            }
        }
        let record = disk.act("read", &output.join(RECORD), |_| Record::read(output))?;
        let outputs = record.map(|it| it.outputs).unwrap_or_default();
        let ours: BTreeMap<_, _> = outputs.into_iter().map(|it| (it.path.clone(), it)).collect();
        let our_folders = ours.keys().flat_map(|it| Path::new(it).ancestors().skip(1));
        let our_folders = our_folders.map(Path::to_owned).collect();
        let entries = disk.act("list", output, contents)?;
        Ok(Some(Old { entries, ours, our_folders, kept: BTreeSet::new() }))
    }

    /// Names of our files, whether they are still there or not.
    pub(super) fn ours(&self) -> impl Iterator<Item = &String> {
        self.ours.keys()
    }

    /// Marks our files that go along: those beginning with one of `prefixes`, except those rendered anew.
    pub(super) fn keep(&mut self, prefixes: &[&str], rendered: &[String]) -> Vec<Written> {
        let files = self.entries.iter().filter(|it| it.kind == Kind::File);
        let ours = files.filter_map(|it| self.ours.get(&it.name()?));
        let kept = ours.filter(|it| prefixes.iter().any(|prefix| it.path.starts_with(prefix)));
        let kept: Vec<_> = kept.filter(|it| !rendered.contains(&it.path)).cloned().collect();
        self.kept.extend(kept.iter().map(|it| it.path.clone()));
        kept
    }

    /// Takes along what is not ours, and what of ours is kept.
    pub(super) fn carry(&self, disk: &Disk, from: &Path, to: &Path) -> Result<Vec<Aside>, Error> {
        let goes_along = |it: &&Entry| match it.name() {
            Some(name) if it.kind == Kind::File => {
                !self.ours.contains_key(&name) || self.kept.contains(&name)
            }
            _ => true,
        };
        carry(disk, from, to, self.entries.iter().filter(goes_along), &self.our_folders)
    }

    /// Takes along what has come into the folder since it was looked at.
    pub(super) fn carry_late(
        &self,
        disk: &Disk,
        from: &Path,
        to: &Path,
    ) -> Result<Vec<Aside>, Error> {
        let mut late = disk.act("list", from, contents)?;
        late.retain(|it| self.entries.binary_search_by_key(&&it.path, |it| &it.path).is_err());
        carry(disk, from, to, late.iter(), &self.our_folders)
    }
}

/// Everything in an output folder except our working files and the run record, in the order of paths.
fn contents(output: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = survey(output)?;
    entries.retain(|it| {
        let is_record = it.path == Path::new(RECORD) && it.kind != Kind::Folder;
        !is_record && !it.path.iter().next().is_some_and(is_working)
    });
    Ok(entries)
}

/// Takes entries along, a folder before what is in it. What stands where a result belongs gets a
/// free name, unless it is a link, which the result replaces.
fn carry<'e>(
    disk: &Disk,
    from: &Path,
    to: &Path,
    entries: impl Iterator<Item = &'e Entry>,
    our_folders: &BTreeSet<PathBuf>,
) -> Result<Vec<Aside>, Error> {
    let mut aside = Vec::new();
    let mut folders: BTreeMap<&Path, PathBuf> = BTreeMap::new();
    for Entry { path, kind } in entries {
        let parent = path.parent().and_then(|it| folders.get(it));
        let mut place = match (parent, path.file_name()) {
            (Some(parent), Some(name)) => parent.join(name),
            _ => path.clone(),
        };
        match (kind, disk.kind(&to.join(&place))?) {
            (_, None) | (Kind::Folder, Some(Kind::Folder)) => {}
            (Kind::Link, Some(_)) => continue,
            _ => {
                place = free_name(&place, &[from, to]);
                aside.push(Aside { was: path.clone(), is: place.clone() });
            }
        }
        let (source, target) = (from.join(path), to.join(&place));
        if let Some(parent) = target.parent().filter(|it| Kind::at(it).is_none()) {
            disk.act("create", parent, |it| fs::create_dir_all(it))?;
        }
        match kind {
            Kind::Folder => {
                // Ours are made when something goes along in them.
                if !our_folders.contains(path) && Kind::at(&target).is_none() {
                    disk.act("create", &target, |it| fs::create_dir(it))?;
                }
                folders.insert(path, place);
            }
            Kind::File | Kind::Other => disk.carry_file(&source, &target)?,
            Kind::Link => disk.carry_link(&source, &target)?,
            Kind::Closed => {
                let refused = io::ErrorKind::PermissionDenied.into();
                return Err(Error::io("carry over", &source, refused));
            }
        }
    }
    // What is in a folder comes first, since its permissions may forbid to put it there.
    for (path, place) in folders.iter().rev() {
        copy_access(&from.join(path), &to.join(place));
    }
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop, proptest};

    use super::super::faults::{Desk, Files};
    use super::*;

    const SET: Files = &[("tables/a.csv", "1"), ("charts/a.png", "1"), ("report.html", "1")];

    fn text(desk: &Desk, name: &str) -> Option<String> {
        desk.holds().get(name).cloned()
    }

    #[test]
    fn what_is_not_ours_goes_along() {
        for desk in Desk::all() {
            desk.put(&[(".gitkeep", "")]);
            desk.publish(SET).expect("a first run");
            desk.put(&[("tables/mine.csv", "mine"), ("mine/deep/b.txt", "mine")]);
            fs::create_dir(desk.output().join("empty")).expect("a folder");
            desk.publish(&[("report.html", "2")]).expect("a second run");
            for name in ["tables/mine.csv", "mine/deep/b.txt"] {
                assert_eq!(text(&desk, name).as_deref(), Some("mine"), "{name}");
            }
            assert!(text(&desk, ".gitkeep").is_some() && text(&desk, "empty/").is_some());
            assert_eq!(text(&desk, "tables/a.csv"), None);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_and_a_name_that_is_not_unicode_go_along() {
        use std::os::unix::ffi::OsStrExt;

        use rustix::fs::{CWD, FileType, Mode, mknodat};
        for desk in Desk::all() {
            desk.publish(SET).expect("a first run");
            let pipe = desk.output().join("tables/pipe");
            mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR, 0).expect("a pipe");
            let file = desk.output().join(std::ffi::OsStr::from_bytes(b"a\xff"));
            fs::write(&file, "mine").expect("a file");
            desk.publish(&[("report.html", "2")]).expect("a second run");
            assert_eq!(Kind::at(&pipe), Some(Kind::Other));
            assert_eq!(fs::read_to_string(&file).ok().as_deref(), Some("mine"));
        }
    }

    #[test]
    fn a_file_in_the_place_of_a_result_moves_aside() {
        for desk in Desk::all() {
            desk.publish(&[("a.csv", "1")]).expect("a first run");
            desk.put(&[
                ("tables", "mine"),
                ("report.html/a", "mine"),
                ("report.html.aside", "mine"),
            ]);
            let published = desk.publish(SET).expect("a second run");
            let mut aside: Vec<_> =
                published.aside.iter().map(|it| it.is.display().to_string()).collect();
            aside.sort();
            assert_eq!(aside, ["report.html.aside-2", "tables.aside"]);
            assert_eq!(text(&desk, "report.html.aside-2/a").as_deref(), Some("mine"));
            assert_eq!(text(&desk, "report.html").as_deref(), Some("1"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_planted_link_is_replaced_and_never_written_through() {
        use std::os::unix::fs::symlink;
        for desk in Desk::all() {
            desk.publish(&[("a.csv", "1")]).expect("a first run");
            let (victim, folder) = (tempfile::NamedTempFile::new(), tempfile::tempdir());
            let (victim, folder) = (victim.expect("a file"), folder.expect("a folder"));
            symlink(victim.path(), desk.output().join("report.html")).expect("a link");
            symlink(folder.path(), desk.output().join("tables")).expect("a link");
            symlink("nowhere", desk.output().join("mine")).expect("a link");
            desk.publish(SET).expect("a second run");
            assert_eq!(victim.path().metadata().expect("the victim").len(), 0);
            assert_eq!(folder.path().read_dir().expect("the folder").count(), 0);
            assert_eq!(text(&desk, "report.html").as_deref(), Some("1"));
            assert_eq!(text(&desk, "tables/a.csv").as_deref(), Some("1"));
            assert_eq!(text(&desk, "mine").as_deref(), Some("-> nowhere"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn nothing_of_the_user_is_lost(
            paths in prop::collection::vec(
                prop::collection::vec(prop::sample::select(vec!["tables", "a.csv", "report.html", "x"]), 1..4),
                0..8,
            )
        ) {
            for desk in Desk::all() {
                desk.publish(&[("first.txt", "1")]).expect("a first run");
                let mut mine = Vec::new();
                for (i, path) in paths.iter().enumerate() {
                    let path = desk.output().join(path.join("/"));
                    let is_made = fs::create_dir_all(path.parent().expect("a parent")).is_ok();
                    if is_made && !path.exists() {
                        fs::write(&path, format!("mine {i}")).expect("a file");
                        mine.push(format!("mine {i}"));
                    }
                }
                desk.publish(SET).expect("a second run");
                desk.publish(SET).expect("a third run");
                let holds = desk.holds();
                for text in &mine {
                    assert!(holds.values().any(|it| it == text), "{text} is lost: {holds:?}");
                }
                for (name, text) in SET {
                    assert_eq!(holds.get(*name).map(String::as_str), Some(*text));
                }
                assert!(desk.left_over().is_empty());
            }
        }
    }
}
