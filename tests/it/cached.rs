use std::fs;
use std::path::{Path, PathBuf};

use crate::runner::{Output, preceptor};

/// More than are read without a cache.
const PROGRAMS: &str = "1001";

/// A folder of made-up programs.
fn programs(folder: &Path) -> PathBuf {
    let synth = preceptor(["synth", "--programs", PROGRAMS, "--output"]);
    let made = synth.arg(folder).run();
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    folder.join("programs")
}

/// The whole report, with every source and place, by one guide.
fn report(programs: &Path) -> Output {
    let report = preceptor(["evaluate", "datasets/applicants/j1-internal-medicine.yaml"]);
    let report = report.args(["--guide", "central-valley", "--format", "json"]);
    let report = report.arg("--programs").arg(programs).run();
    assert_eq!(report.code, Some(0), "{}", report.stderr);
    report
}

#[test]
fn a_report_from_the_cache_is_the_report_from_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(folder.path());
    let cache = programs.join(".preceptor-cache/programs");
    let read = report(&programs);
    let kept = fs::read(&cache).expect("it is written");
    assert_eq!(report(&programs).stdout, read.stdout);
    assert_eq!(fs::read(&cache).unwrap(), kept, "it is not written again");

    let mut damaged = kept.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    for broken in [damaged, kept[..kept.len() / 2].to_vec(), Vec::new()] {
        fs::write(&cache, broken).unwrap();
        assert_eq!(report(&programs).stdout, read.stdout);
        assert_eq!(fs::read(&cache).unwrap(), kept, "it is made anew");
    }
}

#[test]
fn a_record_that_was_changed_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(folder.path());
    report(&programs);
    let first = fs::read_dir(&programs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .min()
        .unwrap();
    let text = fs::read_to_string(&first).unwrap();
    let show = |id: &str| {
        let show = preceptor(["programs", "show", id]);
        show.arg("--programs").arg(&programs).run().stdout
    };
    let id = first.file_stem().unwrap().to_str().unwrap();
    let name = "Changed (invented)";
    let line = text.lines().find(|line| line.contains("\"name\"")).unwrap();
    let changed = text.replace(line, &format!("  \"name\": \"{name}\","));
    assert!(!show(id).contains(name));
    fs::write(&first, &changed).unwrap();
    assert!(show(id).contains(name));

    // What is wrong is said in its place, with a cache as without one.
    fs::write(&first, changed.replace("\"state\"", "\"stat\"")).unwrap();
    let wrong = || {
        preceptor(["programs"])
            .arg("--programs")
            .arg(&programs)
            .run()
    };
    let with = wrong();
    fs::remove_dir_all(programs.join(".preceptor-cache")).unwrap();
    let without = wrong();
    assert_eq!(with.code, Some(3));
    assert!(with.stderr.contains("stat"), "{}", with.stderr);
    assert_eq!(with.stderr, without.stderr);

    // A second file with the same id is refused, though both were kept.
    fs::write(&first, &text).unwrap();
    report(&programs);
    let other = programs.join("again");
    fs::create_dir(&other).unwrap();
    fs::write(other.join(first.file_name().unwrap()), &text).unwrap();
    let twice = wrong();
    assert_eq!(twice.code, Some(3));
    assert!(
        twice.stderr.contains("is also the id in"),
        "{}",
        twice.stderr
    );
}

#[test]
fn a_folder_that_cannot_be_written_to_is_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(folder.path());
    // Where the cache would be there is a file.
    fs::write(programs.join(".preceptor-cache"), "mine").unwrap();
    let first = report(&programs);
    assert_eq!(first.stderr, report(&programs).stderr);
    let left = fs::read_to_string(programs.join(".preceptor-cache")).unwrap();
    assert_eq!(left, "mine");
}
