//! catcow: a guided workout in the terminal. See `ARCHITECTURE.md` for the layers and what each room must not know.

pub mod awake;
pub mod catalog;
pub mod clock;
pub mod keys;
pub mod signals;
pub mod terminal;
pub mod units;
