//! Reading more than rows: what hangs on a finding, how a product stands, what was imported, who is there.

mod attached;
mod counts;
mod errors;
mod history;
mod people;
mod places;
mod reference;
mod wire;
