//! Where programs are built and run: in a folder of their own under the target directory, many programs to a binary.
//!
//! Why sources written by the test, and not checked in or by a build script: the generator is code like any other and
//! changes; what it writes is not worth keeping, but for what failed; and a program that does not compile must be a failure
//! with a name, not the end of the test. rustc is called with what the workspace has built, so that the macro and the runtime
//! are not built again; it is called for several binaries side by side, and where a program fails, only for its binary again.

use crate::program::Program;
use crate::{drive, print};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, OnceLock};

/// Programs in one binary. Each binary costs a link, and is compiled again when one of its programs fails.
const BIN: usize = 15;

/// Errors by the number of the program.
type Errors = BTreeMap<usize, Vec<String>>;

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
    let count = orders.len().div_ceil(BIN);
    let bins: Vec<Vec<usize>> = (0..count).map(|bin| (bin..orders.len()).step_by(count).collect()).collect();
    let (bins, mut refused) = workshop.build_all(bins);
    let mut ran = workshop.serve(bins, orders);
    let built = |number| match refused.remove(&number) {
        Some(messages) => Built::Refused(messages),
        None => Built::Ran(ran.remove(&number).unwrap_or_default()),
    };
    (0..orders.len()).map(built).collect()
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
}

impl Workshop {
    fn open(name: &str) -> Workshop {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        let workshop = Workshop { folder };
        workshop.write("support.rs", include_str!("crate/support.rs"));
        workshop
    }

    fn binary(&self, bin: usize) -> PathBuf {
        self.folder.join(format!("bin{bin}"))
    }

    fn write(&self, path: &str, source: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the crate can be written");
        fs::write(path, source).expect("the crate can be written");
    }

    /// Compiles the binaries, as many at a time as there are processors. What stands in each in the end, and what was refused.
    fn build_all(&self, mut bins: Vec<Vec<usize>>) -> (Vec<Vec<usize>>, Errors) {
        let (next, refused) = (Mutex::new(bins.iter_mut().enumerate()), Mutex::new(Errors::new()));
        let work = || {
            loop {
                let Some((bin, programs)) = next.lock().expect("nobody panics").next() else { return };
                // An error in one phase of the compiler hides those of later phases: again without what has failed.
                loop {
                    let errors = self.build(bin, programs);
                    if errors.is_empty() {
                        break;
                    }
                    programs.retain(|number| !errors.contains_key(number));
                    refused.lock().expect("nobody panics").extend(errors);
                }
            }
        };
        let processors = std::thread::available_parallelism().map_or(2, usize::from).min(8);
        std::thread::scope(|scope| (0..processors).for_each(|_| drop(scope.spawn(work))));
        let refused = refused.into_inner().expect("nobody panics");
        (bins, refused)
    }

    /// Compiles a binary of these programs. Errors by program.
    fn build(&self, bin: usize, programs: &[usize]) -> Errors {
        let mut source =
            String::from("#![allow(warnings, clippy::all, unconditional_panic, arithmetic_overflow)]\nmod support;\n");
        let mut table = String::new();
        for program in programs {
            let _ = writeln!(source, "#[path = \"programs/p{program}.rs\"]\nmod p{program};");
            let _ = write!(table, "({program}, p{program}::drive), ");
        }
        let _ = writeln!(source, "fn main() {{\n    support::serve(&[{table}]);\n}}");
        let main = format!("bin{bin}.rs");
        self.write(&main, &source);
        let output = Command::new(Path::new(env!("CARGO")).with_file_name("rustc"))
            .args(["--edition", "2024", "--crate-type", "bin", "--error-format", "short", "-o"])
            .arg(self.binary(bin))
            .arg(self.folder.join(main))
            .args(["-C", "debug-assertions=on", "-C", "embed-bitcode=no"])
            .args(crates())
            .output()
            .expect("rustc runs");
        errors(&output)
    }

    fn serve(&self, bins: Vec<Vec<usize>>, orders: &[Order<'_>]) -> BTreeMap<usize, Vec<Result<Answers, String>>> {
        let mut answers: BTreeMap<usize, Vec<Result<Answers, String>>> = BTreeMap::new();
        for (bin, programs) in bins.into_iter().enumerate() {
            let mut child = Command::new(self.binary(bin))
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

/// What rustc says of the crates that programs name: as the workspace builds them, so that the macro and the runtime are not
/// built once more.
fn crates() -> &'static [String] {
    static CRATES: OnceLock<Vec<String>> = OnceLock::new();
    CRATES.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--workspace", "--lib", "--quiet", "--offline", "--message-format=json", "--manifest-path"])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target directory"))
            .output()
            .expect("cargo runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let mut arguments = Vec::new();
        for name in ["autodiff_runtime", "num_traits"] {
            let is_it = |line: &&str| line.contains(&format!("\"name\":\"{name}\"")) && line.contains(".rlib\"");
            let library =
                text.lines().find(is_it).and_then(|line| line.split('"').find(|part| part.ends_with(".rlib")));
            let library =
                library.unwrap_or_else(|| panic!("{name} is not built: {}", String::from_utf8_lossy(&output.stderr)));
            let folder = Path::new(library).parent().expect("a file in a folder");
            arguments.push("--extern".to_owned());
            arguments.push(format!("{name}={library}"));
            arguments.push("-L".to_owned());
            arguments.push(format!("dependency={}", folder.display()));
        }
        arguments
    })
}

fn errors(output: &Output) -> Errors {
    let mut errors = Errors::new();
    if output.status.success() {
        return errors;
    }
    let text = String::from_utf8_lossy(&output.stderr);
    for line in text.lines() {
        // The folder may be called like that, too.
        if let Some((path, rest)) = line.split_once(".rs:")
            && let Some((_, number)) = path.rsplit_once("programs/p")
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
    assert!(!errors.is_empty(), "a binary of programs does not build, by no program's fault:\n{text}");
    errors
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
