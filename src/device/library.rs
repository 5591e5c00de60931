//! Linux's sound systems, found at run time: PulseAudio's (which is PipeWire's too), else ALSA's.
//!
//! The only room with `unsafe`: it calls C libraries that may or may not be installed, so that the program builds
//! without their headers and starts without them. Knows nothing of cues; see the sibling rooms for who feeds it.
#![allow(unsafe_code, reason = "the sound libraries are C, and are loaded at run time")]

mod memory;

use std::ffi::{CStr, c_char, c_int, c_long, c_uint, c_ulong, c_void};
use std::ptr;
use std::sync::OnceLock;
use std::time::Duration;

use libloading::Library;

use super::output::{BUFFER, Fault, Output};
use crate::sound::RATE;

pub use memory::keep_memory_small;

const APPLICATION: &CStr = c"catcow";
const STREAM: &CStr = c"cues";

/// Opens PulseAudio's sound system, else ALSA's.
pub(super) fn open() -> Result<Box<dyn Output>, Fault> {
    let pulse = match Pulse::open() {
        Ok(pulse) => return Ok(Box::new(pulse)),
        Err(fault) => fault,
    };
    match Alsa::open() {
        Ok(alsa) => Ok(Box::new(alsa)),
        Err(alsa) => Err(Fault(format!("PulseAudio or PipeWire: {pulse}; ALSA: {alsa}"))),
    }
}

/// Declares the functions that are taken from a library, and how to take them.
macro_rules! functions {
    ($name:ident from $file:literal { $($field:ident = $symbol:literal($($arg:ty),*) -> $ret:ty;)* }) => {
        struct $name {
            $($field: unsafe extern "C" fn($($arg),*) -> $ret,)*
            #[allow(dead_code, reason = "kept loaded for good: it has threads and thread-local data of its own")]
            library: Library,
        }

        impl $name {
            fn load() -> Result<Self, Fault> {
                let missing = |_| Fault(concat!($file, " cannot be loaded").into());
                let old = |e: libloading::Error| Fault(format!("{} is of another kind: {e}", $file));
                // SAFETY: the file name is the soname of a well-known library whose initialisers may run on any thread;
                // each signature is that of the library's public header, which a soname pins.
                unsafe {
                    let library = Library::new($file).map_err(missing)?;
                    Ok(Self { $($field: *library.get($symbol).map_err(old)?,)* library })
                }
            }

            /// Returns the functions, loading the library at the first call.
            fn get() -> Result<&'static Self, Fault> {
                static LOADED: OnceLock<Result<$name, Fault>> = OnceLock::new();
                LOADED.get_or_init(Self::load).as_ref().map_err(Clone::clone)
            }
        }
    };
}

functions!(PulseFunctions from "libpulse-simple.so.0" {
    simple_new = "pa_simple_new"(*const c_char, *const c_char, c_int, *const c_char, *const c_char, *const Sample,
        *const c_void, *const Attributes, *mut c_int) -> *mut c_void;
    simple_write = "pa_simple_write"(*mut c_void, *const c_void, usize, *mut c_int) -> c_int;
    simple_get_latency = "pa_simple_get_latency"(*mut c_void, *mut c_int) -> u64;
    simple_free = "pa_simple_free"(*mut c_void) -> ();
    strerror = "pa_strerror"(c_int) -> *const c_char;
    mainloop_new = "pa_mainloop_new"() -> *mut c_void;
    mainloop_get_api = "pa_mainloop_get_api"(*mut c_void) -> *mut c_void;
    mainloop_iterate = "pa_mainloop_iterate"(*mut c_void, c_int, *mut c_int) -> c_int;
    mainloop_free = "pa_mainloop_free"(*mut c_void) -> ();
    context_new = "pa_context_new"(*mut c_void, *const c_char) -> *mut c_void;
    context_connect = "pa_context_connect"(*mut c_void, *const c_char, c_int, *const c_void) -> c_int;
    context_get_state = "pa_context_get_state"(*mut c_void) -> c_int;
    context_errno = "pa_context_errno"(*mut c_void) -> c_int;
    context_disconnect = "pa_context_disconnect"(*mut c_void) -> ();
    context_unref = "pa_context_unref"(*mut c_void) -> ();
});

