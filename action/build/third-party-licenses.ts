import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** File beside the bundle with the licences of what is in it. */
export const LICENSES_FILE = 'THIRD-PARTY-LICENSES.txt';

/** Folder of the package that a bundled file belongs to; undefined for our own files. */
const packageFolder = (file: string): string | undefined => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

/** The licences of every package in the bundles, each text once, with the packages it holds for. */
export function thirdPartyLicenses(metafiles: readonly Metafile[], root: string): string {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs).flatMap((file) => packageFolder(file) ?? [])));
  const packagesByText = new Map<string, Set<string>>();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string; license?: string };
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
    const text = file === undefined ? `Licence: ${license ?? 'not stated'}` : readFileSync(join(root, folder, file), 'utf8').trim();
    packagesByText.set(text, (packagesByText.get(text) ?? new Set()).add(`${name}@${version}`));
  }
  return [...packagesByText].map(([text, packages]) => `${[...packages].join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}
