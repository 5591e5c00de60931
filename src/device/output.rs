//! What a sound system must be able to do, and which ones are tried.

use std::time::Duration;

use crate::units::Moment;

/// How much sound is handed over in advance: so much is still heard after a cancellation, and so long may the feeding
/// thread be kept from running.
pub(crate) const BUFFER: Duration = Duration::from_millis(200);

/// Why a sound system cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

/// An open stream to a sound system: mono, [`RATE`](crate::sound::RATE) frames a second.
pub trait Output: Send {
    /// Returns the name of the sound system.
    fn name(&self) -> &'static str;

    /// Returns how long it takes until the next written frame is heard.
    ///
    /// # Errors
    /// Fails when the device is gone.
    fn delay(&mut self) -> Result<Duration, Fault>;

    /// Hands over frames, and waits until there is room for them.
    ///
    /// # Errors
    /// Fails when the device is gone.
    fn write(&mut self, pcm: &[f32]) -> Result<(), Fault>;
}

/// Opens the first sound system that can be had. This may take long or hang, so never call it where somebody waits.
///
/// # Errors
/// Says of each one why it cannot be used.
#[cfg(all(target_os = "linux", not(feature = "cpal-output")))]
pub fn open(_now: impl Fn() -> Moment + Send + 'static) -> Result<Box<dyn Output>, Fault> {
    super::library::open()
}

/// Opens the system's default output. This may take long or hang, so never call it where somebody waits.
///
/// # Errors
/// Says why it cannot be used.
#[cfg(any(not(target_os = "linux"), feature = "cpal-output"))]
pub fn open(now: impl Fn() -> Moment + Clone + Send + 'static) -> Result<Box<dyn Output>, Fault> {
    super::callback::open(now)
}
