//! What a file is, told from its content; the name only tells apart what looks alike.

/// The first bytes of a file that its kind is told from.
const PACKED: &[u8] = b"PK\x03\x04";

const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
];

const OFFICE: &[(&str, &str)] = &[
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
];

/// What a file is that cannot be told.
const UNKNOWN: &str = "application/octet-stream";

/// Tells what a file is.
pub(super) fn sniff(bytes: &[u8], name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = ending.to_lowercase();
    if let Some((_, kind)) = BEGINNINGS
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
    {
        return kind;
    }
    if bytes.starts_with(b"RIFF") {
        return match bytes.get(8..12) {
            Some(b"WEBP") => "image/webp",
            Some(b"WAVE") => "audio/wav",
            _ => UNKNOWN,
        };
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return if ending == "m4a" {
            "audio/mp4"
        } else {
            "video/mp4"
        };
    }
    if bytes.starts_with(PACKED) {
        let office = OFFICE.iter().find(|(known, _)| *known == ending);
        return office.map_or("application/zip", |(_, kind)| kind);
    }
    // The beginning of a text may end within a letter.
    let whole = std::str::from_utf8(bytes).map_or_else(|fault| fault.valid_up_to(), str::len);
    let is_text = bytes.len() < whole + 4 && !bytes.contains(&0);
    match ending.as_str() {
        "csv" if is_text => "text/csv",
        _ if is_text => "text/plain",
        _ => UNKNOWN,
    }
}

/// Writes a number of bytes as people say it.
#[must_use]
pub fn size(bytes: u64) -> String {
    const UNIT: u64 = 1024;
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10) / unit;
        match tenths % 10 {
            0 => (tenths / 10).to_string(),
            rest => format!("{}.{rest}", tenths / 10),
        }
    };
    match bytes {
        0..UNIT => format!("{bytes} bytes"),
        _ if bytes < UNIT * UNIT => format!("{} KB", bytes / UNIT),
        _ => format!("{} MB", tenths(UNIT * UNIT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_counts_and_the_name_only_where_contents_look_alike() {
        for (bytes, name, kind) in [
            (b"%PDF-1.7".as_slice(), "photo.png", "application/pdf"),
            (b"<html><script>", "photo.png", "text/plain"),
            (b"a;b", "list.csv", "text/csv"),
            (b"PK\x03\x04", "offer.docx", OFFICE[0].1),
            (b"PK\x03\x04", "offer.exe", "application/zip"),
            (b"MZ\x00\xff", "offer.pdf", UNKNOWN),
            (b"RIFF\0\0\0\0WEBPVP8", "x", "image/webp"),
        ] {
            assert_eq!(sniff(bytes, name), kind, "{name}");
        }
    }

    #[test]
    fn sizes_read_like_those_of_a_file_manager() {
        for (bytes, text) in [
            (17, "17 bytes"),
            (2048, "2 KB"),
            (1_572_864, "1.5 MB"),
            (10_485_760, "10 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
