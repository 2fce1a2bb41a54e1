use crate::dataset::{Mark, Marking};
use crate::model::Parameter;

use super::{Guide, Guides, Position};

impl Guides {
    /// The mark of what all guides say with the numbers in force, whatever the order and layout of
    /// their files.
    #[must_use]
    pub fn meaning(&self) -> Mark {
        let mut marking = Marking::default();
        let mut topics: Vec<_> = self.topics.iter().collect();
        topics.sort_by(|a, b| a.id.cmp(&b.id));
        marking.value(&topics);
        for guide in &self.guides {
            marking.mark(guide.meaning());
        }
        marking.finish()
    }
}

impl Guide {
    /// The mark of what the guide says with the numbers in force: its manifest, passages and
    /// positions as values, its rules without comments, order and layout.
    #[must_use]
    pub fn meaning(&self) -> Mark {
        let mut marking = Marking::default();
        marking.text(&self.id);
        marking.value(&self.manifest);
        marking.value(&self.passages);
        for parameter in self.policy.values() {
            // Who set a number does not change what it means.
            let set_by = None;
            let parameter = parameter.clone();
            marking.value(&Parameter {
                set_by,
                ..parameter
            });
        }
        let mut positions: Vec<&Position> = self.positions.iter().collect();
        positions.sort_by(|a, b| a.topic.cmp(&b.topic));
        for position in positions {
            self.add_position(position, &mut marking);
        }
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        for rule in rules {
            marking.text(&rule.id);
            marking.mark(rule.function.meaning);
            // These lines of the comment are read by the program.
            let documentation = &rule.function.documentation;
            marking.value(&(&documentation.stages, &documentation.cites));
        }
        marking.finish()
    }

    /// A position with the ids of its rules, whose numbers change with the order of the file.
    fn add_position(&self, position: &Position, marking: &mut Marking) {
        let Position {
            topic,
            says,
            cites,
            for_you,
            otherwise,
        } = position;
        marking.value(&(topic, says, cites, otherwise));
        for answering in for_you {
            let rule = self.rules.get(answering.rule);
            marking.value(&(rule.map(|rule| &rule.id), &answering.answer));
        }
    }
}
