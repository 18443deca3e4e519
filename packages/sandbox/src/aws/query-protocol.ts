import { XMLBuilder } from 'fast-xml-parser';

/** A parameter of a call: text, a list, or a structure of both. */
export type Params = { [name: string]: Param | undefined };
export type Param = string | number | boolean | null | Param[] | Params;

/** A value of an answer; undefined members are left out. */
export type Answer = { [name: string]: AnswerValue };
export type AnswerValue = string | number | boolean | Date | undefined | readonly AnswerValue[] | { readonly [name: string]: AnswerValue };

/** Reads the AWS Query form (`Tags.member.1.Key=a`) into structures and lists. */
export function parseQuery(form: URLSearchParams): Params {
  const root: Params = {};
  for (const [name, value] of form) {
    const path = name.split('.');
    const last = path.pop();
    if (last === undefined) continue;
    let node = root;
    for (const part of path) {
      const child = node[part];
      node = typeof child === 'object' && child !== null && !Array.isArray(child) ? child : (node[part] = {});
    }
    node[last] = value;
  }
  return toLists(root) as Params;
}

// lists arrive as { member: { 1: …, 2: … } }
function toLists(value: Param): Param {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const member = value['member'];
  if (Object.keys(value).length === 1 && typeof member === 'object' && member !== null && !Array.isArray(member)) {
    return Object.entries(member)
      .sort(([a], [b]) => Number(a) - Number(b))
      .flatMap(([, item]) => (item === undefined ? [] : [toLists(item)]));
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, item === undefined ? item : toLists(item)]));
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: false });

/** XML text of a structure whose keys are element names; a list becomes repeated elements of its name. */
export const renderXml = (root: Record<string, unknown>): string => `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;

/** The answer of a Query action: `<XResponse><XResult>…</XResult></XResponse>`, lists in `<member>`. */
export function renderQueryAnswer(action: string, answer: Answer, namespace: string, requestId: string): string {
  return renderXml({
    [`${action}Response`]: {
      '@xmlns': namespace,
      [`${action}Result`]: withMembers(answer),
      ResponseMetadata: { RequestId: requestId },
    },
  });
}

export function renderQueryError(code: string, message: string, namespace: string, requestId: string, status: number): string {
  return renderXml({
    ErrorResponse: {
      '@xmlns': namespace,
      Error: { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message },
      RequestId: requestId,
    },
  });
}

function withMembers(value: AnswerValue): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return { member: value.map(withMembers) };
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => [name, withMembers(item)]),
    );
  }
  return value;
}
