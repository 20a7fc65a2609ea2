//! Messages on standard error: lines for people, or JSON.

use std::fmt;

use framescope::{Error, Summary};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::args::{Common, LogFormat, Style};
use super::terminal::visible;

/// Begins to write messages as the command line asks for.
pub(super) fn start(common: &Common, style: Style) {
    let level = match (common.quiet, common.verbose) {
        (true, _) => Level::ERROR,
        (_, true) => Level::DEBUG,
        _ => Level::WARN,
    };
    let builder = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(|| anstream::stderr().lock())
        .with_ansi(style.color)
        // Nobody reading the messages is no reason to fail.
        .log_internal_errors(false);
    let _ = match common.log_format {
        LogFormat::Text => {
            tracing::subscriber::set_global_default(builder.event_format(Lines).finish())
        }
        LogFormat::Json => tracing::subscriber::set_global_default(
            builder.json().flatten_event(true).without_time().with_target(false).finish(),
        ),
    };
    // A fault in one article is a skipped row; it needs no backtrace on the screen.
    std::panic::set_hook(Box::new(|info| {
        if framescope::input::expects_panic() {
            return;
        }
        tracing::error!("a fault of framescope, please report it: {}", visible(&info.to_string()));
    }));
}

/// Says why the program ends without a result.
pub(super) fn failure(err: &Error, format: LogFormat) {
    // The report of problems in settings is styled by us; anything else may hold names of files.
    let text = match err {
        Error::Settings { report } => report.clone(),
        other => visible(&other.to_string()),
    };
    if format == LogFormat::Json && tracing::dispatcher::has_been_set() {
        tracing::error!("{}", anstream::adapter::strip_str(&text));
        return;
    }
    use std::io::Write;
    let mut to = anstream::stderr().lock();
    // A report of places begins every problem with "error" itself.
    let is_report = text.starts_with('\u{1b}');
    let _ = if is_report {
        writeln!(to, "{text}")
    } else {
        writeln!(to, "{}: {text}", bold("error", "31"))
    };
}

fn bold(word: &str, color: &str) -> String {
    format!("\u{1b}[1;{color}m{word}\u{1b}[0m")
}

/// Says what should be known about a run before its numbers are trusted.
pub(super) fn notices(summary: &Summary) {
    for (_, example, n) in &summary.skipped {
        let others = if *n == 1 { String::new() } else { format!(" ({n} in all)") };
        tracing::warn!("skipped: {}{others}", visible(example));
    }
    for (code, example, n) in &summary.notices {
        let others = match n {
            1 => String::new(),
            n => format!(" ({n} in all; see code `{code}` in tables/notices.csv)"),
        };
        tracing::warn!("{}{others}", visible(example));
    }
}

/// One line a message: its level in lower case, then what it says.
struct Lines;

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let (name, color) = match *event.metadata().level() {
            Level::ERROR => ("error", "31"),
            Level::WARN => ("warning", "33"),
            _ => ("note", "36"),
        };
        if writer.has_ansi_escapes() {
            write!(writer, "{}: ", bold(name, color))?;
        } else {
            write!(writer, "{name}: ")?;
        }
        // Other fields are for programs, which read JSON.
        let mut message = Message(String::new());
        event.record(&mut message);
        writeln!(writer, "{}", message.0)
    }
}

/// The message of an event.
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
