//! Configuration ready to paste into the clients that people use.

use std::env;

use serde_json::json;

use super::stage::Stage;

pub(super) fn print(stage: &mut Stage, url: &str, token: &str) -> anyhow::Result<()> {
    let binary = env::current_exe()
        .map_or_else(|_| "mcp-defectdojo".to_owned(), |path| path.to_string_lossy().into_owned());
    let bearer = format!("Bearer {token}");
    let pretty = |value: serde_json::Value| format!("{value:#}");
    let blocks = [
        (
            "Claude Desktop (claude_desktop_config.json)",
            pretty(
                json!({"mcpServers": {"defectdojo": {"command": binary, "args": ["serve", "--demo"]}}}),
            ),
        ),
        (
            "Claude Code",
            format!(
                "claude mcp add --transport http defectdojo {url} --header \"Authorization: {bearer}\""
            ),
        ),
        (
            "Cursor (.cursor/mcp.json)",
            pretty(
                json!({"mcpServers": {"defectdojo": {"url": url, "headers": {"Authorization": bearer}}}}),
            ),
        ),
        (
            "VS Code (.vscode/mcp.json)",
            pretty(
                json!({"servers": {"defectdojo": {"type": "http", "url": url, "headers": {"Authorization": bearer}}}}),
            ),
        ),
        (
            "Codex (~/.codex/config.toml)",
            format!(
                "[mcp_servers.defectdojo]\nurl = \"{url}\"\nhttp_headers = {{ Authorization = \"{bearer}\" }}"
            ),
        ),
        (
            "Gemini CLI (~/.gemini/settings.json)",
            pretty(
                json!({"mcpServers": {"defectdojo": {"type": "http", "url": url, "headers": {"Authorization": bearer}}}}),
            ),
        ),
    ];
    stage.line("")?;
    stage.title("Your own client on this demo")?;
    for (name, block) in blocks {
        stage.line(&format!("# {name}"))?;
        stage.line(&block)?;
        stage.line("")?;
    }
    stage.line("With a DefectDojo of your own: DEFECTDOJO_URL and DEFECTDOJO_API_KEY in the client's `env`, and no --demo.")
}
