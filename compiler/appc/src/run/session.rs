//! The loop of a run: spec, code, program, and back to the spec.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use appc_diagnostics::render::{Format, render, summary};
use appc_diagnostics::{Diagnostic, SourceMap};

use super::app_process::{AppProcess, Launch};
use super::cargo::Build;
use super::live::{Live, Progress, Trouble};
use super::process::Process;
use crate::console::Console;
use crate::emission;
use crate::files;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec;

/// How often the app is looked after.
const LOOK: Duration = Duration::from_millis(250);

/// How long cargo may take to end when a newer spec makes it pointless.
const CARGO_END: Duration = Duration::from_millis(500);

/// What the loop waits for.
pub enum Event {
    /// The spec may have changed.
    SpecTouched,
    /// Cargo has come further.
    Progress {
        /// Which build.
        build: u32,
        /// How far.
        progress: Progress,
    },
    /// A build has ended, and if it went well the app answers.
    Built {
        /// Which build.
        build: u32,
        /// The app.
        app: Result<AppProcess>,
    },
    /// Somebody wants the run to end.
    Stop,
}

/// A run from its first spec to Ctrl-C.
pub struct Session {
    spec: PathBuf,
    base_url: String,
    live: Arc<Live>,
    console: Console,
    events: Sender<Event>,
    spec_name: String,
    /// Names the text of the spec that was read last.
    text: String,
    build: Option<Building>,
    builds: u32,
    app: Option<AppProcess>,
}

/// The build under way.
struct Building {
    number: u32,
    since: Instant,
    processes: Arc<Mutex<Vec<Process>>>,
}

impl Session {
    /// Prepares a run; nothing happens before [`Session::follow`].
    pub fn new(
        spec: PathBuf,
        base_url: String,
        live: Arc<Live>,
        console: Console,
        events: Sender<Event>,
    ) -> Self {
        Self {
            spec,
            base_url,
            live,
            console,
            events,
            spec_name: String::new(),
            text: String::new(),
            build: None,
            builds: 0,
            app: None,
        }
    }

