//! Good and bad versions saved a thousand times at random while others evaluate.

#![expect(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "a test may panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use arc_swap::ArcSwap;
use clap::Parser;

use crate::dataset::Mark;
use crate::watch::Fingerprint;

use super::evaluate::Evaluate;
use super::evaluated::Evaluated;
use super::live::{All, Live, Offered, build};
use super::on_disk::OnDisk;

/// How often something is saved.
const SAVES: usize = 1000;
/// After how many saves the saver waits until what is on disk has been read, so that it is not all
/// over before anything was.
const BREATH: usize = 8;

const GUIDE: &str = include_str!("../../tests/fixtures/harbour/guide.yaml");
const PASSAGES: &str = include_str!("../../tests/fixtures/harbour/passages.yaml");
const RULES: &str = include_str!("../../tests/fixtures/harbour/openness.rhai");
const PROFILE: &str = "name: A
type_of_graduate: img
citizenship: us-citizen
match_year: 2027
yog: 2023
targets: [{ specialty: internal-medicine, track: categorical }]
";

/// The states that a version is put together from: good ones first, and from where on they are bad.
const NUMBERS: ([&str; 6], usize) = (["10", "30", "50", "70", "many", "500"], 4);
const REASONS: ([&str; 5], usize) = (["\"open\"", "\"wide open\"", "opne", "\"open", ""], 2);
const SHARES: ([&str; 4], usize) = (["40", "60", "a lot", "[40"], 2);

/// One version: the number of its state of each of the three files.
type Version = [usize; 3];

/// What each good version says, by the mark of its meaning.
type Known = BTreeMap<Mark, (Version, String)>;
/// What stood in the three files at one moment.
type Moment = [Mark; 3];

/// The three files as records name them.
const FILES: [&str; 3] = [
    "rules/harbour/guide.yaml",
    "rules/harbour/openness.rhai",
    "programs/ca-example-a.yaml",
];

#[derive(Debug, Parser)]
struct Arguments {
    #[command(flatten)]
    evaluate: Evaluate,
}

/// Numbers that look random and are the same each time (xorshift).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// A folder with the files of a version.
struct Home(tempfile::TempDir);

impl Home {
    fn new(version: Version) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for folder in ["rules/harbour", "programs"] {
            fs::create_dir_all(home.path(folder)).unwrap();
        }
        fs::write(home.path("rules/harbour/passages.yaml"), PASSAGES).unwrap();
        fs::write(home.path("me.yaml"), PROFILE).unwrap();
        for file in 0..version.len() {
            home.save(file, version[file], 0);
        }
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Saves one file as editors do, by renaming. The number of the save stands in a comment, so
    /// that no two saves leave the same bytes.
    fn save(&self, file: usize, state: usize, save: usize) -> Mark {
        let (text, comment) = match file {
            0 => {
                let number = format!("number: {}", NUMBERS.0[state]);
                (GUIDE.replace("number: 30", &number), "#")
            }
            1 => (RULES.replace("\"open\"", REASONS.0[state]), "//"),
            _ => (program(SHARES.0[state]), "#"),
        };
        let text = format!("{text}{comment} save {save}\n");
        let draft = self.path("draft");
        fs::write(&draft, &text).unwrap();
        fs::rename(draft, self.path(FILES[file])).unwrap();
        Mark::of(text.as_bytes())
    }

    fn evaluate(&self) -> Evaluate {
        let at = |name: &str| self.path(name).display().to_string();
        let [me, rules, programs] = ["me.yaml", "rules", "programs"].map(at);
        let words = [
            "preceptor",
            &me,
            "--rules",
            &rules,
            "--programs",
            &programs,
            "--as-of",
            "2026-11-22",
            "--format",
            "json",
        ];
        Arguments::parse_from(words).evaluate
    }
}

fn program(share: &str) -> String {
    format!(
        "id: ca-example-a
invented: true
name: Example A
specialty: internal-medicine
city: Fresno
county: Fresno
state: CA
listed: {{ source: freida-2025, as_of: 2025-03-28 }}
tracks: [{{ track: categorical }}]
img_percent: {{ value: {share}, source: freida-2025, as_of: 2025-03-28 }}
"
    )
}

