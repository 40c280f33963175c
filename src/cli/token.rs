//! `token new`: makes a token for a caller and what the server is to know of it.

use anyhow::Context as _;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use clap::{Subcommand, builder::PossibleValuesParser};

use crate::{
    access::Role,
    auth::{TokenHash, is_name},
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a token, and print it with its hash and what to write into the server's configuration
    New(NewArgs),
}

#[derive(Debug, clap::Args)]
struct NewArgs {
    /// The caller's name, as the audit log shall show it
    #[arg(long, default_value = "ci", value_parser = name)]
    name: String,
    /// What the caller may do
    #[arg(long, default_value = "reader", value_parser = PossibleValuesParser::new(Role::ALL.map(Role::name)))]
    role: String,
}

/// Tells our tokens from others, for people and for scanners of secrets.
const PREFIX: &str = "mcpdojo_";

/// 256 bits: nobody guesses one from its hash.
const BYTES: usize = 32;

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let Command::New(new) = &args.command;
    let mut random = [0; BYTES];
    aws_lc_rs::rand::fill(&mut random).context("the system gives no random numbers")?;
    let token = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random));
    super::print(told(&token, new).as_bytes())
}

fn name(text: &str) -> Result<String, &'static str> {
    let good = is_name(text).then(|| text.to_ascii_lowercase());
    good.ok_or("a name is letters, digits, _, - and ., at most 64 of them, and not open-access")
}

fn told(token: &str, NewArgs { name, role }: &NewArgs) -> String {
    let hash = TokenHash::of(token);
    // A shell has no variable with other characters in its name.
    let is_variable = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let variable = if is_variable {
        format!("MCP_ROLE_{}={hash}:{role}\n\nor, in", name.to_ascii_uppercase())
    } else {
        "In".to_owned()
    };
    format!(
        "token  {token}\nhash   {hash}\n\n\
         Give the token to the caller; it is not shown again. The server needs its hash alone:\n\n\
         {variable} the file that MCP_ROLES_FILE names:\n\n\
         [[token]]\nname = \"{name}\"\nrole = \"{role}\"\nhash = \"{hash}\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed is what an operator pastes: it must be what the server reads.
    #[test]
    fn the_lines_to_paste_hold_the_tokens_hash() {
        let new = NewArgs { name: "ci".into(), role: "scanner".into() };
        insta::assert_snapshot!(told("abc", &new), @r#"
        token  abc
        hash   sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad

        Give the token to the caller; it is not shown again. The server needs its hash alone:

        MCP_ROLE_CI=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad:scanner

        or, in the file that MCP_ROLES_FILE names:

        [[token]]
        name = "ci"
        role = "scanner"
        hash = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        "#);
    }
}
