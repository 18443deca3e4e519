import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../packages/config/src';
import { synthesize } from '../packages/constructs/src';
import { manyResources } from '../packages/constructs/test/scale/many-resources';

/** Synthesizes one environment with so many resources, and prints how many milliseconds it took from the text of the file to the checked templates. */
function scaleOnce(count: number, shards: number): void {
  const text = JSON.stringify({
    version: 1,
    name: 'acme',
    template: 'empty',
    owner: 'payments',
    environments: { production: { account: '111111111111', region: 'eu-west-1' } },
    resources: manyResources(count, shards),
    encryption: { keys: { alerts: {} } },
    notifications: { encryptionKey: 'alerts', critical: { topicName: 'acme-critical' }, warning: { topicName: 'acme-warning' } },
  });
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-scale-'));
  const started = performance.now();
  const loaded = loadConfig({ text, file: 'observability.yml', templates: { empty: { name: 'empty', title: 'Nothing', defaults: {} } } });
  const config = loaded.ok ? loaded.configs[0] : undefined;
  if (!config) throw new Error(`the config of ${count} resources does not load: ${JSON.stringify(loaded)}`);
  const { stacks } = synthesize(config, { outdir, validation: false });
  const ms = performance.now() - started;
  rmSync(outdir, { recursive: true, force: true });
  if (stacks.length !== shards + 1) throw new Error(`expected ${shards + 1} stacks, found ${stacks.length}`);
  console.log(JSON.stringify({ ms }));
}

scaleOnce(Number(process.argv[2]), Number(process.argv[3]));
