//! A provider of OpenID Connect: sends people there, and learns from it who has come back.
//!
//! The authorization code flow with PKCE. Whose session it is and what they see is not known here; only that the provider
//! vouches for somebody, by a token that is checked for its signature, issuer, audience, nonce and time.

mod error;
mod fetch;
mod known;
#[cfg(test)]
mod tests;

use std::time::Duration;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, SignatureVerificationError, TokenResponse,
};
use tokio::sync::Semaphore;
use tokio_rustls::rustls::pki_types::CertificateDer;

use crate::access::{Errand, Moment, Subject};
use crate::workspace::Oidc;

pub use error::ProviderError;
pub use fetch::FetchError;

use fetch::Fetch;
use known::Known;

/// So far two clocks may be apart.
const LEEWAY: Duration = Duration::from_secs(60);

/// How many come back at once.
const AT_ONCE: usize = 16;

/// The longest name that a provider has for somebody, in bytes.
const LONGEST_SUBJECT: usize = 255;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider, and this service as it knows it.
pub struct Provider {
    name: String,
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    redirect: RedirectUrl,
    fetch: Fetch,
    known: Known,
    turns: Semaphore,
}

impl Provider {
    /// The provider of the settings, by a secret that it has given out, trusted by certificates that go back to `roots`.
    /// It is not asked yet.
    ///
    /// # Errors
    /// For addresses that are none, and where TLS cannot be set up.
    pub fn new(
        settings: &Oidc,
        secret: String,
        roots: Vec<CertificateDer<'static>>,
    ) -> Result<Self, ProviderError> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(ProviderError::Settings)?;
        let redirect = RedirectUrl::new(settings.redirect.clone()).map_err(ProviderError::Settings)?;
        Ok(Self {
            name: settings.name.clone(),
            fetch: Fetch::new(issuer.url(), roots).map_err(ProviderError::Tls)?,
            issuer,
            client: ClientId::new(settings.client.clone()),
            secret: ClientSecret::new(secret),
            redirect,
            known: Known::default(),
            turns: Semaphore::new(AT_ONCE),
        })
    }

    /// What people call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// As what it calls itself.
    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Where somebody is sent.
    pub(super) async fn door(&self, errand: &Errand, now: Moment) -> Result<String, ProviderError> {
        let said = self.known.said(&self.fetch, &self.issuer, now).await?;
        let address = said.authorization_endpoint().url();
        if !self.fetch.may_ask(address) {
            return Err(ProviderError::Address(address.to_string()));
        }
        let verifier = PkceCodeVerifier::new(errand.verifier.clone());
        let (state, nonce) = (errand.state.clone(), errand.nonce.clone());
        let client = self.client(&said);
        let asked = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        Ok(asked.url().0.to_string())
    }

    /// Who has come back with a code.
    pub(super) async fn identity(
        &self,
        code: String,
        errand: &Errand,
        now: Moment,
    ) -> Result<Subject, ProviderError> {
        let _turn = self.turns.try_acquire().map_err(|_| ProviderError::Busy)?;
        let said = self.known.said(&self.fetch, &self.issuer, now).await?;
        let client = self.client(&said);
        let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(ProviderError::NoTokens)?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(errand.verifier.clone()));
        let answer = exchange.request_async(&self.fetch).await;
        let answer = answer.map_err(|error| ProviderError::Code(Box::new(error)))?;
        let token = answer.id_token().ok_or(ProviderError::NoToken)?;
        match self.told(&said, token, errand, now) {
            Err(ProviderError::Token(error)) if is_unknown_key(&error) => {
                match self.known.with_new_keys(&self.fetch, now).await? {
                    Some(said) => self.told(&said, token, errand, now),
                    None => Err(ProviderError::Token(error)),
                }
            }
            told => told,
        }
    }

    /// Whom a token names. What is not checked by the library is here: for whom it was made, and what time it is.
    fn told(
        &self,
        said: &CoreProviderMetadata,
        token: &CoreIdToken,
        errand: &Errand,
        now: Moment,
    ) -> Result<Subject, ProviderError> {
        let client = self.client(said);
        let verifier = client
            .id_token_verifier()
            // Neither `none` nor what is signed by a secret.
            .set_allowed_algs([
                CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
                CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            ])
            .set_time_fn(move || now - LEEWAY)
            .set_issue_time_verifier_fn(move |issued| match issued <= now + LEEWAY {
                true => Ok(()),
                false => Err(format!("it is of {issued}, and now is {now}")),
            });
        let claims = token.claims(&verifier, &Nonce::new(errand.nonce.clone()));
        let claims = claims.map_err(|error| ProviderError::Token(Box::new(error)))?;
        if let Some(party) = claims.authorized_party().filter(|party| **party != self.client) {
            return Err(ProviderError::Party(party.to_string()));
        }
        let subject = claims.subject().to_string();
        if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
            let error = ClaimsVerificationError::InvalidSubject("empty or too long".to_owned());
            return Err(ProviderError::Token(Box::new(error)));
        }
        Ok(Subject { issuer: self.issuer.to_string(), subject })
    }

    /// This service, as the provider that says so of itself knows it.
    fn client(&self, said: &CoreProviderMetadata) -> Client {
        let client =
            CoreClient::from_provider_metadata(said.clone(), self.client.clone(), Some(self.secret.clone()));
        let takes =
            |method| said.token_endpoint_auth_methods_supported().is_some_and(|all| all.contains(&method));
        let in_body =
            takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
        let auth = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        client.set_redirect_uri(self.redirect.clone()).set_auth_type(auth)
    }
}

fn is_unknown_key(error: &ClaimsVerificationError) -> bool {
    matches!(error, ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey))
}
