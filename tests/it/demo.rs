//! The simulated DefectDojo, through its front door.

mod client;
mod filter_traps;
mod filters;
mod imports;
mod lists;
mod oracle;
mod reads;
mod replay;
mod reports;
mod states;
mod upload;
