use std::collections::BTreeMap;

use crate::model::STATES;

/// Where each state stands on the grid: column and row.
const TILES: [(&str, u32, u32); 52] = [
    ("AK", 0, 0),
    ("ME", 10, 0),
    ("WI", 5, 1),
    ("VT", 9, 1),
    ("NH", 10, 1),
    ("WA", 0, 2),
    ("ID", 1, 2),
    ("MT", 2, 2),
    ("ND", 3, 2),
    ("MN", 4, 2),
    ("IL", 5, 2),
    ("MI", 6, 2),
    ("NY", 8, 2),
    ("MA", 9, 2),
    ("OR", 0, 3),
    ("NV", 1, 3),
    ("WY", 2, 3),
    ("SD", 3, 3),
    ("IA", 4, 3),
    ("IN", 5, 3),
    ("OH", 6, 3),
    ("PA", 7, 3),
    ("NJ", 8, 3),
    ("CT", 9, 3),
    ("RI", 10, 3),
    ("CA", 0, 4),
    ("UT", 1, 4),
    ("CO", 2, 4),
    ("NE", 3, 4),
    ("MO", 4, 4),
    ("KY", 5, 4),
    ("WV", 6, 4),
    ("VA", 7, 4),
    ("MD", 8, 4),
    ("DE", 9, 4),
    ("AZ", 1, 5),
    ("NM", 2, 5),
    ("KS", 3, 5),
    ("AR", 4, 5),
    ("TN", 5, 5),
    ("NC", 6, 5),
    ("SC", 7, 5),
    ("DC", 8, 5),
    ("OK", 3, 6),
    ("LA", 4, 6),
    ("MS", 5, 6),
    ("AL", 6, 6),
    ("GA", 7, 6),
    ("HI", 0, 7),
    ("TX", 3, 7),
    ("FL", 8, 7),
    ("PR", 10, 7),
];

/// How wide and high a tile is, its gap included.
const STEP: u32 = 40;

/// One state on the map.
#[derive(Debug)]
pub(super) struct Tile {
    pub(super) state: &'static str,
    pub(super) count: usize,
    /// 0 for none, 3 for many.
    pub(super) shade: u32,
    pub(super) x: u32,
    pub(super) y: u32,
}

/// Where the programs of a list lie.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) tiles: Vec<Tile>,
    /// The states with their programs, most first: the same in words.
    pub(super) words: String,
    pub(super) states: usize,
}

impl Map {
    /// The map of programs in these states; none without any.
    pub(super) fn of<'a>(states: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for state in states {
            *counts.entry(state).or_default() += 1;
        }
        let tiles = TILES.iter().map(|(state, column, row)| {
            let count = counts.get(state).copied().unwrap_or_default();
            let (x, y) = (column * STEP, row * STEP);
            let shade = shade(count);
            Tile {
                state,
                count,
                shade,
                x,
                y,
            }
        });
        (!counts.is_empty()).then(|| Self {
            tiles: tiles.collect(),
            words: words(&counts),
            states: counts.len(),
        })
    }
}

fn shade(count: usize) -> u32 {
    match count {
        0 => 0,
        1..=2 => 1,
        3..=5 => 2,
        _ => 3,
    }
}

/// `California 28, Arizona 5`.
fn words(counts: &BTreeMap<&str, usize>) -> String {
    let mut all: Vec<(&str, usize)> = counts
        .iter()
        .map(|(state, count)| (*state, *count))
        .collect();
    all.sort_by_key(|(state, count)| (std::cmp::Reverse(*count), *state));
    let words = all.into_iter().map(|(state, count)| {
        let name = STATES.iter().find(|(code, _)| *code == state);
        format!("{} {count}", name.map_or(state, |(_, name)| *name))
    });
    words.collect::<Vec<_>>().join(", ")
}
