import type { Audit, Config } from '@payment-observability/config';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { PlannedStack } from '../stack-plan';
import { ComplianceRules } from './compliance-rules';
import { Trail } from './trail';

export interface AuditTrailProps {
  readonly config: Config;
  readonly audit: Audit;
  readonly plan: PlannedStack;
  readonly keys: EncryptionKeys;
}

/** Who did what: a CloudTrail trail in the home Region, and the rules whose events belong to this stack's Region. */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, { audit, plan, keys }: AuditTrailProps) {
    super(scope, id);
    const { trail, encryptionKey } = audit;
    if (plan.primary && trail && trail.existing === undefined) new Trail(this, 'Trail', { trail, encryptionKey, keys });
    const rules = Object.fromEntries(Object.entries(audit.rules).filter(([rule]) => plan.auditRules.includes(rule)));
    if (Object.keys(rules).length > 0) new ComplianceRules(this, 'Rules', { audit, rules, keys, isHome: plan.primary });
    Tags.of(this).add('Purpose', 'Audit');
  }
}
