//! `framescope init`: a folder in which a first run works.

use std::fs;
use std::io::Write;
use std::path::Path;

use framescope::{Error, config, dictionary};

const FRAMES: &str = include_str!("frames.toml");

/// Sets up a folder; what is there already stays. Returns what was done, for the screen.
pub(super) fn init(folder: &Path) -> Result<String, Error> {
    let input = folder.join("input");
    fs::create_dir_all(&input).map_err(|err| Error::io("make the folder", &input, err))?;
    let mut report = String::new();
    for (name, text) in [
        ("config.toml", config::SAMPLE),
        ("frames.toml", FRAMES),
        ("frames-builtin.toml", dictionary::BUILTIN),
    ] {
        let path = folder.join(name);
        let line = match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes()).map_err(|err| Error::io("write", &path, err))?;
                format!("wrote {}\n", path.display())
            }
            Err(err) if err.kind() == std::io::ErrorKind::AlreadyExists => {
                format!("kept  {} (it was there already)\n", path.display())
            }
            Err(err) => return Err(Error::io("write", &path, err)),
        };
        report.push_str(&line);
    }
    report.push_str(&format!(
        "put articles into {}, one folder per source, then run: framescope run\n",
        input.display()
    ));
    Ok(report)
}
