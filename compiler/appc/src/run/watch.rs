//! Notices that the spec may have changed.
//!
//! Only notices: whether it did is decided by comparing its text, because
//! editors write a file in several steps and touch it without need.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::{RecursiveMode, Watcher};

use super::session::Event;
use crate::spec;

/// How long the disk must be quiet before the spec is read again.
const QUIET: Duration = Duration::from_millis(60);

/// How often the spec is read if the system cannot watch it.
const POLL: Duration = Duration::from_millis(700);

/// Sends [`Event::SpecTouched`] from now on.
pub fn start(spec: &Path, events: Sender<Event>) {
    let spec = spec.to_owned();
    std::thread::spawn(move || {
        let (sender, touched) = mpsc::channel();
        // Dropping the watcher would end the watching.
        let mut watcher = watcher(&spec, sender);
        let mut watched = vec![folder_of(&spec)];
        let pause = if watcher.is_some() {
            Duration::from_secs(3600)
        } else {
            POLL
        };
        loop {
            if let Some(watcher) = &mut watcher {
                watch_used(watcher, &spec, &mut watched);
            }
            match touched.recv_timeout(pause) {
                Ok(()) => while touched.recv_timeout(QUIET).is_ok() {},
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(POLL),
            }
            if events.send(Event::SpecTouched).is_err() {
                return;
            }
        }
    });
}

/// Watches the folder and not the file, since many editors replace the file.
fn watcher(spec: &Path, touched: Sender<()>) -> Option<notify::RecommendedWatcher> {
    let (folder, mode) = if spec.is_dir() {
        (spec.to_owned(), RecursiveMode::Recursive)
    } else {
        (folder_of(spec), RecursiveMode::NonRecursive)
    };
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_spec = |event: &notify::Event| {
            !event.kind.is_access()
                && event
                    .paths
                    .iter()
                    .any(|path| path.extension().is_none_or(|extension| extension == "app"))
        };
        if event.as_ref().is_ok_and(is_spec) {
            let _ = touched.send(());
        }
    })
    .ok()?;
    watcher.watch(&folder, mode).ok()?;
    Some(watcher)
}

/// Watches the folders of the files that the spec uses, as far as that is new.
fn watch_used(watcher: &mut notify::RecommendedWatcher, spec: &Path, watched: &mut Vec<PathBuf>) {
    if spec.is_dir() {
        return;
    }
    // Whoever cannot read the spec says so elsewhere.
    let paths = spec::load(spec).map(|spec| spec.paths).unwrap_or_default();
    for folder in paths.iter().map(|path| folder_of(path)) {
        if !watched.contains(&folder) && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok()
        {
            watched.push(folder);
        }
    }
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
