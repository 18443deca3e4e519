import type { Audit } from '@payment-observability/config';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import { eventsResourcePolicy } from '../logs/events-resource-policy';
import { addNote } from '../notes';
import { KEEP } from '../removal-policy';
import { markSource } from '../source';

export interface ComplianceLogGroupProps {
  readonly audit: Audit;
  readonly keys: EncryptionKeys;
  /** Whether this is the stack of the environment's own Region. */
  readonly isHome: boolean;
}

/** Creates the log group that EventBridge writes audit events to, and the right to do so, unless they exist. Returns its name. */
export function complianceLogGroup(scope: Construct, id: string, { audit, keys, isHome }: ComplianceLogGroupProps): string {
  const { existing, logGroupName = existing, retentionDays, ownsResourcePolicy } = audit.logGroup;
  if (logGroupName === undefined) throw new Error('audit.logGroup: neither logGroupName nor existing; the loader should have refused the config');
  const group = new Construct(scope, id);
  markSource(group, 'audit', 'audit.logGroup');
  if (existing === undefined)
    encryptedLogGroup(group, 'LogGroup', { logGroupName, retentionDays, keys, encryptionKey: audit.encryptionKey, removalPolicy: KEEP });
  else if (!isHome) addRegionNote(group, existing);
  eventsResourcePolicy(group, { owned: existing === undefined && ownsResourcePolicy, nameSuffix: 'events', events: 'the audit events', path: 'audit.logGroup' });
  return logGroupName;
}

function addRegionNote(scope: Construct, logGroupName: string): void {
  const { region } = Stack.of(scope);
  addNote(scope, {
    title: `Log group ${logGroupName} must exist in ${region} too`,
    text: `Some audit events exist in ${region} only, and EventBridge delivers within a Region.`,
    path: 'audit.logGroup.existing',
  });
}
