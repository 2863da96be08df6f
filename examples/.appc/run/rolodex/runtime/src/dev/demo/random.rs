//! Random choices that come out the same every time.

/// A small generator (SplitMix64), seeded by a name.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Seeds by a name, so that one table's rows don't move when another changes.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let state = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { state }
    }

    /// Draws 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Draws from `min` to `max`, both included.
    pub fn between(&mut self, min: i64, max: i64) -> i64 {
        let span = i128::from(max.max(min)) - i128::from(min) + 1;
        let step = i128::from(self.bits()).rem_euclid(span);
        i64::try_from(i128::from(min) + step).unwrap_or(min)
    }

    /// Says yes in so many of a hundred cases.
    pub fn percent(&mut self, percent: u8) -> bool {
        self.between(1, 100) <= i64::from(percent)
    }

    /// Picks one; all are as likely.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(items.len()).ok()? - 1;
        if last < 0 {
            return None;
        }
        let index = usize::try_from(self.between(0, last)).ok()?;
        items.get(index)
    }

    /// Picks one, those in front more often, as in life.
    pub fn pick_front<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(items.len()).ok()? - 1;
        if last < 0 {
            return None;
        }
        let first = self.between(0, last);
        let second = self.between(0, last);
        let index = if self.percent(50) {
            first.min(second)
        } else {
            first
        };
        items.get(usize::try_from(index).ok()?)
    }

    /// Returns all in another order.
    pub fn shuffled<T: Copy>(&mut self, items: &[T]) -> Vec<T> {
        let mut keyed: Vec<(u64, T)> = items.iter().map(|item| (self.bits(), *item)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, item)| item).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_name_gives_the_same_choices() {
        let draw = |name| {
            let mut random = Random::named(name);
            (0..20).map(|_| random.between(-5, 5)).collect::<Vec<_>>()
        };
        assert_eq!(draw("deal"), draw("deal"));
        assert_ne!(draw("deal"), draw("company"));
        assert!(draw("deal").iter().all(|n| (-5..=5).contains(n)));
    }

    #[test]
    fn extremes_do_not_overflow() {
        let mut random = Random::named("x");
        for _ in 0..100 {
            random.between(i64::MIN, i64::MAX);
            assert_eq!(random.between(7, 3), 7);
        }
        assert_eq!(random.pick::<u8>(&[]), None);
    }
}
