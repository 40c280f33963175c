//! Every command of the documents is run, in the order in which a reader meets them, against a demo of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    net::{TcpListener, UdpSocket},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::{Value, json};
use tokio::process::Command;

use super::markdown::{ROOT, blocks, documents, read};
use crate::{
    clients::{SERVER, installed},
    service::Service,
    support::Dojo,
};

/// Commands that are not run, by document and line, each with its reason. One that no longer stands there fails.
const NOT_RUN: &[(&str, &str, &str)] = &[
    (
        "README.md",
        "make demo",
        "builds for minutes in release; the same tour is run without building",
    ),
    ("README.md", "make test", "is what runs this test"),
    ("docs/getting-started.md", "npm install --global @modelcontextprotocol/inspector", INSTALLED),
    ("docs/getting-started.md", "pip install fastmcp", INSTALLED),
    ("docs/getting-started.md", "pip install mcp", INSTALLED),
    ("docs/getting-started.md", "npm install @modelcontextprotocol/client", INSTALLED),
    ("docs/install.md", "gh attestation verify", "needs a release and the forge that signed it"),
    ("docs/install.md", "sudo install -m 755 mcp-defectdojo-*/mcp-defectdojo", CHANGES),
    ("docs/install.md", "sudo apt install", DEBIAN),
    ("docs/install.md", "sudoedit", DEBIAN),
    ("docs/install.md", "sudo systemctl enable", DEBIAN),
    ("docs/install.md", "sudo install -m 755 mcp-defectdojo /usr/bin/", UNIT),
    ("docs/install.md", "sudo install -m 644 packaging/systemd/mcp-defectdojo.service", UNIT),
    ("docs/install.md", "sudo install -m 644 packaging/systemd/sysusers.conf", UNIT),
    ("docs/install.md", "sudo install -m 644 packaging/systemd/tmpfiles.conf", UNIT),
    ("docs/install.md", "sudo install -D -m 600 packaging/systemd/env", UNIT),
    ("docs/install.md", "sudo systemd-sysusers", UNIT),
    ("docs/install.md", "docker build", ENGINE),
    ("docs/install.md", "docker run --rm mcp-defectdojo demo", ENGINE),
    ("docs/install.md", "docker run --rm --interactive", ENGINE),
];
const INSTALLED: &str = "the version that tests/clients pins is used instead";
const CHANGES: &str = "changes the system; packaging:: unpacks the archive and runs what is in it";
const DEBIAN: &str = "changes the system; packaging::debian installs the package in an empty root";
const UNIT: &str =
    "changes the system; packaging::unit checks the unit and runs the server under its rules";
const ENGINE: &str =
    "needs a container engine; packaging::container runs the image's files in an empty root";

/// What a document says is printed, and must be.
const PRINTED: &[(&str, &str)] = &[
    ("README.md", "products are visible"),
    ("docs/getting-started.md", "The tour took"),
    ("docs/getting-started.md", "(HTTP) - ✔ Connected"),
    ("docs/getting-started.md", "(http) - Connected"),
    ("docs/getting-started.md", "Bearer token"),
    ("docs/getting-started.md", "closed: True 2"),
    ("docs/getting-started.md", "closed: true 2"),
    ("docs/getting-started.md", "\"is_mitigated\": true"),
    ("docs/getting-started.md", "products are visible"),
    ("docs/from-python.md", "This server starts with these settings"),
    ("docs/imports.md", "\"upload_id\""),
    ("docs/audit.md", "proven"),
    ("docs/screening.md", "\"verdict\":\"refuse\""),
];

/// Programs of other people, which are there once `make clients` has run.
const CLIENTS: [&str; 7] =
    ["claude ", "gemini ", "codex ", "mcp-inspector ", "fastmcp ", "python ", "node "];

/// The commands of a block, each with the lines that continue it, and the number of its first line.
fn commands(block: &str, first: usize) -> Vec<(usize, String)> {
    let mut commands: Vec<(usize, String)> = Vec::new();
    let mut continues = false;
    for (number, line) in (first..).zip(block.lines()) {
        match commands.last_mut().filter(|_| continues) {
            Some((_, command)) => write!(command, "\n{line}").unwrap(),
            None if line.trim().is_empty() || line.starts_with('#') => {}
            None => commands.push((number, line.to_owned())),
        }
        continues = line.ends_with('\\');
    }
    commands
}

/// A line that serves until it is stopped, and the words that say that it does.
fn serves(command: &str) -> Option<&'static str> {
    if command.starts_with("mcp-defectdojo serve") {
        Some("listening on ")
    } else if command.starts_with("mcp-defectdojo demo") && !command.contains("--once") {
        Some("Serving on until")
    } else {
        None
    }
}

