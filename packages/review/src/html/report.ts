import { createHash } from 'node:crypto';
import type { Gate } from '../render/gate';
import { countsText } from '../render/stack-pieces';
import { toldOnce } from '../render/told-once';
import { cut, plural } from '../render/values';
import { headlineOf, METHODS } from '../render/verdict';
import type { Review, StackInput } from '../types';
import { dashboardPreviews } from './dashboard-preview';
import { Html, html, htmlCode, webLink } from './html';
import { SCRIPT } from './script';
import { changesSection, costSection, coverageSection, findingsSection, limitsSection, notesSection, permissionsSection, takenSection } from './sections';
import { STYLE } from './style';

export interface HtmlOptions {
  /** The stacks that were reviewed: from their templates the dashboards are drawn. @default no previews */
  readonly stacks?: readonly StackInput[];
  /** Commit that was reviewed. */
  readonly headSha?: string;
  /** Address of the workflow run. */
  readonly runUrl?: string;
  readonly gate?: Gate;
}

const NAME_CHARACTERS = 200;

/** The whole review as one HTML file that loads nothing, works without a network, and is the same for the same review. */
export function renderHtml(review: Review, { stacks = [], headSha, runUrl, gate }: HtmlOptions = {}): string {
  const previews = dashboardPreviews(review, stacks);
  const style = `${STYLE}${previews.rules.join('\n')}\n`;
  const sections = sectionsOf(review, previews.body);
  const title = `Review of ${cut(review.name, NAME_CHARACTERS)} · ${cut(review.environment, NAME_CHARACTERS)}`;
  // the style and the script are ours and hold nothing of the review but numbers
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#review">Skip to the review</a>
${banner(review, { ...(headSha !== undefined && { headSha }), ...(runUrl !== undefined && { runUrl }), ...(gate && { gate }) })}
${bar(sections)}
<main id="review">
${sections.map(({ id, heading, body }) => html`<section id="${id}" aria-labelledby="${id}-heading" data-holder>\n<h2 id="${id}-heading">${heading}</h2>\n${body}</section>\n`)}
</main>
<footer><p>Template ${htmlCode(cut(review.template, NAME_CHARACTERS))}, version ${htmlCode(cut(review.actionVersion, NAME_CHARACTERS))}. ${METHODS[review.method]}</p></footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`;
  return page.source;
}

interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Html;
}

function sectionsOf(review: Review, previews: readonly Html[]): Section[] {
  const { stacks, coverage, notes, cost, limits } = review;
  const findings = toldOnce(review.findings);
  const all: readonly (readonly [string, string, Html | undefined])[] = [
    ['findings', `Findings (${findings.length})`, findingsSection(findings)],
    ['taken', 'Removed or replaced', takenSection(stacks)],
    ['permissions', 'Permissions', permissionsSection(stacks)],
    ['coverage', 'Who hears what', coverageSection(coverage)],
    ['notes', 'To do or to know', notesSection(notes)],
    ['dashboards', 'Dashboards', previews.length === 0 ? undefined : html`${previews}`],
    ['cost', 'Monthly cost', costSection(cost)],
    ['limits', 'Limits', limitsSection(limits)],
    ['changes', 'All changes', changesSection(review)],
  ];
  return all.flatMap(([id, heading, body]) => (body === undefined ? [] : [{ id, heading, body }]));
}

function banner(review: Review, { headSha, runUrl, gate }: Pick<HtmlOptions, 'headSha' | 'runUrl' | 'gate'>): Html {
  const { word, why } = headlineOf(review, gate);
  const commit = headSha === undefined ? undefined : html` · commit ${htmlCode(headSha.slice(0, 7))}`;
  const run = runUrl === undefined ? undefined : html` · ${webLink('workflow run', runUrl)}`;
  const look = gate?.state === 'blocked' ? 'blocked' : gate?.state === 'approved' || (gate && review.verdict === 'blocked') ? 'attention' : review.verdict;
  return html`<header class="top"><div class="banner ${look}"><h1>${word}${why === '' ? '' : `: ${cut(why, NAME_CHARACTERS)}`}</h1>
<p>${htmlCode(cut(review.name, NAME_CHARACTERS))} · ${htmlCode(cut(review.environment, NAME_CHARACTERS))}${commit}${run}</p>
<p><strong>${countsText(review.counts)}</strong></p>${gate && gateBox(gate)}</div></header>`;
}

function gateBox({ state, blocking, approvedBy, approvedAt, how }: Gate): Html | undefined {
  if (state === 'open') return undefined;
  const findings = plural(blocking, 'blocking finding');
  const by = [approvedBy === undefined ? '' : ` by ${cut(approvedBy, NAME_CHARACTERS)}`, approvedAt === undefined ? '' : ` on ${cut(approvedAt, NAME_CHARACTERS)}`].join('');
  const text = state === 'blocked' ? `The check fails: ${findings}, and nobody has approved.` : `${findings}, approved${by}.`;
  return html`<div class="gate"><p><strong>${text}</strong></p>${how === undefined ? undefined : html`<p>${cut(how, 1_000)}</p>`}</div>`;
}

function bar(sections: readonly Section[]): Html {
  return html`<div class="bar"><div class="tools" role="search"><label for="query">Search</label><input id="query" type="search" placeholder="alarm, path, resource … (press /)" autocomplete="off"><output id="found" for="query"></output><button type="button" id="open">Open all</button><button type="button" id="close">Close all</button></div>
<nav aria-label="Parts of the review">${sections.map(({ id, heading }) => html`<a href="#${id}">${heading}</a> `)}</nav></div>`;
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
