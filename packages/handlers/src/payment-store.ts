import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { minorUnits, type Payment } from './payment-request';

/** What the store made of a payment: written now, written before with the same content, or another payment with the same id. */
export type Stored = 'new' | 'replayed' | 'conflict';

export type StorePayment = (payment: Payment, fingerprint: string) => Promise<Stored>;

/** Tells one payment from another with the same id: SHA-256 over what was to be paid. */
export function fingerprintOf(payment: Payment): string {
  return createHash('sha256').update([payment.paymentId, minorUnits(payment), payment.currency, payment.paymentType].join('|')).digest('hex');
}

/** Writes each payment once, however often it is sent. */
export function paymentStore(client: DynamoDBClient, tableName: string): StorePayment {
  return async (payment, fingerprint) => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: {
            payment_id: { S: payment.paymentId },
            fingerprint: { S: fingerprint },
            amount_minor: { N: String(minorUnits(payment)) },
            currency: { S: payment.currency },
            payment_type: { S: payment.paymentType },
            synthetic: { BOOL: payment.synthetic },
          },
          ConditionExpression: 'attribute_not_exists(payment_id)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'new';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item?.['fingerprint']?.S === fingerprint ? 'replayed' : 'conflict';
    }
  };
}
