//! What is going on, for every thread and every open page to see.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use appc::picture::Picture;
use serde::Serialize;

/// The shared state of a run; every change is told to the open pages.
#[derive(Default)]
pub struct Live {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    spec: String,
    picture: Option<Arc<Picture>>,
    port: Option<u16>,
    generation: u32,
    progress: Option<Progress>,
    trouble: Option<Arc<Trouble>>,
    pages: Vec<Sender<Message>>,
}

/// How far cargo is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Crates that are compiled.
    pub done: usize,
    /// Crates there are, once known.
    pub total: Option<usize>,
    /// The crate at work, or what else is being done.
    pub doing: String,
}

/// Why the newest spec is not what is running.
#[derive(Debug, Clone, Serialize)]
pub struct Trouble {
    /// One line.
    pub title: String,
    /// All of it, as a terminal shows it.
    pub text: String,
    /// The diagnostics as JSON lines have them; none if the spec is fine.
    pub diagnostics: Vec<serde_json::Value>,
}

/// Something a page is told: the name of the event, and its JSON.
#[derive(Debug, Clone)]
pub struct Message {
    /// `hello`, `progress`, `trouble` or `reload`.
    pub event: &'static str,
    /// What came with it.
    pub json: String,
}

/// All that a page needs to be drawn.
pub struct Snapshot {
    /// The spec's file name.
    pub spec: String,
    /// The newest app whose spec was right.
    pub picture: Option<Arc<Picture>>,
    /// Counts the apps that took over.
    pub generation: u32,
    /// How far cargo is, while it builds.
    pub progress: Option<Progress>,
    /// Why the newest spec is not what is running.
    pub trouble: Option<Arc<Trouble>>,
}

#[derive(Serialize)]
struct Hello<'a> {
    generation: u32,
    is_running: bool,
    progress: Option<&'a Progress>,
    trouble: Option<&'a Trouble>,
}

impl Live {
    /// Names the spec, for the plan page.
    pub fn set_spec(&self, name: &str) {
        name.clone_into(&mut self.lock().spec);
    }

    /// Shows another app from now on.
    pub fn set_picture(&self, picture: Picture) {
        self.lock().picture = Some(Arc::new(picture));
    }

    /// Tells how far cargo is; none once it has ended.
    pub fn set_progress(&self, progress: Option<Progress>) {
        let mut state = self.lock();
        if state.progress == progress {
            return;
        }
        if let Some(progress) = &progress {
            state.tell("progress", progress);
        }
        state.progress = progress;
    }

    /// Tells what is wrong; none once it is mended.
    pub fn set_trouble(&self, trouble: Option<Trouble>) {
        let mut state = self.lock();
        if trouble.is_some() || state.trouble.is_some() {
            state.tell("trouble", &trouble);
        }
        state.trouble = trouble.map(Arc::new);
    }

    /// Hands requests to the app on this port, and has open pages reload.
    pub fn take_over(&self, port: u16) {
        let mut state = self.lock();
        state.port = Some(port);
        state.generation += 1;
        state.progress = None;
        state.trouble = None;
        let generation = state.generation;
        state.tell("reload", &generation);
        drop(state);
        self.changed.notify_all();
    }

    /// Stops handing requests on: the app is gone.
    pub fn app_is_gone(&self) {
        self.lock().port = None;
    }

    /// Where the app answers, if one runs.
    pub fn port(&self) -> Option<u16> {
        self.lock().port
    }

    /// Waits for another app than the one on `port`, which does not answer.
    pub fn other_port(&self, port: u16, at_most: Duration) -> Option<u16> {
        let deadline = Instant::now() + at_most;
        let mut state = self.lock();
        while state.port == Some(port) {
            let left = deadline.checked_duration_since(Instant::now())?;
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        state.port
    }

    /// Copies what a page is drawn from.
    pub fn snapshot(&self) -> Snapshot {
        let state = self.lock();
        Snapshot {
            spec: state.spec.clone(),
            picture: state.picture.clone(),
            generation: state.generation,
            progress: state.progress.clone(),
            trouble: state.trouble.clone(),
        }
    }

    /// Tells a page everything from now on, beginning with how things stand.
    pub fn subscribe(&self) -> Receiver<Message> {
        let (sender, receiver) = channel();
        let mut state = self.lock();
        let hello = Hello {
            generation: state.generation,
            is_running: state.port.is_some(),
            progress: state.progress.as_ref(),
            trouble: state.trouble.as_deref(),
        };
        let _ = sender.send(message("hello", &hello));
        state.pages.push(sender);
        receiver
    }

    /// A thread that panicked while holding the lock left nothing half done:
    /// each method changes the state in plain assignments.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Tells every page, and forgets those that are gone.
    fn tell(&mut self, event: &'static str, what: &impl Serialize) {
        let message = message(event, what);
        self.pages.retain(|page| page.send(message.clone()).is_ok());
    }
}

fn message(event: &'static str, what: &impl Serialize) -> Message {
    Message {
        event,
        json: serde_json::to_string(what).unwrap_or_else(|_| "null".to_owned()),
    }
}
