import { pathText } from '../property-changes';
import { routeText } from '../render/coverage-pieces';
import { sectionSums } from '../render/cost-pieces';
import { GROUP_HEADINGS } from '../render/findings-pieces';
import { nearestFirst, percent } from '../render/limit-pieces';
import { routeGraph } from '../render/route-graph';
import { bySection } from '../render/sections';
import { COMPARISONS, countsText } from '../render/stack-pieces';
import { takenOf } from '../render/taken';
import { cut, grouped, plural, usd, usdChange, valueText } from '../render/values';
import { countActions } from '../counts';
import type { Action, AlertCoverage, AlertRoute, CostReview, Finding, LimitUse, Note, PermissionChange, ResourceChange, Review, Severity, SignalCoverage, StackReview } from '../types';
import { badge, type Html, html, htmlCode, htmlFold, htmlTable, type Tone } from './html';
import { routeSvg } from './route-svg';

/** Longer values are cut: a report that a browser cannot open helps nobody. */
const VALUE_CHARACTERS = 4_000;
const GRAPH_NODES = 300;

const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = { blocking: 'red', attention: 'amber', info: 'plain' };
const ACTION_TONES: Readonly<Record<Action, Tone>> = { add: 'green', update: 'plain', replace: 'red', 'may replace': 'amber', remove: 'red', orphan: 'amber' };
const CHANGE_TONES: Readonly<Record<SignalCoverage['change'], Tone>> = { lost: 'red', weakened: 'amber', changed: 'plain', added: 'green' };
const STATE_TONES: Readonly<Record<AlertRoute['state'], Tone>> = { works: 'green', broken: 'red', 'not verified': 'amber' };

const short = (value: string): string => cut(value, VALUE_CHARACTERS);
const code = (value: string): Html => htmlCode(short(value));
const optional = (value: string | undefined): Html | undefined => (value === undefined ? undefined : code(value));
const lines = (parts: readonly Html[]): Html => html`${parts.map((part, index) => (index === 0 ? part : html`<br>${part}`))}`;

/** One card for each finding, by group. */
export function findingsSection(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html`<p>No rule found anything that a reviewer must not miss.</p>`;
  return html`${Object.entries(GROUP_HEADINGS).map(([group, heading]) => {
    const members = findings.filter((finding) => finding.group === group);
    if (members.length === 0) return html``;
    const cards = members.map(
      ({ severity, title, why, path, logicalId, stackId, id }) =>
        html`<li class="${severity}" data-entry>${badge(severity, SEVERITY_TONES[severity])} <strong>${short(title)}</strong><p>${short(why)}</p><p class="soft">${lines([html`${code(stackId)} ${optional(path ?? logicalId)} rule <code>${short(id)}</code>`])}</p></li>\n`,
    );
    return html`<div data-holder><h3>${heading} (${members.length})</h3><ul class="findings">${cards}</ul></div>\n`;
  })}`;
}

/** Every removal and replacement. */
export function takenSection(stacks: readonly StackReview[]): Html | undefined {
  const taken = takenOf(stacks);
  if (taken.length === 0) return undefined;
  return htmlTable(['Action', 'Resource', 'Type', 'Config', 'Stack'], taken.map(({ stack, change: { action, logicalId, type, path } }) => [badge(action, ACTION_TONES[action]), code(logicalId), code(type), optional(path), code(stack.stackName)]));
}

/** Every statement that differs, broadened ones first. */
export function permissionsSection(stacks: readonly StackReview[]): Html | undefined {
  const all = stacks.flatMap(({ permissions }) => permissions);
  if (all.length === 0) return undefined;
  const isFirst = ({ meaning, isPublic }: PermissionChange): boolean => meaning === 'broadened' || isPublic;
  const sorted = [...all.filter(isFirst), ...all.filter((change) => !isFirst(change))];
  const rows = sorted.map(({ change, meaning, isPublic, effect, principals, actions, resources, conditions, logicalId }) => [
    html`${isPublic ? html`${badge('public', 'red')} ` : undefined}${meaning === 'broadened' ? html`${badge('broadened', 'amber')} ${change}` : html`${meaning === 'new' ? 'new' : change}`}`,
    effect,
    lines(principals.map(code)),
    lines(actions.map(code)),
    lines(resources.map(code)),
    conditions === undefined ? undefined : code(valueText(conditions)),
    code(logicalId),
  ]);
  return htmlTable(['Change', 'Effect', 'Who', 'May do', 'On', 'If', 'Resource'], rows);
}

/** The routes of alerts before and after, drawn and in a table. */
export function coverageSection(coverage: AlertCoverage | undefined): Html | undefined {
  if (coverage === undefined) return undefined;
  const { heard, changed, unwatched } = coverage;
  const graph = routeGraph(coverage, GRAPH_NODES);
  const rows = changed.map(({ signal, path, change, before, after }) => [badge(change, CHANGE_TONES[change]), lines([code(signal), ...(path === undefined ? [] : [code(path)])]), routes(before), routes(after)]);
  const drawing = graph.nodes.length === 0 ? undefined : html`${routeSvg(graph)}<p class="soft">− lost (dashed, red) · ! broken (dotted, amber) · + new (green)${graph.leftOut > 0 ? `; ${plural(graph.leftOut, 'more changed signal')} not drawn` : ''}</p>`;
  const alone = unwatched.length === 0 ? undefined : html`<h3>In the file, and no alarm watches it (${unwatched.length})</h3>${htmlTable(['What', 'Config'], unwatched.map(({ what, path }) => [short(what), code(path)]))}`;
  const before = heard.before === heard.after ? '' : ` (${heard.before} before)`;
  return html`<p>Somebody hears of <strong>${plural(heard.after, 'signal')}</strong>${before}.</p>${drawing}${rows.length > 0 ? htmlTable(['', 'Signal', 'Before', 'After'], rows) : undefined}${alone}`;
}

