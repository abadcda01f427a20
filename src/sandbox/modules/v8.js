// `require('v8')`: another engine runs here; what it can tell of itself it tells as the container would.
'use strict';

const { absentAll } = require('internal/absent');

Object.assign(
  exports,
  absentAll('v8', [
    'deserialize',
    'getHeapSnapshot',
    'serialize',
    'startupSnapshot',
    'takeCoverage',
    'writeHeapSnapshot',
  ]),
  {
    cachedDataVersionTag: () => 0,
    setFlagsFromString() {},
    getHeapSpaceStatistics: () => [],
    getHeapStatistics: () => ({
      total_heap_size: 16777216,
      total_heap_size_executable: 262144,
      total_physical_size: 16777216,
      total_available_size: 251658240,
      used_heap_size: 8388608,
      heap_size_limit: 268435456,
      malloced_memory: 262144,
      peak_malloced_memory: 524288,
      does_zap_garbage: 0,
      number_of_native_contexts: 1,
      number_of_detached_contexts: 0,
      total_global_handles_size: 8192,
      used_global_handles_size: 2112,
      external_memory: 1048576,
    }),
  },
);
