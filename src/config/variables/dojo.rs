//! Where DefectDojo is and with which keys it is asked.

use super::{Variable, variables};

variables! {
    list DOJO;

    /// Where DefectDojo is, as a browser opens it. A path in front of `/api/v2` is kept; a trailing `/api/v2` is cut off
    /// with a notice. Must be `https://` unless `ALLOW_INSECURE_HTTP=true`; credentials in the URL are refused.
    DEFECTDOJO_URL = Variable::named("DEFECTDOJO_URL", "URL", "https://defectdojo.example.com")
        .flag("url", "Where DefectDojo is").otherwise("required");

    /// The API v2 key that every request to DefectDojo carries. The server can do what the key's user may do, and no
    /// more; find it in DefectDojo under *API v2 Key*.
    DEFECTDOJO_API_KEY = Variable::named("DEFECTDOJO_API_KEY", "KEY", "")
        .secret().otherwise("required, or the pair below");

    /// The key for requests that only read. With `DEFECTDOJO_WRITE_API_KEY` it takes the place of `DEFECTDOJO_API_KEY`;
    /// as the only key it makes the server read-only: no writing tool is offered.
    DEFECTDOJO_READ_API_KEY = Variable::named("DEFECTDOJO_READ_API_KEY", "KEY", "").secret();

    /// The key for requests that change something. Needs `DEFECTDOJO_READ_API_KEY` beside it.
    DEFECTDOJO_WRITE_API_KEY = Variable::named("DEFECTDOJO_WRITE_API_KEY", "KEY", "").secret();

    /// The id of the test type that a finding created by hand is reported as found by, a positive whole number. Without
    /// it, the test type of the finding's test.
    DEFECTDOJO_DEFAULT_FOUND_BY_ID =
        Variable::named("DEFECTDOJO_DEFAULT_FOUND_BY_ID", "ID", "1").otherwise("the test's type");

    /// A file of PEM certificates that are trusted for DefectDojo beside the system's, for a private authority.
    DEFECTDOJO_CA = Variable::named("DEFECTDOJO_CA", "FILE", "/etc/ssl/private-ca.pem")
        .otherwise("the system's authorities");

    /// Allows `http://` in `DEFECTDOJO_URL`. The key then crosses the network in the clear: for a DefectDojo on the same
    /// machine only.
    ALLOW_INSECURE_HTTP = Variable::named("ALLOW_INSECURE_HTTP", "BOOL", "true").default("false");
}
