//! The list of files appc wrote into a folder: one sorted line a file.

use std::collections::BTreeMap;
use std::path::Path;

use crate::files;
use crate::outcome::{Failure, Result};
use crate::spec::shown;

const CURRENT: &str = ".appc/manifest";
const ANNOUNCED: &str = ".appc/manifest.next";

/// What was written under which path.
#[derive(Debug, Default)]
pub struct Manifest {
    entries: BTreeMap<String, Entry>,
    /// Files of a build that was announced and never settled.
    announced: BTreeMap<String, Entry>,
}

/// One file: its hash on disk, and its hash before formatting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    written: String,
    emitted: String,
}

impl Entry {
    /// Remembers what was emitted and what was written for it.
    pub fn of(emitted: &[u8], written: &[u8]) -> Self {
        Self {
            written: files::hash(written),
            emitted: files::hash(emitted),
        }
    }

    /// Says whether `contents` is what was emitted before.
    pub fn is_emission(&self, contents: &[u8]) -> bool {
        self.emitted == files::hash(contents)
    }
}

impl Manifest {
    /// Reads the manifest of a folder; none means appc never wrote there.
    pub fn load(folder: &Path) -> Result<Option<Self>> {
        let current = read(&folder.join(CURRENT))?;
        let announced = read(&folder.join(ANNOUNCED))?;
        if current.is_none() && announced.is_none() {
            return Ok(None);
        }
        Ok(Some(Self {
            entries: current.unwrap_or_default(),
            announced: announced.unwrap_or_default(),
        }))
    }

    /// The paths that may be on disk.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let more = self
            .announced
            .keys()
            .filter(|path| !self.entries.contains_key(*path));
        self.entries.keys().chain(more).map(String::as_str)
    }

    /// What the last settled build wrote under this path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// Says whether these bytes are what a build of ours left there.
    pub fn has_written(&self, path: &str, bytes: &[u8]) -> bool {
        is_written_by(&self.entries, path, bytes) || self.is_half_written(path, bytes)
    }

    /// Says whether these bytes come from a build that was killed half way,
    /// and not from the one before it.
    pub fn is_half_written(&self, path: &str, bytes: &[u8]) -> bool {
        is_written_by(&self.announced, path, bytes) && !is_written_by(&self.entries, path, bytes)
    }

    /// Adds a file.
    pub fn insert(&mut self, path: &str, entry: Entry) {
        self.entries.insert(path.to_owned(), entry);
    }

    /// Stores the manifest to come, before the first file changes.
    pub fn announce(&self, folder: &Path) -> Result<()> {
        files::replace(&folder.join(ANNOUNCED), self.text().as_bytes())
    }

    /// Makes the announced manifest the current one.
    pub fn settle(&self, folder: &Path) -> Result<()> {
        std::fs::rename(folder.join(ANNOUNCED), folder.join(CURRENT))
            .map_err(|error| Failure::io(shown(&folder.join(CURRENT)), &error))
    }

    fn text(&self) -> String {
        self.entries
            .iter()
            .map(|(path, entry)| format!("{path} {} {}\n", entry.written, entry.emitted))
            .collect()
    }
}

fn is_written_by(entries: &BTreeMap<String, Entry>, path: &str, bytes: &[u8]) -> bool {
    entries
        .get(path)
        .is_some_and(|entry| entry.written == files::hash(bytes))
}

fn read(path: &Path) -> Result<Option<BTreeMap<String, Entry>>> {
    let Some(bytes) = files::read_if_there(path)? else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut entries = BTreeMap::new();
    for line in text.lines() {
        // From the right, since only the path may hold blanks.
        let mut parts = line.rsplitn(3, ' ');
        let (Some(emitted), Some(written), Some(file)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(
                Failure::refused(format!("{} is damaged: `{line}`", shown(path)))
                    .cure("restore it, or build into another folder with `--out DIR`"),
            );
        };
        entries.insert(
            file.to_owned(),
            Entry {
                written: written.to_owned(),
                emitted: emitted.to_owned(),
            },
        );
    }
    Ok(Some(entries))
}
