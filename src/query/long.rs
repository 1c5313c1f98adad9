//! What queries need that are run once for a state of the data, and whose answer is kept: memory of their own, spilling
//! to disk.

use std::path::Path;
use std::sync::Arc;

use datafusion::common::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, MemoryPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};

use super::engine::Lane;
use super::halves::Halves;
use super::session::Inner;

/// How many bytes one query may put onto the disk.
const MOST_SPILLED: u64 = 32 << 30;

/// So many sorts of a query at once have room in its memory.
const SORTS: usize = 16;

/// Rows in a batch where joins sort.
const SORTED: usize = 1_024;

/// How a long query joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    /// By a table of one side in memory: fast, and it cannot spill.
    Hashed,
    /// By sorting both sides, which spills.
    Merged,
}

impl Inner {
    /// The session for one long query of a lane: with memory of its own, so that what is too large for it is so
    /// whoever else is at work.
    pub(super) fn long(
        &self,
        lane: Lane,
        joins: Joins,
        spill: Option<&Path>,
    ) -> Result<SessionState, DataFusionError> {
        let mode = match spill {
            Some(folder) => {
                std::fs::create_dir_all(folder)?;
                DiskManagerMode::Directories(vec![folder.to_owned()])
            }
            None => DiskManagerMode::OsTmpDirectory,
        };
        let disk = DiskManagerBuilder::default().with_mode(mode).with_max_temp_directory_size(MOST_SPILLED);
        let size = self.shared.limits.memory(lane);
        let memory: Arc<dyn MemoryPool> = match joins {
            Joins::Hashed => Arc::new(FairSpillPool::new(size)),
            Joins::Merged => Arc::new(Halves::of(size)),
        };
        let environment = RuntimeEnvBuilder::from_runtime_env(&self.shared.environment)
            .with_memory_pool(memory)
            .with_disk_manager_builder(disk)
            .build_arc()?;
        // The tables are bound already; a new catalog would be without them.
        let mut config = self.state.config().clone().with_create_default_catalog_and_schema(false);
        let options = config.options_mut();
        // Each of several sorts reserves this much for merging before it begins.
        let reserve = options.execution.sort_spill_reservation_bytes;
        let most = size / SORTS;
        options.execution.sort_spill_reservation_bytes = reserve.min(most);
        // What is sorted in place is held twice.
        let in_place = options.execution.sort_in_place_threshold_bytes;
        options.execution.sort_in_place_threshold_bytes = in_place.min(most / 4);
        if joins == Joins::Merged {
            options.optimizer.prefer_hash_join = false;
            // In one part the engine never joins by sorting.
            options.execution.target_partitions = 2;
            // What is sorted is held by whole batches, several of them for each sort.
            config = config.with_batch_size(SORTED);
        }
        let builder = SessionStateBuilder::new_from_existing(self.state.clone());
        Ok(builder.with_config(config).with_runtime_env(environment).build())
    }
}
