import { Match } from 'aws-cdk-lib/assertions';
import { synthesize } from '../payment-platform';

const XRAY = `encryption: { keys: { xray: { purpose: XRayEncryption } } }
tracing: { encryption: { encryptionKey: xray, ownsAccount: true } }`;

test('P45 X-Ray encryption: a customer key with rotation, set by a custom resource, on request only', () => {
  synthesize().home.resourceCountIs('Custom::XRayEncryption', 0);
  const { home } = synthesize(XRAY);
  const [key] = Object.keys(home.findResources('AWS::KMS::Key', { Properties: { Tags: Match.arrayWith([{ Key: 'Purpose', Value: 'XRayEncryption' }]), EnableKeyRotation: true } }));
  expect(key).toBeDefined();
  home.hasResourceProperties('Custom::XRayEncryption', { KeyId: { 'Fn::GetAtt': [key, 'Arn'] } });
});

test.each([
  ['P46', 'payment-dev-critical', 1000, 1, 10, { ServiceName: 'payment-dev-api/dev', HTTPMethod: 'POST', URLPath: '/api/v1/payments/*' }],
  ['P48', 'payment-dev-general', 9000, 0.1, 1, { ServiceName: '*', HTTPMethod: '*', URLPath: '*' }],
])('%s sampling rule %s: priority %i, rate %d, reservoir %i', (_row, RuleName, Priority, FixedRate, ReservoirSize, matches) => {
  synthesize().home.hasResourceProperties('AWS::XRay::SamplingRule', {
    SamplingRule: { RuleName, Priority, FixedRate, ReservoirSize, ServiceType: '*', Host: '*', ResourceARN: '*', Version: 1, Attributes: Match.absent(), ...matches },
  });
});

test('P47 errors are found by a trace group, since no sampling rule can know the outcome', () => {
  const { home } = synthesize();
  home.resourceCountIs('AWS::XRay::SamplingRule', 2);
  home.hasResourceProperties('AWS::XRay::Group', { GroupName: 'PaymentErrors-dev', FilterExpression: 'error = true OR fault = true' });
});

test('P49 trace group PaymentTransactions: the processor or the API', () => {
  synthesize().home.hasResourceProperties('AWS::XRay::Group', {
    GroupName: 'PaymentTransactions-dev',
    FilterExpression: 'service("payment-dev-processor") OR service("payment-dev-api/dev")',
  });
});
