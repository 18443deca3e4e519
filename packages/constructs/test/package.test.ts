import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '..');

test('the published package brings the built handlers, byte for byte, and leaves no copy behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'constructs-package-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: PACKAGE, stdio: 'pipe' });
    execFileSync('tar', ['--extract', '--gzip', '--file', join(folder, 'payment-observability-constructs-0.0.0.tgz'), '--directory', folder]);
    for (const name of ['slack-notifier', 'xray-encryption']) {
      expect(readFileSync(join(folder, 'package/handlers', name, 'index.js'))).toEqual(readFileSync(join(PACKAGE, '../handlers/dist', name, 'index.js')));
    }
    expect(existsSync(join(PACKAGE, 'handlers'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
