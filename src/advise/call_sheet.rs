//! The calls of several guides and targets put together: a program is called once.

use indexmap::IndexMap;

use crate::model::ProgramId;

use super::asked::Asked;
use super::hinges::Doubt;
use super::sum::Weight;
use super::verify::{Call, Inquiry};

/// A program to call, with everything to ask it.
#[derive(Debug, Clone)]
pub struct ToCall {
    /// The program's number in the catalogue.
    pub program: usize,
    /// The program's id.
    pub id: ProgramId,
    /// What to ask, what matters most first.
    pub topics: Vec<Topic>,
}

/// Something to ask a program, whoever wants to know.
#[derive(Debug, Clone)]
pub struct Topic {
    /// What is asked for.
    pub asked: Asked,
    /// Why it is in doubt.
    pub doubt: Doubt,
    /// What hangs on it, by the number of the calls that they were put together from: guides are
    /// never merged, only their questions are asked together.
    pub by: Vec<(usize, Inquiry)>,
}

/// For sorting: what is asked of many programs alike last, then by what hangs on it.
type Order<'a> = (bool, bool, Option<Weight>, &'a Asked);

impl Topic {
    fn order(&self) -> Option<Order<'_>> {
        self.by.iter().map(|(_, inquiry)| inquiry.order()).min()
    }
}

impl ToCall {
    fn order(&self) -> Option<(bool, bool, Option<Weight>)> {
        let first = self.topics.first().and_then(Topic::order);
        first.map(|(is_common, is_free, weight, _)| (is_common, is_free, weight))
    }
}

/// All calls, each program once, what could change most first.
#[must_use]
pub fn to_call(all: Vec<Vec<Call>>) -> Vec<ToCall> {
    let mut programs: IndexMap<usize, ToCall> = IndexMap::new();
    for (number, calls) in all.into_iter().enumerate() {
        for call in calls {
            let program = programs.entry(call.program);
            let program = program.or_insert_with(|| ToCall {
                program: call.program,
                id: call.id.clone(),
                topics: Vec::new(),
            });
            program.take(number, call);
        }
    }
    let mut programs: Vec<ToCall> = programs.into_values().collect();
    for program in &mut programs {
        program.topics.sort_by(|a, b| a.order().cmp(&b.order()));
    }
    // NOTE: a stable sort; where as much hangs on the answers, the order is that of the lists.
    programs.sort_by_key(ToCall::order);
    programs
}

impl ToCall {
    fn take(&mut self, number: usize, call: Call) {
        for inquiry in call.inquiries {
            let known = self
                .topics
                .iter_mut()
                .find(|topic| topic.asked == inquiry.asked);
            match known {
                Some(topic) => topic.by.push((number, inquiry)),
                None => self.topics.push(Topic {
                    asked: inquiry.asked.clone(),
                    doubt: inquiry.doubt.clone(),
                    by: vec![(number, inquiry)],
                }),
            }
        }
    }
}
