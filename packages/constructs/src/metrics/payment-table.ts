import type { Config } from '@payment-observability/config';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { TaggedResource } from '../tagged-resource';
import { removalPolicyOf } from '../removal-policy';

export interface PaymentTableProps {
  readonly config: Config;
  readonly tableName: string;
}

/** The table that holds each payment once: encrypted with the account's DynamoDB key, billed by request, restorable to any second. */
export class PaymentTable extends Construct {
  public readonly tableName: string;
  public readonly tableArn: string;

  constructor(scope: Construct, id: string, { config, tableName }: PaymentTableProps) {
    super(scope, id);
    this.tableName = tableName;
    this.tableArn = Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName });
    const table = new TaggedResource(this, 'Table', { type: 'AWS::DynamoDB::Table', properties: {
      TableName: tableName,
      AttributeDefinitions: [{ AttributeName: 'payment_id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'payment_id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: config.environment.protected,
    } });
    table.applyRemovalPolicy(removalPolicyOf(config));
  }
}
