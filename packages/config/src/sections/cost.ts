import { COST_VOLUMES, type CostVolume } from '@payment-observability/catalog';
import { z } from 'zod';
import { line } from './fields';

const amount = z.number().min(0);
const volume = ({ value, meaning }: (typeof COST_VOLUMES)[CostVolume]) => amount.default(value).meta({ description: `A month: ${meaning}` });

type Volumes = Record<CostVolume, ReturnType<typeof volume>>;
const volumes = Object.fromEntries(Object.entries(COST_VOLUMES).map(([name, about]) => [name, volume(about)])) as Volumes;

/** What the monthly estimate of a review rests on, and what it warns of. Nothing of it reaches a stack. */
export const cost = z
  .strictObject({
    ...volumes,
    dimensionValues: z.record(line.max(255), amount).default({}).meta({ description: 'Distinct values of a dimension of metric filters, by the name of the dimension' }),
    functions: z
      .record(z.string().regex(/^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/, { error: 'the path of a function in this file, for example metrics.collector' }), z.strictObject({ calls: amount, ms: amount.meta({ description: 'Milliseconds of one call, on average' }) }))
      .default({})
      .meta({ description: 'Calls of a function in a month, by its path in this file' }),
    maxMonthlyUsd: amount.optional().meta({ description: 'The review warns when the estimate is above it' }),
    maxMetricsPerFilter: z.number().int().positive().default(100).meta({ description: 'The review warns when the dimensions of one metric filter make more custom metrics' }),
  })
  .prefault({});
export type Cost = z.output<typeof cost>;
