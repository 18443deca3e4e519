import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser, type CST, type Document, type Node, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { formatPath, type Path } from './path';
import { type Position, type Problem } from './problem';

/** A configuration is a few kilobytes; beyond this a parser only burns time. */
const MAX_BYTES = 1024 * 1024;
/** Open constructs of the parser, about two for each level of indentation; composing recurses, so depth must be bounded before it. */
const MAX_OPEN_CONSTRUCTS = 100;
const MAX_SYNTAX_PROBLEMS = 10;

/** What a file says, and where it says it. */
export interface YamlFile {
  readonly value: Record<string, unknown>;
  /** Where the key (or the list item) at `path` begins; undefined when it is not written. */
  position(path: Path): Position | undefined;
  /** The characters of a scalar as written, where they tell more than its value: 0123, 1e3. */
  written(path: Path): string | undefined;
}

export type ParsedYaml = { readonly ok: true; readonly yaml: YamlFile; readonly problems: readonly Problem[] } | { readonly ok: false; readonly problems: readonly Problem[] };

type Report = (offset: number, message: string, more?: { path?: Path; found?: string; suggestion?: string }) => void;

/** YAML 1.2 with the features that hide what a file says (aliases, tags, directives, several documents) refused. Never throws for what the text holds. */
export function parseYaml(text: string, file: string): ParsedYaml {
  const problems: Problem[] = [];
  const lines = new LineCounter();
  const report: Report = (offset, message, { path = [], ...more } = {}) => {
    const { line, col } = lines.linePos(offset);
    problems.push({ file, line, column: col, path: formatPath(path), message, ...more });
  };

  lines.addNewLine(0);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) {
    report(0, `the file has ${bytes} bytes, more than ${MAX_BYTES} (1 MiB)`, { suggestion: 'a configuration is a few kilobytes: is this the right file?' });
    return { ok: false, problems };
  }
  const document = compose(text, lines, report);
  const root = document?.contents;
  if (!root || problems.length > 0) {
    if (problems.length === 0) report(0, 'the file is empty', { suggestion: 'begin with "version: 1", name, template, owner and environments' });
    return { ok: false, problems: problems.slice(0, MAX_SYNTAX_PROBLEMS) };
  }
  if (!isMap(root)) {
    const empty = isScalar(root) && root.value === null;
    report(root.range[0], empty ? 'the file is empty' : 'expected keys and values', {
      ...(empty ? {} : { found: isSeq(root) ? 'a list' : 'a single value' }),
      suggestion: 'begin with "version: 1", name, template, owner and environments',
    });
    return { ok: false, problems };
  }
  const reader = new Reader(report);
  const value = reader.map(root, []);
  if (!reader.complete) return { ok: false, problems };
  return {
    ok: true,
    problems,
    yaml: {
      value,
      position: (path) => {
        if (path.length === 0) return { line: 1, column: 1 };
        const offset = reader.offsets.get(keyOf(path));
        if (offset === undefined) return undefined;
        const { line, col } = lines.linePos(offset);
        return { line, column: col };
      },
      written: (path) => reader.sources.get(keyOf(path)),
    },
  };
}

function compose(text: string, lines: LineCounter, report: Report): Document.Parsed | undefined {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_OPEN_CONSTRUCTS) {
      report(parser.offset, 'nested too deeply', { suggestion: 'no section is deeper than ten levels' });
      return undefined;
    }
  }
  tokens.push(...parser.end());
  const composer = new Composer({ version: '1.2', uniqueKeys: false, prettyErrors: false });
  const [document, second] = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  if (second) report(second.range[0], 'more than one YAML document in the file', { suggestion: 'remove the line "---" and what follows it' });
  if (document?.directives.yaml.version === '1.1') report(0, 'YAML 1.1 is not supported', { suggestion: 'remove the %YAML directive' });
  for (const error of document?.errors ?? []) report(error.pos[0], ...syntaxProblem(error.code, error.message));
  for (const warning of document?.warnings ?? [])
    report(warning.pos[0], warning.code === 'TAG_RESOLVE_FAILED' ? 'tags such as !Sub are not supported' : `not YAML: ${sentence(warning.message)}`, {
      suggestion: 'write the plain value',
    });
  return document;
}

function syntaxProblem(code: string, message: string): [string, { suggestion?: string }] {
  if (code === 'TAB_AS_INDENT') return ['a tab in the indentation', { suggestion: 'indent with spaces' }];
  if (code === 'TAG_RESOLVE_FAILED') return ['tags such as !Sub are not supported', { suggestion: 'write the plain value' }];
  return [`not YAML: ${sentence(message)}`, {}];
}

/** The parser's own words, without the text of the file: it may hold a secret. */
const sentence = (message: string) => {
  const words = message.replace(/[:,]? ?["'`].*$/s, '').split('\n', 1)[0] ?? '';
  return words.charAt(0).toLowerCase() + words.slice(1, 120);
};

const keyOf = (path: Path) => JSON.stringify(path.map(String));

/** Turns nodes into plain values, and remembers where each one was written. */
class Reader {
  readonly offsets = new Map<string, number>();
  readonly sources = new Map<string, string>();
  /** False when a part could not be read: whatever else would be said of the file could be wrong. */
  complete = true;

  constructor(private readonly report: Report) {}

  private refuse(...problem: Parameters<Report>): null {
    this.complete = false;
    this.report(...problem);
    return null;
  }

  map(node: YAMLMap.Parsed, path: Path): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const offset = (key as ParsedNode | null)?.range[0] ?? node.range[0];
      if (!isScalar(key) || key.value === null) {
        this.refuse(offset, 'expected a name before the colon', { path, found: isAlias(key) ? 'an alias' : isScalar(key) ? 'nothing' : 'a list or a map' });
        continue;
      }
      const name = typeof key.value === 'string' ? key.value : (key.source ?? JSON.stringify(key.value));
      const at = [...path, name];
      if (entries.has(name)) {
        this.report(offset, 'the key is written twice', { path: at, suggestion: 'keep one of the two' });
        continue;
      }
      if (name === '__proto__') {
        this.report(offset, 'unknown key "__proto__"', { path: at });
        continue;
      }
      this.offsets.set(keyOf(at), offset);
      entries.set(name, this.value(value, at, offset));
    }
    return Object.fromEntries(entries);
  }

  private value(node: ParsedNode | null, path: Path, offset: number): unknown {
    if (node === null) return null;
    if (isAlias(node))
      return this.refuse(node.range[0], 'aliases (*name) are not supported', { path, suggestion: 'write the value out; what differs between environments belongs in their overrides' });
    if (isMap(node)) return this.map(node, path);
    if (isSeq(node)) return this.list(node, path, offset);
    if (isScalar(node)) {
      if (typeof node.value !== 'string' && node.source !== undefined && node.source !== '') this.sources.set(keyOf(path), node.source);
      return node.value;
    }
    throw new Error(`a YAML node of an unknown kind at ${path.join('.')}`);
  }

  private list(node: YAMLSeq.Parsed, path: Path, offset: number): unknown[] {
    return node.items.map((item: Node | null, index) => {
      const at = [...path, index];
      const start = (item as ParsedNode | null)?.range[0] ?? offset;
      this.offsets.set(keyOf(at), start);
      return this.value(item as ParsedNode | null, at, start);
    });
  }
}
