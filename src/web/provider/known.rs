//! What the provider says of itself, and its keys: asked for when they are needed, kept for an hour.

use std::sync::Arc;

use chrono::TimeDelta;
use openidconnect::IssuerUrl;
use openidconnect::core::{CoreJsonWebKeySet, CoreProviderMetadata};
use tokio::sync::Mutex;

use super::{Fetch, ProviderError};
use crate::access::Moment;

/// How long it is taken for true.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// How long the provider is left in peace where it was of no use.
const PEACE: TimeDelta = TimeDelta::seconds(5);

/// How long the keys are not asked for again where a token named one that is not among them: whoever sends such tokens
/// makes nobody ask the provider more often.
const KEYS: TimeDelta = TimeDelta::seconds(60);

/// What the provider says of itself, its keys with it.
#[derive(Default)]
pub(super) struct Known {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    said: Option<(Arc<CoreProviderMetadata>, Moment)>,
    failed: Option<Moment>,
    keys: Option<Moment>,
}

impl Known {
    /// As it was said within the last hour, or is said now. Who comes while it is asked for waits for the same answer.
    pub(super) async fn said(
        &self,
        fetch: &Fetch,
        issuer: &IssuerUrl,
        now: Moment,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let mut state = self.state.lock().await;
        if let Some((said, _)) = state.said.as_ref().filter(|(_, at)| is_within(*at, KEPT, now)) {
            return Ok(Arc::clone(said));
        }
        if state.failed.is_some_and(|at| is_within(at, PEACE, now)) {
            return Err(ProviderError::StillAway);
        }
        match CoreProviderMetadata::discover_async(issuer.clone(), fetch).await {
            Ok(said) => {
                let said = Arc::new(said);
                *state = State { said: Some((Arc::clone(&said), now)), failed: None, keys: state.keys };
                Ok(said)
            }
            Err(error) => {
                state.failed = Some(now);
                Err(ProviderError::Away(Box::new(error)))
            }
        }
    }

    /// The same with the keys that the provider has now; nothing where they were asked for a moment ago.
    pub(super) async fn with_new_keys(
        &self,
        fetch: &Fetch,
        now: Moment,
    ) -> Result<Option<Arc<CoreProviderMetadata>>, ProviderError> {
        let mut state = self.state.lock().await;
        let Some((said, at)) = &state.said else { return Ok(None) };
        if state.keys.is_some_and(|at| is_within(at, KEYS, now)) {
            return Ok(None);
        }
        let (said, at) = (Arc::clone(said), *at);
        state.keys = Some(now);
        let keys = CoreJsonWebKeySet::fetch_async(said.jwks_uri(), fetch).await;
        let keys = keys.map_err(|error| ProviderError::Away(Box::new(error)))?;
        let said = Arc::new((*said).clone().set_jwks(keys));
        state.said = Some((Arc::clone(&said), at));
        Ok(Some(said))
    }
}

/// Whether less than a while has passed; where a clock was set back, all of it has.
fn is_within(at: Moment, long: TimeDelta, now: Moment) -> bool {
    now - at < long && now >= at
}