/// The report, byte for byte but for the mark of the files, which the comments change.
fn report(evaluate: &Evaluate, evaluated: &Evaluated) -> String {
    let mut bytes = Vec::new();
    evaluate.print(evaluated, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let mark = evaluated.version.files.to_string();
    assert!(text.contains(&mark), "the report carries its mark");
    text.replace(&mark, "")
}

/// Every good version, evaluated by itself in a folder of its own.
fn known() -> Known {
    let mut known = Known::new();
    for number in 0..NUMBERS.1 {
        for reason in 0..REASONS.1 {
            for share in 0..SHARES.1 {
                let version = [number, reason, share];
                let home = Home::new(version);
                let evaluate = home.evaluate();
                let evaluated = evaluate.evaluate().unwrap();
                let says = report(&evaluate, &evaluated);
                known.insert(evaluated.version.meaning, (version, says));
            }
        }
    }
    assert_eq!(known.len(), NUMBERS.1 * REASONS.1 * SHARES.1);
    known
}

/// What the three files held when this was made from them.
fn moment(evaluated: &Evaluated) -> Moment {
    FILES.map(|file| {
        let marks = evaluated.world.record.of(file);
        assert_eq!(marks.len(), 1, "{file} is read once");
        marks[0]
    })
}

/// Looks at what is in force again and again: it must say what its version says by itself, also
/// when it is evaluated once more. Gives what it was made from each time.
fn look(
    evaluate: &Evaluate,
    current: &ArcSwap<All>,
    known: &Known,
    is_over: &AtomicBool,
) -> Vec<Moment> {
    let mut moments = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let now = current.load_full();
        let (_, says) = &known[&now[0].version.meaning];
        assert_eq!(report(evaluate, &now[0]), *says);
        let again = evaluate.evaluate_in(now[0].world.clone(), None).unwrap();
        assert_eq!(report(evaluate, &again), *says, "once more");
        assert_eq!(again.version, now[0].version);
        moments.push(moment(&now[0]));
    }
    moments
}

/// Saves at random; gives the last version it left on disk, which is good, and every moment.
fn save(home: &Home, first: Moment, reads: &AtomicUsize) -> (Version, BTreeSet<Moment>) {
    let mut random = Seeded(0x9e37_79b9_7f4a_7c15);
    let mut version = [1, 0, 0];
    let mut now = first;
    let mut moments = BTreeSet::from([first]);
    let mut write = |file: usize, state: usize, save: usize| {
        now[file] = home.save(file, state, save);
        moments.insert(now);
    };
    for save in 1..=SAVES {
        // Two files in one go now and then, and often a way back to what is good.
        for _ in 0..=random.below(2) {
            let file = random.below(3);
            let (all, good) = match file {
                0 => (NUMBERS.0.len(), NUMBERS.1),
                1 => (REASONS.0.len(), REASONS.1),
                _ => (SHARES.0.len(), SHARES.1),
            };
            let limit = if random.below(3) == 0 { all } else { good };
            version[file] = random.below(limit);
            write(file, version[file], save);
        }
        if save % BREATH == 0 {
            let before = reads.load(Ordering::Relaxed);
            while reads.load(Ordering::Relaxed) < before + 2 {
                thread::yield_now();
            }
        }
    }
    for file in 0..version.len() {
        version[file] = 1;
        write(file, version[file], SAVES + 1);
    }
    (version, moments)
}

#[test]
fn a_storm_of_saves_never_shows_half_a_version() {
    let known = known();
    let home = Home::new([1, 0, 0]);
    let evaluates = vec![home.evaluate()];
    let disk = OnDisk::of(&evaluates);
    let watched = disk.watched();
    let good = Fingerprint::of(&watched);
    let first = build(&evaluates, None).unwrap();
    let start = moment(&first[0]);
    let mut live = Live::new(evaluates.clone(), disk, first, good);
    let current = live.current();
    let (is_over, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (mut taken, mut refused) = (0, 0);
    let mut offer = || {
        match live.offer(&Fingerprint::of(&watched)) {
            Offered::Taken { .. } => taken += 1,
            Offered::Refused(_) => refused += 1,
            Offered::Held(_) | Offered::Unread | Offered::Moving => {}
        }
        reads.fetch_add(1, Ordering::Relaxed);
    };
    let (last, moments, looks) = thread::scope(|scope| {
        let lookers =
            [0, 1].map(|_| scope.spawn(|| look(&evaluates[0], &current, &known, &is_over)));
        let saver = scope.spawn(|| save(&home, start, &reads));
        while !saver.is_finished() {
            offer();
        }
        offer();
        is_over.store(true, Ordering::Relaxed);
        let looks = lookers.map(|looker| looker.join().unwrap());
        let (last, moments) = saver.join().unwrap();
        (last, moments, looks)
    });
    for look in &looks {
        assert!(look.len() > 20, "{} looks", look.len());
        let never = look.iter().filter(|moment| !moments.contains(*moment));
        assert_eq!(never.count(), 0, "mixtures that never stood on disk");
    }
    // A bad save at the end changes nothing any more.
    home.save(1, REASONS.1, SAVES + 2);
    offer();
    let now = current.load_full();
    let (version, _) = &known[&now[0].version.meaning];
    assert_eq!(*version, last, "the last good version is in force");
    assert!(
        taken > 20 && refused > 5,
        "{taken} taken, {refused} refused"
    );
}
