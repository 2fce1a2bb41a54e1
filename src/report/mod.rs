//! One evaluation, or several guides side by side: as a text, Markdown, a page, JSON or a sheet.
//!
//! Text and Markdown say the same sentences in the same order: the rooms `text` and `comparison`
//! write both, on a [`Paper`] that knows how each looks. The page (`html`) lays the same sentences
//! out for a browser.

mod call_sheet;
mod comparison;
mod diff;
mod explain;
mod html;
mod inert;
mod json;
mod markdown;
mod markup;
mod paper;
mod plural;
mod reference;
mod remark;
mod report;
mod sentence;
mod sheet;
mod spelling;
mod tested;
mod text;
mod words;

pub use call_sheet::{CallSheet, Judging, write_call_csv, write_call_sheet};
pub use comparison::{Compared, SideBySide, Unfit, write as write_comparison};
pub use diff::{DiffReport, diff_v1, write_diff, write_html_diff};
pub use explain::{Explanation, write as write_explanation};
pub use html::{
    write as write_html, write_call_sheet as write_call_html,
    write_comparison as write_html_comparison,
};
pub(crate) use inert::inert;
pub(crate) use json::write as write_json;
pub use json::{compare_v1, v1};
pub(crate) use markup::inline as markdown;
pub use paper::Paper;
pub use plural::plural;
pub use report::Report;
pub(crate) use sheet::cell;
pub use sheet::{SheetForm, write as write_sheet, write_topics};
pub use tested::{Tested, in_numbers, title as title_of, what, write as write_tested, write_group};
pub(crate) use text::what_if::standpoint;
pub use text::{write as write_text, write_moves, write_short, write_what_if};
pub use words::write as write_words;
