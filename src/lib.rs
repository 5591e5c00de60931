//! catcow: a guided workout in the terminal. See `ARCHITECTURE.md` for the layers and what each room must not know.

pub mod app;
pub mod awake;
pub mod catalog;
pub mod catalog_file;
pub mod cli;
pub mod clock;
pub mod device;
pub mod figure;
pub mod figure_file;
pub mod files;
pub mod history;
pub mod keys;
pub mod paths;
pub mod plan;
pub mod runtime;
pub mod session;
pub mod signals;
pub mod sound;
pub mod store;
pub mod terminal;
pub mod ui;
pub mod units;
pub mod voice;
pub mod words;
