use super::*;

fn text_of(folder: &Path, name: &str) -> String {
    Files::folder(folder).read(name).unwrap_err().to_string()
}

#[test]
fn a_huge_file_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let file = File::create(folder.path().join("big.yaml")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    let problem = text_of(folder.path(), "big.yaml");
    assert!(problem.ends_with(
        "big.yaml: this file has 104857600 bytes, and at most 1048576 are read (1 MiB)"
    ));
}

#[test]
fn what_cannot_be_read_is_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("latin.yaml"),
        b"name: a\ncity: S\xe3o Paulo\n",
    )
    .unwrap();
    fs::create_dir(folder.path().join("inner.yaml")).unwrap();
    let said = |name| text_of(folder.path(), name);
    assert!(said("latin.yaml").ends_with("latin.yaml:2: this line is not UTF-8 text (save the file again as UTF-8; editors call it the encoding)"));
    assert!(said("inner.yaml").ends_with("this is a folder, but a file belongs here"));
    assert!(said("none.yaml").ends_with("none.yaml: there is no such file"));
    assert!(text_of(Path::new("/dev"), "zero").ends_with("this is not a regular file"));
    let list = Files::folder(folder.path())
        .list("none", "yaml")
        .unwrap_err()
        .to_string();
    assert!(list.ends_with("none: there is no such folder"));
}

#[test]
fn files_are_listed_in_order_and_depth() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("b/c")).unwrap();
    for name in ["b/c/2.yaml", "b/1.yaml", "a.yaml", "a.txt", ".hidden.yaml"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let files = Files::folder(folder.path());
    assert_eq!(
        files.list("", "yaml").unwrap(),
        ["a.yaml", "b/1.yaml", "b/c/2.yaml"]
    );
    assert_eq!(files.list("b", "yaml").unwrap(), ["b/1.yaml", "b/c/2.yaml"]);
}

#[test]
fn a_missing_shipped_file_names_itself() {
    let problem = Files::shipped("datasets")
        .read("none.yaml")
        .unwrap_err()
        .to_string();
    assert_eq!(problem, "shipped/datasets/none.yaml: there is no such file");
}
