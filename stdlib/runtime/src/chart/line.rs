//! A line through the groups.

use askama::Template;

use super::axis::{self, Axis, Thinned};
use super::{Caption, Point, figures, is_flat, percent, pixels, share};
use crate::html::Html;

/// Draws a line through the points.
#[must_use]
pub fn line(caption: Caption<'_>, points: &[Point]) -> Html {
    if is_flat(points) {
        return figures(caption, points);
    }
    let axis = Axis::over(points);
    let slot = 100.0 / share(points.len().max(1));
    let at = |index: usize| percent(slot * (share(index) + 0.5));
    let labels = Thinned::of(points.iter().map(|point| point.label.as_str()));
    let dots = points.iter().enumerate().map(|(index, point)| Dot {
        x: at(index),
        y: pixels(axis.y(point.size)),
        is_labelled: labels.keeps(index),
        label_gives_way: labels.gives_way(index),
        point,
    });
    let pairs = points.iter().zip(points.iter().skip(1)).enumerate();
    let segments = pairs.map(|(index, (from, to))| Segment {
        x1: at(index),
        y1: pixels(axis.y(from.size)),
        x2: at(index + 1),
        y2: pixels(axis.y(to.size)),
    });
    Html::of(&LineChart {
        caption,
        lines: axis.lines(caption),
        segments: segments.collect(),
        dots: dots.collect(),
        figures: figures(caption, points),
    })
}

struct Dot<'a> {
    x: String,
    y: String,
    is_labelled: bool,
    label_gives_way: bool,
    point: &'a Point,
}

struct Segment {
    x1: String,
    y1: String,
    x2: String,
    y2: String,
}

#[derive(Template)]
#[template(path = "chart/line.html")]
struct LineChart<'a> {
    caption: Caption<'a>,
    lines: Vec<axis::Line>,
    segments: Vec<Segment>,
    dots: Vec<Dot<'a>>,
    figures: Html,
}
