//! One page that needs nothing else: no file, no request, no script to be read. This folder holds
//! what the templates show, and no decision that the text does not make as well.

mod about;
mod call_sheet;
mod comparison;
mod evaluation;
mod guide;
mod line;
mod map;
pub(super) mod page;
mod programs;
mod spending;
mod target;

pub use call_sheet::write as write_call_sheet;
pub use comparison::write as write_comparison;
pub use evaluation::write;
