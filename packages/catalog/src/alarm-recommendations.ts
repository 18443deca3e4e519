import { type Comparison } from './thresholds';
import data from './alarm-recommendations.json';

/** One row of AWS's recommended alarms, as published. */
export interface AlarmRecommendation {
  readonly id: string;
  readonly service: string;
  readonly namespace: string;
  readonly metric: string;
  readonly unit: string;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparison: Comparison;
  /** null: AWS gives no number; see `howToChoose`. */
  readonly threshold: number | null;
  readonly howToChoose?: string;
  readonly treatMissingData: MissingData;
  /** The whole set: an alarm that leaves one out never gets data. */
  readonly dimensions: readonly { readonly name: string }[];
  /** Key into the cautions of the data file. */
  readonly caution?: string;
  readonly source: string;
}

/** How CloudWatch evaluates a period without data. */
export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

const ROWS: ReadonlyMap<string, AlarmRecommendation> = new Map((data.recommended as readonly unknown[] as readonly AlarmRecommendation[]).map((row) => [row.id, row]));

/** Date of the data AWS published. */
export const RECOMMENDATIONS_AS_OF = data.asOf;

/** The row with this id; throws when the data has none. */
export function recommendation(id: string): AlarmRecommendation {
  const row = ROWS.get(id);
  if (!row) throw new Error(`no alarm recommendation "${id}" in alarm-recommendations.json`);
  return row;
}
