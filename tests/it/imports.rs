//! Reports by path, by upload and in the call: what arrives at DefectDojo, and what is refused.

mod large;
mod paths;
mod progress;
mod receiver;
mod slow;
mod uploads;
