//! Compiles the program again when a rule or a dataset is added or removed: both are built in.

fn main() {
    println!("cargo::rerun-if-changed=datasets");
    println!("cargo::rerun-if-changed=rules");
}
