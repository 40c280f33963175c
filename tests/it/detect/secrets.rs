//! Credentials: the seed's classes, placeholders, split and encoded forms. Samples are put together here, since a
//! whole one in a file would be found by other people's scanners.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mcp_defectdojo::screen::secrets::{Known, find, redact};
use proptest::prelude::*;

/// A token body that nobody was given: digits and letters in an order that follows a small generator.
fn body(length: usize, alphabet: &str) -> String {
    let letters: Vec<char> = alphabet.chars().collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            letters[usize::try_from(state % letters.len() as u64).unwrap()]
        })
        .collect()
}

const ALL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX: &str = "0123456789abcdef";

fn classes(text: &str) -> Vec<&'static str> {
    find(text).into_iter().map(|found| found.class).collect()
}

/// One sample for each class that the Python server's redaction markers name.
fn seed() -> Vec<(&'static str, String)> {
    vec![
        ("aws_access_key", format!("{}{}", "AKIA", body(16, UPPER))),
        ("aws_secret_assignment", format!("AWS_SECRET_ACCESS_KEY={}", body(40, ALL))),
        ("generic_api_key_assignment", format!("BILLING_API_KEY={}", body(24, ALL))),
        ("password_assignment", "password=hunter2-blue".to_owned()),
        ("passwd_assignment", "passwd=hunter2-blue".to_owned()),
        ("token_assignment", format!("token={}", body(24, ALL))),
        ("secret_assignment", format!("secret={}", body(24, ALL))),
        ("bearer_token", format!("Authorization: Bearer {}", body(32, ALL))),
        (
            "pem_private_key",
            format!(
                "-----BEGIN {} KEY-----\n{}\n-----END {0} KEY-----",
                "RSA PRIVATE",
                body(64, ALL)
            ),
        ),
        ("github_pat", format!("{}_{}", "ghp", body(36, ALL))),
        ("github_oauth", format!("{}_{}", "gho", body(36, ALL))),
        ("github_user_to_server", format!("{}_{}", "ghu", body(36, ALL))),
        ("github_server_to_server", format!("{}_{}", "ghs", body(36, ALL))),
        ("github_refresh", format!("{}_{}", "ghr", body(36, ALL))),
        ("gitlab_pat", format!("{}-{}", "glpat", body(20, ALL))),
        ("slack_token", format!("{}-{}", "xoxb", body(24, ALL))),
        ("base64_near_auth", format!("auth: {}", body(44, ALL))),
    ]
}

#[test]
fn every_class_of_the_seed_is_found_by_its_name() {
    for (class, sample) in seed() {
        assert_eq!(classes(&format!("It was seen: {sample}\nin the log.")), [class], "{sample}");
    }
}

/// Only the first match used to be looked at: a placeholder in front hid what followed.
#[test]
fn the_match_after_a_placeholder_is_found() {
    for (class, sample) in seed() {
        let text = format!(
            "password=<your password> token=${{TOKEN}} ghp_{} then {sample}",
            "x".repeat(36)
        );
        assert_eq!(classes(&text), [class], "{text}");
    }
}

/// What is looked at of a text must not run out: decoys in front would hide the credential.
#[test]
fn decoys_in_front_hide_nothing() {
    let token = format!("{}_{}", "ghp", body(36, ALL));
    let key = format!("sk-{}{}{}", body(24, ALL), "T3BlbkFJ", body(24, ALL));
    let password = body(14, ALL);
    let cases = [
        (format!("{}password=hunter2-blue9", "key=".repeat(400)), "password_assignment"),
        (format!("{}password=hunter2-blue9", "token=a1b2:".repeat(400)), "password_assignment"),
        (
            format!("{}token: {}", "api_keypasswordsecret".repeat(90), body(24, ALL)),
            "password_assignment",
        ),
        (format!("{} {token}", "ghp_ ghp_x".repeat(300)), "github_pat"),
        (format!("{} {key}", "T3BlbkFJ".repeat(40)), "openai_key"),
        (
            format!("{} postgres://app:{password}@db.internal/", "x://y:".repeat(400)),
            "address_password",
        ),
        (
            format!("{} postgres://app:{password}@db.internal/", "://".repeat(400)),
            "address_password",
        ),
    ];
    for (text, class) in cases {
        assert_eq!(classes(&text).last(), Some(&class), "{text}");
    }
}

