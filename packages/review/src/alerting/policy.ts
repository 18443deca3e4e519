import { embeddedJson, isIntrinsic } from '../intrinsics';
import { isRecord, listOf, type Json } from '../json';
import { textOf, type Scope } from './scope';
import { matchesWildcard } from './wildcard';

/** What an AWS service, or a role (no principal), asks for. */
export interface Request {
  /** Such as `cloudwatch.amazonaws.com`; undefined in a policy of an identity. */
  readonly service?: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case; `undefined` says that the service does not send the key. Others are unknown. */
  readonly context: Readonly<Partial<Record<string, string>>>;
}

/** `unknown` where a condition rests on something the templates do not tell. */
export type Decision = 'allowed' | 'refused' | 'unknown';

/** Statement of a policy, its references followed. */
export interface Statement {
  readonly effect: string;
  readonly services: readonly string[];
  readonly isForAnyone: boolean;
  readonly actions: Names;
  readonly resources: Names;
  readonly conditions: readonly Condition[];
}

interface Names {
  readonly patterns: readonly string[];
  readonly isInverted: boolean;
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy document, given as JSON or as its text. */
export function statementsOf(document: unknown, scope: Scope): Statement[] {
  const parsed = embeddedJson(document) ?? document;
  return listOf(isRecord(parsed) ? parsed['Statement'] : undefined)
    .filter(isRecord)
    .map((statement) => toStatement(statement, scope));
}

function toStatement(statement: Json, scope: Scope): Statement {
  const texts = (value: unknown): string[] => listOf(value).map((element) => textOf(element, scope));
  const names = (key: string, value: (text: string) => string): Names => {
    const isInverted = statement[`Not${key}`] !== undefined;
    return { patterns: texts(isInverted ? statement[`Not${key}`] : statement[key]).map(value), isInverted };
  };
  const principal = statement['Principal'];
  const byKind: Json = isRecord(principal) && !isIntrinsic(principal) ? principal : {};
  return {
    effect: textOf(statement['Effect'], scope),
    services: texts(byKind['Service']),
    isForAnyone: principal === '*' || texts(byKind['AWS']).includes('*'),
    actions: names('Action', (action) => action.toLowerCase()),
    resources: names('Resource', (resource) => resource),
    conditions: conditionsOf(statement['Condition'], texts),
  };
}

function conditionsOf(value: unknown, texts: (value: unknown) => string[]): Condition[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([operator, keys]) =>
    isRecord(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: texts(values) })) : [],
  );
}

/** Whether the statements of one policy allow the request; a Deny wins. */
export function decide(statements: readonly Statement[], request: Request): Decision {
  const matching = statements.map((statement) => ({ effect: statement.effect, match: applies(statement, request) }));
  if (matching.some(({ effect, match }) => effect === 'Deny' && match === true)) return 'refused';
  const allows = matching.filter(({ effect }) => effect === 'Allow').map(({ match }) => match);
  const isUnsure = matching.some(({ effect, match }) => effect === 'Deny' && match === undefined);
  if (allows.includes(true)) return isUnsure ? 'unknown' : 'allowed';
  return allows.includes(undefined) ? 'unknown' : 'refused';
}

function applies({ services, isForAnyone, actions, resources, conditions }: Statement, request: Request): boolean | undefined {
  const isAsked = request.service === undefined || isForAnyone || services.includes(request.service);
  if (!isAsked || !includes(actions, request.action.toLowerCase()) || !includes(resources, request.resource)) return false;
  const met = conditions.map((condition) => isMet(condition, request.context));
  return met.includes(false) ? false : met.includes(undefined) ? undefined : true;
}

function includes({ patterns, isInverted }: Names, name: string): boolean {
  return patterns.some((pattern) => matchesWildcard(pattern, name)) !== isInverted;
}

/** How an operator compares, by its name without `IfExists` and `Not`. */
const COMPARE: Readonly<Partial<Record<string, (pattern: string, text: string) => boolean>>> = {
  StringEquals: (pattern, text) => pattern === text,
  StringEqualsIgnoreCase: (pattern, text) => pattern.toLowerCase() === text.toLowerCase(),
  StringLike: matchesWildcard,
  ArnEquals: matchesWildcard,
  ArnLike: matchesWildcard,
  Bool: (pattern, text) => pattern.toLowerCase() === text,
};

function isMet({ operator, key, values }: Condition, context: Request['context']): boolean | undefined {
  const [, prefix = '', verb = '', ifExists] = /^(String|Arn|Bool|)(?:Not)?(Equals|Like|EqualsIgnoreCase|)(IfExists)?$/.exec(operator) ?? [];
  const compare = COMPARE[`${prefix}${verb}`];
  if (!compare || !Object.hasOwn(context, key)) return undefined;
  const isNegated = operator.includes('Not');
  const text = context[key];
  if (text === undefined) return isNegated || ifExists !== undefined;
  return values.some((value) => compare(value, text)) !== isNegated;
}
