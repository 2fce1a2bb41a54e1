use crate::guides_beside::{compare, world};

#[test]
fn the_same_comparison_is_the_same_bytes() {
    let world = world();
    for format in ["text", "json"] {
        let run = |guides: [&str; 4]| {
            compare(&world)
                .args(["--format", format])
                .args(guides)
                .run()
        };
        let first = run(["--guide", "small", "--guide", "river"]).done().stdout;
        let second = run(["--guide", "river", "--guide", "small"]).done().stdout;
        assert_eq!(first, second);
    }
}

#[test]
fn the_comparison_is_written_to_a_file() {
    let world = world();
    compare(&world).args(["-o", "compared.txt"]).run().done();
    let text = world.read("compared.txt");
    assert_eq!(text, compare(&world).run().done().stdout);
}
