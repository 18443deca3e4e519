import { validationError } from '../errors';
import { isRecord, splitAttribute } from './template';

/** What CloudFormation writes where a value is known only after the change. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** What intrinsic functions are resolved against. */
export type Scope = {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly pseudo: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly region: string;
  ref(logicalId: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(name: string): string;
};

/** A reference from a template to one of its resources. */
export type Reference = { readonly logicalId: string; readonly attribute?: string };

const NO_VALUE = Symbol('AWS::NoValue');

export const isUnknown = (value: unknown): boolean => typeof value === 'string' && value.includes(KNOWN_AFTER_APPLY);

/** The value with every function resolved; members that are AWS::NoValue disappear. */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = evaluate(value, scope);
  return resolved === NO_VALUE ? undefined : resolved;
}

function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== NO_VALUE);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0) {
    if (name === 'Ref') return ref(value[name], scope);
    const run = FUNCTIONS[name];
    if (run !== undefined) return run(value[name], scope);
    if (name.startsWith('Fn::')) throw validationError(`Template error: the sandbox does not know the function ${name}`);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, evaluate(item, scope)] as const)
      .filter(([, item]) => item !== NO_VALUE),
  );
}

function ref(target: unknown, scope: Scope): unknown {
  if (typeof target !== 'string') throw validationError('Template error: every Ref object must have a single String value.');
  if (target === 'AWS::NoValue') return NO_VALUE;
  if (target in scope.pseudo) return scope.pseudo[target];
  if (target in scope.parameters) return scope.parameters[target];
  return scope.ref(target);
}

