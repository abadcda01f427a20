use serde_json::json;

use super::*;

const SEED: &str = r#"{"users": [
    {"_id": 1, "email": "ada@example.test", "age": 36, "roles": ["admin", "user"], "name": {"first": "Ada"}},
    {"_id": 2, "email": "Grace@example.test", "age": 85, "roles": ["user"], "name": {"first": "Grace"}},
    {"_id": 3, "email": "eve@example.test", "roles": [], "orders": [{"n": 1, "paid": true}, {"n": 2, "paid": false}]},
    {"_id": 4, "email": null, "at": {"$date": "2024-01-31T12:00:00Z"}, "key": {"$oid": "5f0000000000000000000001"}}
]}"#;

fn ids(filter: Value) -> Vec<i64> {
    let found = found(&mut seeded(SEED), json!({ "find": "users", "filter": filter, "projection": { "_id": 1 } }));
    found.as_array().unwrap().iter().map(|one| one["_id"].as_i64().unwrap()).collect()
}

#[test]
fn queries_mean_what_they_mean_to_the_server() {
    for (filter, expected) in [
        (json!({}), vec![1, 2, 3, 4]),
        (json!({ "email": "ada@example.test" }), vec![1]),
        (json!({ "email": null }), vec![4]),
        (json!({ "age": null }), vec![3, 4]),
        (json!({ "age": { "$exists": false } }), vec![3, 4]),
        (json!({ "age": { "$gt": 36 } }), vec![2]),
        (json!({ "age": { "$gte": 36, "$lt": 85 } }), vec![1]),
        (json!({ "age": { "$ne": 36 } }), vec![2, 3, 4]),
        (json!({ "age": { "$not": { "$gt": 40 } } }), vec![1, 3, 4]),
        (json!({ "age": { "$mod": [5, 0] } }), vec![2]),
        (json!({ "roles": "user" }), vec![1, 2]),
        (json!({ "roles": ["user"] }), vec![2]),
        (json!({ "roles": { "$size": 0 } }), vec![3]),
        (json!({ "roles": { "$all": ["user", "admin"] } }), vec![1]),
        (json!({ "roles.0": "user" }), vec![2]),
        (json!({ "_id": { "$in": [1, 3, 9] } }), vec![1, 3]),
        (json!({ "_id": { "$nin": [1, 3] } }), vec![2, 4]),
        (json!({ "name.first": "Grace" }), vec![2]),
        (json!({ "orders.n": 2 }), vec![3]),
        (json!({ "orders": { "$elemMatch": { "n": 1, "paid": false } } }), vec![]),
        (json!({ "orders": { "$elemMatch": { "n": 2, "paid": false } } }), vec![3]),
        (json!({ "email": { "$regex": "^GRACE@", "$options": "i" } }), vec![2]),
        (json!({ "email": { "$regularExpression": { "pattern": "^eve", "options": "" } } }), vec![3]),
        (
            json!({ "email": { "$in": [{ "$regularExpression": { "pattern": "^a", "options": "" } }, null] } }),
            vec![1, 4],
        ),
        (json!({ "$or": [{ "_id": 1 }, { "age": 85 }] }), vec![1, 2]),
        (json!({ "$nor": [{ "_id": 1 }, { "age": 85 }] }), vec![3, 4]),
        (json!({ "key": { "$oid": "5f0000000000000000000001" } }), vec![4]),
        (json!({ "key": "5f0000000000000000000001" }), vec![]),
        (json!({ "at": { "$lt": { "$date": "2024-02-01T00:00:00Z" } } }), vec![4]),
        (json!({ "email": { "$type": "string" } }), vec![1, 2, 3]),
        (json!({ "roles": { "$type": "array" } }), vec![1, 2, 3]),
        (json!({ "$expr": { "$eq": [{ "$toLower": "$email" }, "grace@example.test"] } }), vec![2]),
    ] {
        assert_eq!(ids(filter.clone()), expected, "{filter}");
    }
}