const PLAYBACK: c_int = 1;
const FLOAT32: c_int = if cfg!(target_endian = "little") { 5 } else { 6 };
const NO_AUTOSPAWN: c_int = 1;
const READY: c_int = 4;

/// `pa_sample_spec`.
#[repr(C)]
struct Sample {
    format: c_int,
    rate: u32,
    channels: u8,
}

/// `pa_buffer_attr`.
#[repr(C)]
struct Attributes {
    maxlength: u32,
    tlength: u32,
    prebuf: u32,
    minreq: u32,
    fragsize: u32,
}

impl PulseFunctions {
    fn fault(&self, code: c_int) -> Fault {
        // SAFETY: it takes any number and returns a text that lives as long as the library.
        unsafe { text((self.strerror)(code)) }
    }

    /// Tells whether a server answers, without starting one.
    ///
    /// The simple interface cannot be told not to start a server by itself, and a daemon that outlives the workout is
    /// not ours to start; so the full interface, which can, looks first. It finds the server as the simple one does, by
    /// the person's own settings, which an explicit address or a changed environment would override.
    fn look_for_server(&self) -> Result<(), Fault> {
        // SAFETY: every pointer is checked before use and released once, in the reverse order; nobody else has them.
        unsafe {
            let mainloop = (self.mainloop_new)();
            if mainloop.is_null() {
                return Err(Fault("no main loop".into()));
            }
            let context = (self.context_new)((self.mainloop_get_api)(mainloop), APPLICATION.as_ptr());
            let found =
                if context.is_null() { Err(Fault("no context".into())) } else { self.connect(mainloop, context) };
            if !context.is_null() {
                (self.context_disconnect)(context);
                (self.context_unref)(context);
            }
            (self.mainloop_free)(mainloop);
            found
        }
    }

    /// # Safety
    /// Both pointers must be live and belong together.
    unsafe fn connect(&self, mainloop: *mut c_void, context: *mut c_void) -> Result<(), Fault> {
        // SAFETY: as promised by the caller; no server name and no spawning hooks are given, which is allowed.
        unsafe {
            let mut going = (self.context_connect)(context, ptr::null(), NO_AUTOSPAWN, ptr::null()) >= 0;
            loop {
                match (self.context_get_state)(context) {
                    READY => return Ok(()),
                    state if state > READY || !going => return Err(self.fault((self.context_errno)(context))),
                    _ => going = (self.mainloop_iterate)(mainloop, 1, ptr::null_mut()) >= 0,
                }
            }
        }
    }
}

/// A stream to PulseAudio or PipeWire.
struct Pulse {
    functions: &'static PulseFunctions,
    stream: *mut c_void,
}

// SAFETY: the simple interface locks its own main loop; a stream may be used from one thread after another.
unsafe impl Send for Pulse {}

impl Pulse {
    fn open() -> Result<Self, Fault> {
        let functions = PulseFunctions::get()?;
        functions.look_for_server()?;
        let sample = Sample { format: FLOAT32, rate: RATE, channels: 1 };
        let bytes = buffer_frames() * 4;
        // A quarter at a time: the server asks four times per buffer, and starts when the first quarter is there.
        let attributes = Attributes {
            maxlength: u32::MAX,
            tlength: bytes,
            prebuf: bytes / 4,
            minreq: bytes / 4,
            fragsize: u32::MAX,
        };
        let mut code = 0;
        // SAFETY: every text ends in a zero byte, and all that is pointed to outlives the call. No `media.role` is set:
        // servers remember a volume for each role, and one muted "notification" would silence the workout for good.
        let stream = unsafe {
            (functions.simple_new)(
                ptr::null(),
                APPLICATION.as_ptr(),
                PLAYBACK,
                ptr::null(),
                STREAM.as_ptr(),
                &raw const sample,
                ptr::null(),
                &raw const attributes,
                &raw mut code,
            )
        };
        if stream.is_null() { Err(functions.fault(code)) } else { Ok(Self { functions, stream }) }
    }
}

