//! Changing a YAML file by its bytes, so that comments, order and layout stay. What comes out is
//! only a proposal: whoever changes a file reads it again and compares.

use std::ops::Range;

use serde_json::Value;

use super::Tree;
use crate::place::{Problem, SourceText};

/// The byte at that line and column; both count from 1.
pub(crate) fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let above = usize::try_from(line).ok()?.checked_sub(1)?;
    let before: usize = text.split_inclusive('\n').take(above).map(str::len).sum();
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let own = text.get(before..)?.split('\n').next()?;
    let mut starts = own.char_indices().map(|(at, _)| at).chain([own.len()]);
    Some(before + starts.nth(column)?)
}

/// How many bytes the scalar has that the text begins with; none for what is no plain or quoted
/// scalar on one line.
pub(crate) fn scalar(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    match first {
        '"' | '\'' => {
            let inner = text.get(1..)?.lines().next()?;
            let length = inner.find(first)?;
            let plain = inner.get(..length)?;
            (!plain.contains('\\')).then_some(length + 2)
        }
        sign if sign.is_alphanumeric() || "+-.~".contains(sign) => {
            let end = |sign: char| sign.is_whitespace() || ",}]".contains(sign);
            Some(text.find(end).unwrap_or(text.len()))
        }
        _ => None,
    }
}

/// Lines between two parts of the file `whole`, ended as that file ends its lines.
pub(crate) fn with_lines(whole: &str, before: &str, lines: &[String], after: &str) -> String {
    let end = line_end(whole);
    let lines = lines.join(end);
    if before.trim_start_matches('\u{feff}').is_empty() || before.ends_with('\n') {
        format!("{before}{lines}{end}{after}")
    } else {
        format!("{before}{end}{lines}{after}")
    }
}

fn line_end(whole: &str) -> &'static str {
    if whole.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A file with the places in it.
#[derive(Debug)]
pub(crate) struct Edit<'a> {
    text: &'a str,
    tree: Tree,
    json: Value,
}

/// A value where it stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    bytes: Range<usize>,
    /// Whether it is a group or list over several lines, told by how far they stand in.
    is_block: bool,
}

impl<'a> Edit<'a> {
    pub(crate) fn read(source: &'a SourceText) -> Result<Self, Problem> {
        let tree = Tree::parse(source)?;
        Ok(Self {
            text: source.text(),
            json: tree.to_json(),
            tree,
        })
    }

    /// What the file says.
    pub(crate) fn json(&self) -> &Value {
        &self.json
    }

