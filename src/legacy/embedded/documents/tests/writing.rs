use serde_json::json;

use super::*;

/// The document after an update of `{_id: 1, …}`.
fn updated(before: Value, update: Value) -> Value {
    let mut document = json!({ "_id": 1 });
    document.as_object_mut().unwrap().extend(before.as_object().unwrap().clone());
    let mut store = seeded(&json!({ "users": [document] }).to_string());
    let answer = ask(&mut store, json!({ "update": "users", "updates": [{ "q": { "_id": 1 }, "u": update }] }));
    assert_eq!(answer["ok"], 1, "{answer}");
    if let Some(error) = answer["writeErrors"].get(0) {
        return error["errmsg"].clone();
    }
    let mut after = found(&mut store, json!({ "find": "users", "filter": {} }))[0].clone();
    after.as_object_mut().unwrap().remove("_id");
    after
}

#[test]
fn operators_change_what_they_change_on_the_server() {
    for (before, update, after) in [
        (json!({}), json!({ "$set": { "b": 1, "a": 2 } }), json!({ "a": 2, "b": 1 })),
        (json!({ "a": 1 }), json!({ "$set": { "b.c": 2 } }), json!({ "a": 1, "b": { "c": 2 } })),
        (json!({ "a": 1, "b": 2 }), json!({ "$unset": { "a": "" } }), json!({ "b": 2 })),
        (json!({ "n": 1 }), json!({ "$inc": { "n": 2, "m": 5 } }), json!({ "n": 3, "m": 5 })),
        (json!({ "n": 3 }), json!({ "$mul": { "n": 2, "m": 5 } }), json!({ "n": 6, "m": 0 })),
        (json!({ "n": 3 }), json!({ "$min": { "n": 2 }, "$max": { "m": 1 } }), json!({ "n": 2, "m": 1 })),
        (json!({ "a": 1 }), json!({ "$rename": { "a": "b" } }), json!({ "b": 1 })),
        (json!({ "l": [1] }), json!({ "$push": { "l": 2 } }), json!({ "l": [1, 2] })),
        (
            json!({ "l": [3] }),
            json!({ "$push": { "l": { "$each": [1, 2], "$sort": 1, "$slice": 2 } } }),
            json!({ "l": [1, 2] }),
        ),
        (json!({ "l": [1] }), json!({ "$addToSet": { "l": { "$each": [1, 2] } } }), json!({ "l": [1, 2] })),
        (json!({ "l": [1, 2, 1] }), json!({ "$pull": { "l": 1 } }), json!({ "l": [2] })),
        (json!({ "l": [1, 5] }), json!({ "$pull": { "l": { "$gt": 3 } } }), json!({ "l": [1] })),
        (
            json!({ "l": [{ "a": 1 }, { "a": 2 }] }),
            json!({ "$pull": { "l": { "a": 1 } } }),
            json!({ "l": [{ "a": 2 }] }),
        ),
        (json!({ "l": [1, 2] }), json!({ "$pop": { "l": -1 } }), json!({ "l": [2] })),
        (json!({ "a": 1 }), json!({ "b": 2 }), json!({ "b": 2 })),
        (json!({ "a": "x" }), json!([{ "$set": { "b": { "$toUpper": "$a" } } }]), json!({ "a": "x", "b": "X" })),
    ] {
        assert_eq!(updated(before, update.clone()), after, "{update}");
    }
}

#[test]
fn an_update_that_cannot_be_is_refused_in_the_servers_words() {
    const DURING: &str = "Plan executor error during update :: caused by :: ";
    for (before, update, words) in [
        (json!({}), json!({ "$set": { "a": 1 }, "$inc": { "a": 1 } }), "Updating the path 'a' would create a conflict at 'a'".to_owned()),
        (
            json!({ "a": "x" }),
            json!({ "$inc": { "a": 1 } }),
            format!("{DURING}Cannot apply $inc to a value of non-numeric type. {{_id: 1}} has the field 'a' of non-numeric type string"),
        ),
        (
            json!({ "a": 1 }),
            json!({ "$push": { "a": 1 } }),
            format!("{DURING}The field 'a' must be an array but is of type int in document {{_id: 1}}"),
        ),
        (
            json!({}),
            json!({ "$set": { "_id": 2 } }),
            format!("{DURING}Performing an update on the path '_id' would modify the immutable field '_id'"),
        ),
        (
            json!({}),
            json!({ "$foo": { "a": 1 } }),
            "Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update specified as an array".to_owned(),
        ),
    ] {
        assert_eq!(updated(before, update.clone()), json!(words), "{update}");
    }
}

