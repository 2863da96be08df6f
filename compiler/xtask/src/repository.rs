//! The text files of this repository, as git sees them.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every text file that is tracked or could be.
pub struct Repository {
    root: PathBuf,
    /// The files by path.
    pub files: Vec<TextFile>,
}

/// One file.
pub struct TextFile {
    /// Its path from the root, with `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Repository {
    /// Reads all files; what is not UTF-8 is left out.
    pub fn open() -> io::Result<Self> {
        let root = root();
        let listed = Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(&root)
            .output()?;
        if !listed.status.success() {
            return Err(io::Error::other("git ls-files failed"));
        }
        let mut files: Vec<TextFile> = String::from_utf8_lossy(&listed.stdout)
            .split('\0')
            .filter(|path| !path.is_empty())
            .filter_map(|path| {
                Some(TextFile {
                    text: std::fs::read_to_string(root.join(path)).ok()?,
                    path: path.to_owned(),
                })
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(Self { root, files })
    }

    /// The folder it lies in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    }

    /// The files whose path begins and ends like this.
    pub fn files(&self, prefix: &str, suffix: &str) -> impl Iterator<Item = &TextFile> {
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(prefix) && file.path.ends_with(suffix))
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
        std::fs::write(path, text)
    }
}

impl TextFile {
    /// The file name without folder and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }

    /// The folder it lies in, without a slash at the end.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// Two folders above this crate.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
