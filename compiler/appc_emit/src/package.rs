//! What stands around the source: how it is built, run, tested and licensed.

use appc_plan::App;
use serde::Serialize;

use crate::{EmittedFile, template::render};

/// The licence of every crate in the lock file of the runtime: name, version and licence a line.
const LICENCES: &str = include_str!("../licences.tsv");

#[derive(Serialize)]
struct PackageView {
    name: String,
    package: String,
    crates: Vec<Crate>,
}

/// One crate with its licence.
#[derive(Serialize)]
struct Crate {
    name: String,
    version: String,
    licence: String,
}

/// Makes the files.
pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    let view = PackageView {
        name: app.name.replace(['\n', '\r'], " "),
        package: app.package.clone(),
        crates: crates(),
    };
    [
        ("rust-toolchain.toml", "rust-toolchain.toml"),
        (".dockerignore", "dockerignore"),
        ("compose.yaml", "compose.yaml"),
        (".github/workflows/ci.yml", "github/workflows/ci.yml"),
        ("SECURITY.md", "SECURITY.md"),
        ("AGENTS.md", "AGENTS.md"),
        ("THIRD_PARTY.md", "THIRD_PARTY.md"),
    ]
    .map(|(path, template)| {
        let text = render(template, &view);
        EmittedFile::text(path, format!("{}\n", text.trim_end()))
    })
    .to_vec()
}

fn crates() -> Vec<Crate> {
    LICENCES
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            Some(Crate {
                name: cells.next()?,
                version: cells.next()?,
                licence: cells.next()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list that is out of date is written anew by `bash compiler/appc_emit/licences.sh`.
    #[test]
    fn every_crate_of_the_lock_file_has_its_licence() {
        let lock = include_str!("../../../stdlib/runtime/Cargo.lock");
        let mut locked: Vec<(&str, &str)> = lock
            .split("[[package]]")
            .skip(1)
            .filter_map(|package| {
                let value = |key: &str| {
                    let (_, rest) = package.split_once(&format!("\n{key} = \""))?;
                    rest.split('"').next()
                };
                value("source")?;
                Some((value("name")?, value("version")?))
            })
            .collect();
        let crates = crates();
        let mut listed: Vec<(&str, &str)> = crates
            .iter()
            .map(|known| (known.name.as_str(), known.version.as_str()))
            .collect();
        locked.sort();
        listed.sort();
        assert_eq!(listed, locked);
    }
}
