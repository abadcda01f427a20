// `util.parseArgs`.
'use strict';

const { coded, invalidArgType, invalidArgValue, received } = require('internal/node_errors');

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function checked(options) {
  for (const [name, option] of Object.entries(options)) {
    if (!isObject(option)) throw invalidArgType(`options.${name}`, 'Object', option);
    if (option.type !== 'string' && option.type !== 'boolean') {
      throw coded(
        TypeError,
        'ERR_INVALID_ARG_TYPE',
        `The "options.${name}.type" property must be ('string|boolean').${received(option.type)}`,
      );
    }
    const { short } = option;
    if (short === undefined) continue;
    if (typeof short !== 'string') throw invalidArgType(`options.${name}.short`, 'string', short);
    if ([...short].length !== 1) {
      throw invalidArgValue(`options.${name}.short`, short, 'must be a single character');
    }
  }
}

// Arguments as tokens: options (short groups taken apart), positionals, and the `--` that ends the options.
function tokensOf(args, options) {
  const tokens = [];
  const longOf = (short) => Object.keys(options).find((name) => options[name].short === short) ?? short;
  const takesValue = (name) => options[name]?.type === 'string';
  const queue = args.map((text, index) => ({ text, index }));
  let last = -1;
  let grouped = 0;
  while (queue.length > 0) {
    const { text, index: given } = queue.shift();
    const next = queue[0]?.text;
    if (grouped > 0) grouped -= 1;
    else last += 1;
    const index = given ?? last;
    if (text === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const rest of queue.splice(0)) tokens.push({ kind: 'positional', index: (last += 1), value: rest.text });
      break;
    }
    const option = (name, rawName, value, inlineValue) =>
      tokens.push({ kind: 'option', name, rawName, index, value, inlineValue });
    if (/^-[^-]$/s.test(text)) {
      const name = longOf(text[1]);
      if (takesValue(name) && next !== undefined) {
        option(name, text, queue.shift().text, false);
        last += 1;
      } else {
        option(name, text, undefined, undefined);
      }
    } else if (/^-[^-]./s.test(text)) {
      const name = longOf(text[1]);
      if (takesValue(name)) {
        option(name, text.slice(0, 2), text.slice(2), true);
      } else {
        const parts = [];
        for (let i = 1; i < text.length; i++) {
          if (takesValue(longOf(text[i])) && i < text.length - 1) {
            parts.push(`-${text.slice(i)}`);
            break;
          }
          parts.push(`-${text[i]}`);
        }
        queue.unshift(...parts.map((part) => ({ text: part, index })));
        grouped = parts.length;
      }
    } else if (text.startsWith('--') && text.includes('=', 3)) {
      const at = text.indexOf('=', 3);
      option(text.slice(2, at), text.slice(0, at), text.slice(at + 1), true);
    } else if (text.startsWith('--')) {
      const name = text.slice(2);
      if (takesValue(name) && next !== undefined) {
        option(name, text, queue.shift().text, false);
        last += 1;
      } else {
        option(name, text, undefined, undefined);
      }
    } else {
      tokens.push({ kind: 'positional', index, value: text });
    }
  }
  return tokens;
}

const badValue = (message) => coded(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', message);

function check(token, options, { strict, allowPositionals, allowNegative }) {
  if (!strict) return;
  const { name, rawName, value, inlineValue } = token;
  const negated = allowNegative && name.startsWith('no-') ? name.slice(3) : undefined;
  const known = Object.hasOwn(options, name) || (negated !== undefined && options[negated]?.type === 'boolean');
  if (!known) {
    const hint = allowPositionals
      ? ". To specify a positional argument starting with a '-', place it at the end of the command after '--', " +
        `as in '-- ${JSON.stringify(rawName)}'`
      : '';
    throw coded(TypeError, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${rawName}'${hint}`);
  }
  const { short, type } = options[name] ?? options[negated];
  const shown = `${short ? `-${short}, ` : ''}--${name}`;
  if (type === 'string' && typeof value !== 'string') throw badValue(`Option '${shown} <value>' argument missing`);
  if (type === 'boolean' && value !== undefined) throw badValue(`Option '${shown}' does not take an argument`);
  if (inlineValue === false && value?.startsWith('-') && value.length > 1) {
    const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
    throw badValue(
      `Option '${rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${rawName}'?\n` +
        `To specify an option argument starting with a dash use ${example}.`,
    );
  }
}

exports.parseArgs = function parseArgs(config = {}) {
  const args = config.args ?? [];
  if (!Array.isArray(args)) throw invalidArgType('args', 'Array', args);
  const { strict = true, options = {}, allowNegative = false } = config;
  const allowPositionals = config.allowPositionals ?? !strict;
  checked(options);
  const tokens = tokensOf(args, options);
  const values = { __proto__: null };
  const positionals = [];
  const keep = (name, value) => {
    if (name === '__proto__') return;
    if (options[name]?.multiple) (values[name] ??= []).push(value);
    else values[name] = value;
  };
  for (const token of tokens) {
    if (token.kind === 'option') {
      check(token, options, { strict, allowPositionals, allowNegative });
      const negated = allowNegative && token.value === undefined && token.name.startsWith('no-');
      keep(negated ? token.name.slice(3) : token.name, negated ? false : (token.value ?? true));
    } else if (token.kind === 'positional') {
      if (!allowPositionals) {
        throw coded(
          TypeError,
          'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
          `Unexpected argument '${token.value}'. This command does not take positional arguments`,
        );
      }
      positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return config.tokens ? { values, positionals, tokens } : { values, positionals };
};
