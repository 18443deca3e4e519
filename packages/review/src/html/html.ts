import { visible } from '../visible';

/** HTML that is safe to show: made by this module, so that nothing a user wrote acts as HTML. */
export class Html {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

export type HtmlPart = Html | string | number | readonly Html[] | undefined;

/** HTML from a template literal: values that are plain strings are escaped, lists are put together, undefined is nothing. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  return new Html(literals.reduce((source, literal, index) => source + shown(values[index - 1]) + literal));
}

function shown(value: HtmlPart): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.source;
  return typeof value === 'string' || typeof value === 'number' ? escaped(String(value)) : value.map(({ source }) => source).join('');
}

const ESCAPES: Readonly<Partial<Record<string, string>>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// also inside of quoted attributes; what cannot be seen, or turns the direction of text, is shown by its number
function escaped(value: string): string {
  return visible(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** A link, or the bare text where the address is not a web address. */
export function webLink(label: string, url: string): Html {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  return address?.protocol === 'https:' || address?.protocol === 'http:' ? html`<a href="${address.href}" rel="noopener noreferrer">${label}</a>` : html`${label}`;
}

/** A table in a frame of its own, so that a wide one scrolls and the page does not; each row is an entry of the search. */
export function htmlTable(head: readonly string[], rows: readonly (readonly HtmlPart[])[]): Html {
  const lines = rows.map((cells) => html`<tr data-entry>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`);
  return html`<div class="scroll" data-holder tabindex="0"><table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>\n<tbody>\n${lines}</tbody></table></div>\n`;
}

/** A fold. */
export function htmlFold(summary: HtmlPart, body: HtmlPart, isOpen = false): Html {
  return html`<details data-holder${isOpen ? html` open` : html``}><summary>${summary}</summary>\n<div class="fold">${body}</div></details>\n`;
}

/** Code on one line, its line breaks shown. */
export function htmlCode(value: string): Html {
  return html`<code>${value.replace(/\r\n|\r|\n/g, '↵')}</code>`;
}

/** How a badge looks: what is lost or blocks, what has to be looked at, what is new or works, and the rest. */
export type Tone = 'red' | 'amber' | 'green' | 'plain';

/** A word in a coloured box: no emoji, which not every machine can show, and no colour alone. */
export function badge(word: string, tone: Tone): Html {
  return html`<span class="badge ${tone}">${word}</span>`;
}
