import { type Comparison } from './thresholds';
import data from './alarm-recommendations.json';

/** One row of the data: a recommendation of AWS, or a starting point for a service that AWS recommends nothing for. */
export interface AlarmRecommendation {
  readonly id: string;
  readonly service: string;
  readonly namespace: string;
  readonly metric: string;
  /** What the number means; percent, or a fraction from 0 to 1, or a unit of CloudWatch. */
  readonly unit?: string;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparison: Comparison;
  /** null: the source gives no number; see `howToChoose`. */
  readonly threshold: number | null;
  readonly howToChoose?: string;
  readonly treatMissingData: MissingData;
  /** The whole set: an alarm that leaves one out never gets data. */
  readonly dimensions: readonly { readonly name: string; readonly value?: string }[];
  /** Key into the cautions of the data file. */
  readonly caution?: string;
  readonly source: string;
}

/** How CloudWatch evaluates a period without data. */
export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

const recommended = data.recommended as readonly unknown[] as readonly AlarmRecommendation[];
const startingPoints = data.noRecommendation.flatMap((service) => service.startingPoints as readonly unknown[] as readonly Omit<AlarmRecommendation, 'id'>[]);

/** Every row by its id. Starting points have none in the data; theirs is made as AWS's are: service, metric, dimensions. */
export const RECOMMENDATIONS: ReadonlyMap<string, AlarmRecommendation> = new Map(
  [...recommended, ...startingPoints.map((row) => ({ ...row, id: idOf(row) }))].map((row) => [row.id, row]),
);

/** Date of the data AWS published. */
export const RECOMMENDATIONS_AS_OF = data.asOf;

/** The row with this id; throws when the data has none. */
export function recommendation(id: string): AlarmRecommendation {
  const row = RECOMMENDATIONS.get(id);
  if (!row) throw new Error(`no alarm recommendation "${id}" in alarm-recommendations.json`);
  return row;
}

function idOf({ service, metric, dimensions }: Omit<AlarmRecommendation, 'id'>): string {
  return [service, metric, ...dimensions.map(({ name }) => name)].join('-').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
