//! Templates of code, web, cluster and secret findings.

/// What a finding of this kind says, wherever it is found.
pub(super) struct Weakness {
    pub(super) rule: &'static str,
    pub(super) title: &'static str,
    pub(super) cwe: u64,
    pub(super) severity: &'static str,
    pub(super) description: &'static str,
    pub(super) impact: &'static str,
    pub(super) mitigation: &'static str,
}

const fn weakness(
    rule: &'static str,
    title: &'static str,
    cwe: u64,
    severity: &'static str,
    texts: [&'static str; 3],
) -> Weakness {
    let [description, impact, mitigation] = texts;
    Weakness { rule, title, cwe, severity, description, impact, mitigation }
}

pub(super) const CODE: &[Weakness] = &[
    weakness(
        "java.sql.concatenated-query",
        "SQL query built by concatenation",
        89,
        "High",
        [
            "A request parameter is concatenated into a SQL statement before it reaches the driver.",
            "A caller can read and change rows outside of its own account.",
            "Bind the value as a parameter of a prepared statement.",
        ],
    ),
    weakness(
        "js.dom.unescaped-html",
        "unescaped value written to innerHTML",
        79,
        "Medium",
        [
            "A value that comes from the query string is assigned to innerHTML.",
            "A crafted link runs script in the session of whoever opens it.",
            "Assign to textContent, or sanitise with an allow-list of elements.",
        ],
    ),
    weakness(
        "python.subprocess.shell-true",
        "subprocess started with shell=True",
        78,
        "High",
        [
            "A file name that a user chose becomes part of a shell command.",
            "Shell metacharacters in the name run commands with the rights of the service.",
            "Pass a list of arguments and leave the shell out.",
        ],
    ),
    weakness(
        "java.crypto.weak-hash",
        "use of MD5 for a password digest",
        328,
        "Medium",
        [
            "Password digests are computed with one round of MD5.",
            "A leaked table of digests can be reversed with little effort.",
            "Use a password hash with a work factor, and rehash at the next login.",
        ],
    ),
    weakness(
        "js.jwt.none-algorithm",
        "JWT none algorithm accepted",
        347,
        "Critical",
        [
            "The verifier takes the algorithm from the header of the token, `none` included.",
            "Anybody can issue a token for any account.",
            "Fix the accepted algorithms when the verifier is made.",
        ],
    ),
    weakness(
        "java.xml.external-entities",
        "XML parser resolves external entities",
        611,
        "High",
        [
            "The document builder is used with its defaults on an uploaded file.",
            "An uploaded document can read local files and reach internal addresses.",
            "Disable DTDs and external entities on the factory.",
        ],
    ),
    weakness(
        "python.requests.no-verify",
        "TLS verification disabled",
        295,
        "Medium",
        [
            "A request to the ledger service is sent with verify=False.",
            "An attacker on the path can read and change what is exchanged.",
            "Trust the internal authority and leave verification on.",
        ],
    ),
    weakness(
        "go.net.open-redirect",
        "open redirect in the return address",
        601,
        "Low",
        [
            "The address to return to is taken from the query without a check of its host.",
            "A link to this site can lead to another one that imitates it.",
            "Accept relative paths alone.",
        ],
    ),
    weakness(
        "java.log.injection",
        "user input in log messages",
        117,
        "Low",
        [
            "Line breaks of a user name reach the log unchanged.",
            "Entries can be forged or split.",
            "Log structured fields, or replace control characters.",
        ],
    ),
    weakness(
        "js.path.traversal",
        "path traversal in the download handler",
        22,
        "High",
        [
            "A file name from the request is joined to the export folder.",
            "Files outside of the folder can be downloaded.",
            "Resolve the path and refuse what does not lie in the folder.",
        ],
    ),
    weakness(
        "python.random.predictable",
        "predictable random numbers for tokens",
        338,
        "Medium",
        [
            "Tokens of the password reset come from the standard generator.",
            "A few observed tokens tell the next ones.",
            "Draw tokens from the operating system's generator.",
        ],
    ),
    weakness(
        "go.http.no-timeout",
        "HTTP server without timeouts",
        400,
        "Info",
        [
            "The server is started without read and write timeouts.",
            "Slow clients can hold every connection.",
            "Set the header, read and write timeouts.",
        ],
    ),
];

pub(super) const WEB: &[Weakness] = &[
    weakness(
        "40012",
        "Cross Site Scripting (Reflected)",
        79,
        "High",
        [
            "The value of a parameter comes back in the page without encoding.",
            "Script of an attacker runs in the session of the visitor.",
            "Encode the value for the place where it is written.",
        ],
    ),
    weakness(
        "40018",
        "SQL Injection",
        89,
        "High",
        [
            "The page answers differently to a true and to a false condition in the parameter.",
            "The content of the database can be read a bit at a time.",
            "Use bound parameters.",
        ],
    ),
    weakness(
        "10038",
        "Content Security Policy Header Not Set",
        693,
        "Medium",
        [
            "The answer carries no Content-Security-Policy header.",
            "An injected script meets no second line of defence.",
            "Send a policy that allows your own origins alone.",
        ],
    ),
    weakness(
        "10020",
        "Missing Anti-clickjacking Header",
        1021,
        "Medium",
        [
            "Neither X-Frame-Options nor frame-ancestors is sent.",
            "The page can be framed and its buttons hidden under others.",
            "Send frame-ancestors 'none'.",
        ],
    ),
    weakness(
        "10010",
        "Cookie No HttpOnly Flag",
        1004,
        "Low",
        [
            "The session cookie is readable by script.",
            "An injected script can take over the session.",
            "Set HttpOnly on every session cookie.",
        ],
    ),
    weakness(
        "10096",
        "Timestamp Disclosure - Unix",
        200,
        "Info",
        [
            "A Unix timestamp appears in the page.",
            "Taken together with others it can tell of the patch level.",
            "Check by hand that it is not sensitive.",
        ],
    ),
    weakness(
        "20019",
        "External Redirect",
        601,
        "Medium",
        [
            "The page redirects to an address that the request chose.",
            "Visitors can be led to an imitation of the site.",
            "Redirect to known addresses alone.",
        ],
    ),
    weakness(
        "40046",
        "Server Side Request Forgery",
        918,
        "Critical",
        [
            "The server fetches an address that the request names, internal ones included.",
            "The metadata service of the cloud provider answers to it.",
            "Resolve the name, and refuse private and link-local addresses.",
        ],
    ),
];

pub(super) const CLUSTER: &[Weakness] = &[
    weakness(
        "KSV001",
        "container may gain privileges",
        250,
        "Medium",
        [
            "allowPrivilegeEscalation is not set to false.",
            "A process can become root inside of the container.",
            "Set allowPrivilegeEscalation: false.",
        ],
    ),
    weakness(
        "KSV017",
        "privileged container",
        250,
        "High",
        [
            "The container runs with every capability of the node.",
            "Whoever breaks into the container owns the node.",
            "Drop `privileged` and add the one capability that is needed.",
        ],
    ),
    weakness(
        "KSV012",
        "container runs as root",
        250,
        "Medium",
        [
            "runAsNonRoot is not set.",
            "A flaw in the process has the rights of root.",
            "Set runAsNonRoot: true and a numeric user.",
        ],
    ),
    weakness(
        "KSV014",
        "root file system is writable",
        732,
        "Low",
        [
            "readOnlyRootFilesystem is not set.",
            "An intruder can leave tools behind.",
            "Mount what must be written as a volume.",
        ],
    ),
    weakness(
        "KSV041",
        "role can read every secret",
        269,
        "Critical",
        [
            "A cluster role grants get and list on all secrets to the default service account.",
            "One compromised pod reveals the secrets of every namespace.",
            "Bind a role to the one secret that is needed.",
        ],
    ),
    weakness(
        "KSV011",
        "no CPU limit",
        400,
        "Info",
        [
            "The container declares no limit of CPU.",
            "It can starve its neighbours.",
            "Set requests and limits.",
        ],
    ),
];

pub(super) const SECRETS: &[Weakness] = &[
    weakness(
        "aws-access-token",
        "Hard Coded AWS Access Key",
        798,
        "Critical",
        [
            "A cloud access key stands in a file that is under version control.",
            "Whoever can read the repository can use the account.",
            "Revoke the key, then take it out of the history.",
        ],
    ),
    weakness(
        "github-pat",
        "Hard Coded GitHub Personal Access Token",
        798,
        "High",
        [
            "A token of a code host stands in a pipeline file.",
            "Whoever can read the repository can push to it.",
            "Revoke the token and use the pipeline's own identity.",
        ],
    ),
    weakness(
        "private-key",
        "Hard Coded Private Key",
        321,
        "High",
        [
            "A private key stands in the deployment folder.",
            "Traffic that it protects can be read by those who have the repository.",
            "Replace the key pair and keep the new one in the vault.",
        ],
    ),
    weakness(
        "generic-api-key",
        "Hard Coded Generic API Key",
        798,
        "Medium",
        [
            "A key of a payment sandbox stands in a test.",
            "Calls can be made in the name of the team.",
            "Read the key from the environment.",
        ],
    ),
];

/// Source files in which code findings are placed.
pub(super) const FILES: &[&str] = &[
    "src/main/java/demo/payments/ChargeController.java",
    "src/main/java/demo/ledger/LedgerRepository.java",
    "src/main/java/demo/session/TokenVerifier.java",
    "services/export/download.js",
    "services/export/render.js",
    "web/src/search/results.js",
    "web/src/account/profile.js",
    "jobs/settlement/run.py",
    "jobs/settlement/upload.py",
    "jobs/reports/mailer.py",
    "cmd/gateway/main.go",
    "internal/redirect/handler.go",
];

pub(super) const MANIFESTS: &[&str] = &[
    "deploy/gateway.yaml",
    "deploy/ledger.yaml",
    "deploy/search.yaml",
    "deploy/mailer.yaml",
    "charts/ingress/templates/deployment.yaml",
    "charts/monitoring/templates/daemonset.yaml",
];

pub(super) const PATHS: &[&str] = &[
    "search",
    "account/profile",
    "login",
    "cart",
    "checkout",
    "orders/history",
    "help/contact",
    "admin/export",
];

pub(super) const PARAMETERS: &[&str] = &["q", "next", "id", "lang", "sort", "voucher"];
