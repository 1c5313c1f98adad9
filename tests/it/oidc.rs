//! Who signs in by a provider of OpenID Connect is who an account names, and nothing else that comes back lets anybody in.

mod browser;
mod fake;
mod flow;
mod real;
mod settings;
mod tokens;
