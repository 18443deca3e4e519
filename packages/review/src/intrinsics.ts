import { isRecord, isStringList, type Json } from './json';

/** Whether the value is a CloudFormation function such as `Ref` or `Fn::Join`. */
export function isIntrinsic(value: unknown): value is Json {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0]?.startsWith('Fn::') === true);
}

/** The value with its functions as a person reads them: `${Topic}`, `${Topic.Arn}`, joined text. Not reversible. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (!isRecord(value)) return value;
  const text = isIntrinsic(value) ? readableFunction(value) : undefined;
  return text ?? Object.fromEntries(Object.entries(value).map(([key, element]) => [key, readable(element)]));
}

/** `readable`, as one line of text. */
export function readableText(value: unknown): string {
  const plain = readable(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain) ?? 'undefined';
}

function readableFunction(value: Json): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': getAtt, 'Fn::Join': join, 'Fn::Sub': sub } = value;
  if (typeof ref === 'string') return `\${${ref}}`;
  if (typeof getAtt === 'string') return `\${${getAtt}}`;
  if (isStringList(getAtt)) return `\${${getAtt.join('.')}}`;
  if (typeof sub === 'string') return sub;
  if (Array.isArray(join) && typeof join[0] === 'string' && Array.isArray(join[1])) return join[1].map(readableText).join(join[0]);
  return undefined;
}

/** JSON written into a string, such as a dashboard body, also when `Fn::Join` or `Fn::Sub` makes the string; undefined when it is none. */
export function embeddedJson(value: unknown): Json | readonly unknown[] | undefined {
  if (typeof value !== 'string' && !isIntrinsic(value)) return undefined;
  const text = readable(value);
  if (typeof text !== 'string' || !/^\s*[{[]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) || Array.isArray(parsed) ? parsed : undefined;
  } catch {
    // not JSON after all: it is compared as the text it is
    return undefined;
  }
}

/** Logical ids that the value refers to through `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export function referencesOf(value: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isRecord(node)) return;
    const { Ref: ref, 'Fn::GetAtt': getAtt, 'Fn::Sub': sub } = node;
    if (typeof ref === 'string') found.add(ref);
    const attribute: unknown = Array.isArray(getAtt) ? getAtt[0] : getAtt;
    if (typeof attribute === 'string') found.add(attribute.split('.', 1)[0] ?? attribute);
    const template: unknown = Array.isArray(sub) ? sub[0] : sub;
    if (typeof template === 'string') for (const [, name] of template.matchAll(/\$\{([^${}.]+)[^${}]*\}/g)) found.add(name ?? '');
    Object.values(node).forEach(visit);
  };
  visit(value);
  return new Set([...found].filter((name) => !name.startsWith('AWS::')));
}
