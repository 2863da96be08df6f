//! A case: a spec with expectations, and the snapshot beside it.

use std::path::{Path, PathBuf};

use appc::Checked;
use appc_diagnostics::{
    Diagnostic, FileId, SourceMap,
    render::{Format, render},
};
use appc_syntax::ast::Module;

/// A spec under test.
pub struct Case {
    /// Where it lies.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    sources: SourceMap,
    file: FileId,
}

impl Case {
    /// Reads the case at `path`.
    pub fn read(path: &Path) -> Case {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut sources = SourceMap::default();
        let file = sources.add(name, text.clone());
        Case {
            path: path.to_owned(),
            text,
            sources,
            file,
        }
    }

    /// Parses it.
    pub fn parse(&self) -> (Module, Vec<Diagnostic>) {
        appc_syntax::parse(self.file, &self.text)
    }

    /// Checks it.
    pub fn check(&self) -> Checked {
        appc::check(&self.sources)
    }

    /// Lays it out.
    pub fn format(&self) -> String {
        appc_syntax::fmt::format(self.file, &self.text).unwrap()
    }

    /// Draws diagnostics as a person reads them.
    pub fn render(&self, diagnostics: &[Diagnostic]) -> String {
        render(diagnostics, &self.sources, Format::Human { color: false })
    }

    /// Compares the diagnostics with the comments of the spec, both ways; says what differs.
    pub fn unmet_expectations(&self, diagnostics: &[Diagnostic]) -> Option<String> {
        let expected = expectations(&self.text);
        let found: Vec<(usize, String)> = diagnostics
            .iter()
            .map(|diagnostic| {
                let span = diagnostic.primary.span;
                let line = self.sources.location(span.file, span.start).line as usize;
                (line, diagnostic.code.to_string())
            })
            .collect();
        let missing = without(&expected, &found);
        let extra = without(&found, &expected);
        let path = self.path.display();
        (missing != extra).then(|| format!("{path}: missing {missing:?}, extra {extra:?}\n"))
    }

    /// Compares `content` with the snapshot beside the case.
    pub fn assert_snapshot(&self, content: &str) {
        let name = self
            .path
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(self.path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_suffix("");
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, content));
    }
}

/// Every spec in `examples`, the shown ones and those that answer a prompt.
pub fn examples() -> Vec<PathBuf> {
    let mut specs = specs_below("examples");
    specs.extend(specs_below("examples/prompts"));
    specs
}

/// The files named `*.app` in a folder of the repository, in order.
pub fn specs_below(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let mut specs: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "app"))
        .collect();
    specs.sort();
    assert!(!specs.is_empty(), "no spec in {folder}");
    specs
}

/// The elements of `all` that `others` lacks, counting each.
fn without(all: &[(usize, String)], others: &[(usize, String)]) -> Vec<(usize, String)> {
    let mut others = others.to_vec();
    let mut rest = all.to_vec();
    rest.retain(|one| match others.iter().position(|other| other == one) {
        Some(at) => {
            others.swap_remove(at);
            false
        }
        None => true,
    });
    rest
}

/// Reads `// error: code, code` at the ends of lines; lines count from 1.
fn expectations(text: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for mark in ["// error: ", "// warning: ", "// note: "] {
            if let Some((_, codes)) = line.split_once(mark) {
                let codes = codes.split(',').map(|code| code.trim().to_owned());
                out.extend(codes.map(|code| (index + 1, code)));
            }
        }
    }
    out
}
