//! Completions: names and tags as DefectDojo has them, looked up as the tool that lists them, and scan types.

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult,
        CompletionInfo, Reference,
    },
    service::RequestContext,
};
use serde_json::{Map, Value, json};

use super::{Server, prompts, resources};
use crate::scan_types::SCAN_TYPES;

/// Values that a client is given at once; it asks again with more letters.
const MOST: usize = 20;
/// Characters of what was typed that are looked at.
const LONGEST: usize = 100;

impl Server {
    pub(super) async fn completion(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let Reference::Prompt(prompt) = &request.r#ref else {
            // The ids of objects are numbers that nobody spells out.
            return answer(Vec::new());
        };
        let typed: String = request.argument.value.chars().take(LONGEST).collect();
        let argument = prompts::argument(&prompt.name, &request.argument.name)
            .ok_or_else(|| ErrorData::invalid_params("no prompt has that argument", None))?;
        match argument.name {
            "scan_type" => {
                let part = typed.to_lowercase();
                let names = SCAN_TYPES.iter().filter(|name| name.to_lowercase().contains(&part));
                answer(names.map(|name| (*name).to_owned()).collect())
            }
            "product" => {
                let search = if typed.is_empty() { json!({}) } else { json!({ "name": typed }) };
                let items = self.products(search, context).await?;
                let names = items.iter().filter_map(|item| plain(item.get("name")?).as_str());
                answer(names.map(str::to_owned).collect())
            }
            "tag" => {
                let items = self.products(json!({ "limit": 100 }), context).await?;
                let tags = items.iter().filter_map(|item| plain(item.get("tags")?).as_array());
                let tags = tags.flatten().filter_map(|tag| plain(tag).as_str());
                let mut tags: Vec<_> =
                    tags.filter(|tag| tag.starts_with(&typed)).map(str::to_owned).collect();
                tags.sort_unstable();
                tags.dedup();
                answer(tags)
            }
            _ => answer(Vec::new()),
        }
    }

    /// Products as the caller may see them, asked for and recorded as a call of `list_products`.
    async fn products(
        &self,
        search: Value,
        context: RequestContext<RoleServer>,
    ) -> Result<Vec<Value>, ErrorData> {
        let mut request = CallToolRequestParams::new("list_products");
        request.arguments = Some(search.as_object().cloned().unwrap_or_else(Map::new));
        match self.call(request, context).await?.into() {
            CallToolResponse::Complete(result) if result.is_error != Some(true) => {
                let mut shown = resources::structure_of(&result);
                let items = shown.get_mut("items").and_then(Value::as_array_mut);
                Ok(items.map(std::mem::take).unwrap_or_default())
            }
            // A name that cannot be looked up is completed with nothing; the call that follows says why.
            _ => Ok(Vec::new()),
        }
    }
}

/// The value of a text, in its envelope or not.
fn plain(value: &Value) -> &Value {
    value.get("value").unwrap_or(value)
}

fn answer(mut values: Vec<String>) -> Result<CompleteResult, ErrorData> {
    let total = u32::try_from(values.len()).ok();
    let more = values.len() > MOST;
    values.truncate(MOST);
    let mut completion = CompletionInfo::new(values)
        .map_err(|_| ErrorData::internal_error("too many completions", None))?;
    completion.total = total;
    completion.has_more = Some(more);
    Ok(CompleteResult::new(completion))
}
