//! The JSON Schemas that editors use are those of the code.

use std::fs;
use std::path::Path;

use preceptor::{Files, Guides, References};
use serde_json::Value;

/// The schema of an office policy is that of the shipped guides.
fn policy() -> Value {
    let references = References::load(&Files::shipped("datasets")).unwrap();
    let guides = Guides::load(&Files::shipped("rules"), references.titles()).unwrap();
    preceptor::guide::policy_schema(&guides)
}

fn all() -> Vec<(&'static str, Value)> {
    let mut all = preceptor::dataset::schemas();
    all.extend(preceptor::guide::schemas());
    all.push(("policy.json", policy()));
    all.push(("report-v1.json", preceptor::report::v1::schema()));
    all.push(("compare-v1.json", preceptor::report::compare_v1::schema()));
    all.push(("diff-v1.json", preceptor::report::diff_v1::schema()));
    all.push(("budget.json", preceptor::review::diff::budget_schema()));
    all
}

#[test]
fn the_schemas_on_disk_are_those_of_the_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let update = std::env::var("PRECEPTOR_UPDATE_SCHEMAS").is_ok();
    for (name, schema) in all() {
        let path = folder.join(name);
        let text = format!("{schema:#}\n");
        if update {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, text).unwrap();
            continue;
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        let help = "run the tests once with PRECEPTOR_UPDATE_SCHEMAS=1";
        assert!(found == text, "schemas/{name} differs: {help}");
    }
}

#[test]
fn no_schema_is_left_over() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let known: Vec<&str> = all().into_iter().map(|(name, _)| name).collect();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            // Of the command line: compared with what `preceptor schema` prints.
            known.contains(&name.as_str())
                || ["preceptor.d.rhai", "list-v1.json", "test-v1.json"].contains(&&*name),
            "schemas/{name} is no schema of the code"
        );
    }
}
