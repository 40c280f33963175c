//! The container's image: its files are linted, and what it holds is run in a root that holds nothing else.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::{TcpListener, UdpSocket},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use super::{ROOT, good, stripped};
use crate::{clients, support::Dojo};

const DOCKERFILE: &str = "packaging/container/Dockerfile";

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(file)).unwrap()
}

#[test]
fn linters_find_nothing() {
    let Some(clients) = clients::installed() else { return };
    let bin = clients.join("venv/bin");
    let mut hadolint = Command::new(bin.join("hadolint"));
    hadolint.args(["--failure-threshold", "style", "packaging/container/rsyslog/Dockerfile"]);
    assert_eq!(good(hadolint.arg(DOCKERFILE).current_dir(ROOT)), "");
    let mut compose = Command::new(bin.join("check-jsonschema"));
    compose.args(["--builtin-schema", "vendor.compose-spec", "packaging/container/compose.yaml"]);
    good(compose.current_dir(ROOT));
    let mut rsyslogd = Command::new("rsyslogd");
    rsyslogd.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").args(["-N1", "-f"]);
    good(rsyslogd.arg("packaging/container/rsyslog/rsyslog.conf").current_dir(ROOT));
}

/// The words behind an instruction of the last stage; lists in JSON are taken apart.
fn instruction(name: &str) -> Vec<String> {
    let text = text(DOCKERFILE).replace("\\\n", " ");
    let stage = text.rsplit("\nFROM ").next().unwrap();
    let line = stage.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim();
    let list = &line[line.find('[').unwrap_or(0)..];
    serde_json::from_str(list)
        .unwrap_or_else(|_| list.split_whitespace().map(str::to_owned).collect())
}

/// Which binary stands in the image: a static one where the build left it, else the tests' own with its libraries.
#[expect(clippy::disallowed_methods, reason = "the Makefile says where the static binary is")]
fn static_binary() -> Option<PathBuf> {
    std::env::var_os("MCP_TEST_STATIC").map(PathBuf::from)
}

/// The image's last stage as a folder, or nothing where only root may change its root.
struct Image(tempfile::TempDir);

impl Image {
    fn new() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("passing over: an empty root is for root");
            return None;
        }
        let image = Self(tempfile::tempdir().unwrap());
        fs::set_permissions(image.root(), fs::Permissions::from_mode(0o755)).unwrap();
        let binary = static_binary();
        image.add(binary.as_deref().unwrap_or(stripped()), "usr/bin/mcp-defectdojo");
        if binary.is_none() {
            let libraries = good(Command::new("ldd").arg(stripped()));
            for word in libraries.split_whitespace().filter(|word| word.starts_with('/')) {
                image.add(&fs::canonicalize(word).unwrap(), word.trim_start_matches('/'));
            }
        }
        image.add(
            Path::new("/etc/ssl/certs/ca-certificates.crt"),
            "etc/ssl/certs/ca-certificates.crt",
        );
        for file in fs::read_dir(Path::new(ROOT).join("packaging/container/etc")).unwrap() {
            let file = file.unwrap();
            image.add(&file.path(), &format!("etc/{}", file.file_name().display()));
        }
        let log = image.root().join("var/log/mcp-defectdojo");
        fs::create_dir_all(&log).unwrap();
        std::os::unix::fs::chown(&log, Some(65_532), Some(65_532)).unwrap();
        Some(image)
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn add(&self, from: &Path, to: &str) {
        let to = self.root().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }

    /// A command in the image with its user and environment, as a container engine starts it.
    fn run(&self, words: &[String]) -> Command {
        let mut command = Command::new("/usr/sbin/chroot");
        command.arg(format!("--userspec={}", instruction("USER").concat()));
        command.arg(self.root()).args(words).env_clear();
        for pair in instruction("ENV") {
            let (name, value) = pair.split_once('=').unwrap();
            command.env(name, value);
        }
        command
    }
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A file that the image lacks is missed only by those who deploy it; its health check is asked as an engine asks it.
#[test]
fn the_image_serves_and_is_healthy() {
    let Some(image) = Image::new() else { return };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = [
        ("MCP_PORT", port.to_string()),
        ("AUDIT_HMAC_KEY", "k".repeat(48)),
        ("MCP_ROLE_PROBE", format!("{}:reader", "t".repeat(40))),
    ];
    let health = instruction("HEALTHCHECK");
    let start = [instruction("ENTRYPOINT"), instruction("CMD"), vec!["--demo".to_owned()]].concat();
    let mut before = image.run(&health);
    assert_eq!(before.envs(settings.clone()).output().unwrap().status.code(), Some(1));

    let mut server = image.run(&start);
    let mut server = Running(server.envs(settings.clone()).stderr(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(server.0.stderr.take().unwrap()).lines();
    while !lines.next().expect("the server listens").unwrap().contains("listening on") {}
    good(image.run(&health).envs(settings));
    assert!(image.root().join("var/log/mcp-defectdojo/audit.log").exists());
}

/// Answers every question for an IPv4 address with 127.0.0.1, until the socket is dropped.
fn answer_names(socket: &UdpSocket) {
    let mut packet = [0; 512];
    while let Ok((length, from)) = socket.recv_from(&mut packet) {
        let question = &packet[..length];
        let name = question[12..].iter().position(|byte| *byte == 0).unwrap();
        let asks_for = question[12 + name + 2];
        let mut answer = question[..12 + name + 5].to_vec();
        answer[2..4].copy_from_slice(&[0x81, 0x80]);
        answer[6..12].copy_from_slice(&[0, u8::from(asks_for == 1), 0, 0, 0, 0]);
        if asks_for == 1 {
            answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, 127, 0, 0, 1]);
        }
        socket.send_to(&answer, from).unwrap();
    }
}

