//! The command line: what it asks for, what it shows, and how it ends.

mod args;
mod check;
mod dictionary;
mod init;
mod kwic;
mod lint;
mod log;
mod progress;
mod signals;
mod summary;
mod terminal;
mod validation;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use framescope::gather::Event;
use framescope::output::Part;
use framescope::{Config, Error, Plan, Session, config};

use self::args::{Arguments, Check, Command, Common, LogFormat, Only};
use self::terminal::say;

/// Exit status of a run that is done, but skipped input although `--strict` was asked for.
const SKIPPED: u8 = 3;

/// Name of the settings file that is read when none is given.
const CONFIG: &str = "config.toml";

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(err) => return usage(&err),
    };
    match arguments.command {
        Command::Run(common) => finish(run(&common), common.log_format),
        Command::Check(it) => finish(check(&it), it.common.log_format),
        Command::SampleCodes(it) => finish(validation::sample(&it), it.common.log_format),
        Command::Validate(it) => finish(validation::validate(&it), it.common.log_format),
        Command::Kwic(it) => finish(kwic::kwic(&it), it.common.log_format),
        Command::Init { folder } => {
            let done = init::init(&folder).map(|report| {
                say(&report);
                0
            });
            finish(done, LogFormat::Text)
        }
        Command::Dictionary(command) => {
            let format = dictionary::log_format(&command);
            finish(dictionary::exchange(&command), format)
        }
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut args::command(),
                "framescope",
                &mut std::io::stdout(),
            );
            ExitCode::SUCCESS
        }
    }
}

/// Help and version are no failures; wrong usage is 2.
fn usage(err: &clap::Error) -> ExitCode {
    let _ = err.print();
    match err.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

fn finish(result: Result<u8, Error>, format: LogFormat) -> ExitCode {
    match result {
        Ok(code) => ExitCode::from(code),
        Err(err) => {
            log::failure(&err, format);
            ExitCode::from(err.exit_code())
        }
    }
}

fn run(common: &Common) -> Result<u8, Error> {
    let style = common.style();
    log::start(common, style);
    let plan = plan(common, &common.frames)?;
    let summary = watched(common, |session| framescope::run(&plan, session))?;
    log::notices(&summary);
    if !common.quiet {
        say(&summary::render(&summary, style));
    }
    let failed = 0 < summary.n_faults || (common.strict && 0 < summary.tally.skipped);
    Ok(if failed { SKIPPED } else { 0 })
}

/// Does the work of a command, while signals are heard and progress is shown.
fn watched<T>(common: &Common, work: impl FnOnce(&Session<'_>) -> T) -> T {
    threads(common);
    let stop = signals::listen(common.log_format);
    let bar = progress::Bar::new(common);
    let watch = |event: Event| {
        if let Event::Stage("writing", _) = event {
            stop.begin_writing();
        }
        bar.show(event);
    };
    let session = Session { stop: &stop.signal, watch: &watch };
    let result = work(&session);
    bar.clear();
    result
}

fn check(arguments: &Check) -> Result<u8, Error> {
    let Check { metadata_template, common } = arguments;
    log::start(common, common.style());
    let plan = plan(common, &common.frames)?;
    let prepared = framescope::prepare(&plan)?;
    let survey = watched(common, |session| {
        framescope::survey::survey(&plan, &prepared, *metadata_template, session)
    })?;
    if *metadata_template {
        say(&survey.template(1 < plan.config.input.paths.len()));
    } else {
        say(&check::render(&plan, &prepared, &survey));
    }
    Ok(if common.strict && !survey.skipped.is_empty() { SKIPPED } else { 0 })
}

/// The settings file, and over it what the command line says; `frames` are the dictionaries that it
/// names.
fn plan(common: &Common, frames: &[PathBuf]) -> Result<Plan, Error> {
    let (mut config, folder, config_file) = match &common.config {
        Some(path) => read_config(path)?,
        None if Path::new(CONFIG).is_file() => read_config(Path::new(CONFIG))?,
        None => (Config::default(), PathBuf::from("."), None),
    };
    // Paths of the command line are taken from where the user stands, those of the settings from
    // their file.
    let here = |path: &PathBuf| {
        let is_plain = folder.as_os_str() == "." || path.as_os_str() == "-";
        let path =
            if is_plain { path.clone() } else { std::path::absolute(path).unwrap_or(path.clone()) };
        path.to_string_lossy().into_owned()
    };
    if !common.input.is_empty() {
        config.input.paths = common.input.iter().map(here).collect();
    }
    if let Some(output) = &common.output {
        config.output.folder = here(output);
    }
    if !frames.is_empty() {
        let shipped = |it: &'_ PathBuf| {
            it.to_str()
                .map(str::to_owned)
                .filter(|it| framescope::dictionary::shipped(it).is_some())
        };
        let name = |it: &PathBuf| shipped(it).unwrap_or_else(|| here(it));
        config.frames.dictionaries = frames.iter().map(name).collect();
    }
    config.cache.enabled &= !common.no_cache;
    let part = |only: &Only| match only {
        Only::Tables => Part::Tables,
        Only::Charts => Part::Charts,
        Only::Report => Part::Report,
    };
    let parts = match common.only.as_slice() {
        [] => Part::ALL.to_vec(),
        only => only.iter().map(part).collect(),
    };
    // Who asks for the report by name wants it, whatever the settings say.
    config.report.enabled |= common.only.contains(&Only::Report);
    Ok(Plan { config, folder, config_file, parts })
}

fn read_config(path: &Path) -> Result<(Config, PathBuf, Option<PathBuf>), Error> {
    let (config, folder) = config::read(path)?;
    Ok((config, folder, Some(path.to_owned())))
}

/// Asks for so many threads; with fewer the run is slower, and its result the same.
fn threads(common: &Common) {
    if let Some(n) = common.threads {
        let built = rayon::ThreadPoolBuilder::new().num_threads(n.into()).build_global();
        if let Err(err) = built {
            tracing::warn!("cannot have {n} threads: {err}");
        }
    }
}
