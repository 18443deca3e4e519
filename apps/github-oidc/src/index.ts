import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the names of the template's roles, policies and bucket start with, unless its parameter NamePrefix says otherwise. */
export const NAME_PREFIX = 'payment-observability';

/** What the names of resources start with, beside the name of their stack, unless the parameters ResourceNamePrefix and ResourceNamePrefix2 say otherwise. */
export const RESOURCE_NAME_PREFIXES = ['payment', 'transaction'] as const;

export const PLAN_ROLE_NAME = `${NAME_PREFIX}-plan`;
export const DEPLOY_ROLE_NAME = `${NAME_PREFIX}-deploy`;
export const EXECUTION_ROLE_NAME = `${NAME_PREFIX}-execution`;

/** The permissions boundary that every role in a stack must have; without it the execution role cannot create the role. */
export const BOUNDARY_POLICY_NAME = `${NAME_PREFIX}-boundary`;

/** The path that every role in a stack must have. */
export const STACK_ROLE_PATH = `/${NAME_PREFIX}/`;

/** The repository that takes container images, in each Region. */
export const IMAGE_REPOSITORY_NAME = `${NAME_PREFIX}-images`;

/** The bucket that takes templates and function code of one account and Region. */
export function assetBucketName(accountId: string, region: string): string {
  return `${NAME_PREFIX}-assets-${accountId}-${region}`;
}

/** The account bootstrap as CloudFormation YAML, small enough to be sent inline. */
export function templateBody(): string {
  return readFileSync(join(__dirname, '../template.yml'), 'utf8');
}
