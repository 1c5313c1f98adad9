//! Random numbers that depend on the seed and a name only.
//!
//! Every table draws from a stream of its own, so that a change in one table leaves the others as they were. Only whole
//! numbers are drawn: the same seed gives the same bytes on every machine.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One stream of random numbers.
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    /// The stream called `name` of this seed.
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        // FNV-1a: a fixed, documented hash, because std's may change between versions of Rust.
        let stream = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A number in `0..limit`; 0 where `limit` is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(limit);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True in `share` of a thousand cases.
    pub(crate) fn chance(&mut self, share: u64) -> bool {
        self.below(1_000) < share
    }

    /// One of the items, each as likely as another. The list must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// A place in a list of `length` items.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// One of the items, each as likely as its weight. The list must not be empty.
    pub(crate) fn weighted<T: Copy>(&mut self, items: &[(T, u64)]) -> T {
        let total = items.iter().map(|item| item.1).sum();
        let mut rest = self.below(total);
        for (item, weight) in items {
            if rest < *weight {
                return *item;
            }
            rest -= weight;
        }
        items[0].0
    }

    /// How many of many rare things happen, where `millis` thousandths are expected.
    pub(crate) fn count(&mut self, millis: u64) -> u64 {
        // Twice as many trials as expected events, at least eight: near enough to a Poisson draw.
        let trials = (millis / 500).max(8);
        (0..trials).filter(|_| self.below(1_000 * trials) < millis).count() as u64
    }
}
