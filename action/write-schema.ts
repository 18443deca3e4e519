import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchema } from '@payment-observability/config';
import { TEMPLATES } from './src/templates';

const FOLDER = join(__dirname, '..', 'schema');

mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, 'observability.schema.json'), `${JSON.stringify(jsonSchema(TEMPLATES), undefined, 2)}\n`);
