import { emfLine, type EmfRecord, type MetricGroup } from './emf';
import { maskCardNumbers } from './transactions/card-number';

/** Where the lines go; tests give their own. */
export interface TelemetryEdges {
  /** Writes one line of the log as it is: CloudWatch reads metrics out of it. `failed` hears of a line that got lost later. */
  readonly write: (line: string, failed: (error: unknown) => void) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Tells people of trouble, in one line; the payment never hears of it. */
  readonly report: (line: string) => void;
}

/** Whether metrics left the process: not for a synthetic payment, and not when `error` went wrong. */
export interface Published {
  readonly sent: boolean;
  readonly error?: string;
}

/** What one line holds. */
export interface Publication extends Pick<EmfRecord, 'dimensions' | 'groups' | 'properties'> {
  /** What had to be left out; it is counted and reported, and the rest is published. */
  readonly problems?: readonly string[];
}

/** Publishes what `make` returns; undefined publishes nothing. */
export type Publish = (make: () => Publication | undefined) => Published;

const TELEMETRY_ERRORS = 'telemetryErrors';

/** A message that holds what a caller sent would make reports without end. */
const MOST_REPORTS = 20;
const MOST_CHARACTERS = 256;

/**
 * Publishes metrics as lines in CloudWatch's embedded metric format, without a call, and never throws: what goes wrong is counted in
 * `telemetryErrors`, by `dimensions`, with the next line that can be written, and reported once for each message.
 */
export function metricPublisher(namespace: string, dimensions: Readonly<Record<string, string>>, { write, now, report }: TelemetryEdges): Publish {
  const reported = new Set<string>();
  let uncounted = 0;
  const note = (error: unknown): string => {
    uncounted += 1;
    const message = messageOf(error);
    if (reported.size < MOST_REPORTS && !reported.has(message)) {
      reported.add(message);
      quietly(() => report(JSON.stringify({ level: 'WARN', message: 'payment telemetry failed', error: message })));
    }
    return message;
  };
  const send = (publication: Publication): void => {
    const counted = uncounted;
    const errors: MetricGroup = { dimensionSets: [Object.keys(dimensions)], measurements: [{ name: TELEMETRY_ERRORS, unit: 'Count', value: counted }] };
    const groups = counted === 0 ? publication.groups : [...publication.groups, errors];
    write(emfLine({ namespace, timestampMs: now(), properties: publication.properties, dimensions: { ...publication.dimensions, ...dimensions }, groups }), note);
    uncounted -= counted;
  };
  return (make) => {
    try {
      const publication = make();
      if (publication === undefined) return { sent: false };
      publication.problems?.forEach(note);
      send(publication);
      return { sent: true };
    } catch (failure) {
      const error = note(failure);
      quietly(() => send({ dimensions: {}, groups: [], properties: {} }));
      return { sent: false, error };
    }
  };
}

/** What `work` cannot do stays counted and is told by the next line. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // the failure that led here is counted already
  }
}

/** What was thrown may be anything, and may hold anything. */
function messageOf(error: unknown): string {
  try {
    return maskCardNumbers((error instanceof Error ? error.message : String(error)).slice(0, MOST_CHARACTERS));
  } catch {
    return 'unknown error';
  }
}
