//! Memory for queries that sort: half of it for what can spill, and half for what cannot.
//!
//! The engine's own pool lets those that can spill take all of it; what they take is not given back to a merge,
//! which cannot spill and begins later.

use std::fmt::{Display, Formatter};

use datafusion::common::Result;
use datafusion::execution::memory_pool::{
    FairSpillPool, GreedyMemoryPool, MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation,
};

/// The two halves.
#[derive(Debug)]
pub(super) struct Halves {
    spilling: FairSpillPool,
    others: GreedyMemoryPool,
    size: usize,
}

impl Halves {
    pub(super) fn of(size: usize) -> Self {
        let half = size / 2;
        Self { spilling: FairSpillPool::new(half), others: GreedyMemoryPool::new(half), size }
    }

    fn own(&self, consumer: &MemoryConsumer) -> &dyn MemoryPool {
        if consumer.can_spill() { &self.spilling } else { &self.others }
    }
}

impl Display for Halves {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} bytes", self.name(), self.size)
    }
}

impl MemoryPool for Halves {
    fn name(&self) -> &'static str {
        "halves"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.own(consumer).register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.own(consumer).unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.own(reservation.consumer()).grow(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.own(reservation.consumer()).shrink(reservation, shrink);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        self.own(reservation.consumer()).try_grow(reservation, additional)
    }

    fn reserved(&self) -> usize {
        self.spilling.reserved() + self.others.reserved()
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.size)
    }
}
