//! The base of cases to begin with: an applicant and an invented program. Its day is 2026-11-01.

pub(super) const APPLICANT: &str = "# A base; below, each line changes something of it.
applicant:
  type_of_graduate: img
  citizenship: foreign-national
  visa: J-1
  match_year: 2027
  targets: [{ specialty: internal-medicine, track: categorical }]
  step2_ck: { taken: 2026-03-12, score: 230, attempts: 1 }
";

pub(super) const PROGRAM: &str = "program:
  invented: true
  id: ca-example-valley-internal-medicine
  name: Example Valley Program
  specialty: internal-medicine
  city: Fresno
  state: CA
  listed: { source: freida-2025, as_of: 2025-03-28 }
  tracks: [{ track: categorical }]
  img_percent: { value: 60, source: freida-2025, as_of: 2025-03-28 }
  visas:
    j1: { value: no, source: freida-2025, as_of: 2025-03-28 }
";
