//! Signals: they ask the run to stop at the next article.

use std::sync::Arc;
use std::sync::atomic::AtomicI32;

/// A number that becomes that of the signal that asks the run to stop.
pub(super) fn stop_flag() -> Arc<AtomicI32> {
    let flag = Arc::new(AtomicI32::new(0));
    #[cfg(unix)]
    listen(Arc::clone(&flag));
    flag
}

#[cfg(unix)]
fn listen(flag: Arc<AtomicI32>) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use std::sync::atomic::Ordering;

    // Without a handler the system's default stands: the process ends at once, and the next start
    // removes what it left.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            flag.store(signal, Ordering::Relaxed);
        }
    });
}