/// The document as one script: what runs in the background is waited for, and ended with it.
fn script(document: &str, used: &mut BTreeSet<usize>, has_clients: bool) -> String {
    let mut script = PRELUDE.to_owned();
    let mut count = 0;
    for block in blocks(&read(Path::new(document))) {
        match block.language.as_str() {
            "sh" | "text" => {}
            "json" => {
                let parsed: Result<Value, _> = serde_json::from_str(&block.text);
                assert!(parsed.is_ok(), "{document}:{} is not JSON: {parsed:?}", block.line);
            }
            "toml" => {
                let parsed: Result<toml::Table, _> = block.text.parse();
                assert!(parsed.is_ok(), "{document}:{} is not TOML: {parsed:?}", block.line);
            }
            "python" | "js" => {
                // A program whose first line names its file is written there.
                let name = block.text.lines().next().unwrap().trim_start_matches(['#', '/', ' ']);
                assert!(name.contains('.'), "{document}:{} names no file", block.line);
                let quoted = block.text.replace('\'', "'\\''");
                writeln!(script, "printf '%s' '{quoted}' >{name}").unwrap();
            }
            other => panic!("{document}:{}: what is {other:?}? Commands are `sh`", block.line),
        }
        if block.language != "sh" {
            continue;
        }
        for (line, command) in commands(&block.text, block.line) {
            let passed_over = NOT_RUN
                .iter()
                .position(|(of, start, _)| *of == document && command.starts_with(start));
            if let Some(index) = passed_over {
                used.insert(index);
                continue;
            }
            if !has_clients && CLIENTS.iter().any(|client| command.starts_with(client)) {
                continue;
            }
            count += 1;
            writeln!(script, "at='{document}:{line}'").unwrap();
            match serves(&command) {
                None => writeln!(script, "{command}").unwrap(),
                Some(words) => {
                    let command = command.split(" #").next().unwrap();
                    writeln!(script, "{command} >&9 2>&9 &\nawait '{words}'").unwrap();
                }
            }
        }
    }
    if count == 0 { String::new() } else { script }
}

/// Says where it stopped, ends what it started, and waits for a server by what the server says.
const PRELUDE: &str = r#"
set -euo pipefail
mkfifo says
exec 9<>says
await() {
    local line
    while read -r line <&9; do case $line in *"$1"*) break;; esac; done
    cat <&9 >/dev/null &
}
at=start
ended() { code=$?; jobs -p | xargs -r kill 2>/dev/null || true; [ $code = 0 ] || echo "STOPPED AT $at with $code" >&2; }
trap ended EXIT
"#;

