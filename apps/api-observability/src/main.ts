import { runTemplate } from '@payment-observability/constructs';
import { template } from './template';

// the entry of `cdk` users: cdk synth --app "npx tsx src/main.ts [file [environment]]"
runTemplate(template, process.argv.slice(2));
