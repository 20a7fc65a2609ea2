//! Frames with parents in, frames that count what their descendants count out.

use std::collections::{BTreeMap, HashSet};

use super::{Entry, Frame, MAX_ENTRIES};
use crate::diagnostic::nearest;

/// What is wrong with a frame, by its place, and whether its name or its parent is to be shown.
pub(super) struct Wrong {
    pub(super) frame: usize,
    pub(super) is_parent: bool,
    pub(super) what: String,
}

/// Adds to each frame the entries of its descendants, in the order of the frames; of equal ones the
/// first stays.
pub(super) fn inherit(frames: &mut [Frame]) -> Result<(), Vec<Wrong>> {
    let places: BTreeMap<&str, usize> =
        frames.iter().enumerate().map(|(i, it)| (it.name.as_str(), i)).collect();
    let mut wrongs = Vec::new();
    let mut parents: Vec<Option<usize>> = Vec::new();
    for (frame, it) in frames.iter().enumerate() {
        let place = it.parent.as_ref().map(|it| places.get(it.as_str()).copied());
        if let (Some(None), Some(name)) = (place, &it.parent) {
            let what = match nearest(name, places.keys().copied()) {
                Some(near) => format!("there is no frame `{name}`; did you mean `{near}`?"),
                None => format!("there is no frame `{name}`; write `[[frame]]` for it too"),
            };
            wrongs.push(Wrong { frame, is_parent: true, what });
        }
        parents.push(place.flatten());
    }
    wrongs.extend(circles(frames, &parents));
    if !wrongs.is_empty() {
        return Err(wrongs);
    }
    let ancestors = |mut frame: usize| {
        let parents = &parents;
        std::iter::from_fn(move || {
            frame = parents[frame]?;
            Some(frame)
        })
    };
    let n_inherited: usize =
        (0..frames.len()).map(|it| ancestors(it).count() * frames[it].entries.len()).sum();
    if MAX_ENTRIES < n_inherited {
        let what = format!(
            "parents count {n_inherited} entries of their descendants, more than {MAX_ENTRIES}"
        );
        return Err(vec![Wrong { frame: 0, is_parent: false, what }]);
    }
    let mut inherited: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    for (frame, it) in frames.iter().enumerate() {
        for ancestor in ancestors(frame) {
            let entries = it.entries.iter().cloned();
            let entries = entries.map(|it| Entry { is_inherited: true, ..it });
            inherited.entry(ancestor).or_default().extend(entries);
        }
    }
    for (frame, mut entries) in inherited {
        let all = &mut frames[frame].entries;
        let mut known: HashSet<_> = all.iter().map(|it| it.rule.clone()).collect();
        entries.retain(|it| known.insert(it.rule.clone()));
        all.append(&mut entries);
    }
    let is_empty = |(frame, it): (usize, &Frame)| {
        let what = format!("frame `{}` has no entry, and no frame has it as its parent", it.name);
        it.entries.is_empty().then_some(Wrong { frame, is_parent: false, what })
    };
    let empty: Vec<Wrong> = frames.iter().enumerate().filter_map(is_empty).collect();
    if empty.is_empty() { Ok(()) } else { Err(empty) }
}

/// Frames that are their own ancestors, each circle once.
fn circles(frames: &[Frame], parents: &[Option<usize>]) -> Vec<Wrong> {
    // The walk that came past a frame first.
    let mut seen_by: Vec<Option<usize>> = vec![None; frames.len()];
    let mut wrongs = Vec::new();
    for start in 0..frames.len() {
        let mut next = Some(start);
        while let Some(frame) = next.filter(|it| seen_by[*it].is_none()) {
            seen_by[frame] = Some(start);
            next = parents[frame];
        }
        if let Some(frame) = next.filter(|it| seen_by[*it] == Some(start)) {
            let what = format!("frame `{}` is its own ancestor", frames[frame].name);
            wrongs.push(Wrong { frame, is_parent: true, what });
        }
    }
    wrongs
}

#[cfg(test)]
mod tests {
    use crate::dictionary::{Frame, read_texts};

    fn read(text: &str) -> Result<Vec<Frame>, String> {
        read_texts(&[("f.toml", text)]).map(|it| it.frames)
    }

    fn texts(frame: &Frame) -> Vec<&str> {
        frame.entries.iter().map(|it| it.text.as_str()).collect()
    }

    #[test]
    fn a_parent_counts_what_its_descendants_count_once() {
        let frames = read(
            "[[frame]]\nname = \"power\"\n\
             [[frame]]\nname = \"soft\"\nparent = \"power\"\nentries = [\"culture\", \"aid\"]\n\
             [[frame]]\nname = \"aid\"\nparent = \"soft\"\nentries = [\"aid\", \"loan*\"]\n",
        )
        .expect("a dictionary");
        assert_eq!(texts(&frames[0]), ["culture", "aid", "loan*"]);
        assert_eq!(texts(&frames[1]), ["culture", "aid", "loan*"]);
        assert_eq!(texts(&frames[2]), ["aid", "loan*"]);
    }

    #[test]
    fn circles_unknown_parents_and_empty_frames_are_errors() {
        let circle = "[[frame]]\nname = \"a\"\nparent = \"b\"\nentries = [\"x\"]\n\
                      [[frame]]\nname = \"b\"\nparent = \"a\"\n";
        let report = read(circle).expect_err("a circle");
        assert!(report.contains("`a` is its own ancestor"), "{report}");
        let unknown = "[[frame]]\nname = \"power\"\nentries = [\"x\"]\n\
                       [[frame]]\nname = \"b\"\nparent = \"powr\"\nentries = [\"x\"]\n";
        let report = read(unknown).expect_err("unknown");
        assert!(report.contains("f.toml:6:10") && report.contains("mean `power`"), "{report}");
        let report = read("[[frame]]\nname = \"a\"\n").expect_err("empty");
        assert!(report.contains("f.toml:2:8") && report.contains("no entry"), "{report}");
    }
}
