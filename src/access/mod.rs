//! Who may come in: accounts, passwords, sessions, tokens, and a record of what was done.
//!
//! All of it lies in the private part of the state folder, which cannot be computed again. Nothing here knows HTTP
//! or what a role may see; nobody here asks what time it is: `now` is an argument.
//!
//! ```text
//! state/private/               0700, files 0600
//!   accounts.toml              who there is, and their tokens
//!   proofs.json                what was proven of policies
//!   sessions/<sha256>          who is signed in: named by the hash of what the browser bears
//!   audit/audit-000001.jsonl   one line an event, each bears the hash of the one before
//!   audit/personal-2026-11     what is personal in that month's events, and the key to it
//! ```

mod account;
mod accounts;
mod accounts_file;
pub mod audit;
mod errand;
mod error;
mod hashed;
mod moment;
mod password;
mod private;
mod proofs;
mod random;
mod session;
mod throttle;
mod token;

pub use account::{Account, AccountName, Subject, TokenEntry};
pub use accounts::{AccountTable, Accounts};
pub use errand::{Errand, Errands, LONGEST_ERRAND};
pub use error::AccessError;
pub use hashed::Hashed;
pub use moment::Moment;
pub use password::{LEAST_LETTERS, MOST_BYTES, Passwords, usable};
pub use private::Private;
pub use proofs::Proofs;
pub use session::{Session, SessionLimits, Sessions};
pub use throttle::{Throttle, Wait};
pub use token::{Granted, LONGEST_LIFE, TokenRefused, issue, recognised};
