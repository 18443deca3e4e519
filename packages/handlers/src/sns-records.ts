import { type Context, type SNSEvent } from 'aws-lambda';

/** The message in one record of an SNS event. */
export type SnsRecord = SNSEvent['Records'][number]['Sns'];

/**
 * Passes every SNS record of an event on, one after the other.
 * @throws when one could not be passed on, so that Lambda retries and the dead-letter queue gets it; the others are passed on all the same
 */
export async function passOn(event: SNSEvent, context: Context, pass: (message: SnsRecord, remainingMs: () => number) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const record of event.Records) {
    await pass(record.Sns, () => context.getRemainingTimeInMillis()).catch((error: unknown) => failures.push(error));
  }
  if (failures.length === 0) return;
  const reasons = failures.map((failure) => (failure instanceof Error ? failure.message : 'unknown error'));
  throw new AggregateError(failures, `${failures.length} of ${event.Records.length} messages not posted: ${reasons.join('; ')}`);
}