impl Output for Pulse {
    fn name(&self) -> &'static str {
        "PulseAudio"
    }

    fn delay(&mut self) -> Result<Duration, Fault> {
        let mut code = 0;
        // SAFETY: the stream is live until `drop`.
        let micros = unsafe { (self.functions.simple_get_latency)(self.stream, &raw mut code) };
        if micros == u64::MAX { Err(self.functions.fault(code)) } else { Ok(Duration::from_micros(micros)) }
    }

    fn write(&mut self, pcm: &[f32]) -> Result<(), Fault> {
        let mut code = 0;
        // SAFETY: the stream is live until `drop`, and exactly the bytes of the slice are read.
        let done =
            unsafe { (self.functions.simple_write)(self.stream, pcm.as_ptr().cast(), size_of_val(pcm), &raw mut code) };
        if done < 0 { Err(self.functions.fault(code)) } else { Ok(()) }
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        // SAFETY: the stream is live, and nobody can use it after this.
        unsafe { (self.functions.simple_free)(self.stream) }
    }
}

functions!(AlsaFunctions from "libasound.so.2" {
    open = "snd_pcm_open"(*mut *mut c_void, *const c_char, c_int, c_int) -> c_int;
    set_params = "snd_pcm_set_params"(*mut c_void, c_int, c_int, c_uint, c_uint, c_int, c_uint) -> c_int;
    writei = "snd_pcm_writei"(*mut c_void, *const c_void, c_ulong) -> c_long;
    delay = "snd_pcm_delay"(*mut c_void, *mut c_long) -> c_int;
    recover = "snd_pcm_recover"(*mut c_void, c_int, c_int) -> c_int;
    drop = "snd_pcm_drop"(*mut c_void) -> c_int;
    close = "snd_pcm_close"(*mut c_void) -> c_int;
    strerror = "snd_strerror"(c_int) -> *const c_char;
});

const STREAM_PLAYBACK: c_int = 0;
/// How often a block may be taken in part or after an underrun; a broken plugin could go on like that for ever.
const ATTEMPTS: usize = 100;
const INTERLEAVED: c_int = 3;
const CHANNELS: u32 = 2;
const FORMAT_FLOAT: c_int = if cfg!(target_endian = "little") { 14 } else { 15 };
const FORMAT_S16: c_int = if cfg!(target_endian = "little") { 2 } else { 3 };

/// Takes the place of ALSA's printer of errors. That one takes any number of arguments, which a function that looks at
/// none may be called with in the C calling convention.
unsafe extern "C" fn say_nothing() {}

impl AlsaFunctions {
    /// Keeps ALSA from printing on the terminal: by the hook of old, and by the one that 1.2.15 added.
    fn hush(&self) {
        type SetHandler = unsafe extern "C" fn(unsafe extern "C" fn()) -> *const c_void;
        for name in ["snd_lib_error_set_handler", "snd_lib_log_set_handler"] {
            // SAFETY: both take a pointer to a function and may be called at any time; what they return is not looked at.
            unsafe {
                if let Ok(set) = self.library.get::<SetHandler>(name) {
                    set(say_nothing);
                }
            }
        }
    }

    fn fault(&self, code: c_int) -> Fault {
        // SAFETY: it takes any number and returns a text that lives as long as the library.
        unsafe { text((self.strerror)(code)) }
    }
}

/// A stream to ALSA's default device; in stereo, since not every device takes one channel.
struct Alsa {
    functions: &'static AlsaFunctions,
    stream: *mut c_void,
    format: c_int,
    floats: Vec<f32>,
    integers: Vec<i16>,
}

