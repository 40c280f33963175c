//! Traces of a whole server, taken by a collector of our own.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::mpsc,
    time::timeout,
};

use super::{PATIENCE, Service};
use crate::transport::raw::Request;

/// A request as a listener saw it.
struct Seen {
    headers: BTreeMap<String, String>,
    body: String,
}

/// A server that answers each request with `answer` and passes on what it got.
async fn listening(answer: &'static str) -> (String, mpsc::UnboundedReceiver<Seen>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, seen) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let mut headers = BTreeMap::new();
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                        return;
                    }
                    match line.trim_end().split_once(": ") {
                        Some((name, value)) => {
                            headers.insert(name.to_lowercase(), value.to_owned());
                        }
                        None if line.trim_end().is_empty() => break,
                        None => {
                            headers.insert("line".to_owned(), line.trim_end().to_owned());
                        }
                    }
                }
                let length = headers.get("content-length").map_or(0, |text| text.parse().unwrap());
                let mut body = vec![0; length];
                stream.read_exact(&mut body).await.unwrap();
                let body = String::from_utf8(body).unwrap();
                let head =
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
                let text = format!("{head}Content-Length: {}\r\n\r\n{answer}", answer.len());
                // First, so that whoever has seen the answer finds what was asked.
                sender.send(Seen { headers, body }).ok();
                stream.write_all(text.as_bytes()).await.ok();
            });
        }
    });
    (url, seen)
}

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN: &str = "00f067aa0ba902b7";

fn call(tool: &str, arguments: &Value, meta: &Value) -> Request<'static> {
    Request::rpc(1, "tools/call", &json!({"name": tool, "arguments": arguments, "_meta": meta}))
}

async fn next(seen: &mut mpsc::UnboundedReceiver<Seen>) -> Seen {
    timeout(PATIENCE, seen.recv()).await.unwrap().unwrap()
}

/// The next request of a call; what the server asks for itself is in no trace.
async fn next_of_a_call(seen: &mut mpsc::UnboundedReceiver<Seen>) -> Seen {
    loop {
        let asked = next(seen).await;
        if asked.headers.contains_key("traceparent") {
            return asked;
        }
    }
}

