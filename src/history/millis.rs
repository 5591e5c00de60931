//! Lengths as whole milliseconds: how they are kept and handed on.
//!
//! Must not know what is measured.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer};

/// Longer than any length that a person can have spent: a century.
const MOST: u64 = 100 * 366 * 24 * 60 * 60 * 1000;

/// Cuts a length to whole milliseconds.
pub(super) fn whole(length: Duration) -> Duration {
    Duration::from_millis(number(length))
}

/// Returns a length in whole milliseconds.
pub(super) fn number(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap_or(MOST).min(MOST)
}

pub(super) fn serialize<S: Serializer>(length: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(number(*length))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let number = u64::deserialize(deserializer)?;
    if number > MOST {
        return Err(serde::de::Error::custom("longer than a century"));
    }
    Ok(Duration::from_millis(number))
}
