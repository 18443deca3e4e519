/** `::name key=value,…::data` on a line of output. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Parses a line that is a workflow command with one of the known names: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
export function parseWorkflowCommand(line: string, isKnown: (name: string) => boolean): WorkflowCommand | undefined {
  const [, head, data] = /^\s*::(.*?)::(.*)$/s.exec(line) ?? [];
  if (head === undefined || data === undefined) return undefined;
  const space = head.indexOf(' ');
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!isKnown(name)) return undefined;
  const pairs = space < 0 ? [] : head.slice(space + 1).trim().split(',').map((pair): [string, string] => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)]);
  const properties = Object.fromEntries(pairs.filter(([key, value]) => key !== '' && value !== '').map(([key, value]) => [key, decode(value, PROPERTY_ESCAPES)]));
  return { name, properties, data: decode(data, DATA_ESCAPES) };
}

const DATA_ESCAPES: readonly (readonly [string, string])[] = [['%0D', '\r'], ['%0A', '\n'], ['%25', '%']];
const PROPERTY_ESCAPES: readonly (readonly [string, string])[] = [['%0D', '\r'], ['%0A', '\n'], ['%3A', ':'], ['%2C', ','], ['%25', '%']];

function decode(text: string, escapes: typeof DATA_ESCAPES): string {
  return escapes.reduce((decoded, [escape, character]) => decoded.replaceAll(escape, character), text);
}