/// What stands for the names that documents use.
struct Stage {
    folder: tempfile::TempDir,
    /// What is written in a document, and what is run in its place.
    instead: Vec<(&'static str, String)>,
    variables: BTreeMap<&'static str, String>,
    _service: Service,
    _dojo: Dojo,
    /// Takes what is forwarded by syslog.
    collector: UdpSocket,
}

impl Stage {
    /// A folder with what a reader would have at hand, and a server where documents suppose one.
    async fn new(clients: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dojo = Dojo::start().await;
        let service = Service::demo(&[]).await;
        let collector = UdpSocket::bind(("127.0.0.1", 0)).unwrap();
        let log = finished_log(&folder.path().join("log"), &collector).await;
        let at = |name: &str| folder.path().join(name);
        for name in ["bin", "home/.gemini", "work"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        symlink(SERVER, at("bin/mcp-defectdojo")).unwrap();
        let trusted = json!({ at("work").display().to_string(): "TRUST_FOLDER" });
        fs::write(at("home/.gemini/trustedFolders.json"), trusted.to_string()).unwrap();
        fs::write(at("work/report.sarif"), r#"{"version": "2.1.0", "runs": []}"#).unwrap();
        let old = "DEFECTDOJO_URL=https://defectdojo.example.org\nDEFECTDOJO_API_KEY=your-key\n";
        fs::write(
            at("work/old.env"),
            old.replace("https://defectdojo.example.org", &dojo.url)
                .replace("your-key", "demo-admin-key")
                + "ALLOW_INSECURE_HTTP=true\n",
        )
        .unwrap();
        let mut path = vec![at("bin")];
        if let Some(clients) = clients {
            symlink(clients.join("clients/node_modules"), at("work/node_modules")).unwrap();
            let places = ["venv/bin", "clients/node_modules/.bin", "hosts/node_modules/.bin"];
            path.extend(places.map(|place| clients.join(place)));
        }
        path.extend(
            ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].map(PathBuf::from),
        );
        let path = path.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(":");
        let variables = BTreeMap::from([
            ("PATH", path),
            ("HOME", at("home").display().to_string()),
            ("CODEX_HOME", at("home").display().to_string()),
            ("LANG", "C.UTF-8".to_owned()),
            ("TOKEN", service.tokens[0].clone()),
            ("ALLOW_INSECURE_HTTP", "true".to_owned()),
            // Clients of others neither look for updates nor tell anybody that they run.
            ("DISABLE_AUTOUPDATER", "1".to_owned()),
            ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1".to_owned()),
            ("GEMINI_TELEMETRY_ENABLED", "false".to_owned()),
            ("FASTMCP_CHECK_FOR_UPDATES", "off".to_owned()),
        ]);
        let instead = vec![
            ("https://defectdojo.example.org", dojo.url.clone()),
            ("your-key", "demo-admin-key".to_owned()),
            ("https://mcp.example.com", service.url("")),
            ("/var/log/mcp-defectdojo", log.display().to_string()),
            ("/etc/mcp-defectdojo/keyring", log.join("keyring").display().to_string()),
            ("8931", free_port()),
            ("8000", free_port()),
        ];
        Self { folder, instead, variables, _service: service, _dojo: dojo, collector }
    }

    /// What only one document's commands need.
    fn more(&self, document: &str) -> Vec<(&'static str, String)> {
        match document {
            "docs/siem.md" => vec![
                ("AUDIT_LOG_SYSLOG", destination(&self.collector)),
                ("AUDIT_LOG_FILE", self.folder.path().join("log/audit.log").display().to_string()),
            ],
            _ => Vec::new(),
        }
    }

    /// Everything that the document's commands print; they must succeed.
    async fn run(&self, document: &str, script: &str) -> String {
        let mut script = script.to_owned();
        for (written, real) in &self.instead {
            script = script.replace(written, real);
        }
        let mut command = Command::new("/bin/bash");
        command.args(["-c", &script]).current_dir(self.folder.path().join("work"));
        command.env_clear().envs(&self.variables).envs(self.more(document));
        command.stdin(Stdio::null()).kill_on_drop(true);
        let output = tokio::time::timeout(Duration::from_mins(3), command.output())
            .await
            .unwrap_or_else(|_| panic!("the commands of {document} do not end"))
            .unwrap();
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{document}: {text}");
        text
    }
}

fn free_port() -> String {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port().to_string()
}

fn destination(collector: &UdpSocket) -> String {
    format!("udp://{}", collector.local_addr().unwrap())
}

/// The folder of a log whose server has ended, with its keyring.
async fn finished_log(folder: &Path, collector: &UdpSocket) -> PathBuf {
    let key = "0123456789abcdef".repeat(2);
    fs::create_dir_all(folder).unwrap();
    let file = folder.join("audit.log").display().to_string();
    let mut service = Service::demo(&[
        ("AUDIT_LOG_FILE", &file),
        ("AUDIT_HMAC_KEY", &key),
        ("AUDIT_LOG_SYSLOG", &destination(collector)),
    ])
    .await;
    service.answers().await;
    service.signal("-TERM");
    service.child.wait().await.unwrap();
    fs::write(folder.join("keyring"), format!("{key}\n")).unwrap();
    folder.to_owned()
}

/// The files of a release, as install.md supposes them in the folder.
fn release(folder: &Path) {
    let built = crate::packaging::stripped().parent().unwrap();
    let archive = Path::new(ROOT).join("packaging/archive");
    crate::packaging::good(
        std::process::Command::new(archive).arg(built).arg(folder).args(["linux", "x86_64"]),
    );
    crate::packaging::good(
        std::process::Command::new("/bin/sh")
            .args(["-c", "sha256sum mcp-defectdojo-* >SHA256SUMS"])
            .current_dir(folder),
    );
}

#[tokio::test]
async fn every_command_of_the_documents_runs() {
    let clients = installed();
    let mut used = BTreeSet::new();
    let mut scripts = Vec::new();
    for document in documents() {
        let document = document.to_str().unwrap().to_owned();
        let script = script(&document, &mut used, clients.is_some());
        if !script.is_empty() {
            scripts.push((document, script));
        }
    }
    for (index, (document, line, _)) in NOT_RUN.iter().enumerate() {
        assert!(used.contains(&index), "{document} has no command that begins with {line:?}");
    }
    for (document, _) in PRINTED {
        assert!(scripts.iter().any(|(name, _)| name == document), "{document} has no commands");
    }
    assert!(scripts.len() >= 7, "{scripts:?}");
    let runs =
        scripts.iter().map(|(document, script)| try_out(document, script, clients.as_deref()));
    futures_util::future::join_all(runs).await;
}

/// Runs a document's commands in a place of its own, and looks for what it says that they print.
async fn try_out(document: &str, script: &str, clients: Option<&Path>) {
    let stage = Stage::new(clients).await;
    if document == "docs/install.md" {
        // The stage's DefectDojo must be able to answer other documents meanwhile.
        let folder = stage.folder.path().join("work");
        tokio::task::spawn_blocking(move || release(&folder)).await.unwrap();
    }
    let printed = stage.run(document, script).await;
    for (_, words) in PRINTED.iter().filter(|(of, _)| *of == document && clients.is_some()) {
        assert!(printed.contains(words), "{document} does not print {words:?}: {printed}");
    }
}
