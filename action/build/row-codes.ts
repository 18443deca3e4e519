import ts from 'typescript';

/** Codes of rows that a title begins with: `P40`, `P40 P41`, `M26–M28` or `M26–28`. */
export function codesOf(title: string): string[] {
  const [begin = ''] = /^(?:[PASRM]\d+(?:–[PASRM]?\d+)?(?=[\s,:/]|$)[\s,:/]*)+/.exec(title) ?? [];
  return [...begin.matchAll(/([PASRM])(\d+)(?:–[PASRM]?(\d+))?/g)].flatMap(([, system = '', first = '', last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, offset) => `${system}${Number(first) + offset}`),
  );
}

/** Codes that the titles of the tests in a file carry, also the titles that come from the literals of a `test.each` table. */
export function testedCodes(text: string): ReadonlySet<string> {
  const file = ts.createSourceFile('a.test.ts', text, ts.ScriptTarget.Latest, true);
  const tables = constants(file);
  const codes = new Set<string>();
  const visit = (node: ts.Node, above: readonly string[]): void => {
    const block = ts.isCallExpression(node) ? blockOf(node, tables) : undefined;
    if (block?.kind === 'test') for (const code of [...above, ...block.titles.flatMap(codesOf)]) codes.add(code);
    // what stands in a group stands in the names of its tests
    const inside = block?.kind === 'describe' ? [...above, ...block.titles.flatMap(codesOf)] : above;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(file, []);
  return codes;
}

interface Block {
  readonly kind: 'test' | 'describe';
  readonly titles: readonly string[];
}

/** `test('title')`, `test.each(table)('title')` and the same of `it` and `describe`; what is skipped is none. */
function blockOf({ expression, arguments: [title] }: ts.CallExpression, tables: ReadonlyMap<string, ts.Expression>): Block | undefined {
  const each = ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression) && expression.expression.name.text === 'each' ? expression : undefined;
  const name = each ? (each.expression as ts.PropertyAccessExpression).expression : expression;
  const kind = ts.isIdentifier(name) ? ({ test: 'test', it: 'test', describe: 'describe' } as const)[name.text] : undefined;
  if (kind === undefined || title === undefined || !ts.isStringLiteralLike(title)) return undefined;
  return { kind, titles: each ? titlesOfTable(title.text, each.arguments[0], tables) : [title.text] };
}

/** The title with its first placeholder filled in, for each entry of the table. */
function titlesOfTable(title: string, table: ts.Expression | undefined, tables: ReadonlyMap<string, ts.Expression>): string[] {
  const list = literal(table, tables);
  if (!list || !ts.isArrayLiteralExpression(list)) return [title];
  const [, property] = /^\$(\w+)/.exec(title) ?? [];
  return list.elements.map((element) => {
    const entry = literal(element, tables);
    const first = entry && (property === undefined ? firstOf(entry) : propertyOf(entry, property));
    return first && ts.isStringLiteralLike(first) ? title.replace(/^(?:%s|\$\w+)/, first.text) : title;
  });
}

const firstOf = (entry: ts.Expression) => (ts.isArrayLiteralExpression(entry) ? entry.elements[0] : entry);

function propertyOf(entry: ts.Expression, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(entry)) return undefined;
  return entry.properties.filter(ts.isPropertyAssignment).find((property) => property.name.getText() === name)?.initializer;
}

/** A literal as it stands, or the one a constant of the file holds. */
function literal(expression: ts.Expression | undefined, tables: ReadonlyMap<string, ts.Expression>): ts.Expression | undefined {
  if (!expression) return undefined;
  if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression) || ts.isParenthesizedExpression(expression)) return literal(expression.expression, tables);
  return ts.isIdentifier(expression) ? literal(tables.get(expression.text), tables) : expression;
}

function constants(file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  for (const statement of file.statements.filter(ts.isVariableStatement))
    for (const { name, initializer } of statement.declarationList.declarations) if (ts.isIdentifier(name) && initializer) found.set(name.text, initializer);
  return found;
}
