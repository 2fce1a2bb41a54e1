use super::{APPLICANT, Field, LIST, PROGRAM, STANDING};

/// What a parameter of a rule stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The applicant, with the target of this evaluation.
    Applicant,
    /// The program.
    Program,
    /// Where the applicant stands, once the rules about the applicant alone have been asked.
    Standing,
    /// The list of programs as it stands.
    List,
    /// The guide's parameters.
    Policy,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Applicant,
        Self::Program,
        Self::Standing,
        Self::List,
        Self::Policy,
    ];

    /// The name that a rule's parameter must have.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Program => "program",
            Self::Standing => "standing",
            Self::List => "list",
            Self::Policy => "policy",
        }
    }

    /// The field with that number of the table that rules read under this name; parameters have no
    /// table.
    #[must_use]
    pub fn field(self, number: usize) -> Option<&'static Field> {
        let table = match self {
            Self::Applicant => &APPLICANT,
            Self::Program => &PROGRAM,
            Self::Standing => &STANDING,
            Self::List => &LIST,
            Self::Policy => return None,
        };
        table.fields.get(number)
    }

    /// The role with that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == name)
    }
}
