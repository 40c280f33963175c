//! Finds the id of a JSON-RPC message that is too long to be kept, in constant memory.

use rmcp::model::RequestId;

/// Longer ids are not worth quoting.
const ID_LIMIT: usize = 256;

/// Looks for the member `id` of an object whose bytes are shown to it piece by piece.
///
/// It follows strings and nesting and judges nothing else: what is not JSON merely has no id.
#[derive(Debug, Default)]
pub(super) struct IdScanner {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Whether the next string at the top level is a member's name.
    at_name: bool,
    part: Part,
    name: Vec<u8>,
    value: Vec<u8>,
}

#[derive(Debug, Default, Eq, PartialEq)]
enum Part {
    #[default]
    Other,
    Name,
    Id,
    /// The id was seen to its end.
    Done,
}

impl IdScanner {
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.part == Part::Done {
                return;
            }
            if self.in_string {
                self.string_byte(byte);
            } else {
                self.plain_byte(byte);
            }
        }
    }

    /// The id, if the message had a readable one.
    pub(super) fn id(&self) -> Option<RequestId> {
        (self.part == Part::Done).then(|| serde_json::from_slice(&self.value).ok()).flatten()
    }

    fn string_byte(&mut self, byte: u8) {
        let ends = byte == b'"' && !self.escaped;
        self.escaped = byte == b'\\' && !self.escaped;
        self.in_string = !ends;
        match self.part {
            Part::Name if ends => self.part = Part::Other,
            // One byte more than the name looked for is enough to tell a longer one.
            Part::Name if self.name.len() < 3 => self.name.push(byte),
            Part::Id => self.keep(byte),
            Part::Name | Part::Other | Part::Done => {}
        }
    }

    fn plain_byte(&mut self, byte: u8) {
        match byte {
            b'"' => {
                self.in_string = true;
                if self.at_name && self.depth == 1 {
                    self.part = Part::Name;
                    self.at_name = false;
                    self.name.clear();
                }
            }
            b'{' | b'[' => {
                self.depth += 1;
                self.at_name = self.depth == 1 && byte == b'{';
            }
            b':' if self.depth == 1 && self.name == b"id" => {
                self.part = Part::Id;
                self.name.clear();
                return;
            }
            b',' | b'}' if self.depth == 1 && self.part == Part::Id => {
                self.part = Part::Done;
                return;
            }
            b',' if self.depth == 1 => {
                self.at_name = true;
                self.name.clear();
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.part == Part::Id {
            self.keep(byte);
        }
    }

    fn keep(&mut self, byte: u8) {
        // An overlong id stays cut, which no longer parses, or parses as nobody's id.
        if self.value.len() < ID_LIMIT {
            self.value.push(byte);
        } else {
            self.value.clear();
            self.part = Part::Done;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn id_of(text: &str, piece: usize) -> Option<RequestId> {
        let mut scanner = IdScanner::default();
        text.as_bytes().chunks(piece).for_each(|bytes| scanner.feed(bytes));
        scanner.id()
    }

    /// Clients put the id before or after the arguments, and arguments have ids of their own.
    #[test]
    fn the_messages_own_id_is_found() {
        let number = Some(RequestId::Number(7));
        let text = Some(RequestId::String("a\",}\\".into()));
        for (message, id) in [
            (r#"{"jsonrpc":"2.0","id":7,"params":{"id":9}}"#, &number),
            (r#"{"params":{"id":9,"list":[{"id":1}]},"id": 7 }"#, &number),
            (r#"{"method":"id","note":"\"id\":9,","id":7}"#, &number),
            (r#"{"ident":9,"i":8,"id":7,"id":3}"#, &number),
            (r#"{"id":"a\",}\\","method":"x"}"#, &text),
            (r#"{"params":{"id":9}}"#, &None),
            (r#"[{"id":9}]"#, &None),
            (r#"{"id":{"id":9}}"#, &None),
            (r#"{"id":9"#, &None),
            (r#"{"id":null,"x":1}"#, &None),
            (r#""id":9,"#, &None),
            ("", &None),
        ] {
            for piece in [1, 3, 1000] {
                assert_eq!(&id_of(message, piece), id, "{message} by {piece}");
            }
        }
    }

    #[test]
    fn an_overlong_id_is_no_id() {
        let message = json!({"id": "x".repeat(ID_LIMIT + 1), "method": "m"}).to_string();
        assert_eq!(id_of(&message, 1000), None);
    }

    proptest::proptest! {
        /// The scanner agrees with a real parser on every object without repeated members.
        #[test]
        fn agrees_with_a_parser(
            members in proptest::collection::vec(("[a-z\"\\\\]{0,3}", "[ -~]{0,12}"), 0..6),
            id in 0_i64..1000,
            at in 0_usize..6,
        ) {
            let mut object = serde_json::Map::new();
            for (index, (name, text)) in members.iter().enumerate() {
                if index == at {
                    object.insert("id".into(), json!(id));
                }
                if name != "id" {
                    object.insert(name.clone(), json!({"id": [text, {"id": index}], "t": text}));
                }
            }
            let expected = object.get("id").map(|_| RequestId::Number(id));
            let message = Value::Object(object).to_string();
            proptest::prop_assert_eq!(id_of(&message, 5), expected);
        }
    }
}