    /// The places in the file.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// What stands at that path of keys; an item of a list goes by its number from 0.
    pub(crate) fn get(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(&self.json, |value, key| match value {
            Value::Object(map) => map.get(*key),
            Value::Array(list) => list.get(key.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The value at that path.
    pub(crate) fn node(&self, path: &[&str]) -> Option<Node> {
        let value = self.get(path)?;
        let place = self.tree.place(path);
        let from = offset(self.text, place.line, place.column)?;
        let rest = self.text.get(from..)?;
        let flow = |length: usize| Node {
            bytes: from..from + length,
            is_block: false,
        };
        match value {
            Value::Object(_) if rest.starts_with('{') => closed(rest).map(flow),
            Value::Array(_) if rest.starts_with('[') => closed(rest).map(flow),
            Value::Object(_) | Value::Array(_) => Some(Node {
                bytes: from..self.block_end(from)?,
                is_block: true,
            }),
            Value::Null => None,
            _ => scalar(rest).map(flow),
        }
    }

    /// Where the block ends that begins at that byte: after its last line that says something.
    fn block_end(&self, from: usize) -> Option<usize> {
        let line_start = self.text.get(..from)?.rfind('\n').map_or(0, |at| at + 1);
        let indent = self.text.get(line_start..from)?.chars().count();
        let mut end = None;
        let mut at = line_start;
        for line in self.text.get(line_start..)?.split_inclusive('\n') {
            let bare = line.trim_start_matches('\u{feff}');
            let stands_in = bare.chars().take_while(|sign| *sign == ' ').count();
            let says = bare.trim();
            let is_first = at == line_start;
            let is_over = stands_in < indent || says == "..." || says.starts_with("---");
            if says.is_empty() || says.starts_with('#') {
                at += line.len();
                continue;
            }
            if !is_first && is_over {
                break;
            }
            at += line.len();
            end = Some(at - (line.len() - line.trim_end_matches(['\n', '\r']).len()));
        }
        end
    }

    /// The file with other text in the place of a value; nothing where a comment would be lost.
    pub(crate) fn replaced(&self, node: &Node, with: &str) -> Option<String> {
        let old = self.text.get(node.bytes.clone())?;
        (!has_comment(old))
            .then(|| self.spliced(node.bytes.clone(), with))
            .flatten()
    }

    /// The file with a value behind the colon of a key that has none.
    pub(crate) fn filled(&self, path: &[&str], with: &str) -> Option<String> {
        let place = self.tree.key_place(path);
        let key = offset(self.text, place.line, place.column)?;
        let colon = key + self.text.get(key..)?.find(':')? + 1;
        self.spliced(colon..colon, &format!(" {with}"))
    }

    /// The file with another item in the list at that path.
    pub(crate) fn with_item(&self, path: &[&str], item: &str) -> Option<String> {
        let node = self.node(path)?;
        if !node.is_block {
            return self.inside(&node, item);
        }
        let mut first = path.to_vec();
        first.push("0");
        let line = self
            .text
            .lines()
            .nth(usize::try_from(self.tree.place(&first).line).ok()? - 1)?;
        let dash = line.find("- ")?;
        let indent = line.get(..dash).filter(|indent| indent.trim().is_empty())?;
        let (before, after) = self.text.split_at_checked(node.bytes.end)?;
        Some(self.line_after(before, &format!("{indent}- {item}"), after))
    }

    /// The file with another key in the group at that path.
    pub(crate) fn with_key(&self, path: &[&str], key: &str, value: &str) -> Option<String> {
        let group = self.get(path)?.as_object()?;
        let node = self.node(path)?;
        let entry = format!("{key}: {value}");
        if !node.is_block {
            return self.inside(&node, &entry);
        }
        let mut first = path.to_vec();
        first.push(group.keys().next()?);
        let column = self.tree.key_place(&first).column;
        let indent = " ".repeat(usize::try_from(column).ok()?.checked_sub(1)?);
        let (before, after) = self.text.split_at_checked(node.bytes.end)?;
        Some(self.line_after(before, &format!("{indent}{entry}"), after))
    }

    /// The value with more before and after it: in a block `first` begins its first line and every
    /// other stands in by as much as `further`.
    pub(crate) fn wrapped(&self, node: &Node, open: &str, close: &str) -> Option<String> {
        let old = self.text.get(node.bytes.clone())?;
        (!node.is_block)
            .then(|| self.spliced(node.bytes.clone(), &format!("{open}{old}{close}")))
            .flatten()
    }

    /// A group over several lines as the first item of a list under a key of its own, and another
    /// item after it.
    pub(crate) fn listed(&self, node: &Node, key: &str, item: &str) -> Option<String> {
        let end = line_end(self.text);
        let line_start = self
            .text
            .get(..node.bytes.start)?
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let indent = self.text.get(line_start..node.bytes.start)?;
        let old = self.text.get(node.bytes.clone())?;
        if !node.is_block || !indent.trim().is_empty() {
            return None;
        }
        let mut lines = old.lines();
        let mut listed = format!("{key}:{end}{indent}  - {}", lines.next()?);
        for line in lines {
            let line = line.trim_end_matches('\r');
            let more = if line.is_empty() { "" } else { "    " };
            listed.extend([end, more, line]);
        }
        listed.extend([end, indent, "  - ", item]);
        self.spliced(node.bytes.clone(), &listed)
    }

    /// Whether the value is told by how far its lines stand in.
    pub(crate) fn is_block(node: &Node) -> bool {
        node.is_block
    }

    /// Another entry before the bracket that closes a group or list on one line.
    fn inside(&self, node: &Node, entry: &str) -> Option<String> {
        let old = self.text.get(node.bytes.clone())?;
        let inner = old.get(1..old.len().checked_sub(1)?)?;
        let kept = inner.trim_end();
        let space = if inner.trim().is_empty() || kept.ends_with(',') {
            " "
        } else {
            ", "
        };
        let at = node.bytes.start + 1 + kept.len();
        let close = if inner.len() == kept.len() && inner.trim().is_empty() {
            " "
        } else {
            ""
        };
        self.spliced(at..at, &format!("{space}{entry}{close}"))
    }

    fn line_after(&self, before: &str, line: &str, after: &str) -> String {
        let end = line_end(self.text);
        format!("{before}{end}{line}{after}")
    }

    fn spliced(&self, bytes: Range<usize>, with: &str) -> Option<String> {
        let (before, after) = (self.text.get(..bytes.start)?, self.text.get(bytes.end..)?);
        Some(format!("{before}{with}{after}"))
    }
}

/// How many bytes the bracketed text has that the text begins with.
fn closed(text: &str) -> Option<usize> {
    let mut deep = 0_usize;
    for (at, sign) in unquoted(text) {
        match sign {
            '{' | '[' => deep += 1,
            '}' | ']' => deep = deep.checked_sub(1)?,
            _ => continue,
        }
        if deep == 0 {
            return Some(at + sign.len_utf8());
        }
    }
    None
}

/// Whether there is a comment in that part of a file.
fn has_comment(text: &str) -> bool {
    unquoted(text).any(|(_, sign)| sign == '#')
}

/// The signs outside quotes and where they stand; of a comment only the sign with which it begins.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut signs = text.char_indices();
    let mut before = ' ';
    let mut quote = None;
    std::iter::from_fn(move || {
        loop {
            let (at, sign) = signs.next()?;
            let last = std::mem::replace(&mut before, sign);
            match (quote, sign) {
                (Some('"'), '\\') => {
                    signs.next();
                }
                (Some('\''), '\'')
                    if signs.clone().next().is_some_and(|(_, next)| next == sign) =>
                {
                    signs.next();
                }
                (Some(open), _) if open == sign => quote = None,
                (None, '"' | '\'') if " \t\n[{,:".contains(last) => quote = Some(sign),
                (None, '#') if last.is_whitespace() => {
                    while signs.next().is_some_and(|(_, sign)| sign != '\n') {}
                    before = '\n';
                    return Some((at, sign));
                }
                (Some(_), _) | (None, '#') => {}
                (None, _) => return Some((at, sign)),
            }
        }
    })
}
