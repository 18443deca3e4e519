import type { Audit } from '@payment-observability/config';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { addNote } from '../notes';
import type { AlertRoutes } from '../notifications/alert-routes';
import type { PlannedStack } from '../stack-plan';
import { ComplianceRules } from './compliance-rules';
import { Trail } from './trail';

export interface AuditTrailProps {
  readonly audit: Audit;
  readonly plan: PlannedStack;
  readonly keys: EncryptionKeys;
  /** Topics of the same Region, which rules with `notify` tell. */
  readonly routes?: AlertRoutes | undefined;
}

/** Who did what: a CloudTrail trail in the first Region, and the rules whose events belong to this stack's Region. */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, { audit, plan, keys, routes }: AuditTrailProps) {
    super(scope, id);
    const { trail, encryptionKey } = audit;
    if (plan.primary && !trail && Object.values(audit.rules).some(({ eventNames }) => eventNames !== undefined)) addTrailNote(this);
    if (plan.primary && trail && trail.existing === undefined) new Trail(this, 'Trail', { trail, encryptionKey, keys });
    const rules = Object.fromEntries(Object.entries(audit.rules).filter(([rule]) => plan.auditRules.includes(rule)));
    if (Object.keys(rules).length > 0) new ComplianceRules(this, 'Rules', { audit, rules, keys, routes, isHome: plan.primary });
    Tags.of(this).add('Purpose', 'Audit');
  }
}

function addTrailNote(scope: Construct): void {
  addNote(scope, {
    title: 'Rules on API calls need a trail',
    text: 'Calls reach EventBridge only while a CloudTrail trail of the account records management events. Name it in audit.trail.existing, or have this config make one.',
    path: 'audit.rules',
  });
}
