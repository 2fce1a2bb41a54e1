/// The `///` block above a rule: what it finds, why it matters, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Documentation {
    /// What the rule finds, one sentence.
    pub summary: String,
    /// Why it matters and what to do; may be empty.
    pub body: String,
    /// The stages of the season in which it counts; none means all.
    pub stages: Vec<String>,
    /// The inventory ids of the passages it acts on.
    pub cites: Vec<String>,
}

impl Documentation {
    /// Reads the comment lines above a function.
    pub(crate) fn parse<'a>(comments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut this = Self::default();
        let mut body = Vec::new();
        for line in comments.into_iter().flat_map(str::lines) {
            let line = line.trim().trim_start_matches('/').trim();
            if let Some(ids) = line.strip_prefix("cites:") {
                this.cites.extend(items(ids));
            } else if let Some(stages) = line.strip_prefix("stage:") {
                this.stages.extend(items(stages));
            } else if this.summary.is_empty() {
                line.clone_into(&mut this.summary);
            } else {
                body.push(line);
            }
        }
        body.join("\n").trim().clone_into(&mut this.body);
        this
    }
}

fn items(list: &str) -> impl Iterator<Item = String> {
    list.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
}
