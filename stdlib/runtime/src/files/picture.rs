//! Pictures are drawn anew: turned the way they are meant to be seen, no larger than a screen, and
//! without what the camera wrote into them (place, time, owner).

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// The longest side of a kept picture.
const LARGEST: u32 = 2_560;
/// The longest side of its small twin.
const SMALL: u32 = 480;
/// The longest side of a picture that is read at all; a larger one is more likely an attack.
const LONGEST: u32 = 16_000;
/// The most memory that reading may take.
const MEMORY: u64 = 512 * 1024 * 1024;
const QUALITY: u8 = 85;

/// A picture drawn anew.
pub(super) struct Picture {
    pub(super) bytes: Vec<u8>,
    pub(super) small: Vec<u8>,
    pub(super) kind: &'static str,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Draws a picture anew; `None` if it can't be read.
pub(super) fn draw(bytes: &[u8]) -> Option<Picture> {
    let (image, is_photo) = read(bytes)?;
    let large = fitted(&image, LARGEST);
    let (bytes, kind) = write(&large, is_photo)?;
    let (small, _) = write(&fitted(&image, SMALL), is_photo)?;
    Some(Picture {
        bytes,
        small,
        kind,
        width: large.width(),
        height: large.height(),
    })
}

fn read(bytes: &[u8]) -> Option<(DynamicImage, bool)> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let is_lossless = reader.format() == Some(ImageFormat::Png);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    let is_photo = !is_lossless && !image.color().has_alpha();
    Some((image, is_photo))
}

fn fitted(image: &DynamicImage, longest: u32) -> DynamicImage {
    if image.width().max(image.height()) <= longest {
        image.clone()
    } else {
        image.resize(longest, longest, image::imageops::FilterType::Triangle)
    }
}

fn write(image: &DynamicImage, is_photo: bool) -> Option<(Vec<u8>, &'static str)> {
    let mut out = Cursor::new(Vec::new());
    if is_photo {
        let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        DynamicImage::ImageRgb8(image.to_rgb8())
            .write_with_encoder(encoder)
            .ok()?;
        return Some((out.into_inner(), "image/jpeg"));
    }
    image.write_to(&mut out, ImageFormat::Png).ok()?;
    Some((out.into_inner(), "image/png"))
}

/// Paints a picture for demo rows; another number, another picture.
#[cfg(feature = "dev")]
pub(super) fn paint(number: u64, longest: u32) -> Option<Vec<u8>> {
    let (width, height) = (longest, longest / 4 * 3);
    let part = |shift: u32, range: u64| u32::try_from((number >> shift) % range).unwrap_or(0);
    let (first, second) = (hue(part(0, 360)), hue(part(0, 360) + 30 + part(9, 60)));
    let (middle_x, middle_y) = (
        width / 4 + part(17, 50) * width / 100,
        height / 4 + part(25, 50) * height / 100,
    );
    let radius = i64::from(height / 5 + part(33, 20) * height / 100);
    let canvas = image::RgbImage::from_fn(width, height, |x, y| {
        let along = (x + y) * 255 / (width + height).max(1);
        let mixed = std::array::from_fn(|at| {
            let (from, to) = (component(first, at), component(second, at));
            u8::try_from((from * (255 - along) + to * along) / 255).unwrap_or(255)
        });
        let (dx, dy) = (
            i64::from(x) - i64::from(middle_x),
            i64::from(y) - i64::from(middle_y),
        );
        if dx * dx + dy * dy < radius * radius {
            image::Rgb(mixed.map(|part: u8| part.saturating_add((255 - part) / 3)))
        } else {
            image::Rgb(mixed)
        }
    });
    write(&DynamicImage::ImageRgb8(canvas), true).map(|(bytes, _)| bytes)
}

#[cfg(feature = "dev")]
fn component(colour: [u32; 3], at: usize) -> u32 {
    colour.get(at).copied().unwrap_or(0)
}

/// A soft colour of a hue in degrees.
#[cfg(feature = "dev")]
fn hue(degrees: u32) -> [u32; 3] {
    [0, 240, 120].map(|offset| {
        let at = (degrees + offset) % 360;
        let ramp = match at {
            0..60 => at * 110 / 60,
            60..180 => 110,
            180..240 => (240 - at) * 110 / 60,
            _ => 0,
        };
        105 + ramp
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_camera_wrote_is_gone_and_large_pictures_shrink() {
        let photo = DynamicImage::new_rgb8(4_000, 1_000);
        let (bytes, _) = write(&photo, true).unwrap();
        // A JPEG may hold an EXIF segment right behind its first marker.
        let exif = b"\xff\xe1\x00\x10Exif\0\0secret!!";
        let with_exif = [&bytes[..2], exif.as_slice(), &bytes[2..]].concat();
        let picture = draw(&with_exif).unwrap();
        assert_eq!((picture.width, picture.height), (LARGEST, 640));
        assert_eq!(picture.kind, "image/jpeg");
        let has_secret = |bytes: &[u8]| bytes.windows(6).any(|part| part == b"secret");
        assert!(has_secret(&with_exif) && !has_secret(&picture.bytes));
        assert!(picture.small.len() < picture.bytes.len());
        assert!(draw(b"no picture").is_none());
    }
}
