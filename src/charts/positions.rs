//! `positions.png`: where in each article the frames stand.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::view::{View, WHAT_IS_COUNTED, count, many};
use super::{Chart, Form, Hit, Row, Strip, StripGroup, Strips};

/// Strips in a chart, as long as there are fewer sources than that; of many frames a strip is higher.
const MOST_STRIPS: usize = 40;
const MOST_HIGH_STRIPS: usize = 24;

/// Strips of a source at most.
const MOST_OF_SOURCE: usize = 12;

/// Frames that have a lane in a strip.
const MOST_FRAMES: usize = 8;

/// An article that may be shown.
#[derive(Clone)]
struct Candidate {
    hits: u64,
    /// Its id, in a part of the tables that have rows for every article.
    id: String,
    part: usize,
}

/// One strip per article, those with the most hits of every source.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let most = if view.frames.len() <= 4 { MOST_STRIPS } else { MOST_HIGH_STRIPS };
    let each = (most / view.sources.len().max(1)).clamp(1, MOST_OF_SOURCE);
    let chosen = chosen(view, each);
    let strips = strips(view, &chosen);
    let group = |(source, of_source): (&super::view::Source, &Vec<Candidate>)| StripGroup {
        row: Row { name: source.name.clone(), documents: source.documents },
        strips: of_source.iter().filter_map(|it| strips.get(&it.id).cloned()).collect(),
    };
    let mut groups: Vec<StripGroup> = view.sources.iter().zip(&chosen).map(group).collect();
    let n_silent = groups.iter().filter(|it| it.strips.is_empty()).count() as u64;
    groups.retain(|it| !it.strips.is_empty());
    let classes = view.frames.iter().take(MOST_FRAMES).cloned().collect();
    let n = groups.iter().map(|it| it.strips.len() as u64).sum();
    let blank = Chart {
        name: "positions".to_owned(),
        title: "Where in each article the frames stand".to_owned(),
        subtitle: None,
        axis: String::new(),
        caption: format!("{WHAT_IS_COUNTED} {}", view.counted()),
        form: Form::Empty("No article holds the vocabulary of any frame.".to_owned()),
    };
    if groups.is_empty() {
        return vec![blank];
    }
    vec![Chart {
        subtitle: Some(
            "A strip is an article from its first word to its last; a mark is a hit of a frame."
                .to_owned(),
        ),
        axis: "Place in the article, from its beginning to its end".to_owned(),
        caption: caption(view, each as u64, [n, n_silent]),
        form: Form::Strips(Strips { classes, groups }),
        ..blank
    }]
}

fn caption(view: &View<'_>, each: u64, [n, n_silent]: [u64; 2]) -> String {
    let of_each = match each {
        1 => "the article with the most hits of each source".to_owned(),
        n => format!("the {n} articles with the most hits of each source"),
    };
    let all = many(view.documents, "article", "articles");
    let shown = if n < view.documents {
        let n = super::view::grouped(n);
        format!(
            "{of_each} (of equal ones the first by id), {n} of {all}. They are not typical of the others."
        )
    } else {
        "all articles, those with the most hits first.".to_owned()
    };
    let mut caption = vec![format!(
        "Shown: {shown} Every mark is a row of frame_hits.csv (column token); marks that would cover \
         one another are drawn as one. The number behind a strip: words of the article."
    )];
    if 0 < n_silent {
        let sources = many(n_silent, "source has", "sources have");
        caption.push(format!("{sources} no article with a hit."));
    }
    caption.push(WHAT_IS_COUNTED.to_owned());
    let n_frames = view.frames.len();
    if MOST_FRAMES < n_frames {
        caption.push(format!(
            "The first {MOST_FRAMES} frames are shown; {} more are left out.",
            n_frames - MOST_FRAMES
        ));
    }
    caption.push(view.counted());
    caption.join(" ")
}

/// For each source that is shown the articles with the most hits, the most first.
///
/// A corpus may have a million rows, so that parts are looked through on all cores.
fn chosen(view: &View<'_>, each: usize) -> Vec<Vec<Candidate>> {
    let table = view.tables.get("frames");
    let [id, source, frame, hits] = ["doc_id", "source", "frame", "hits"].map(|it| table.place(it));
    let (sources, frames) = (view.source_places(), view.frame_places());
    let n = view.sources.len();
    let of_part = |part: usize| {
        let mut chosen: Vec<Vec<Candidate>> = vec![Vec::new(); n];
        let mut here: Option<(usize, Candidate)> = None;
        table.each_row(part, |cells| {
            let is_shown = frames.get(cells[frame].text()).is_some_and(|it| *it < MOST_FRAMES);
            let hits = if is_shown { count(&cells[hits]) } else { 0 };
            match &mut here {
                Some((_, it)) if it.id == cells[id].text() => it.hits += hits,
                _ => {
                    add(&mut chosen, here.take(), each);
                    here = sources.get(cells[source].text()).map(|place| {
                        (*place, Candidate { hits, id: cells[id].text().to_owned(), part })
                    });
                }
            }
        });
        add(&mut chosen, here, each);
        chosen
    };
    table.prepare();
    let parts: Vec<_> = (0..table.parts()).into_par_iter().map(of_part).collect();
    let mut chosen: Vec<Vec<Candidate>> = vec![Vec::new(); n];
    for (place, candidate) in parts.into_iter().flat_map(|it| it.into_iter().enumerate()) {
        candidate.into_iter().for_each(|it| add(&mut chosen, Some((place, it)), each));
    }
    chosen
}

