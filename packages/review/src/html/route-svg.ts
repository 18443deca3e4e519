import type { RouteGraph, RouteNode, RouteState } from '../render/route-graph';
import { cut } from '../render/values';
import { type Html, html } from './html';

const [NODE_WIDTH, NODE_HEIGHT, COLUMN_GAP, ROW_GAP, MARGIN] = [190, 34, 44, 12, 12];
const LABEL_CHARACTERS = 26;

/** Signs beside the colours: who sees no colour reads them. */
const SIGNS: Readonly<Record<RouteState, string>> = { lost: '− ', broken: '! ', added: '+ ', kept: '' };

/** The changed routes drawn in layers, from the signal on the left to who hears it on the right. */
export function routeSvg(graph: RouteGraph): Html {
  const places = placesOf(graph);
  const [width, height] = [Math.max(...places.map(({ x }) => x)) + NODE_WIDTH + MARGIN, Math.max(...places.map(({ y }) => y)) + NODE_HEIGHT + MARGIN];
  const lines = graph.edges.map(({ from, to, state }) => {
    const [a, b] = [places[from], places[to]];
    if (!a || !b) return html``;
    const [x1, y1, x2, y2] = [a.x + NODE_WIDTH, a.y + NODE_HEIGHT / 2, b.x, b.y + NODE_HEIGHT / 2];
    const bend = Math.max(COLUMN_GAP / 2, (x2 - x1) / 2);
    return html`<path class="edge ${state}" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>\n`;
  });
  const nodes = graph.nodes.map((node, index) => drawNode(node, places[index] ?? { x: 0, y: 0 }));
  return html`<div class="scroll" tabindex="0"><svg class="routes" role="img" aria-label="Routes of the changed signals; the table below says the same" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n${lines}${nodes}</svg></div>\n`;
}

function drawNode({ label, kind, state }: RouteNode, { x, y }: Place): Html {
  const corner = kind === 'receiver' ? NODE_HEIGHT / 2 : kind === 'signal' ? 2 : 6;
  const shown = `${SIGNS[state]}${[...label].length > LABEL_CHARACTERS ? `${[...label].slice(0, LABEL_CHARACTERS - 1).join('')}…` : label}`;
  return html`<g class="node ${state}"><title>${kind}: ${cut(label, 1_000)} (${state})</title><rect x="${x}" y="${y}" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="${corner}"/><text x="${x + NODE_WIDTH / 2}" y="${y + NODE_HEIGHT / 2 + 4}">${shown}</text></g>\n`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

// each layer in the order of what leads to it, so that few edges cross
function placesOf({ nodes, edges }: RouteGraph): readonly Place[] {
  const rows = nodes.map(() => 0);
  const layers = Math.max(...nodes.map(({ layer }) => layer)) + 1;
  for (let layer = 0; layer < layers; layer += 1) {
    const members = nodes.flatMap((node, index) => (node.layer === layer ? [{ index, pull: pullOf(index, edges, rows) }] : []));
    let free = 0;
    for (const { index, pull } of members.toSorted((a, b) => a.pull - b.pull || a.index - b.index)) {
      const row = Math.max(free, layer === 0 ? 0 : Math.round(pull));
      rows[index] = row;
      free = row + 1;
    }
  }
  return nodes.map(({ layer }, index) => ({ x: MARGIN + layer * (NODE_WIDTH + COLUMN_GAP), y: MARGIN + (rows[index] ?? 0) * (NODE_HEIGHT + ROW_GAP) }));
}

function pullOf(index: number, edges: RouteGraph['edges'], rows: readonly number[]): number {
  const before = edges.filter(({ to }) => to === index).map(({ from }) => rows[from] ?? 0);
  return before.length === 0 ? index : before.reduce((sum, row) => sum + row, 0) / before.length;
}
