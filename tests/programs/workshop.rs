//! Where programs are built and run: a crate of their own under the target directory, many programs in it.
//!
//! Why a crate written by the test, and not sources checked in or a build script: the generator is code like any other
//! and changes; what it writes is not worth keeping, but for what failed; and a program that does not compile must be a
//! failure with a name, not the end of the test. The crate shares the target directory, so that the macro and the
//! runtime are not built again, and is split into as many binaries as there are processors.

use crate::program::Program;
use crate::{drive, print};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What became of one program at one point: labels with floats, or a panic.
pub(crate) type Answers = Vec<(String, Vec<f64>)>;

#[derive(Clone, Debug)]
pub(crate) enum Built {
    /// One a point, in their order.
    Ran(Vec<Result<Answers, String>>),
    /// What rustc, or the macro, said.
    Refused(Vec<String>),
}

/// A program with the lines of input for it.
pub(crate) struct Order<'p> {
    pub(crate) program: &'p Program,
    pub(crate) lines: Vec<String>,
    /// With its companions, or the functions alone.
    pub(crate) annotated: bool,
}

/// Builds and runs them all, in a crate of that name.
pub(crate) fn run(name: &str, orders: &[Order<'_>]) -> Vec<Built> {
    let workshop = Workshop::open(name);
    for (number, order) in orders.iter().enumerate() {
        workshop.write(&format!("programs/p{number}.rs"), &module(order));
    }
    let mut refused: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    // An error in one phase of the compiler hides those of later phases: again without what has failed.
    loop {
        let standing: Vec<usize> = (0..orders.len()).filter(|number| !refused.contains_key(number)).collect();
        let bins = workshop.write_bins(&standing);
        match workshop.build() {
            Ok(()) => {
                let mut ran = workshop.serve(bins, orders);
                let built = |number| match refused.remove(&number) {
                    Some(messages) => Built::Refused(messages),
                    None => Built::Ran(ran.remove(&number).unwrap_or_default()),
                };
                return (0..orders.len()).map(built).collect();
            }
            Err(messages) => refused.extend(messages),
        }
    }
}

/// Which of them rustc takes without the macro: those are well typed.
pub(crate) fn well_typed(name: &str, programs: &[&Program]) -> Vec<bool> {
    let orders: Vec<Order<'_>> =
        programs.iter().map(|program| Order { program, lines: Vec::new(), annotated: false }).collect();
    run(name, &orders).iter().map(|built| matches!(built, Built::Ran(_))).collect()
}

fn module(order: &Order<'_>) -> String {
    format!(
        "use super::support::*;\nuse subject::*;\n\n{}\npub mod subject {{\nuse autodiff_runtime::prelude::*;\n\n{}}}\n",
        drive::source(order.program, order.annotated),
        print::source(order.program, order.annotated)
    )
}

struct Workshop {
    folder: PathBuf,
    target: PathBuf,
    name: String,
}

impl Workshop {
    fn open(name: &str) -> Workshop {
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = shared.join(name);
        let _ = fs::remove_dir_all(folder.join("src"));
        let target = shared.parent().expect("the target directory").to_owned();
        let workshop = Workshop { folder, target, name: name.to_owned() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        workshop.write("support.rs", include_str!("crate/support.rs"));
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nautodiff-runtime = {{ path = {:?} }}\nnum-traits = \"0.2\"\n\n\
             [profile.dev.package.{name}]\ndebug = 0\n\n[workspace]\n",
            root.join("autodiff-runtime")
        );
        fs::write(workshop.folder.join("Cargo.toml"), manifest).expect("the crate can be written");
        // The versions that the workspace has, so that nothing is asked of the network.
        fs::copy(root.join("Cargo.lock"), workshop.folder.join("Cargo.lock")).expect("the workspace has a lock file");
        workshop
    }

    fn write(&self, path: &str, source: &str) {
        let path = self.folder.join("src").join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the crate can be written");
        fs::write(path, source).expect("the crate can be written");
    }

    /// The programs dealt out to binaries, so that they are compiled side by side.
    fn write_bins(&self, programs: &[usize]) -> Vec<Vec<usize>> {
        let processors = std::thread::available_parallelism().map_or(2, usize::from).min(8);
        let count = processors.min(programs.len().div_ceil(4)).max(1);
        let dealt: Vec<Vec<usize>> =
            (0..count).map(|bin| programs.iter().copied().skip(bin).step_by(count).collect()).collect();
        let _ = fs::remove_dir_all(self.folder.join("src/bin"));
        for (bin, programs) in dealt.iter().enumerate() {
            let mut source = String::from(
                "#![allow(warnings, clippy::all, unconditional_panic, arithmetic_overflow)]\n\
                 #[path = \"../support.rs\"]\nmod support;\n",
            );
            let mut table = String::new();
            for program in programs {
                let _ = writeln!(source, "#[path = \"../programs/p{program}.rs\"]\nmod p{program};");
                let _ = write!(table, "({program}, p{program}::drive), ");
            }
            let _ = writeln!(source, "fn main() {{\n    support::serve(&[{table}]);\n}}");
            self.write(&format!("bin/{}-{bin}.rs", self.name), &source);
        }
        dealt
    }

    /// Errors by program.
    fn build(&self) -> Result<(), BTreeMap<usize, Vec<String>>> {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "--keep-going", "--message-format=short", "--manifest-path"])
            .arg(self.folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .expect("cargo runs");
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let mut errors: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for line in text.lines() {
            if let Some((_, rest)) = line.split_once("programs/p")
                && let Some((number, rest)) = rest.split_once(".rs:")
                && let Ok(number) = number.parse()
                && let Some((_, message)) = rest.split_once(": error")
            {
                let messages = errors.entry(number).or_default();
                let message = format!("error{message}");
                if !messages.contains(&message) {
                    messages.push(message);
                }
            }
        }
        assert!(!errors.is_empty(), "the crate of programs does not build, by no program's fault:\n{text}");
        Err(errors)
    }

    fn serve(&self, bins: Vec<Vec<usize>>, orders: &[Order<'_>]) -> BTreeMap<usize, Vec<Result<Answers, String>>> {
        let mut answers: BTreeMap<usize, Vec<Result<Answers, String>>> = BTreeMap::new();
        for (bin, programs) in bins.into_iter().enumerate() {
            let mut child = Command::new(self.target.join("debug").join(format!("{}-{bin}", self.name)))
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("the programs run");
            let mut input = String::new();
            for &program in &programs {
                for line in &orders[program].lines {
                    let _ = writeln!(input, "{program} {line}");
                }
            }
            let mut pipe = child.stdin.take().expect("a pipe");
            let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
            let output = child.wait_with_output().expect("the programs end");
            let _ = writer.join();
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                let (number, rest) = line.split_once(' ').unwrap_or((line, ""));
                if let Ok(number) = number.parse() {
                    answers.entry(number).or_default().push(parse(rest));
                }
            }
        }
        answers
    }
}

fn parse(line: &str) -> Result<Answers, String> {
    if let Some((_, cause)) = line.split_once("panic: ") {
        return Err(cause.to_owned());
    }
    let mut answers: Answers = Vec::new();
    for word in line.split_whitespace() {
        // Labels are words with a letter beyond `f`.
        match (u64::from_str_radix(word, 16), answers.last_mut()) {
            (Ok(bits), Some((_, numbers))) => numbers.push(f64::from_bits(bits)),
            _ => answers.push((word.to_owned(), Vec::new())),
        }
    }
    Ok(answers)
}
