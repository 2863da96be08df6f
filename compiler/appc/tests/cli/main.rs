//! The program as its callers see it: arguments, files, streams, exit codes.

#![cfg(test)]

mod bench;

mod assistant;
mod bad_input;
mod emission;
mod fix;
mod messages;
mod run;
mod uses;