#[test]
fn placeholders_and_references_are_no_credentials() {
    for text in [
        "password = ${DB_PASSWORD}",
        "token: <your token>",
        "secret = os.environ['SECRET']",
        "Authorization: Bearer <token>",
        "API_KEY=xxxxxxxxxxxxxxxxxxxxxxxx",
        "the password must be changed every 90 days",
        "key: value",
        "token=None",
        "password: string",
        "password = read_from_vault",
        "password=keystore2.jks",
        "access token expired after 3600 seconds",
        "https://user:password@host.example/",
        "tokenizer = AutoTokenizer.from_pretrained('bert')",
        "public_key = 0x0123456789abcdef0123456789abcdef",
        "the password is required",
        "the password is SHA256-hashed with a salt of 16 bytes",
        "password is set to expire in 90 days",
        "a range of systems identified by 'their levels'",
        "<password>your password</password>",
        "<input name=\"password\" value=\"{{ password }}\">",
        "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
        "gpg: using RSA key 0F1E2D3C4B5A69788796A5B4C3D2E1F00F1E2D3C",
        "mysql -h db.internal -p orders",
        "<Contents><Key>backup-20240101-9f3ab2c4.tar.gz</Key><Size>1</Size></Contents>",
        "<Tag><Key>Name</Key><Value>prod-web-20240101-ab12cd</Value></Tag>",
        "jdbc:oracle:thin:@//db.internal:1521/ORCL and more",
        "jdbc:oracle:thin:@db.internal:1521:ORCL",
        "commit 5f3c9d1e8a7b6c4d2e1f0a9b8c7d6e5f4a3b2c1d",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ] {
        assert_eq!(classes(text), Vec::<&str>::new(), "{text}");
    }
    // Few letters over and over, as in a manual.
    let drawn = format!("{}{}", "AKIA", "ABCD".repeat(4));
    assert_eq!(classes(&drawn), Vec::<&str>::new(), "{drawn}");
}

/// Long lines are wrapped by tools and joined by readers; so are string literals.
#[test]
fn split_and_decorated_credentials_are_found() {
    let token = format!("{}_{}", "ghp", body(36, ALL));
    let (head, tail) = token.split_at(20);
    for text in [
        format!("token seen: {head}\n    {tail} in the diff"),
        format!("\"{head}\" +\n    \"{tail}\""),
        format!("{head}\\\n{tail}"),
        format!("{head}<wbr>{tail}"),
        format!("{head}**{tail}"),
        format!("{head}\u{200b}{tail}"),
        format!("{head}\u{ad}{tail}"),
        format!("**{token}**"),
        format!("`{token}`"),
        format!("[{token}](https://host.example/)"),
    ] {
        assert_eq!(classes(&text), ["github_pat"], "{text}");
        let shown = redact(&text);
        assert!(!shown.contains(&tail[4..]), "{shown}");
    }
}