/// A static C library may have lost its way of asking for names: by file and by name server, as nsswitch.conf says.
#[tokio::test(flavor = "multi_thread")]
async fn the_image_resolves_names() {
    let Some(image) = Image::new() else { return };
    // An address of its own, so that a name server of this machine is not in the way.
    let Ok(socket) = UdpSocket::bind("127.77.77.77:53") else {
        eprintln!("passing over: port 53 of 127.77.77.77 is taken");
        return;
    };
    thread::spawn(move || answer_names(&socket));
    fs::write(image.root().join("etc/resolv.conf"), "nameserver 127.77.77.77\n").unwrap();
    fs::write(image.root().join("etc/hosts"), "127.0.0.1 by-file.test\n").unwrap();
    let dojo = Dojo::start().await;
    let port = dojo.url.rsplit(':').next().unwrap().trim_end_matches('/');
    for host in ["by-file.test", "by-server.test"] {
        let mut check = image.run(&[instruction("ENTRYPOINT"), vec!["check".to_owned()]].concat());
        check.envs([
            ("MCP_TRANSPORT", "stdio"),
            ("DEFECTDOJO_URL", &format!("http://{host}:{port}")),
            ("DEFECTDOJO_API_KEY", "demo-admin-key"),
            ("ALLOW_INSECURE_HTTP", "true"),
        ]);
        let said = good(&mut check);
        assert!(said.contains(host), "{said}");
    }
}

/// The names that the compose file promises are those that the server lets in.
#[test]
fn the_compose_file_names_variables_that_exist() {
    let known: Vec<_> = mcp_defectdojo::config::variables::built().collect();
    let text = text("packaging/container/compose.yaml");
    let server = text.split("\n  rsyslog:").next().unwrap();
    let names: Vec<_> = server
        .lines()
        .filter_map(|line| line.strip_prefix("      ")?.split_once(": "))
        .map(|(name, _)| name)
        .filter(|name| name.starts_with(|first: char| first.is_ascii_uppercase()))
        .collect();
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        let name = name.trim_end_matches("_FILE");
        let is_known = known.iter().any(|variable| {
            variable.name == name || variable.name.trim_end_matches("_FILE") == name
        });
        assert!(is_known, "{name}");
    }
}
