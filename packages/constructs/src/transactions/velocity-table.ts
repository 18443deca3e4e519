import type { Transactions } from '@payment-observability/config';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { markSource } from '../source';
import { TaggedResource } from '../tagged-resource';

export interface VelocityTableProps {
  readonly settings: Transactions['velocity'];
  readonly keyArn: string;
}

/** Counters of transactions, one item for each merchant and window; DynamoDB removes them when no retry can need them any more. */
export class VelocityTable extends Construct {
  public readonly tableArn: string;
  public readonly tableName: string;

  constructor(scope: Construct, id: string, { settings, keyArn }: VelocityTableProps) {
    super(scope, id);
    markSource(this, 'transactions', 'transactions.velocity');
    const table = new TaggedResource(this, 'Table', {
      type: 'AWS::DynamoDB::Table',
      properties: {
        TableName: settings.tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    // counters of the last minutes: a table that outlived its stack would only keep its name from being used again
    table.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.tableArn = table.arn;
    this.tableName = table.ref;
  }
}
