// Powers of large numbers in packages that bring an arithmetic of their own, worked out by the engine instead.
//
// SRP raises numbers of 3072 bits to powers of 1024 bits. A package that does so digit by digit in JavaScript relies on
// compiled code and would take half a minute here; the result is the same.
'use strict';

const toBigInt = BigInt;
const { apply } = Reflect;
const toText = BigInt.prototype.toString;

// Such classes write negative numbers badly, so their sign is read apart.
const valueOf = (number) =>
  number.s < 0
    ? -toBigInt(`0x${number.negate().toString(16)}`)
    : toBigInt(`0x${number.toString(16)}`);

function power(base, exponent, modulus) {
  let result = 1n % modulus;
  let square = ((base % modulus) + modulus) % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

// `modPow(exponent, modulus, callback)` of the numbers a class makes of hexadecimal text.
function quickenPowers(exported) {
  const Big = exported?.default;
  const slow = Big?.prototype?.modPow;
  if (typeof slow !== 'function') return;
  Big.prototype.modPow = function modPow(exponent, modulus, callback) {
    const [base, by, within] = [this, exponent, modulus].map(valueOf);
    if (by < 0n || within <= 0n) return apply(slow, this, [exponent, modulus, callback]);
    const result = new Big(apply(toText, power(base, by, within), [16]), 16);
    callback(null, result);
    return result;
  };
}

const QUICKENED = [['/amazon-cognito-identity-js/lib/BigInteger.js', quickenPowers]];

// After a file of a package has run: where it holds such an arithmetic, its slow part is replaced.
exports.quicken = function quicken(file, exported) {
  for (const [end, replace] of QUICKENED) if (file.endsWith(end)) replace(exported);
};
