//! Tests of the pipeline as a whole.

mod expansion;
mod layers;
mod lost;
mod odd;
mod speed;

/// What a macro wrote, as a file.
pub(crate) fn printed(tokens: proc_macro2::TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("what comes out is Rust"))
}

/// The errors in such a file, from the first on.
pub(crate) fn compile_errors(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.skip_while(|line| !line.contains("compile_error")).collect::<Vec<_>>().join("\n")
}
