//! Signals: they ask the run to stop at the next article.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use super::args::LogFormat;

/// How a signal reaches the run.
#[derive(Debug, Default)]
pub(super) struct Stop {
    /// Number of the signal that asks the run to stop; 0 for none.
    pub(super) signal: AtomicI32,
    /// Whether the output is being written, which a signal must wait for.
    is_writing: AtomicBool,
}

impl Stop {
    /// From now on a signal waits until the output has been exchanged.
    pub(super) fn begin_writing(&self) {
        self.is_writing.store(true, Ordering::Relaxed);
    }
}

/// Listens for the signals that ask a program to end.
pub(super) fn listen(format: LogFormat) -> Arc<Stop> {
    let stop = Arc::new(Stop::default());
    #[cfg(not(unix))]
    let _ = format;
    #[cfg(unix)]
    listen_on_unix(Arc::clone(&stop), format);
    stop
}

#[cfg(unix)]
fn listen_on_unix(stop: Arc<Stop>, format: LogFormat) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    // Without a handler the system's default stands: the process ends at once, and the next start
    // removes what it left.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            stop.signal.store(signal, Ordering::Relaxed);
            // A worker that waits for standard input or a slow disk sees nothing. Before anything
            // is written, ending without it harms nobody.
            std::thread::sleep(std::time::Duration::from_millis(700));
            if !stop.is_writing.load(Ordering::Relaxed) {
                end(signal, format);
            }
        }
    });
}

#[cfg(unix)]
#[expect(clippy::exit, reason = "workers cannot be woken, and nothing has been written")]
fn end(signal: i32, format: LogFormat) {
    super::log::failure(&framescope::Error::Interrupted { signal }, format);
    std::process::exit(128 + signal);
}
