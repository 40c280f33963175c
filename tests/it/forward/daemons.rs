//! Real receivers, rsyslog and syslog-ng: what they parse and write is what stands in the log, field by field.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};

use mcp_defectdojo::{
    audit::Log,
    forward::{SyslogSettings, Target, TlsFiles, Verdict},
};
use serde_json::Value;
use tempfile::tempdir;

use super::{PATIENCE, forwarder, lines, member, receiver::Authority, record, settings, until};

#[derive(Clone, Copy, PartialEq)]
enum Over {
    Udp,
    Tcp,
    Tls,
    TlsWithClientCertificate,
}

const ALL: [Over; 4] = [Over::Udp, Over::Tcp, Over::Tls, Over::TlsWithClientCertificate];

/// A daemon that writes each message to `out` as a JSON object of what it parsed.
struct Daemon(Child);

impl Daemon {
    /// Waits until something has been written that satisfies; where it never is, what the daemon did instead is told.
    async fn until<T>(&mut self, folder: &Path, mut written: impl AsyncFnMut() -> Option<T>) -> T {
        let awaited = async {
            loop {
                if let Some(value) = written().await {
                    return Some(value);
                }
                if self.0.try_wait().unwrap().is_some() {
                    return None;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let value = tokio::time::timeout(4 * PATIENCE, awaited).await.ok().flatten();
        let file = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        value.unwrap_or_else(|| {
            panic!("only this was written:\n{}\n{}", file("out"), file("errors"))
        })
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Where a program is installed or unpacked; says so where it is not.
#[expect(clippy::disallowed_methods, reason = "says whether other people's programs must be there")]
fn installed(program: &str) -> Option<PathBuf> {
    let clients = std::env::var_os("MCP_TEST_CLIENTS").map(PathBuf::from);
    let must = clients.is_some();
    let tools = clients.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/.tools").into());
    let roots = [PathBuf::from("/"), tools.join(program)];
    let found = roots.into_iter().find(|root| root.join("usr/sbin").join(program).is_file());
    assert!(
        found.is_some() || !must,
        "{program} is missing: tests/clients/install-packages installs it"
    );
    if found.is_none() {
        eprintln!("passed over: {program} is not installed");
    }
    found
}

/// A port that was free a moment ago, for UDP as for TCP, and that nobody is given who asks for any: a daemon takes a
/// while until it listens, and other tests ask for ports all the time.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let is_free = |port: &u16| {
        std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok()
            && std::net::UdpSocket::bind(("127.0.0.1", *port)).is_ok()
    };
    let own = u16::try_from(std::process::id() % 200).unwrap() * 50;
    let mut ports = (0..50).map(|_| 20_000 + own + NEXT.fetch_add(1, Ordering::Relaxed) % 50);
    ports.find(is_free).expect("a port below those that are given out")
}

fn rsyslog(root: &Path, folder: &Path, over: Over, port: u16) -> Daemon {
    let path = |name: &str| folder.join(name).display().to_string();
    let input = match over {
        Over::Udp => format!(
            "module(load=\"imudp\")\ninput(type=\"imudp\" address=\"127.0.0.1\" port=\"{port}\")"
        ),
        Over::Tcp => format!(
            "module(load=\"imtcp\")\ninput(type=\"imtcp\" address=\"127.0.0.1\" port=\"{port}\")"
        ),
        Over::Tls | Over::TlsWithClientCertificate => {
            let mode = if over == Over::Tls { "anon" } else { "x509/certvalid" };
            format!(
                "global(defaultNetstreamDriverCAFile=\"{}\" defaultNetstreamDriverCertFile=\"{}\" \
                 defaultNetstreamDriverKeyFile=\"{}\")\n\
                 module(load=\"imtcp\" streamdriver.name=\"ossl\" streamdriver.mode=\"1\" streamdriver.authmode=\"{mode}\")\n\
                 input(type=\"imtcp\" address=\"127.0.0.1\" port=\"{port}\")",
                path("ca.pem"),
                path("server.pem"),
                path("server.key")
            )
        }
    };
    let fields = [
        ("pri", "pri"),
        ("timestamp", "timereported:::date-rfc3339"),
        ("hostname", "hostname"),
        ("app", "app-name"),
        ("procid", "procid"),
        ("msgid", "msgid"),
        ("data", "structured-data"),
        ("message", "msg"),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, property)| {
            let (property, options) = property.split_once(":::").unwrap_or((property, ""));
            let date = if options.is_empty() { "" } else { " dateFormat=\"rfc3339\"" };
            format!("property(name=\"{property}\" outname=\"{name}\" format=\"jsonf\"{date})")
        })
        .collect();
    let template = fields.join("\nconstant(value=\", \")\n");
    let config = format!(
        "global(workDirectory=\"{}\" maxMessageSize=\"64k\")\n{input}\n\
         template(name=\"fields\" type=\"list\") {{\nconstant(value=\"{{\")\n{template}\nconstant(value=\"}}\\n\")\n}}\n\
         action(type=\"omfile\" file=\"{}\" template=\"fields\")\n",
        folder.display(),
        path("out")
    );
    fs::write(folder.join("rsyslog.conf"), config).unwrap();
    start(
        folder,
        Command::new(root.join("usr/sbin/rsyslogd")).args([
            "-n",
            "-f",
            &path("rsyslog.conf"),
            "-i",
            &path("pid"),
        ]),
    )
}

fn syslog_ng(root: &Path, folder: &Path, over: Over, port: u16) -> Daemon {
    let path = |name: &str| folder.join(name).display().to_string();
    let transport = match over {
        Over::Udp => "transport(\"udp\")".to_owned(),
        Over::Tcp => "transport(\"tcp\")".to_owned(),
        Over::Tls | Over::TlsWithClientCertificate => {
            let verify = if over == Over::Tls { "optional-untrusted" } else { "required-trusted" };
            format!(
                "transport(\"tls\") tls(key-file(\"{}\") cert-file(\"{}\") ca-file(\"{}\") peer-verify({verify}))",
                path("server.key"),
                path("server.pem"),
                path("ca.pem")
            )
        }
    };
    let fields = [
        ("pri", "$PRI"),
        ("timestamp", "$S_ISODATE"),
        ("hostname", "$HOST"),
        ("app", "$PROGRAM"),
        ("procid", "$PID"),
        ("msgid", "$MSGID"),
        ("data", "$SDATA"),
        ("message", "$MSG"),
    ];
    let pairs: Vec<_> =
        fields.iter().map(|(name, value)| format!("--pair {name}=\"{value}\"")).collect();
    let config = format!(
        "@version: 3.38\noptions {{ keep-hostname(yes); log-msg-size(65536); flush-lines(1); frac-digits(6); time-zone(\"UTC\"); send-time-zone(\"UTC\"); }};\n\
         source s {{ syslog(ip(\"127.0.0.1\") port({port}) {transport}); }};\n\
         destination d {{ file(\"{}\" template(\"$(format-json {})\\n\")); }};\n\
         log {{ source(s); destination(d); }};\n",
        path("out"),
        pairs.join(" ").replace('"', "\\\"")
    );
    fs::write(folder.join("syslog-ng.conf"), config).unwrap();
    let libraries = root.join("usr/lib/syslog-ng");
    start(
        folder,
        Command::new(root.join("usr/sbin/syslog-ng")).env("LD_LIBRARY_PATH", &libraries).args([
            "-F",
            "--no-caps",
            "--module-path",
            &modules(&libraries).display().to_string(),
            "-f",
            &path("syslog-ng.conf"),
            "-R",
            &path("persist"),
            "-c",
            &path("control"),
            "-p",
            &path("pid"),
        ]),
    )
}

/// syslog-ng's own modules: `<libraries>/<version>`.
fn modules(libraries: &Path) -> PathBuf {
    let folder = fs::read_dir(libraries).unwrap();
    folder.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap()
}

fn start(folder: &Path, command: &mut Command) -> Daemon {
    let command = command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    let errors = fs::File::create(folder.join("errors")).unwrap();
    Daemon(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors).spawn().unwrap())
}

async fn compare(root: &Path, daemon: fn(&Path, &Path, Over, u16) -> Daemon, over: Over) {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let authority = Authority::new();
    authority.write(&path("ca.pem"));
    authority.issue(&path("server.pem"), &path("server.key"));
    authority.issue(&path("client.pem"), &path("client.key"));
    let port = free_port();
    let mut daemon = daemon(root, folder.path(), over, port);
    let word = match over {
        Over::Udp => "udp",
        Over::Tcp => "tcp",
        Over::Tls | Over::TlsWithClientCertificate => "tls",
    };
    let has_certificate = over == Over::TlsWithClientCertificate;
    let files = TlsFiles {
        ca: Some(path("ca.pem")),
        cert: has_certificate.then(|| path("client.pem")),
        key: has_certificate.then(|| path("client.key")),
    };
    let destination = format!("{word}://localhost:{port}").parse().unwrap();
    let target = Target::Syslog(SyslogSettings { destination, files, patience: PATIENCE });
    until_it_takes(&mut daemon, &target, folder.path()).await;
    let file = path("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target]);
    record(&log, 25).await;
    log.close().await;
    until(&forwarder, |status| status.lag == 0).await;
    forwarder.stop(PATIENCE).await;
    let expected = lines(&file);
    let parsed = until_written(&mut daemon, folder.path(), expected.len()).await;
    let messages: Vec<_> = parsed.iter().map(|fields| text_of(fields, "message")).collect();
    assert_eq!(messages, expected.iter().map(|line| line.trim()).collect::<Vec<_>>());
    for (fields, line) in parsed.iter().zip(&expected) {
        assert_eq!(fields["app"], "mcp-defectdojo");
        assert_eq!(fields["msgid"], member(line, "event_type"));
        assert_eq!(
            text_of(fields, "pri"),
            if member(line, "level") == "INFO" { "110" } else { "109" }
        );
        let time = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        assert_eq!(
            time(text_of(fields, "timestamp")),
            time(member(line, "timestamp").as_str().unwrap())
        );
        let data = text_of(fields, "data");
        for (name, member_name) in
            [("chain", "chain_id"), ("kid", "kid"), ("mac", "integrity_hmac")]
        {
            let pair = format!("{name}={}", member(line, member_name));
            assert!(data.contains(&pair), "{data} lacks {pair}");
        }
        let seq = member(line, "seq");
        assert!(data.contains(&format!("seq=\"{seq}\"")), "{data}");
        assert!(data.contains(&format!("sequenceId=\"{seq}\"")), "{data}");
    }
}

fn text_of<'a>(fields: &'a Value, name: &str) -> &'a str {
    fields[name].as_str().unwrap().trim()
}

