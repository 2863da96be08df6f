//! Reads a spec from disk or standard input.
//!
//! What is wrong with the bytes themselves is found here, since the stages
//! start from text: encoding and NUL characters. So is which files belong to
//! the spec: those that its `use` lines name are followed here.

mod uses;

use std::io::Read;
use std::path::{Path, PathBuf};

use appc_diagnostics::{Code, Diagnostic, FileId, Fix, SourceMap, Span};

use crate::outcome::{Failure, Result};

/// No spec a person keeps is larger; spans are 32-bit offsets.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The texts of one app, and where they came from.
pub struct Spec {
    /// The texts under the names messages use.
    pub sources: SourceMap,
    /// The files behind them, in the same order; without standard input.
    pub paths: Vec<PathBuf>,
    /// What is wrong with the bytes.
    pub faults: Vec<Diagnostic>,
    /// The folder whose neighbours are written: the spec's own.
    pub folder: PathBuf,
    /// What the spec is called on disk, without `.app`.
    pub stem: String,
}

/// Reads what a FILE argument means: a file and those it uses, a folder's `.app`
/// files, or `-`.
pub fn load(argument: &Path) -> Result<Spec> {
    if argument == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::io("standard input", &error))?;
        let mut spec = Spec::empty(Path::new("."));
        spec.add("<stdin>".to_owned(), bytes);
        uses::follow(&mut spec)?;
        return Ok(spec);
    }
    let metadata = std::fs::metadata(argument).map_err(|error| missing(argument, &error))?;
    let mut spec = Spec::empty(argument);
    if metadata.is_dir() {
        spec.folder = argument.to_owned();
        spec.paths = app_files_below(argument)?;
        if spec.paths.is_empty() {
            return Err(
                Failure::machine(format!("no .app file in {}", shown(argument)))
                    .cure("start one with `appc new NAME --template crm`"),
            );
        }
    } else {
        spec.folder = argument.parent().map(Path::to_owned).unwrap_or_default();
        spec.paths = vec![argument.to_owned()];
    }
    if spec.folder.as_os_str().is_empty() {
        spec.folder = PathBuf::from(".");
    }
    for path in spec.paths.clone() {
        let bytes = read_bounded(&path)?;
        spec.add(shown(&path), bytes);
    }
    uses::follow(&mut spec)?;
    Ok(spec)
}

/// Reads a spec that need not be there yet: nothing if the argument names no file, or a folder
/// without one.
pub fn load_if_there(argument: &Path) -> Result<Option<Spec>> {
    let is_there = match std::fs::metadata(argument) {
        Ok(metadata) if metadata.is_dir() => !app_files_below(argument)?.is_empty(),
        Ok(_) => true,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => argument == Path::new("-"),
        Err(error) => return Err(missing(argument, &error)),
    };
    if is_there {
        load(argument).map(Some)
    } else {
        Ok(None)
    }
}

/// Reads a text that is no spec, from a file or with `-` from standard input.
pub fn read_text(argument: &Path) -> Result<String> {
    let bytes = if argument == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::io("standard input", &error))?;
        bytes
    } else {
        read_bounded(argument)?
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// How messages spell a path: with `/`, and without a leading `./`.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

impl Spec {
    /// What people call it: its file, or its folder if there are several.
    pub fn name(&self) -> String {
        let mut files = self.sources.ids();
        match (files.next(), files.next()) {
            (Some(only), None) => self.sources.path(only).to_owned(),
            _ => self.stem.clone(),
        }
    }

    /// The path of a file seen from the folder of the spec; standard input has a made-up one.
    pub fn path_within(&self, index: usize) -> String {
        match self.paths.get(index) {
            Some(path) => shown(path.strip_prefix(&self.folder).unwrap_or(path)),
            None => "spec.app".to_owned(),
        }
    }

    /// A spec without texts, called after what was asked for.
    pub fn empty(argument: &Path) -> Self {
        // `.` and `..` have no name of their own until they are resolved.
        let named = std::fs::canonicalize(argument).unwrap_or_else(|_| argument.to_owned());
        let stem = named
            .file_stem()
            .map_or_else(|| "app".to_owned(), |stem| stem.to_string_lossy().into());
        Self {
            sources: SourceMap::default(),
            paths: Vec::new(),
            faults: Vec::new(),
            folder: PathBuf::from("."),
            stem,
        }
    }

    /// Adds a text under the name messages use.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = without_byte_order_mark(text);
                let stray = text
                    .char_indices()
                    .find(|(_, character)| is_stray_control(*character));
                let file = self.sources.add(name, without_stray_controls(text));
                if let Some((at, character)) = stray {
                    self.faults.push(stray_control(file, at, character));
                }
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                // The offset stays right, since only what follows it changes
                // its length.
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let file = self.sources.add(name, without_stray_controls(text));
                self.faults.push(not_utf8(file, at));
            }
        }
    }
}

/// Blanks a byte order mark, keeping the length so that offsets still fit the
/// file on disk.
fn without_byte_order_mark(text: String) -> String {
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => " ".repeat(BYTE_ORDER_MARK.len()) + rest,
        None => text,
    }
}

/// A control character that no text has a use for. Some of them would make a
/// terminal do things when a message shows the line.
fn is_stray_control(character: char) -> bool {
    character.is_control() && !['\t', '\n', '\r'].contains(&character)
}

/// Blanks them, keeping the length.
fn without_stray_controls(text: String) -> String {
    if !text.contains(is_stray_control) {
        return text;
    }
    text.chars()
        .map(|character| {
            if is_stray_control(character) {
                " ".repeat(character.len_utf8())
            } else {
                character.to_string()
            }
        })
        .collect()
}

fn read_bounded(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| missing(path, &error);
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(
            Failure::machine(format!("{} is larger than 16 MiB", shown(path)))
                .cure("split it into several .app files of one folder"),
        );
    }
    Ok(bytes)
}

/// Lists the `.app` files below a folder by name, leaving out hidden folders
/// and those that hold built code.
pub fn app_files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let failed = |error: std::io::Error| Failure::io(shown(&folder), &error);
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let path = entry.path();
            if kind.is_dir() {
                if !is_built(&path) {
                    pending.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "app") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_built(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.')
        || name == "target"
        || name == "node_modules"
        || folder.join(".appc/manifest").exists()
}

fn missing(path: &Path, error: &std::io::Error) -> Failure {
    let failure = Failure::io(shown(path), error);
    if error.kind() == std::io::ErrorKind::NotFound && !path.is_absolute() {
        return failure.cure("run appc where the spec is, or start one with `appc new NAME`");
    }
    failure
}

fn not_utf8(file: FileId, at: usize) -> Diagnostic {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let replacement = u32::try_from('\u{fffd}'.len_utf8()).unwrap_or(0);
    Diagnostic::new(
        Code::InvalidText,
        Span::new(file, start, start.saturating_add(replacement)),
        "the file is not encoded as UTF-8",
    )
    .label("not a UTF-8 character")
    .help("save the file as UTF-8 in your editor")
}

fn stray_control(file: FileId, at: usize, character: char) -> Diagnostic {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let length = u32::try_from(character.len_utf8()).unwrap_or(0);
    let span = Span::new(file, start, start.saturating_add(length));
    let what = match character {
        '\0' => "a NUL character".to_owned(),
        _ => format!("a control character, U+{:04X}", u32::from(character)),
    };
    Diagnostic::new(Code::InvalidText, span, format!("the file holds {what}"))
        .label("cannot be seen in most editors")
        .help("delete it")
        .fix(Fix::delete("delete the control character", span))
}
