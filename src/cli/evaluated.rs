use std::sync::Arc;

use crate::advise::Advice;
use crate::dataset::Version;
use crate::guide::{Guide, GuideKind};
use crate::model::Applicant;
use crate::place::SourceText;
use crate::report::{Report, Unfit};

use super::Exit;
use super::fitting::{Against, unfit};
use super::world::World;

/// An applicant evaluated: everything that was read, and what each guide says of it.
#[derive(Debug)]
pub(crate) struct Evaluated {
    pub(crate) world: Arc<World>,
    pub(crate) version: Version,
    pub(super) profile: SourceText,
    pub(super) applicant: Applicant,
    pub(super) changed: Option<Applicant>,
    pub(super) judged: Vec<Judged>,
    /// The guides that are not for the applicant.
    pub(super) against: Vec<Against>,
}

/// What one guide says: of the profile as it stands, and with `--set`.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) guide: Arc<Guide>,
    pub(super) caution: Option<String>,
    pub(super) advice: Arc<Advice>,
    pub(super) changed: Option<Arc<Advice>>,
}

impl Evaluated {
    /// How it ended: whether any rule failed, be it only with `--set`.
    pub(crate) fn exit(&self) -> Exit {
        let mut advice = self
            .judged
            .iter()
            .flat_map(|judged| [Some(&*judged.advice), judged.changed.as_deref()]);
        if advice.any(|advice| advice.is_some_and(Advice::has_faults)) {
            Exit::Faulted
        } else {
            Exit::Done
        }
    }

    /// For each guide what it says of the applicant, with `--set` where that was given.
    pub(crate) fn latest(&self, top: usize) -> impl Iterator<Item = Report<'_>> {
        self.judged.iter().map(move |judged| {
            let report = self.report(judged, top);
            self.with_set(judged, &report).unwrap_or(report)
        })
    }

    /// What that guide said, when nothing that it says that by is another in this world.
    pub(super) fn known(
        &self,
        world: &World,
        guide: &Guide,
    ) -> Option<(Arc<Advice>, Option<Arc<Advice>>)> {
        let judged = self.judged.iter().find(|one| one.guide.id == guide.id)?;
        let same = world.judges_alike(&self.world, guide, &judged.guide);
        same.then(|| (judged.advice.clone(), judged.changed.clone()))
    }

    /// What that guide said by the same programs, official tables and sandbox: its rules that are
    /// the same find the same.
    pub(super) fn judged_before(&self, world: &World, guide: &Guide) -> Option<&Judged> {
        let same = self.world.as_of == world.as_of
            && Arc::ptr_eq(&self.world.references, &world.references)
            && Arc::ptr_eq(&self.world.catalogue, &world.catalogue)
            && Arc::ptr_eq(&self.world.guides.host, &world.guides.host);
        let mut judged = self.judged.iter();
        judged.find(|one| one.guide.id == guide.id).filter(|_| same)
    }

    /// The guides that judged the applicant and the packs that go along, with their own numbers.
    pub(crate) fn guides(&self) -> Vec<Arc<Guide>> {
        let judges = |guide: &&Arc<Guide>| {
            guide.manifest.kind != GuideKind::Guide
                || self.judged.iter().any(|one| one.guide.id == guide.id)
        };
        self.world
            .published
            .guides
            .iter()
            .filter(judges)
            .cloned()
            .collect()
    }

    /// The profile as it was read.
    pub(crate) fn profile(&self) -> &SourceText {
        &self.profile
    }

    /// What each guide says of the profile as it stands.
    pub(crate) fn said(&self) -> impl Iterator<Item = (&Guide, &Advice)> {
        self.judged.iter().map(|one| (&*one.guide, &*one.advice))
    }

    /// The guides that are not for the applicant.
    pub(crate) fn unfit(&self) -> Vec<Unfit<'_>> {
        unfit(&self.against)
    }

    /// What one guide says of the profile as it stands.
    pub(super) fn report<'e>(&'e self, judged: &'e Judged, top: usize) -> Report<'e> {
        Report {
            guide: &judged.guide,
            applicant: &self.applicant,
            advice: &judged.advice,
            catalogue: &self.world.catalogue,
            references: &self.world.references,
            as_of: self.world.as_of,
            version: self.version,
            caution: judged.caution.as_deref(),
            top,
        }
    }

    /// What it says with `--set`, where that was given.
    pub(super) fn with_set<'e>(
        &'e self,
        judged: &'e Judged,
        report: &Report<'e>,
    ) -> Option<Report<'e>> {
        let (applicant, advice) = self.changed.as_ref().zip(judged.changed.as_ref())?;
        Some(Report {
            applicant,
            advice,
            ..*report
        })
    }
}
