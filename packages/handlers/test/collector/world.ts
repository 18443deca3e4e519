import { type CollectorSurroundings } from '../../src/collector/collect';
import { type CollectorSettings } from '../../src/collector/settings';
import { type Watermark } from '../../src/collector/watermark';
import { type Span } from '../../src/metric-data';

/** 2026-11-20T10:11:12Z, 72 s into a period of 300 s. */
export const NOW_SECONDS = Date.UTC(2026, 10, 20, 10, 11, 12) / 1000;

const source = (name: string, statistic: string) => ({ namespace: 'Acme', name, dimensions: {}, statistic });
export const SOURCES = { requests: source('Latency', 'SampleCount'), errors: source('Errors', 'Sum'), volume: source('Amount', 'Sum'), latency: source('Latency', 'Average') };

export function settingsOf(changes: Partial<CollectorSettings> = {}): CollectorSettings {
  return { namespace: 'fintech/payments/metrics/dev', environment: 'dev', service: 'payment-processor', periodSeconds: 300, probes: [], totals: { sources: SOURCES, watermarkTable: 'watermark' }, demo: false, ...changes };
}

/** A watermark in memory; concurrent runs see each other as those of DynamoDB do. */
export function memoryWatermark(publishedUntil?: number): Watermark & { readonly current: () => number | undefined } {
  let current = publishedUntil;
  return {
    current: () => current,
    read: () => Promise.resolve(current),
    advance: (from, to) => {
      if (current !== from) return Promise.resolve(false);
      current = to;
      return Promise.resolve(true);
    },
  };
}

export interface World extends CollectorSurroundings {
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly spans: readonly Span[];
}

/** Surroundings in which each period had 100 requests, 3 errors, a volume of 2500 and 120 ms. */
export function worldOf(changes: Partial<CollectorSurroundings> = {}): World {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const spans: Span[] = [];
  const values = { requests: 100, errors: 3, volume: 2500, latency: 120 };
  return {
    now: () => NOW_SECONDS * 1000,
    clockMs: () => 0,
    remainingMs: () => 60_000,
    random: () => 0,
    fetch: () => Promise.resolve(new Response('ok')),
    readSeries: (_, span) => {
      spans.push(span);
      const starts = Array.from({ length: (span.endSeconds - span.startSeconds) / span.periodSeconds }, (__, index) => span.startSeconds + index * span.periodSeconds);
      return Promise.resolve(Object.entries(values).map(([id, value]) => ({ id, points: starts.map((atSeconds) => ({ atSeconds, value })) })));
    },
    watermark: memoryWatermark(),
    write: (line) => void lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>),
    ...changes,
    lines,
    spans,
  };
}
