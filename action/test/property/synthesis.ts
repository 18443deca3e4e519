import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '@payment-observability/constructs';
import { configOf } from './file';

export const HANDLERS_ROOT = join(__dirname, '../../../packages/handlers/dist');

/** One stack of a file: the bytes of its template. */
export interface SynthesizedText {
  readonly id: string;
  readonly template: string;
}

/**
 * Synthesizes a text that loads, as the action does.
 *
 * @throws LimitError
 */
export function synthesizeText(text: string): readonly SynthesizedText[] {
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-property-'));
  try {
    const { stacks } = synthesize(configOf(text), { outdir, handlersRoot: HANDLERS_ROOT, validation: false });
    return stacks.map(({ id, templatePath }) => ({ id, template: readFileSync(templatePath, 'utf8') }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
