import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of the action: of the package.json that a release puts beside the bundle. */
export const ACTION_VERSION: string = (JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')) as { version: string }).version;
