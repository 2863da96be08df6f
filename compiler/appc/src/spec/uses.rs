//! Follows `use "billing.app"` from file to file.
//!
//! Invariant: no file is read that lies outside the tree of the spec, however a
//! path is spelled or linked, and each file is read once.

use std::path::{Component, Path, PathBuf};

use appc_diagnostics::{Code, Diagnostic, FileId, Fix, Span};
use appc_syntax::ast::{Use, UseTarget};

use super::{Spec, read_bounded, shown};
use crate::outcome::{Failure, Result};

/// A line by which one file uses another.
struct Edge {
    from: usize,
    to: usize,
    line: Span,
}

/// Adds every file that the files of `spec` use, and those that these use.
pub(super) fn follow(spec: &mut Spec) -> Result<()> {
    let mut ids: Vec<FileId> = spec.sources.ids().collect();
    let uses = |spec: &Spec, id: FileId| appc_syntax::uses(id, spec.sources.text(id));
    if ids.iter().all(|id| uses(spec, *id).is_empty()) {
        return Ok(());
    }
    let failed = |error: std::io::Error| Failure::io(shown(&spec.folder), &error);
    let root = std::fs::canonicalize(&spec.folder).map_err(failed)?;
    // Standard input has a text and no file.
    let mut files: Vec<PathBuf> = match spec.paths.as_slice() {
        [] => vec![PathBuf::new()],
        paths => paths.iter().map(|path| real(path)).collect(),
    };
    let mut edges = Vec::new();
    let mut from = 0;
    while let Some(id) = ids.get(from).copied() {
        for used in uses(spec, id) {
            let path = match target(spec, &root, id, &used) {
                Ok(Some(path)) => path,
                Ok(None) => continue,
                Err(fault) => {
                    spec.faults.push(*fault);
                    continue;
                }
            };
            let file = real(&path);
            let known = files.iter().position(|known| *known == file);
            let to = known.unwrap_or(files.len());
            if known.is_none() {
                let bytes = read_bounded(&path)?;
                spec.add(shown(&path), bytes);
                spec.paths.push(path);
                files.push(file);
                ids = spec.sources.ids().collect();
            }
            edges.push(Edge {
                from,
                to,
                line: used.span,
            });
        }
        from += 1;
    }
    report_circles(spec, &edges, files.len());
    Ok(())
}

/// One name for a file, however it is spelled or linked.
fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Finds the file that a line names; `None` where it names none of the tree's own.
fn target(
    spec: &Spec,
    root: &Path,
    user: FileId,
    used: &Use,
) -> std::result::Result<Option<PathBuf>, Box<Diagnostic>> {
    let UseTarget::File(text) = &used.target else {
        return Ok(None);
    };
    let Some(written) = text.plain() else {
        let message = "the name of a file holds no `{…}`";
        return Err(Box::new(not_found(text.span, message)));
    };
    let by = Path::new(spec.sources.path(user));
    let folder = match by.parent() {
        Some(folder) if !spec.paths.is_empty() && !folder.as_os_str().is_empty() => folder,
        _ => spec.folder.as_path(),
    };
    let path = plain(&folder.join(&written));
    let Ok(real) = std::fs::canonicalize(&path) else {
        let fault = not_found(text.span, &format!("there is no `{}`", shown(&path)));
        return Err(Box::new(nearby(fault, text.span, folder, &written)));
    };
    if !real.starts_with(root) {
        return Err(Box::new(outside(text.span, &written, &spec.folder)));
    }
    if !real.is_file() || path.extension().is_none_or(|extension| extension != "app") {
        let message = format!("`{}` is no `.app` file", shown(&path));
        return Err(Box::new(not_found(text.span, &message)));
    }
    Ok(Some(path))
}

/// Takes `.` and `a/..` out of a path, so that messages name the file as people do.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        let follows_name = matches!(out.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if follows_name => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// Reports the lines that lead back to a file on the way.
fn report_circles(spec: &mut Spec, edges: &[Edge], count: usize) {
    let mut is_done = vec![false; count];
    for start in 0..count {
        walk(spec, edges, start, &mut Vec::new(), &mut is_done);
    }
}

fn walk(spec: &mut Spec, edges: &[Edge], at: usize, way: &mut Vec<usize>, is_done: &mut [bool]) {
    if is_done.get(at).is_none_or(|done| *done) {
        return;
    }
    way.push(at);
    for edge in edges.iter().filter(|edge| edge.from == at) {
        if way.contains(&edge.to) {
            spec.faults.push(circle(edge.line, edge.from == edge.to));
        } else {
            walk(spec, edges, edge.to, way, is_done);
        }
    }
    way.pop();
    if let Some(done) = is_done.get_mut(at) {
        *done = true;
    }
}

fn not_found(span: Span, message: &str) -> Diagnostic {
    Diagnostic::error(Code::UnknownFile, span, message)
        .label("not found")
        .help("name a file, seen from this one, as in `use \"billing.app\"`")
}

/// Offers the files of the folder, the nearest name as a fix.
fn nearby(fault: Diagnostic, span: Span, folder: &Path, written: &str) -> Diagnostic {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".app"))
        .collect();
    names.sort();
    let close = appc_diagnostics::closest(written, names.iter().map(String::as_str));
    let fault = match close {
        Some(close) => {
            let title = format!("write `\"{close}\"`");
            fault
                .help(title.clone())
                .fix(Fix::replace(title, span, format!("\"{close}\"")).maybe())
        }
        None => fault,
    };
    fault.valid(names)
}

fn outside(span: Span, written: &str, folder: &Path) -> Diagnostic {
    let message = format!("`{written}` lies outside the folder of the spec");
    Diagnostic::error(Code::FileOutsideTree, span, message)
        .label("elsewhere")
        .help(format!(
            "move the file below `{}`, or give appc a folder that holds both",
            shown(folder)
        ))
}

fn circle(line: Span, is_itself: bool) -> Diagnostic {
    let message = if is_itself {
        "the file uses itself"
    } else {
        "the files use each other in a circle"
    };
    Diagnostic::error(Code::UseCycle, line, message)
        .label("leads back")
        .help("remove this line; the order of files says nothing")
        .fix(Fix::delete("remove this `use`", line))
}
