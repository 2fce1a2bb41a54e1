use preceptor::dataset::{Recorded, Tree, record};
use preceptor::place::SourceText;
use serde_json::Value;

use super::claim;
use crate::generated::Random;

const GROUPS: [(&str, [&str; 3]); 3] = [
    ("visas", ["j1", "h1b", "o1"]),
    ("usce", ["requirement", "weeks", "observerships"]),
    ("attempts", ["maximum", "preferred", "least"]),
];

struct Made {
    text: String,
    end: &'static str,
}

impl Made {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str(self.end);
    }

    fn noise(&mut self, random: &mut Random) {
        while random.percent(30) {
            let noise = *random.of(&["", "# a: 1", "  # so it is: {", "    # é 🎓", "#", "   "]);
            self.line(noise);
        }
    }

    fn value(&mut self, random: &mut Random, indent: &str, key: &str) {
        let quote = *random.of(&["", "", "\"", "'"]);
        let key = format!("{indent}{quote}{key}{quote}:");
        let value = *random.of(&["1", "yes", "\"a, b }\"", "[x, 'y]']", "none"]);
        let note = *random.of(&[
            "",
            "",
            ", note: \"it's {so}, or not\"",
            ", note: 'a ''b'' ]'",
        ]);
        let comment = *random.of(&["", "  # why, really", " #"]);
        match random.below(5) {
            0 => {
                self.line(&format!("{key}{comment}"));
                self.line(&format!("{indent}  value: {value}"));
                self.line(&format!("{indent}  source: a"));
                self.line(&format!("{indent}  as_of: 2020-03"));
            }
            1 => self.line(&format!(
                "{key} {{ conflict: [{{ value: {value}, source: a, as_of: 2020 }}, {{ value: 2, source: b, as_of: 2021{note} }}] }}{comment}"
            )),
            2 => {
                self.line(&format!("{key}{comment}"));
                self.line(&format!("{indent}  conflict:"));
                self.line(&format!("{indent}    - {{ value: {value}, source: a, as_of: 2020 }}"));
                self.line(&format!("{indent}    - {{ value: 2, source: b, as_of: 2021{note} }}"));
            }
            _ => self.line(&format!("{key} {{ value: {value}, source: a, as_of: 2020{note} }}{comment}")),
        }
    }
}

fn make(random: &mut Random) -> Made {
    let end = *random.of(&["\n", "\r\n"]);
    let text = (*random.of(&["", "\u{feff}"])).to_owned();
    let mut made = Made { text, end };
    made.line("id: a-1");
    let tracks = *random.of(&["tracks:", "tracks: # two"]);
    made.line(tracks);
    let dash = *random.of(&["", "  "]);
    for track in ["categorical", "preliminary"] {
        if random.percent(40) {
            made.line(&format!("{dash}- {{ track: {track} }}"));
            continue;
        }
        made.line(&format!("{dash}- track: {track}"));
        if random.percent(60) {
            made.value(random, &format!("{dash}  "), "quota");
        }
    }
    for (group, keys) in GROUPS {
        made.noise(random);
        if random.percent(30) {
            continue;
        }
        if random.percent(20) {
            made.line(&format!(
                "{group}: {{ {}: {{ value: 1, source: a, as_of: 2020 }} }}",
                keys[0]
            ));
            continue;
        }
        made.line(&format!("{group}:{}", random.of(&["", "   # ours"])));
        let indent = *random.of(&["  ", "    ", " "]);
        for (number, key) in keys.into_iter().enumerate() {
            if number == 0 || random.percent(50) {
                made.value(random, indent, key);
                made.noise(random);
            }
        }
    }
    if random.percent(50) {
        made.value(random, "", "letters");
    }
    if random.percent(30) {
        let whole = made.text.trim_end_matches(['\r', '\n']).len();
        made.text.truncate(whole);
    }
    made
}

/// The content of a file with what stands at those keys taken out.
fn without(json: &Value, keys: &[&str]) -> Value {
    let mut json = json.clone();
    let mut at = &mut json;
    let (last, above) = keys.split_last().unwrap();
    for key in above {
        let next = match at {
            Value::Array(all) => all.iter_mut().find(|one| one["track"] == **key),
            other => other.get_mut(*key),
        };
        let Some(next) = next else { return json };
        at = next;
    }
    if let Value::Object(map) = at {
        map.shift_remove(*last);
        if map.is_empty() && above.len() == 1 {
            let group = above[0];
            json.as_object_mut().unwrap().shift_remove(group);
        }
    }
    json
}

#[test]
fn of_many_records_nothing_but_the_value_changes() {
    let mut random = Random::new(22);
    let (mut done, mut refused) = (0, 0);
    for round in 0..400 {
        let made = make(&mut random);
        let source = SourceText::new("x.yaml", &made.text);
        let before = Tree::parse(&source).unwrap().to_json();
        for keys in [
            &["visas", "j1"][..],
            &["visas", "h1b"],
            &["usce", "weeks"],
            &["attempts", "maximum"],
            &["letters"],
            &["tracks", "categorical", "quota"],
            &["tracks", "preliminary", "matched"],
        ] {
            let replace = random.percent(50);
            let Ok((new, recorded)) = record(&source, keys, &claim("7"), replace) else {
                refused += 1;
                continue;
            };
            let context = || {
                format!(
                    "{round} {keys:?} {replace}\n{}\n---\n{}",
                    made.text,
                    new.text()
                )
            };
            let found = Tree::parse(&new).unwrap().to_json();
            assert_eq!(
                without(&found, keys),
                without(&before, keys),
                "{}",
                context()
            );
            let claim = r#"{"value":7,"source":"new","as_of":"2026-11-20"}"#;
            assert!(found.to_string().contains(claim), "{}", context());
            assert_eq!(comments(new.text()), comments(&made.text), "{}", context());
            let bare = new.text().replace("\r\n", "");
            assert!(made.end == "\n" || !bare.contains('\n'), "{}", context());
            if recorded == Recorded::Added {
                // What was there is there, before and after what is new.
                let (old, new) = (made.text.as_bytes(), new.text().as_bytes());
                let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
                assert!(new.ends_with(&old[same..]), "{}", context());
            }
            done += 1;
        }
    }
    assert!(done > 2_600 && refused < 100, "{done} {refused}");
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    let comments = text.lines().filter_map(|line| {
        let line = line.trim_end();
        if line.trim_start().starts_with('#') {
            return Some(line.trim_start());
        }
        line.find(" #").map(|at| line[at..].trim_start())
    });
    comments.collect()
}
