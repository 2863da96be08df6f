//! Charts as pictures that a screen reader and a printer can use.
//!
//! Invariant: no style and no script, only attributes and classes; every figure
//! of the picture stands in the table below it.

use std::f64::consts::TAU;
use std::fmt;

use askama::Template;

use crate::html::Html;

/// One group of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The group.
    pub label: String,
    /// The name of its colour; empty for the primary one.
    pub color: &'static str,
    /// How large it is, for the picture.
    pub size: i64,
    /// The exact figure, as people read it.
    pub shown: String,
}

impl Point {
    /// Describes one group.
    pub fn new(
        label: impl Into<String>,
        color: &'static str,
        size: i64,
        shown: impl fmt::Display,
    ) -> Self {
        Self {
            label: label.into(),
            color,
            size,
            shown: shown.to_string(),
        }
    }
}

/// What a chart is of.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// Its title.
    pub title: &'a str,
    /// What the groups are.
    pub group: &'a str,
    /// What the figures are.
    pub value: &'a str,
    /// What stands before a figure of the axis ("€").
    pub prefix: &'a str,
    /// Decimals of the sizes.
    pub scale: u32,
}

/// Height of the plot in pixels; the width follows the page.
const HEIGHT: f64 = 188.0;
const LINES: i64 = 4;

/// The last twelve months up to `today`, oldest first: as stored in dates ("2026-03"), and as read.
#[must_use]
pub fn last_months(today: crate::time::Date) -> Vec<(String, String)> {
    (0..12)
        .rev()
        .map(|back| {
            let month = today.plus_months(-back).civil();
            (
                month.strftime("%Y-%m").to_string(),
                month.strftime("%b").to_string(),
            )
        })
        .collect()
}

/// Draws bars.
#[must_use]
pub fn bar(caption: Caption<'_>, points: &[Point]) -> Html {
    let axis = Axis::over(points);
    let slot = 100.0 / count(points);
    let bars = points.iter().enumerate().map(|(index, point)| {
        let top = axis.y(point.size);
        let base = axis.y(0);
        let middle = slot * (as_float(index) + 0.5);
        let width = slot * if points.len() > 4 { 0.5 } else { 0.4 };
        Bar {
            x: percent(middle - width / 2.0),
            width: percent(width),
            middle: percent(middle),
            y: pixels(top.min(base)),
            height: pixels((base - top).abs()),
            text_y: pixels(top.min(base) - 8.0),
            short: short(caption, point.size),
            point,
        }
    });
    Html::of(&BarChart {
        caption,
        lines: axis.lines(caption),
        bars: bars.collect(),
        table: table(caption, points),
    })
}

/// Draws a line through the points.
#[must_use]
pub fn line(caption: Caption<'_>, points: &[Point]) -> Html {
    let axis = Axis::over(points);
    let slot = 100.0 / count(points);
    let at = |index: usize| slot * (as_float(index) + 0.5);
    let dots: Vec<Dot<'_>> = points
        .iter()
        .enumerate()
        .map(|(index, point)| Dot {
            x: percent(at(index)),
            y: pixels(axis.y(point.size)),
            point,
        })
        .collect();
    let pairs = points.iter().zip(points.iter().skip(1)).enumerate();
    let segments = pairs.map(|(index, (from, to))| Segment {
        x1: percent(at(index)),
        y1: pixels(axis.y(from.size)),
        x2: percent(at(index + 1)),
        y2: pixels(axis.y(to.size)),
    });
    Html::of(&LineChart {
        caption,
        lines: axis.lines(caption),
        segments: segments.collect(),
        dots,
        table: table(caption, points),
    })
}

/// Draws shares of a whole.
#[must_use]
pub fn donut(caption: Caption<'_>, points: &[Point]) -> Html {
    let whole: i64 = points.iter().map(|point| point.size.max(0)).sum();
    let mut start = 0.0;
    let mut arcs = Vec::new();
    for point in points.iter().filter(|point| point.size > 0) {
        let share = as_float_i64(point.size) / as_float_i64(whole.max(1));
        arcs.push(Arc {
            path: arc(start, start + share),
            percent: format!("{:.0} %", share * 100.0),
            point,
        });
        start += share;
    }
    Html::of(&DonutChart {
        caption,
        arcs,
        table: table(caption, points),
    })
}

/// A ring segment around (100, 100), from and to as shares of the whole turn.
fn arc(from: f64, to: f64) -> String {
    let (outer, inner) = (90.0, 58.0);
    // A full ring would begin and end at one point, which draws nothing.
    let to = to.min(from + 0.9999);
    let at = |share: f64, radius: f64| {
        let angle = (share - 0.25) * TAU;
        format!(
            "{:.2} {:.2}",
            100.0 + radius * angle.cos(),
            100.0 + radius * angle.sin()
        )
    };
    let large = i32::from(to - from > 0.5);
    format!(
        "M{} A{outer} {outer} 0 {large} 1 {} L{} A{inner} {inner} 0 {large} 0 {} Z",
        at(from, outer),
        at(to, outer),
        at(to, inner),
        at(from, inner)
    )
}

/// The scale of the vertical axis.
struct Axis {
    low: i64,
    high: i64,
    step: i64,
}

impl Axis {
    fn over(points: &[Point]) -> Self {
        let high = points
            .iter()
            .map(|point| point.size)
            .max()
            .unwrap_or(0)
            .max(0);
        let low = points
            .iter()
            .map(|point| point.size)
            .min()
            .unwrap_or(0)
            .min(0);
        let step = round_step(high.saturating_sub(low));
        Self {
            low: low.div_euclid(step).saturating_mul(step),
            high: (high + step - 1)
                .div_euclid(step)
                .max(1)
                .saturating_mul(step),
            step,
        }
    }

