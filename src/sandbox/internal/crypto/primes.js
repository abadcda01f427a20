// `checkPrime`, `generatePrime`: by the test of Miller and Rabin.
'use strict';

const { fromNumber, toNumber, viewed } = require('internal/crypto/bytes');
const { invalidArgType, needFunction, needInteger, outOfRange } = require('internal/node_errors');
const tasks = require('internal/tasks');

const WITNESSES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n];
const SMALL = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97].map(
  BigInt,
);
const LONGEST = 2048;

function isPrime(number) {
  if (number < 2n) return false;
  for (const small of SMALL) if (number % small === 0n) return number === small;
  const modulus = fromNumber(number);
  let odd = number - 1n;
  let halvings = 0;
  for (; odd % 2n === 0n; halvings++) odd /= 2n;
  const exponent = fromNumber(odd);
  return WITNESSES.every((witness) => {
    let power = toNumber(host.modPow(fromNumber(witness), exponent, modulus));
    if (power === 1n) return true;
    for (let i = 0; i < halvings; i++) {
      if (power === number - 1n) return true;
      power = (power * power) % number;
    }
    return false;
  });
}

function candidateOf(candidate) {
  if (typeof candidate === 'bigint') {
    if (candidate < 0n) throw outOfRange('candidate', '>= 0', candidate);
    return candidate;
  }
  const bytes = viewed(candidate);
  if (bytes === undefined) {
    throw invalidArgType('candidate', ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], candidate);
  }
  return toNumber(bytes);
}

exports.checkPrimeSync = function checkPrimeSync(candidate) {
  const number = candidateOf(candidate);
  if (number.toString(16).length * 4 > 8192) throw new Error('loginscope checks primes of at most 8192 bits');
  return isPrime(number);
};

exports.checkPrime = function checkPrime(candidate, options, callback) {
  if (typeof options === 'function') callback = options;
  needFunction(callback, 'callback');
  const result = exports.checkPrimeSync(candidate);
  tasks.later(() => callback(null, result));
};

exports.generatePrimeSync = function generatePrimeSync(size, { bigint = false, safe = false } = {}) {
  needInteger(size, 'size', 1, 2 ** 31 - 1);
  if (size > LONGEST || safe) throw new Error(`loginscope makes primes of at most ${LONGEST} bits, and no safe ones`);
  const top = 1n << BigInt(size - 1);
  for (;;) {
    const drawn = toNumber(host.randomBytes(Math.ceil(size / 8))) % top;
    const number = size === 1 ? 2n : size === 2 ? 2n + (drawn % 2n) : top | (top >> 1n) | drawn | 1n;
    if (!isPrime(number)) continue;
    if (bigint) return number;
    const bytes = fromNumber(number, Math.ceil(size / 8));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  }
};

exports.generatePrime = function generatePrime(size, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  needFunction(callback, 'callback');
  const prime = exports.generatePrimeSync(size, options);
  tasks.later(() => callback(null, prime));
};
