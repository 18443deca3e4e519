import { physicalName, type Resource, resourcesOf } from '../template';
import type { Review, StackInput } from '../types';
import { cut, plural } from '../render/values';
import { type DrawnWidget, widgetsOf } from './dashboard';
import { type Html, html, htmlFold } from './html';

const DASHBOARD = 'AWS::CloudWatch::Dashboard';
const [MAX_LINES, LINE_CHARACTERS] = [8, 200];

/** Previews, and the style rules that place their widgets: a policy without inline styles allows no `style` attribute. */
export interface Previews {
  readonly body: readonly Html[];
  readonly rules: readonly string[];
  readonly count: number;
}

/** Draws each dashboard that changes, before and after side by side where there are both. */
export function dashboardPreviews(review: Review, stacks: readonly StackInput[]): Previews {
  const rules = new Set<string>();
  const body = review.stacks.flatMap(({ stackId, resources }) => {
    const input = stacks.find((stack) => stack.stackId === stackId);
    const [before, after] = [resourcesOf(input?.before), resourcesOf(input?.after)];
    return resources
      .filter(({ type }) => type === DASHBOARD)
      .map(({ logicalId, action }) => {
        const [old, young] = [before, after].map((side) => widgetsIn(side, logicalId));
        const boards = [board('Before', old, young ?? [], 'removed', rules), board('After', young, old ?? [], 'added', rules)].filter((drawn) => drawn !== undefined);
        return htmlFold(html`<code>${cut(logicalId, LINE_CHARACTERS)}</code> · ${action} · ${comparison(old ?? [], young ?? [])}`, html`<div class="pair">${boards}</div>`, true);
      });
  });
  return { body, rules: [...rules].toSorted(), count: body.length };
}

function widgetsIn(side: ReadonlyMap<string, Resource>, logicalId: string): DrawnWidget[] | undefined {
  const resource = side.get(logicalId);
  return resource?.type === DASHBOARD ? widgetsOf(resource.properties['DashboardBody'], (id) => physicalName(side.get(id))) : undefined;
}

function comparison(old: readonly DrawnWidget[], young: readonly DrawnWidget[]): string {
  const states = [...old.map((widget) => stateOf(widget, young, 'removed')).filter((state) => state === 'removed'), ...young.map((widget) => stateOf(widget, old, 'added'))];
  const parts = (['removed', 'changed', 'added'] as const).flatMap((state) => {
    const count = states.filter((found) => found === state).length;
    return count > 0 ? [`${plural(count, 'widget')} ${state}`] : [];
  });
  return parts.length > 0 ? parts.join(', ') : 'same widgets';
}

function board(name: string, widgets: readonly DrawnWidget[] | undefined, others: readonly DrawnWidget[], alone: 'removed' | 'added', rules: Set<string>): Html | undefined {
  if (widgets === undefined) return undefined;
  const drawn = widgets.map((widget) => drawWidget(widget, others.length === 0 ? 'same' : stateOf(widget, others, alone), rules));
  return html`<figure><figcaption>${name}</figcaption><div class="scroll" tabindex="0"><div class="board">${drawn}</div></div></figure>\n`;
}

type WidgetState = 'same' | 'changed' | 'removed' | 'added';

/** A widget is known by its title, one without by its place. */
function stateOf(widget: DrawnWidget, others: readonly DrawnWidget[], alone: 'removed' | 'added'): WidgetState {
  if (others.some(({ fingerprint }) => fingerprint === widget.fingerprint)) return 'same';
  const isSame = (other: DrawnWidget): boolean => (widget.title === '' ? other.title === '' && other.x === widget.x && other.y === widget.y : other.title === widget.title);
  return others.some(isSame) ? 'changed' : alone;
}

function drawWidget({ x, y, width, height, kind, title, lines, thresholds }: DrawnWidget, state: WidgetState, rules: Set<string>): Html {
  const [column, line] = [`c${x}-${width}`, `r${y}-${height}`];
  rules.add(`.${column}{grid-column:${x + 1}/span ${width}}`);
  rules.add(`.${line}{grid-row:${y + 1}/span ${height}}`);
  const more = lines.length - MAX_LINES;
  const items = [...lines.slice(0, MAX_LINES).map((text) => html`<li>${cut(text, LINE_CHARACTERS)}</li>`), ...(more > 0 ? [html`<li>and ${more} more</li>`] : [])];
  const crossing = thresholds.map(({ label, value }) => html`<p class="threshold"><b>${cut(value, LINE_CHARACTERS)}</b> ${cut(label, LINE_CHARACTERS)}</p>`);
  const mark = state === 'same' ? html`` : html`<span class="mark">${state}</span>`;
  return html`<article class="widget ${state} ${column} ${line}" data-entry>${mark}<h4>${cut(title || '(no title)', LINE_CHARACTERS)}</h4><p class="kind">${cut(kind, LINE_CHARACTERS)}</p>${crossing}<ul>${items}</ul></article>\n`;
}
