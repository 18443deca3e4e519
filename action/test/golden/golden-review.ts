import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, formatProblem, type Config } from '@payment-observability/config';
import { planStacks } from '@payment-observability/constructs';
import { headlineOf, review, type Review, type StackInput, type Template } from '@payment-observability/review';
import { stacksOf } from '@payment-observability/template-testing';
import { parseDocument } from 'yaml';
import { TEMPLATES } from '../../src/templates';
import type { Edits, GoldenChange } from './changes';

const ROOT = join(__dirname, '../../..');

/** The stacks of an example with edits, by id, as CloudFormation gets them. */
type Side = ReadonlyMap<string, { readonly stackName: string; readonly region: string; readonly template: Template }>;

const sides = new Map<string, Side>();

/** The review of a change of an example. */
export function goldenReview(name: string, change: GoldenChange): Review {
  return review({ name, environment: 'production', template: name, stacks: goldenStacks(name, change), actionVersion: '1.0.0' });
}

/** The stacks before and after a change of an example, both sides made by its template. */
export function goldenStacks(name: string, { given = {}, edits }: Pick<GoldenChange, 'given' | 'edits'>): StackInput[] {
  const [before, after] = [sideOf(name, given), sideOf(name, { ...given, ...edits })];
  return [...new Set([...after.keys(), ...before.keys()])].map((stackId): StackInput => {
    const [old, young] = [before.get(stackId), after.get(stackId)];
    const { stackName, region } = young ?? old ?? { stackName: stackId, region: '' };
    return { stackId, stackName, region, after: young?.template, baselineKind: old ? 'deployed' : 'none', ...(old && { before: old.template }) };
  });
}

function sideOf(name: string, edits: Edits): Side {
  const key = JSON.stringify([name, edits], (_key, value: unknown) => (value === undefined ? 'undefined' : value));
  const side = sides.get(key) ?? synthesized(configOf(name, edits));
  sides.set(key, side);
  return side;
}

function synthesized(config: Config): Side {
  const templates = stacksOf(config);
  return new Map(planStacks(config).map(({ id, stackName, region }) => [id, { stackName, region, template: templates[id]?.toJSON() ?? {} }]));
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
  const more = changes.length - MAX_CHANGES;
  return withoutHashes([`${word}${why === '' ? '' : `: ${why}`}`, ...findings, ...changes.slice(0, MAX_CHANGES), ...(more > 0 ? [`… ${more} more changes`] : [])].join('\n'));
}

/** The text without digests of assets, which change with every handler. */
export function withoutHashes(text: string): string {
  return text.replace(/[0-9a-f]{64}/g, 'HASH');
}
