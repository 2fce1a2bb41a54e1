use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use crate::report::inert::steers;

/// Writes a document. Signs that steer a terminal or turn the direction of writing are written as
/// escapes: the values are what the files say, and the bytes do nothing to whoever looks at them.
pub(crate) fn write<T: Serialize, W: Write + ?Sized>(document: &T, out: &mut W) -> io::Result<()> {
    let text = serde_json::to_string_pretty(document)?;
    let mut inert = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign != '\n' && steers(sign) {
            let mut units = [0; 2];
            for unit in sign.encode_utf16(&mut units) {
                write!(inert, "\\u{unit:04x}").map_err(io::Error::other)?;
            }
        } else {
            inert.push(sign);
        }
    }
    writeln!(out, "{inert}")
}
