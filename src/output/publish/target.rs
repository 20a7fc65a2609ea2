//! A path in, the folder that a run may replace out.

use std::path::{Path, PathBuf};

use super::disk::Kind;
use super::lock::{Workroom, resolve};
use super::record::{RECORD, is_working, last_record};
use crate::Error;

/// What systems and people put into a folder that they call empty.
const PLACEHOLDERS: &[&str] = &[
    ".DS_Store",
    ".directory",
    ".gitattributes",
    ".gitignore",
    ".gitkeep",
    ".keep",
    "Thumbs.db",
    "desktop.ini",
    "lost+found",
];

/// What to do about a path that cannot be an output folder.
const OWN_FOLDER: &str = "name a new folder outside the input with --output";

/// The output folder with all links resolved, once it is certain that a run may replace it.
///
/// To be asked before anything is read. `reads` is all that the run reads: inputs, settings, dictionaries.
///
/// # Errors
/// When the path is the root, no folder, or a link to nothing; when it is, holds or lies in one of
/// `reads`; when the folder is not empty and holds no run record of ours.
pub fn check_target(output: &Path, reads: &[PathBuf]) -> Result<PathBuf, Error> {
    let refuse =
        |problem: String, hint| Err(Error::Output { path: output.to_owned(), problem, hint });
    let folder = match resolve(output) {
        Ok(folder) => folder,
        Err(err) => return refuse(err.to_string(), "name a folder with --output; it is created"),
    };
    if folder.file_name().is_none() {
        return refuse("it is the root of the file system".into(), OWN_FOLDER);
    }
    for read in reads {
        let shown = read.display();
        let Ok(read) = read.canonicalize() else { continue };
        let problem = match (lies_in(&folder, &read), lies_in(&read, &folder)) {
            (true, true) => format!("it is `{shown}`, which this run reads"),
            (true, false) => format!("it lies in `{shown}`, which this run reads"),
            (false, true) => format!("`{shown}`, which this run reads, lies in it"),
            (false, false) => continue,
        };
        return refuse(problem, OWN_FOLDER);
    }
    match Kind::at(&folder) {
        None => {}
        // A journal means that a run was stopped before it could put its record there.
        Some(Kind::Folder) if last_record(&folder).is_some() => {}
        Some(Kind::Folder) if Kind::at(&Workroom::of(&folder).journal()).is_some() => {}
        Some(Kind::Folder) => check_empty(output, &folder)?,
        Some(_) => return refuse("it is not a folder".into(), OWN_FOLDER),
    }
    Ok(folder)
}

/// Refuses a folder with the results of another command, which would be lost.
///
/// # Errors
/// When the folder holds such results.
pub fn check_command(folder: &Path, command: &str) -> Result<(), Error> {
    match last_record(folder) {
        Some(record) if record.command != command => Err(Error::Output {
            path: folder.to_owned(),
            problem: format!("it holds what `framescope {}` wrote", record.command),
            hint: "name another folder with --output",
        }),
        _ => Ok(()),
    }
}

fn check_empty(output: &Path, folder: &Path) -> Result<(), Error> {
    let refuse = |problem: String| {
        let hint = "name a new or an empty folder with --output";
        Err(Error::Output { path: output.to_owned(), problem, hint })
    };
    let listing = folder.read_dir().map_err(|err| Error::io("list", folder, err))?;
    for item in listing {
        let name = item.map_err(|err| Error::io("list", folder, err))?.file_name();
        let is_placeholder = PLACEHOLDERS.iter().any(|it| name == *it);
        if !is_placeholder && !is_working(&name) {
            let name = name.display();
            return refuse(format!(
                "it holds `{name}`, and no `{RECORD}` in it says that framescope wrote it"
            ));
        }
    }
    if std::env::current_dir().is_ok_and(|it| is_same(&it, folder)) {
        return refuse(format!(
            "it is the current folder, and no `{RECORD}` in it says that framescope wrote it"
        ));
    }
    Ok(())
}

/// Whether `inner` is `outer` or lies below it.
fn lies_in(inner: &Path, outer: &Path) -> bool {
    inner.ancestors().any(|it| is_same(it, outer))
}

