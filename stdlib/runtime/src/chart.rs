//! Charts as pictures that a screen reader and a printer can use.
//!
//! Invariant: no style and no script, only attributes and classes; every figure
//! of the picture stands in the table below it.

mod axis;
mod bar;
mod color;
mod donut;
mod line;

use std::fmt;

use askama::Template;

use crate::html::Html;

pub use bar::bar;
pub use donut::donut;
pub use line::line;

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
    /// What stands behind it ("%").
    pub suffix: &'a str,
    /// Decimals of the sizes.
    pub scale: u32,
}

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

/// The figures as a table, and a word where there is nothing to draw.
fn figures(caption: Caption<'_>, points: &[Point]) -> Html {
    Html::of(&Figures { caption, points })
}

/// Says whether every figure is zero.
fn is_flat(points: &[Point]) -> bool {
    points.iter().all(|point| point.size == 0)
}

#[expect(clippy::cast_precision_loss, reason = "a picture needs no 64 bits")]
fn float(number: i64) -> f64 {
    number as f64
}

fn share(index: usize) -> f64 {
    float(i64::try_from(index).unwrap_or(0))
}

fn percent(number: f64) -> String {
    format!("{number:.2}%")
}

fn pixels(number: f64) -> String {
    format!("{number:.1}")
}

#[derive(Template)]
#[template(path = "chart/figures.html")]
struct Figures<'a> {
    caption: Caption<'a>,
    points: &'a [Point],
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const CAPTION: Caption<'_> = Caption {
        title: "Value by stage",
        group: "Stage",
        value: "Value",
        prefix: "€",
        suffix: "",
        scale: 2,
    };

    fn points() -> Vec<Point> {
        vec![
            Point::new("Lead", "gray", 13_515_000, "€135,150.00"),
            Point::new("<Won>", "green", 0, "€0.00"),
        ]
    }

    fn many() -> Vec<Point> {
        let named = |index| Point::new(format!("<Country {index}>"), "gray", index, index);
        (0..20).map(named).chain(points()).collect()
    }

    #[test]
    fn every_figure_is_in_the_table() {
        for points in [points(), many()] {
            for markup in [
                bar(CAPTION, &points),
                line(CAPTION, &points),
                donut(CAPTION, &points),
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
    }

    #[test]
    fn nothing_to_draw_is_said() {
        let zeros = [Point::new("a", "", 0, 0), Point::new("b", "", 0, 0)];
        for points in [&[] as &[Point], &zeros] {
            for markup in [
                bar(CAPTION, points),
                line(CAPTION, points),
                donut(CAPTION, points),
            ] {
                assert!(markup.as_str().contains("Nothing to draw yet"), "{markup}");
                assert!(!markup.as_str().contains("<svg"), "{markup}");
            }
        }
    }
}