    /// Runs until [`Event::Stop`].
    pub fn follow(mut self, inbox: &Receiver<Event>) -> Result<()> {
        self.read_spec();
        loop {
            match inbox.recv_timeout(LOOK) {
                Ok(Event::SpecTouched) => self.read_spec(),
                Ok(Event::Progress { build, progress }) if self.is_current(build) => {
                    self.console.progress(&progress_line(&progress));
                    self.live.set_progress(Some(progress));
                }
                Ok(Event::Built { build, app }) if self.is_current(build) => self.finish_build(app),
                // The spec has changed since that build began.
                Ok(Event::Progress { .. }) => {}
                Ok(Event::Built { app, .. }) => {
                    if let Ok(app) = app {
                        app.stop();
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.look_after_app(),
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.console.progress("");
        self.stop_build();
        if let Some(app) = &self.app {
            app.stop();
        }
        Ok(())
    }

    /// Reads the spec, and if its text is new compiles it.
    fn read_spec(&mut self) {
        let spec = match spec::load(&self.spec) {
            Ok(spec) => spec,
            Err(failure) => {
                self.try_again_when_saved();
                return self.explain(&failure);
            }
        };
        let text = fingerprint(&spec.sources);
        if text == self.text {
            return;
        }
        self.text = text;
        self.spec_name = spec.name();
        self.live.set_spec(&self.spec_name);
        if !spec.faults.is_empty() {
            return self.report(&spec.faults, &spec.sources);
        }
        let compiled = appc::compile(&spec.sources);
        self.report(&compiled.diagnostics, &spec.sources);
        let Some(app) = compiled.app else { return };
        self.live.set_picture(app.picture);
        let folder = spec.folder.join(".appc/run").join(&spec.stem);
        match emission::write(&folder, &app.files) {
            Ok(written) if written.is_nothing() && self.app.is_some() && self.build.is_none() => {
                self.console.say("nothing changes for the app");
            }
            Ok(_) => self.start_build(&folder, &spec.folder),
            Err(failure) => self.explain(&failure),
        }
    }

    /// Starts cargo, and after it the app, on a thread of their own.
    /// `home` is where the app runs: beside the spec, where an `.env` of its
    /// owner lies and where an editor finds the places that pages name.
    fn start_build(&mut self, folder: &Path, home: &Path) {
        self.stop_build();
        self.builds += 1;
        let number = self.builds;
        let build = match Build::start(folder) {
            Ok(build) => build,
            Err(failure) => return self.explain(&failure),
        };
        let processes = Arc::new(Mutex::new(vec![build.process()]));
        self.build = Some(Building {
            number,
            since: Instant::now(),
            processes: Arc::clone(&processes),
        });
        self.console.say("building");
        self.live.set_progress(Some(Progress::default()));
        let (events, console) = (self.events.clone(), self.console.clone());
        let database = folder.with_extension("db");
        let (home, base_url) = (home.to_owned(), self.base_url.clone());
        std::thread::spawn(move || {
            let tell = |progress| {
                let _ = events.send(Event::Progress {
                    build: number,
                    progress,
                });
            };
            let app = build.finish(tell).and_then(|executable| {
                let launch = Launch {
                    executable,
                    home,
                    database,
                    base_url,
                };
                AppProcess::start(&launch, &console, |process| {
                    let mut running = processes.lock().unwrap_or_else(PoisonError::into_inner);
                    running.push(process);
                })
            });
            let _ = events.send(Event::Built { build: number, app });
        });
    }

    fn finish_build(&mut self, app: Result<AppProcess>) {
        self.console.progress("");
        self.live.set_progress(None);
        let since = self.build.take().map(|build| build.since);
        let app = match app {
            Ok(app) => app,
            Err(failure) => {
                self.try_again_when_saved();
                return self.explain(&failure);
            }
        };
        self.live.take_over(app.port);
        if let Some(old) = self.app.replace(app) {
            std::thread::spawn(move || old.stop());
        }
        let seconds = since.map_or(0.0, |since| since.elapsed().as_secs_f32());
        self.console
            .say(&format!("running at {} ({seconds:.1} s)", self.base_url));
    }

    /// Ends a build that a newer spec has made pointless, and the app it may
    /// have started already.
    fn stop_build(&mut self) {
        if let Some(build) = self.build.take() {
            let processes = build
                .processes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            for process in processes {
                process.stop(CARGO_END);
            }
            self.live.set_progress(None);
        }
    }

    fn look_after_app(&mut self) {
        if let Some(why) = self.app.as_ref().and_then(AppProcess::ended) {
            self.app = None;
            self.live.app_is_gone();
            self.explain(&Failure::machine(why).cure("save the spec to start it again"));
            self.try_again_when_saved();
        }
    }

    /// Prints diagnostics; errors also go to the open pages.
    fn report(&self, diagnostics: &[Diagnostic], sources: &SourceMap) {
        let outcome = self.console.report(diagnostics, sources);
        if outcome == Outcome::Fine {
            self.live.set_trouble(None);
            return;
        }
        if self.app.is_some() {
            self.console
                .say("the last version that worked keeps running");
        }
        let json = render(diagnostics, sources, Format::Json);
        self.live.set_trouble(Some(Trouble {
            title: format!("{} in {}", summary(diagnostics), self.spec_name),
            text: render(diagnostics, sources, Format::Human { color: false }),
            diagnostics: json
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect(),
        }));
    }

    /// Prints a fault that is none of the spec and shows it on open pages.
    fn explain(&self, failure: &Failure) {
        let line = failure.line();
        self.console.complain(&line);
        self.live.set_trouble(Some(Trouble {
            title: line.lines().next().unwrap_or_default().to_owned(),
            text: line,
            diagnostics: Vec::new(),
        }));
    }

    /// Makes the next reading news, even if the text is the same.
    fn try_again_when_saved(&mut self) {
        self.text.clear();
    }

    fn is_current(&self, build: u32) -> bool {
        self.build
            .as_ref()
            .is_some_and(|under_way| under_way.number == build)
    }
}

/// Names the texts of a spec: the same name, the same texts.
fn fingerprint(sources: &SourceMap) -> String {
    let mut all = String::new();
    for file in sources.ids() {
        all.push_str(sources.path(file));
        all.push('\0');
        all.push_str(sources.text(file));
        all.push('\0');
    }
    files::hash(all.as_bytes())
}

fn progress_line(progress: &Progress) -> String {
    let count = match progress.total {
        Some(total) => format!("crate {} of {total}", progress.done),
        None => format!("crate {}", progress.done),
    };
    format!("building  {count}  {}", progress.doing)
}
