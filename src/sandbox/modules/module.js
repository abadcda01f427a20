// `require('module')`: the loader of packages.
'use strict';

const { Module } = require('internal/commonjs');

module.exports = Module;
