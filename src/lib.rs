//! catcow: a guided workout in the terminal. See `ARCHITECTURE.md` for the layers and what each room must not know.

pub mod app;
pub mod catalog;
pub mod catalog_file;
pub mod clock;
pub mod export;
pub mod history;
pub mod keys;
pub mod plan;
pub mod report;
pub mod session;
pub mod signals;
pub mod sound;
pub mod store;
pub mod terminal;
pub mod units;
pub mod words;
