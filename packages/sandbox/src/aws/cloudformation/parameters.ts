import { validationError } from '../errors';
import { type TemplateParameter } from './template';

/** A parameter as a caller sends it. */
export type ParameterInput = { readonly key: string; readonly value?: string; readonly usePrevious?: boolean };

/** The values an operation uses, checked against what the template allows. */
export function parameterValues(
  declared: Record<string, TemplateParameter>,
  sent: readonly ParameterInput[],
  previous: Readonly<Record<string, string>>,
): Record<string, string> {
  const surplus = sent.filter(({ key }) => !(key in declared)).map(({ key }) => key);
  if (surplus.length > 0) throw validationError(`Parameters: [${surplus.join(', ')}] do not exist in the template`);
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, parameter] of Object.entries(declared)) {
    const input = sent.find(({ key }) => key === name);
    const value = input?.usePrevious === true ? previous[name] : (input?.value ?? defaultOf(parameter));
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [name, value] of Object.entries(values)) checkValue(name, value, declared[name]);
  return values;
}

function defaultOf(parameter: TemplateParameter): string | undefined {
  const { Default: value } = parameter;
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : JSON.stringify(value);
}

function checkValue(name: string, value: string, parameter: TemplateParameter | undefined): void {
  if (parameter === undefined) return;
  const items = isListType(parameter.Type) ? value.split(',') : [value];
  const allowed = parameter.AllowedValues?.map(String);
  if (allowed !== undefined && !items.every((item) => allowed.includes(item))) {
    throw constraint(name, parameter, `Parameter '${name}' must be one of AllowedValues`);
  }
  const pattern = parameter.AllowedPattern;
  if (pattern !== undefined && !items.every((item) => new RegExp(`^(?:${pattern})$`).test(item))) {
    throw constraint(name, parameter, `Parameter ${name} failed to satisfy constraint: Parameter value for parameter name ${name} must match pattern ${pattern}`);
  }
  if (value.length < Number(parameter.MinLength ?? 0)) {
    throw constraint(name, parameter, `Parameter '${name}' must contain at least ${parameter.MinLength} characters`);
  }
  if (value.length > Number(parameter.MaxLength ?? Infinity)) {
    throw constraint(name, parameter, `Parameter '${name}' must contain at most ${parameter.MaxLength} characters`);
  }
  if (parameter.Type !== 'Number') return;
  if (value.trim() === '' || Number.isNaN(Number(value))) throw validationError(`Parameter '${name}' must be a number.`);
  if (Number(value) < Number(parameter.MinValue ?? -Infinity)) {
    throw constraint(name, parameter, `Parameter '${name}' must be a number not less than ${parameter.MinValue}`);
  }
  if (Number(value) > Number(parameter.MaxValue ?? Infinity)) {
    throw constraint(name, parameter, `Parameter '${name}' must be a number not greater than ${parameter.MaxValue}`);
  }
}

const constraint = (name: string, parameter: TemplateParameter, message: string) =>
  validationError(parameter.ConstraintDescription === undefined ? message : `Parameter ${name} failed to satisfy constraint: ${parameter.ConstraintDescription}`);

const isListType = (type: string): boolean => type === 'CommaDelimitedList' || type.startsWith('List<');

/** The value as `Ref` gives it: lists are lists. */
export const parameterRef = (type: string, value: string): unknown => (isListType(type) ? value.split(',').map((item) => item.trim()) : value);

export const isNoEcho = (parameter: TemplateParameter | undefined): boolean => String(parameter?.NoEcho) === 'true';
