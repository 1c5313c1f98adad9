//! The proofs of all figures of one KPI as one file: its records once, then a statement a figure.

use super::proof::pack_head;
use super::{Answer, Ask, AskError};
use crate::kpi::{Question, proof, sql};
use crate::workspace::{ProofShelf, Reader, Unsayable};

/// Where the data lie: said by whoever runs it, else here.
const DATA: &str = "coalesce(getvariable('data'), '.')";

/// SQL that gives each of these figures of a question's KPI, by its number, as a statement of its own.
///
/// # Errors
/// For a figure's period that is none; what SQL cannot say of a file stands inside.
pub fn proofs(
    reader: &Reader<'_>,
    question: &Question<'_>,
    ask: &Ask,
    shelf: &ProofShelf,
    figures: &[(usize, &Answer)],
) -> Result<Result<String, Unsayable>, AskError> {
    let kpi = question.kpi();
    let calendars = reader.calendars();
    let period = ask.period_of(reader, kpi, reader.workspace().opening_period())?;
    let mut text = match shelf.before(kpi, DATA, &pack_head(reader, kpi, ask, &period)) {
        Ok(text) => text,
        Err(unsayable) => return Ok(Err(unsayable)),
    };
    let ground = proof::Ground { records: "records", calendar: "days" };
    for (number, answer) in figures {
        let name = format!("{}:{}", answer.calendar, answer.period);
        let period = calendars.parse(calendars.default_calendar(), &name)?;
        let numbers = answer.parts.values().chain(answer.beside.values());
        let told = answer.value.is_some() || numbers.flatten().next().is_some();
        let reason = proof::unseen(answer.why.as_ref(), told);
        let statement = proof::numbered(&question.at(&period), &answer.by, *number, reason, &ground);
        let part = answer
            .by
            .iter()
            .map(|(dimension, member)| format!(", {dimension} = {}", member.as_deref().unwrap_or("?")));
        let about = sql::comment(&format!("{name}{}", part.collect::<String>()));
        text.push_str(&format!("\n-- {number}: {about}\n{statement};\n"));
    }
    Ok(Ok(text))
}
