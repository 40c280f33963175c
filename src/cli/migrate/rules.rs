//! What is the same, better or different for each variable of the Python package (3.2.6 to 3.3.2), by its value.

use url::Url;

use crate::{
    config::{
        Setting, Survey,
        variables::{self as known, Variable},
    },
    forward::Kind,
};

/// What becomes of a setting.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    /// It means what it meant.
    Kept,
    /// It means what it meant, and a defect is gone.
    Better,
    /// It means something else.
    Differs,
    /// The Python package did not have it.
    New,
    /// Another source wins.
    Unused,
    /// It stops the start.
    Problem,
}

use Verdict::{Better, Differs, Kept, New};

type Judged = (Verdict, &'static str);
type Rule = fn(&Setting, &Survey) -> Judged;

/// What is known about a setting that this server takes.
pub(super) fn judge(setting: &Setting, survey: &Survey) -> (Verdict, String) {
    let rule = RULES.iter().find(|(variable, _)| variable.name == setting.variable.name);
    let Some((variable, rule)) = rule else {
        return (New, "is a setting that the Python package did not have".to_owned());
    };
    if setting.name == format!("{}_FILE", variable.name) {
        let what = "names a file that holds the secret; the Python package had no such thing";
        return (New, what.to_owned());
    }
    match variable.aliases.first() {
        Some(old) if *old != setting.name => {
            (New, format!("is the new name of {old}, which still works"))
        }
        _ => {
            let (verdict, what) = rule(setting, survey);
            (verdict, what.to_owned())
        }
    }
}

/// What the Python package made of a value that stops this server.
pub(super) fn before(setting: &Setting) -> Option<&'static str> {
    let variable = setting.variable.name;
    let is = |known: &Variable| known.name == variable;
    if is(&known::UNTRUSTED_CONTENT_WRAPPING) {
        Some("the Python package took every word but off for on")
    } else if is(&known::LOG_LEVEL) {
        Some("the Python package took a word that it did not know for INFO")
    } else if is(&known::AUDIT_LOG_SYSLOG) {
        Some("the Python package took a transport that it did not know for tcp+tls")
    } else if is(&known::AUDIT_LOG_HTTPS_URL) {
        Some("the Python package sent records in the clear")
            .filter(|_| setting.text().starts_with("http://"))
    } else if is(&known::REQUIRE_AUTH) || is(&known::REQUIRE_AUDIT_HMAC_KEY) {
        Some("the Python package took every word but false for true")
    } else if is(&known::ALLOW_INSECURE_HTTP) {
        Some("the Python package took every word but true for false")
    } else {
        None
    }
}

/// Every variable that the Python package reads.
const RULES: &[(&Variable, Rule)] = &[
    (&known::DEFECTDOJO_URL, url),
    (&known::DEFECTDOJO_API_KEY, |_, _| (Kept, "")),
    (&known::DEFECTDOJO_READ_API_KEY, reading_key),
    (&known::DEFECTDOJO_WRITE_API_KEY, |_, _| (Kept, "")),
    (&known::DEFECTDOJO_DEFAULT_FOUND_BY_ID, |_, _| (Kept, "")),
    (&known::ALLOW_INSECURE_HTTP, |setting, _| yes_or_no(setting, "true")),
    (&known::MCP_ROLE, |_, _| (Kept, "")),
    (&known::MCP_AUTH_TOKEN, |_, _| {
        (Kept, "has the role admin, and the caller is mcp-client, as before")
    }),
    (&known::MCP_READ_TOKEN, |_, _| {
        (Kept, "has the role reader, and the caller is mcp-read-client, as before")
    }),
    (&known::REQUIRE_AUTH, |setting, _| yes_or_no(setting, "false")),
    (&known::MCP_TRANSPORT, transport),
    (&known::MCP_HOST, |_, _| (Kept, "")),
    (&known::MCP_PORT, |_, _| (Kept, "")),
    (&known::MUTATION_RATE_LIMIT, |_, _| {
        (Better, "the window is strict, and counts a caller over all its tokens and connections")
    }),
    (&known::OPEN_ACCESS_MUTATION_RATE_LIMIT, |_, _| (Kept, "")),
    (&known::MUTATION_RATE_WINDOW, |_, _| (Kept, "")),
    (&known::UNTRUSTED_CONTENT_WRAPPING, wrapping),
    (&known::LOG_LEVEL, log_level),
    (&known::AUDIT_HMAC_KEY, |_, _| {
        (
            Kept,
            "keep it: the seal is computed as before, and a log of the Python package is continued with it",
        )
    }),
    (&known::REQUIRE_AUDIT_HMAC_KEY, |setting, _| yes_or_no(setting, "false")),
    (&known::AUDIT_LOG_FILE, |_, _| {
        (
            Better,
            "an existing log is continued; a change that cannot be recorded is refused; segments, lock and checkpoint stand \
             beside it, so the service's user must be able to write to the folder",
        )
    }),
    (&known::AUDIT_LOG_QUEUE_SIZE, |_, _| {
        (Better, "a full queue makes calls wait; the Python package threw the newest records away")
    }),
    (&known::AUDIT_LOG_SYSLOG, |_, _| {
        (
            Better,
            "delivered at least once and in order, over outages and restarts; nothing is thrown away",
        )
    }),
    (&known::AUDIT_LOG_SYSLOG_CA, |_, _| (Kept, "")),
    (&known::AUDIT_LOG_HTTPS_URL, https_url),
    (&known::AUDIT_LOG_HTTPS_TOKEN, |_, _| {
        (Kept, "sent the way the destination's format sends it")
    }),
    (&known::AUDIT_LOG_HTTPS_BATCH_SIZE, |_, _| (Kept, "")),
    (&known::AUDIT_LOG_HTTPS_FLUSH_SECS, |_, _| (Kept, "")),
    (&known::AUDIT_LOG_HTTPS_CA, |_, _| (Kept, "")),
];

