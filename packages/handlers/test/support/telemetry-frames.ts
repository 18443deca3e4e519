/** Type, length and time of a log record, in front of its bytes. */
const HEADER_BYTES = 16;
const LENGTH_AT = 4;
const TEXT = 0xa55a0003;
const LEVEL_BITS = 0x1c;

/**
 * Reads the log records that Lambda's runtimes write to a file descriptor of their own, so that a record of several lines stays one.
 * Returns a function that takes the next bytes and gives the text of the records that they complete.
 */
export function telemetryFrames(): (chunk: Buffer) => string {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    let text = '';
    while (pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + pending.readUInt32BE(LENGTH_AT);
      if (pending.length < end) break;
      const isText = (pending.readUInt32BE(0) & ~LEVEL_BITS) >>> 0 === (TEXT & ~LEVEL_BITS) >>> 0;
      text += `${pending.subarray(HEADER_BYTES, end).toString('utf8')}${isText ? '' : '\n'}`;
      pending = pending.subarray(end);
    }
    return text;
  };
}
