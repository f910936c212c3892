//! What the compiler says: every refusal, with the words and the place, and its passing twin.
//!
//! The words of rustc itself are those of one release: `TRYBUILD=overwrite` writes them anew.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    for topic in
        ["attribute", "signature", "syntax", "activity", "calls", "methods", "pullback", "second", "jvp", "derive"]
    {
        cases.compile_fail(format!("tests/ui/{topic}/*.rs"));
    }
}
