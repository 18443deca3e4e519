import { type TelemetryEdges } from './metric-publisher';

/**
 * Lines on the standard output of the process, which Lambda and a container's log driver bring to CloudWatch Logs; trouble on its
 * standard error.
 */
export const processEdges: TelemetryEdges = {
  // console would wrap the line into JSON of its own, and CloudWatch would find no metric in it
  write: (line, failed) => writeLine(process.stdout, line, failed),
  now: Date.now,
  report: (line) => writeLine(process.stderr, line, () => undefined),
};

const guarded = new WeakSet<NodeJS.WriteStream>();

function writeLine(stream: NodeJS.WriteStream, line: string, failed: (error: unknown) => void): void {
  if (!guarded.has(stream)) {
    guarded.add(stream);
    // a stream that nobody reads emits an error beside its callback, and one that nobody listens to ends the process
    stream.on('error', () => undefined);
  }
  stream.write(`${line}\n`, (error) => {
    if (error) failed(error);
  });
}
