import { type Json, jsonObject, number, present } from './json-value';
import { type Comparison, type Reading } from './notice';

const NUMBER = '-?\\d{1,30}(?:\\.\\d{1,30})?(?:E[+-]?\\d{1,3})?';
const LONGEST_LIST = 4000;

/** What a reason says, newest datapoint first: `[2.5 (20/11/26 10:11:00), 1.9 (…)] was greater than the threshold (1.0)`. */
const PATTERNS = {
  // before 2018 a single datapoint stood in parentheses
  value: new RegExp(`datapoints? ?(?:\\[|\\()(${NUMBER})|threshold: \\[(${NUMBER})`, 'u'),
  threshold: new RegExp(`the threshold \\((${NUMBER})\\)`, 'u'),
  lower: new RegExp(`lower thresholds? \\[(${NUMBER})`, 'u'),
  upper: new RegExp(`upper thresholds? \\[(${NUMBER})`, 'u'),
} as const;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  'greater than': 'GreaterThanThreshold',
  'greater than or equal to': 'GreaterThanOrEqualToThreshold',
  'less than': 'LessThanThreshold',
  'less than or equal to': 'LessThanOrEqualToThreshold',
};

/**
 * The newest value of an alarm and its threshold. SNS messages have the values in the text of the reason alone; EventBridge events have them as
 * data too. Undefined when the alarm changed without a value: for want of data, by hand, or because of other alarms.
 */
export function alarmReading(reason: string | undefined, reasonData: unknown, trigger: Json): Reading | undefined {
  const said = (reason ?? '').slice(0, LONGEST_LIST);
  const data = jsonObject(reasonData) ?? {};
  const value = find(said, 'value') ?? newest(data.recentDatapoints);
  if (value === undefined) return undefined;
  const lower = find(said, 'lower') ?? newest(data.recentLowerThresholds);
  const upper = find(said, 'upper') ?? newest(data.recentUpperThresholds);
  if (lower !== undefined || upper !== undefined) return { value, ...present({ lower, upper }) };
  return { value, ...present({ threshold: number(trigger.Threshold) ?? number(data.threshold) ?? find(said, 'threshold'), comparison: comparisonOf(trigger, said) }) };
}

/**
 * The reason with its values rounded to six digits: CloudWatch writes up to seventeen, which nobody reads, and which can look like the digits of
 * a card number.
 */
export function roundedReason(reason: string | undefined): string | undefined {
  return reason?.replaceAll(/\d{1,30}\.\d{1,30}/gu, (value) => (value.length > 10 ? String(Number(Number(value).toPrecision(6))) : value));
}

/** Over how many periods the alarm looked. */
export function evaluationPeriods(reason: string | undefined, trigger: Json): number {
  return number(trigger.EvaluationPeriods) ?? Number(/out of the last (\d{1,4}) datapoints/u.exec(reason ?? '')?.[1] ?? 1);
}

function comparisonOf(trigger: Json, said: string): Comparison | undefined {
  return (
    Object.values(COMPARISONS).find((name) => name === trigger.ComparisonOperator) ??
    COMPARISONS[/\b((?:greater|less) than(?: or equal to)?) the threshold/u.exec(said)?.[1] ?? '']
  );
}

function find(said: string, name: keyof typeof PATTERNS): number | undefined {
  const match = PATTERNS[name].exec(said);
  return match === null ? undefined : number(Number(match[1] ?? match[2]));
}

/** Lists in a reason's data are in the order of time. */
function newest(list: unknown): number | undefined {
  return Array.isArray(list) ? number(list.at(-1)) : undefined;
}
