import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { temporaryFolder } from './support/lambda';

// the compiler takes seconds
jest.setTimeout(60_000);

const folder = temporaryFolder();
const SETTINGS = `{ namespace: 'Acme/dev', service: 'card-acquiring', environment: 'dev', psps: ['adyen'] }`;
const REFUND = `console.log(JSON.stringify(paymentMetrics(${SETTINGS}).refund({ network: 'visa' })));`;
const README = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** Lays out what npm would install of ours; nothing else is there to be found by accident. */
beforeAll(() => {
  for (const name of ['catalog', 'handlers']) {
    const target = join(folder, 'node_modules/@payment-observability', name);
    mkdirSync(target, { recursive: true });
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(__dirname, '../..', name), stdio: 'pipe' });
    execFileSync('tar', ['--extract', '--gzip', '--strip-components=1', '--file', join(folder, `payment-observability-${name}-0.0.0.tgz`), '--directory', target]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}
const run = (script: string) => execFileSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

test.each([
  ['require', 'consumer.cjs', `const { paymentMetrics } = require('@payment-observability/handlers/payment-metrics');\n${REFUND}`],
  ['import', 'consumer.mjs', `import { paymentMetrics } from '@payment-observability/handlers/payment-metrics';\n${REFUND}`],
])('%s finds the helper in the published packages, and it writes one line', (_, name, source) => {
  expect(run(file(name, source))).toEqual([expect.objectContaining({ service: 'card-acquiring', network: 'visa', refunds: 1 }), { sent: true }]);
});

test.each([['consumer.cts'], ['consumer.mts']])('%s: TypeScript finds its types with node16 resolution, without types of anything else', (name) => {
  const source = file(
    name,
    `import { type Authorization, paymentMetrics, SYNTHETIC_HEADER } from '@payment-observability/handlers/payment-metrics';
    const event: Authorization = { psp: 'adyen', outcome: 'declined', declineCode: '05', synthetic: SYNTHETIC_HEADER === 'x-synthetic', fields: { currency: 'EUR' } };
    export const sent: boolean = paymentMetrics(${SETTINGS}).authorization(event).sent;
    // @ts-expect-error a customer is no field of the contract
    paymentMetrics(${SETTINGS}).authorization({ psp: 'adyen', outcome: 'approved', fields: { customerId: 'c-1' } });
    // @ts-expect-error an outcome is one of three
    paymentMetrics(${SETTINGS}).authorization({ psp: 'adyen', outcome: 'maybe' });`,
  );
  expect(compile(source)).toBe('');
});

test('who installs the helper gets the catalog with it, and nothing else', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/@payment-observability/handlers/package.json'), 'utf8')) as { dependencies: object };
  expect(Object.keys(manifest.dependencies)).toEqual(['@payment-observability/catalog']);
});

test('the example of the README compiles', () => {
  const [, example = ''] = /```ts\n(import \{ paymentMetrics[\s\S]*?)```/u.exec(README) ?? [];
  expect(example).toContain('paymentMetrics');
  expect(compile(file('readme.mts', example))).toBe('');
});

/** What the compiler says of a file; skipLibCheck off, so that our own types are checked too. */
function compile(source: string): string {
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--module', 'node16', '--moduleResolution', 'node16'];
  try {
    return execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), ...options, source], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    return String((error as { readonly stdout?: unknown }).stdout);
  }
}

test('bundled it is a few kilobytes, without the SDK or any other package', async () => {
  const entry = file('bundled.mjs', `export { paymentMetrics } from '@payment-observability/handlers/payment-metrics';`);
  const { outputFiles, metafile } = await build({ entryPoints: [entry], bundle: true, write: false, minify: true, platform: 'node', metafile: true, absWorkingDir: folder });
  const packages = new Set(Object.keys(metafile.inputs).map((input) => dirname(input).split('/').slice(0, 3).join('/')));
  expect([...packages].sort()).toEqual(['.', 'node_modules/@payment-observability/catalog', 'node_modules/@payment-observability/handlers']);
  expect(outputFiles[0]?.contents.byteLength).toBeLessThan(14 * 1024);
});

test('G23 a standard output that nobody reads ends no process: it is reported once, and the payment goes on', async () => {
  const script = file(
    'unheard.cjs',
    `const { paymentMetrics } = require('@payment-observability/handlers/payment-metrics');
    const payments = paymentMetrics(${SETTINGS});
    process.stdin.on('end', async () => {
      for (let times = 0; times < 5; times += 1) {
        payments.refund({ network: 'visa' });
        await new Promise((resolve) => setImmediate(resolve));
      }
      process.stderr.write('the payment went on\\n');
    }).resume();`,
  );
  const child = spawn(process.execPath, [script], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = new Promise((resolve) => child.on('close', resolve));
  child.stdout.destroy();
  child.stdin.end();
  const reports = await text(child.stderr);
  expect(await exited).toBe(0);
  expect(reports.trim().split('\n')).toEqual(['{"level":"WARN","message":"payment telemetry failed","error":"write EPIPE"}', 'the payment went on']);
});
