import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, formatProblem, type Config } from '@payment-observability/config';
import { type AssembledStack, synthesize } from '@payment-observability/constructs';
import { type AlertRoute, headlineOf, review, type LimitUse, type Review, type StackInput } from '@payment-observability/review';
import { parseDocument } from 'yaml';
import { TEMPLATES } from '../../src/templates';
import { HANDLERS_ROOT } from '../property/synthesis';
import type { Edits, GoldenChange } from './changes';

const ROOT = join(__dirname, '../../..');

/** An example with edits: its stacks by id, as CloudFormation gets them, and what else a review is told of them. */
interface Side {
  readonly stacks: ReadonlyMap<string, Pick<AssembledStack, 'stackName' | 'region' | 'account' | 'template'>>;
  readonly cost: Config['cost'];
  readonly limits: readonly LimitUse[];
}

const sides = new Map<string, Side>();

/** The review of a change of an example. */
export function goldenReview(name: string, change: GoldenChange): Review {
  const { cost, limits } = sidesOf(name, change)[1];
  return review({ name, environment: 'production', template: name, stacks: goldenStacks(name, change), actionVersion: '1.0.0', cost, limits });
}

/** The stacks before and after a change of an example, both sides made by its template. */
export function goldenStacks(name: string, change: Pick<GoldenChange, 'given' | 'edits'>): StackInput[] {
  const [{ stacks: before }, { stacks: after }] = sidesOf(name, change);
  return [...new Set([...after.keys(), ...before.keys()])].map((stackId): StackInput => {
    const [old, young] = [before.get(stackId), after.get(stackId)];
    const { stackName, region, account } = young ?? old ?? { stackName: stackId, region: '', account: '' };
    return { stackId, stackName, region, account, after: young?.template, baselineKind: old ? 'deployed' : 'none', ...(old && { before: old.template }) };
  });
}

function sidesOf(name: string, { given = {}, edits }: Pick<GoldenChange, 'given' | 'edits'>): [before: Side, after: Side] {
  return [sideOf(name, given), sideOf(name, { ...given, ...edits })];
}

function sideOf(name: string, edits: Edits): Side {
  const key = JSON.stringify([name, edits], (_key, value: unknown) => (value === undefined ? 'undefined' : value));
  const side = sides.get(key) ?? synthesized(configOf(name, edits));
  sides.set(key, side);
  return side;
}

function synthesized(config: Config): Side {
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-golden-'));
  try {
    const { stacks, limits } = synthesize(config, { outdir, handlersRoot: HANDLERS_ROOT, validation: false });
    return { stacks: new Map(stacks.map(({ id, stackName, region, account, template }) => [id, { stackName, region, account, template }])), cost: config.cost, limits };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function configOf(name: string, edits: Edits): Config {
  const document = parseDocument(readFileSync(join(ROOT, 'examples', name, 'observability.yml'), 'utf8'));
  for (const [path, value] of Object.entries(edits)) {
    if (value === undefined) document.deleteIn(path.split('.'));
    else document.setIn(path.split('.'), value);
  }
  const loaded = loadConfig({ text: document.toString(), file: 'observability.yml', templates: TEMPLATES });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const [config] = loaded.configs;
  if (!config) throw new Error('no environment');
  return config;
}

const MAX_CHANGES = 25;

/** A review in few words, one line a finding and a change: what a person reads when an expectation changes. */
export function compactReview(shown: Review): string {
  const { word, why } = headlineOf(shown);
  const findings = shown.findings.map(({ severity, id, stackId, path, logicalId, title }) => `${severity} ${id} in ${stackId} at ${path ?? logicalId ?? '–'}: ${title}`);
  const changes = shown.stacks.flatMap(({ stackId, operation, resources, permissions }) => [
    ...(operation === 'create' || operation === 'delete' ? [`${operation} ${stackId}`] : []),
    ...resources.map(({ action, type, path, logicalId, properties }) => `${action} ${type} ${logicalId} in ${stackId} at ${path ?? '–'}${action === 'update' ? `: ${[...new Set(properties.map((property) => property.path.slice(0, 2).join('.')))].join(', ')}` : ''}`),
    ...permissions.filter(({ meaning }) => meaning === 'broadened').map(({ logicalId, actions, principals }) => `broadened ${logicalId} in ${stackId}: ${actions.join(', ')} for ${principals.join(', ')}`),
  ]);
  return withoutHashes([`${word}${why === '' ? '' : `: ${why}`}`, ...findings, ...coverageLines(shown), ...costLines(shown), ...limitLines(shown), ...cutList(changes, 'changes')].join('\n'));
}

function coverageLines({ coverage }: Review): string[] {
  if (coverage === undefined || coverage.changed.length === 0) return [];
  const receivers = (routes: readonly AlertRoute[]): string => [...new Set(routes.map(({ receiver, state }) => `${receiver}${state === 'broken' ? ' (broken)' : ''}`))].join(', ') || 'nobody';
  const changed = coverage.changed.map(({ change, signal, stackId, before, after }) => `${change}: ${signal} in ${stackId}: ${receivers(before)} → ${receivers(after)}`);
  return [`signals heard: ${coverage.heard.before} → ${coverage.heard.after}`, ...cutList(changed, 'signals')];
}

function costLines({ cost }: Review): string[] {
  if (cost === undefined) return [];
  const sections = [...new Set(cost.lines.map(({ section }) => section))].map((section) => {
    const sum = (side: 'beforeUsd' | 'afterUsd') => cost.lines.filter((line) => line.section === section).reduce((total, line) => total + line[side], 0).toFixed(2);
    return { section, before: sum('beforeUsd'), after: sum('afterUsd') };
  });
  const changed = sections.filter(({ before, after }) => before !== after).map(({ section, before, after }) => `${section} ${before} → ${after}`);
  return [`cost: ${cost.beforeUsd.toFixed(2)} → ${cost.afterUsd.toFixed(2)} USD a month${changed.length > 0 ? `: ${changed.join(', ')}` : ''}`, ...cost.warnings.map((warning) => `cost warning: ${warning}`)];
}

function limitLines({ limits = [] }: Review): string[] {
  const nearest = limits.toSorted((a, b) => b.used / b.limit - a.used / a.limit)[0];
  return nearest ? [`nearest limit of ${limits.length}: ${nearest.what} (${nearest.of}): ${nearest.used} of ${nearest.limit}`] : [];
}

function cutList(lines: readonly string[], noun: string): string[] {
  const more = lines.length - MAX_CHANGES;
  return [...lines.slice(0, MAX_CHANGES), ...(more > 0 ? [`… ${more} more ${noun}`] : [])];
}

/** The text without digests of assets, which change with every handler. */
export function withoutHashes(text: string): string {
  return text.replace(/[0-9a-f]{64}/g, 'HASH');
}
