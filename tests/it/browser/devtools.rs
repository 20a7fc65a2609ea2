//! A browser without a window, driven over a pipe by the Chrome DevTools Protocol.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A page in a browser.
pub(crate) struct Browser {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    session: Option<String>,
    n_sent: u64,
    /// What the browser told since the page was opened.
    events: Vec<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser; the protocol reads descriptor 3 and writes descriptor 4, which the shell
    /// makes of standard input and output.
    pub(crate) fn start(program: &str) -> Browser {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let script = "exec \"$0\" --headless=new --no-sandbox --disable-gpu --no-first-run \
             --remote-debugging-pipe --user-data-dir=\"$1\" about:blank 3<&0 4>&1 2>/dev/null";
        let mut child = Command::new("sh")
            .args(["-c", script, program])
            .arg(profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let to = child.stdin.take();
        let from = BufReader::new(child.stdout.take().expect("a pipe"));
        let (session, events) = (None, Vec::new());
        let mut browser =
            Browser { child, to, from, session, n_sent: 0, events, _profile: profile };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.call("Target.attachToTarget", attach);
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Calls a method of the protocol and returns its result.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.n_sent += 1;
        let mut message = json!({"id": self.n_sent, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let to = self.to.as_mut().expect("an open pipe");
        to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let message = self.message();
            if message["id"] == self.n_sent {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }

    fn message(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).expect("the browser speaks");
        assert_eq!(bytes.pop(), Some(0), "the browser has gone");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// Opens an address anew and waits until it is there.
    pub(crate) fn open(&mut self, url: &str) {
        // A change behind `#` alone would not load the page.
        self.call("Page.navigate", json!({"url": "about:blank"}));
        self.events.clear();
        self.call("Page.navigate", json!({"url": url}));
        while !self.events.iter().any(|it| it["method"] == "Page.loadEventFired") {
            let message = self.message();
            self.events.push(message);
        }
        self.settle();
    }

    /// Waits until what was started is shown.
    pub(crate) fn settle(&mut self) {
        self.value("new Promise((done) => setTimeout(() => requestAnimationFrame(done), 350))");
    }

    /// The value of an expression in the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let result = self.call("Runtime.evaluate", params);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {result}");
        result["result"]["value"].clone()
    }

    /// Text that an expression in the page gives.
    pub(crate) fn text(&mut self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_default().to_owned()
    }

    /// A number that an expression in the page gives.
    pub(crate) fn number(&mut self, expression: &str) -> f64 {
        self.value(expression).as_f64().unwrap_or(f64::NAN)
    }

    /// Sets the size of the window.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Errors, dialogs and requests to anything but the page itself, since it was opened.
    pub(crate) fn troubles(&self) -> Vec<&Value> {
        let is_trouble = |it: &&Value| match it["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown"
            | "Runtime.consoleAPICalled"
            | "Log.entryAdded"
            | "Page.javascriptDialogOpening" => true,
            "Network.requestWillBeSent" => {
                let url = it["params"]["request"]["url"].as_str().unwrap_or_default();
                !["file:", "about:", "blob:"].iter().any(|own| url.starts_with(own))
            }
            _ => false,
        };
        self.events.iter().filter(is_trouble).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It ends when nobody speaks to it any more.
        self.to = None;
        let _ = self.child.wait();
    }
}
