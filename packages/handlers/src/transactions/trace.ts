/** A stretch of time with what the trace is searched by. */
export interface Stretch {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  readonly endMs: number;
  readonly annotations?: Readonly<Record<string, string | number>>;
  readonly children?: readonly Stretch[];
}

interface Subsegment {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly annotations?: Readonly<Record<string, string | number>>;
  readonly subsegments?: readonly Subsegment[];
}

/** Ids of 16 hexadecimal digits. */
export type NewId = () => string;

/**
 * The messages for the X-Ray daemon beside the function, one for each stretch: a line with the format, then the subsegment below
 * Lambda's own segment. None while the trace of the invocation (`_X_AMZN_TRACE_ID`) is not sampled.
 */
export function traceMessages(traceHeader: string | undefined, stretches: readonly Stretch[], newId: NewId): readonly string[] {
  const { Root, Parent, Sampled } = Object.fromEntries((traceHeader ?? '').split(';').map((part) => part.split('=', 2))) as Partial<Record<string, string>>;
  if (Root === undefined || Parent === undefined || Sampled !== '1') return [];
  return stretches.map((stretch) => `{"format":"json","version":1}\n${JSON.stringify({ ...subsegment(stretch, newId), type: 'subsegment', trace_id: Root, parent_id: Parent })}`);
}

function subsegment({ name, startMs, endMs, annotations, children }: Stretch, newId: NewId): Subsegment {
  return {
    id: newId(),
    name,
    start_time: startMs / 1000,
    end_time: endMs / 1000,
    ...(annotations && { annotations }),
    ...(children && children.length > 0 && { subsegments: children.map((child) => subsegment(child, newId)) }),
  };
}
