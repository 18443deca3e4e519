import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installNode } from '../../src/runner/runner-node';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'node-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const binary = (folder: string) => join(folder, 'node_modules', 'node', 'bin', 'node');
const fakeInstall = (text: string) => async (folder: string) => {
  mkdirSync(join(folder, 'node_modules', 'node', 'bin'), { recursive: true });
  writeFileSync(binary(folder), text);
};

describe('the Node of the runner', () => {
  test('is installed once', async () => {
    const target = join(root, 'cache', 'runner-node');
    expect(await installNode(target, fakeInstall('one'))).toBe(binary(target));
    await installNode(target, () => Promise.reject(new Error('installed twice')));
    expect(readFileSync(binary(target), 'utf8')).toBe('one');
  });

  test('is whole for both when two processes install at once', async () => {
    const target = join(root, 'runner-node');
    let atTheSameTime = 0;
    const install = (text: string) => async (folder: string) => {
      atTheSameTime += 1;
      while (atTheSameTime < 2) await new Promise((resolve) => setImmediate(resolve));
      await fakeInstall(text)(folder);
    };
    expect(await Promise.all([installNode(target, install('one')), installNode(target, install('two'))])).toEqual([binary(target), binary(target)]);
    expect(['one', 'two']).toContain(readFileSync(binary(target), 'utf8'));
    expect(readdirSync(root)).toEqual(['runner-node']);
  });

  test('leaves nothing behind when npm fails or brings no binary', async () => {
    const target = join(root, 'runner-node');
    await expect(installNode(target, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    await expect(installNode(target, () => Promise.resolve())).rejects.toThrow('npm installed node@24.21.0 without node_modules/node/bin/node: are install scripts switched off?');
    expect(readdirSync(root)).toEqual([]);
  });
});
