//! The MCPB bundle and the entry in the MCP registry: valid, complete, secrets marked, unpacked and run.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use mcp_defectdojo::{config::variables, tools};
use rmcp::{ServiceExt as _, transport::TokioChildProcess};
use serde_json::{Value, json};
use tokio::process::Command as Process;

use super::{ROOT, good, stripped};
use crate::{clients, support::Dojo};

const MANIFEST: &str = "packaging/mcpb/manifest.json";

fn read(file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(Path::new(ROOT).join(file)).unwrap()).unwrap()
}

fn bundle(folder: &Path) -> PathBuf {
    let mut build = Command::new(format!("{ROOT}/packaging/mcpb/build"));
    build.arg(stripped()).arg(folder).args(["linux", "x86_64"]);
    PathBuf::from(good(&mut build).trim_end())
}

/// Clients show the list before they install; `make docs` writes it anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "`make docs` asks for rewriting")]
fn the_manifest_lists_every_tool() {
    let listed: Vec<Value> = tools::all()
        .iter()
        .map(|entry| {
            let what = entry.description.split(['.', ';']).next().unwrap().trim();
            json!({"name": entry.name, "description": what})
        })
        .collect();
    let mut manifest = read(MANIFEST);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        manifest["tools"] = listed.into();
        let text = serde_json::to_string_pretty(&manifest).unwrap();
        fs::write(Path::new(ROOT).join(MANIFEST), text + "\n").unwrap();
        return;
    }
    assert_eq!(manifest["tools"], Value::from(listed), "run make docs");
}

/// One number stands in several files.
#[test]
fn every_version_is_the_packages() {
    for file in [MANIFEST, "packaging/server.json"] {
        assert_eq!(read(file)["version"], env!("CARGO_PKG_VERSION"), "{file}");
    }
}

/// A secret that is not marked is shown on a screen and kept in a plain file.
#[test]
fn every_secret_is_marked_and_every_variable_exists() {
    let is_secret = |name: &str| {
        variables::built()
            .find(|known| known.name == name)
            .unwrap_or_else(|| panic!("no {name}"))
            .secret
    };
    let manifest = read(MANIFEST);
    for (name, value) in manifest["server"]["mcp_config"]["env"].as_object().unwrap() {
        let place = value.as_str().unwrap().strip_prefix("${user_config.");
        let Some(key) = place.and_then(|rest| rest.strip_suffix('}')) else {
            assert!(!is_secret(name), "{name} is written out");
            continue;
        };
        let asked = &manifest["user_config"][key];
        assert!(asked.is_object(), "{key} is never asked for");
        assert_eq!(asked["sensitive"] == true, is_secret(name), "{name}");
    }
    for asked in
        read("packaging/server.json")["packages"][0]["environmentVariables"].as_array().unwrap()
    {
        let name = asked["name"].as_str().unwrap();
        assert_eq!(asked["isSecret"] == true, is_secret(name), "{name}");
    }
}

