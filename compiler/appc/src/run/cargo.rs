//! Compiles the emitted app with cargo, and tells how far it is.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use serde::Deserialize;

use super::live::Progress;
use super::process::Process;
use super::shared_target;
use crate::bug_report;
use crate::machine;
use crate::outcome::{Failure, Result};

/// Cargo ends by itself; this only keeps the wait from being endless.
const AT_MOST: Duration = Duration::from_secs(60);

/// One build that may be under way.
pub struct Build {
    process: Process,
    outputs: super::process::Pipes,
    folder: PathBuf,
}

/// The lines of `cargo build --message-format=json` that are of use.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line {
    CompilerArtifact {
        package_id: String,
        executable: Option<PathBuf>,
    },
    CompilerMessage {
        message: CompilerMessage,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    rendered: Option<String>,
}

impl Build {
    /// Starts cargo in the app's folder.
    pub fn start(folder: &Path) -> Result<Self> {
        let target = machine::target_folder();
        shared_target::claim(&target, folder)?;
        let mut cargo = Command::new("cargo");
        cargo
            .args(["build", "--features", "dev"])
            .args(["--message-format", "json"])
            .arg("--target-dir")
            .arg(&target)
            .current_dir(folder)
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_PROGRESS_WHEN", "never")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let (process, outputs) =
            Process::start(&mut cargo).map_err(|error| Failure::io("cargo", &error))?;
        Ok(Self {
            process,
            outputs,
            folder: folder.to_owned(),
        })
    }

    /// The process, for stopping it.
    pub fn process(&self) -> Process {
        self.process.clone()
    }

    /// Follows the build to its end; gives back the program it made.
    pub fn finish(self, tell: impl Fn(Progress) + Send + Sync) -> Result<PathBuf> {
        let (words, said) = channel();
        let stderr = self.outputs.stderr;
        let mut outcome = Outcome::default();
        let total = total_of_crates(&self.folder);
        let doing = std::sync::Mutex::new(Progress::default());
        let said = std::thread::scope(|scope| {
            scope.spawn(|| {
                if let Some(stderr) = stderr {
                    listen(stderr, &words, |crate_name| {
                        if let Ok(mut progress) = doing.lock() {
                            progress.doing = crate_name;
                            tell(progress.clone());
                        }
                    });
                }
                drop(words);
            });
            if let Some(stdout) = self.outputs.stdout {
                for line in BufReader::new(stdout)
                    .lines()
                    .map_while(std::io::Result::ok)
                {
                    if outcome.read(&line)
                        && let Ok(mut progress) = doing.lock()
                    {
                        progress.done = outcome.crates.len();
                        progress.total = total.get().filter(|total| *total >= progress.done);
                        tell(progress.clone());
                    }
                }
            }
            said.into_iter().collect::<String>()
        });
        let status = self.process.wait(AT_MOST);
        match (status, outcome.executable) {
            (Some(status), Some(executable)) if status.success() => Ok(executable),
            _ => Err(failure(&said, &outcome.errors)),
        }
    }
}

/// What the JSON lines have told.
#[derive(Default)]
struct Outcome {
    crates: BTreeSet<String>,
    executable: Option<PathBuf>,
    errors: String,
}

impl Outcome {
    /// Takes a line in; says whether a crate was done.
    fn read(&mut self, line: &str) -> bool {
        match serde_json::from_str(line) {
            Ok(Line::CompilerArtifact {
                package_id,
                executable,
            }) => {
                if executable.is_some() {
                    self.executable = executable;
                }
                self.crates.insert(package_id)
            }
            Ok(Line::CompilerMessage { message }) if message.level.starts_with("error") => {
                self.errors
                    .push_str(message.rendered.as_deref().unwrap_or_default());
                false
            }
            Ok(Line::CompilerMessage { .. } | Line::Other) | Err(_) => false,
        }
    }
}

/// Passes on what cargo says, and the crates it names.
fn listen(stderr: impl Read, words: &Sender<String>, named: impl Fn(String)) {
    for line in BufReader::new(stderr)
        .lines()
        .map_while(std::io::Result::ok)
    {
        let mut parts = line.split_whitespace();
        match (parts.next(), parts.next()) {
            (Some("Compiling"), Some(name)) => named(name.to_owned()),
            (Some("Downloading" | "Downloaded"), _) => named("downloading crates".to_owned()),
            (Some("Updating"), _) => named("looking up crates".to_owned()),
            (Some("Blocking"), _) => named("waiting for another build".to_owned()),
            _ => {}
        }
        let _ = words.send(line + "\n");
    }
}

/// Tells a fault of the machine from one of appc: a spec that was checked
/// always compiles.
fn failure(cargo_says: &str, errors: &str) -> Failure {
    let all = format!("{cargo_says}\n{errors}");
    machine::cause_of_failed_build(&all).unwrap_or_else(|| {
        let report = bug_report::write("the emitted app does not compile", &all);
        Failure::bug(format!(
            "the code that appc emitted does not compile, which is a fault of appc and not of your spec; {report}"
        ))
    })
}

/// Counts the crates of the app in the background: cargo answers once it has
/// resolved them, which may take a download.
fn total_of_crates(folder: &Path) -> std::sync::Arc<Total> {
    let total = std::sync::Arc::new(Total::default());
    let (folder, found) = (folder.to_owned(), std::sync::Arc::clone(&total));
    std::thread::spawn(move || {
        if let Some(count) = count_crates(&folder) {
            found.0.store(count, std::sync::atomic::Ordering::Relaxed);
        }
    });
    total
}

/// Zero until it is known.
#[derive(Default)]
struct Total(std::sync::atomic::AtomicUsize);

impl Total {
    fn get(&self) -> Option<usize> {
        match self.0.load(std::sync::atomic::Ordering::Relaxed) {
            0 => None,
            count => Some(count),
        }
    }
}

#[derive(Deserialize)]
struct Metadata {
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Resolve {
    root: Option<String>,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

fn count_crates(folder: &Path) -> Option<usize> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--features", "dev"])
        .args(["--filter-platform", &host()?])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let metadata: Metadata = serde_json::from_slice(&output.stdout).ok()?;
    let resolve = metadata.resolve;
    let mut reached = BTreeSet::new();
    let mut pending = vec![resolve.root.clone()?];
    while let Some(id) = pending.pop() {
        let Some(node) = resolve.nodes.iter().find(|node| node.id == id) else {
            continue;
        };
        if !reached.insert(id) {
            continue;
        }
        for dependency in &node.deps {
            let is_built = |kind: &DependencyKind| kind.kind.as_deref() != Some("dev");
            if dependency.dep_kinds.iter().any(is_built) {
                pending.push(dependency.pkg.clone());
            }
        }
    }
    Some(reached.len())
}

fn host() -> Option<String> {
    let output = Command::new("rustc")
        .arg("-vV")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
}