const FUNCTIONS: Record<string, (argument: unknown, scope: Scope) => unknown> = {
  'Fn::GetAtt': (argument, scope) => {
    const { logicalId, attribute } = attributeOf(argument);
    return scope.getAtt(logicalId, attribute);
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [delimiter, items] = pair(argument, 'Fn::Join', scope);
    if (isUnknown(items)) return KNOWN_AFTER_APPLY;
    if (typeof delimiter !== 'string' || !Array.isArray(items)) {
      throw validationError('Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined');
    }
    return items.map((item) => textOf(item, 'Fn::Join')).join(delimiter);
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = pair(argument, 'Fn::Split', scope);
    if (isUnknown(text)) return KNOWN_AFTER_APPLY;
    return textOf(text, 'Fn::Split').split(textOf(delimiter, 'Fn::Split'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = pair(argument, 'Fn::Select', scope);
    if (isUnknown(items)) return KNOWN_AFTER_APPLY;
    const item = Array.isArray(items) ? (items[Number(index)] as unknown) : undefined;
    if (item === undefined) throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${textOf(index, 'Fn::Select')}`);
    return item;
  },
  'Fn::Base64': (argument, scope) => {
    const text = evaluate(argument, scope);
    return isUnknown(text) ? KNOWN_AFTER_APPLY : Buffer.from(textOf(text, 'Fn::Base64')).toString('base64');
  },
  'Fn::FindInMap': (argument, scope) => findInMap(evaluate(argument, scope), scope),
  'Fn::GetAZs': (argument, scope) => {
    const region = evaluate(argument, scope);
    return ['a', 'b', 'c'].map((zone) => `${region === '' ? scope.region : textOf(region, 'Fn::GetAZs')}${zone}`);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(textOf(evaluate(argument, scope), 'Fn::ImportValue')),
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(evaluate(argument, scope)),
  'Fn::Length': (argument, scope) => (evaluate(argument, scope) as unknown[]).length,
  'Fn::If': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 3) throw validationError('Template error: Fn::If requires a list argument with three items');
    return evaluate(isTrue({ Condition: argument[0] as unknown }, scope) ? argument[1] : argument[2], scope);
  },
  // conditions may also be asked for their value inside Outputs
  'Fn::Equals': (argument, scope) => isTrue({ 'Fn::Equals': argument }, scope),
};

/** Whether a condition (its function, or `{ Condition: name }`) holds. */
export function isTrue(condition: unknown, scope: Scope, seen: readonly string[] = []): boolean {
  const [[name, argument] = ['', undefined]] = isRecord(condition) ? Object.entries(condition) : [];
  const all = () => (argument as unknown[]).map((item) => isTrue(item, scope, seen));
  switch (name) {
    case 'Condition': {
      const target = String(argument);
      if (seen.includes(target)) throw validationError(`Template format error: Circular dependencies for conditions [${[...seen, target].join(', ')}]`);
      if (!(target in scope.conditions)) throw validationError(`Template format error: Unresolved condition dependency ${target} in the Conditions block of the template`);
      return isTrue(scope.conditions[target], scope, [...seen, target]);
    }
    case 'Fn::And':
      return all().every(Boolean);
    case 'Fn::Or':
      return all().some(Boolean);
    case 'Fn::Not':
      return !all()[0];
    case 'Fn::Equals': {
      const [left, right] = evaluate(argument, scope) as unknown[];
      return String(left) === String(right);
    }
    default:
      throw validationError('Template format error: Every Condition member must be an intrinsic function.');
  }
}

function pair(argument: unknown, name: string, scope: Scope): [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2) throw validationError(`Template error: every ${name} object requires two parameters`);
  return [evaluate(argument[0], scope), evaluate(argument[1], scope)];
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(`Template error: every ${name} object must have String values, found ${JSON.stringify(value)}`);
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [map, top, second] = (Array.isArray(argument) ? argument : []) as string[];
  const mapping = scope.mappings[String(map)];
  if (mapping === undefined) throw validationError(`Template error: Mapping named '${String(map)}' is not present in the 'Mappings' section of template.`);
  const found = mapping[String(top)]?.[String(second)];
  if (found === undefined) throw validationError(`Template error: Unable to get mapping for ${map}::${top}::${second}`);
  return found;
}

const PLACEHOLDER = /\$\{([^${}]+)\}/g;

function substitute(argument: unknown, scope: Scope): unknown {
  const [template, variables] = Array.isArray(argument) ? (argument as [unknown, unknown]) : [argument, {}];
  if (typeof template !== 'string' || !isRecord(variables)) {
    throw validationError('Template error: One or more Fn::Sub intrinsic functions don\'t specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string');
  }
  return template.replace(PLACEHOLDER, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in variables) return textOf(evaluate(variables[name], scope), 'Fn::Sub');
    if (!name.includes('.')) return textOf(ref(name, scope), 'Fn::Sub');
    const [logicalId, attribute] = splitAttribute(name);
    return textOf(scope.getAtt(logicalId, attribute), 'Fn::Sub');
  });
}

function attributeOf(argument: unknown): { logicalId: string; attribute: string } {
  const [logicalId, attribute] = typeof argument === 'string' ? splitAttribute(argument) : Array.isArray(argument) ? (argument as unknown[]) : [];
  if (typeof logicalId !== 'string' || typeof attribute !== 'string' || attribute === '') {
    throw validationError('Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute');
  }
  return { logicalId, attribute };
}

/** Everything in the value that Ref, Fn::GetAtt or Fn::Sub names, parameters and pseudo parameters included. */
export function referencesIn(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isRecord(value)) return [];
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (name === 'Ref') return typeof argument === 'string' ? [{ logicalId: argument }] : [];
    if (name === 'Fn::GetAtt') return [attributeOf(argument)];
    if (name === 'Fn::Sub') return referencesInSub(argument);
  }
  return Object.values(value).flatMap(referencesIn);
}

function referencesInSub(argument: unknown): Reference[] {
  const [template, variables] = Array.isArray(argument) ? (argument as [unknown, unknown]) : [argument, {}];
  const own = isRecord(variables) ? Object.keys(variables) : [];
  const named = [...String(template).matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('!') && !own.includes(name))
    .map((name): Reference => {
      const [logicalId, attribute] = splitAttribute(name);
      return attribute === '' ? { logicalId } : { logicalId, attribute };
    });
  return [...named, ...referencesIn(variables)];
}
