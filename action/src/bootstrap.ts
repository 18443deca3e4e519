import type { Bootstrap } from '@payment-observability/constructs';

/** Partition of a Region, for ARNs made before there is a stack. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** What the account bootstrap of `apps/github-oidc` is called. */
export function bootstrapOf(prefix: string): Bootstrap {
  return {
    assetBucketName: `${prefix}-assets-\${AWS::AccountId}-\${AWS::Region}`,
    imageRepositoryName: `${prefix}-images`,
    permissionsBoundaryName: `${prefix}-boundary`,
    rolePath: `/${prefix}/`,
  };
}

/** The role CloudFormation uses for the stacks of an account. */
export const executionRoleOf = (prefix: string, account: string, region: string): string =>
  `arn:${partitionOf(region)}:iam::${account}:role/${prefix}-execution`;
