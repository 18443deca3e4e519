import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The functions of this package: each has its entry in `src/<name>.ts` and its bundle in `<root>/<name>/index.js`. */
export const HANDLERS = ['slack-notifier', 'xray-encryption'] as const;

export type HandlerName = (typeof HANDLERS)[number];

/**
 * The folder that is uploaded as the code of one function (handler `index.handler`, Node.js 22 or 24).
 * @param root the folder that `npm run bundle` wrote, or a copy of it
 * @throws when the bundle is not there
 */
export function handlerFolder(name: HandlerName, root: string): string {
  const folder = join(root, name);
  if (!existsSync(join(folder, 'index.js'))) {
    throw new Error(`handler ${name}: expected its bundle at ${join(folder, 'index.js')}, found none; run "npx nx run handlers:bundle"`);
  }
  return folder;
}