/// A daemon takes a moment to start, and over UDP nothing says that it has: probes are sent until some are written. Not
/// one alone: rsyslog 8.2302 may write the first lines of a file into a TLS connection that was just opened instead.
async fn until_it_takes(daemon: &mut Daemon, target: &Target, folder: &Path) {
    let out = folder.join("out");
    let is_written = async || {
        let verdict = target.probe().await.unwrap();
        let has_some = fs::read_to_string(&out).is_ok_and(|text| text.lines().count() > 3);
        (verdict == Verdict::Accepted && has_some).then_some(())
    };
    daemon.until(folder, is_written).await;
}

/// What the daemon wrote of the log, each record once: without probes and checkpoints.
async fn until_written(daemon: &mut Daemon, folder: &Path, count: usize) -> Vec<Value> {
    let of_the_log = async || {
        let text = fs::read_to_string(folder.join("out")).unwrap();
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let mut seen = HashSet::new();
        let mut parsed: Vec<Value> =
            whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        parsed.retain(|fields| {
            let kind = fields["msgid"].as_str().unwrap_or_default();
            !["audit_forward_probe", "audit_checkpoint"].contains(&kind)
                && seen.insert(text_of(fields, "message").to_owned())
        });
        (parsed.len() >= count).then_some(parsed)
    };
    daemon.until(folder, of_the_log).await
}

#[tokio::test]
async fn rsyslog_parses_what_was_meant() {
    let Some(root) = installed("rsyslogd") else { return };
    for over in ALL {
        compare(&root, rsyslog, over).await;
    }
}

#[tokio::test]
async fn syslog_ng_parses_what_was_meant() {
    let Some(root) = installed("syslog-ng") else { return };
    for over in ALL {
        compare(&root, syslog_ng, over).await;
    }
}
