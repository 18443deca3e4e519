import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Toolkit, NonInteractiveIoHost, StackSelectionStrategy } from '@aws-cdk/toolkit-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, CliCredentialsStackSynthesizer, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { ACCOUNT, deploy, REGION, startSandbox, template } from './fixture';

const BUCKET = 'assets-111111111111';

function build(logGroupName: string, threshold: number, broken = false) {
  return async () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-out-')), analyticsReporting: false, postCliContext: {} });
    const stack = new Stack(app, 'payments', {
      env: { account: ACCOUNT, region: REGION },
      synthesizer: new CliCredentialsStackSynthesizer({ fileAssetsBucketName: BUCKET }),
    });
    const code = mkdtempSync(join(tmpdir(), 'asset-'));
    writeFileSync(join(code, 'index.js'), 'exports.handler = async () => {};');
    const group = new LogGroup(stack, 'Group', { logGroupName });
    const topic = new Topic(stack, 'Topic');
    new LambdaFunction(stack, 'Notifier', { runtime: Runtime.NODEJS_20_X, handler: 'index.handler', code: Code.fromAsset(code) });
    new Alarm(stack, 'Errors', { metric: new Metric({ namespace: 'Payments', metricName: 'errors' }), threshold, evaluationPeriods: 3 }).addAlarmAction(new SnsAction(topic));
    if (broken) new LogGroup(stack, 'Existing', { logGroupName: '/taken' });
    new CfnOutput(stack, 'GroupName', { value: group.logGroupName });
    return app.synth();
  };
}

test('toolkit-lib deploys, updates with a replacement, fails and destroys', async () => {
  const sandbox = await startSandbox();
  await deploy(sandbox, sandbox.cloudFormation(), 'bootstrap', template({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: BUCKET } } }));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: sandbox.admin.accessKeyId, AWS_SECRET_ACCESS_KEY: sandbox.admin.secretAccessKey, AWS_SESSION_TOKEN: sandbox.admin.sessionToken,
    CDK_HOME: mkdtempSync(join(tmpdir(), 'cdk-home-')),
  });
  const lines: string[] = [];
  const ioHost = new NonInteractiveIoHost({ logLevel: 'trace' });
  jest.spyOn(ioHost, 'notify').mockImplementation(async (message) => void lines.push(`${message.code ?? ''} ${message.message}`));
  const toolkit = new Toolkit({ ioHost, emojis: false, color: false });
  const options = { stacks: { strategy: StackSelectionStrategy.ALL_STACKS } };
  const deployWith = async (builder: ReturnType<typeof build>) => toolkit.deploy(await toolkit.fromAssemblyBuilder(builder), options);
  try {
    let t = Date.now();
    await deployWith(build('/payments/a', 1));
    console.log(Date.now() - t, sandbox.aws.stack(ACCOUNT, REGION, 'payments')?.status);
    await deployWith(build('/payments/b', 2));
    sandbox.aws.putExisting(ACCOUNT, REGION, 'AWS::Logs::LogGroup', '/taken');
    await expect(deployWith(build('/payments/b', 3, true))).rejects.toThrow(/already exists/);
    await toolkit.destroy(await toolkit.fromAssemblyBuilder(build('/payments/b', 3)), options);
  } finally {
    writeFileSync('/tmp/lines.txt', lines.join('\n') + JSON.stringify(sandbox.aws.calls().map((c) => `${c.service}:${c.action} ${c.status} ${c.errorCode ?? ''}`), null, 1));
  }
}, 60_000);
