//! Where something is written: a file and a range of bytes in it.

/// Names a file of a [`SourceMap`](crate::SourceMap).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file; `end` is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Spans the bytes `start..end` of `file`.
    #[must_use]
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// Marks the place before byte `offset`, as an insertion needs it.
    #[must_use]
    pub const fn at(file: FileId, offset: u32) -> Self {
        Self::new(file, offset, offset)
    }

    /// Covers everything from the start of `self` to the end of `other`,
    /// which must lie in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(
            self.file,
            self.start.min(other.start),
            self.end.max(other.end),
        )
    }

    /// Marks the place just before this span.
    #[must_use]
    pub const fn before(self) -> Self {
        Self::at(self.file, self.start)
    }

    /// Marks the place just after this span.
    #[must_use]
    pub const fn after(self) -> Self {
        Self::at(self.file, self.end)
    }

    /// Says whether `other` lies wholly within this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The bytes as a range for slicing.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}
