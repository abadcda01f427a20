// `require('perf_hooks')`.
'use strict';

const { coded, needInteger, outOfRange } = require('internal/node_errors');
const file = require('globals/performance');

Object.assign(exports, file);

exports.monitorEventLoopDelay = function monitorEventLoopDelay() {
  throw coded(
    Error,
    'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    'perf_hooks.monitorEventLoopDelay() measures the real event loop; the clock of this one is virtual',
  );
};

const MOST_VALUES = 1000000;

class Histogram {
  #values = new Map();
  #count = 0;

  get count() {
    return this.#count;
  }
  get countBigInt() {
    return BigInt(this.#count);
  }
  get min() {
    return this.#count === 0 ? 9223372036854776000 : Math.min(...this.#values.keys());
  }
  get max() {
    return this.#count === 0 ? 0 : Math.max(...this.#values.keys());
  }
  get mean() {
    let sum = 0;
    for (const [value, times] of this.#values) sum += value * times;
    return this.#count === 0 ? NaN : sum / this.#count;
  }
  get stddev() {
    const { mean } = this;
    let sum = 0;
    for (const [value, times] of this.#values) sum += (value - mean) ** 2 * times;
    return this.#count === 0 ? NaN : Math.sqrt(sum / this.#count);
  }
  get exceeds() {
    return 0;
  }

  record(value) {
    const number = Number(value);
    if (typeof value !== 'bigint') needInteger(value, 'val', 1);
    if (number < 1) throw outOfRange('val', '>= 1', value);
    if (this.#count >= MOST_VALUES) return;
    this.#values.set(number, (this.#values.get(number) ?? 0) + 1);
    this.#count += 1;
  }

  percentile(percent) {
    if (typeof percent !== 'number') {
      throw require('internal/node_errors').invalidArgType('percentile', 'number', percent);
    }
    if (!(percent > 0 && percent <= 100)) throw outOfRange('percentile', '> 0 && <= 100', percent);
    const wanted = Math.ceil((percent / 100) * this.#count);
    let seen = 0;
    for (const [value, times] of [...this.#values].sort((one, two) => one[0] - two[0])) {
      seen += times;
      if (seen >= wanted) return value;
    }
    return 0;
  }

  reset() {
    this.#values.clear();
    this.#count = 0;
  }
}

exports.createHistogram = () => new Histogram();
exports.constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};
