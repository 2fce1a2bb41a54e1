use super::Check;
use crate::dataset::References;
use crate::model::{Text, Value};

/// A place as an entry of the profile gives it.
pub(super) struct RawPlace<'r> {
    pub(super) country: Option<&'r String>,
    pub(super) city: Option<&'r String>,
    pub(super) county: Option<&'r String>,
    pub(super) state: Option<&'r String>,
}

/// A place with the regions it lies in, as far as they are known.
pub(super) struct Located {
    pub(super) country: Option<Value>,
    pub(super) city: Option<Value>,
    pub(super) state: Option<Value>,
    pub(super) areas: Option<Value>,
}

impl RawPlace<'_> {
    /// The place, whose keys lie below that path.
    pub(super) fn locate(&self, check: &mut Check<'_>, at: &str, refs: &References) -> Located {
        let text = |text: Option<&String>| text.map(|text| Value::text(text));
        let state = self
            .state
            .and_then(|code| check.state(&format!("{at}.state"), code));
        if state.is_some() && self.is_abroad() {
            check.error(
                &format!("{at}.state"),
                "a place outside the US has no state of the US",
                "remove `state` or `country`",
            );
        }
        Located {
            country: text(self.country),
            city: text(self.city),
            areas: self
                .areas(state.as_ref(), refs)
                .map(|areas| Value::Texts(areas.into())),
            state: state.map(Value::Text),
        }
    }

    fn is_abroad(&self) -> bool {
        self.country.is_some_and(|country| country != "US")
    }

    fn areas(&self, state: Option<&Text>, refs: &References) -> Option<Vec<Text>> {
        if self.is_abroad() {
            return Some(Vec::new());
        }
        let state = state?;
        let city = self.city.and_then(|city| refs.county(state, city));
        let county = self
            .county
            .map(|county| Text::from(county.as_str()))
            .or(city);
        refs.areas(state, county.as_deref())
    }
}