fn url(setting: &Setting, _: &Survey) -> Judged {
    let path = setting.text().trim_end_matches('/');
    if path.ends_with("/api/v2") || path.ends_with("/api") {
        return (Better, "the Python package would have asked for /api/v2/ twice");
    }
    (Kept, "")
}

fn reading_key(_: &Setting, survey: &Survey) -> Judged {
    let has = |variable| survey.find(variable).is_some();
    if has(&known::DEFECTDOJO_API_KEY) || has(&known::DEFECTDOJO_WRITE_API_KEY) {
        return (Kept, "");
    }
    (Better, "alone it is enough to read; the Python package did not start with it")
}

/// The Python package compared with one word and took everything else for the other answer.
fn yes_or_no(setting: &Setting, word: &str) -> Judged {
    let means_yes =
        matches!(setting.text().to_ascii_lowercase().as_str(), "true" | "1" | "yes" | "on");
    let meant_word = setting.text().eq_ignore_ascii_case(word);
    match (word, means_yes, meant_word) {
        (_, _, true) | ("true", false, _) | ("false", true, _) => (Kept, ""),
        ("true", ..) => (
            Differs,
            "the Python package took only the word true for yes: it means yes now, and meant no",
        ),
        _ => (
            Differs,
            "the Python package took only the word false for no: it means no now, and meant yes",
        ),
    }
}

fn transport(setting: &Setting, _: &Survey) -> Judged {
    match setting.text().to_ascii_lowercase().as_str() {
        "stdio" => (Kept, ""),
        "sse" => (Better, "clients stay at /sse; newer ones may use /mcp of the same port"),
        _ => (Kept, "clients stay at /mcp"),
    }
}

fn wrapping(setting: &Setting, _: &Survey) -> Judged {
    match setting.text().to_ascii_lowercase().as_str() {
        "on" => (
            Better,
            "paths, components, names and errors are marked as well, by their paths in _untrusted_paths",
        ),
        "off" => (Kept, "secrets are still redacted"),
        _ => (New, "is a way of marking that the Python package did not have"),
    }
}

fn log_level(setting: &Setting, _: &Survey) -> Judged {
    match setting.text().to_ascii_uppercase().as_str() {
        "WARNING" | "ERROR" | "CRITICAL" => (
            Better,
            "it silenced the audit log in the Python package; audit records do not pass through it here",
        ),
        _ => (Kept, ""),
    }
}

fn https_url(setting: &Setting, survey: &Survey) -> Judged {
    let url = Url::parse(setting.text()).ok();
    let told = url.filter(|_| survey.find(&known::AUDIT_LOG_HTTPS_FORMAT).is_none());
    let what = match told.map(|url| Kind::infer(&url)) {
        Some(Kind::Splunk) => {
            "sent as Splunk takes it; the Python package sent a JSON array, which it refuses"
        }
        Some(Kind::Elastic) => {
            "sent as Elasticsearch takes it; the Python package sent a JSON array, which it refuses"
        }
        Some(Kind::Datadog) => {
            "sent as Datadog takes it, with its own header for the key, which the Python package did not send"
        }
        Some(Kind::Loki) => {
            "sent as Loki takes it; the Python package sent a JSON array, which it refuses"
        }
        Some(Kind::Otlp) => {
            "sent as OpenTelemetry logs; the Python package sent a JSON array, which a collector refuses"
        }
        Some(Kind::Array | Kind::Ndjson) | None => {
            "delivered at least once and in order, over outages and restarts; the Python package gave a batch up after \
             two tries"
        }
    };
    (Better, what)
}

