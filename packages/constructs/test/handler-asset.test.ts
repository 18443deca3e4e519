import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { handlerAsset, HANDLERS_ROOT } from '../src/handler-asset';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'handlers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const stackWith = (context: Record<string, unknown>) => new Stack(new App({ context }), 'Stack');

test('the built handler of the injected folder is the asset', () => {
  mkdirSync(join(root, 'notifier'));
  writeFileSync(join(root, 'notifier', 'index.js'), '');
  expect(handlerAsset(stackWith({ [HANDLERS_ROOT]: root }), 'notifier')).toMatchObject({ path: join(root, 'notifier') });
});

test('a handler that was not built is named with the folder that was looked at', () => {
  mkdirSync(join(root, 'notifier'));
  expect(() => handlerAsset(stackWith({ [HANDLERS_ROOT]: root }), 'notifier')).toThrow(
    `handler notifier is not built: no index.js in ${join(root, 'notifier')}; run the bundle target of the handlers`,
  );
});

test('without injection the published package and the workspace are looked at', () => {
  const packages = join(__dirname, '..', '..');
  expect(() => handlerAsset(stackWith({}), 'no-such-handler')).toThrow(
    `no index.js in ${join(packages, 'constructs', 'handlers', 'no-such-handler')} or ${join(packages, 'handlers', 'dist', 'no-such-handler')};`,
  );
});
