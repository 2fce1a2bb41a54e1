//! The program as a user meets it: the built binary, its files, its output.
//!
//! `INSTA_UPDATE=always cargo test --test it` writes every snapshot again; read them before they
//! are committed.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests read fixtures and may panic"
)]

/// A small policy and ten recorded edits of it.
mod edits;
/// Rules, applicants, programs and parameters made up from a seed, to try rules on.
#[path = "gen/mod.rs"]
mod generated;
/// Guides beside the small one, with topics and positions, to compare.
mod guides_beside;
/// The marks of a version: what changes them, and what does not.
mod reload;
/// Runs the program: a clean environment, a fixed day, a cage for hostile input.
mod runner;
/// Where snapshots lie and how they are named.
mod snapshot;
/// A small guide with two programs and an applicant in a folder of its own, to break on purpose.
mod world;

/// Input that is wrong: which exit code, which place, and what a person reads.
mod bad_input;
/// Topics and positions that are wrong.
mod bad_positions;
/// Bands that overlap or leave a hole, as brute force finds them.
mod bands;
/// What each guide finds on both sides of its numbers.
mod boundaries;
/// What a budget buys.
mod budget;
/// A large catalogue that is kept as it was read: never another answer.
mod cached;
/// `preceptor check`: a folder of mistakes, paths, formats.
mod check;
/// Many applicants at once.
mod cohort;
/// Files of many applicants that are wrong, and outputs that must not be written over.
mod cohort_files;
/// A run over many applicants that was stopped.
mod cohort_stopped;
/// What a comparison of guides promises.
mod compare;
/// "Every X has a Y": layering, cases, coverage, parameters, schemas, snapshots.
mod contracts;
/// What an edit changes for whom, and which part of it does that.
mod diff;
/// The reference under `docs/` is that of the code.
mod docs;
/// What an evaluation promises, judged by the JSON report.
mod evaluate;
/// Text, Markdown and sheet say what the JSON report says.
mod formats;
/// Free text that attacks: markup, formulas, terminal escapes, marks that turn the writing.
mod hostile;
/// The page for a browser: the facts of the JSON, nothing from outside, hostile text stays text.
mod html;
/// Lists of programs: every form of a sheet, what is refused, hostile ones.
mod import;
/// Judging again after an edit, and judging everything.
mod incremental;
/// Many applicants judged by what others were told: each as if alone.
mod lineup;
/// Two catalogues put together, value by value.
mod merge;
/// `preceptor mutate`: what no case notices, and the cases that would.
mod mutate;
/// Packs beside a guide, groups, shares, the standing, and which targets a guide is for.
mod packs;
/// The typed form of rules: which rules have one, and that its answers are those of their text.
mod plan;
/// An office's own numbers: shown, set, and nothing else of the file touched.
mod policy;
/// What a program answers, recorded in its file: that value changes and nothing else.
mod programs_set;
/// What is proved of rules: never more than is so.
mod proofs;
/// A log of decisions: what it keeps, what is noticed, and how it comes out again.
mod replay;
/// A sheet that is exported comes back with all that it held.
mod round_trip;
/// Rule files that attack: each gets an error with a line and does no harm.
mod sandbox;
/// What is begun by `init` and `new`: it passes every check from the start.
mod scaffold;
/// The JSON Schemas on disk are those of the code.
mod schemas;
/// Where program signals go.
mod signals;
/// What people read, whole: reports, explanations, guides, help.
mod snapshots;
/// Abbreviations that are spelt out.
mod spelling;
/// How old a value may be, and which old values matter.
mod stale;
/// Catalogues and applicants made up for trials.
mod synth;
/// `preceptor test`: snapshots of every profile, groups by cause, accepting, coverage.
mod tested;
/// What to ask which programs first: it agrees with the report, and what it foretells comes true.
mod verify;
/// `preceptor watch`: save a file, look at the terminal.
mod watch;
/// The words that reports explain.
mod words;
