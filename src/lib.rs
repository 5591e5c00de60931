//! catcow: a guided workout in the terminal. See `ARCHITECTURE.md` for the layers and what each room must not know.

pub mod awake;
pub mod catalog;
pub mod clock;
pub mod files;
pub mod keys;
pub mod paths;
pub mod signals;
pub mod store;
pub mod terminal;
pub mod units;
