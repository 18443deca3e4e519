import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@payment-observability/config';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { buildApp } from '../src/build-app';
import { configOf, type Where } from './config-of';

type Sections = Readonly<Record<string, unknown>>;

/** The home stack of a config with the given sections, as an app builds it. */
export function homeStack(sections: Sections, where: Where = {}): Stack {
  return homeStackOf(configOf(sections, where));
}

export function homeStackOf(config: Config): Stack {
  const app = buildApp([config], { handlersRoot: handlersRoot(), validation: false });
  return app.node.findChild(`${config.name}-${config.environment.name}`) as Stack;
}

export function homeTemplate(sections: Sections, where: Where = {}): Template {
  return Template.fromStack(homeStack(sections, where));
}

/** The sections that alerts need: a key, and three topics without subscribers; a test switches on what it is about. */
export const ALERTS = {
  encryption: { keys: { alerts: {} } },
  notifications: {
    encryptionKey: 'alerts',
    heartbeat: { enabled: false, reason: 'not what the test is about' },
    secondPath: { enabled: false, reason: 'not what the test is about' },
    critical: { topicName: 'acme-dev-critical' },
    warning: { topicName: 'acme-dev-warning' },
    info: { topicName: 'acme-dev-info' },
  },
};

/** The properties of the one resource of a type that a predicate picks. */
export function propertiesOf(template: Template, type: string, picks: (properties: Record<string, unknown>) => boolean = () => true): Record<string, unknown> {
  const found = Object.values(template.findResources(type)).map((resource) => (resource as { Properties: Record<string, unknown> }).Properties);
  const [properties, ...others] = found.filter(picks);
  if (!properties || others.length > 0) throw new Error(`${others.length + (properties ? 1 : 0)} resources of ${type}, expected 1`);
  return properties;
}

/** The alarm, metric or composite, with a name. */
export function alarmNamed(template: Template, alarmName: string, type = 'AWS::CloudWatch::Alarm'): Record<string, unknown> {
  return propertiesOf(template, type, (properties) => properties['AlarmName'] === alarmName);
}

function handlersRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'handlers-'));
  for (const name of ['slack-notifier', 'pagerduty-notifier', 'xray-encryption', 'payment-function', 'health-canary', 'transaction-canary', 'browser-canary', 'transaction-processor', 'transaction-processor-container', 'metric-collector', 'alert-heartbeat', 'webhook-notifier']) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'index.js'), `exports.handler = async () => '${name}';\n`);
  }
  return root;
}
