//! Resources: objects of DefectDojo under an address of ours, read as the tool that shows them, and short guides.

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult,
        ListResourceTemplatesResult, ListResourcesResult, ReadResourceResponse, ReadResourceResult,
        Resource, ResourceContents, ResourceTemplate,
    },
    service::RequestContext,
};
use serde_json::{Map, Value};

use super::{Caller, Server};

const SCHEME: &str = "defectdojo://";

/// A kind of object, and the tool whose call a read of one is.
struct Kind {
    name: &'static str,
    tool: &'static str,
    argument: &'static str,
    about: &'static str,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "finding",
        tool: "get_finding",
        argument: "finding_id",
        about: "One finding with everything needed to judge it, as get_finding shows it.",
    },
    Kind {
        name: "product",
        tool: "get_product",
        argument: "product_id",
        about: "One product, as get_product shows it.",
    },
    Kind {
        name: "engagement",
        tool: "get_engagement",
        argument: "engagement_id",
        about: "One engagement, as get_engagement shows it.",
    },
    Kind {
        name: "test",
        tool: "get_test",
        argument: "test_id",
        about: "One test, as get_test shows it.",
    },
];

/// A text of ours that helps with a question that no single tool answers.
struct Guide {
    uri: &'static str,
    title: &'static str,
    about: &'static str,
    text: &'static str,
}

const GUIDES: [Guide; 3] = [
    Guide {
        uri: "defectdojo://guide/status",
        title: "The state of a finding",
        about: "Which flags make a finding open, closed, accepted or a duplicate, and how it gets there.",
        text: include_str!("guides/status.md"),
    },
    Guide {
        uri: "defectdojo://guide/filters",
        title: "Searching findings",
        about: "How to ask list_findings for what matters, and what its count rests on.",
        text: include_str!("guides/filters.md"),
    },
    Guide {
        uri: "defectdojo://guide/imports",
        title: "Import or reimport",
        about: "Which of the two a report is for, and what each closes.",
        text: include_str!("guides/imports.md"),
    },
];

/// The guides. Objects are too many to list; their templates say how to name one.
pub(super) fn list() -> ListResourcesResult {
    let guides = GUIDES.iter().map(|guide| {
        Resource::new(guide.uri, guide.uri.trim_start_matches(SCHEME))
            .with_title(guide.title)
            .with_description(guide.about)
            .with_mime_type("text/markdown")
    });
    ListResourcesResult::with_all_items(guides.collect())
}

impl Server {
    /// The templates whose tool the caller is offered.
    pub(super) fn templates(&self, caller: &Caller) -> ListResourceTemplatesResult {
        let kinds = KINDS.iter().filter(|kind| self.offers(caller, kind.tool));
        let templates = kinds.map(|kind| {
            ResourceTemplate::new(format!("{SCHEME}{}/{{id}}", kind.name), kind.name)
                .with_description(kind.about)
                .with_mime_type("application/json")
        });
        ListResourceTemplatesResult::with_all_items(templates.collect())
            .with_cache_scope(CacheScope::Private)
    }

    /// A read of an object is the call of its tool: admitted, limited, screened and recorded as that.
    pub(super) async fn resource(
        &self,
        uri: String,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        if let Some(guide) = GUIDES.iter().find(|guide| guide.uri == uri) {
            let text = ResourceContents::text(guide.text, uri).with_mime_type("text/markdown");
            return Ok(ReadResourceResult::new(vec![text]).into());
        }
        let (kind, id) = object(&uri).ok_or_else(no_such_resource)?;
        let mut request = CallToolRequestParams::new(kind.tool);
        request.arguments = Some(Map::from_iter([(kind.argument.to_owned(), id.into())]));
        let text = ResourceContents::text(self.read_as_tool(request, context).await?, uri)
            .with_mime_type("application/json");
        let read = ReadResourceResult::new(vec![text]);
        Ok(read.with_cache_scope(CacheScope::Private).into())
    }

    async fn read_as_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<String, ErrorData> {
        let CallToolResponse::Complete(result) = self.call(request, context).await?.into() else {
            return Err(ErrorData::internal_error("a read asked a question", None));
        };
        if result.is_error == Some(true) {
            let told =
                result.meta.as_ref().and_then(|meta| meta.get(crate::render::ERROR)).cloned();
            return Err(ErrorData::invalid_params(text_of(&result), told));
        }
        Ok(match &result.structured_content {
            Some(structure) => structure.to_string(),
            None => text_of(&result),
        })
    }
}

/// The structure of a good answer, in whichever form the operator wants answers.
pub(super) fn structure_of(result: &CallToolResult) -> Value {
    result
        .structured_content
        .clone()
        .or_else(|| serde_json::from_str(&text_of(result)).ok())
        .unwrap_or_default()
}

fn text_of(result: &CallToolResult) -> String {
    let texts = result.content.iter().filter_map(|block| block.as_text());
    texts.map(|block| block.text.as_str()).collect()
}

/// `defectdojo://finding/7`: the kind and the number. Nothing else of the address counts.
fn object(uri: &str) -> Option<(&'static Kind, u64)> {
    let (kind, id) = uri.strip_prefix(SCHEME)?.split_once('/')?;
    let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let id = id.parse().ok().filter(|id| digits && *id > 0)?;
    Some((KINDS.iter().find(|known| known.name == kind)?, id))
}

fn no_such_resource() -> ErrorData {
    let names: Vec<_> = KINDS.iter().map(|kind| format!("{SCHEME}{}/{{id}}", kind.name)).collect();
    let guides: Vec<_> = GUIDES.iter().map(|guide| guide.uri).collect();
    ErrorData::invalid_params(
        format!(
            "there is no such resource; there are {} and {}",
            names.join(", "),
            guides.join(", ")
        ),
        None,
    )
}
