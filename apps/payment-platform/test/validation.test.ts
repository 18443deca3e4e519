import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addObservability } from '@payment-observability/constructs';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, PCIDSS321Checks } from 'cdk-nag';
import { EVERYTHING, loadOnly, observabilityYaml } from './payment-platform';

interface Report {
  readonly pluginReports: readonly { readonly pluginName: string; readonly violations: readonly { readonly ruleName: string; readonly severity?: string }[] }[];
}
type Change = (stack: ReturnType<typeof addObservability>[number]) => void;

/** What cdk-nag and the template validation say of the synthesized app, errors and warnings alike. */
function findings(sections: string, region: string, change: Change = () => undefined): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'validation-'));
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: { '@aws-cdk/core:enablePartitionLiterals': true, '@aws-cdk/core:validateAgainstDefaultRules': true },
  });
  const [home] = addObservability(app, loadOnly(observabilityYaml(sections, region)));
  if (home) change(home);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new PCIDSS321Checks(app));
  // CDK prints what it finds, and throws when it is an error: here the report says it
  jest.spyOn(console, 'error').mockReturnValue();
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('A copy of this report'))) throw error;
  }
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
  return report.pluginReports.flatMap(({ pluginName, violations }) => violations.map(({ ruleName, severity }) => `${pluginName}: ${severity} ${ruleName}`)).sort();
}

const TIMEOUT_MS = 120_000;

test.each([
  ['as it comes', '', 'us-east-1'],
  ['with everything in use, at home in another Region', EVERYTHING, 'eu-west-1'],
])('cdk-nag AwsSolutions, cdk-nag PCI and the template validation find nothing: %s', (_, sections, region) => {
  expect(findings(sections, region)).toEqual([]);
}, TIMEOUT_MS);

test('all three would report a topic without key and a retention that does not exist', () => {
  const found = findings('', 'us-east-1', (stack) => {
    new CfnTopic(stack, 'PlainTopic');
    new CfnLogGroup(stack, 'PlainLogGroup', { retentionInDays: 366 });
  });
  expect(found).toEqual([
    'AwsSolutions: error AwsSolutions-SNS3',
    'CloudFormation Validate: warning W3030',
    'PCI.DSS.321: error PCI.DSS.321-CloudWatchLogGroupEncrypted',
    'PCI.DSS.321: error PCI.DSS.321-SNSEncryptedKMS',
  ]);
}, TIMEOUT_MS);
