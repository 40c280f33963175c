//! Which products an access token is bound to.

use serde_json::{Map, Value};

use super::{claim, words};
use crate::access::Scope;

/// Where a token says which products it is for.
#[derive(Clone, Debug)]
pub struct Products {
    /// The claim: a text, a number, or a list of them. Dots lead into nested claims.
    pub claim: String,
    /// Values of the claim, and the products that each gives. Without any, the values are ids of products.
    pub map: Vec<(String, Scope)>,
}

impl Products {
    /// What a token is bound to, or nothing where that is not said or not understood: then it is for no product, and
    /// never for all of them.
    pub(super) fn of(&self, claims: &Map<String, Value>) -> Option<Scope> {
        let claim = claim(claims, &self.claim)?;
        if self.map.is_empty() { ids(claim) } else { self.mapped(claim) }
    }

    /// What the known values of the claim give together. Others, like the groups of other services, give nothing.
    fn mapped(&self, claim: &Value) -> Option<Scope> {
        let values = words(claim);
        let given = self.map.iter().filter(|(value, _)| values.contains(&value.as_str()));
        let mut together = Vec::new();
        for (_, scope) in given {
            match scope {
                Scope::All => return Some(Scope::All),
                Scope::Products(ids) => together.extend(ids.iter().copied()),
            }
        }
        bound(together)
    }
}

/// The ids in a claim. One value that is no id makes all of it doubtful.
fn ids(claim: &Value) -> Option<Scope> {
    let values = match claim {
        Value::Array(values) => values.as_slice(),
        single => std::slice::from_ref(single),
    };
    let ids = values.iter().map(|value| match value {
        Value::Number(number) => Some(vec![number.as_u64()?]),
        Value::String(text) => {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(id).collect()
        }
        _ => None,
    });
    bound(ids.collect::<Option<Vec<_>>>()?.concat())
}

fn id(word: &str) -> Option<u64> {
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok())?
}

fn bound(mut ids: Vec<u64>) -> Option<Scope> {
    ids.sort_unstable();
    ids.dedup();
    let sound = ids.first().is_some_and(|least| *least > 0);
    sound.then(|| Scope::Products(ids.into()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(map: &[(&str, &[u64])], value: &Value) -> Option<Scope> {
        let scope = |ids: &[u64]| match ids {
            [] => Scope::All,
            ids => Scope::Products(ids.into()),
        };
        let map = map.iter().map(|(value, ids)| ((*value).to_owned(), scope(ids))).collect();
        let products = Products { claim: "products".to_owned(), map };
        products.of(json!({ "products": value }).as_object().unwrap())
    }

    fn products(ids: &[u64]) -> Scope {
        Scope::Products(ids.into())
    }

    #[test]
    fn ids_are_read_in_each_form_that_issuers_write() {
        for (value, ids) in [
            (json!(3), &[3][..]),
            (json!("3"), &[3]),
            (json!([7, 3, 7]), &[3, 7]),
            (json!(["3", "7"]), &[3, 7]),
            (json!("7 3"), &[3, 7]),
            (json!("3, 7"), &[3, 7]),
        ] {
            assert_eq!(of(&[], &value), Some(products(ids)), "{value}");
        }
    }

    /// A claim that is half understood could give more than the issuer meant, or less than it seems to.
    #[test]
    fn what_is_no_list_of_ids_gives_nothing() {
        for value in [
            json!(null),
            json!(true),
            json!([]),
            json!(""),
            json!(0),
            json!(-3),
            json!(3.5),
            json!("all"),
            json!("*"),
            json!(["3", "all"]),
            json!([3, null]),
            json!([[3]]),
            json!({"id": 3}),
            json!("3;7"),
            json!("+3"),
            json!("99999999999999999999999"),
        ] {
            assert_eq!(of(&[], &value), None, "{value}");
        }
        let products = Products { claim: "products".to_owned(), map: Vec::new() };
        assert_eq!(products.of(&Map::new()), None);
    }

    #[test]
    fn known_values_give_their_products_together() {
        let map = [("payments", &[3, 7][..]), ("shop", &[5]), ("appsec", &[])];
        for (value, scope) in [
            (json!("payments"), Some(products(&[3, 7]))),
            (json!(["shop", "payments", "cooks"]), Some(products(&[3, 5, 7]))),
            (json!("shop cooks"), Some(products(&[5]))),
            (json!(["shop", "appsec"]), Some(Scope::All)),
            (json!("cooks"), None),
            (json!([]), None),
            (json!(3), None),
            (json!({"payments": true}), None),
        ] {
            assert_eq!(of(&map, &value), scope, "{value}");
        }
    }
}
