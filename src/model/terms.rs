use super::words::words;

words! {
    /// How a position begins and what it leads to, as the NRMP sorts them.
    Track {
        /// The whole training from the first year.
        Categorical = "categorical",
        /// One year only.
        Preliminary = "preliminary",
        /// The years after a preliminary one.
        Advanced = "advanced",
        /// A categorical track for primary care.
        PrimaryCare = "primary-care",
        /// Reserved for physicians who have trained before.
        Physician = "physician",
    }
}

words! {
    /// Where the medical degree comes from.
    TypeOfGraduate {
        /// A medical school outside the US and Canada.
        Img = "img",
        /// An allopathic school in the US.
        UsMd = "us-md",
        /// An osteopathic school in the US.
        UsDo = "us-do",
        /// A school in Canada.
        Canadian = "canadian",
    }
}

words! {
    /// Citizenship as far as the right to work in the US goes.
    Citizenship {
        /// A citizen of the US.
        UsCitizen = "us-citizen",
        /// A permanent resident of the US.
        UsPermanentResident = "us-permanent-resident",
        /// Anybody else.
        ForeignNational = "foreign-national",
    }
}

words! {
    /// The visa the applicant needs.
    Visa {
        /// None.
        None = "none",
        /// The J-1.
        J1 = "J-1",
        /// The H-1B.
        H1b = "H-1B",
        /// Either would do.
        Either = "either",
    }
}

words! {
    /// Whether a program sponsors a visa.
    Sponsorship {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// Under conditions, which the note gives.
        Conditional = "conditional",
    }
}

words! {
    /// What kind of hospital a program is at.
    Setting {
        /// A university hospital.
        University = "university",
        /// A community hospital.
        Community = "community",
        /// A community hospital with a university behind it.
        CommunityUniversityAffiliated = "community-university-affiliated",
        /// A military hospital.
        Military = "military",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Which public body owns the hospital.
    Ownership {
        /// A county or city.
        LocalGovernment = "local-government",
        /// A hospital district.
        HospitalDistrict = "hospital-district",
        /// The state.
        State = "state",
    }
}

words! {
    /// Whose applications a program takes.
    EligibleCitizenship {
        /// Only those who may work in the US anyway.
        UsOnly = "us-citizen-or-permanent-resident",
        /// Anybody's.
        Any = "any",
    }
}

words! {
    /// Whether US clinical experience is asked for.
    UsceRequirement {
        /// An application without it is not considered.
        Required = "required",
        /// It helps.
        Preferred = "preferred",
        /// The program says that it asks for none.
        None = "none",
    }
}

words! {
    /// How far the ECFMG certificate is.
    Ecfmg {
        /// Not begun.
        None = "none",
        /// Begun.
        InProgress = "in-progress",
        /// Certified.
        Certified = "certified",
    }
}

words! {
    /// Where in the season the applicant stands.
    Stage {
        /// Preparing or sending applications.
        Applying = "applying",
        /// Interviewing.
        Interviewing = "interviewing",
        /// Making the rank order list.
        Ranking = "ranking",
        /// Did not match.
        Unmatched = "unmatched",
    }
}

words! {
    /// How an exam ended.
    ExamResult {
        /// Passed.
        Pass = "pass",
        /// Failed.
        Fail = "fail",
    }
}

words! {
    /// The record at medical school.
    AcademicRecord {
        /// Near the top.
        Strong = "strong",
        /// In the middle.
        Average = "average",
        /// Below that, or with failed courses.
        Weak = "weak",
    }
}

words! {
    /// What living at a place costs.
    CostOfLiving {
        /// Little.
        Low = "low",
        /// About what it costs elsewhere.
        Moderate = "moderate",
        /// Much.
        High = "high",
    }
}

words! {
    /// How ready for an exam the applicant is, by practice scores.
    Readiness {
        /// Steadily above what is needed.
        Solid = "solid",
        /// Now above, now below.
        Uneven = "uneven",
        /// Below.
        Struggling = "struggling",
    }
}
