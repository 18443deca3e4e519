import { embeddedJson } from '../intrinsics';
import { isRecord, listOf, type Json } from '../json';
import { textOf, type Scope } from './scope';

/** The body of a message that SNS would filter: what each of its keys holds; `undefined` for a value that is known at run time only. */
export type MessageBody = Readonly<Record<string, string | undefined>> | 'plain text' | 'unknown';

/** Why a subscription never hears of such a message, or cannot be told to hear of it; undefined: it hears of it. */
export interface Filtered {
  readonly state: 'broken' | 'not verified';
  readonly reason: string;
}

/** Applies the filter policy of a subscription to a message without attributes, which is what alarms, EventBridge and Budgets send. */
export function filtered(subscription: Json, body: MessageBody, scope: Scope): Filtered | undefined {
  const stated = subscription['FilterPolicy'];
  const policy = embeddedJson(stated) ?? stated;
  if (!isRecord(policy) || Object.keys(policy).length === 0) return undefined;
  if (subscription['FilterPolicyScope'] !== 'MessageBody') {
    return { state: 'broken', reason: 'its filter policy reads message attributes, and these messages have none' };
  }
  if (body === 'plain text') return { state: 'broken', reason: 'its filter policy reads the body as JSON, and these messages are plain text' };
  if (body === 'unknown') return { state: 'not verified', reason: 'its filter policy reads a body that is made at run time' };
  const results = Object.entries(policy).map(([key, conditions]) => ({ key, passes: passes(key, conditions, body, scope) }));
  const dropped = results.find(({ passes: isPassed }) => isPassed === false);
  if (dropped) return { state: 'broken', reason: `its filter policy on ${dropped.key} drops these messages` };
  const unsure = results.find(({ passes: isPassed }) => isPassed === undefined);
  return unsure && { state: 'not verified', reason: `whether its filter policy on ${unsure.key} lets these messages through cannot be told from the templates` };
}

function passes(key: string, conditions: unknown, body: Exclude<MessageBody, string>, scope: Scope): boolean | undefined {
  // nested keys and $or are beyond what the templates tell
  if (key.startsWith('$') || isRecord(conditions)) return Object.hasOwn(body, key) || key.startsWith('$') ? undefined : false;
  const isThere = Object.hasOwn(body, key);
  const text = body[key];
  const results = listOf(conditions).map((condition) => meets(isRecord(condition) ? condition : textOf(condition, scope), isThere, text));
  return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
}

function meets(condition: Json | string, isThere: boolean, text: string | undefined): boolean | undefined {
  if (typeof condition === 'object' && 'exists' in condition) return condition['exists'] === isThere;
  if (!isThere) return false;
  if (text === undefined) return undefined;
  if (typeof condition === 'string') return condition === text;
  const [operator = '', operand] = Object.entries(condition)[0] ?? [];
  return OPERATORS[operator]?.(operand, text);
}

const OPERATORS: Readonly<Partial<Record<string, (operand: unknown, text: string) => boolean | undefined>>> = {
  prefix: (operand, text) => (typeof operand === 'string' ? text.startsWith(operand) : undefined),
  suffix: (operand, text) => (typeof operand === 'string' ? text.endsWith(operand) : undefined),
  'equals-ignore-case': (operand, text) => (typeof operand === 'string' ? text.toLowerCase() === operand.toLowerCase() : undefined),
  'anything-but': (operand, text) => {
    if (isRecord(operand)) return typeof operand['prefix'] === 'string' ? !text.startsWith(operand['prefix']) : undefined;
    return !listOf(operand).includes(text);
  },
};
