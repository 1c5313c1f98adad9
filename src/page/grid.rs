//! How panels fill the rows of a page: no row has a hole, and none stands alone that could have company.

use std::ops::Range;

use crate::dashboard::Width;

/// Columns of a wide page, of which a panel takes all, a half or a third.
const COLUMNS: usize = 6;

/// Where a panel stands in rows of several columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Of six columns: 2, 3 or 6.
    wide: usize,
    /// Of two columns: 1 or 2.
    middle: usize,
}

impl Span {
    /// What style sheets call it.
    pub(super) fn class(self) -> String {
        format!("cell w{} m{}", self.wide, self.middle)
    }
}

/// Which of the panels that follow each other share a cell: each with those that stand below it.
pub(super) fn cells(widths: &[Width]) -> Vec<Range<usize>> {
    let mut cells: Vec<Range<usize>> = Vec::new();
    for (place, width) in widths.iter().enumerate() {
        match cells.last_mut().filter(|_| *width == Width::Below) {
            Some(cell) => cell.end = place + 1,
            None => cells.push(place..place + 1),
        }
    }
    cells
}

/// The places of cells that follow each other, in their order.
pub(super) fn spans(widths: &[Width]) -> Vec<Span> {
    let wide = filled(widths, |width| match width {
        Width::Full => COLUMNS,
        Width::Half => 3,
        Width::Third | Width::Below => 2,
    });
    let middle = filled(widths, |width| match width {
        Width::Full => COLUMNS,
        Width::Half | Width::Third | Width::Below => 3,
    });
    wide.into_iter().zip(middle).map(|(wide, middle)| Span { wide, middle: middle / 3 }).collect()
}

/// How many of six columns each takes when every row is filled.
fn filled(widths: &[Width], columns: impl Fn(Width) -> usize) -> Vec<usize> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for taken in widths.iter().map(|width| columns(*width)) {
        match rows.last_mut() {
            Some(row) if row.iter().sum::<usize>() + taken <= COLUMNS => row.push(taken),
            Some(_) | None => rows.push(vec![taken]),
        }
    }
    // One that is left over has company where the row before has one to spare.
    for at in 1..rows.len() {
        let (before, own) = (rows[at - 1].len(), rows[at].len());
        if before == 3 && own == 1 && rows[at][0] < COLUMNS {
            rows[at - 1].pop();
            rows[at].push(2);
        }
    }
    rows.iter().flat_map(|row| std::iter::repeat_n(COLUMNS / row.len().max(1), row.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_another_shares_its_cell() {
        let (half, below) = (Width::Half, Width::Below);
        assert_eq!(cells(&[half, below, half, below, below]), [0..2, 2..5]);
        assert_eq!(cells(&[below, half]), [0..1, 1..2], "the first has none before it");
        assert!(cells(&[]).is_empty());
    }

    #[test]
    fn rows_are_filled_and_nothing_stands_alone_that_could_have_company() {
        let wide = |text: &str| -> Vec<usize> {
            let width = |letter| match letter {
                'f' => Width::Full,
                'h' => Width::Half,
                _ => Width::Third,
            };
            spans(&text.chars().map(width).collect::<Vec<_>>()).iter().map(|span| span.wide).collect()
        };
        assert_eq!(wide("tttttt"), [2; 6]);
        assert_eq!(wide("tttt"), [3; 4], "four are two pairs");
        assert_eq!(wide("ttttt"), [2, 2, 2, 3, 3]);
        assert_eq!(wide("t"), [6]);
        assert_eq!(wide("tft"), [6, 6, 6]);
        assert_eq!(wide("htt"), [3, 3, 6]);
        assert_eq!(wide("hhf"), [3, 3, 6]);
        assert!(wide("").is_empty());
        let middle: Vec<usize> = spans(&[Width::Third; 3]).iter().map(|span| span.middle).collect();
        assert_eq!(middle, [1, 1, 2]);
    }
}