#[test]
fn case_is_left_aside_where_the_collation_says_so() {
    let mut store = seeded(SEED);
    let command = |strength: i32| {
        json!({ "find": "users", "filter": { "email": "grace@EXAMPLE.test" },
            "collation": { "locale": "en", "strength": strength } })
    };
    assert_eq!(found(&mut store, command(2))[0]["_id"], 2);
    assert_eq!(found(&mut store, command(3)), json!([]));
}

#[test]
fn what_is_found_is_sorted_cut_and_projected() {
    let mut store = seeded(SEED);
    let command = json!({ "find": "users", "filter": {}, "sort": { "age": -1, "_id": -1 }, "skip": 1, "limit": 2,
        "projection": { "email": 1, "name.first": 1, "_id": 0 } });
    let expected = json!([{ "email": "ada@example.test", "name": { "first": "Ada" } }, { "email": null }]);
    assert_eq!(found(&mut store, command), expected);
    let mixed = json!({ "find": "users", "filter": {}, "projection": { "a": 1, "b": 0 } });
    assert_eq!(ask(&mut store, mixed)["errmsg"], "Cannot do exclusion on field b in inclusion projection");
}

#[test]
fn a_cursor_hands_out_the_rest() {
    let mut store = seeded(SEED);
    let first = ask(&mut store, json!({ "find": "users", "filter": {}, "batchSize": 3 }));
    let id = first["cursor"]["id"].clone();
    assert_eq!(first["cursor"]["firstBatch"].as_array().unwrap().len(), 3);
    let rest = ask(&mut store, json!({ "getMore": id, "collection": "users" }));
    assert_eq!((rest["cursor"]["nextBatch"][0]["_id"].clone(), rest["cursor"]["id"].clone()), (json!(4), json!(0)));
    let gone = ask(&mut store, json!({ "getMore": id, "collection": "users" }));
    assert_eq!(gone["codeName"], "CursorNotFound");
}

#[test]
fn pipelines_group_join_and_unwind() {
    let seed = r#"{"users": [{"_id": 1, "team": "a"}, {"_id": 2, "team": "b"}, {"_id": 3, "team": "a"}],
        "teams": [{"_id": "a", "title": "First"}]}"#;
    let mut store = seeded(seed);
    let grouped = json!({ "aggregate": "users", "cursor": {}, "pipeline": [
        { "$group": { "_id": "$team", "n": { "$sum": 1 }, "ids": { "$push": "$_id" } } },
        { "$sort": { "n": -1 } } ] });
    let expected = json!([{ "_id": "a", "n": 2, "ids": [1, 3] }, { "_id": "b", "n": 1, "ids": [2] }]);
    assert_eq!(found(&mut store, grouped), expected);
    let joined = json!({ "aggregate": "users", "cursor": {}, "pipeline": [
        { "$lookup": { "from": "teams", "localField": "team", "foreignField": "_id", "as": "found" } },
        { "$unwind": "$found" },
        { "$project": { "_id": 1, "title": { "$toUpper": "$found.title" } } } ] });
    assert_eq!(found(&mut store, joined), json!([{ "_id": 1, "title": "FIRST" }, { "_id": 3, "title": "FIRST" }]));
}

#[test]
fn what_is_no_query_is_refused_in_the_servers_words() {
    let mut store = seeded(SEED);
    for (filter, code, words) in [
        (json!({ "email": { "$foo": 1 } }), 2, "unknown operator: $foo"),
        (json!({ "$or": [] }), 2, "$and/$or/$nor must be a nonempty array"),
        (json!({ "email": { "$in": 1 } }), 2, "$in needs an array"),
        (json!({ "email": { "$regex": "(" } }), 51091, "Regular expression is invalid: missing closing parenthesis"),
    ] {
        let answer = ask(&mut store, json!({ "find": "users", "filter": filter }));
        assert_eq!((answer["ok"].clone(), answer["code"].clone()), (json!(0), json!(code)), "{filter}");
        assert_eq!(answer["errmsg"], words);
    }
    let unknown = ask(&mut store, json!({ "foo": 1 }));
    assert_eq!(
        (unknown["codeName"].as_str(), unknown["errmsg"].as_str()),
        (Some("CommandNotFound"), Some("no such command: 'foo'"))
    );
}

