import { type ActionManifest } from './action-manifest';

export interface EvaluatedInputs {
  /** INPUT_* variables: every declared input, and those given that are not declared. */
  readonly variables: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** Merges what `with:` gives with the defaults of action.yml, as the runner does: names ignore case, and `required` is left to the action. */
export function evaluateInputs(manifest: ActionManifest, given: Readonly<Record<string, string>>, contexts: Readonly<Record<string, string>>): EvaluatedInputs {
  const warnings: string[] = [];
  const names = manifest.inputs.map((input) => input.name);
  const declared = new Map(manifest.inputs.map((input) => [input.name.toLowerCase(), input]));
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const message = declared.get(name.toLowerCase())?.deprecationMessage;
    if (message !== undefined) warnings.push(`Input '${name}' has been deprecated with message: ${message}`);
    variables[variableOf(name)] = value;
  }
  for (const input of manifest.inputs) {
    variables[variableOf(input.name)] ??= evaluateDefault(input.name, input.default, contexts);
  }
  const unexpected = Object.keys(given).filter((name) => !declared.has(name.toLowerCase()));
  if (unexpected.length > 0) warnings.push(`Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${names.join("', '")}']`);
  return { variables, warnings };
}

function variableOf(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`;
}

function evaluateDefault(name: string, value: string, contexts: Readonly<Record<string, string>>): string {
  return value.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const found = contexts[expression];
    if (found === undefined) throw new Error(`inputs.${name}.default: this runner does not evaluate \${{ ${expression} }}, only ${Object.keys(contexts).join(' and ')}`);
    return found;
  });
}
