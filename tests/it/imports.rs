//! Reports by path, by upload and in the call: what arrives at DefectDojo, and what is refused.

mod fields;
mod large;
mod mismatch;
mod paths;
mod preview;
mod progress;
mod receiver;
mod slow;
mod uploads;
