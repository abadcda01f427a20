// `require('trace_events')`: nothing is traced.
'use strict';

const { absentAll } = require('internal/absent');

Object.assign(exports, absentAll('trace_events', ['createTracing']), { getEnabledCategories: () => undefined });
