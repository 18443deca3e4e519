import { readableText } from '../intrinsics';
import { isRecord, listOf, type Json } from '../json';

/** A policy statement without CloudFormation functions, its principals a condition: what an IAM evaluator takes as an identity's. */
export interface EvaluableStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition: Conditions;
}

export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Context key that stands for whoever asks: of two resource policies only what they say themselves is compared, not what an identity has. */
export const PRINCIPAL_KEY = 'review:principal';

/** What policies hold: a statement with other texts, or more wildcards, is compared as text, so that a hostile one costs no time. */
const ACTION = /^(\*|[\w-]{1,64}:[\w*?]{1,128})$/;
const TEXT = /^[\w:/.@=+,#%*? -]{1,2048}$/;
const MOST_WILDCARDS = 8;

/**
 * The statement for an evaluator; undefined when nobody can tell before the deployment what it says, or it holds texts that no policy
 * of AWS has.
 * @param attached roles, users and groups of an identity policy, which names no principal itself
 */
export function evaluableStatement(statement: unknown, attached: readonly string[]): EvaluableStatement | undefined {
  if (!isRecord(statement) || (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny')) return undefined;
  const condition = conditionsOf(statement['Condition']);
  if (condition === undefined) return undefined;
  const list = (key: string, rename: (text: string) => string = String) => (statement[key] === undefined ? {} : { [key]: listOf(statement[key]).map((value) => rename(textOf(value))) });
  const actions = { ...list('Action'), ...list('NotAction') };
  if (Object.keys(actions).length === 0) return undefined;
  const resources = { ...list('Resource', asArn), ...list('NotResource', asArn) };
  const Condition = withPrincipals(condition, statement, attached);
  const texts = [...Object.values(resources).flat(), ...Object.values(Condition).flatMap((keys) => Object.entries(keys).flatMap(([key, values]) => [key, ...values]))];
  if (!Object.values(actions).flat().every((action) => ACTION.test(action)) || !texts.every(isPlain)) return undefined;
  return { Effect: statement['Effect'], ...actions, ...(Object.keys(resources).length > 0 ? resources : { Resource: ['*'] }), Condition };
}

const isPlain = (text: string): boolean => TEXT.test(text) && text.split('*').length <= MOST_WILDCARDS + 1;

/** A text with what is known at the deployment only as a name of its own; `$` would begin a policy variable, and `*` is a wildcard. */
function textOf(value: unknown): string {
  return readableText(value).replaceAll(/\$\{([^{}]*)\}/g, (_, name: string) => `known-later-${name.replaceAll(/[*?]/g, '')}`);
}

// ARNs are compared part by part, and what is none has no parts
const asArn = (resource: string): string => (resource === '*' || /^arn:(?:[^:]*:){4}./.test(resource) ? resource : `arn:named:named:named:named:${resource}`);

function conditionsOf(condition: unknown): Conditions | undefined {
  if (condition === undefined) return {};
  if (!isRecord(condition) || !Object.values(condition).every(isRecord)) return undefined;
  const textsOf = (keys: Json) => Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, listOf(values).map(textOf)]));
  return Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, textsOf(keys as Json)]));
}

function withPrincipals(condition: Conditions, statement: Json, attached: readonly string[]): Conditions {
  const key = ['Principal', 'NotPrincipal'].find((name) => statement[name] !== undefined);
  const names = key === undefined ? attached.map(textOf) : principalsOf(statement[key]);
  if (names.length === 0) return condition;
  const operator = key === 'NotPrincipal' ? 'StringNotLike' : 'StringLike';
  return { ...condition, [operator]: { ...condition[operator], [PRINCIPAL_KEY]: names } };
}

function principalsOf(principal: unknown): readonly string[] {
  if (!isRecord(principal) || Object.keys(principal).some((key) => key === 'Ref' || key.startsWith('Fn::'))) return listOf(principal).map((name) => awsPrincipal(textOf(name)));
  return Object.entries(principal).flatMap(([kind, names]) => listOf(names).map((name) => (kind === 'AWS' ? awsPrincipal(textOf(name)) : `${kind} ${textOf(name)}`)));
}

/** An account stands for everyone in it. */
function awsPrincipal(name: string): string {
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  return account === undefined ? name : `arn:*:${account}:*`;
}
