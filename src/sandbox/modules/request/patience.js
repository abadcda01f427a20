// How long a request of the module `request` waits: for the connection, then for every further byte.
'use strict';

function over(request, code, connect) {
  request.abort();
  request.emit('error', Object.assign(new Error(code), { code, connect }));
}

exports.watch = function watch(request, socket) {
  const { timeout, req } = request;
  if (typeof timeout !== 'number' || !Number.isFinite(timeout) || timeout === 0) return;
  const ms = Math.max(timeout, 0);
  const forBytes = () => req.setTimeout(ms, () => over(request, 'ESOCKETTIMEDOUT', false));
  if (!socket.connecting) {
    forBytes();
    return;
  }
  const connected = () => {
    socket.removeListener('connect', connected);
    request.clearTimeout();
    forBytes();
  };
  socket.on('connect', connected);
  req.on('error', () => socket.removeListener('connect', connected));
  request.timeoutTimer = setTimeout(() => {
    socket.removeListener('connect', connected);
    over(request, 'ETIMEDOUT', true);
  }, ms);
};
