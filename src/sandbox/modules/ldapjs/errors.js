// Results of a directory as the errors of the npm module `ldapjs`.
'use strict';

// Number, name, of every result that is an error.
const CODES = [
  [1, 'OPERATIONS_ERROR'],
  [2, 'PROTOCOL_ERROR'],
  [3, 'TIME_LIMIT_EXCEEDED'],
  [4, 'SIZE_LIMIT_EXCEEDED'],
  [5, 'COMPARE_FALSE'],
  [6, 'COMPARE_TRUE'],
  [7, 'AUTH_METHOD_NOT_SUPPORTED'],
  [8, 'STRONG_AUTH_REQUIRED'],
  [10, 'REFERRAL'],
  [11, 'ADMIN_LIMIT_EXCEEDED'],
  [12, 'UNAVAILABLE_CRITICAL_EXTENSION'],
  [13, 'CONFIDENTIALITY_REQUIRED'],
  [14, 'SASL_BIND_IN_PROGRESS'],
  [16, 'NO_SUCH_ATTRIBUTE'],
  [17, 'UNDEFINED_ATTRIBUTE_TYPE'],
  [18, 'INAPPROPRIATE_MATCHING'],
  [19, 'CONSTRAINT_VIOLATION'],
  [20, 'ATTRIBUTE_OR_VALUE_EXISTS'],
  [21, 'INVALID_ATTRIBUTE_SYNTAX'],
  [32, 'NO_SUCH_OBJECT'],
  [33, 'ALIAS_PROBLEM'],
  [34, 'INVALID_DN_SYNTAX'],
  [36, 'ALIAS_DEREF_PROBLEM'],
  [48, 'INAPPROPRIATE_AUTHENTICATION'],
  [49, 'INVALID_CREDENTIALS'],
  [50, 'INSUFFICIENT_ACCESS_RIGHTS'],
  [51, 'BUSY'],
  [52, 'UNAVAILABLE'],
  [53, 'UNWILLING_TO_PERFORM'],
  [54, 'LOOP_DETECT'],
  [60, 'SORT_CONTROL_MISSING'],
  [61, 'INDEX_RANGE_ERROR'],
  [64, 'NAMING_VIOLATION'],
  [65, 'OBJECTCLASS_VIOLATION'],
  [66, 'NOT_ALLOWED_ON_NON_LEAF'],
  [67, 'NOT_ALLOWED_ON_RDN'],
  [68, 'ENTRY_ALREADY_EXISTS'],
  [69, 'OBJECTCLASS_MODS_PROHIBITED'],
  [71, 'AFFECTS_MULTIPLE_DSAS'],
  [76, 'CONTROL_ERROR'],
  [80, 'OTHER'],
  [123, 'PROXIED_AUTHORIZATION_DENIED'],
];

class LDAPError extends Error {
  constructor(message, dn) {
    super();
    delete this.message;
    this.lde_message = message;
    this.lde_dn = dn;
  }

  get name() {
    return 'LDAPError';
  }

  get code() {
    return 80;
  }

  get message() {
    return this.lde_message || this.name;
  }

  set message(message) {
    this.lde_message = message;
  }

  get dn() {
    return this.lde_dn ? this.lde_dn.toString() : '';
  }
}

const classes = { LDAPError };
const codes = { LDAP_SUCCESS: 0 };
const words = new Map();
const byCode = new Map();

for (const [code, text] of CODES) {
  const parts = text.split('_').map((part) => part[0] + part.slice(1).toLowerCase());
  const plain = parts.join('');
  const name = plain.endsWith('Error') ? plain : `${plain}Error`;
  classes[name] = {
    [name]: class extends LDAPError {
      get name() {
        return name;
      }

      get code() {
        return code;
      }
    },
  }[name];
  codes[`LDAP_${text}`] = code;
  words.set(code, parts.join(' '));
  byCode.set(code, classes[name]);
}

for (const name of ['ConnectionError', 'AbandonedError', 'TimeoutError']) {
  const code = { ConnectionError: 'LDAP_CONNECTION_ERROR', AbandonedError: 'LDAP_ABANDONED', TimeoutError: 'LDAP_TIMEOUT' }[name];
  classes[name] = {
    [name]: class extends LDAPError {
      constructor(message) {
        super(message, null);
      }

      get name() {
        return name;
      }

      get code() {
        return code;
      }
    },
  }[name];
}

// The error of a result.
function errorOf({ code, message, matched }) {
  const Class = byCode.get(code) ?? classes.OtherError;
  return new Class(message || words.get(code) || 'Unknown error', matched || null);
}

Object.assign(exports, { classes, codes, errorOf, messageOf: (code) => words.get(code) });
