//! A small queue between threads.
use std::sync::Arc;

/// A queue of [`Job`]s that never blocks.
///
/// # Examples
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Queue<T> {
    items: Vec<T>,
}

impl<T: Send> Queue<T> {
    /// Creates an empty queue. Nothing is allocated.
    pub fn new() -> Self { todo!() }
    /// Adds one job at the end.
    pub fn push(&mut self, mut job: T, (a, b): (u8, u8)) {}
    fn grow(&mut self) {}
}

/// Something to do.
pub trait Job { /** Runs it. */ fn run(&self, now: u64); }

pub(crate) mod inner {
    /// How a job ended.
    pub enum Outcome { Done, Failed }
}

/// Makes a queue of its arguments.
#[macro_export]
macro_rules! queue { () => {} }

impl<T> Job for Queue<T> { fn run(&self, now: u64) {} }