#[test]
fn the_place_that_was_met_stands_for_the_dollar() {
    let mut store = seeded(r#"{"users": [{"_id": 1, "list": [{"n": 1}, {"n": 2}]}]}"#);
    let update = json!({ "q": { "list.n": 2 }, "u": { "$set": { "list.$.seen": true } } });
    ask(&mut store, json!({ "update": "users", "updates": [update] }));
    let after = found(&mut store, json!({ "find": "users", "filter": {} }));
    assert_eq!(after[0]["list"], json!([{ "n": 1 }, { "n": 2, "seen": true }]));
}

#[test]
fn an_upsert_begins_with_what_the_query_says() {
    let mut store = Documents::default();
    let update = json!({ "q": { "email": "a", "age": { "$gt": 3 } }, "u": { "$set": { "x": 1 }, "$setOnInsert": { "new": true } }, "upsert": true });
    let answer = ask(&mut store, json!({ "update": "users", "updates": [update] }));
    assert_eq!((answer["n"].clone(), answer["nModified"].clone()), (json!(1), json!(0)));
    let id = answer["upserted"][0]["_id"].clone();
    let added = found(&mut store, json!({ "find": "users", "filter": {} }));
    assert_eq!(added, json!([{ "_id": id, "email": "a", "new": true, "x": 1 }]));
}

#[test]
fn a_unique_index_refuses_what_another_document_has() {
    let mut store = seeded(
        r#"{"users": [{"_id": 1, "email": "a"}, {"_id": 2, "email": "b"}],
        "$indexes": {"users": [{"key": {"email": 1}, "unique": true, "collation": {"locale": "en", "strength": 2}}]}}"#,
    );
    let answer = ask(&mut store, json!({ "insert": "users", "documents": [{ "_id": 3, "email": "A" }] }));
    assert_eq!(answer["n"], 0);
    let error = &answer["writeErrors"][0];
    assert_eq!(error["code"], 11000);
    assert_eq!(
        error["errmsg"],
        "E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: \"A\" }"
    );
    assert_eq!(
        (error["keyPattern"].clone(), error["keyValue"].clone()),
        (json!({ "email": 1 }), json!({ "email": "A" }))
    );
    // Its own key is no obstacle, and a key that was let go is free.
    let own = json!({ "q": { "_id": 1 }, "u": { "$set": { "email": "A" } } });
    assert_eq!(ask(&mut store, json!({ "update": "users", "updates": [own] }))["nModified"], 1);
    ask(&mut store, json!({ "delete": "users", "deletes": [{ "q": { "_id": 2 }, "limit": 1 }] }));
    assert_eq!(ask(&mut store, json!({ "insert": "users", "documents": [{ "email": "b" }] }))["n"], 1);
}

#[test]
fn writes_in_order_end_with_the_first_refusal() {
    let documents = json!([{ "_id": 1 }, { "_id": 1 }, { "_id": 2 }]);
    let mut store = Documents::default();
    assert_eq!(ask(&mut store, json!({ "insert": "a", "documents": documents }))["n"], 1);
    let answer = ask(&mut store, json!({ "insert": "b", "documents": documents, "ordered": false }));
    assert_eq!((answer["n"].clone(), answer["writeErrors"][0]["index"].clone()), (json!(2), json!(1)));
}

#[test]
fn a_document_is_found_and_changed_in_one_go() {
    let mut store = seeded(r#"{"users": [{"_id": 1, "n": 1}, {"_id": 2, "n": 5}]}"#);
    let command = json!({ "findAndModify": "users", "query": {}, "sort": { "n": -1 }, "update": { "$inc": { "n": 1 } }, "new": true });
    let answer = ask(&mut store, command);
    assert_eq!(answer["value"], json!({ "_id": 2, "n": 6 }));
    assert_eq!(answer["lastErrorObject"], json!({ "n": 1, "updatedExisting": true }));
    let gone = ask(&mut store, json!({ "findAndModify": "users", "query": { "_id": 1 }, "remove": true }));
    assert_eq!((gone["value"]["n"].clone(), gone["lastErrorObject"].clone()), (json!(1), json!({ "n": 1 })));
}

#[test]
fn a_transaction_that_is_given_up_leaves_nothing() {
    let mut store = seeded(r#"{"users": [{"_id": 1}]}"#);
    let session = json!({ "id": 7 });
    let insert = json!({ "insert": "users", "documents": [{ "_id": 2 }], "lsid": session, "txnNumber": 1, "startTransaction": true });
    ask(&mut store, insert);
    assert_eq!(ask(&mut store, json!({ "count": "users" }))["n"], 2);
    assert_eq!(ask(&mut store, json!({ "abortTransaction": 1, "lsid": session, "txnNumber": 1 }))["ok"], 1);
    assert_eq!(ask(&mut store, json!({ "count": "users" }))["n"], 1);
}

#[test]
fn a_document_cannot_grow_without_end() {
    let deep = (0..60).fold(json!(1), |inner, _| json!({ "a": inner }));
    let path = vec!["b"; 60].join(".");
    let words = updated(json!({}), json!({ "$set": { path: deep } }));
    assert_eq!(
        words,
        "Plan executor error during update :: caused by :: Document exceeds maximum nested object depth: 200"
    );
}