/// A default that is not what the Python package did.
pub(super) struct Default {
    pub(super) variable: &'static Variable,
    pub(super) what: &'static str,
    /// Whether it makes a difference to these settings.
    pub(super) applies: fn(&Survey) -> bool,
}

/// What differs although nothing is set, most noticeable first.
pub(super) const DEFAULTS: &[Default] = &[
    Default {
        variable: &known::IMPORT_DEFAULTS,
        what: "imports close no old findings and create no products unless a call says so, as DefectDojo itself; IMPORT_DEFAULTS=python restores what was",
        applies: |survey| survey.find(&known::IMPORT_DEFAULTS).is_none(),
    },
    Default {
        variable: &known::LIST_DETAIL,
        what: "list_findings leaves descriptions out unless a call asks; LIST_DETAIL=standard restores what was",
        applies: |survey| survey.find(&known::LIST_DETAIL).is_none(),
    },
    Default {
        variable: &known::MAX_RESULT_TOKENS,
        what: "an answer holds at most 20,000 tokens and says what it left out; MAX_RESULT_TOKENS=1000000 lifts that",
        applies: |survey| survey.find(&known::MAX_RESULT_TOKENS).is_none(),
    },
    Default {
        variable: &known::DEFECTDOJO_DEFAULT_FOUND_BY_ID,
        what: "a finding created by hand is found by its test's own type, no longer by type 1; DEFECTDOJO_DEFAULT_FOUND_BY_ID=1 restores what was",
        applies: |survey| survey.find(&known::DEFECTDOJO_DEFAULT_FOUND_BY_ID).is_none(),
    },
    Default {
        variable: &known::AUDIT_FAIL_MODE,
        what: "a change that cannot be recorded is refused; the Python package went on without a record",
        applies: |survey| survey.find(&known::AUDIT_FAIL_MODE).is_none(),
    },
    Default {
        variable: &known::MCP_SESSIONS,
        what: "no client gets a session, because nothing needs one; MCP_SESSIONS=true is for clients that insist",
        applies: |survey| {
            let transport = survey.find(&known::MCP_TRANSPORT);
            survey.find(&known::MCP_SESSIONS).is_none()
                && transport
                    .is_some_and(|setting| setting.text().to_ascii_lowercase().ends_with("http"))
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::variables;

    /// A rule about a name that no longer exists, or one written twice, would mislead in silence.
    #[test]
    fn each_rule_is_about_one_variable_that_works() {
        let mut names: Vec<_> = RULES.iter().map(|(variable, _)| variable.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
        for (variable, _) in RULES {
            assert!(
                variables::built().any(|known| known.name == variable.name),
                "{}",
                variable.name
            );
        }
        for default in DEFAULTS {
            assert!(default.what.contains(' ') && default.variable.feature.is_built());
        }
    }

    /// Each name that the Python package reads has a rule.
    #[test]
    fn no_variable_of_the_python_package_is_passed_over() {
        let names = "DEFECTDOJO_URL DEFECTDOJO_API_KEY DEFECTDOJO_READ_API_KEY DEFECTDOJO_WRITE_API_KEY \
            DEFECTDOJO_DEFAULT_FOUND_BY_ID ALLOW_INSECURE_HTTP MCP_ROLE_<NAME> MCP_AUTH_TOKEN MCP_READ_TOKEN REQUIRE_AUTH \
            FASTMCP_TRANSPORT FASTMCP_HOST FASTMCP_PORT MUTATION_RATE_LIMIT OPEN_ACCESS_MUTATION_RATE_LIMIT \
            MUTATION_RATE_WINDOW UNTRUSTED_CONTENT_WRAPPING LOG_LEVEL AUDIT_HMAC_KEY REQUIRE_AUDIT_HMAC_KEY AUDIT_LOG_FILE \
            AUDIT_LOG_QUEUE_SIZE AUDIT_LOG_SYSLOG AUDIT_LOG_SYSLOG_CA AUDIT_LOG_HTTPS_URL AUDIT_LOG_HTTPS_TOKEN \
            AUDIT_LOG_HTTPS_BATCH_SIZE AUDIT_LOG_HTTPS_FLUSH_SECS AUDIT_LOG_HTTPS_CA";
        for name in names.split_whitespace() {
            let has = RULES.iter().any(|(variable, _)| variable.names().any(|known| known == name));
            assert!(has, "{name}");
        }
        assert_eq!(names.split_whitespace().count(), RULES.len());
    }
}