#[test]
fn addresses_and_command_lines_give_up_their_passwords() {
    let password = body(12, ALL);
    for text in [
        format!("postgres://app:{password}@db.internal:5432/app"),
        format!("amqp://guest:{password}@[::1]/"),
        format!("curl -u admin:{password} https://host.example/"),
        format!("docker login -u ci -p {password}"),
        format!("sshpass -p '{password}' ssh root@10.0.0.5"),
        format!("mysqldump -u root -p{password} --all-databases"),
        format!("ldapsearch -x -D 'cn=svc' -w '{password}' -b dc=corp"),
        format!("CREATE USER 'app'@'%' IDENTIFIED BY '{password}';"),
        format!("db.internal:5432:orders:app:{password}"),
        format!("jdbc:oracle:thin:scott/{password}@//db.internal:1521/X"),
    ] {
        let found = find(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(&text[found[0].start..found[0].end], password, "{text}");
    }
}

/// Cut off where it would end without its hidden characters, it would leave its last letters behind.
#[test]
fn a_credential_with_hidden_characters_is_found_to_its_end() {
    let token = format!("{}_{}", "ghp", body(36, ALL));
    let (head, tail) = token.split_at(20);
    for hidden in ["\u{200b}", "\u{ad}", "\u{2060}\u{feff}\u{200d}"] {
        let spelt = format!("{head}{hidden}{tail}");
        let text = format!("seen {spelt} in the diff");
        let found = find(&text);
        assert_eq!(classes(&text), ["github_pat"], "{text:?}");
        assert_eq!(&text[found[0].start..found[0].end], spelt);
    }
}

/// Code, settings and prose tie a value to its name in many ways.
#[test]
fn values_are_found_however_they_are_tied_to_their_names() {
    let value = format!("{}#7294", body(12, ALL));
    for text in [
        format!("password={value}"),
        format!("password = \"{value}\";"),
        format!("password := '{value}'"),
        format!("'password' => '{value}',"),
        format!("\"password\": \"{value}\""),
        format!("password:\n  {value}"),
        format!("password {value}"),
        format!("setPassword(\"{value}\")"),
        format!("put(\"password\", \"{value}\")"),
        format!("define('DB_PASSWORD', '{value}');"),
        format!("<password>{value}</password>"),
        format!("<key>password</key>\n<string>{value}</string>"),
        format!("<AdminPassword>\n  <Value>{value}</Value>\n</AdminPassword>"),
        format!("<property name=\"password\" value=\"{value}\"/>"),
        format!("- name: DB_PASSWORD\n  value: {value}"),
        format!("\"db.password\":{{\"value\":\"{value}\",\"origin\":\"file\"}}"),
        format!("variable \"db_password\" {{\n  type = string\n  default = \"{value}\"\n}}"),
        format!("machine ftp.internal login ci password {value}"),
        format!("enable password 7 {value}\nline vty 0 4"),
        format!("the password is {value}, and"),
        format!("`DB_PASSWORD` is set to `{value}` in app.py"),
        format!("encryptionKey=\"{value}\""),
    ] {
        let found = find(&text);
        let shown: Vec<&str> = found.iter().map(|found| &text[found.start..found.end]).collect();
        assert_eq!(shown, [value.as_str()], "{text}");
    }
}

/// A key in hexadecimal has few letters, and is one where its name says so.
#[test]
fn keys_in_hexadecimal_are_found_under_a_name_for_keys() {
    let value = ["0a1b", "0a1b", "0a1b", "0a1b", "2c1d"].concat();
    for text in [
        format!("client_secret: \"{value}\""),
        format!("api_key => '{value}'"),
        format!("setToken(\"{value}\")"),
    ] {
        assert_eq!(find(&text).len(), 1, "{text}");
    }
    assert!(find(&format!("the access {value} was logged")).is_empty());
}

/// What holds the place of a password in an address is no password, nor is a port before a scope.
#[test]
fn addresses_without_a_password_are_left_alone() {
    for password in ["${DB_PASSWORD}", "<password>", "xxxxxx", "********", "...", "ab"] {
        let text = format!("postgres://app:{password}@db.internal/orders");
        assert!(find(&text).is_empty(), "{text}");
    }
    for text in ["http://registry:8080/@scope/package", "smb://user:pass@host/share", "a://b:c?d@e"]
    {
        assert!(find(text).is_empty(), "{text}");
    }
    let text = format!("postgres://app:{}@db.internal/orders", body(12, ALL));
    assert_eq!(classes(&text), ["address_password"]);
}

/// Whether base64 needs padding is a matter of the password's length.
#[test]
fn basic_credentials_are_found_with_and_without_padding() {
    for length in [12, 13, 14] {
        let encoded = STANDARD.encode(format!("app:{}", body(length, ALL)));
        let text = format!("Authorization: Basic {encoded}");
        let found = find(&text);
        assert_eq!(classes(&text), ["basic_credentials"], "{text}");
        assert_eq!(&text[found[0].start..found[0].end], encoded);
    }
}

/// What stands behind a key is not part of it, though it is written in the same letters.
#[test]
fn a_key_ends_with_its_footer() {
    let (_, key) = seed().into_iter().find(|(class, _)| *class == "pem_private_key").unwrap();
    let shown = redact(&format!("{key}\nThe next line stays")).into_owned();
    assert!(shown.ends_with("\nThe next line stays"), "{shown}");
    assert!(!shown.contains("BEGIN") && !shown.contains("-----END"), "{shown}");
}

/// The server's own keys must not leave it in any spelling that a log or an answer may give them.
#[test]
fn configured_secrets_are_found_in_every_encoding() {
    let secret = "dd-Ap1/Key+\"<&>'=9 x";
    let known = Known::new([("defectdojo_api_key", secret), ("short", "1234567")]);
    let hex = |upper: bool| {
        secret
            .bytes()
            .map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") })
            .collect::<String>()
    };
    let mut forms = vec![
        secret.to_owned(),
        hex(false),
        hex(true),
        secret
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect(),
        serde_json::Value::from(secret).to_string(),
        "dd-Ap1/Key+&quot;&lt;&amp;&gt;&#39;=9 x".to_owned(),
        "dd-Ap1/K\ney+\"<&>'=9 x".to_owned(),
        "dd-Ap1/\u{200b}Key+\"<&>'=9 x".to_owned(),
    ];
    for lead in ["", "a", "ab", "abc"] {
        forms.push(STANDARD.encode(format!("{lead}{secret}")));
        forms.push(STANDARD.encode(format!("{lead}{secret}tail")));
    }
    for form in forms {
        let text = format!("before {form} after");
        let found = known.find(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].class, "defectdojo_api_key");
    }
    assert!(known.find("1234567 is too short to search for").is_empty());
}

