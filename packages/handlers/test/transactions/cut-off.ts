import { type BatchEdges } from '../../src/transactions/process-batch';

/** The edges of one invocation that Lambda stops in the middle of a call. */
export interface CutOff {
  readonly edges: BatchEdges;
  /** Resolves when the invocation is stopped. */
  readonly stopped: Promise<void>;
}

/** Edges that work until the call number `atCall`, which is made or not and never answered, as no call after it. */
export function cutOff(edges: BatchEdges, atCall: number, isMade: boolean): CutOff {
  let calls = 0;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const never = new Promise<never>(() => undefined);
  const until = <Values extends unknown[], Result>(call: (...values: Values) => Promise<Result>) => async (...values: Values): Promise<Result> => {
    calls += 1;
    if (calls < atCall) return call(...values);
    if (calls === atCall) {
      if (isMade) await call(...values).catch(() => undefined);
      stop();
    }
    return never;
  };
  const { counters, bus, sent } = edges;
  return {
    stopped,
    edges: {
      ...edges,
      counters: { add: until((...values) => counters.add(...values)) },
      bus: { put: until((...values) => bus.put(...values)) },
      sent: { read: until((...values) => sent.read(...values)), add: until((...values) => sent.add(...values)), remove: until((...values) => sent.remove(...values)) },
    },
  };
}
