// What stands before a value's braces: its class, its size, its tag.
'use strict';

// The name of the class a value is an instance of, null if nothing on its prototype chain says.
exports.className = function className(value) {
  for (let object = value; object !== null; object = Object.getPrototypeOf(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, 'constructor');
    if (descriptor === undefined || typeof descriptor.value !== 'function') continue;
    const { value: constructor } = descriptor;
    const name = Object.getOwnPropertyDescriptor(constructor, 'name')?.value;
    if (typeof name === 'string' && name !== '' && isInstance(value, constructor)) return name;
  }
  return null;
};

function isInstance(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

// The tag worth showing: not one that is listed as a property anyway, not the class over again.
exports.tagOf = function tagOf(value, name, showHidden) {
  let tag;
  try {
    tag = value[Symbol.toStringTag];
  } catch {
    return '';
  }
  if (typeof tag !== 'string' || tag === '' || name?.endsWith(tag)) return '';
  const listed = showHidden
    ? Object.hasOwn(value, Symbol.toStringTag)
    : Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  return listed ? '' : tag;
};

// `Foo(2) [tag] `, with a blank at the end.
exports.prefix = function prefix(name, tag, fallback, size = '') {
  if (name === null) {
    const shown = tag !== '' && tag !== fallback ? ` [${tag}]` : '';
    return `[${fallback}${size}: null prototype]${shown} `;
  }
  return tag === '' || name.endsWith(tag) ? `${name}${size} ` : `${name}${size} [${tag}] `;
};

const CLASS = /^class[\s{]/;
const KIND = new Map([
  ['[object AsyncFunction]', 'AsyncFunction'],
  ['[object GeneratorFunction]', 'GeneratorFunction'],
  ['[object AsyncGeneratorFunction]', 'AsyncGeneratorFunction'],
]);

function isClass(value) {
  try {
    return CLASS.test(Function.prototype.toString.call(value)) && Object.hasOwn(value, 'prototype');
  } catch {
    return false;
  }
}

const ownName = (value) => {
  const descriptor = Object.getOwnPropertyDescriptor(value, 'name');
  return typeof descriptor?.value === 'string' ? descriptor.value : '';
};

// `[Function: f]`, `[class A extends B]` and so on.
exports.functionName = function functionName(value, name, tag) {
  if (isClass(value)) {
    let text = `class ${ownName(value) || '(anonymous)'}`;
    if (name !== 'Function' && name !== null) text += ` [${name}]`;
    if (tag !== '' && name !== tag) text += ` [${tag}]`;
    const parent = Object.getPrototypeOf(value);
    if (name === null) text += ' extends null';
    else if (parent !== null && ownName(parent) !== '') text += ` extends ${ownName(parent)}`;
    return `[${text}]`;
  }
  const kind = KIND.get(Object.prototype.toString.call(value)) ?? 'Function';
  let text = kind;
  if (name === null) text += ' (null prototype)';
  text += ownName(value) === '' ? ' (anonymous)' : `: ${ownName(value)}`;
  text = `[${text}]`;
  if (name !== kind && name !== null) text += ` ${name}`;
  if (tag !== '' && name !== tag && tag !== kind) text += ` [${tag}]`;
  return text;
};
