// Errors as Node shows them: the stack, the class's name in its first line, then what else they carry.
'use strict';

const text = (value) => {
  try {
    return String(value);
  } catch {
    return '';
  }
};

const read = (object, key) => {
  try {
    return object[key];
  } catch {
    return undefined;
  }
};

const header = (error) => {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
};

// The stack with the class's name in its header: a subclass that sets no name still shows as itself.
function withClass(error, stack, className) {
  const name = text(read(error, 'name') ?? 'Error');
  const after = stack[name.length];
  const named =
    name.endsWith('Error') && stack.startsWith(name) && (after === undefined || after === ':' || after === '\n');
  if (className === null || className === name || !named) return stack;
  const rest = stack.slice(name.length);
  return className.includes(name) ? className + rest : `${className} [${name}]${rest}`;
}

// The text of an error; takes out of `keys` what the text already says and adds what Node always shows.
exports.errorText = function errorText(ctx, error, className, keys) {
  const stack = read(error, 'stack');
  let shown = stack ? text(stack) : header(error);
  for (const key of ['name', 'message', 'stack']) {
    const at = keys.indexOf(key);
    const value = read(error, key);
    if (at !== -1 && (typeof value !== 'string' || shown.includes(value))) keys.splice(at, 1);
  }
  for (const key of ['cause', 'errors']) {
    const present = key === 'cause' ? Object.hasOwn(error, key) : Array.isArray(read(error, key));
    if (present && !keys.includes(key)) keys.push(key);
  }
  shown = withClass(error, shown, className);
  const message = text(read(error, 'message') ?? '');
  const framesFrom = shown.indexOf(
    '\n    at',
    message !== '' ? Math.max(shown.indexOf(message), 0) + message.length : 0,
  );
  if (framesFrom === -1) shown = `[${shown}]`;
  if (ctx.indentation !== 0) shown = shown.replaceAll('\n', `\n${' '.repeat(ctx.indentation)}`);
  return shown;
};
