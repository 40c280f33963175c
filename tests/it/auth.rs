//! Who is let in over the network, and as whom: the roles file, and access tokens of an OAuth issuer.

pub(crate) mod issuer;
mod oauth;
mod roles;
