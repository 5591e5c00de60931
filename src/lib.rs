//! catcow: a guided workout in the terminal. See `ARCHITECTURE.md` for the layers and what each room must not know.

pub mod catalog;
pub mod device;
pub mod sound;
pub mod units;
