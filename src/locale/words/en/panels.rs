//! What panels say in English.

use crate::locale::words::panels::PanelWords;

impl PanelWords {
    /// English.
    pub const EN: Self = Self {
        indivisible: "cannot be computed (the denominator is 0)",
        overspent: "OVER by {0}",
        sample: "small sample (n = {0})",
        sample_short: "(n = {0})",
        gone: "No longer exist",
        until: "until {0}",
        heir: "in its place: {0}",
        no_heir: "no successor known",
        standing_against: "Standing (target {0})",
        nothing_below: "the denominator is 0",
        for_all: "The indicators below that say nothing of a comparison",
        pace: "even pace (not a target)",
        year_gone: "{0} of the year is over",
        pace_note: "The even pace is where the figure would stand if it rose evenly through time; it is not a target of the plan.",
        target_of_whole: "The target is set for the whole, not for each line.",
        beyond: "beyond {0}",
        standing: "Standing",
        stage: "Stage",
        share: "Of the stage before",
        of_stage_before: "{0} of the stage before",
        mixed_stages: "Each step counts what happened in the period and does not follow the same cases from the first step to the last; a step can therefore be larger than the one before (above 100%).",
        left_out: "{0} smaller {0|member is|members are} not drawn.",
        one_scale: "All small charts share one scale. Unit: {0}.",
        doubtful: "read with its note",
        unwritten: "cells too narrow for figures",
        not_stacked: "The parts do not add up to the whole, so they are drawn beside each other and not stacked.",
        rest: "{0} more {0|line|lines}",
        unprinted: "{0} more {0|line is|lines are} not printed; see the page.",
        undrawn: "In the table and not in the chart: {0}.",
        others: "Others",
        unplaced: "Without a place on the map",
        on_time: "on time",
        on_time_sign: "T",
        late: "late",
        late_sign: "L",
        missing: "missing",
        missing_sign: "M",
        not_owed: "not owed",
        rows_elsewhere: "{0} {0|row concerns|rows concern} other periods.",
        total_of: "{0}: the total of the {1} of {2} {2|row|rows} that have a value.",
    };
}
