//! A ring of shares of a whole.

use std::f64::consts::TAU;

use askama::Template;

use super::{Caption, Point, color, figures, float};
use crate::html::Html;

/// More shares than this cannot be told apart; the smallest become one.
const MAX_SHARES: usize = 8;

/// Draws shares of a whole.
#[must_use]
pub fn donut(caption: Caption<'_>, points: &[Point]) -> Html {
    let (mut shares, rest) = shares(points);
    if shares.is_empty() {
        return figures(caption, points);
    }
    let mut colors = color::told_apart(&shares);
    if let Some(rest) = rest {
        colors.push(rest.color);
        shares.push(rest);
    }
    let whole: f64 = shares.iter().map(|point| float(point.size)).sum();
    let mut start = 0.0;
    let mut arcs = Vec::new();
    for (point, color) in shares.iter().zip(colors) {
        let share = float(point.size) / whole.max(1.0);
        arcs.push(Arc {
            path: arc(start, start + share),
            percent: format!("{:.0} %", share * 100.0),
            color,
            label: &point.label,
        });
        start += share;
    }
    Html::of(&Donut {
        caption,
        arcs,
        figures: figures(caption, points),
    })
}

/// The groups that have a share, in their order, and one for the smallest of too many.
fn shares(points: &[Point]) -> (Vec<Point>, Option<Point>) {
    let mut sized: Vec<Point> = points
        .iter()
        .filter(|point| point.size > 0)
        .cloned()
        .collect();
    if sized.len() <= MAX_SHARES {
        return (sized, None);
    }
    let mut sizes: Vec<(i64, usize)> = sized
        .iter()
        .enumerate()
        .map(|(index, point)| (-point.size, index))
        .collect();
    sizes.sort_unstable();
    let kept: Vec<usize> = sizes
        .into_iter()
        .take(MAX_SHARES - 1)
        .map(|(_, index)| index)
        .collect();
    let mut rest = Point::new("Others", "gray", 0, "");
    let mut index = 0;
    sized.retain(|point| {
        let is_kept = kept.contains(&index);
        if !is_kept {
            rest.size = rest.size.saturating_add(point.size);
        }
        index += 1;
        is_kept
    });
    (sized, Some(rest))
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

struct Arc<'a> {
    path: String,
    percent: String,
    color: &'static str,
    label: &'a str,
}

#[derive(Template)]
#[template(path = "chart/donut.html")]
struct Donut<'a> {
    caption: Caption<'a>,
    arcs: Vec<Arc<'a>>,
    figures: Html,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_of_many_shares_become_one() {
        let points: Vec<Point> = (0..12)
            .map(|size| Point::new(size.to_string(), "", size, size))
            .collect();
        let (shares, rest) = shares(&points);
        let sizes: Vec<i64> = shares.iter().map(|point| point.size).collect();
        assert_eq!(sizes, [5, 6, 7, 8, 9, 10, 11]);
        assert_eq!(rest.map(|rest| rest.size), Some(10));
    }
}
