//! Events of a run in, a bar on standard error out.

use framescope::gather::Event;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Common;

/// Bytes below which a run is over before a bar could be read.
const SHORT: u64 = 8 << 20;

/// A progress bar, where one is wanted.
pub(super) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar that shows nothing until there is something to show.
    pub(super) fn new(common: &Common) -> Bar {
        let target = if common.shows_progress() {
            ProgressDrawTarget::stderr_with_hz(5)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = "{msg:<8} {bar:24} {bytes:>10} of {total_bytes}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Bar { bar }
    }

    /// Shows an event.
    pub(super) fn show(&self, event: Event) {
        match event {
            Event::Total(n_bytes) => {
                self.bar.set_length(n_bytes);
                self.bar.set_position(0);
                if n_bytes < SHORT {
                    self.bar.set_draw_target(ProgressDrawTarget::hidden());
                }
            }
            Event::Done(n_bytes) => self.bar.inc(n_bytes),
            Event::Stage(name, since) => {
                let ms = since.as_millis() as u64;
                tracing::debug!(stage = name, ms, "{name} begins after {ms} ms");
                self.bar.set_message(name);
            }
            Event::Warning(warning) => {
                self.bar.suspend(|| tracing::warn!("{}", super::terminal::visible(&warning)));
            }
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
