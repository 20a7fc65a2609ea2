//! A desk: a folder in which the program is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with articles and settings, in which the program is run.
pub(crate) struct Desk {
    folder: TempDir,
}

/// One row of a table, by column.
pub(crate) type Row = BTreeMap<String, String>;

impl Desk {
    /// An empty desk with default settings.
    pub(crate) fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(desk.path("input")).expect("an input folder");
        desk
    }

    /// Puts an article onto the desk.
    pub(crate) fn document(self, name: &str, content: impl AsRef<[u8]>) -> Desk {
        self.file(&format!("input/{name}"), content)
    }

    /// Puts any file onto the desk.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Desk {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    /// Writes the settings.
    pub(crate) fn config(self, text: &str) -> Desk {
        self.file("config.toml", text)
    }

    /// Copies a folder with all that is in it.
    pub(crate) fn copy(self, from: &Path, to: &str) -> Desk {
        copy(from, &self.path(to));
        self
    }

    /// A path on the desk.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program with these arguments.
    pub(crate) fn framescope(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_framescope"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .output()
            .expect("the program starts")
    }

    /// Runs `framescope run`.
    pub(crate) fn run(&self) -> Output {
        self.framescope(&["run"])
    }

    /// Runs `framescope run --only tables`, and expects that it succeeds.
    pub(crate) fn tables(self) -> Desk {
        let output = self.framescope(&["run", "--only", "tables"]);
        assert!(output.status.success(), "{}", stderr(&output));
        self
    }

    /// The text of a file in the output folder.
    pub(crate) fn result(&self, name: &str) -> String {
        let path = self.path("output").join(name);
        fs::read_to_string(&path).unwrap_or_else(|err| panic!("{}: {err}", path.display()))
    }

    /// The rows of a table.
    pub(crate) fn rows(&self, table: &str) -> Vec<Row> {
        rows(&self.path(&format!("output/tables/{table}.csv")))
    }

    /// Bytes of every file in the output folder, by path.
    pub(crate) fn results(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path("output"), "", &mut files);
        files
    }
}

/// The rows of a CSV file.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// What the program said on standard error.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What the program said on standard output.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder below the package.
pub(crate) fn package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).expect("a copy");
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).expect("a file"));
        }
    }
}
