//! Whether everybody can use report.html: the rules of axe-core, and the tree that screen readers read.
//!
//! axe-core is not part of this package: `FRAMESCOPE_AXE` names the file `axe.min.js`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::devtools::Browser;
use super::opened;
use crate::support::{Desk, package};

/// The sample with few rows of each table: the rules ask the same of a row as of many.
fn small() -> Option<(Browser, String, Desk)> {
    let desk = Desk::new().copy(&package("input"), "input");
    opened(desk.config("[report]\ntable_rows = 10\n"), &["run"])
}

/// What can be seen of the page: behind `#`, and whether all that is closed is opened.
fn views(browser: &mut Browser) -> Vec<(String, bool)> {
    let id = "encodeURIComponent(JSON.parse(document.getElementById('evidence-data').textContent).articles[0].id)";
    let article = browser.text(id);
    vec![
        (String::new(), true),
        ("#source=Steppe%20Courier&frame=multi-vector".to_owned(), false),
        ("#source=Steppe%20Courier&view=articles".to_owned(), false),
        ("#q=nothing-has-this-word".to_owned(), false),
        (format!("#doc={article}&hit=0"), false),
        ("#table=emphasis&sort=-hits".to_owned(), false),
    ]
}

/// Does something with every view, in light and dark, in a narrow and a wide window.
fn in_every_view(browser: &mut Browser, url: &str, mut look: impl FnMut(&mut Browser, &str)) {
    let views = views(browser);
    for scheme in ["light", "dark"] {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.call("Emulation.setEmulatedMedia", features);
        for width in [360, 1440] {
            browser.resize(width, 900);
            for (hash, is_all) in &views {
                browser.open(&format!("{url}{hash}"));
                if *is_all {
                    let open =
                        "document.querySelectorAll('details').forEach((it) => { it.open = true; })";
                    browser.value(open);
                    browser.settle();
                }
                look(browser, &format!("{scheme}, {width} px, {hash}"));
            }
        }
    }
}

#[test]
fn no_rule_of_axe_is_broken() {
    let Some(file) = std::env::var_os("FRAMESCOPE_AXE") else {
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            b"FRAMESCOPE_AXE names no axe.min.js: the report is not tested with axe-core\n",
        );
        return;
    };
    let axe = std::fs::read_to_string(&file).expect("FRAMESCOPE_AXE names a file that can be read");
    let Some((mut browser, url, _desk)) = small() else { return };
    let run = "axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations.map((it) => `${it.impact} ${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' | ')}`))";
    in_every_view(&mut browser, &url, |browser, view| {
        browser.value(&format!("{axe}; 0"));
        let found = browser.value(run);
        let serious: Vec<&str> = found
            .as_array()
            .expect("a list of violations")
            .iter()
            .filter_map(Value::as_str)
            .filter(|it| it.starts_with("serious") || it.starts_with("critical"))
            .collect();
        assert!(serious.is_empty(), "{view}: {serious:#?}");
    });
}

/// A node of the accessibility tree: role, name, and level of a heading.
struct Node {
    role: String,
    name: String,
    level: Option<u64>,
    /// Roles of the nodes it lies in.
    within: Vec<String>,
    /// Place of the table it lies in, in the order of the page.
    table: Option<usize>,
}

/// The tree that screen readers read, in the order of the page.
fn tree(browser: &mut Browser) -> Vec<Node> {
    let all = browser.call("Accessibility.getFullAXTree", json!({}));
    let all = all["nodes"].as_array().expect("nodes").clone();
    let by_id: BTreeMap<&str, &Value> =
        all.iter().filter_map(|it| Some((it["nodeId"].as_str()?, it))).collect();
    let root = all.iter().find(|it| it["parentId"].is_null()).expect("a root");
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<(&Value, Vec<String>, Option<usize>)> = vec![(root, Vec::new(), None)];
    while let Some((node, within, table)) = open.pop() {
        let role = node["role"]["value"].as_str().unwrap_or_default().to_owned();
        let is_ignored = node["ignored"] == true;
        let (mut inside, mut table) = (within.clone(), table);
        if !is_ignored {
            if role == "table" {
                table = Some(nodes.len());
            }
            inside.push(role.clone());
            let level = node["properties"].as_array().into_iter().flatten();
            let level = level
                .filter(|it| it["name"] == "level")
                .find_map(|it| it["value"]["value"].as_u64());
            let name = node["name"]["value"].as_str().unwrap_or_default().trim().to_owned();
            nodes.push(Node { role, name, level, within, table });
        }
        let children = node["childIds"].as_array().into_iter().flatten();
        let children = children.filter_map(|it| by_id.get(it.as_str()?).copied());
        let children: Vec<_> = children.map(|it| (it, inside.clone(), table)).collect();
        open.extend(children.into_iter().rev());
    }
    nodes
}

const CONTROLS: [&str; 8] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "DisclosureTriangle",
    "menuitem",
];

#[test]
fn what_is_read_aloud_has_names_levels_and_headers() {
    let Some((mut browser, url, _desk)) = small() else { return };
    in_every_view(&mut browser, &url, |browser, view| {
        let nodes = tree(browser);
        assert!(100 < nodes.len(), "{view}: {} nodes", nodes.len());
        for node in &nodes {
            let must_be_named = CONTROLS.contains(&node.role.as_str())
                || ["image", "img", "region", "article", "search", "navigation"]
                    .contains(&node.role.as_str());
            assert!(
                !must_be_named || !node.name.is_empty(),
                "{view}: {} without a name in {:?}",
                node.role,
                node.within
            );
            let is_nested = CONTROLS[..2].contains(&node.role.as_str())
                && node.within.iter().any(|it| CONTROLS[..2].contains(&it.as_str()));
            assert!(!is_nested, "{view}: `{}` is a control in a control", node.name);
        }
        let headings: Vec<(u64, &str)> = nodes
            .iter()
            .filter(|it| it.role == "heading")
            .filter_map(|it| Some((it.level?, it.name.as_str())))
            .collect();
        assert_eq!(headings[0].0, 1, "{view}: the first heading is that of the page");
        for pair in headings.windows(2) {
            assert!(pair[1].0 <= pair[0].0 + 1, "{view}: `{}` behind `{}`", pair[1].1, pair[0].1);
        }
        let tables = nodes.iter().enumerate().filter(|it| it.1.role == "table");
        for (place, _) in tables {
            let is_head = |it: &&Node| it.table == Some(place) && it.role == "columnheader";
            assert!(nodes.iter().any(|it| is_head(&it)), "{view}: a table without headers");
        }
    });
}
