//! MCP server for DefectDojo.