// SAFETY: a stream may be used from one thread after another, and only one has it.
unsafe impl Send for Alsa {}

impl Alsa {
    fn open() -> Result<Self, Fault> {
        let functions = AlsaFunctions::get()?;
        functions.hush();
        let mut stream = ptr::null_mut();
        // SAFETY: the name ends in a zero byte, and the pointer is written only on success.
        let code = unsafe { (functions.open)(&raw mut stream, c"default".as_ptr(), STREAM_PLAYBACK, 0) };
        if code < 0 {
            return Err(functions.fault(code));
        }
        let mut alsa = Self { functions, stream, format: FORMAT_FLOAT, floats: Vec::new(), integers: Vec::new() };
        let latency = c_uint::try_from(BUFFER.as_micros()).unwrap_or(c_uint::MAX);
        let mut code = 0;
        for format in [FORMAT_FLOAT, FORMAT_S16] {
            // SAFETY: the stream is live; the other arguments are numbers.
            code = unsafe { (functions.set_params)(stream, format, INTERLEAVED, CHANNELS, RATE, 1, latency) };
            if code >= 0 {
                alsa.format = format;
                return Ok(alsa);
            }
        }
        Err(functions.fault(code))
    }
}

impl Output for Alsa {
    fn name(&self) -> &'static str {
        "ALSA"
    }

    fn delay(&mut self) -> Result<Duration, Fault> {
        let mut frames = 0;
        // SAFETY: the stream is live until `drop`.
        let code = unsafe { (self.functions.delay)(self.stream, &raw mut frames) };
        if code < 0 {
            // An underrun, most often: `write` mends it, or says that the device is gone.
            return Ok(Duration::ZERO);
        }
        Ok(Duration::from_secs(u64::try_from(frames).unwrap_or(0)) / RATE)
    }

    fn write(&mut self, pcm: &[f32]) -> Result<(), Fault> {
        let (mut start, frame_size) = if self.format == FORMAT_FLOAT {
            self.floats.clear();
            self.floats.extend(pcm.iter().flat_map(|s| [*s, *s]));
            (self.floats.as_ptr().cast::<u8>(), 8)
        } else {
            self.integers.clear();
            self.integers.extend(pcm.iter().flat_map(|s| [integer(*s), integer(*s)]));
            (self.integers.as_ptr().cast::<u8>(), 4)
        };
        let mut left = pcm.len();
        for _ in 0..ATTEMPTS {
            if left == 0 {
                return Ok(());
            }
            // SAFETY: the stream is live until `drop`; `start` points into the vector just filled, which holds `left`
            // frames from there on, and no more than `left` are ever said to be written.
            unsafe {
                let written = (self.functions.writei)(self.stream, start.cast(), left as c_ulong);
                if let Ok(written) = usize::try_from(written) {
                    let written = written.min(left);
                    left -= written;
                    start = start.add(written * frame_size);
                    continue;
                }
                let code = (self.functions.recover)(self.stream, c_int::try_from(written).unwrap_or(c_int::MIN), 1);
                if code < 0 {
                    return Err(self.functions.fault(code));
                }
            }
        }
        Err(Fault("it takes no more sound".into()))
    }
}

impl Drop for Alsa {
    fn drop(&mut self) {
        // SAFETY: the stream is live, and nobody can use it after this.
        unsafe {
            (self.functions.drop)(self.stream);
            (self.functions.close)(self.stream);
        }
    }
}

/// Returns how many frames [`BUFFER`] holds.
fn buffer_frames() -> u32 {
    u32::try_from(BUFFER.as_millis()).unwrap_or(0) * (RATE / 1_000)
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range just before")]
fn integer(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16
}

/// # Safety
/// The pointer must be null or point to a text that ends in a zero byte.
unsafe fn text(text: *const c_char) -> Fault {
    if text.is_null() {
        return Fault("unknown error".into());
    }
    // SAFETY: as promised by the caller.
    Fault(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}
