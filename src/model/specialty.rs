/// A specialty in which residency programs train.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Specialty {
    /// The id that files and rules use.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
}

impl Specialty {
    /// The specialties of ERAS and the NRMP.
    pub const ALL: &'static [Self] = &[
        specialty("internal-medicine", "Internal Medicine"),
        specialty("family-medicine", "Family Medicine"),
        specialty("general-surgery", "General Surgery"),
        specialty("neurology", "Neurology"),
        specialty("psychiatry", "Psychiatry"),
        specialty("transitional-year", "Transitional Year"),
        specialty("pediatrics", "Pediatrics"),
        specialty("pathology", "Pathology"),
        specialty("anesthesiology", "Anesthesiology"),
        specialty("diagnostic-radiology", "Diagnostic Radiology"),
        specialty("interventional-radiology", "Interventional Radiology"),
        specialty("dermatology", "Dermatology"),
        specialty("plastic-surgery", "Plastic Surgery"),
        specialty("orthopedic-surgery", "Orthopedic Surgery"),
        specialty("otolaryngology", "Otolaryngology"),
        specialty("ophthalmology", "Ophthalmology"),
        specialty("emergency-medicine", "Emergency Medicine"),
        specialty("obstetrics-gynecology", "Obstetrics and Gynecology"),
        specialty("neurosurgery", "Neurological Surgery"),
        specialty("urology", "Urology"),
        specialty("vascular-surgery", "Vascular Surgery"),
        specialty("thoracic-surgery", "Thoracic Surgery"),
        specialty("radiation-oncology", "Radiation Oncology"),
        specialty("nuclear-medicine", "Nuclear Medicine"),
        specialty(
            "physical-medicine-rehabilitation",
            "Physical Medicine and Rehabilitation",
        ),
        specialty("preventive-medicine", "Preventive Medicine"),
        specialty(
            "public-health-preventive-medicine",
            "Public Health and General Preventive Medicine",
        ),
        specialty(
            "occupational-medicine",
            "Occupational and Environmental Medicine",
        ),
        specialty("aerospace-medicine", "Aerospace Medicine"),
        specialty("medical-genetics", "Medical Genetics and Genomics"),
        specialty("child-neurology", "Child Neurology"),
        specialty(
            "neurodevelopmental-disabilities",
            "Neurodevelopmental Disabilities",
        ),
        specialty(
            "osteopathic-neuromusculoskeletal-medicine",
            "Osteopathic Neuromusculoskeletal Medicine",
        ),
        specialty(
            "internal-medicine-pediatrics",
            "Internal Medicine-Pediatrics",
        ),
        specialty(
            "internal-medicine-psychiatry",
            "Internal Medicine-Psychiatry",
        ),
        specialty(
            "internal-medicine-emergency-medicine",
            "Internal Medicine-Emergency Medicine",
        ),
        specialty(
            "internal-medicine-anesthesiology",
            "Internal Medicine-Anesthesiology",
        ),
        specialty(
            "internal-medicine-dermatology",
            "Internal Medicine-Dermatology",
        ),
        specialty(
            "internal-medicine-family-medicine",
            "Internal Medicine-Family Medicine",
        ),
        specialty(
            "internal-medicine-medical-genetics",
            "Internal Medicine-Medical Genetics",
        ),
        specialty("internal-medicine-neurology", "Internal Medicine-Neurology"),
        specialty(
            "internal-medicine-nuclear-medicine",
            "Internal Medicine-Nuclear Medicine",
        ),
        specialty(
            "internal-medicine-preventive-medicine",
            "Internal Medicine-Preventive Medicine",
        ),
        specialty("family-medicine-psychiatry", "Family Medicine-Psychiatry"),
        specialty(
            "family-medicine-emergency-medicine",
            "Family Medicine-Emergency Medicine",
        ),
        specialty(
            "family-medicine-preventive-medicine",
            "Family Medicine-Preventive Medicine",
        ),
        specialty(
            "family-medicine-osteopathic-neuromusculoskeletal-medicine",
            "Family Medicine-Osteopathic Neuromusculoskeletal Medicine",
        ),
        specialty("pediatrics-anesthesiology", "Pediatrics-Anesthesiology"),
        specialty(
            "pediatrics-emergency-medicine",
            "Pediatrics-Emergency Medicine",
        ),
        specialty("pediatrics-medical-genetics", "Pediatrics-Medical Genetics"),
        specialty(
            "pediatrics-physical-medicine-rehabilitation",
            "Pediatrics-Physical Medicine and Rehabilitation",
        ),
        specialty(
            "pediatrics-psychiatry-child-psychiatry",
            "Pediatrics-Psychiatry-Child and Adolescent Psychiatry",
        ),
        specialty("psychiatry-neurology", "Psychiatry-Neurology"),
        specialty(
            "emergency-medicine-anesthesiology",
            "Emergency Medicine-Anesthesiology",
        ),
        specialty(
            "diagnostic-radiology-nuclear-medicine",
            "Diagnostic Radiology-Nuclear Medicine",
        ),
    ];

    /// Their ids, in the same order.
    pub const WORDS: &'static [&'static str] = &[
        "internal-medicine",
        "family-medicine",
        "general-surgery",
        "neurology",
        "psychiatry",
        "transitional-year",
        "pediatrics",
        "pathology",
        "anesthesiology",
        "diagnostic-radiology",
        "interventional-radiology",
        "dermatology",
        "plastic-surgery",
        "orthopedic-surgery",
        "otolaryngology",
        "ophthalmology",
        "emergency-medicine",
        "obstetrics-gynecology",
        "neurosurgery",
        "urology",
        "vascular-surgery",
        "thoracic-surgery",
        "radiation-oncology",
        "nuclear-medicine",
        "physical-medicine-rehabilitation",
        "preventive-medicine",
        "public-health-preventive-medicine",
        "occupational-medicine",
        "aerospace-medicine",
        "medical-genetics",
        "child-neurology",
        "neurodevelopmental-disabilities",
        "osteopathic-neuromusculoskeletal-medicine",
        "internal-medicine-pediatrics",
        "internal-medicine-psychiatry",
        "internal-medicine-emergency-medicine",
        "internal-medicine-anesthesiology",
        "internal-medicine-dermatology",
        "internal-medicine-family-medicine",
        "internal-medicine-medical-genetics",
        "internal-medicine-neurology",
        "internal-medicine-nuclear-medicine",
        "internal-medicine-preventive-medicine",
        "family-medicine-psychiatry",
        "family-medicine-emergency-medicine",
        "family-medicine-preventive-medicine",
        "family-medicine-osteopathic-neuromusculoskeletal-medicine",
        "pediatrics-anesthesiology",
        "pediatrics-emergency-medicine",
        "pediatrics-medical-genetics",
        "pediatrics-physical-medicine-rehabilitation",
        "pediatrics-psychiatry-child-psychiatry",
        "psychiatry-neurology",
        "emergency-medicine-anesthesiology",
        "diagnostic-radiology-nuclear-medicine",
    ];

    /// The specialty with that id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|specialty| specialty.id == id)
    }
}

const fn specialty(id: &'static str, title: &'static str) -> Specialty {
    Specialty { id, title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_are_those_of_the_list() {
        let ids: Vec<&str> = Specialty::ALL
            .iter()
            .map(|specialty| specialty.id)
            .collect();
        assert_eq!(ids, Specialty::WORDS);
    }
}
