// What a value really is, whatever its tag and its prototype say: the tests of `util.types`.
'use strict';

const tagOf = Function.prototype.call.bind(Object.prototype.toString);
const TypedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
const getter = (prototype, name) => Function.prototype.call.bind(Object.getOwnPropertyDescriptor(prototype, name).get);
const method = (prototype, name) => Function.prototype.call.bind(prototype[name]);

// `probe` throws when the value lacks the inner slot.
const has = (probe) => (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || host.isProxy(value)) return false;
  try {
    probe(value);
    return true;
  } catch {
    return false;
  }
};

// Probing throws for most values, and throwing is slow: what does not even inherit from the class, and has some
// prototype to say so, is not probed.
const likely = (constructor, probe) => {
  const sure = has(probe);
  const prototype = constructor.prototype;
  const inherits = Function.prototype.call.bind(Object.prototype.isPrototypeOf, prototype);
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    return (inherits(value) || Object.getPrototypeOf(value) === null) && sure(value);
  };
};

const typedArrayName = getter(TypedArrayPrototype, Symbol.toStringTag);

exports.isMap = likely(Map, getter(Map.prototype, 'size'));
exports.isSet = likely(Set, getter(Set.prototype, 'size'));
exports.isWeakMap = likely(WeakMap, (value) => method(WeakMap.prototype, 'has')(value, {}));
exports.isWeakSet = likely(WeakSet, (value) => method(WeakSet.prototype, 'has')(value, {}));
exports.isDate = likely(Date, method(Date.prototype, 'getTime'));
exports.isRegExp = likely(RegExp, (value) => {
  // The getter answers for the prototype itself, too.
  if (value === RegExp.prototype) throw new TypeError('not a regular expression');
  return getter(RegExp.prototype, 'global')(value);
});
exports.isArrayBuffer = likely(ArrayBuffer, getter(ArrayBuffer.prototype, 'byteLength'));
exports.isSharedArrayBuffer =
  typeof SharedArrayBuffer === 'function'
    ? likely(SharedArrayBuffer, getter(SharedArrayBuffer.prototype, 'byteLength'))
    : () => false;
exports.isDataView = likely(DataView, getter(DataView.prototype, 'byteLength'));
exports.isTypedArray = (value) => typedArrayName(value) !== undefined;
exports.typedArrayName = typedArrayName;
exports.isUint8Array = (value) => typedArrayName(value) === 'Uint8Array';
exports.isArrayBufferView = (value) => ArrayBuffer.isView(value);
exports.isAnyArrayBuffer = (value) => exports.isArrayBuffer(value) || exports.isSharedArrayBuffer(value);

exports.isNumberObject = likely(Number, method(Number.prototype, 'valueOf'));
exports.isStringObject = likely(String, method(String.prototype, 'valueOf'));
exports.isBooleanObject = likely(Boolean, method(Boolean.prototype, 'valueOf'));
exports.isSymbolObject = likely(Symbol, method(Symbol.prototype, 'valueOf'));
exports.isBigIntObject = likely(BigInt, method(BigInt.prototype, 'valueOf'));
exports.isBoxedPrimitive = (value) =>
  exports.isNumberObject(value) ||
  exports.isStringObject(value) ||
  exports.isBooleanObject(value) ||
  exports.isSymbolObject(value) ||
  exports.isBigIntObject(value);

exports.isProxy = (value) => host.isProxy(value);
exports.isPromise = (value) => host.promiseState(value) !== undefined;
exports.isNativeError = (value) => Error.isError(value);
exports.isError = (value) => Error.isError(value) || value instanceof Error;

const tagged = (tag) => (value) => {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, Symbol.toStringTag)) return false;
  return tagOf(value) === `[object ${tag}]`;
};
exports.isArgumentsObject = tagged('Arguments');
exports.isGeneratorObject = (value) => tagged('Generator')(value) || tagged('AsyncGenerator')(value);
exports.isMapIterator = tagged('Map Iterator');
exports.isSetIterator = tagged('Set Iterator');
exports.isModuleNamespaceObject = tagged('Module');
exports.isExternal = () => false;

const functionTag = (value) => (typeof value === 'function' && !host.isProxy(value) ? tagOf(value) : '');
exports.isAsyncFunction = (value) => {
  const tag = functionTag(value);
  return tag === '[object AsyncFunction]' || tag === '[object AsyncGeneratorFunction]';
};
exports.isGeneratorFunction = (value) => {
  const tag = functionTag(value);
  return tag === '[object GeneratorFunction]' || tag === '[object AsyncGeneratorFunction]';
};

for (const name of [
  'Int8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
]) {
  exports[`is${name}`] = (value) => typedArrayName(value) === name;
}
