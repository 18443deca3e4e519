import { formatProblem, loadConfig, type Config } from '@payment-observability/config';
import { buildApp } from '@payment-observability/constructs';
import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { template } from '../src/index';

export interface PaymentPlatform {
  /** The stack of the home Region. */
  readonly home: Template;
  /** The stack that exists beside it when the home Region is another. */
  readonly usEast1?: Template;
}

const ACCOUNT = '111111111111';
const cache = new Map<string, PaymentPlatform>();

/** The file of a user who changes nothing, with the given sections (YAML at column 0) added. */
export function observabilityYaml(sections = '', region = 'us-east-1'): string {
  return `version: 1
name: payment-platform
template: payment-platform
owner: payments
environments:
  dev: { account: "${ACCOUNT}", region: ${region} }
${sections}
`;
}

export function loadOnly(yaml: string): Config {
  const loaded = loadConfig({ text: yaml, file: 'observability.yml', templates: { [template.name]: template } });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const [config] = loaded.configs;
  if (!config) throw new Error('no environment');
  return config;
}

/** Sections that switch on what the template leaves to the user: routes to people, X-Ray encryption, a bucket that locks its objects. */
export const EVERYTHING = `encryption: { keys: { xray: { purpose: XRayEncryption } } }
tracing: { encryption: { encryptionKey: xray, ownsAccount: true } }
audit: { trail: { bucket: { objectLockDays: 365 } } }
notifications:
  critical: { emails: { oncall: oncall@example.com }, slack: { secret: "payment/{env}/slack" } }
  warning: { emails: { team: team@example.com }, slack: { secret: "payment/{env}/slack" } }
  info: { emails: { team: team@example.com } }`;

/** The templates of the real payment platform, changed by `sections`, without CDK's slow validation. */
export function synthesize(sections = '', region = 'us-east-1'): PaymentPlatform {
  const yaml = observabilityYaml(sections, region);
  const known = cache.get(yaml);
  if (known) return known;
  const app = buildApp([loadOnly(yaml)], { validation: false });
  const templates = app.node.children.filter((child): child is Stack => Stack.isStack(child)).map((stack) => Template.fromStack(stack));
  const [home, usEast1] = templates;
  if (!home) throw new Error('no stack');
  const platform = { home, ...(usEast1 && { usEast1 }) };
  cache.set(yaml, platform);
  return platform;
}
