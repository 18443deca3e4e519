import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', 'test-records');

/** Names of the test records, as `put-test-records.sh` takes them. */
export const recordNames = (): string[] => readdirSync(FOLDER).map((file) => file.replace(/\.json$/, '')).sort();

export const recordText = (name: string): string => readFileSync(join(FOLDER, `${name}.json`), 'utf8');
