//! Random specs that mean something: each is read, checked, laid out and emitted; some become apps
//! that are built and pass their own tests.
//!
//! A spec that appc refuses here shows a fault of the generator or of the checker, one that does not
//! build shows a hole in the checker. `RANDOM_SEED=n` tries a single seed and prints its spec.

mod data;
mod expression;
mod logic;
mod pages;
mod world;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use appc_diagnostics::{
    Severity, SourceMap,
    render::{Format, render},
};

use crate::{case::examples, formatter};
use world::World;

/// Specs that are read, checked and emitted.
const CHECKED: u64 = 2_000;

/// Specs that are emitted twice and whose Rust is parsed.
const EMITTED: u64 = 60;

/// Writes the spec of a seed.
fn spec(seed: u64) -> String {
    let mut world = World::new(seed);
    world.write_head();
    data::write(&mut world);
    pages::write(&mut world);
    logic::write(&mut world);
    let laid_out = appc_syntax::fmt::format(appc_diagnostics::FileId(0), &world.text);
    laid_out.unwrap_or(world.text)
}

fn sources(seed: u64, text: &str) -> SourceMap {
    let mut sources = SourceMap::default();
    sources.add(format!("random-{seed}.app"), text.to_owned());
    sources
}

/// What appc has against a spec, drawn as a person reads it.
fn refusal(seed: u64, text: &str) -> Option<String> {
    let sources = sources(seed, text);
    let checked = appc::check(&sources);
    let faults: Vec<_> = checked
        .diagnostics
        .into_iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .collect();
    (!faults.is_empty()).then(|| render(&faults, &sources, Format::Human { color: false }))
}

fn seeds(most: u64) -> Vec<u64> {
    match number("RANDOM_SEED") {
        Some(seed) => vec![seed],
        None => (0..number("RANDOM_SPECS").unwrap_or(most)).collect(),
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn a_random_spec_is_accepted_and_laid_out() {
    let mut refused = Vec::new();
    let seeds = seeds(CHECKED);
    for seed in &seeds {
        let text = spec(*seed);
        if seeds.len() == 1 {
            println!("{text}");
        }
        if let Some(faults) = refusal(*seed, &text) {
            refused.push((*seed, faults));
            continue;
        }
        formatter::format(&text);
    }
    let first: Vec<String> = refused
        .iter()
        .take(3)
        .map(|(seed, faults)| format!("seed {seed}:\n{faults}"))
        .collect();
    let count = refused.len();
    for (seed, faults) in &refused {
        println!(
            "SEED {seed} {}",
            faults.lines().take(4).collect::<Vec<_>>().join(" | ")
        );
    }
    assert!(refused.is_empty(), "{count} refused\n{}", first.join("\n"));
}

#[test]
fn a_random_spec_is_emitted_the_same_twice_and_as_rust() {
    for seed in seeds(EMITTED) {
        let text = spec(seed);
        let files = compiled(seed, &text);
        let again = compiled(seed, &text);
        assert_eq!(files.len(), again.len(), "seed {seed}");
        for (file, twin) in files.iter().zip(&again) {
            assert_eq!(file.path, twin.path, "seed {seed}");
            assert!(file.contents == twin.contents, "seed {seed}: {}", file.path);
            if file.path.ends_with(".rs") {
                let source = String::from_utf8_lossy(&file.contents);
                if let Err(error) = syn::parse_file(&source) {
                    panic!("seed {seed}: {}: {error}\n{source}\n{text}", file.path);
                }
            }
        }
    }
}

/// What a file imports from elsewhere must not be what an entity is called, whichever entity that is.
#[test]
fn emitted_files_import_no_type_that_an_entity_may_have() {
    let mut open = std::collections::BTreeSet::new();
    for path in examples() {
        let text = fs::read_to_string(&path).unwrap();
        for file in compiled(0, &text) {
            let source = String::from_utf8_lossy(&file.contents).into_owned();
            if !file.path.starts_with("runtime/") && file.path.ends_with(".rs") {
                open.extend(imported_types(&source));
            }
        }
    }
    open.retain(|name| !appc_plan::is_type_taken(name));
    assert!(open.is_empty(), "add to TYPES_TAKEN of appc_plan: {open:?}");
}

fn imported_types(source: &str) -> Vec<String> {
    let file = syn::parse_file(source).unwrap();
    let mut out = Vec::new();
    for item in file.items {
        if let syn::Item::Use(used) = item {
            leaves(&used.tree, &mut out);
        }
    }
    out
}

fn leaves(tree: &syn::UseTree, out: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path)
            if ["crate", "super", "self"]
                .iter()
                .any(|own| path.ident == own) => {}
        syn::UseTree::Path(path) => leaves(&path.tree, out),
        syn::UseTree::Name(name) => {
            let name = name.ident.to_string();
            let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
            out.extend(is_type.then_some(name));
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, out)),
        syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
    }
}

fn compiled(seed: u64, text: &str) -> Vec<appc::EmittedFile> {
    let compiled = appc::compile(&sources(seed, text));
    compiled.app.map(|app| app.files).unwrap_or_default()
}

/// Builds apps of random specs and runs their tests: `RANDOM_APPS` of them, into `APPS_TARGET`.
#[test]
#[ignore = "builds apps for minutes"]
fn a_random_app_builds_without_a_warning_and_passes_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target =
        std::env::var_os("APPS_TARGET").map_or_else(|| root.join("target/apps"), PathBuf::from);
    // Seeds that the tests of the front end do not use, so that more specs are seen.
    let first = number("RANDOM_SEED").unwrap_or(1_000_000);
    let mut failed = Vec::new();
    for seed in first..first + number("RANDOM_APPS").unwrap_or(1) {
        let folder = root.join(format!("target/random/{seed}"));
        if let Err(why) = build(seed, &folder, &target) {
            failed.push(format!("seed {seed}: {why}\nin {}", folder.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn build(seed: u64, folder: &Path, target: &Path) -> Result<(), String> {
    let text = spec(seed);
    if let Some(faults) = refusal(seed, &text) {
        return Err(format!("is refused\n{faults}"));
    }
    let parent = folder.parent().unwrap();
    fs::create_dir_all(parent).unwrap();
    let spec = parent.join(format!("{seed}.app"));
    fs::write(&spec, text).unwrap();
    let out = folder.to_string_lossy().into_owned();
    let _ = fs::remove_dir_all(folder);
    let appc = target_of_tests().join("appc");
    run(Command::new(appc)
        .arg("build")
        .arg(&spec)
        .args(["--out", &out]))?;
    for arguments in [
        &["fmt", "--check"][..],
        &[
            "clippy",
            "--all-targets",
            "--features",
            "dev",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
        &["test", "--features", "dev", "--quiet"],
    ] {
        run(Command::new("cargo")
            .args(arguments)
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", target))?;
    }
    fs::remove_dir_all(folder).unwrap();
    Ok(())
}

/// Where cargo put the programs of this workspace.
fn target_of_tests() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_owned()
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{command:?}\n{}", String::from_utf8_lossy(&said)))
}
