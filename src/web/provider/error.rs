//! Why somebody does not come in by the provider.

use openidconnect::core::CoreRequestTokenError;
use openidconnect::url::ParseError;
use openidconnect::{ClaimsVerificationError, ConfigurationError, DiscoveryError};
use tokio_rustls::rustls;

use super::FetchError;

/// Why the provider is of no help, or its word is not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// An address of the settings that is none.
    #[error("an address of `[serve.oidc]` is none")]
    Settings(#[source] ParseError),
    /// Connections cannot be encrypted.
    #[error("connections to the provider cannot be encrypted")]
    Tls(#[source] rustls::Error),
    /// What the provider says of itself, or its keys, cannot be had.
    #[error("what the provider says of itself cannot be had")]
    Away(#[source] Box<DiscoveryError<FetchError>>),
    /// That was so a moment ago, and it is not asked again yet.
    #[error("the provider was of no use a moment ago")]
    StillAway,
    /// The provider says of itself what cannot be followed.
    #[error(
        "the provider names `{0}`, where nobody is sent: https, or http on this machine where the issuer is there"
    )]
    Address(String),
    /// The provider names no address to ask for tokens.
    #[error("the provider names no address to ask for tokens")]
    NoTokens(#[source] ConfigurationError),
    /// As many as may be are being asked for.
    #[error("too many come back from the provider at once")]
    Busy,
    /// The code was given back to the provider, and no token came.
    #[error("the provider gives no token for the code")]
    Code(#[source] Box<CoreRequestTokenError<FetchError>>),
    /// The token says nothing of who it is.
    #[error("the provider's answer has no ID token")]
    NoToken,
    /// The token is not the provider's for this service and this errand, or not any more.
    #[error("the ID token is not taken")]
    Token(#[source] Box<ClaimsVerificationError>),
    /// The token was given to another service.
    #[error("the ID token was given to `{0}`")]
    Party(String),
}

impl ProviderError {
    /// Whether the provider could not be asked, of whoever it would have spoken.
    pub(in crate::web) fn is_away(&self) -> bool {
        match self {
            Self::Settings(_)
            | Self::Tls(_)
            | Self::Away(_)
            | Self::StillAway
            | Self::Address(_)
            | Self::NoTokens(_)
            | Self::Busy => true,
            Self::Code(error) => matches!(**error, CoreRequestTokenError::Request(_)),
            Self::NoToken | Self::Token(_) | Self::Party(_) => false,
        }
    }

    /// The reason in a word, for the record.
    pub(in crate::web) fn word(&self) -> &'static str {
        match self {
            _ if self.is_away() => "provider",
            Self::Code(_) => "code",
            _ => "token",
        }
    }
}
