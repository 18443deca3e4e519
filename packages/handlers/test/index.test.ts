import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handlerFolder, HANDLERS } from '../src/index';
import { temporaryFolder } from './support/lambda';

test('every name is an entry file', () => {
  const sources = readdirSync(join(__dirname, '../src'));
  expect(HANDLERS.map((name) => `${name}.ts`).filter((file) => !sources.includes(file))).toEqual([]);
});

test('the folder of a handler is found in any root', () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'slack-notifier'));
  writeFileSync(join(root, 'slack-notifier', 'index.js'), '');
  expect(handlerFolder('slack-notifier', root)).toBe(join(root, 'slack-notifier'));
});

test('a missing bundle says where it was expected and how to make it', () => {
  expect(() => handlerFolder('xray-encryption', '/nowhere')).toThrow(
    new Error('handler xray-encryption: expected its bundle at /nowhere/xray-encryption/index.js, found none; run "npx nx run handlers:bundle"'),
  );
});
