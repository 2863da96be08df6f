//! The colours of groups, so that neighbours can be told apart.

use super::Point;
use crate::face::TONES;

/// The colour of each group that stands for itself: its own, unless all have the same.
pub(super) fn own(points: &[Point]) -> Vec<&'static str> {
    points
        .iter()
        .map(|point| if is_plain(points) { "" } else { point.color })
        .collect()
}

/// A colour for each group: its own, or where it has none or another has it, a free one.
pub(super) fn told_apart(points: &[Point]) -> Vec<&'static str> {
    let declared = own(points);
    let mut used: Vec<&str> = Vec::new();
    let first: Vec<bool> = declared
        .iter()
        .map(|color| {
            let is_first = !color.is_empty() && !used.contains(color);
            used.push(color);
            is_first
        })
        .collect();
    let mut free = TONES
        .iter()
        .filter(|tone| !used.contains(*tone))
        .chain(TONES.iter().cycle());
    declared
        .into_iter()
        .zip(first)
        .map(|(color, is_first)| {
            if is_first {
                color
            } else {
                free.next().copied().unwrap_or("gray")
            }
        })
        .collect()
}

/// Says whether no group differs from another by its colour.
fn is_plain(points: &[Point]) -> bool {
    points.windows(2).all(|pair| match pair {
        [one, other] => one.color == other.color,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colors(colors: &[&'static str]) -> Vec<Point> {
        colors
            .iter()
            .map(|color| Point::new("a", color, 1, 1))
            .collect()
    }

    #[test]
    fn groups_of_one_colour_take_the_primary_one() {
        assert_eq!(own(&colors(&["gray", "gray"])), ["", ""]);
        assert_eq!(own(&colors(&["gray", "red"])), ["gray", "red"]);
    }

    #[test]
    fn shares_can_be_told_apart() {
        assert_eq!(told_apart(&colors(&["", ""])), ["blue", "green"]);
        assert_eq!(
            told_apart(&colors(&["gray", "gray", "blue", ""])),
            ["gray", "green", "blue", "amber"]
        );
    }
}