/// Whether two paths lead to the same thing, under whatever names.
fn is_same(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    if let (Ok(a), Ok(b)) = (a.metadata(), b.metadata()) {
        use std::os::unix::fs::MetadataExt;
        return (a.dev(), a.ino()) == (b.dev(), b.ino());
    }
    a == b
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// A folder with an empty `output`, `mine/a.txt`, and `input/a.txt`.
    fn desk() -> TempDir {
        let desk = tempfile::tempdir().expect("a folder");
        for folder in ["output", "mine", "input"] {
            fs::create_dir(desk.path().join(folder)).expect("a folder");
        }
        for file in ["mine/a.txt", "input/a.txt"] {
            fs::write(desk.path().join(file), "text").expect("a file");
        }
        desk
    }

    /// Why the output is refused; empty when it is not.
    fn problem(desk: &TempDir, output: &str, reads: &[&str]) -> String {
        let reads: Vec<_> = reads.iter().map(|it| desk.path().join(it)).collect();
        match check_target(&desk.path().join(output), &reads) {
            Ok(_) => String::new(),
            Err(Error::Output { problem, .. }) => problem,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_new_an_empty_and_a_marked_folder_are_accepted() {
        let desk = desk();
        for output in ["output", "output/", "new", "new/deep", "output/../new"] {
            assert_eq!(problem(&desk, output, &["input"]), "", "{output}");
        }
        for name in [".gitkeep", ".gitignore", ".framescope-lock"] {
            fs::write(desk.path().join("output").join(name), "").expect("a file");
        }
        assert_eq!(problem(&desk, "output", &["input", "missing"]), "");
        fs::write(desk.path().join("mine/run.json"), r#"{"program":"framescope"}"#)
            .expect("a file");
        assert_eq!(problem(&desk, "mine", &["input"]), "");
    }

    #[test]
    fn a_folder_that_a_killed_run_has_begun_to_fill_is_accepted() {
        let desk = desk();
        fs::write(desk.path().join(".framescope-journal-mine"), "").expect("a file");
        assert_eq!(problem(&desk, "mine", &["input"]), "");
    }

    #[test]
    fn a_folder_of_someone_else_is_refused() {
        let desk = desk();
        assert!(problem(&desk, "mine", &[]).starts_with("it holds `a.txt`"));
        fs::remove_file(desk.path().join("mine/a.txt")).expect("a file");
        fs::write(desk.path().join("mine/run.json"), r#"{"program":"webpack"}"#).expect("a file");
        assert!(problem(&desk, "mine", &[]).starts_with("it holds `run.json`"));
    }

    #[test]
    fn what_cannot_be_a_folder_is_refused() {
        let desk = desk();
        assert_eq!(problem(&desk, "mine/a.txt", &[]), "it is not a folder");
        assert_eq!(problem(&desk, "/", &[]), "it is the root of the file system");
        assert_ne!(problem(&desk, "mine/a.txt/output", &[]), "");
        assert_ne!(problem(&desk, ".", &[]), "");
        check_target(Path::new(""), &[]).expect_err("an empty path");
        check_target(Path::new("."), &[]).expect_err("the source tree");
    }

    #[test]
    fn an_output_equal_to_inside_or_around_what_is_read_is_refused() {
        let desk = desk();
        let is_refused = |output, read, problem_part| {
            let problem = problem(&desk, output, &[read]);
            assert!(problem.contains(problem_part), "{output}, {read}: {problem}");
        };
        is_refused("input", "input", "it is `");
        is_refused("input/../input", "input/", "it is `");
        is_refused("input/output", "input", "it lies in `");
        is_refused("input/new/output", "input", "it lies in `");
        is_refused("mine", "mine/a.txt", "lies in it");
        is_refused("", "input", "lies in it");
        assert_eq!(problem(&desk, "input-2", &["input"]), "");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_resolved_before_anything_is_compared() {
        use std::os::unix::fs::symlink;
        let desk = desk();
        let link = |to: &str, name: &str| {
            symlink(desk.path().join(to), desk.path().join(name)).expect("a link");
        };
        link("input", "in");
        link("output", "out");
        link("missing", "dangling");
        link("/dev/null", "device");
        assert!(problem(&desk, "in", &["input"]).starts_with("it is `"));
        assert!(problem(&desk, "input", &["in"]).starts_with("it is `"));
        assert!(problem(&desk, "in/output", &["input"]).starts_with("it lies in `"));
        assert!(problem(&desk, "dangling", &[]).contains("a link to a folder that does not exist"));
        assert_eq!(problem(&desk, "device", &[]), "it is not a folder");
        let target = check_target(&desk.path().join("out"), &[]).expect("a folder");
        assert_eq!(target, desk.path().join("output").canonicalize().expect("a folder"));
    }
}
