//! The texts a compilation reads, and the way from a byte to a line.

use crate::{FileId, Span};

/// A place a person can find: both numbers count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Holds every file of one compilation under its [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

#[derive(Debug, Clone)]
struct SourceFile {
    path: String,
    text: String,
    line_starts: Vec<u32>,
}

impl SourceMap {
    /// Adds a file; `path` is what messages call it.
    ///
    /// Texts longer than 4 GiB are cut off at that length, since spans are
    /// 32-bit offsets.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .zip(1_u32..)
                    .filter_map(|(byte, next)| (byte == b'\n').then_some(next)),
            )
            .collect();
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            text,
            line_starts,
        });
        id
    }

    /// The files in the order they were added.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// What messages call this file; empty for a file of another map.
    #[must_use]
    pub fn path(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.path)
    }

    /// The whole text of a file; empty for a file of another map.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.text)
    }

    /// The text a span covers; empty if it lies outside the file or cuts a
    /// character in two.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// The line and column of a byte; past the end it is the end.
    #[must_use]
    pub fn location(&self, file: FileId, offset: u32) -> Location {
        let Some(source) = self.file(file) else {
            return Location { line: 1, column: 1 };
        };
        let line = source.line_starts.partition_point(|start| *start <= offset);
        let start = line
            .checked_sub(1)
            .and_then(|index| source.line_starts.get(index))
            .copied()
            .unwrap_or(0);
        let end = usize::min(offset as usize, source.text.len());
        let before = source.text.as_bytes().get(start as usize..end);
        // Counts the bytes that begin a character, so an offset inside one
        // needs no care.
        let column = before.map_or(0, |bytes| {
            bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
        });
        Location {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
        }
    }

    fn file(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.0 as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let mut map = SourceMap::default();
        let file = map.add("a.app", "é: x\r\nzwei\n");
        let at = |offset| {
            let location = map.location(file, offset);
            (location.line, location.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(7), (2, 1));
        assert_eq!(at(12), (3, 1));
        assert_eq!(at(9_999), (3, 1));
    }

    #[test]
    fn a_slice_outside_the_file_is_empty() {
        let mut map = SourceMap::default();
        let file = map.add("a.app", "é");
        assert_eq!(map.slice(Span::new(file, 1, 2)), "");
        assert_eq!(map.slice(Span::new(file, 0, 2)), "é");
        assert_eq!(map.slice(Span::new(FileId(7), 0, 2)), "");
    }
}
