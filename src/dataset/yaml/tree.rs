use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_yaml::Spanned;

use super::parse;
use crate::place::{Place, Problem, SourceText};

/// A YAML file as a tree in which every key and value knows its place.
#[derive(Debug, Clone)]
pub struct Tree {
    text: SourceText,
    root: Spanned<Node>,
}

#[derive(Debug, Clone)]
enum Node {
    Scalar(Value),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl Tree {
    /// The tree of a file.
    ///
    /// # Errors
    /// The first thing that keeps the file from being YAML.
    pub fn parse(text: &SourceText) -> Result<Self, Problem> {
        Ok(Self {
            text: text.clone(),
            root: parse(text)?,
        })
    }

    /// The place of the value at that path of keys; an item of a list goes by its number from 0.
    ///
    /// Where the path leads nowhere, it is the place of the last key or value on the way.
    #[must_use]
    pub fn place(&self, path: &[&str]) -> Place {
        let mut node = &self.root;
        for key in path {
            match node.value.child(key) {
                Some((_, child)) => node = child,
                None => break,
            }
        }
        self.at(&node.referenced)
    }

    /// The place of the last key of that path.
    #[must_use]
    pub fn key_place(&self, path: &[&str]) -> Place {
        let mut node = &self.root;
        let mut place = &self.root.referenced;
        for key in path {
            let Some((name, child)) = node.value.child(key) else {
                break;
            };
            place = name.map_or(&child.referenced, |name| &name.referenced);
            node = child;
        }
        self.at(place)
    }

    /// An error about the value at that path of keys, with the line it stands in.
    #[must_use]
    pub fn problem(&self, path: &[&str], message: &str) -> Problem {
        let place = self.place(path);
        let line = self.text.line(place.line).map(str::to_owned);
        Problem::error(message).at(place).with_line(line.as_deref())
    }

    /// An error about the last key of that path, with the line it stands in.
    #[must_use]
    pub fn key_problem(&self, path: &[&str], message: &str) -> Problem {
        let place = self.key_place(path);
        let line = self.text.line(place.line).map(str::to_owned);
        Problem::error(message).at(place).with_line(line.as_deref())
    }

    /// The file's content without places.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.root.value.to_json()
    }

    /// The text it was read from.
    #[must_use]
    pub fn text(&self) -> &SourceText {
        &self.text
    }

    fn at(&self, location: &serde_yaml::Location) -> Place {
        super::message::place(location, &self.text)
    }
}

impl Node {
    fn child(&self, key: &str) -> Option<(Option<&Spanned<String>>, &Spanned<Self>)> {
        match self {
            Self::Scalar(_) => None,
            Self::List(items) => items
                .get(key.parse::<usize>().ok()?)
                .map(|item| (None, item)),
            Self::Map(pairs) => {
                let (name, value) = pairs.iter().find(|(name, _)| name.value == key)?;
                Some((Some(name), value))
            }
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Scalar(value) => value.clone(),
            Self::List(items) => items.iter().map(|item| item.value.to_json()).collect(),
            Self::Map(pairs) => pairs
                .iter()
                .map(|(name, value)| (name.value.clone(), value.value.to_json()))
                .collect(),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            map.push(pair);
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a: 1\nb:\n  - { c: no, d: \"x\" }\n  - 007\n";

    fn tree() -> Tree {
        Tree::parse(&SourceText::new("t.yaml", TEXT)).unwrap()
    }

    #[test]
    fn every_value_knows_its_place() {
        let tree = tree();
        assert_eq!(tree.place(&["b", "0", "d"]).to_string(), "t.yaml:3:17");
        assert_eq!(tree.key_place(&["b", "0", "d"]).to_string(), "t.yaml:3:14");
        assert_eq!(tree.place(&["b", "1"]).to_string(), "t.yaml:4:5");
        assert_eq!(tree.place(&["a", "nothing"]).to_string(), "t.yaml:1:4");
    }

    #[test]
    fn words_stay_words() {
        let json = serde_json::json!({"a": 1, "b": [{"c": "no", "d": "x"}, "007"]});
        assert_eq!(tree().to_json(), json);
    }
}
