//! What a list may be at most. Each limit is well above what any honest list needs and keeps a
//! hostile one from taking the machine.

/// Bytes of a list. 200,000 rows of a program database are about 60 MB.
pub(super) const BYTES: u64 = 128 * 1024 * 1024;
/// Bytes that the parts of a workbook may have together when they are unpacked.
pub(super) const UNPACKED: u64 = 512 * 1024 * 1024;
/// How much larger than its ZIP a part may be, once it is larger than `SUSPECT`. A sheet's XML is
/// packed five to thirty times.
pub(super) const PACKED: u64 = 150;
/// Bytes from which on a part is held against how small it was packed.
pub(super) const SUSPECT: u64 = 16 * 1024 * 1024;
/// Bytes that the texts of a workbook may have, which are held in memory all at once.
pub(super) const TEXTS: u64 = 128 * 1024 * 1024;
/// Files inside a workbook. One of a spreadsheet program has some dozens.
pub(super) const PARTS: usize = 4_000;
/// Columns. The widest export known has some hundred and fifty.
pub(super) const COLUMNS: usize = 512;
/// Rows. There are some 13,000 accredited programs in the US, fellowships included.
pub(super) const ROWS: u32 = 250_000;
/// Programs that an evaluation reads from a list on the fly; more go through an import.
pub(super) const ON_THE_FLY: usize = 20_000;
/// Signs of a cell. A spreadsheet's cell holds at most 32,767.
pub(super) const CELL: usize = 32_767;
/// Rows at the top among which the header is looked for.
pub(super) const HEADER_AMONG: u32 = 20;
