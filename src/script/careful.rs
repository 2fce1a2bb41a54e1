//! Comparisons that fail when they compare values of different kinds.
//!
//! Rhai answers `240 >= "240"` and `() < 1` with a silent no. Where the kinds of both sides are
//! known when a rule loads, such a comparison is refused there; the other rules are called with an
//! engine that asks here. That engine is slower, because Rhai's own operators have to be off.

use std::cmp::Ordering;

use rhai::{Dynamic, Engine, EvalAltResult};

use super::value_kind::kind_of;

type Answer = Result<bool, Box<EvalAltResult>>;
type Holds = fn(Ordering) -> bool;

const COMPARISONS: [(&str, Holds); 6] = [
    ("==", Ordering::is_eq),
    ("!=", Ordering::is_ne),
    ("<", Ordering::is_lt),
    ("<=", Ordering::is_le),
    (">", Ordering::is_gt),
    (">=", Ordering::is_ge),
];

pub(crate) fn register(engine: &mut Engine) {
    engine.set_fast_operators(false);
    for (sign, holds) in COMPARISONS {
        engine.register_fn(sign, move |a: Dynamic, b: Dynamic| -> Answer {
            compare(&a, &b).map(holds)
        });
    }
}

fn compare(a: &Dynamic, b: &Dynamic) -> Result<Ordering, Box<EvalAltResult>> {
    let order = match (kind_of(a), kind_of(b)) {
        ("a number", "a number") => numbers(a, b),
        ("a text", "a text") => Some(a.to_string().cmp(&b.to_string())),
        ("yes or no", "yes or no") => Some(a.as_bool().cmp(&b.as_bool())),
        ("nothing", "nothing") => Some(Ordering::Equal),
        _ => None,
    };
    order.ok_or_else(|| format!("{} is compared with {}", kind_of(a), kind_of(b)).into())
}

fn numbers(a: &Dynamic, b: &Dynamic) -> Option<Ordering> {
    if let (Ok(a), Ok(b)) = (a.as_int(), b.as_int()) {
        return Some(a.cmp(&b));
    }
    let (a, b) = (decimal(a)?, decimal(b)?);
    // As near as Rhai's own operators ask for: 0.1 + 0.2 is 0.3.
    let near = f64::EPSILON * a.abs().max(b.abs());
    if (a - b).abs() <= near {
        Some(Ordering::Equal)
    } else {
        a.partial_cmp(&b)
    }
}

#[expect(clippy::cast_precision_loss, reason = "scores are far below 2^52")]
fn decimal(number: &Dynamic) -> Option<f64> {
    number
        .as_float()
        .or_else(|_| number.as_int().map(|whole| whole as f64))
        .ok()
}

#[cfg(test)]
mod tests {
    use rhai::Engine;

    use super::register;

    fn ask(script: &str) -> Result<bool, String> {
        let mut engine = Engine::new();
        register(&mut engine);
        engine
            .eval_expression::<bool>(script)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn values_of_one_kind_are_compared() {
        for script in [
            "1 < 2",
            "1 <= 1.0",
            "0.1 + 0.2 == 0.3",
            "\"a\" < \"b\"",
            "true != false",
            "[1] == [1]",
        ] {
            assert_eq!(ask(script), Ok(true), "{script}");
        }
    }

    #[test]
    fn values_of_two_kinds_are_not() {
        for script in [
            "240 >= \"240\"",
            "() < 1",
            "true == 1",
            "\"x\" != ()",
            "[1] == [\"1\"]",
        ] {
            assert!(ask(script).is_err(), "{script}");
        }
        assert!(
            ask("240 == \"240\"")
                .unwrap_err()
                .contains("a number is compared with a text")
        );
    }
}
