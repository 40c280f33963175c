//! Who gets how far: every tool for every kind of caller, over the wire; product scope, narrowing, limits, and what a
//! start says of protections that are switched off.

mod limits;
mod matrix;
mod narrowing;
mod scope;
mod served;
mod starting;
