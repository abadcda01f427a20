//! The stand-in for the npm module `mongodb`, over the embedded document store. What each version answers was compared
//! with the real packages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use loginscope::legacy::EmbeddedTemplate;
use realm::{printed, run, run_against};

const SEED: &str = r#"{"users": [
    {"_id": {"$oid": "5f0000000000000000000001"}, "email": "ada@example.test", "logins": {"$numberLong": "9007199254740993"},
     "created": {"$date": "2024-01-31T12:00:00Z"}},
    {"_id": {"$oid": "5f0000000000000000000002"}, "email": "grace@example.test"}
], "$indexes": {"users": [{"key": {"email": 1}, "unique": true}]}}"#;

/// What a body prints that has `client`, connected by the module of this version.
fn prints(version: &str, body: &str) -> String {
    let store = EmbeddedTemplate::from_text(&[("seed.json", SEED)], &[]).unwrap().open().unwrap();
    let text = format!(
        "const mongodb = require('mongodb@{version}');
        const {{ MongoClient, ObjectId }} = mongodb;
        const client = new MongoClient('mongodb://user:word@db.example.test:27018/shop');
        await client.connect();
        const users = client.db('shop').collection('users');
        {body}"
    );
    printed(&run_against(store, &text))
}

#[test]
fn version_3_calls_back_with_the_servers_result() {
    let body = "await new Promise((done) => {
        users.findOne({ email: 'ada@example.test' }, (err, user) => {
            console.log(err, user._id.toString(), user.created.toISOString(), String(user.logins));
            users.update({ email: 'ada@example.test' }, { $set: { a: 1 } }, (err, result) => {
                console.log(err, JSON.stringify(result), result.result.n > 0, result > 0);
                users.insert({ email: 'new@example.test' }, (err, result) => {
                    console.log(err, result.insertedCount, result.ops.length, Object.keys(result.insertedIds));
                    users.remove({ email: 'new@example.test' }, (err, result) => {
                        console.log(err, result.result.n);
                        client.close();
                        done();
                    });
                });
            });
        });
    });";
    let expected = "null 5f0000000000000000000001 2024-01-31T12:00:00.000Z 9007199254740993
null {\"n\":1,\"nModified\":1,\"ok\":1} true false
null 1 1 [ '0' ]
null 1
";
    assert_eq!(prints("3.1.4", body), expected);
}

#[test]
fn a_duplicate_key_is_the_error_of_the_version() {
    let body = "try { await users.insertOne({ email: 'ada@example.test' }); } catch (error) {
        console.log(error.constructor.name, error.code, error.message);
        console.log(Object.keys(error).join(), JSON.stringify(error.keyValue), error instanceof mongodb.MongoError);
    }";
    let words = "11000 E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: \"ada@example.test\" }";
    let value = "{\"email\":\"ada@example.test\"} true";
    for (version, class, keys) in [
        ("3.1.4", "MongoError", "driver,name,index,code,errmsg,keyPattern,keyValue"),
        ("4.4.1", "MongoServerError", "index,code,keyPattern,keyValue"),
        ("6.0.0", "MongoServerError", "errorLabelSet,errorResponse,index,code,keyPattern,keyValue"),
    ] {
        assert_eq!(prints(version, body), format!("{class} {words}\n{keys} {value}\n"), "{version}");
    }
}

#[test]
fn from_version_5_on_a_callback_is_never_called() {
    let body = "let called = false;
        const answer = users.findOne({ email: 'ada@example.test' }, () => { called = true; });
        await new Promise((done) => setTimeout(done, 100));
        console.log(answer instanceof Promise, called, (await answer).email);";
    assert_eq!(prints("5.1.0", body), "true false ada@example.test\n");
    let called = "users.findOne({ email: 'ada@example.test' }, (err, user) => console.log(err, user.email));
        await new Promise((done) => setTimeout(done, 100));";
    assert_eq!(prints("4.4.1", called), "undefined ada@example.test\n");
}

#[test]
fn later_versions_answer_with_counts() {
    let body = "console.log(await users.updateOne({ email: 'grace@example.test' }, { $set: { a: 1 } }));
        console.log((await users.insertOne({ _id: 7 })), await users.deleteOne({ _id: 7 }));
        console.log(await users.findOneAndUpdate({ _id: 5 }, { $set: { a: 1 } }));";
    let expected = "{
  acknowledged: true,
  modifiedCount: 1,
  upsertedId: null,
  upsertedCount: 0,
  matchedCount: 1
}
{ acknowledged: true, insertedId: 7 } { acknowledged: true, deletedCount: 1 }
null
";
    assert_eq!(prints("6.0.0", body), expected);
}

#[test]
fn an_update_without_a_document_is_refused_as_the_version_does_it() {
    let body =
        "try { const answer = users.updateOne({ email: 'ada@example.test' }); console.log('no throw'); await answer; }
        catch (error) { console.log(error.name, error.message); }";
    for (version, expected) in [
        ("3.1.4", "TypeError Cannot convert undefined or null to object\n"),
        ("4.4.1", "MongoInvalidArgumentError Document must be a valid JavaScript object\n"),
        ("6.0.0", "no throw\nMongoInvalidArgumentError Document must be a valid JavaScript object\n"),
    ] {
        assert_eq!(prints(version, body), expected, "{version}");
    }
}

