//! One target folder for all apps, and how cargo is kept from taking one app's crates for another's.
//!
//! Cargo knows a crate inside an app by its path below the app, so the `runtime` of two apps is one
//! to it, and so are two apps of one name. It rebuilds such a crate only if a file is newer than its
//! last build. So when what was built last is somebody else's, its first file is made new.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::files;
use crate::outcome::{Failure, Result};
use crate::spec::shown;

/// What the emission remembers of each file, one on a line.
const MANIFEST: &str = ".appc/manifest";

/// Makes the crates of `folder` new where the target folder holds those of another app.
pub fn claim(target: &Path, folder: &Path) -> Result<()> {
    let manifest = text(&folder.join(MANIFEST))?;
    let runtime: Vec<&str> = manifest
        .lines()
        .filter(|line| line.starts_with("runtime/"))
        .collect();
    let runtime = files::hash(runtime.join("\n").as_bytes());
    claim_crate(
        &mark(target, "runtime"),
        &runtime,
        folder,
        "runtime/src/lib.rs",
    )?;

    let cargo = text(&folder.join("Cargo.toml"))?;
    let name = cargo
        .lines()
        .find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let place = std::path::absolute(folder).map_err(|error| Failure::io(shown(folder), &error))?;
    let mark = mark(target, &format!("app-{}", name.unwrap_or_default()));
    claim_crate(&mark, &place.to_string_lossy(), folder, "src/lib.rs")
}

fn mark(target: &Path, name: &str) -> PathBuf {
    target.join("appc").join(name)
}

fn text(path: &Path) -> Result<String> {
    let bytes = files::read_if_there(path)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Makes a file new unless the mark says that the last build was of the same crate.
fn claim_crate(mark: &Path, identity: &str, folder: &Path, file: &str) -> Result<()> {
    if text(mark)? == identity {
        return Ok(());
    }
    let path = folder.join(file);
    let touched = std::fs::File::options()
        .append(true)
        .open(&path)
        .and_then(|file| file.set_modified(SystemTime::now()));
    match touched {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::io(shown(&path), &error));
        }
        Ok(()) | Err(_) => {}
    }
    files::replace(mark, identity.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(above: &Path, name: &str, runtime: &str) -> PathBuf {
        let folder = above.join(name);
        for (path, text) in [
            ("Cargo.toml", "[package]\nname = \"shop\"\n"),
            ("src/lib.rs", "\n"),
            ("runtime/src/lib.rs", "\n"),
            (MANIFEST, runtime),
        ] {
            files::replace(&folder.join(path), text.as_bytes()).unwrap();
        }
        folder
    }

    /// Makes the files old, claims the target, and says which are new.
    fn renewed(target: &Path, folder: &Path) -> (bool, bool) {
        let ages = ["src/lib.rs", "runtime/src/lib.rs"].map(|file| folder.join(file));
        let old = SystemTime::UNIX_EPOCH;
        for path in &ages {
            let file = std::fs::File::options().append(true).open(path).unwrap();
            file.set_modified(old).unwrap();
        }
        claim(target, folder).unwrap();
        let [app, runtime] = ages.map(|path| path.metadata().unwrap().modified().unwrap() != old);
        (app, runtime)
    }

    #[test]
    fn crates_are_new_where_another_app_was_built_last() {
        let above = tempfile::tempdir().unwrap();
        let target = above.path().join("target");
        let one = app(above.path(), "one", "runtime/src/lib.rs a\nsrc/lib.rs b\n");
        let same = app(above.path(), "same", "runtime/src/lib.rs a\nsrc/lib.rs c\n");
        let other = app(above.path(), "other", "runtime/src/lib.rs d\n");
        assert_eq!(renewed(&target, &one), (true, true), "the first build");
        assert_eq!(renewed(&target, &one), (false, false), "built last");
        assert_eq!(renewed(&target, &same), (true, false), "the same runtime");
        assert_eq!(renewed(&target, &other), (true, true));
        assert_eq!(renewed(&target, &one), (true, true), "back again");
    }
}
