use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
}

/// The system's allocator, counting the bytes that each thread holds.
///
/// A rule that eats memory is stopped by this count: Rhai's own size limits miss several ways to
/// grow a value. The count works in a process that installs it as its `#[global_allocator]`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Metered;

/// The bytes that this thread holds, as far as counted.
pub(crate) fn live_bytes() -> isize {
    LIVE.with(Cell::get)
}

fn count(bytes: isize) {
    // A thread that is being torn down has no counter any more; its frees need no counting.
    let _ = LIVE.try_with(|live| live.set(live.get().wrapping_add(bytes)));
}

#[expect(
    unsafe_code,
    clippy::cast_possible_wrap,
    reason = "the memory budget of the sandbox needs the allocator; each call is passed on unchanged, and a layout never exceeds isize::MAX"
)]
// SAFETY: every method hands its arguments unchanged to the system's allocator and returns its
// answer; the counter is a plain thread-local cell that allocates nothing.
unsafe impl GlobalAlloc for Metered {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: `pointer` came from `System` through this allocator, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        // SAFETY: `pointer` came from `System` through this allocator, with this layout.
        unsafe { System.realloc(pointer, layout, size) }
    }
}
