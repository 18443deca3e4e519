import { userJson } from './users';
import { type Store } from './store';

const VIEWER_FIELDS = ['login', 'databaseId'] as const;

interface GraphqlError {
  readonly path?: readonly string[];
  readonly extensions?: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Answers `query { viewer { login databaseId } }`; everything else is an error with status 200, as GraphQL gives it. */
export function executeGraphql(store: Store, query: string, viewer: string): { data?: unknown; errors?: readonly GraphqlError[] } {
  const operation = /^(?:query(?:\s+\w+)?)?\s*\{([\s\S]*)\}$/.exec(query.replace(/#.*$/gm, '').trim())?.[1]?.trim();
  if (operation === undefined) return { errors: [{ message: `Parse error on ${JSON.stringify(query)}`, extensions: { code: 'argumentLiteralsIncompatible' } }] };
  const fields = /^viewer\s*\{([\w\s,]+)\}$/.exec(operation)?.[1]?.split(/[\s,]+/).filter((name) => name !== '');
  if (fields === undefined) return { errors: [undefinedField('Query', /\w+/.exec(operation.replace(/^viewer\s*\{[\w\s,]*\}/, ''))?.[0] ?? operation, ['query'])] };
  const unknown = fields.filter((field) => !VIEWER_FIELDS.some((one) => one === field));
  if (unknown.length > 0) return { errors: unknown.map((field) => undefinedField('User', field, ['query', 'viewer'])) };
  const account = userJson(store, viewer);
  const values = { login: account.login, databaseId: account.id };
  return { data: { viewer: Object.fromEntries(VIEWER_FIELDS.filter((field) => fields.includes(field)).map((field) => [field, values[field]])) } };
}

function undefinedField(typeName: string, fieldName: string, path: readonly string[]): GraphqlError {
  return { path: [...path, fieldName], extensions: { code: 'undefinedField', typeName, fieldName }, message: `Field '${fieldName}' doesn't exist on type '${typeName}'` };
}
