// The npm module `uuid`.
'use strict';

const made = require('uuid/made');
const text = require('uuid/text');

// Up to version 6 the module is `v4` itself, with `v1` beside it; later ones have a name for everything.
exports.forVersion = function forVersion(version) {
  const major = parseInt(/\d+/.exec(version ?? '11')?.[0] ?? '11', 10);
  const { v1, v3, v4, v5, v6, v7, v1ToV6, v6ToV1 } = made.forMajor(major);
  if (major < 7) return Object.assign(v4, { v1, v4 });
  const { NIL, parse, stringify, validate, version: versionOf } = text;
  if (major === 7) return { v1, v3, v4, v5 };
  if (major < 10) return { v1, v3, v4, v5, NIL, version: versionOf, validate, stringify, parse };
  const { MAX } = text;
  return { MAX, NIL, parse, stringify, v1, v1ToV6, v3, v4, v5, v6, v6ToV1, v7, validate, version: versionOf };
};
