//! The rules of the source tree, checked on the source tree.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::package;

/// Lines of a file at most.
const MAX_LINES: usize = 500;

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&package("src"), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a source file")
}

/// A source file without its tests.
fn code(path: &Path) -> String {
    let text = text(path);
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or("").to_owned()
}

/// The module that a file belongs to.
fn module_of(path: &Path) -> String {
    let below = path.strip_prefix(package("src")).expect("a source file");
    let first = below.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The numbered list that opens `src/lib.rs`.
fn promised_order() -> Vec<String> {
    let lib = text(&package("src/lib.rs"));
    let lines = lib.lines().filter_map(|it| it.strip_prefix("//! "));
    let items = lines.filter(|it| it.starts_with(|first: char| first.is_ascii_digit()));
    items.filter_map(|it| Some(it.split('`').nth(1)?.to_owned())).collect()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let order = promised_order();
    let place = |name: &str| order.iter().position(|it| it == name);
    for path in sources() {
        let Some(here) = place(&module_of(&path)) else { continue };
        let code = code(&path);
        for (start, _) in code.match_indices("crate::") {
            let rest = &code[start + "crate::".len()..];
            let names: Vec<&str> = if let Some(list) = rest.strip_prefix('{') {
                list.split('}').next().unwrap_or("").split(',').map(str::trim).collect()
            } else {
                vec![rest]
            };
            for name in names {
                let used =
                    name.split(|it: char| !it.is_alphanumeric() && it != '_').next().unwrap_or("");
                let below = place(used).is_some_and(|there| here < there);
                assert!(!below, "`{}` uses `{used}`, which lib.rs lists below it", path.display());
            }
        }
    }
}

#[test]
fn every_module_stands_in_the_list_of_lib_rs() {
    let order = promised_order();
    for path in sources() {
        let module = module_of(&path);
        if !["lib", "main", "cli"].contains(&module.as_str()) {
            assert!(order.contains(&module), "`{module}` is not in the list that opens lib.rs");
        }
    }
}

#[test]
fn no_file_is_too_long() {
    for path in sources() {
        let n = text(&path).lines().count();
        assert!(n <= MAX_LINES, "`{}` has {n} lines", path.display());
    }
}

#[test]
fn every_file_says_what_it_is() {
    for path in sources() {
        assert!(text(&path).starts_with("//! "), "`{}` has no first sentence", path.display());
    }
}

#[test]
fn every_format_table_and_chart_is_in_its_list() {
    for (folder, mark, list) in [
        ("src/input", "Format =", "FORMATS"),
        ("src/dictionary/exchange", "Format =", "FORMATS"),
        ("src/tables", "pub(super) fn table<", "TABLES"),
        ("src/charts", "pub(super) fn chart(", "CHARTS"),
    ] {
        let registry = text(&package(folder).join("mod.rs"));
        let start = registry.find(&format!("const {list}")).expect("the list");
        let items = registry[start..].split("];").next().expect("a list");
        for path in sources().into_iter().filter(|it| it.starts_with(package(folder))) {
            let name = match path.file_stem().expect("a name").to_string_lossy().as_ref() {
                "mod" => path
                    .parent()
                    .and_then(|it| it.file_name())
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                stem => stem.to_owned(),
            };
            if code(&path).contains(mark) && path != package(folder).join("mod.rs") {
                assert!(
                    items.contains(&format!("{name}::")),
                    "`{}` is not in {list}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn only_the_edges_touch_the_disk() {
    let edges = ["input", "store", "output", "config", "dictionary", "text", "lib", "cli", "main"];
    for path in sources() {
        let module = module_of(&path);
        let touches = ["std::fs", "fs::read", "File::open", "File::create"];
        if !edges.contains(&module.as_str()) {
            let code = code(&path);
            let found = touches.iter().find(|it| code.contains(**it));
            assert_eq!(found, None, "`{}` touches the disk", path.display());
        }
    }
}

#[test]
fn results_are_written_by_output_only() {
    for path in sources() {
        let module = module_of(&path);
        let writes = ["fs::write", "File::create", "create_new", "fs::rename"];
        // `init` sets up a folder for its user, and never overwrites.
        let is_init = path.ends_with("cli/init.rs");
        // The store holds nothing that a user reads.
        if module != "output" && module != "store" && !is_init {
            let code = code(&path);
            let found = writes.iter().find(|it| code.contains(**it));
            assert_eq!(found, None, "`{}` writes a file", path.display());
        }
    }
}
