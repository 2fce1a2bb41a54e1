use rhai::{Expr, Position};

use crate::model::{Field, Kind};
use crate::script::Role;
use crate::script::node::Branches;

use super::chain::{Chain, Unresolved, resolve};
use super::walk::Walk;

impl Walk<'_, '_> {
    pub(super) fn chain(&mut self, expression: &Expr) {
        if let Some(chain) = Chain::of(expression)
            && let Some(role) = Role::named(&chain.root)
            && self.function.parameters.contains(&chain.root)
        {
            match role {
                Role::Policy => self.parameter(&chain),
                _ => drop(self.field(role, &chain)),
            }
            return;
        }
        let position = expression.start_position();
        let problem = self.at(position, "this reads something that is not a field");
        self.push(problem.help(
            "write fields out in full, e.g. `program.visas.j1`, and call functions as `has(applicant.usce, …)`",
        ));
    }

    pub(super) fn parameter(&mut self, chain: &Chain) {
        let [(name, position), rest @ ..] = chain.names.as_slice() else {
            return;
        };
        if let Some((_, position)) = rest.first() {
            let problem = self.at(*position, "a parameter has no parts");
            self.push(problem.help("ask `place(score, policy.name)`"));
        }
        if let Some(names) = self.inspector.names
            && !names.parameters.contains_key(name)
        {
            let message = format!("the guide has no parameter `{name}`");
            let problem = self.at(*position, &message);
            let problem = problem.near(name, names.parameters.keys().map(String::as_str));
            self.push(problem.or_help("add it under `parameters` in guide.yaml"));
        }
        self.found.parameters.insert(name.clone());
    }

    /// Checks a field's name; returns the field when it is read.
    pub(super) fn field(&mut self, role: Role, chain: &Chain) -> Option<&'static Field> {
        let branches = self.inspector.host.branches(role)?.clone();
        let known = chain.names.first().is_some_and(|(name, _)| name == "known");
        let names = chain.names.get(usize::from(known)..).unwrap_or_default();
        match resolve(&branches, names) {
            Ok(field) => {
                if !known {
                    self.found.reads.insert((role, field));
                }
                branches.table().fields.get(field).filter(|_| !known)
            }
            Err(Unresolved { index, branch }) => {
                self.unresolved(role, &branches, names, index, branch);
                None
            }
        }
    }

    pub(super) fn unresolved(
        &mut self,
        role: Role,
        branches: &Branches,
        names: &[(String, Position)],
        index: usize,
        branch: usize,
    ) {
        let Some((name, position)) = names.get(index).or(names.last()) else {
            return;
        };
        let path: Vec<&str> = names
            .iter()
            .take(index)
            .map(|(name, _)| name.as_str())
            .collect();
        let so_far = [&[role.word()], path.as_slice()].concat().join(".");
        if index >= names.len() {
            let parts: Vec<&str> = branches.names(branch).collect();
            let message = format!("`{so_far}` is a group of fields");
            let help = format!("say which: {}", parts.join(", "));
            let problem = self.at(*position, &message);
            self.push(problem.help(help));
        } else {
            let message = format!("`{so_far}` has no field `{name}`");
            let problem = self.at(*position, &message);
            let problem = problem.near(name, branches.names(branch));
            self.push(problem.or_help("CONTRIBUTING.md says where the fields are listed"));
        }
    }

    pub(super) fn entry_fields(&self, expression: &Expr) -> Option<&'static [Field]> {
        match self.field_of(expression)?.kind {
            Kind::Entries(fields) => Some(fields),
            _ => None,
        }
    }

    /// The field that an expression reads, without noting it.
    pub(super) fn field_of(&self, expression: &Expr) -> Option<&'static Field> {
        let chain = Chain::of(expression)?;
        let branches = self.inspector.host.branches(Role::named(&chain.root)?)?;
        let field = resolve(branches, &chain.names).ok()?;
        branches.table().fields.get(field)
    }
}
