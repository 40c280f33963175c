//! What every tool owes its callers, asserted over the whole registry.

use mcp_defectdojo::{
    access::{Permission, Principal, Role},
    screen::{Presentation, Wrapping},
    tools,
};
use serde_json::{Map, Value, json};

use crate::support::{Setup, sample_arguments, shared};

/// A port where nobody listens: what is asserted here is decided before DefectDojo is asked.
const NOWHERE: &str = "http://127.0.0.1:9/";

/// The schemas are part of the contract: a change shows in review.
#[test]
fn definitions_are_a_committed_snapshot() {
    let presentation = Presentation::default();
    let definitions: Vec<_> =
        tools::all().iter().map(|entry| entry.definition(&presentation)).collect();
    insta::assert_json_snapshot!("definitions", definitions);
}

#[test]
fn definitions_are_complete_and_bounded() {
    for entry in tools::all().iter() {
        let definition = serde_json::to_value(entry.definition(&Presentation::default())).unwrap();
        let name = entry.name;
        assert!(definition["title"].as_str().is_some_and(|title| !title.is_empty()), "{name}");
        for hint in ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] {
            assert!(definition["annotations"][hint].is_boolean(), "{name} has no {hint}");
        }
        let input = &definition["inputSchema"];
        assert_eq!(input["type"], "object", "{name}");
        assert_eq!(input["additionalProperties"], false, "{name} takes anything");
        for combinator in ["anyOf", "oneOf", "allOf", "$ref"] {
            assert!(input.get(combinator).is_none(), "{name} has {combinator} at its top");
        }
        for (argument, schema) in input["properties"].as_object().unwrap() {
            assert!(schema["description"].is_string(), "{name}.{argument} has no description");
            let bounded = [
                "enum",
                "minimum",
                "maxLength",
                "format",
                "contentEncoding",
                "examples",
                "maxItems",
                "maxProperties",
            ];
            let ok = schema["type"] == "boolean"
                || bounded.iter().any(|word| schema.get(*word).is_some());
            assert!(ok, "{name}.{argument} has no bound: {schema}");
        }
        assert_eq!(definition["outputSchema"]["type"], "object", "{name}");
    }
}

/// A tool whose arguments forgot to refuse unknown names would drop a misspelt filter in silence.
#[tokio::test]
async fn every_tool_refuses_unknown_arguments_by_name() {
    let client = Setup::default().client(NOWHERE).await;
    for entry in tools::all().iter() {
        let mut arguments = sample_arguments(entry.name);
        arguments["no_such_argument"] = json!(1);
        let text = client.bad(entry.name, arguments).await;
        assert!(
            text.starts_with("invalid arguments: `no_such_argument`: unknown argument"),
            "{}: {text}",
            entry.name
        );
    }
}

/// Every argument given as every wrong kind: an error that names it, and never the text.
#[tokio::test]
async fn every_argument_of_the_wrong_kind_is_named_and_not_repeated() {
    let client = Setup::default().client(NOWHERE).await;
    for entry in tools::all().iter() {
        let definition = serde_json::to_value(entry.definition(&Presentation::default())).unwrap();
        for argument in definition["inputSchema"]["properties"].as_object().unwrap().keys() {
            let marker = "ignore-this-marker, expected nothing";
            let mut arguments = sample_arguments(entry.name);
            arguments[argument] = json!({ "nested": marker });
            let text = client.bad(entry.name, arguments).await;
            assert!(text.contains(&format!("`{argument}")), "{}: {text}", entry.name);
            assert!(!text.contains("marker"), "{}: {text}", entry.name);
        }
    }
}

#[tokio::test]
async fn names_are_answered_alike_whether_unknown_or_hidden() {
    let client = Setup::as_role(Role::Reader).client(NOWHERE).await;
    let unknown =
        client.service.call_tool(rmcp::model::CallToolRequestParams::new("create_prodct")).await;
    let hidden =
        client.service.call_tool(rmcp::model::CallToolRequestParams::new("create_product")).await;
    // Names that are near may follow: of tools that this caller sees.
    let told = |error: String| error.split("; did you mean").next().unwrap().to_owned();
    let unknown = told(unknown.unwrap_err().to_string()).replace("create_prodct", "NAME");
    let hidden = hidden.unwrap_err().to_string();
    assert!(!hidden.contains("create_engagement"), "{hidden}");
    assert_eq!(unknown, told(hidden).replace("create_product", "NAME"));
}

