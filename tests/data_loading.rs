//! The data set loads as it is, and whatever is wrong with a file is said with the line it stands on.

#[path = "../examples/tumor/data.rs"]
mod data;

use std::path::Path;

use data::{Dataset, FEATURES};

/// A small well-formed file: header, two rows of `train`, one of `test`.
fn lines() -> Vec<String> {
    let header = (0..FEATURES).map(|j| format!(",f{j}")).collect::<String>();
    let row = |split: &str, label: &str, start: f64| {
        let values = (0..FEATURES).map(|j| format!(",{}", start + j as f64)).collect::<String>();
        format!("{split},{label}{values}")
    };
    vec![format!("split,malignant{header}"), row("train", "1", 0.5), row("train", "0", 2.5), row("test", "1", 1.5)]
}

fn read(lines: &[String]) -> Result<Dataset, String> {
    read_bytes(lines.join("\n").as_bytes())
}

fn read_bytes(bytes: &[u8]) -> Result<Dataset, String> {
    Dataset::parse(Path::new("some.csv"), bytes).map_err(|error| error.to_string())
}

/// The error for the small file with its `line` (counted from 1) replaced.
fn error_with(line: usize, replacement: String) -> String {
    let mut lines = lines();
    lines[line - 1] = replacement;
    read(&lines).expect_err("the file is malformed")
}

#[test]
fn the_shipped_file_is_complete() {
    let dataset = Dataset::shipped().unwrap();
    assert_eq!((dataset.train.len(), dataset.test.len()), (455, 114));
    let malignant = dataset.train.y.iter().chain(&dataset.test.y).sum::<f64>();
    assert_eq!(malignant, 212.0);
    assert_eq!(dataset.train.x[0][..3], [19.73, 19.82, 130.7]);
}

#[test]
fn a_well_formed_file_is_read_in_order() {
    let dataset = read(&lines()).unwrap();
    assert_eq!(dataset.train.y, [1.0, 0.0]);
    assert_eq!(dataset.test.y, [1.0]);
    assert_eq!(dataset.train.x[1][0], 2.5);
    assert_eq!(dataset.test.x[0][FEATURES - 1], 30.5);
}

#[test]
fn standardising_uses_the_train_split_alone() {
    let mut dataset = read(&lines()).unwrap();
    dataset.standardise();
    // Train holds 0.5 and 2.5: mean 1.5, population deviation 1. The test row lies on the mean.
    assert!(dataset.train.x[0].iter().all(|&value| value == -1.0));
    assert!(dataset.train.x[1].iter().all(|&value| value == 1.0));
    assert!(dataset.test.x[0].iter().all(|&value| value == 0.0));
}

#[test]
fn a_column_that_never_varies_becomes_zeros() {
    let mut lines = lines();
    lines[2] = lines[1].clone();
    let mut dataset = read(&lines).unwrap();
    dataset.standardise();
    assert!(dataset.train.x.iter().flatten().all(|&value| value == 0.0));
}

#[test]
fn a_missing_file_is_named() {
    let error = Dataset::load(Path::new("no/such.csv")).expect_err("there is no such file").to_string();
    assert!(error.starts_with("no/such.csv: "), "{error}");
}

#[test]
fn a_short_header_is_refused() {
    assert_eq!(
        error_with(1, "split,malignant,radius".into()),
        "some.csv, line 1: the header names 3 columns, expected 32"
    );
}

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(read(&[]).unwrap_err(), "some.csv, line 1: the header names 0 columns, expected 32");
}

#[test]
fn a_row_of_the_wrong_length_is_refused() {
    assert_eq!(error_with(3, "train,0,1.5".into()), "some.csv, line 3: 3 values, expected 32 as in the header");
    let long = format!("{},7", lines()[3]);
    assert_eq!(error_with(4, long), "some.csv, line 4: 33 values, expected 32 as in the header");
}

#[test]
fn a_value_that_is_no_finite_number_is_refused() {
    for bad in ["2.5x", "", "NaN", "inf", "1,5"] {
        let row = lines()[2].replace(",4.5,", &format!(",\"{bad}\","));
        assert_eq!(error_with(3, row), format!("some.csv, line 3: column `f2` is `{bad}`, expected a finite number"));
    }
}

#[test]
fn an_unknown_label_or_split_is_refused() {
    let row = lines()[1].replacen("train,1", "train,malignant", 1);
    assert_eq!(error_with(2, row), "some.csv, line 2: column `malignant` is `malignant`, expected 0 or 1");
    let row = lines()[1].replacen("train", "valid", 1);
    assert_eq!(error_with(2, row), "some.csv, line 2: column `split` is `valid`, expected `train` or `test`");
}

#[test]
fn a_split_without_rows_is_refused() {
    let lines = lines();
    assert_eq!(read(&lines[..3]).unwrap_err(), "some.csv: no row belongs to the `test` split");
    let only_test = [lines[0].clone(), lines[3].clone()];
    assert_eq!(read(&only_test).unwrap_err(), "some.csv: no row belongs to the `train` split");
}

#[test]
fn text_that_is_not_utf8_is_refused_with_its_line() {
    let mut bytes = lines().join("\n").into_bytes();
    let last = bytes.len() - 1;
    bytes[last] = 0xff;
    let error = read_bytes(&bytes).unwrap_err();
    assert!(error.starts_with("some.csv, line 4: invalid utf-8"), "{error}");
}

#[test]
fn lines_are_counted_through_crlf_and_blank_ones() {
    let mut lines = lines();
    lines[3] = lines[3].replacen(",1,", ",7,", 1);
    let text = format!("{}\r\n\r\n{}\r\n{}\r\n{}", lines[0], lines[1], lines[2], lines[3]);
    let error = read_bytes(text.as_bytes()).unwrap_err();
    assert_eq!(error, "some.csv, line 5: column `malignant` is `7`, expected 0 or 1");
}
