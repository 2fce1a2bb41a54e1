//! One evaluation, or several guides side by side, as a text, a page or JSON. One file or folder per
//! format.

mod comparison;
mod explain;
mod html;
mod inert;
mod json;
mod paper;
mod plural;
mod reference;
mod remark;
mod report;
mod sentence;
mod text;

pub use comparison::{Compared, SideBySide, Unfit, write as write_comparison};
pub use explain::{Explanation, write as write_explanation};
pub use html::{write as write_html, write_comparison as write_html_comparison};
pub use json::{compare_v1, v1};
pub use paper::Paper;
pub use plural::plural;
pub use report::Report;
pub use text::{write as write_text, write_moves, write_short, write_what_if};