/// Adds a candidate behind those that have as many hits, and lets the last go.
fn add(chosen: &mut [Vec<Candidate>], candidate: Option<(usize, Candidate)>, each: usize) {
    let Some((place, candidate)) = candidate.filter(|it| 0 < it.1.hits) else { return };
    let of_source = &mut chosen[place];
    let rank = of_source.partition_point(|it| candidate.hits <= it.hits);
    of_source.insert(rank, candidate);
    of_source.truncate(each);
}

/// The strips of the chosen articles, by id.
fn strips(view: &View<'_>, chosen: &[Vec<Candidate>]) -> BTreeMap<String, Strip> {
    let mut by_part: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for candidate in chosen.iter().flatten() {
        by_part.entry(candidate.part).or_default().push(&candidate.id);
    }
    let by_part: Vec<(usize, Vec<&str>)> = by_part.into_iter().collect();
    let of_part = |(part, ids): &(usize, Vec<&str>)| {
        let mut strips = without_hits(view, *part, ids);
        add_hits(view, *part, &mut strips);
        strips
    };
    let parts: Vec<_> = by_part.par_iter().map(of_part).collect();
    parts.into_iter().flatten().collect()
}

fn without_hits(view: &View<'_>, part: usize, ids: &[&str]) -> BTreeMap<String, Strip> {
    let table = view.tables.get("documents");
    let [id, title, path] = ["doc_id", "title", "path"].map(|it| table.place(it));
    let tokens = ["tokens", "headline_tokens", "lead_tokens"].map(|it| table.place(it));
    let mut strips = BTreeMap::new();
    table.each_row(part, |cells| {
        let found = cells[id].text();
        if ids.contains(&found) {
            let label = [title, path, id].map(|it| cells[it].text());
            let label = label.into_iter().find(|it| !it.is_empty()).unwrap_or_default().to_owned();
            let [tokens, headline, lead] = tokens.map(|it| count(&cells[it]));
            let strip = Strip { label, tokens, headline, lead, hits: Vec::new() };
            strips.insert(found.to_owned(), strip);
        }
    });
    strips
}

fn add_hits(view: &View<'_>, part: usize, strips: &mut BTreeMap<String, Strip>) {
    let table = view.tables.get("frame_hits");
    let [id, frame, token] = ["doc_id", "frame", "token"].map(|it| table.place(it));
    let frames = view.frame_places();
    table.each_row(part, |cells| {
        let class = frames.get(cells[frame].text()).copied().filter(|it| *it < MOST_FRAMES);
        let strip = strips.get_mut(cells[id].text());
        if let (Some(class), Some(strip)) = (class, strip) {
            strip.hits.push(Hit { class, token: count(&cells[token]) });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row as Line, table, tables_with_all, view_of};

    fn positions(frames: &[&str], hits: &[&str]) -> Chart {
        let documents = [
            "a1,First,a1.txt,100,8,20",
            "a2,,a2.txt,50,5,10",
            "a3,Third,a3.txt,80,5,10",
            "b1,Other,b1.txt,90,5,10",
        ];
        let tables = vec![
            table("frames", "doc_id source frame hits", frames),
            table("frame_hits", "doc_id frame token", hits),
            table("documents", "doc_id title path tokens headline_tokens lead_tokens", &documents),
        ];
        let sources = [("A", "one"), ("A", "two"), ("B", "one"), ("B", "two")];
        let lines = sources.map(|(source, frame)| Line::new(source, frame)).to_vec();
        view_of(&tables_with_all(lines, tables), chart).remove(0)
    }

    #[test]
    fn articles_with_the_most_hits_come_first_and_those_without_one_are_left_out() {
        let frames =
            ["a1,A,one,1", "a1,A,two,0", "a2,A,one,1", "a2,A,two,2", "a3,A,one,0", "b1,B,one,0"];
        let hits = ["a1,one,3", "a2,one,7", "a2,two,8", "a2,two,50"];
        let chart = positions(&frames, &hits);
        let Form::Strips(strips) = &chart.form else { panic!("{chart:?}") };
        let [group] = &strips.groups[..] else { panic!("{strips:?}") };
        let labels: Vec<&str> = group.strips.iter().map(|it| it.label.as_str()).collect();
        // An article without a title is known by its file.
        assert_eq!(labels, ["a2.txt", "First"]);
        let hit = |class, token| Hit { class, token };
        assert_eq!(group.strips[0].hits, [hit(0, 7), hit(1, 8), hit(1, 50)]);
        assert_eq!((group.strips[1].headline, group.strips[1].lead), (8, 20));
        let sentence = "1\u{a0}source has no article with a hit.";
        assert!(chart.caption.contains(sentence), "{}", chart.caption);
        assert!(chart.caption.contains("2 of 20\u{a0}articles"), "{}", chart.caption);
    }

    #[test]
    fn no_more_articles_of_a_source_are_shown_than_there_is_room_for() {
        let mut chosen = vec![Vec::new()];
        for (i, hits) in [3, 9, 3, 9, 0, 4].into_iter().enumerate() {
            add(&mut chosen, Some((0, Candidate { hits, id: i.to_string(), part: 0 })), 3);
        }
        let ids: Vec<&str> = chosen[0].iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["1", "3", "5"]);
    }

    #[test]
    fn no_hits_at_all_is_a_chart_that_says_so() {
        assert!(matches!(positions(&["a1,A,one,0"], &[]).form, Form::Empty(_)));
    }
}
