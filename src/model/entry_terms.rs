use super::words::words;

words! {
    /// A kind of US clinical experience.
    UsceKind {
        /// A student who works as an intern.
        SubInternship = "sub-internship",
        /// An elective of a medical student.
        Elective = "elective",
        /// A core clerkship of a medical student.
        Clerkship = "clerkship",
        /// Hands-on work after graduation.
        Externship = "externship",
        /// Watching only.
        Observership = "observership",
        /// From afar.
        Telerotation = "telerotation",
        /// Following somebody for a few days.
        Shadowing = "shadowing",
    }
}

words! {
    /// Where clinical experience was gained or a letter writer works.
    ClinicalSetting {
        /// A university hospital.
        University = "university",
        /// A community hospital.
        Community = "community",
        /// A county hospital.
        County = "county",
        /// A safety net hospital.
        SafetyNet = "safety-net",
        /// A hospital of the Department of Veterans Affairs.
        Va = "va",
        /// A community health center.
        CommunityHealthCenter = "community-health-center",
        /// A private practice.
        PrivatePractice = "private-practice",
    }
}

words! {
    /// How a rotation was judged.
    Evaluation {
        /// Excellent.
        Excellent = "excellent",
        /// Good.
        Good = "good",
        /// Mixed.
        Mixed = "mixed",
    }
}

words! {
    /// Who writes a letter of recommendation.
    LetterRole {
        /// A program director.
        ProgramDirector = "program-director",
        /// A clerkship director.
        ClerkshipDirector = "clerkship-director",
        /// A chief of a department or service.
        Chief = "chief",
        /// A member of a program's core faculty.
        CoreFaculty = "core-faculty",
        /// An attending physician.
        Attending = "attending",
        /// A research mentor.
        ResearchMentor = "research-mentor",
        /// Somebody else.
        Other = "other",
    }
}

words! {
    /// What a letter of recommendation says.
    LetterContent {
        /// The writer would trust the applicant with the work of the first year.
        Pgy1Trust = "pgy1-trust",
        /// The applicant reasons soundly.
        SoundReasoning = "sound-reasoning",
        /// The writer would have the applicant as a resident.
        WouldHaveAsResident = "would-have-as-resident",
        /// The applicant used a language with patients.
        LanguageInCare = "language-in-care",
        /// The applicant grew.
        Growth = "growth",
        /// The applicant works hard and can be relied on.
        WorkEthic = "work-ethic",
        /// The applicant works well in a team.
        Teamwork = "teamwork",
        /// The applicant talks well with patients and colleagues.
        Communication = "communication",
        /// The applicant is better than the scores suggest.
        ExceedsScores = "exceeds-scores",
        /// The applicant works at the level of US students.
        LevelOfUsStudents = "level-of-us-students",
        /// The applicant fits work with underserved patients.
        UnderservedFit = "underserved-fit",
    }
}

words! {
    /// A kind of research.
    ResearchKind {
        /// Quality improvement.
        QualityImprovement = "quality-improvement",
        /// Clinical.
        Clinical = "clinical",
        /// Basic science.
        BasicScience = "basic-science",
        /// A case report.
        CaseReport = "case-report",
        /// A review.
        Review = "review",
    }
}

words! {
    /// How far research was presented.
    Presented {
        /// At the own hospital or school.
        Local = "local",
        /// At a meeting of a region or state.
        Regional = "regional",
        /// At a national meeting.
        National = "national",
        /// At an international meeting.
        International = "international",
    }
}

words! {
    /// A kind of work beside rotations and research.
    ExperienceKind {
        /// Practice as a physician.
        ClinicalPractice = "clinical-practice",
        /// Teaching.
        Teaching = "teaching",
        /// Leading others.
        Leadership = "leadership",
        /// Outreach to a community.
        CommunityOutreach = "community-outreach",
        /// Volunteering.
        Volunteering = "volunteering",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// What research is about, as far as guides ask.
    ResearchTopic {
        /// Diabetes.
        Diabetes = "diabetes",
        /// Chronic obstructive pulmonary disease.
        Copd = "copd",
        /// Heart failure.
        HeartFailure = "heart-failure",
        /// Obesity.
        Obesity = "obesity",
        /// Access to care in the country.
        RuralAccess = "rural-access",
        /// How underserved patients fare.
        UnderservedOutcomes = "underserved-outcomes",
        /// Spanish-speaking patients.
        SpanishSpeaking = "spanish-speaking",
        /// Migrant workers.
        MigrantWorkers = "migrant-workers",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// How well a language is spoken.
    LanguageLevel {
        /// A little.
        Basic = "basic",
        /// Enough for a talk.
        Conversational = "conversational",
        /// Fluently.
        Fluent = "fluent",
        /// As a first language.
        Native = "native",
    }
}

words! {
    /// Where underserved patients were cared for.
    UnderservedSetting {
        /// In the country.
        Rural = "rural",
        /// Among farm workers.
        Farmworker = "farmworker",
        /// Among migrants.
        Migrant = "migrant",
        /// Among refugees.
        Refugee = "refugee",
        /// In a safety net hospital.
        SafetyNet = "safety-net",
        /// In a free clinic.
        FreeClinic = "free-clinic",
        /// In a community health center.
        CommunityHealthCenter = "community-health-center",
        /// In public health.
        PublicHealth = "public-health",
        /// Where means were few.
        LowResource = "low-resource",
    }
}

words! {
    /// What ties an applicant to a place.
    TieKind {
        /// Lived there.
        Lived = "lived",
        /// Has family there.
        Family = "family",
        /// Studied there.
        Studied = "studied",
        /// Worked there.
        Worked = "worked",
        /// Volunteered there.
        Volunteered = "volunteered",
    }
}

words! {
    /// What connects an applicant with a program.
    ConnectionKind {
        /// A strong connection of another kind.
        StrongConnection = "strong-connection",
        /// A rotation there as an audition.
        AuditionRotation = "audition-rotation",
        /// A member of the faculty who speaks for the applicant.
        FacultyAdvocate = "faculty-advocate",
        /// A physician who guides the applicant.
        Mentor = "mentor",
        /// A graduate of the applicant's school, or a resident, who answers questions.
        Alumni = "alumni",
    }
}
