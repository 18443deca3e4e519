import { isBot, nodeId, userJson } from './users';
import { type Store } from './store';

/** The editors of comments, by node id; the one query on nodes that there is an answer to. */
const EDITORS = /^nodes\(ids: ?\$ids\) ?\{ ?\.\.\. ?on IssueComment ?\{ ?id editor ?\{ ?__typename login ?\} ?\} ?\}$/;

const VIEWER_FIELDS = ['login', 'databaseId'] as const;

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Login the token acts as. */
  readonly viewer: string;
  /** The one repository the token is for. */
  readonly repositoryId: number;
}

interface GraphqlError {
  readonly path?: readonly string[];
  readonly extensions?: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Answers `query { viewer { login databaseId } }` and the query for editors of comments; everything else is an error with status 200, as GraphQL gives it. */
export function executeGraphql(store: Store, { query, variables = {}, viewer, repositoryId }: GraphqlRequest): { data?: unknown; errors?: readonly GraphqlError[] } {
  const operation = /^(?:query(?:\s+\w+)?(?:\(\$ids: ?\[ID!\]!\))?)?\s*\{([\s\S]*)\}$/.exec(query.replace(/#.*$/gm, '').trim())?.[1]?.trim();
  if (operation === undefined) return { errors: [{ message: `Parse error on ${JSON.stringify(query)}`, extensions: { code: 'argumentLiteralsIncompatible' } }] };
  if (EDITORS.test(operation.replace(/\s+/g, ' '))) return { data: { nodes: editors(store, repositoryId, variables['ids']) } };
  const fields = /^viewer\s*\{([\w\s,]+)\}$/.exec(operation)?.[1]?.split(/[\s,]+/).filter((name) => name !== '');
  if (fields === undefined) return { errors: [undefinedField('Query', /\w+/.exec(operation.replace(/^viewer\s*\{[\w\s,]*\}/, ''))?.[0] ?? operation, ['query'])] };
  const unknown = fields.filter((field) => !VIEWER_FIELDS.some((one) => one === field));
  if (unknown.length > 0) return { errors: unknown.map((field) => undefinedField('User', field, ['query', 'viewer'])) };
  const account = userJson(store, viewer);
  const values = { login: account.login, databaseId: account.id };
  return { data: { viewer: Object.fromEntries(VIEWER_FIELDS.filter((field) => fields.includes(field)).map((field) => [field, values[field]])) } };
}

/** A node that the token cannot see is null, as one that does not exist. */
function editors(store: Store, repositoryId: number, ids: unknown): unknown[] {
  const { comments } = store.repository(repositoryId);
  return (Array.isArray(ids) ? (ids as unknown[]) : []).map((id) => {
    const comment = comments.find((one) => nodeId('IssueComment', one.id) === id);
    if (comment === undefined) return null;
    const { editor } = comment;
    return { id, editor: editor === undefined ? null : { __typename: isBot(editor) ? 'Bot' : 'User', login: editor.replace(/\[bot\]$/, '') } };
  });
}

function undefinedField(typeName: string, fieldName: string, path: readonly string[]): GraphqlError {
  return { path: [...path, fieldName], extensions: { code: 'undefinedField', typeName, fieldName }, message: `Field '${fieldName}' doesn't exist on type '${typeName}'` };
}
