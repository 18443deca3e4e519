import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { paymentPlatformApp } from './cdk-app';

/** The entry of `cdk` users: `cdk synth --app "npx tsx src/main.ts [file [environment]]"`. */
function main([file = 'observability.yml', environment]: readonly string[]): void {
  const text = readFileSync(file, 'utf8');
  paymentPlatformApp(text, { file: basename(file), ...(environment !== undefined && { environment }) }).synth();
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
