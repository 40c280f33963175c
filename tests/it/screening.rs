//! Text that crosses the boundary, through the whole server: what is marked, redacted, refused and told.

mod hostile;
pub(crate) mod schema;
mod wrapping;
mod writes;
