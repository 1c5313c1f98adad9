//! How panels fill the rows of a page: no row has a hole, and none stands alone that could have company.

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

/// The places of panels that follow each other, in their order.
pub(super) fn spans(widths: &[Width]) -> Vec<Span> {
    let wide = filled(widths, |width| match width {
        Width::Full => COLUMNS,
        Width::Half => 3,
        Width::Third => 2,
    });
    let middle = filled(widths, |width| match width {
        Width::Full => COLUMNS,
        Width::Half | Width::Third => 3,
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
