//! The files of demo rows: made up when they are looked at, so that nothing lies in the folder.

use super::StoredFile;
use crate::secure::fingerprint;

/// What the id of such a file begins with. No kept file has a dot in its id.
const MARK: &str = "demo.";

/// The stored description of a made-up file.
pub(crate) fn stored(number: u64, is_picture: bool) -> String {
    let (name, kind, size, width, height) = if is_picture {
        ("picture.jpg", "image/jpeg", 24_000, 640, 480)
    } else {
        ("document.pdf", "application/pdf", PAGE.len(), 0, 0)
    };
    StoredFile {
        id: format!("{MARK}{number}"),
        name: name.to_owned(),
        kind: kind.to_owned(),
        size: u64::try_from(size).unwrap_or(0),
        width,
        height,
    }
    .stored()
}

/// A PDF of one empty page.
const PAGE: &str = "%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
";

/// The bytes of a made-up file; `None` if it is a real one.
pub(super) fn content(file: &StoredFile, small: bool) -> Option<Vec<u8>> {
    let number = file.id.strip_prefix(MARK)?;
    if !file.is_picture() {
        return Some(PAGE.as_bytes().to_vec());
    }
    painted(number, if small { 120 } else { 640 })
}

#[cfg(feature = "images")]
fn painted(number: &str, longest: u32) -> Option<Vec<u8>> {
    let mixed = fingerprint(number.as_bytes());
    let seed = u64::from_str_radix(mixed.get(..16)?, 16).ok()?;
    super::picture::paint(seed, longest)
}

#[cfg(not(feature = "images"))]
fn painted(number: &str, _longest: u32) -> Option<Vec<u8>> {
    Some(fingerprint(number.as_bytes()).into_bytes())
}

impl StoredFile {
    pub(super) fn is_made_up(&self) -> bool {
        self.id.starts_with(MARK)
    }
}
