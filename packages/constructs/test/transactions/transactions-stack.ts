import type { Template } from 'aws-cdk-lib/assertions';
import type { Where } from '../config-of';
import { ALERTS, homeTemplate } from '../home-stack';

type Settings = Readonly<Record<string, Readonly<Record<string, unknown>> | string>>;

/** Sections of a config with live transactions; each part of `changes` is merged over the part of that name. */
export function transactionSections(changes: Settings = {}): Record<string, unknown> {
  const parts: Record<string, Record<string, unknown>> = {
    stream: { streamName: 'transaction-stream-dev' },
    processor: { functionName: 'transaction-processor-dev' },
    mapping: {},
    failures: { queueName: 'transaction-dlq-dev', bucket: {} },
    velocity: { tableName: 'transaction-velocity-dev' },
    bus: { busName: 'transaction-events-dev', logGroupName: '/aws/events/transaction-events-dev' },
    routing: {},
  };
  const transactions = Object.fromEntries(Object.entries(parts).map(([part, settings]) => [part, { ...settings, ...(typeof changes[part] === 'object' ? changes[part] : {}) }]));
  return {
    ...ALERTS,
    encryption: { keys: { alerts: {}, data: {}, logs: {} } },
    logs: { encryptionKey: 'logs', retentionDays: 30 },
    metrics: { namespace: 'Payments/dev' },
    transactions: { encryptionKey: 'data', ...transactions },
  };
}

export const transactionsTemplate = (changes: Settings = {}, where: Where = {}, more: Readonly<Record<string, unknown>> = {}): Template => homeTemplate({ ...transactionSections(changes), ...more }, where);

/** The id of the one resource of a type, or of the one whose id begins so. */
export function idOf(template: Template, type: string, starts = ''): string {
  const [id, ...others] = Object.keys(template.findResources(type)).filter((candidate) => candidate.startsWith(starts));
  if (id === undefined || others.length > 0) throw new Error(`${others.length + (id === undefined ? 0 : 1)} resources of ${type}, expected 1`);
  return id;
}
