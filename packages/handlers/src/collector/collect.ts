import { emfLine } from '../emf';
import { demoHealth, demoTotals } from './demo';
import { finishedPeriods } from './periods';
import { probeService, type ProbeSurroundings } from './probe';
import { serviceRecord, type ServiceHealth, type Totals, totalsRecord } from './records';
import { type CollectorSettings } from './settings';
import { type ReadSeries, totalsOf } from './totals';
import { type Watermark } from './watermark';

export interface CollectorSurroundings extends ProbeSurroundings {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Of the invocation. */
  readonly remainingMs: () => number;
  /** A number from 0 up to 1, for the demo alone. */
  readonly random: () => number;
  readonly readSeries: ReadSeries;
  readonly watermark: Watermark | undefined;
  /** Writes one line of the log as it is; CloudWatch reads metrics out of it. */
  readonly write: (line: string) => void;
}

/** Of the newest published period; absent when none was. */
export interface CollectedMetrics {
  readonly RequestCount: number;
  readonly ErrorCount: number;
  readonly PaymentTransactionVolume: number;
  readonly ProcessingTime: number | null;
}

export interface CollectorResult {
  readonly statusCode: 200;
  readonly message: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly metrics?: CollectedMetrics;
}

/** Where a run happened, for the log. */
export type RunProperties = Readonly<Record<string, string>>;

interface Run {
  readonly settings: CollectorSettings;
  readonly surroundings: CollectorSurroundings;
  readonly nowMs: number;
  readonly properties: () => Readonly<Record<string, unknown>>;
}

/**
 * One run: measures the services, then publishes the totals of every finished period that no run has published yet.
 * Everything that can fail comes before the watermark moves and everything that counts is written after it, at once: a run that fails leaves
 * no gap, and of two runs at the same time one publishes. A period is published at most once: a process that dies, or cannot ask DynamoDB any
 * more, just between the two loses its periods, which alarms on missing data see; a total that counted twice would look like the truth.
 */
export async function collect(settings: CollectorSettings, surroundings: CollectorSurroundings, properties: RunProperties): Promise<CollectorResult> {
  const nowMs = surroundings.now();
  const startedMs = surroundings.clockMs();
  const run: Run = { settings, surroundings, nowMs, properties: () => ({ ...properties, executionTimeMs: Math.round(surroundings.clockMs() - startedMs) }) };
  const services = await measureServices(run);
  for (const health of services) surroundings.write(emfLine(serviceRecord(health, settings, nowMs, run.properties())));
  const { message, newest } = await publishTotals(run);
  return { statusCode: 200, message, timestamp: new Date(nowMs).toISOString(), ...(newest && { metrics: metricsOf(newest) }) };
}

/** A service that hangs leaves half of the time to the totals. */
async function measureServices({ settings: { demo, probes }, surroundings }: Run): Promise<readonly ServiceHealth[]> {
  if (demo) return probes.map(({ service }) => demoHealth(service, surroundings.random));
  const atMostMs = Math.max(1, Math.floor(surroundings.remainingMs() / 2));
  return Promise.all(probes.map((probe) => probeService({ ...probe, timeoutMs: Math.min(probe.timeoutMs, atMostMs) }, surroundings)));
}

interface Published {
  readonly message: string;
  readonly newest?: Totals;
}

async function publishTotals(run: Run): Promise<Published> {
  const { settings, surroundings, nowMs } = run;
  if (settings.demo) {
    const totals = demoTotals(surroundings.random);
    write(run, totals, nowMs);
    return { message: 'made-up metrics published', newest: totals };
  }
  if (!settings.totals || !surroundings.watermark) return { message: 'services measured' };
  return publishPeriods(run, settings.totals.sources, surroundings.watermark);
}

async function publishPeriods(run: Run, sources: NonNullable<CollectorSettings['totals']>['sources'], watermark: Watermark): Promise<Published> {
  const { settings: { periodSeconds }, surroundings, nowMs } = run;
  const publishedUntil = await watermark.read();
  const nowSeconds = Math.floor(nowMs / 1000);
  if (publishedUntil !== undefined && publishedUntil > nowSeconds) {
    surroundings.write(JSON.stringify({ level: 'ERROR', message: 'a run whose clock was ahead has moved the watermark; nothing is published before that time', aheadSeconds: publishedUntil - nowSeconds }));
    return { message: 'the watermark is ahead of the clock' };
  }
  const { starts, lengthSeconds, untilSeconds, lostSeconds } = finishedPeriods(nowSeconds, periodSeconds, publishedUntil);
  const [startSeconds] = starts;
  if (startSeconds === undefined) return { message: 'no period has ended since the last run' };
  const series = await surroundings.readSeries(sources, { startSeconds, endSeconds: untilSeconds, periodSeconds: lengthSeconds });
  if (!(await watermark.advance(publishedUntil, untilSeconds))) return { message: 'another run has published these periods' };
  if (lostSeconds > 0) surroundings.write(JSON.stringify({ level: 'ERROR', message: 'periods are too old for CloudWatch and were left out', lostSeconds }));
  const published = totalsOf(series, starts, lengthSeconds);
  for (const { startSeconds: at, totals } of published) write(run, totals, at * 1000);
  const newest = published.at(-1)?.totals;
  return { message: `metrics of ${published.length} ${published.length === 1 ? 'period' : 'periods'} published`, ...(newest && { newest }) };
}

function write({ settings, surroundings, properties }: Run, totals: Totals, timestampMs: number): void {
  surroundings.write(emfLine(totalsRecord(totals, settings, timestampMs, properties())));
}

function metricsOf({ requests, errors, volume, latencyMs }: Totals): CollectedMetrics {
  return { RequestCount: requests, ErrorCount: errors, PaymentTransactionVolume: volume, ProcessingTime: latencyMs ?? null };
}
