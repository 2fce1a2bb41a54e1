//! The fields that the three Steps of the USMLE have in common.

/// Every field of one exam.
macro_rules! exam_fields {
    ($path:literal, $exam:literal) => {
        [
            bool(
                concat!($path, ".taken"),
                concat!($exam, " taken"),
                concat!("Whether ", $exam, " was sat at least once."),
            ),
            bool(
                concat!($path, ".planned"),
                concat!($exam, " planned"),
                concat!("Whether a sitting of ", $exam, " lies ahead."),
            ),
            bool(
                concat!($path, ".passed"),
                concat!($exam, " passed"),
                concat!(
                    "Whether ",
                    $exam,
                    " was passed; derived from score, date and pass mark when not stated."
                ),
            ),
            bool(
                concat!($path, ".failed"),
                concat!($exam, " failed"),
                concat!("Whether the last sitting of ", $exam, " was failed."),
            ),
            int(
                concat!($path, ".score"),
                concat!($exam, " score"),
                (1, 300),
                concat!("The three-digit score of a passed ", $exam, "."),
            ),
            int(
                concat!($path, ".pass_mark"),
                concat!($exam, " pass mark"),
                (1, 300),
                concat!("The lowest score that passes on the day of ", $exam, "."),
            ),
            int(
                concat!($path, ".attempts"),
                concat!($exam, " attempts"),
                (0, 12),
                concat!("How often ", $exam, " was sat."),
            ),
            int(
                concat!($path, ".failures"),
                concat!($exam, " failures"),
                (0, 12),
                concat!("How many sittings of ", $exam, " were failed."),
            ),
            bool(
                concat!($path, ".has_failure"),
                concat!("failure of ", $exam),
                concat!("Whether a sitting of ", $exam, " was failed."),
            ),
            bool(
                concat!($path, ".passed_first_time"),
                concat!($exam, " passed at the first attempt"),
                concat!("Whether the first sitting of ", $exam, " was passed."),
            ),
            bool(
                concat!($path, ".date_known"),
                concat!($exam, " date known"),
                concat!("Whether the profile gives the date of ", $exam, "."),
            ),
            int(
                concat!($path, ".months_before_match"),
                concat!("months from ", $exam, " to the Match"),
                (-1200, 1200),
                concat!(
                    "Months from the month of ",
                    $exam,
                    " to March of the Match year."
                ),
            ),
            int(
                concat!($path, ".practice.first"),
                concat!("first ", $exam, " practice score"),
                (1, 300),
                concat!("The first practice score for ", $exam, "."),
            ),
            int(
                concat!($path, ".practice.latest"),
                concat!("latest ", $exam, " practice score"),
                (1, 300),
                concat!("The latest practice score for ", $exam, "."),
            ),
            int(
                concat!($path, ".practice.gain"),
                concat!("gain in ", $exam, " practice scores"),
                (-299, 299),
                concat!("The latest practice score for ", $exam, " less the first."),
            ),
            word(
                concat!($path, ".readiness"),
                concat!("readiness for ", $exam),
                Readiness::WORDS,
                concat!("How ready the applicant is for ", $exam, "."),
            ),
        ]
    };
}

pub(super) use exam_fields;