fn sample() -> impl Strategy<Value = String> {
    let samples: Vec<String> = seed().into_iter().map(|(_, sample)| sample).collect();
    prop::sample::select(samples)
}

proptest! {
    /// What was taken out must be gone, whatever stood around it.
    #[test]
    fn redaction_removes_what_detection_finds(before in "\\PC{0,40}", first in sample(), between in "[ \n,;\"'=:a-z]{1,12}", second in sample(), after in "\\PC{0,40}") {
        let text = format!("{before} {first}{between}{second} {after}");
        let shown = redact(&text).into_owned();
        prop_assert!(find(&shown).is_empty(), "{} left in {}", find(&shown).len(), shown);
    }

    #[test]
    fn matches_are_ascending_apart_and_on_characters(text in "(\\PC{0,12}|(token|password|key|secret)[=: ][A-Za-z0-9]{0,30}|ghp_[A-Za-z0-9]{30,40}|é){0,12}") {
        let mut end = 0;
        for found in find(&text) {
            prop_assert!(found.start >= end && found.start < found.end);
            prop_assert!(text.get(found.start..found.end).is_some());
            end = found.end;
        }
    }
}

/// A key that opens nothing: what a loose name holds is a credential only where the name says key to the end.
#[test]
fn a_name_that_only_begins_like_a_keys_is_none() {
    let value = body(24, ALL);
    for name in ["key_fingerprint", "keyspace", "auth_flow_id", "access_point"] {
        assert!(find(&format!("{name}={value}")).is_empty(), "{name}");
    }
    assert_eq!(classes(&format!("storage_key={value}")).len(), 1);
}

/// A hexadecimal digest beside a name that is no credential's is what reports are full of.
#[test]
fn digests_stay() {
    for name in ["sha1", "checksum", "commit", "integrity", "etag", "id"] {
        assert!(find(&format!("{name}: {}", body(40, HEX))).is_empty(), "{name}");
    }
}
