//! Whatever a text holds, its showing is JSON that reads back, and the marks around it are the server's alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mcp_defectdojo::screen::{Presentation, Untrusted, WARNING, Wrapping};
use serde_json::Value;

fuzz_target!(|text: &str| {
    let texts: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for wrapping in [Wrapping::On, Wrapping::Off] {
        let presentation = Presentation { wrapping, ..Presentation::default() };
        let one = presentation.present(Untrusted::new(text.to_owned())).into_value();
        check(&one, wrapping);
        let many = presentation.present(Untrusted::new(texts.clone())).into_value();
        check(&many, wrapping);
    }
});

fn check(shown: &Value, wrapping: Wrapping) {
    let written = shown.to_string();
    assert_eq!(serde_json::from_str::<Value>(&written).ok().as_ref(), Some(shown));
    if wrapping == Wrapping::On {
        assert_eq!(shown["_warning"], WARNING);
        assert!(!shown["value"].is_object(), "an envelope inside an envelope");
    }
}
