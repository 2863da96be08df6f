//! Bars: standing while their labels fit below them, else lying one below the other.

use askama::Template;

use super::axis::{Axis, Line, NARROW, Thinned, short};
use super::{Caption, Point, color, figures, float, is_flat, percent, pixels, share};
use crate::html::Html;

/// Draws bars.
#[must_use]
pub fn bar(caption: Caption<'_>, points: &[Point]) -> Html {
    if is_flat(points) {
        return figures(caption, points);
    }
    let letters: usize = points
        .iter()
        .map(|point| point.label.chars().count() + 1)
        .sum();
    // Months are many and short; they read from left to right all the same.
    if letters <= NARROW || points.iter().all(|point| point.label.chars().count() <= 3) {
        standing(caption, points)
    } else {
        lying(caption, points)
    }
}

fn standing(caption: Caption<'_>, points: &[Point]) -> Html {
    let axis = Axis::over(points);
    let slot = 100.0 / share(points.len().max(1));
    let figures_above: Vec<String> = points
        .iter()
        .map(|point| short(caption, point.size))
        .collect();
    let values = Thinned::of(figures_above.iter().map(String::as_str));
    let labels = Thinned::of(points.iter().map(|point| point.label.as_str()));
    let bars = points
        .iter()
        .zip(color::own(points))
        .zip(figures_above)
        .enumerate()
        .map(|(index, ((point, color), short))| {
            let (top, base) = (axis.y(point.size), axis.y(0));
            let middle = slot * (share(index) + 0.5);
            let width = slot * if points.len() > 4 { 0.5 } else { 0.4 };
            Bar {
                x: percent(middle - width / 2.0),
                width: percent(width),
                middle: percent(middle),
                y: pixels(top.min(base)),
                height: pixels((base - top).abs()),
                text_y: pixels(top.min(base) - 8.0),
                // Figures above some of the bars only would be read as those of their neighbours.
                is_valued: (0..points.len()).all(|index| values.keeps(index)),
                value_gives_way: (0..points.len()).any(|index| values.gives_way(index)),
                short,
                is_labelled: labels.keeps(index),
                label_gives_way: labels.gives_way(index),
                color,
                point,
            }
        });
    Html::of(&Standing {
        caption,
        lines: axis.lines(caption),
        bars: bars.collect(),
        figures: figures(caption, points),
    })
}

fn lying(caption: Caption<'_>, points: &[Point]) -> Html {
    let sizes = || points.iter().map(|point| float(point.size));
    let low = sizes().fold(0.0, f64::min);
    let span = (sizes().fold(0.0, f64::max) - low).max(1.0);
    let rows = points
        .iter()
        .zip(color::own(points))
        .map(|(point, color)| Row {
            x: percent(100.0 * (float(point.size).min(0.0) - low) / span),
            width: percent(100.0 * float(point.size).abs() / span),
            color,
            point,
        });
    Html::of(&Lying {
        caption,
        rows: rows.collect(),
        figures: figures(caption, points),
    })
}

struct Bar<'a> {
    x: String,
    width: String,
    middle: String,
    y: String,
    height: String,
    text_y: String,
    is_valued: bool,
    value_gives_way: bool,
    short: String,
    is_labelled: bool,
    label_gives_way: bool,
    color: &'static str,
    point: &'a Point,
}

struct Row<'a> {
    x: String,
    width: String,
    color: &'static str,
    point: &'a Point,
}

#[derive(Template)]
#[template(path = "chart/bar.html")]
struct Standing<'a> {
    caption: Caption<'a>,
    lines: Vec<Line>,
    bars: Vec<Bar<'a>>,
    figures: Html,
}

#[derive(Template)]
#[template(path = "chart/rows.html")]
struct Lying<'a> {
    caption: Caption<'a>,
    rows: Vec<Row<'a>>,
    figures: Html,
}

#[cfg(test)]
mod tests {
    use super::super::tests::CAPTION;
    use super::*;

    #[test]
    fn long_labels_lay_the_bars_down() {
        let point = |label: &str, size| Point::new(label, "", size, size);
        let few = [point("Lead", 1), point("Won", 2)];
        assert!(bar(CAPTION, &few).as_str().contains("<svg class=\"chart\""));
        let long = [
            point("Translation batch, phase one", 3),
            point("Quarterly report", -1),
        ];
        let markup = bar(CAPTION, &long).to_string();
        assert!(markup.contains("chart-rows"), "{markup}");
        assert!(
            markup.contains("x=\"25.00%\" width=\"75.00%\"")
                && markup.contains("x=\"0.00%\" width=\"25.00%\""),
            "{markup}"
        );
    }
}