#[test]
fn a_pattern_that_would_never_end_is_given_up() {
    let text = "a".repeat(40);
    let seed = json!({ "users": [{ "_id": 1, "email": text }] }).to_string();
    let answer =
        ask(&mut seeded(&seed), json!({ "find": "users", "filter": { "email": { "$regex": "^(?:(a+)+)+\\1b$" } } }));
    assert_eq!(answer["code"], 51156);
}

#[test]
fn patterns_match_as_perls_do() {
    for (pattern, options, text, expected) in [
        ("^a.c$", "", "abc", true),
        ("^A.C$", "i", "abc", true),
        ("a|b", "", "xb", true),
        ("^(ab)+$", "", "ababab", true),
        ("^(ab)+$", "", "aba", false),
        ("^a{2,3}$", "", "aaaa", false),
        (r"^[\w.+-]+@[a-z]+\.test$", "", "ada.l@example.test", true),
        ("^[^@]+$", "", "a@b", false),
        (r"\bword\b", "", "a word here", true),
        ("^(?=.*d)(?!x).+$", "", "abcd", true),
        (r"^(.)\1$", "", "aa", true),
        ("^b", "m", "a\nb", true),
        ("a.b", "", "a\nb", false),
        ("a.b", "s", "a\nb", true),
        ("a{", "", "a{", true),
        ("^.*?c$", "", "abc", true),
        ("ä", "i", "Ä", true),
    ] {
        let pattern_read = super::super::pattern::Pattern::new(pattern, options).unwrap();
        assert_eq!(pattern_read.is_in(text).unwrap(), expected, "/{pattern}/{options} in {text:?}");
    }
}

#[test]
fn seeds_stand_in_every_database_or_in_the_one_they_name() {
    let mut store = seeded(r#"{"shop": {"users": [{"_id": 1}]}, "other": {"users": []}}"#);
    assert_eq!(found(&mut store, json!({ "find": "users", "filter": {} })), json!([{ "_id": 1 }]));
    let mut store = Documents::default();
    play(&mut store, std::path::Path::new("users.jsonl"), "{\"_id\": 1}\n{\"_id\": 2}\n").unwrap();
    assert_eq!(found(&mut store, json!({ "find": "users", "filter": {} })).as_array().unwrap().len(), 2);
}

#[test]
fn a_seed_that_cannot_be_used_is_refused_with_its_place() {
    for (text, expected) in [
        ("{", "seed.json: line 1, column 1: EOF while parsing an object at line 1 column 1"),
        (r#"{"users": 5, "x": []}"#, "seed.json: users: a collection is an array of documents"),
        (r#"{"users": [{"_id": {"$oid": "5"}}]}"#, "seed.json: users[0]: $oid takes 24 hexadecimal digits, not \"5\""),
        (
            r#"{"users": [{"_id": 1}, {"_id": 1}]}"#,
            "seed.json: users[1]: E11000 duplicate key error collection: seed.users index: _id_ dup key: { _id: 1 }",
        ),
        (
            r#"{"users": [{"a": 1}, {"a": 1}], "$indexes": {"users": [{"key": {"a": 1}, "unique": true}]}}"#,
            "seed.json: $indexes.users[0]: E11000 duplicate key error collection: seed.users index: a_1 dup key: { a: 1 }",
        ),
        ("", "seed.json: line 1: the file is empty"),
    ] {
        let error = play(&mut Documents::default(), std::path::Path::new("seed.json"), text).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
