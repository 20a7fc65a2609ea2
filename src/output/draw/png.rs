//! An SVG in, a PNG file out.

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, Unit};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::Tree;

use super::text;

/// Pixels per nominal pixel, so that a chart is sharp on fine screens and in print.
const DENSITY: f32 = 2.0;

/// Pixels per meter at which a chart has its nominal size, where a nominal pixel is 1/96 of an inch.
const PIXELS_PER_METER: u32 = (DENSITY as f64 * 96.0 / 0.0254).round() as u32;

/// The drawing as a PNG file of twice its nominal size, without a time, so that the bytes are always the same.
///
/// # Panics
/// When the SVG is not one of ours or too large to be held in memory.
pub(super) fn file(svg: &str) -> Vec<u8> {
    let tree = Tree::from_str(svg, &text::options()).expect("our own drawings are well-formed");
    let size = tree.size().to_int_size().scale_by(DENSITY).expect("a drawing has a size");
    let mut pixels = Pixmap::new(size.width(), size.height()).expect("a drawing fits into memory");
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(DENSITY, DENSITY), &mut pixels.as_mut());
    let opaque: Vec<u8> =
        pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, size.width(), size.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    // Flat colors repeat byte for byte: without filters a picture is a fifth smaller than with them,
    // and a higher level takes twice the time for a tenth of the bytes.
    encoder.set_filter(Filter::NoFilter);
    encoder.set_deflate_compression(DeflateCompression::Level(4));
    let (xppu, yppu) = (PIXELS_PER_METER, PIXELS_PER_METER);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu, yppu, unit: Unit::Meter }));
    let mut writer = encoder.write_header().expect("writing to memory does not fail");
    writer.write_image_data(&opaque).expect("writing to memory does not fail");
    writer.finish().expect("writing to memory does not fail");
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\">\
                       <rect width=\"15\" height=\"20\" fill=\"#0072B2\"/></svg>";

    #[test]
    fn a_picture_is_twice_as_fine_as_the_drawing_and_states_its_resolution() {
        let file = file(SVG);
        let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a picture");
        let info = reader.info();
        assert_eq!((info.width, info.height), (60, 40));
        let density = info.pixel_dims.expect("a picture");
        assert_eq!((density.xppu, density.yppu, density.unit), (7559, 7559, Unit::Meter));
    }

    #[test]
    fn a_picture_has_no_transparency_and_no_time() {
        let file = file(SVG);
        let mut reader =
            png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a picture");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a picture")];
        assert_eq!(reader.next_frame(&mut pixels).expect("a picture").color_type, ColorType::Rgb);
        assert_eq!(pixels[..3], [0x00, 0x72, 0xb2]);
        assert_eq!(pixels[59 * 3..60 * 3], [0xff, 0xff, 0xff]);
        assert!(!file.windows(4).any(|it| it == b"tIME"));
    }

    #[test]
    fn the_same_drawing_gives_the_same_bytes() {
        assert_eq!(file(SVG), file(SVG));
    }
}
