import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../packages/config/src';
import { synthesize } from '../packages/constructs/src';
import { manyResources } from '../packages/constructs/test/scale/many-resources';
import { review, type StackInput, type Template } from '../packages/review/src';
import { median } from './measure';

export interface ReviewPoint {
  /** Resources of all templates that are compared. */
  readonly resources: number;
  readonly ms: number;
}

/** Functions, APIs, tables and queues of the config, and the stacks they are spread over. */
const FLEETS = [
  // one stack, near the bytes that a template may have
  { listed: 170, shards: 1 },
  { listed: 2_500, shards: 32 },
  { listed: 10_000, shards: 128 },
] as const;

/** Time of one review in which every alarm changes, of one full stack and of fleets up to 10,000 listed resources. */
export function benchReview(rounds: number, log: (line: string) => void): readonly ReviewPoint[] {
  return FLEETS.map(({ listed, shards }) => {
    const stacks = fleet(listed, shards);
    const resources = stacks.reduce((sum, { after }) => sum + Object.keys(resourcesOf(after)).length, 0);
    const input = { name: 'acme', environment: 'production', template: 'empty', actionVersion: '0.0.0', stacks };
    // the first review reads the service spec, once a process
    const times = Array.from({ length: rounds + 1 }, () => {
      const started = performance.now();
      const { findings } = review(input);
      if (findings.length === 0) throw new Error(`the review of ${resources} resources found nothing`);
      return performance.now() - started;
    }).slice(1);
    const ms = Math.round(median(times));
    log(`${String(resources).padStart(6)} resources in ${String(stacks.length).padStart(3)} stacks reviewed in ${String(ms).padStart(5)} ms`);
    return { resources, ms };
  });
}

function fleet(count: number, shards: number): StackInput[] {
  const text = JSON.stringify({
    version: 1,
    name: 'acme',
    template: 'empty',
    owner: 'payments',
    environments: { production: { account: '111111111111', region: 'eu-west-1' } },
    resources: manyResources(count, shards),
    encryption: { keys: { alerts: {} } },
    notifications: { encryptionKey: 'alerts', critical: { topicName: 'acme-critical', emails: { oncall: 'oncall@example.com' } }, warning: { topicName: 'acme-warning' } },
  });
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-review-'));
  const loaded = loadConfig({ text, file: 'observability.yml', templates: { empty: { name: 'empty', title: 'Nothing', defaults: {} } } });
  const config = loaded.ok ? loaded.configs[0] : undefined;
  if (!config) throw new Error(`the config of ${count} resources does not load: ${JSON.stringify(loaded)}`);
  try {
    const { stacks } = synthesize(config, { outdir, validation: false });
    return stacks.map(({ id, stackName, region, account, templatePath }) => {
      const before = JSON.parse(readFileSync(templatePath, 'utf8')) as Template;
      return { stackId: id, stackName, region, account, baselineKind: 'deployed', before, after: withLooserAlarms(before) };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function resourcesOf(template: Template | undefined): Record<string, { Type?: string; Properties?: Record<string, unknown> }> {
  return (template?.['Resources'] ?? {}) as Record<string, { Type?: string; Properties?: Record<string, unknown> }>;
}

function withLooserAlarms(template: Template): Template {
  const copy = structuredClone(template);
  for (const { Type: type, Properties: properties } of Object.values(resourcesOf(copy))) {
    if (type === 'AWS::CloudWatch::Alarm' && typeof properties?.['Threshold'] === 'number') properties['Threshold'] += 1;
  }
  return copy;
}
