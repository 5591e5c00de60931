//! The C library's own memory: what is freed goes back to the system.
//!
//! Must not know what the memory is for.

use std::ffi::c_int;

use libloading::os::unix::Library;

/// From this size on, memory goes back to the system when it is freed.
const LARGE: c_int = 128 * 1024;
/// `M_MMAP_THRESHOLD`.
const LARGE_FROM: c_int = -3;

/// Has the C library give large pieces of memory back as soon as they are freed.
///
/// Left alone, GNU's keeps ever larger ones for later: what is decoded of the voice, a second or two at a time, takes
/// a third more room after ten minutes (measured: 10 MB in place of 8). Others have no such habit, and no such switch. To be
/// called before there are threads.
pub fn keep_memory_small() {
    // SAFETY: nothing is loaded, only looked for in what the process consists of; the signature is that of `malloc.h`, and
    // no other thread allocates yet.
    unsafe {
        let mallopt = c"mallopt".to_bytes_with_nul();
        let process = Library::this();
        if let Ok(set) = process.get::<unsafe extern "C" fn(c_int, c_int) -> c_int>(mallopt) {
            // Whether it is obeyed makes no difference but in size.
            let _ = set(LARGE_FROM, LARGE);
        }
    }
}