#[test]
fn ids_look_and_compare_as_the_version_has_them() {
    let body = "const id = new ObjectId('5f0000000000000000000001');
        console.log(id, JSON.stringify({ id }), id.equals('5f0000000000000000000001'), ObjectId.isValid('nope'));
        try { new ObjectId('nope'); } catch (error) { console.log(error.name, error.message); }";
    let hex = "5f0000000000000000000001";
    for (version, shown, refusal) in [
        ("3.1.4", hex.to_owned(), "Error Argument passed in must be a single String of 12 bytes or a string of 24 hex characters"),
        (
            "4.4.1",
            format!("new ObjectId(\"{hex}\")"),
            "BSONTypeError Argument passed in must be a string of 12 bytes or a string of 24 hex characters or an integer",
        ),
        (
            "6.0.0",
            format!("new ObjectId('{hex}')"),
            "BSONError input must be a 24 character hex string, 12 byte Uint8Array, or an integer",
        ),
    ] {
        let expected = format!("{shown} {{\"id\":\"{hex}\"}} true false\n{refusal}\n");
        assert_eq!(prints(version, body), expected, "{version}");
    }
}

#[test]
fn an_id_that_is_text_meets_no_document() {
    let body = "console.log(await users.findOne({ _id: '5f0000000000000000000001' }));
        console.log((await users.findOne({ _id: new ObjectId('5f0000000000000000000001') })).email);";
    assert_eq!(prints("6.0.0", body), "null\nada@example.test\n");
}

#[test]
fn cursors_are_read_in_every_way() {
    let body = "const cursor = () => users.find({}).sort({ email: 1 }).project({ email: 1, _id: 0 });
        console.log(await cursor().toArray());
        for await (const user of cursor().limit(1)) console.log('of', user.email);
        await cursor().skip(1).forEach((user) => console.log('each', user.email));
        const one = cursor().batchSize(1);
        while (await one.hasNext()) console.log('next', (await one.next()).email);
        console.log(await users.find({ email: 'ADA@EXAMPLE.TEST' }).collation({ locale: 'en', strength: 2 }).count());
        console.log(await users.countDocuments({ email: /^grace/ }), await users.distinct('email'));";
    let expected = "[ { email: 'ada@example.test' }, { email: 'grace@example.test' } ]
of ada@example.test
each grace@example.test
next ada@example.test
next grace@example.test
1
1 [ 'ada@example.test', 'grace@example.test' ]
";
    assert_eq!(prints("6.0.0", body), expected);
}

#[test]
fn an_unreachable_server_is_told_as_the_version_tells_it() {
    let first = printed(&run("const { MongoClient } = require('mongodb@3.1.4');
        try { await new MongoClient('mongodb://127.0.0.1:1/x').connect(); } catch (error) {
            console.log(error.name, error.message.split('\\n')[0]);
        }"));
    let expected = "MongoNetworkError failed to connect to server [127.0.0.1:1] on first connect [Error: connect ECONNREFUSED 127.0.0.1:1\n";
    assert_eq!(first, expected);
    let later = printed(&run("const { MongoClient } = require('mongodb@4.4.1');
        const start = Date.now();
        try {
            await new MongoClient('mongodb://127.0.0.1:1/x', { serverSelectionTimeoutMS: 500 }).connect();
        } catch (error) { console.log(error.name, error.message, error.reason.type, Date.now() - start >= 500); }"));
    assert_eq!(later, "MongoServerSelectionError connect ECONNREFUSED 127.0.0.1:1 Unknown true\n");
}

#[test]
fn a_closed_client_is_refused_as_the_version_does_it() {
    let body = "await client.close(); try { await users.findOne({}); } catch (error) { console.log(error.name, error.message); }";
    for (version, expected) in [
        ("3.1.4", "MongoError Topology was destroyed\n"),
        ("4.4.1", "MongoNotConnectedError MongoClient must be connected to perform this operation\n"),
        ("6.0.0", "MongoNotConnectedError Client must be connected before running operations\n"),
    ] {
        assert_eq!(prints(version, body), expected, "{version}");
    }
}

#[test]
fn the_module_is_a_function_up_to_version_3_and_none_later() {
    assert_eq!(prints("3.1.4", "console.log(typeof mongodb);"), "function\n");
    let body = "try { mongodb('mongodb://x', () => {}); } catch (error) { console.log(error.name, error.message); }";
    assert_eq!(prints("6.0.0", body), "TypeError mongodb is not a function\n");
}

#[test]
fn a_transaction_that_is_given_up_leaves_nothing() {
    let body = "const session = client.startSession();
        try {
            await session.withTransaction(async () => {
                await users.insertOne({ email: 'new@example.test' }, { session });
                throw new Error('no');
            });
        } catch (error) { console.log(error.message); }
        console.log(await users.countDocuments({}));";
    assert_eq!(prints("6.0.0", body), "no\n2\n");
}
