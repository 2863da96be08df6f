//! The vertical axis of bars and lines, and the labels below them.

use super::{Caption, Point, float, pixels};

/// Height of the plot in pixels; the width follows the page.
const HEIGHT: f64 = 188.0;
const LINES: i64 = 4;
/// About so many letters fit below the narrowest chart, a phone's.
pub(super) const NARROW: usize = 38;
/// About so many fit below a chart that is not narrow.
const WIDE: usize = 76;

/// The scale of the vertical axis.
pub(super) struct Axis {
    low: i64,
    high: i64,
    step: i64,
}

/// One line across the plot.
pub(super) struct Line {
    pub is_base: bool,
    pub y: String,
    pub text_y: String,
    pub label: String,
}

impl Axis {
    pub(super) fn over(points: &[Point]) -> Self {
        let sizes = || points.iter().map(|point| point.size);
        let high = sizes().max().unwrap_or(0).max(0);
        let low = sizes().min().unwrap_or(0).min(0);
        let step = round_step(high.saturating_sub(low));
        Self {
            low: low.div_euclid(step).saturating_mul(step),
            high: high
                .saturating_add(step - 1)
                .div_euclid(step)
                .max(1)
                .saturating_mul(step),
            step,
        }
    }

    pub(super) fn y(&self, size: i64) -> f64 {
        let span = float(self.high.saturating_sub(self.low)).max(1.0);
        HEIGHT * float(self.high.saturating_sub(size)) / span
    }

    pub(super) fn lines(&self, caption: Caption<'_>) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut value = self.low;
        while value <= self.high {
            lines.push(Line {
                is_base: value == 0,
                y: pixels(self.y(value)),
                text_y: pixels(self.y(value) + 4.0),
                label: short(caption, value),
            });
            let Some(next) = value.checked_add(self.step) else {
                break;
            };
            value = next;
        }
        lines
    }
}

/// Which of the labels below a plot are written, so that none runs into the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Thinned {
    /// Every so many in a chart that is not narrow,
    wide: usize,
    /// every so many in a narrow one.
    narrow: usize,
}

impl Thinned {
    /// Leaves room for the longest of these texts at every place.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let (count, longest) = texts.fold((0, 0), |(count, longest), text| {
            (count + 1, text.chars().count().max(longest))
        });
        let letters = count * (longest + 1);
        let wide = letters.div_ceil(WIDE).max(1);
        Self {
            wide,
            // A multiple, so that what a narrow chart shows is part of what a wide one does.
            narrow: letters.div_ceil(NARROW).div_ceil(wide).max(1) * wide,
        }
    }

    /// Says whether the text at a place is written at all.
    pub(super) fn keeps(self, index: usize) -> bool {
        index.is_multiple_of(self.wide)
    }

    /// Says whether the text at a place gives way in a narrow chart.
    pub(super) fn gives_way(self, index: usize) -> bool {
        !index.is_multiple_of(self.narrow)
    }
}

/// A step of 1, 2 or 5 times a power of ten that makes about four lines.
fn round_step(span: i64) -> i64 {
    let rough = (span / LINES).max(1);
    let mut power = 1_i64;
    while power.saturating_mul(10) <= rough {
        power = power.saturating_mul(10);
    }
    [1, 2, 5, 10]
        .into_iter()
        .map(|factor| power.saturating_mul(factor))
        .find(|step| *step >= rough)
        .unwrap_or(power)
}

/// A figure in few characters: "€84k".
pub(super) fn short(caption: Caption<'_>, size: i64) -> String {
    let units = float(size) / 10_f64.powi(i32::try_from(caption.scale).unwrap_or(0));
    let (number, thousands) = match units.abs() {
        large if large >= 1e9 => (units / 1e9, "bn"),
        large if large >= 1e6 => (units / 1e6, "m"),
        large if large >= 1e4 => (units / 1e3, "k"),
        _ => (units, ""),
    };
    let text = format!("{:.1}", number.abs());
    let sign = if size < 0 { "-" } else { "" };
    let (prefix, suffix) = (caption.prefix, caption.suffix);
    format!(
        "{sign}{prefix}{}{thousands}{suffix}",
        text.trim_end_matches(".0")
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::CAPTION;
    use super::*;

    #[test]
    fn axes_have_round_steps() {
        for (span, step) in [(0, 1), (3, 1), (10, 2), (43, 10), (1_000_000, 500_000)] {
            assert_eq!(round_step(span), step, "{span}");
        }
        let axis = Axis::over(&[Point::new("a", "", 13_515_000, "")]);
        assert_eq!((axis.low, axis.high), (0, 15_000_000));
    }

    #[test]
    fn losses_hang_below_the_base() {
        let axis = Axis::over(&[Point::new("a", "", -5, ""), Point::new("b", "", 10, "")]);
        assert!(axis.low <= -5 && axis.y(0) < HEIGHT && axis.y(0) > 0.0);
    }

    #[test]
    fn the_largest_figures_have_an_axis() {
        let points = [
            Point::new("a", "", i64::MAX, ""),
            Point::new("b", "", i64::MIN, ""),
        ];
        assert!(Axis::over(&points).lines(CAPTION).len() < 20);
    }

    #[test]
    fn figures_are_short_on_the_axis() {
        assert_eq!(short(CAPTION, 13_515_000), "€135.2k");
        assert_eq!(short(CAPTION, 20_000_000), "€200k");
        assert_eq!(short(CAPTION, -150), "-€1.5");
        let hours = Caption {
            prefix: "",
            suffix: " h",
            scale: 1,
            ..CAPTION
        };
        assert_eq!(short(hours, 125), "12.5 h");
    }

    #[test]
    fn labels_that_would_collide_are_left_out() {
        let shown = |texts: &[&str]| {
            let thinned = Thinned::of(texts.iter().copied());
            let kept = |index: &usize| thinned.keeps(*index);
            let places = || (0..texts.len()).filter(kept);
            (
                places().count(),
                places().filter(|index| !thinned.gives_way(*index)).count(),
            )
        };
        assert_eq!(shown(&["Lead", "Won"]), (2, 2));
        assert_eq!(shown(&["Jan"; 12]), (12, 6));
        assert_eq!(shown(&["Netherlands"; 15]), (5, 3));
        assert_eq!(shown(&[]), (0, 0));
    }
}
