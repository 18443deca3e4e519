import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { partitionOf } from '../partition';

/** ARN of a log group of this account and Region, without the `:*` that stands for its streams. */
export function logGroupArn(scope: IConstruct, logGroupName: string): string {
  const { region, account } = Stack.of(scope);
  return `arn:${partitionOf(region).name}:logs:${region}:${account}:log-group:${logGroupName}`;
}
