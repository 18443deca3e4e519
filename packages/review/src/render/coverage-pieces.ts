import type { Leaf, Piece } from '../markdown/budget';
import { code, join, md, text, type Markdown } from '../markdown/markdown';
import type { AlertCoverage, AlertRoute, SignalCoverage } from '../types';
import { mermaidBlock } from './mermaid';
import { foldGroup, leaf, RANKS, row, tableGroup, visibleGroup, visibleTable } from './pieces';
import { routeGraph } from './route-graph';
import { cut, plural, type Detail } from './values';

/** What became of the routes of a signal, at a glance. */
export const CHANGE_ICONS: Readonly<Record<SignalCoverage['change'], string>> = { lost: '🔴', weakened: '🟠', changed: '🟡', added: '🟢' };

/** Whether an alert arrives; what nobody has observed has no tick. */
export const STATE_ICONS: Readonly<Record<AlertRoute['state'], string>> = { works: '✅', broken: '❌', 'not verified': '❔' };

const MAX_RECEIVERS = 6;

/** Who hears what, before and after: what is lost or weaker in a table, the changed routes as a graph, the rest folded. */
export function coveragePieces(coverage: AlertCoverage | undefined, detail: Detail): Piece[] {
  if (coverage === undefined) return [];
  const { heard, changed } = coverage;
  const isLess = ({ change }: SignalCoverage): boolean => change === 'lost' || change === 'weakened';
  const [less, others] = [changed.filter(isLess), changed.filter((signal) => !isLess(signal))];
  const counts = `${plural(heard.after, 'signal')}${heard.before === heard.after ? '' : ` (${heard.before} before)`}`;
  const legend = changed.length === 0 ? md`, as before` : md`. ✅ works · ❌ broken · ❔ not verified`;
  const heading = leaf(md`#### Who hears what\n\nSomebody hears of ${counts}${legend}.\n\n`, RANKS.loss, 0);
  const table = less.length === 0 ? [] : [visibleTable(md`**Heard by fewer (${less.length})**`, ['Signal', 'Before', 'After'], less.map((signal) => signalRow(signal, RANKS.loss, detail)), 'signal', detail)];
  return [heading, ...table, ...graphPieces(coverage, detail), ...signalFold('heard anew or otherwise', others, detail), ...routeFold(changed, detail), ...unwatchedFold(coverage, detail)];
}

function signalRow({ signal, path, change, before, after }: SignalCoverage, rank: (typeof RANKS)[keyof typeof RANKS], detail: Detail): Leaf {
  const place = path === undefined ? md`` : md`<br>${code(cut(path, detail.titleCharacters))}`;
  return row([md`${CHANGE_ICONS[change]} ${change} ${code(cut(signal, detail.titleCharacters))}${place}`, receiversCell(before, detail), receiversCell(after, detail)], rank);
}

function receiversCell(routes: readonly AlertRoute[], detail: Detail): Markdown {
  if (routes.length === 0) return md`**nobody**`;
  const shown = new Map<string, Markdown>();
  for (const { receiver, state, reason } of routes) {
    const why = reason === undefined || state === 'works' ? md`` : md` (${cut(reason, detail.titleCharacters)})`;
    const line = md`${STATE_ICONS[state]} ${text(cut(receiver, detail.titleCharacters))}${why}`;
    shown.set(line.source, line);
  }
  const lines = [...shown.values()];
  const more = lines.length - MAX_RECEIVERS;
  return join([...lines.slice(0, MAX_RECEIVERS), ...(more > 0 ? [md`and ${more} more`] : [])], '<br>');
}

function graphPieces(coverage: AlertCoverage, detail: Detail): Piece[] {
  const graph = routeGraph(coverage, detail.graphNodes);
  if (graph.nodes.length === 0) return [];
  const rest = graph.leftOut > 0 ? md`${plural(graph.leftOut, 'more changed signal')} not drawn (${detail.restLink ?? detail.rest}).\n\n` : md``;
  const drawing = leaf(md`${mermaidBlock(graph)}\nRed and dashed is lost, amber is broken, green is new.\n\n${rest}`, RANKS.extent);
  return [visibleGroup(md`**Routes that change**`, [drawing], 'graph', detail)];
}

function signalFold(summary: string, signals: readonly SignalCoverage[], detail: Detail): Piece[] {
  if (signals.length === 0) return [];
  const rows = signals.map((signal) => signalRow(signal, RANKS.overview, detail));
  return [foldGroup(`${plural(signals.length, 'signal')} ${summary}`, [tableGroup(undefined, ['Signal', 'Before', 'After'], rows, 'signal', detail)], 'signal', detail)];
}

function routeFold(changed: readonly SignalCoverage[], detail: Detail): Piece[] {
  if (changed.length === 0) return [];
  const rows = changed.map(({ signal, before, after }) => row([code(cut(signal, detail.titleCharacters)), routesCell(before, detail), routesCell(after, detail)], RANKS.detail));
  return [foldGroup('every step of the changed routes', [tableGroup(undefined, ['Signal', 'Routes before', 'Routes after'], rows, 'signal', detail)], 'signal', detail)];
}

const MAX_ROUTES = 20;

function routesCell(routes: readonly AlertRoute[], detail: Detail): Markdown {
  const lines = routes.slice(0, MAX_ROUTES).map((route) => md`${STATE_ICONS[route.state]} ${code(cut(routeText(route), detail.valueCharacters * 2))}`);
  const more = routes.length - lines.length;
  return lines.length === 0 ? md`–` : join([...lines, ...(more > 0 ? [md`and ${more} more`] : [])], '<br>');
}

/** `alarm → composite → topic → receiver`. */
export function routeText({ alarm, via, topic, receiver }: AlertRoute): string {
  return [alarm, ...via, ...(topic === undefined ? [] : [topic]), receiver].join(' → ');
}

function unwatchedFold({ unwatched }: AlertCoverage, detail: Detail): Piece[] {
  if (unwatched.length === 0) return [];
  const rows = unwatched.map(({ path, what }) => row([text(cut(what, detail.titleCharacters)), code(cut(path, detail.titleCharacters))], RANKS.overview));
  return [foldGroup(`${plural(unwatched.length, 'entry')} of the file that no alarm watches`, [tableGroup(undefined, ['What', 'Config'], rows, 'entry', detail)], 'entry', detail)];
}
