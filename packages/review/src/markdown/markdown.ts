import { unlinked, visible } from '../visible';

/** Markdown that is safe to show: made by this module, so that nothing a user wrote acts as Markdown, HTML or a mention. */
export class Markdown {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

/** Markdown from a template literal: values that are plain strings go through `text`. */
export function md(literals: TemplateStringsArray, ...values: readonly (Markdown | string | number)[]): Markdown {
  return new Markdown(literals.reduce((source, literal, index) => source + shown(values[index - 1] ?? '') + literal));
}

/** Pieces one after another, with a separator that holds no user text. */
export function join(pieces: readonly Markdown[], separator: string): Markdown {
  return new Markdown(pieces.map(({ source }) => source).join(separator));
}

/** Plain text on one line: nothing in it is interpreted, nobody is mentioned, nothing is linked. */
export function text(value: string): Markdown {
  const escaped = unlinked(visible(value).replace(/\s+/g, ' ')).replace(/[\\`*_[\]~&<>|$]/g, (character) => TEXT_ESCAPES[character] ?? `\\${character}`);
  // a list, a rule or an underline of the line above begins with one of these
  return new Markdown(escaped.replace(/^(\s*)([-+=]|\d+(?=[.)]))/, (_match, space: string, sign: string) => (/\d/.test(sign) ? `${space}${sign}\u200B` : `${space}\\${sign}`)));
}

/** A code span on one line, also where the text holds backticks or pipes. */
export function code(value: string): Markdown {
  const line = visible(value.replace(/\r\n|\r|\n/g, '↵').replace(/\t/g, '→'));
  // a pipe would end a table cell even in a code span, and an escaped one shows its backslash outside of tables
  if (line.trim() === '' || line.includes('|')) return new Markdown(`<code>${text(line).source}</code>`);
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return new Markdown(`${fence}${padding}${line}${padding}${fence}`);
}

/** A block of code, lines kept. */
export function codeBlock(value: string, language: 'json' | 'mermaid' | '' = ''): Markdown {
  const lines = value.split(/\r\n|\r|\n/).map((line) => visible(line.replace(/\t/g, '  ')));
  const fence = '`'.repeat(Math.max(3, longestRun(value) + 1));
  return new Markdown(`${fence}${language}\n${lines.join('\n')}\n${fence}\n`);
}

/** A link, or the bare text where the address is not a web address. */
export function link(label: string, url: string): Markdown {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol !== 'https:' && address?.protocol !== 'http:') return text(label);
  const href = address.href.replace(/[()<>|`*_[\]\\ ]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return new Markdown(`[${text(label).source}](${href})`);
}

/** A table; every row must have as many cells as the head. */
export function table(head: readonly string[], rows: readonly (readonly Markdown[])[]): Markdown {
  return new Markdown(`${tableHead(head).source}${rows.map((row) => tableRow(row, head.length).source).join('')}\n`);
}

/** The first two lines of a table. */
export function tableHead(head: readonly string[]): Markdown {
  return new Markdown(`| ${head.map((cell) => text(cell).source).join(' | ')} |\n|${' --- |'.repeat(head.length)}\n`);
}

/** One line of a table. Throws if a cell would break it, which only Markdown not made by this module can. */
export function tableRow(cells: readonly Markdown[], width: number = cells.length): Markdown {
  const broken = cells.find(({ source }) => /[\r\n|]/.test(source));
  if (broken !== undefined || cells.length !== width) throw new Error(`table row: expected ${width} cells without pipes and line breaks, found ${JSON.stringify(cells.map(String))}`);
  return new Markdown(`| ${cells.map(({ source }) => source).join(' | ')} |\n`);
}

/** What stands before and after the body of a fold. */
export function detailsFrame(summary: string, isOpen = false): { readonly open: Markdown; readonly close: Markdown } {
  return { open: new Markdown(`<details${isOpen ? ' open' : ''}><summary>${htmlText(summary)}</summary>\n\n`), close: new Markdown('\n</details>\n\n') };
}

/** A fold with a one-line summary in plain text. */
export function details(summary: string, body: Markdown, isOpen = false): Markdown {
  const { open, close } = detailsFrame(summary, isOpen);
  return new Markdown(`${open.source}${body.source}${close.source}`);
}

function shown(value: Markdown | string | number): string {
  return value instanceof Markdown ? value.source : text(String(value)).source;
}

// Markdown is not read inside a line that begins with an HTML tag, so a backslash would be seen there
function htmlText(value: string): string {
  return unlinked(visible(value).replace(/\s+/g, ' ')).replace(/[&<>|$]/g, (character) => TEXT_ESCAPES[character] ?? character);
}

const TEXT_ESCAPES: Readonly<Partial<Record<string, string>>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;', $: '<span>$</span>' };

function longestRun(value: string): number {
  return Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length));
}
