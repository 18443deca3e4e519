import { build } from 'esbuild';
import { join } from 'node:path';
import { slimModulesPlugin, unusedClientsPlugin } from './slim-modules';
import { slimServiceSpecPlugin } from './slim-service-spec';
async function main() {
  const ACTION = join(__dirname, '..');
  const r = await build({ bundle: true, platform: 'node', target: 'node20', format: 'cjs', minify: true, supported: { 'dynamic-import': false }, absWorkingDir: ACTION, conditions: ['@payment-observability/source'], mainFields: ['module', 'main'], metafile: true, write: false, outdir: '/tmp/x', entryPoints: { main: 'src/main.ts' }, plugins: [slimModulesPlugin, slimServiceSpecPlugin], external: ['./aws-client.js', './deploy-stacks.js'], logLevel: 'error' });
  const [out] = Object.values(r.metafile!.outputs);
  const groups = new Map<string, number>();
  const files: [string, number][] = [];
  for (const [p, { bytesInOutput }] of Object.entries(out!.inputs)) {
    files.push([p, bytesInOutput]);
    const m = /node_modules\/(@[^/]+\/[^/]+|[^/]+)(?:\/([^/]+))?/.exec(p);
    const g = m ? (m[1] === 'aws-cdk-lib' ? `aws-cdk-lib/${m[2]}` : m[1]!) : p.replace(/^\.\.\//, '').split('/').slice(0, 2).join('/');
    groups.set(g, (groups.get(g) ?? 0) + bytesInOutput);
  }
  console.log('total', out!.bytes);
  for (const [g, n] of [...groups].sort((a, b) => b[1] - a[1]).slice(0, 45)) console.log(n, g);
  console.log('---');
  for (const [f, n] of files.sort((a, b) => b[1] - a[1]).slice(0, 60)) console.log(n, f);
}
main();
