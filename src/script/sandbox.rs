//! The cell that rule scripts live in.
//!
//! Rhai's documented limits alone do not hold, so the engine is built raw from chosen packages and
//! everything that a rule does not need is off. Every limit is set here explicitly: Rhai's own
//! defaults differ between debug and release builds.

use std::cell::Cell;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use rhai::module_resolvers::DummyModuleResolver;
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicMapPackage, BasicMathPackage, BasicStringPackage,
    LogicPackage, Package,
};
use rhai::{Dynamic, Engine, LexError, OptimizationLevel, ParseError, ParseErrorType, Token};

use super::budget::live_bytes;
use super::{effects, tokens};

/// How long one call of a rule may take. Rules take microseconds.
const DEADLINE: Duration = Duration::from_millis(100);
/// How much of each call is not counted as slow.
const FREE: Duration = Duration::from_millis(1);
/// How much memory one call of a rule may hold, in bytes.
const MEMORY: isize = 64 << 20;
/// How many operations one call of a rule may take.
const OPERATIONS: u64 = 50_000;
/// How many tokens a rule file may have. The parser is quadratic in some of them.
const TOKENS: usize = 8_000;
/// The longest text a rule can build, in bytes.
const TEXT: usize = 16_384;
/// The longest list or map a rule can build.
const ITEMS: usize = 1_000;

/// What a rule may not say. Loops, closures and everything that reaches outside are off.
pub(crate) const FORBIDDEN: [&str; 21] = [
    "eval",
    "import",
    "export",
    "print",
    "debug",
    "loop",
    "while",
    "do",
    "until",
    "for",
    "Fn",
    "call",
    "curry",
    "try",
    "catch",
    "throw",
    "is_def_var",
    "is_def_fn",
    "is_shared",
    "type_of",
    "this",
];

thread_local! {
    static TICKS: Cell<u32> = const { Cell::new(0) };
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
    /// The processor time of this thread when the call began, or when its deadline passed.
    static PROCESSOR: Cell<Option<ThreadTime>> = const { Cell::new(None) };
    /// Whether calls have been slow by the clock, so that processor time is worth asking for.
    static MEASURED: Cell<bool> = const { Cell::new(false) };
    static SLOW: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    static BASE: Cell<isize> = const { Cell::new(0) };
}

/// An engine with nothing in it but arithmetic, logic, text, lists and maps.
pub(crate) fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    limit(&mut engine);
    engine
}

fn limit(engine: &mut Engine) {
    // The optimiser panics on assignments to constant maps and hides misspelt properties.
    engine.set_optimization_level(OptimizationLevel::None);
    engine
        .set_max_operations(OPERATIONS)
        .set_max_call_levels(16)
        .set_max_expr_depths(40, 40)
        .set_max_string_size(TEXT)
        .set_max_array_size(ITEMS)
        .set_max_map_size(ITEMS)
        .set_max_variables(200)
        .set_max_functions(500)
        .set_max_modules(100)
        .set_max_strings_interned(0);
    engine.set_module_resolver(DummyModuleResolver::new());
    for word in FORBIDDEN {
        engine.disable_symbol(word);
    }
    engine.set_allow_anonymous_fn(false);
    engine.set_allow_looping(false);
    engine.set_strict_variables(true);
    engine.set_fail_on_invalid_map_property(true);
    #[expect(
        deprecated,
        reason = "marked volatile, not going away; it bounds the parser"
    )]
    engine.on_parse_token(|token, position, _| {
        if tokens::note(&token, position) > TOKENS {
            Token::LexError(too_long().into())
        } else {
            token
        }
    });
    engine.on_progress(|_| over_budget());
}

fn too_long() -> LexError {
    LexError::ImproperSymbol(
        String::new(),
        format!("a rule file may have {TOKENS} words and signs at most; split it into topics"),
    )
}

/// Whether the file has more words and signs than are read.
pub(crate) fn is_too_long(error: &ParseError) -> bool {
    matches!(
        error.err_type(),
        ParseErrorType::BadInput(LexError::ImproperSymbol(sign, _)) if sign.is_empty()
    )
}

/// Starts the clock and the budgets of one call.
pub(crate) fn start_call() {
    TICKS.set(0);
    BEGUN.set(Some(Instant::now()));
    PROCESSOR.set(MEASURED.get().then(ThreadTime::now));
    BASE.set(live_bytes());
    effects::start_call();
}

/// Counts the time of the call that has ended.
///
/// Only processor time counts, so that what a rule finds does not depend on how busy the machine
/// is. Asking for it costs more than most rules take, so it is asked for once a call was slow by
/// the clock.
pub(crate) fn end_call() {
    let slow = BEGUN.get().is_some_and(|begun| begun.elapsed() > FREE);
    if !slow {
        return;
    }
    if let Some(begun) = PROCESSOR.get() {
        SLOW.set(SLOW.get() + begun.elapsed().saturating_sub(FREE));
    }
    MEASURED.set(true);
}

/// The processor time of this thread's calls so far, as far as they were slow.
pub(crate) fn slow_time() -> Duration {
    SLOW.get()
}

/// Whether the call has had its time: by the clock, and by the processor time from then on.
fn is_late() -> bool {
    if BEGUN.get().is_none_or(|begun| begun.elapsed() <= DEADLINE) {
        return false;
    }
    if let Some(begun) = PROCESSOR.get() {
        return begun.elapsed() > DEADLINE;
    }
    PROCESSOR.set(Some(ThreadTime::now()));
    false
}

// NOTE: the ticks are our own because Rhai's operation counter restarts in nested calls; once over
// budget it stays so until the next call starts, so that no handler in between can swallow it.
fn over_budget() -> Option<Dynamic> {
    let ticks = TICKS.get().wrapping_add(1);
    TICKS.set(ticks);
    if live_bytes().wrapping_sub(BASE.get()) > MEMORY {
        return Some("it uses too much memory".into());
    }
    if ticks.is_multiple_of(64) && is_late() {
        return Some("it takes too long".into());
    }
    None
}
