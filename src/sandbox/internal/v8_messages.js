// The engine's own error messages in the words of V8, which scripts and people know.
'use strict';

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;

const NATIVE = new Set([TypeError, ReferenceError, RangeError, SyntaxError, URIError].map((Class) => Class.prototype));

// Where the script stands: the innermost frame that has a line.
const place = (sites) => sites.find((site) => site.getLineNumber() !== null);
const at = (site, ask, ...more) =>
  site === undefined ? undefined : ask(`${site.getFileName()}`, site.getLineNumber(), site.getColumnNumber(), ...more);

const BUILT_IN = new Set(
  (
    'Array BigInt Boolean Buffer Date Error JSON Map Math Number Object Promise Reflect RegExp Set String Symbol URL ' +
    'URLSearchParams console decodeURIComponent encodeURIComponent isNaN parseFloat parseInt require'
  ).split(' '),
);

// Whether a callee such as `JSON.stringify` can be called, as far as that can be told from its name.
function isCallable(callee) {
  const names = callee.split('.');
  if (!BUILT_IN.has(names[0]) || names.length > 2) return false;
  const root = getOwnPropertyDescriptor(globalThis, names[0])?.value;
  const found =
    names.length === 1 || root === undefined ? root : getOwnPropertyDescriptor(Object(root), names[1])?.value;
  return typeof found === 'function';
}

// The callee that is no function. The engine may point at a call among the arguments; if that one is a function for
// sure, the call around it is meant.
function culprit(site) {
  for (let outwards = 0; outwards < 5; outwards++) {
    const found = at(site, host.callee, outwards);
    if (found === undefined || !isCallable(found[0])) return found;
  }
  return undefined;
}
// Thrown by a native function, which knows no names.
const isNative = (sites) => sites.length > 0 && sites[0].getLineNumber() === null;

const TAKES_CALLBACK = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'flatMap',
  'forEach',
  'map',
  'reduce',
  'reduceRight',
  'some',
  'sort',
]);

function notCallable(what) {
  return (match, sites) => {
    if (isNative(sites)) {
      const name = sites[0].getFunctionName();
      return TAKES_CALLBACK.has(name) ? `the callback given to ${name} is not a function` : undefined;
    }
    const [callee, constructed] = culprit(place(sites)) ?? [];
    if (callee === undefined || callee.endsWith('Error')) return undefined;
    return `${callee} is not a ${constructed === undefined ? what : 'constructor'}`;
  };
}

