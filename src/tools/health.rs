//! Whether the service works, for those who only want to know that.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    access::System,
    guard::Call,
    screen::answer,
    tools::{Entry, Error, Settings, Tool, nothing_to_screen},
};

pub(super) const TOOLS: &[Entry] = &[Entry::of::<HealthCheck>()];

struct HealthCheck;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoArgs {}

nothing_to_screen!(NoArgs);

answer! {
    struct Health {
        /// `ok` or `unhealthy`.
        status: &'static str,
        message: String,
    }
}

impl Tool for HealthCheck {
    const NAME: &'static str = "health_check";
    const TITLE: &'static str = "Check the connection to DefectDojo";
    const DESCRIPTION: &'static str = "Checks that DefectDojo answers and accepts the API key. Never fails: the answer says what is wrong.";
    const IDEMPOTENT: bool = true;

    type Access = System;
    type Args = NoArgs;
    type Output = Health;

    async fn run(call: &Call<System>, _: &Settings, _: NoArgs) -> Result<Health, Error> {
        Ok(match call.dojo.user_profile().await {
            Ok(_) => Health { status: "ok", message: "DefectDojo is reachable".to_owned() },
            Err(error) => {
                let message = match error.hint() {
                    Some(hint) => format!("{error}; {hint}"),
                    None => error.to_string(),
                };
                Health { status: "unhealthy", message }
            }
        })
    }
}
