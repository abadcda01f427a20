// The npm module `mongodb`, versions 2 to 6: callbacks up to 4, promises alone from 5 on, each with its own results and
// errors. Up to version 3 the module is a function that connects; from 4 on calling it is a TypeError.
'use strict';

const { Collection } = require('mongodb/collection');
const { AggregationCursor, FindCursor } = require('mongodb/cursor');
const { Db } = require('mongodb/db');
const { flavour } = require('mongodb/flavour');
const { mongoClient } = require('mongodb/client');

const modules = new Map();

const refusing = (what) =>
  class {
    constructor() {
      throw new Error(`${what} is not supported by the document stores of loginscope`);
    }
  };

function moduleOf(made) {
  const { bson, errors, major } = made;
  const { major: _, cyclic, checkKey, ...classes } = bson;
  const MongoClient = mongoClient(made);
  const connect = (...args) => MongoClient.connect(...args);
  const module = major < 4 ? connect : {};
  Object.assign(module, errors.classes, classes, {
    MongoClient,
    Db,
    Collection,
    AggregationCursor,
    GridFSBucket: refusing('GridFS'),
  });
  if (major < 6) module.Map = Map;
  if (major < 5) module.ObjectID = bson.ObjectId;
  if (major < 4) {
    Object.assign(module, { connect, Cursor: FindCursor, GridStore: refusing('GridFS'), Symbol: bson.BSONSymbol });
    delete module.BSONSymbol;
    delete module.UUID;
  } else {
    module.FindCursor = FindCursor;
    if (major < 6) delete module.UUID;
  }
  return module;
}

exports.forVersion = function forVersion(asked) {
  const made = flavour(asked);
  if (!modules.has(made)) modules.set(made, moduleOf(made));
  return modules.get(made);
};

// The module called as a function, as Auth0's old runtime had it: `mongodb(uri, (error, db) => …)`. What is a function
// already stays what it is.
exports.callable = (module) => {
  if (typeof module === 'function') return module;
  return (uri, callback) => exports.forVersion('2.2.36').MongoClient.connect(uri, callback);
};
