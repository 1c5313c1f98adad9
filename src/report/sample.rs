//! Shares of few: no percentage of them says anything.

use rust_decimal::Decimal;

use crate::kpi::{Aggregate, Figure, Kpi, Role, State};

/// Below it a share is told as what it is made of: `1/1`.
const FEW: u64 = 10;

/// Below it a share says of how many it is.
const SMALL: u64 = 30;

/// A share of few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// Of fewer than ten: so many of so many.
    Counted(Decimal, Decimal),
    /// Of fewer than thirty, or of fewer than ten that are weighted: of so many.
    Small(u64),
}

/// What a share says in place of its percentage or behind it; nothing where it stands on enough, and where what it is a
/// share of is no number of things: money, or what is measured.
pub fn sample(kpi: &Kpi, figure: &Figure) -> Option<Sample> {
    if !kpi.is_ratio() || !kpi.unit.is_percent() || figure.state != State::Value {
        return None;
    }
    let below = || kpi.columns.iter().zip(&figure.parts).filter(|(own, _)| own.role == Role::Denominator);
    let counts = |aggregate| matches!(aggregate, Aggregate::Sum | Aggregate::Distinct);
    if !below().all(|(own, _)| !own.unit.money && own.unit.decimals == 0 && counts(own.aggregate)) {
        return None;
    }
    let (above, whole) = (figure.numerator?, figure.denominator?);
    // The weights say nothing of how many were asked.
    let weighted = below().any(|(own, _)| own.scale > 0 || own.unit.estimated);
    let count = match weighted {
        true => below().map(|(_, part)| part.cell.records).sum(),
        false => u64::try_from(whole).ok()?,
    };
    let whole_numbers = above.fract().is_zero() && whole.fract().is_zero() && !above.is_sign_negative();
    match count {
        0 | SMALL.. => None,
        1..FEW if !weighted && whole_numbers => Some(Sample::Counted(above, whole)),
        1..SMALL => Some(Sample::Small(count)),
    }
}