// The engine's message, whole, and what V8 says instead; undefined leaves it.
const WORDS = [
  [
    /^cannot read property '(.*)' of (undefined|null)$/s,
    ([, key, value]) =>
      key === 'Symbol.iterator'
        ? `${value} is not iterable (cannot read property Symbol(Symbol.iterator))`
        : `Cannot read properties of ${value} (reading '${key}')`,
  ],
  [
    /^cannot set property '(.*)' of (undefined|null)$/s,
    ([, key, value]) => `Cannot set properties of ${value} (setting '${key}')`,
  ],
  [/^not a function$/, notCallable('function')],
  [/^not a constructor$/, notCallable('constructor')],
  [
    /^this is not initialized$/,
    () => "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
  ],
  [/^(.+) is not initialized$/, ([, name]) => `Cannot access '${name}' before initialization`],
  [
    /^'(.+)' is read-only$/,
    ([, name], sites) =>
      at(place(sites), host.assigned, name)
        ? 'Assignment to constant variable.'
        : `Cannot assign to read only property '${name}' of object`,
  ],
  [
    /^private class field '(.+)' does not exist$/,
    ([, name]) => `Cannot read private member ${name} from an object whose class did not declare it`,
  ],
  [
    /^class constructors must be invoked with 'new'$/,
    (match, sites) => `Class constructor ${sites[0]?.getFunctionName() ?? ''} cannot be invoked without 'new'`,
  ],
  [/^must be called with new$/, (match, sites) => `Constructor ${sites[0]?.getFunctionName() ?? ''} requires 'new'`],
  [/^parent class must be constructor$/, () => 'Class extends value is not a constructor or null'],
  [/^circular reference$/, () => 'Converting circular structure to JSON'],
  [/^BigInt are forbidden in JSON\.stringify$/, () => 'Do not know how to serialize a BigInt'],
  [/^cannot convert symbol to string$/, () => 'Cannot convert a Symbol value to a string'],
  [/^cannot convert symbol to number$/, () => 'Cannot convert a Symbol value to a number'],
  [/^cannot convert BigInt to number$/, () => 'Cannot mix BigInt and other types, use explicit conversions'],
  [/^could not delete property$/, () => 'Cannot delete property of #<Object>'],
  [/^object is not extensible$/, () => 'Cannot add property, object is not extensible'],
  [/^no setter for property$/, () => 'Cannot set property of #<Object> which has only a getter'],
  [/^'this' can be initialized only once$/, () => 'Super constructor may only be called once'],
  [
    /^cannot convert to BigInt: not an integer$/,
    () => 'The number cannot be converted to a BigInt because it is not an integer',
  ],
  [/^invalid BigInt literal$/, () => 'Cannot convert the text to a BigInt'],
  [/^BigInt division by zero$/, () => 'Division by zero'],
  [/^bigint argument with unary \+$/, () => 'Cannot convert a BigInt value to a number'],
  [/^invalid string length$/, () => 'Invalid string length'],
  [/^invalid code point$/, () => 'Invalid code point'],
  [
    /^invalid number of digits$/,
    (match, sites) => {
      const name = isNative(sites) ? sites[0].getFunctionName() : undefined;
      const least = name === 'toPrecision' ? 1 : 0;
      const kind = name === 'toFixed' ? 'digits argument' : 'argument';
      return name === undefined ? undefined : `${name}() ${kind} must be between ${least} and 100`;
    },
  ],
  [/^invalid value used as WeakMap key$/, () => 'Invalid value used as weak map key'],
  [/^invalid value used as WeakSet key$/, () => 'Invalid value used in weak set'],
  [/^not a Date object$/, () => 'this is not a Date object.'],
  [/^revoked proxy$/, () => 'Cannot perform an operation on a proxy that has been revoked'],
  [/^not a symbol$/, () => 'value is not a symbol'],
  [
    /^(Map|Set|WeakMap|WeakSet|RegExp|Promise) object expected$/,
    ([, Class], sites) => {
      const name = isNative(sites) ? sites[0].getFunctionName() : undefined;
      return `Method ${Class}.prototype.${name ?? ''} called on incompatible receiver`;
    },
  ],
  [
    /^null or undefined are forbidden$/,
    (match, sites) => {
      const name = isNative(sites) ? sites[0].getFunctionName() : undefined;
      return name === undefined ? undefined : `String.prototype.${name} called on null or undefined`;
    },
  ],
  [/^invalid array length$/, () => 'Invalid array length'],
  [/^invalid repeat count$/, () => 'Invalid count value'],
  [/^Date value is NaN$/, () => 'Invalid time value'],
  [/^expecting (?:hex digit|surrogate pair|%)$/, () => 'URI malformed'],
  [/^empty array$/, () => 'Reduce of empty array with no initial value'],
  [/^invalid 'instanceof' right operand$/, () => "Right-hand side of 'instanceof' is not callable"],
  [/^invalid 'in' operand$/, () => "Cannot use 'in' operator to search for a property in a value that is no object"],
  [/^object prototype may only be an Object or null$/, () => 'Object prototype may only be an Object or null'],
  [/^bad normalization form$/, () => 'The normalization form should be one of NFC, NFD, NFKC, NFKD.'],
  [
    /^regexp must have the 'g' flag$/,
    (match, sites) => `String.prototype.${sites[0]?.getFunctionName()} called with a non-global RegExp argument`,
  ],
];

// Called for every error as it is made; `sites` are the engine's frames.
exports.reword = function reword(error, sites) {
  if (!NATIVE.has(getPrototypeOf(error))) return;
  const message = getOwnPropertyDescriptor(error, 'message')?.value;
  if (typeof message !== 'string') return;
  for (let i = 0; i < WORDS.length; i++) {
    const match = WORDS[i][0].exec(message);
    if (match === null) continue;
    const value = WORDS[i][1](match, sites);
    if (value !== undefined)
      defineProperty(error, 'message', { value, writable: true, enumerable: false, configurable: true });
    return;
  }
};