function routes(all: readonly AlertRoute[]): Html {
  if (all.length === 0) return html`<span class="nobody">nobody</span>`;
  return lines(all.map((route) => html`${badge(route.state, STATE_TONES[route.state])} ${short(routeText(route))}${route.reason === undefined ? '' : ` (${short(route.reason)})`}`));
}

/** What a person has to know or do besides. */
export function notesSection(notes: readonly Note[]): Html | undefined {
  if (notes.length === 0) return undefined;
  return html`${notes.map(({ title, text, code: block }) => html`<div data-entry><h3>${short(title)}</h3><p>${short(text)}</p>${block === undefined ? undefined : html`<pre><code>${cut(block, 40_000)}</code></pre>`}</div>\n`)}`;
}

/** The estimate by section and line, its assumptions, and what is not in it. */
export function costSection(cost: CostReview | undefined): Html | undefined {
  if (cost === undefined) return undefined;
  const { beforeUsd, afterUsd, lines: charges, assumptions, notPriced, warnings, pricesAt } = cost;
  const amounts = (line: { beforeUsd: number; afterUsd: number }) => [usd(line.beforeUsd), usd(line.afterUsd), usdChange(line.beforeUsd, line.afterUsd)];
  const list = (texts: readonly string[]): Html => html`<ul>${texts.map((text) => html`<li data-entry>${short(text)}</li>`)}</ul>`;
  return html`<p>${usd(beforeUsd)} → <strong>${usd(afterUsd)}</strong> a month (${usdChange(beforeUsd, afterUsd)}). An estimate with prices of ${short(pricesAt)}.</p>
${warnings.length === 0 ? undefined : html`<div data-holder>${list(warnings)}</div>`}
${htmlTable(['Section', 'Before', 'After', 'Change'], sectionSums(charges).map((sum) => [short(sum.section), ...amounts(sum)]))}
${htmlFold(plural(charges.length, 'charge'), htmlTable(['Section', 'What', 'Before', 'After', 'Change'], charges.map((line) => [short(line.section), short(line.what), ...amounts(line)])))}
${htmlFold(`${plural(assumptions.length, 'assumption')}, each with the path that sets it`, htmlTable(['Path', 'Assumed', 'From'], assumptions.map(({ path, value, unit, isDefault }) => [code(path), `${grouped(String(value))} ${short(unit)}`, isDefault ? 'default' : 'your file'])))}
${notPriced.length === 0 ? undefined : htmlFold(`${plural(notPriced.length, 'charge')} not in the estimate`, list(notPriced))}`;
}

/** How much of each limit is used, the nearest first. */
export function limitsSection(limits: readonly LimitUse[] | undefined): Html | undefined {
  if (limits === undefined || limits.length === 0) return undefined;
  return htmlTable(['Limit', 'Used', 'Of', 'Share', 'Where'], nearestFirst(limits).map((use) => [short(use.what), grouped(String(use.used)), grouped(String(use.limit)), percent(use), short(use.path ?? use.of)]));
}

/** Every change of every stack, in folds by section. */
export function changesSection({ stacks }: Review): Html {
  return html`${stacks.map((stack) => {
    const place = stack.account === undefined ? stack.region : `${stack.region}, ${stack.account}`;
    const folds = bySection(stack.resources).map(([section, changes]) => htmlFold(`${short(section)} · ${countsText(countActions(changes))}`, changes.map(resourceChange)));
    const others = stack.templateChanges.map(({ section, name, action, before, after }) => [action, code([section, name].filter((part) => part !== '').join('.')), value(before), value(after)]);
    const rest = others.length === 0 ? undefined : htmlFold(`outputs, parameters, conditions · ${plural(others.length, 'change')}`, htmlTable(['Change', 'Name', 'Before', 'After'], others));
    return html`<div data-holder><h3>${short(stack.stackName)} (${short(place)})</h3><p class="soft">${countsText(stack.counts)}; ${COMPARISONS[stack.baselineKind]}.</p>${folds}${rest}</div>\n`;
  })}`;
}

function resourceChange({ logicalId, type, action, path, constructPath, properties }: ResourceChange): Html {
  const rows = properties.map((property) => html`<tr><td>${code(pathText(property.path) || 'resource')}</td><td class="old">${value(property.before)}</td><td class="new">${value(property.after)}</td></tr>\n`);
  const table = rows.length === 0 || action === 'remove' || action === 'orphan' ? undefined : html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Property</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>\n${rows}</tbody></table></div>`;
  return html`<div data-entry><p>${badge(action, ACTION_TONES[action])} ${code(logicalId)} <span class="soft">${short(type)}</span> ${optional(path)} <span class="soft">${short(constructPath ?? '')}</span></p>${table}</div>\n`;
}

function value(shown: unknown): Html {
  return shown === undefined ? html`–` : code(valueText(shown));
}