    fn y(&self, size: i64) -> f64 {
        let span = as_float_i64(self.high - self.low).max(1.0);
        HEIGHT * as_float_i64(self.high - size) / span
    }

    fn lines(&self, caption: Caption<'_>) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut value = self.low;
        while value <= self.high {
            lines.push(Line {
                is_base: value == 0,
                y: pixels(self.y(value)),
                text_y: pixels(self.y(value) + 4.0),
                label: short(caption, value),
            });
            value = value.saturating_add(self.step);
        }
        lines
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
fn short(caption: Caption<'_>, size: i64) -> String {
    let units = as_float_i64(size) / 10_f64.powi(i32::try_from(caption.scale).unwrap_or(0));
    let (number, suffix) = match units.abs() {
        large if large >= 1e9 => (units / 1e9, "bn"),
        large if large >= 1e6 => (units / 1e6, "m"),
        large if large >= 1e4 => (units / 1e3, "k"),
        _ => (units, ""),
    };
    let text = format!("{:.1}", number.abs());
    let sign = if size < 0 { "-" } else { "" };
    format!(
        "{sign}{}{}{suffix}",
        caption.prefix,
        text.trim_end_matches(".0")
    )
}

#[expect(clippy::cast_precision_loss, reason = "a picture needs no 64 bits")]
fn as_float_i64(number: i64) -> f64 {
    number as f64
}

fn as_float(index: usize) -> f64 {
    as_float_i64(i64::try_from(index).unwrap_or(0))
}

fn count(points: &[Point]) -> f64 {
    as_float(points.len().max(1))
}

fn percent(number: f64) -> String {
    format!("{number:.2}%")
}

fn pixels(number: f64) -> String {
    format!("{number:.1}")
}

struct Line {
    is_base: bool,
    y: String,
    text_y: String,
    label: String,
}

struct Bar<'a> {
    x: String,
    width: String,
    middle: String,
    y: String,
    height: String,
    text_y: String,
    short: String,
    point: &'a Point,
}

struct Dot<'a> {
    x: String,
    y: String,
    point: &'a Point,
}

struct Segment {
    x1: String,
    y1: String,
    x2: String,
    y2: String,
}

struct Arc<'a> {
    path: String,
    percent: String,
    point: &'a Point,
}

#[derive(Template)]
#[template(path = "chart/bar.html")]
struct BarChart<'a> {
    caption: Caption<'a>,
    lines: Vec<Line>,
    bars: Vec<Bar<'a>>,
    table: Html,
}

#[derive(Template)]
#[template(path = "chart/line.html")]
struct LineChart<'a> {
    caption: Caption<'a>,
    lines: Vec<Line>,
    segments: Vec<Segment>,
    dots: Vec<Dot<'a>>,
    table: Html,
}

#[derive(Template)]
#[template(path = "chart/donut.html")]
struct DonutChart<'a> {
    caption: Caption<'a>,
    arcs: Vec<Arc<'a>>,
    table: Html,
}

#[derive(Template)]
#[template(path = "chart/table.html")]
struct FigureTable<'a> {
    caption: Caption<'a>,
    points: &'a [Point],
}

fn table(caption: Caption<'_>, points: &[Point]) -> Html {
    Html::of(&FigureTable { caption, points })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPTION: Caption<'_> = Caption {
        title: "Value by stage",
        group: "Stage",
        value: "Value",
        prefix: "€",
        scale: 2,
    };

    fn points() -> Vec<Point> {
        vec![
            Point::new("Lead", "gray", 13_515_000, "€135,150.00"),
            Point::new("<Won>", "green", 0, "€0.00"),
        ]
    }

    #[test]
    fn every_figure_is_in_the_table() {
        for markup in [
            bar(CAPTION, &points()),
            line(CAPTION, &points()),
            donut(CAPTION, &points()),
        ] {
            let markup = markup.to_string();
            assert!(
                markup.contains("<td class=\"cell-number\">€135,150.00</td>"),
                "{markup}"
            );
            assert!(
                !markup.contains("<Won>") && !markup.contains("style="),
                "{markup}"
            );
            assert!(
                !markup.contains("NaN") && !markup.contains("inf"),
                "{markup}"
            );
        }
    }

    #[test]
    fn nothing_to_show_is_still_a_picture() {
        for markup in [bar(CAPTION, &[]), line(CAPTION, &[]), donut(CAPTION, &[])] {
            assert!(!markup.as_str().contains("NaN"), "{markup}");
        }
    }

    #[test]
    fn axes_have_round_steps() {
        for (span, step) in [(0, 1), (3, 1), (10, 2), (43, 10), (1_000_000, 500_000)] {
            assert_eq!(round_step(span), step, "{span}");
        }
        let axis = Axis::over(&points());
        assert_eq!((axis.low, axis.high), (0, 15_000_000));
    }

    #[test]
    fn losses_hang_below_the_base() {
        let axis = Axis::over(&[Point::new("a", "", -5, ""), Point::new("b", "", 10, "")]);
        assert!(axis.low <= -5 && axis.y(0) < HEIGHT && axis.y(0) > 0.0);
    }

    #[test]
    fn figures_are_short_on_the_axis() {
        assert_eq!(short(CAPTION, 13_515_000), "€135.2k");
        assert_eq!(short(CAPTION, 20_000_000), "€200k");
        assert_eq!(short(CAPTION, -150), "-€1.5");
    }
}