#[tokio::test]
async fn a_call_and_its_requests_are_one_trace_and_tell_no_secrets() {
    let (collector, mut collected) = listening("{}").await;
    let (dojo, mut asked) = listening(r#"{"count": 0, "results": []}"#).await;
    let secret = ["collector", "credential", "of", "tests"].join("-");
    let header = format!("x-collector-key={secret}");
    let environment = [
        ("DEFECTDOJO_URL", dojo.as_str()),
        ("DEFECTDOJO_API_KEY", "a-key-of-the-tests"),
        ("ALLOW_INSECURE_HTTP", "true"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.as_str()),
        ("OTEL_EXPORTER_OTLP_HEADERS", header.as_str()),
        ("OTEL_SERVICE_NAME", "desk-server"),
    ];
    let mut service = Service::start(&["serve"], &environment).await;
    let token = format!("Bearer {}", service.tokens[0]);
    let parent = format!("00-{TRACE}-{SPAN}-01");
    let mut connection = service.connect().await;
    let arguments = json!({"title": "needle-in-arguments"});
    // By a header, by `_meta`, and of somebody who wants no trace.
    let by_header = call("list_findings", &arguments, &json!({}));
    connection.ask(&by_header.header("Authorization", &token).header("traceparent", &parent)).await;
    let by_meta = call("list_findings", &arguments, &json!({"traceparent": parent}));
    connection.ask(&by_meta.header("Authorization", &token)).await;
    let unsampled = json!({"traceparent": parent.replace("-01", "-00")});
    connection
        .ask(&call("list_findings", &arguments, &unsampled).header("Authorization", &token))
        .await;
    connection
        .ask(&call("needle_in_name", &arguments, &json!({})).header("Authorization", &token))
        .await;

    let mut outward = Vec::new();
    for _ in 0..3 {
        let Seen { headers, .. } = next_of_a_call(&mut asked).await;
        // DefectDojo knows one key; what a caller shows is for this server alone.
        assert_eq!(headers["authorization"], "Token a-key-of-the-tests");
        assert!(!headers.values().any(|value| value.contains(&token[7..])), "{headers:?}");
        outward.push(headers["traceparent"].clone());
    }
    assert!(
        outward.iter().all(|header| header.starts_with(&format!("00-{TRACE}-"))),
        "{outward:?}"
    );
    let flags: Vec<_> = outward.iter().map(|header| &header[53..]).collect();
    assert_eq!(flags, ["01", "01", "00"]);

    // The stop sends what waits.
    service.signal("-TERM");
    let status = timeout(PATIENCE, service.child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
    let mut spans = Vec::new();
    while let Ok(Seen { headers, body }) = collected.try_recv() {
        assert_eq!(headers["line"], "POST /v1/traces HTTP/1.1");
        assert_eq!(headers["x-collector-key"], secret);
        for needle in ["needle", "a-key-of-the-tests", &token[7..], "127.0.0.1", "desk\"", &secret]
        {
            assert!(!body.contains(needle), "{needle} in {body}");
        }
        let body: Value = serde_json::from_str(&body).unwrap();
        let resource = &body["resourceSpans"][0];
        assert_eq!(resource["resource"]["attributes"][0]["value"]["stringValue"], "desk-server");
        spans.extend(resource["scopeSpans"][0]["spans"].as_array().unwrap().clone());
    }
    let named = |name: &str| spans.iter().filter(|span| span["name"] == name).collect::<Vec<_>>();
    let calls = named("tools/call list_findings");
    assert_eq!(calls.len(), 2, "{spans:?}");
    for call in &calls {
        assert_eq!((&call["traceId"], &call["parentSpanId"]), (&json!(TRACE), &json!(SPAN)));
        let below: Vec<_> =
            spans.iter().filter(|span| span["parentSpanId"] == call["spanId"]).collect();
        assert_eq!(below.len(), 1);
        assert_eq!(below[0]["name"], "GET /api/v2/findings/");
        let id = below[0]["spanId"].as_str().unwrap();
        assert!(outward.iter().any(|header| header.contains(id)), "{id} {outward:?}");
    }
    let unknown = named("tools/call unknown");
    assert_eq!(unknown[0]["status"]["code"], 2);
    assert_eq!(spans.len(), 5, "{spans:?}");
}

/// How many calls are sent to the collector, of a sampled client, of one that wants no trace, and of one that says
/// nothing; and the flags of what DefectDojo was asked for them.
async fn sampled(variables: &[(&str, &str)]) -> ([usize; 3], String) {
    let (collector, mut collected) = listening("{}").await;
    let (dojo, mut asked) = listening(r#"{"count": 0, "results": []}"#).await;
    let environment = [
        ("DEFECTDOJO_URL", dojo.as_str()),
        ("DEFECTDOJO_API_KEY", "a-key-of-the-tests"),
        ("ALLOW_INSECURE_HTTP", "true"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.as_str()),
    ];
    let mut service = Service::start(&["serve"], &[&environment[..], variables].concat()).await;
    let token = format!("Bearer {}", service.tokens[0]);
    let mut connection = service.connect().await;
    let traces = ["11", "22"].map(|digits| digits.repeat(16));
    let mut flags = String::new();
    for meta in [
        json!({"traceparent": format!("00-{}-{SPAN}-01", traces[0])}),
        json!({"traceparent": format!("00-{}-{SPAN}-00", traces[1])}),
        json!({}),
    ] {
        let call = call("list_findings", &json!({}), &meta);
        connection.ask(&call.header("Authorization", &token)).await;
        flags += &next_of_a_call(&mut asked).await.headers["traceparent"][53..];
        flags.push(' ');
    }
    service.signal("-TERM");
    let status = timeout(PATIENCE, service.child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
    let mut counts = [0; 3];
    while let Ok(Seen { body, .. }) = collected.try_recv() {
        let body: Value = serde_json::from_str(&body).unwrap();
        for span in body["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap() {
            if span["name"] == "tools/call list_findings" {
                let known = traces.iter().position(|trace| span["traceId"] == trace.as_str());
                counts[known.unwrap_or(2)] += 1;
            }
        }
    }
    (counts, flags)
}

/// Who pays for a collector decides what it gets; whoever comes later in the trace is told.
#[tokio::test]
async fn the_sampler_decides_which_traces_are_sent() {
    let sampler = "OTEL_TRACES_SAMPLER";
    for (variables, counts, flags) in [
        (&[][..], [1, 0, 1], "01 00 01 "),
        (&[(sampler, "parentbased_always_off")], [1, 0, 0], "01 00 00 "),
        (&[(sampler, "always_on")], [1, 1, 1], "01 01 01 "),
        (&[(sampler, "always_off")], [0, 0, 0], "00 00 00 "),
        (
            &[(sampler, "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0")],
            [1, 0, 0],
            "01 00 00 ",
        ),
        // 0x11… lies below a tenth of all ids, 0x22… above.
        (&[(sampler, "TraceIdRatio"), ("OTEL_TRACES_SAMPLER_ARG", "0.1")], [1, 0, 0], "01 00 "),
    ] {
        let (sent, told) = sampled(variables).await;
        // What chance decides is not asked for.
        assert!(told.starts_with(flags), "{variables:?}: {told}");
        assert_eq!(sent[..2], counts[..2], "{variables:?}");
        assert!(flags.len() < 9 || sent[2] == counts[2], "{variables:?}: {sent:?}");
    }
}

/// A collector that takes connections and says nothing must not slow a call, nor the stop.
#[tokio::test]
async fn a_silent_collector_slows_nothing() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let mut service = Service::demo(&[("OTEL_EXPORTER_OTLP_ENDPOINT", url.as_str())]).await;
    let mut connection = service.connect().await;
    // More than the queue holds: each call is two spans.
    for _ in 0..1600 {
        assert_eq!(service.call(&mut connection).await.status, 200);
    }
    assert!(service.metric("mcp_traces_dropped_total").await > 0);
    service.signal("-TERM");
    let status = timeout(PATIENCE, service.child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
}
