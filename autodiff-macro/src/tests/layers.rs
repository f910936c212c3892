//! The pipeline's order, held by reading the source: each stage imports the IR and stages to its left, no others.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the crate, and the modules of the crate that it may name.
const LAYERS: &[(&str, &[&str])] = &[
    ("ir", &[]),
    ("diagnostics", &[]),
    ("rules", &["ir"]),
    ("parse", &["diagnostics"]),
    ("lower", &["diagnostics", "ir", "parse", "rules"]),
    ("analyse", &["diagnostics", "ir"]),
    ("simplify", &["ir"]),
    ("transform", &["analyse", "ir", "rules", "simplify"]),
    ("emit", &["ir"]),
    ("custom", &["diagnostics", "emit", "ir", "lower", "parse"]),
    ("derive", &["diagnostics", "lower"]),
];

/// Who may name `syn`: the stages before `lower` and `lower` itself, and `#[pullback]` and `#[derive(Differentiable)]`, which
/// are such stages of their own.
const READS_SYN: &[&str] = &["custom", "derive", "diagnostics", "lower", "parse"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the source is there").map(|entry| entry.expect("readable").path()) {
        if entry.is_dir() && entry.file_name().is_some_and(|name| name != "tests") {
            found.extend(sources(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "rs") && !entry.ends_with("tests.rs") {
            found.push(entry);
        }
    }
    found
}

/// The code of a file, without comments and without its unit tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("readable");
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn stages() -> impl Iterator<Item = (&'static str, &'static [&'static str], Vec<PathBuf>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    LAYERS.iter().map(move |(stage, allowed)| (*stage, *allowed, sources(&root.join(stage))))
}

#[test]
fn stages_import_to_their_left_alone() {
    for (stage, allowed, files) in stages() {
        assert!(!files.is_empty(), "no sources of {stage}");
        for file in files {
            let code = code(&file);
            for (other, _) in LAYERS {
                let named = code.contains(&format!("crate::{other}::")) || code.contains(&format!("crate::{other};"));
                assert!(
                    !named || *other == stage || allowed.contains(other),
                    "{} names crate::{other}, which {stage} may not",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn syn_is_read_at_one_end() {
    for (stage, _, files) in stages().filter(|(stage, ..)| !READS_SYN.contains(stage)) {
        for file in files {
            assert!(!code(&file).contains("syn::"), "{} names syn, which {stage} may not", file.display());
        }
    }
}

#[test]
fn files_do_one_thing() {
    for (_, _, files) in stages() {
        for file in files {
            let lines = fs::read_to_string(&file).expect("readable").lines().count();
            assert!(lines <= 400, "{} has {lines} lines", file.display());
        }
    }
}