/// What a one-click installation does: unpack, put the person's answers in, start, call.
#[tokio::test]
async fn a_bundle_unpacks_and_runs() {
    let Some(clients) = clients::installed() else { return };
    let mcpb = clients.join("clients/node_modules/.bin");
    let mcpb = |arguments: &[&str]| {
        let mut command = Command::new(mcpb.join("mcpb"));
        command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", mcpb.display()));
        good(command.args(arguments).current_dir(ROOT));
    };
    mcpb(&["validate", MANIFEST]);
    let folder = tempfile::tempdir().unwrap();
    let unpacked = folder.path().join("unpacked");
    let unpacked = unpacked.to_str().unwrap();
    mcpb(&["unpack", bundle(folder.path()).to_str().unwrap(), unpacked]);
    mcpb(&["validate", &format!("{unpacked}/manifest.json")]);

    let dojo = Dojo::start().await;
    let text = fs::read_to_string(format!("{unpacked}/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["compatibility"]["platforms"], json!(["linux"]));
    let config = &manifest["server"]["mcp_config"];
    let answered = |value: &Value| {
        let mut text = value.as_str().unwrap().replace("${__dirname}", unpacked);
        for (key, asked) in manifest["user_config"].as_object().unwrap() {
            let answer = match key.as_str() {
                "defectdojo_url" => &dojo.url,
                "defectdojo_api_key" => "demo-admin-key",
                _ => asked["default"].as_str().unwrap(),
            };
            text = text.replace(&format!("${{user_config.{key}}}"), answer);
        }
        text
    };
    let mut command = Process::new(answered(&config["command"]));
    command.args(config["args"].as_array().unwrap().iter().map(&answered)).env_clear();
    for (name, value) in config["env"].as_object().unwrap() {
        command.env(name, answered(value));
    }
    command.env("ALLOW_INSECURE_HTTP", "true").current_dir(folder.path()).kill_on_drop(true);
    let service = ().serve(TokioChildProcess::new(command).unwrap()).await.unwrap();
    let names: Vec<_> =
        service.list_all_tools().await.unwrap().into_iter().map(|tool| tool.name).collect();
    // The bundle's default role changes findings and creates no products.
    assert!(names.contains(&"close_finding".into()) && !names.contains(&"create_product".into()));
    service.cancel().await.unwrap();
}

/// The registry's rules (server schema of 2025-12-11), for the entry of a release.
#[test]
fn the_registry_takes_the_entry() {
    let folder = tempfile::tempdir().unwrap();
    for platform in ["linux-x86_64", "win32-arm64"] {
        let name = format!("mcp-defectdojo-{}-{platform}.mcpb", env!("CARGO_PKG_VERSION"));
        fs::write(folder.path().join(name), platform).unwrap();
    }
    let mut command = Command::new(format!("{ROOT}/packaging/server-json"));
    let rendered = good(command.arg("octo-org/mcp-defectdojo").arg(folder.path()));
    let rendered: Value = serde_json::from_str(&rendered).unwrap();
    assert_eq!(rendered["name"], "io.github.octo-org/mcp-defectdojo");
    assert_eq!(rendered["packages"].as_array().unwrap().len(), 2);
    for entry in [rendered, read("packaging/server.json")] {
        assert_eq!(
            entry["$schema"],
            "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"
        );
        let text = |member: &str| entry[member].as_str().unwrap().to_owned();
        let (space, name) = entry["name"].as_str().unwrap().split_once('/').unwrap();
        let plain = |word: &str, more: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        assert!(plain(space, ".-") && plain(name, "._-"));
        assert!((1..=100).contains(&text("description").len()), "the description is too long");
        assert!((1..=100).contains(&text("title").len()));
        assert!(!text("version").contains(['^', '~', '>', '<', '*', 'x']));
        for package in entry["packages"].as_array().unwrap() {
            assert_eq!(package["registryType"], "mcpb");
            assert_eq!(package["transport"], json!({"type": "stdio"}));
            let identifier = package["identifier"].as_str().unwrap();
            let releases =
                format!("{}/releases/download/v", entry["repository"]["url"].as_str().unwrap());
            assert!(
                identifier.starts_with(&releases)
                    && identifier.split('.').next_back() == Some("mcpb")
            );
            let digest = package["fileSha256"].as_str().unwrap();
            assert!(
                digest.len() == 64 && digest.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
            );
            for asked in package["environmentVariables"].as_array().unwrap() {
                for member in asked.as_object().unwrap().keys() {
                    let known = [
                        "name",
                        "description",
                        "format",
                        "placeholder",
                        "isRequired",
                        "isSecret",
                        "choices",
                        "default",
                    ];
                    assert!(known.contains(&member.as_str()), "{member}");
                }
                let format = asked["format"].as_str().unwrap();
                assert!(["string", "number", "boolean", "filepath"].contains(&format));
            }
        }
    }
}