/// The whole access policy on one page.
#[test]
fn access_matrix() {
    let tools = tools::all();
    let matrix: Vec<String> = tools
        .iter()
        .map(|entry| {
            let cells = Role::ALL.map(|role| {
                let may = Principal::new("somebody", role).may(entry.permission);
                if may { role.name() } else { "-" }
            });
            format!("{:<22}{:<17}{}", entry.name, entry.permission.name(), cells.join(" "))
        })
        .collect();
    insta::assert_snapshot!("access_matrix", matrix.join("\n"));
    let count = |role| tools.visible_to(&Principal::new("somebody", role), true).count();
    assert_eq!(Role::ALL.map(count), [27, 26, 17, 15]);
    let readable = tools.visible_to(&Principal::new("somebody", Role::Admin), false).count();
    assert_eq!(readable, 15, "without a key that writes, no tool that writes is offered");
}

/// Each tool of the Python server is here, under its name, in its group, with its arguments.
#[test]
fn the_contract_holds() {
    let Some(path) = shared("contract/tools.json") else { return };
    let contract: Map<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let tools = tools::all();
    assert_eq!(contract.len(), 24);
    for (name, tool) in &contract {
        let entry = tools.find(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(entry.permission.name(), tool["permission"], "{name}");
        let definition = serde_json::to_value(entry.definition(&Presentation::default())).unwrap();
        let input = &definition["inputSchema"];
        let required: Vec<_> =
            input["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (argument, expected) in tool["arguments"].as_object().unwrap() {
            let ours = &input["properties"][argument];
            assert!(ours.is_object(), "{name} has no {argument}");
            let kind = expected["type"].as_str().unwrap();
            let kind = kind.split(['|', '<']).next().unwrap();
            assert_eq!(ours["type"], kind, "{name}.{argument}");
            // Lists that needed an id are also searched without one.
            // Reports also come by path and by upload.
            let relaxed = [
                ("list_engagements", "product_id"),
                ("list_tests", "engagement_id"),
                ("import_scan", "file"),
                ("import_scan", "file_name"),
                ("reimport_scan", "file"),
                ("reimport_scan", "file_name"),
            ];
            assert_eq!(
                required.contains(&argument.as_str()),
                expected["required"] == true && !relaxed.contains(&(name, argument)),
                "{name}.{argument}"
            );
        }
        for argument in required {
            assert!(tool["arguments"].get(argument).is_some(), "{name} newly requires {argument}");
        }
    }
}

/// Old clients send null for what they leave out.
#[tokio::test]
async fn null_means_absent() {
    let client = Setup::default().client(NOWHERE).await;
    let text = client
        .bad(
            "list_findings",
            json!({"severity": null, "limit": null, "tags": null, "test_id": null}),
        )
        .await;
    assert!(text.starts_with("DefectDojo could not be reached"), "{text}");
}

#[test]
fn schemas_follow_the_wrapping() {
    let on = tools::all().find("get_finding").unwrap().definition(&Presentation::default());
    let off = tools::all()
        .find("get_finding")
        .unwrap()
        .definition(&Presentation { wrapping: Wrapping::Off, ..Presentation::default() });
    let title = |definition: rmcp::model::Tool| {
        let schema = serde_json::to_value(definition.output_schema.unwrap()).unwrap();
        let title = &schema["properties"]["title"];
        match title["$ref"].as_str() {
            Some(path) => schema["$defs"][path.rsplit('/').next().unwrap()]["type"].clone(),
            None => title["type"].clone(),
        }
    };
    assert_eq!(title(on), "object");
    assert_eq!(title(off), "string");
}

/// The table of tools stands before every conversation: each byte is paid for in each. Tokens are bytes ÷ 4.
#[test]
fn the_list_of_tools_stays_small() {
    let (mut whole, mut without) = (0, 0);
    for entry in tools::all().iter() {
        let mut definition = entry.definition(&Presentation::default());
        whole += serde_json::to_string(&definition).unwrap().len() + 1;
        definition.output_schema = None;
        without += serde_json::to_string(&definition).unwrap().len() + 1;
    }
    assert!(without / 4 <= 9_000, "{} tokens without output schemas", without / 4);
    assert!(whole / 4 <= 16_000, "{} tokens with output schemas", whole / 4);
    eprintln!("tools/list: {without} bytes without output schemas, {whole} with");
}

#[test]
fn only_writing_groups_write() {
    for entry in tools::all().iter() {
        let reads = matches!(entry.permission, Permission::System | Permission::MetadataRead);
        assert_eq!(entry.writes(), !reads, "{}", entry.name);
    }
}
