//! The forms in which figures leave the program: so far the answers of the API.

mod dashboard;
mod refused;

pub use dashboard::{DashboardAnswer, dashboard_answer};
pub use refused::Refused;
