//! The simulated DefectDojo, through its front door.

mod client;
mod reads;
