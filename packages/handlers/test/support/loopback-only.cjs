// Refuses every connection that would leave this machine, for functions whose URLs are made up.
const { Socket } = require('node:net');
const dgram = require('node:dgram');

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...parameters) {
  const [first] = parameters.flat();
  const { host, path } = typeof first === 'object' && first !== null ? first : { host: parameters[1] };
  if (path !== undefined || host === undefined || LOOPBACK.has(host)) return connect.apply(this, parameters);
  process.nextTick(() => this.destroy(Object.assign(new Error(`connect ENETUNREACH ${host}`), { code: 'ENETUNREACH' })));
  return this;
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...parameters) {
  const host = parameters.find((one, index) => index > 1 && typeof one === 'string');
  if (host === undefined || LOOPBACK.has(host)) return send.apply(this, parameters);
  const done = parameters.at(-1);
  if (typeof done === 'function') process.nextTick(done, new Error('send ENETUNREACH'));
};
