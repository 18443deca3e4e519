import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { TaggedResource } from '../tagged-resource';

/**
 * A table of one item: until when totals were published. EMF adds up, so that a period must be published once; the conditional write
 * of the table is what two runs of a schedule that calls at least once cannot both win.
 */
export class CollectorWatermark extends Construct {
  public readonly tableName: string;
  public readonly tableArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new TaggedResource(this, 'Table', {
      type: 'AWS::DynamoDB::Table',
      properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        // a time is no secret: the key of DynamoDB in the account does
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    // without it the collector starts with the newest period
    table.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.tableName = table.ref;
    this.tableArn = table.arn;
  }
}
