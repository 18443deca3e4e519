import { codeBlock, type Markdown } from '../markdown/markdown';
import type { RouteGraph, RouteState } from './route-graph';
import { cut } from './values';

const LABEL_CHARACTERS = 60;

/** Colours with contrast on GitHub's light and dark backgrounds. */
const STROKES: Readonly<Record<Exclude<RouteState, 'kept'>, string>> = {
  lost: 'stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 4',
  broken: 'stroke:#bf8700,stroke-width:2px,stroke-dasharray:2 3',
  added: 'stroke:#1a7f37,stroke-width:2px',
};

/** The graph as a Mermaid flowchart in a fence, which GitHub draws. */
export function mermaidBlock({ nodes, edges }: RouteGraph): Markdown {
  const lines = [
    'flowchart LR',
    ...nodes.map(({ label, kind, state }, index) => `  n${index}${kind === 'receiver' ? `(["${mermaidText(label)}"])` : `["${mermaidText(label)}"]`}${state === 'kept' ? '' : `:::${state}`}`),
    ...edges.map(({ from, to, state }) => `  n${from} ${state === 'lost' ? '-.->' : '-->'} n${to}`),
    ...Object.entries(STROKES).flatMap(([state, stroke]) => {
      const members = edges.flatMap((edge, index) => (edge.state === state ? [index] : []));
      return [`  classDef ${state} ${stroke}`, ...(members.length > 0 ? [`  linkStyle ${members.join(',')} ${stroke}`] : [])];
    }),
  ];
  return codeBlock(lines.join('\n'), 'mermaid');
}

/** A label inside quotes: whatever Mermaid could read as syntax, HTML or Markdown is written as a character code. */
export function mermaidText(label: string): string {
  const line = cut(label.replace(/\s+/g, ' ').trim(), LABEL_CHARACTERS);
  return [...line].map((character) => (/[\p{L}\p{N} ./:,()…-]/u.test(character) ? character : `#${codePointOf(character)};`)).join('');
}

// what cannot be seen, or turns the direction of text, is shown as a question mark
function codePointOf(character: string): number {
  return (/[\p{C}\u2028\u2029]/u.test(character) ? '?' : character).codePointAt(0) ?? 0;
}
