//! The kinds of files that a spec can name behind `types`.

/// One kind of files.
#[derive(Debug, PartialEq, Eq)]
pub struct FileKind {
    /// The word in the spec.
    pub word: &'static str,
    /// The media type by which the runtime knows it.
    pub media_type: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Whether it is a picture that can be drawn anew.
    pub is_picture: bool,
}

const fn kind(word: &'static str, media_type: &'static str, label: &'static str) -> FileKind {
    FileKind {
        word,
        media_type,
        label,
        is_picture: false,
    }
}

const fn picture(word: &'static str, media_type: &'static str, label: &'static str) -> FileKind {
    FileKind {
        is_picture: true,
        ..kind(word, media_type, label)
    }
}

/// Every kind; the runtime tells them apart by their content.
const ALL: &[FileKind] = &[
    kind("pdf", "application/pdf", "PDF"),
    picture("jpg", "image/jpeg", "JPEG"),
    picture("png", "image/png", "PNG"),
    picture("webp", "image/webp", "WebP"),
    kind("gif", "image/gif", "GIF"),
    kind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word (docx)",
    ),
    kind(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel (xlsx)",
    ),
    kind(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PowerPoint (pptx)",
    ),
    kind("odt", "application/vnd.oasis.opendocument.text", "ODT"),
    kind(
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        "ODS",
    ),
    kind("csv", "text/csv", "CSV"),
    kind("txt", "text/plain", "plain text"),
    kind("zip", "application/zip", "ZIP"),
    kind("mp3", "audio/mpeg", "MP3"),
    kind("wav", "audio/wav", "WAV"),
    kind("mp4", "video/mp4", "MP4"),
    kind("webm", "video/webm", "WebM"),
];

impl FileKind {
    /// Finds the kind that is spelled `word`; `jpeg` is another word for `jpg`.
    pub fn find(word: &str) -> Option<&'static FileKind> {
        let word = if word == "jpeg" { "jpg" } else { word };
        ALL.iter().find(|kind| kind.word == word)
    }

    /// Every word.
    pub fn words() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|kind| kind.word)
    }

    /// The kinds that a picture may have.
    pub fn pictures() -> impl Iterator<Item = &'static FileKind> {
        ALL.iter().filter(|kind| kind.is_picture)
    }
}
