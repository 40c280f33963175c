//! What becomes of a write whose text carries something: `SCREENING_WRITES`.

use std::str::FromStr;

/// What a text can be refused for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Concern {
    /// Orders to a model: [`super::injection`].
    Injection,
    /// Credentials: [`super::secrets`]. This server's own are refused whatever the policy says.
    Secrets,
    /// Characters that people do not see: [`super::unicode`].
    Unicode,
}

impl Concern {
    pub const ALL: [Self; 3] = [Self::Injection, Self::Secrets, Self::Unicode];

    /// The name in settings, answers and the audit log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Injection => "injection",
            Self::Secrets => "secrets",
            Self::Unicode => "unicode",
        }
    }
}

/// What is done about a concern.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Action {
    /// Nothing is sent, and the caller is told what to change.
    #[default]
    Refuse,
    /// The text is sent; answer and audit record say what was in it.
    Warn,
    /// The text is not looked at.
    Off,
}

impl Action {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Warn => "warn",
            Self::Off => "off",
        }
    }
}

/// An action for each concern: `refuse`, `warn` or `off` for all, `concern=action` for one, the later over the earlier.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Policy {
    injection: Action,
    secrets: Action,
    unicode: Action,
}

impl Policy {
    pub const fn action(self, concern: Concern) -> Action {
        match concern {
            Concern::Injection => self.injection,
            Concern::Secrets => self.secrets,
            Concern::Unicode => self.unicode,
        }
    }

    fn set(&mut self, concern: Concern, action: Action) {
        match concern {
            Concern::Injection => self.injection = action,
            Concern::Secrets => self.secrets = action,
            Concern::Unicode => self.unicode = action,
        }
    }
}

impl FromStr for Policy {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, UnknownPolicy> {
        let mut policy = Self::default();
        for part in text.split(',') {
            let (concerns, word) = match part.split_once('=') {
                Some((name, word)) => {
                    (Concern::ALL.iter().find(|one| same(one.name(), name)), word)
                }
                None => (None, part),
            };
            let action = [Action::Refuse, Action::Warn, Action::Off]
                .into_iter()
                .find(|action| same(action.name(), word))
                .ok_or(UnknownPolicy)?;
            match concerns {
                Some(concern) => policy.set(*concern, action),
                None if part.contains('=') => return Err(UnknownPolicy),
                None => Concern::ALL.iter().for_each(|concern| policy.set(*concern, action)),
            }
        }
        Ok(policy)
    }
}

fn same(name: &str, word: &str) -> bool {
    word.trim().eq_ignore_ascii_case(name)
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "must be refuse, warn or off, for all or as category=mode with the categories injection, secrets and unicode, comma-separated"
)]
pub struct UnknownPolicy;

#[cfg(test)]
mod tests {
    use super::*;

    fn actions(text: &str) -> Option<[&'static str; 3]> {
        let policy = text.parse::<Policy>().ok()?;
        Some(Concern::ALL.map(|concern| policy.action(concern).name()))
    }

    /// A word that was misread as `off` would switch a protection off in silence.
    #[test]
    fn policies_are_read_as_written_or_not_at_all() {
        assert_eq!(actions("refuse"), Some(["refuse"; 3]));
        assert_eq!(actions(" Off "), Some(["off"; 3]));
        assert_eq!(actions("injection=warn"), Some(["warn", "refuse", "refuse"]));
        assert_eq!(
            actions("injection=warn, secrets=refuse,unicode = OFF"),
            Some(["warn", "refuse", "off"])
        );
        assert_eq!(actions("off,secrets=refuse"), Some(["off", "refuse", "off"]));
        assert_eq!(actions("secrets=refuse,warn"), Some(["warn"; 3]));
        for text in
            ["", "none", "injection", "injection=", "=off", "secret=off", "warn,", "a=b=off"]
        {
            assert_eq!(actions(text), None, "{text}");
        }
    }
}
