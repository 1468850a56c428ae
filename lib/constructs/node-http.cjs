'use strict';

// What functions have as `node:http`. An import of it reads each of its members, and one of them, `WebSocket`, loads all
// that `fetch` is, at each cold start (https://github.com/nodejs/node/issues/59686).
module.exports = process.getBuiltinModule('node:http');
