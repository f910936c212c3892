//! Reading `wdbc.csv`: 30 measurements of each tumor, and whether it was malignant.
//!
//! Whatever is wrong with the file is said with the line it stands on, since a wrong number in a training set shows
//! nowhere else.

use std::fmt;
use std::path::{Path, PathBuf};

/// Measurements of one tumor.
pub(crate) const FEATURES: usize = 30;

/// The columns before the measurements: the split a row belongs to, and its label.
const LEADING: usize = 2;

/// Some of the tumors: one row of `x` and one entry of `y` (1 malignant, 0 benign) for each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Split {
    /// The measurements.
    pub(crate) x: Vec<[f64; FEATURES]>,
    /// The labels.
    pub(crate) y: Vec<f64>,
}

impl Split {
    /// How many tumors there are.
    pub(crate) fn len(&self) -> usize {
        self.y.len()
    }

    fn push(&mut self, x: [f64; FEATURES], y: f64) {
        self.x.push(x);
        self.y.push(y);
    }
}

/// The whole file. Its rows are shuffled already, and say themselves which split they belong to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dataset {
    /// What a model may learn from.
    pub(crate) train: Split,
    /// What it is judged by.
    pub(crate) test: Split,
}

impl Dataset {
    /// The file that is shipped with the examples, found from any working directory.
    pub(crate) fn shipped() -> Result<Dataset, DataError> {
        Dataset::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/wdbc.csv"))
    }

    /// Reads the file at `path`.
    pub(crate) fn load(path: &Path) -> Result<Dataset, DataError> {
        let bytes = std::fs::read(path).map_err(|why| DataError::new(path, None, why))?;
        Dataset::parse(path, &bytes)
    }

    /// Reads the text of a file; `path` is only named in errors.
    pub(crate) fn parse(path: &Path, text: &[u8]) -> Result<Dataset, DataError> {
        // `flexible`, so that a row of the wrong length gets our message, which names what was expected.
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(text);
        let refused = |why: csv::Error| {
            let line = why.position().map(|position| line_of(text, position));
            match why.kind() {
                csv::ErrorKind::Utf8 { err, .. } => DataError::new(path, line, err),
                _ => DataError::new(path, line, why),
            }
        };
        let header = csv.headers().map_err(refused)?.clone();
        let width = LEADING + FEATURES;
        if header.len() != width {
            let what = format!("the header names {} columns, expected {width}", header.len());
            return Err(DataError::new(path, Some(1), what));
        }

        let mut dataset = Dataset::default();
        for record in csv.records() {
            let record = record.map_err(refused)?;
            let (split, x, y) = row(&header, &record).map_err(|what| {
                let line = record.position().map(|position| line_of(text, position));
                DataError::new(path, line, what)
            })?;
            match split {
                Which::Train => dataset.train.push(x, y),
                Which::Test => dataset.test.push(x, y),
            }
        }
        for (name, split) in [("train", &dataset.train), ("test", &dataset.test)] {
            if split.len() == 0 {
                return Err(DataError::new(path, None, format!("no row belongs to the `{name}` split")));
            }
        }
        Ok(dataset)
    }

    /// Gives every feature mean 0 and (population) standard deviation 1 **on the train split**, and applies the same
    /// shift and scale to the test split, about which nothing may be known beforehand.
    pub(crate) fn standardise(&mut self) {
        let n = self.train.len() as f64;
        for j in 0..FEATURES {
            let mean = self.train.x.iter().map(|row| row[j]).sum::<f64>() / n;
            let variance = self.train.x.iter().map(|row| (row[j] - mean).powi(2)).sum::<f64>() / n;
            // A column that never varies says nothing: it becomes zeros, not NaN.
            let scale = if variance > 0.0 { variance.sqrt() } else { 1.0 };
            for row in self.train.x.iter_mut().chain(&mut self.test.x) {
                row[j] = (row[j] - mean) / scale;
            }
        }
    }
}

/// The split that a row belongs to.
enum Which {
    Train,
    Test,
}

/// One row: its split, its measurements and its label, or what is wrong with it.
fn row(header: &csv::StringRecord, record: &csv::StringRecord) -> Result<(Which, [f64; FEATURES], f64), String> {
    if record.len() != header.len() {
        return Err(format!("{} values, expected {} as in the header", record.len(), header.len()));
    }
    let expected =
        |column: usize, what: &str| format!("column `{}` is `{}`, expected {what}", &header[column], &record[column]);
    let split = match &record[0] {
        "train" => Which::Train,
        "test" => Which::Test,
        _ => return Err(expected(0, "`train` or `test`")),
    };
    let y = match &record[1] {
        "0" => 0.0,
        "1" => 1.0,
        _ => return Err(expected(1, "0 or 1")),
    };
    let mut x = [0.0; FEATURES];
    for (j, value) in x.iter_mut().enumerate() {
        let column = LEADING + j;
        *value = match record[column].trim().parse::<f64>() {
            Ok(number) if number.is_finite() => number,
            _ => return Err(expected(column, "a finite number")),
        };
    }
    Ok((split, x, y))
}

/// The line, counted from 1, of the record at `position`. The reader's own count stands at the end of the record before,
/// which is not the line before when lines end in CRLF or are blank.
fn line_of(text: &[u8], position: &csv::Position) -> usize {
    let end_of_last = usize::try_from(position.byte()).map_or(text.len(), |byte| byte.min(text.len()));
    let skipped = text[end_of_last..].iter().take_while(|&&byte| byte == b'\r' || byte == b'\n').count();
    text[..end_of_last + skipped].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Why the data could not be read: the file, the line where there is one, and what is wrong there.
#[derive(Debug)]
pub(crate) struct DataError {
    path: PathBuf,
    line: Option<usize>,
    what: String,
}

impl DataError {
    fn new(path: &Path, line: Option<usize>, what: impl fmt::Display) -> DataError {
        DataError { path: path.to_owned(), line, what: what.to_string() }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(out, ", line {line}")?;
        }
        write!(out, ": {}", self.what)
    }
}

impl std::error::Error for DataError {}
