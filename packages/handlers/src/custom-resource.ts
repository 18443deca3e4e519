import { type CloudFormationCustomResourceEvent } from 'aws-lambda';
import { deliver, type Surroundings } from './http';
import { maskCardNumbers } from './transactions/card-number';

/** Of an answer that CloudFormation takes; https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
const MAX_BYTES = 4096;
const REASON_CHARACTERS = 1000;

type Outcome = { readonly Status: 'SUCCESS' } | { readonly Status: 'FAILED'; readonly Reason: string };

/**
 * Does the work of one custom-resource request and tells CloudFormation how it ended: SUCCESS, or FAILED with the reason. Rejects only when
 * the answer itself cannot be delivered, so that Lambda invokes again.
 * @param physicalId asked for once the work has ended
 */
export async function answerCustomResource(
  event: CloudFormationCustomResourceEvent,
  physicalId: () => string,
  work: () => Promise<void>,
  remainingMs: () => number,
  surroundings: Surroundings,
): Promise<void> {
  const outcome = await work().then(
    (): Outcome => ({ Status: 'SUCCESS' }),
    (error: unknown): Outcome => ({ Status: 'FAILED', Reason: reasonOf(error) }),
  );
  console.log(JSON.stringify({ level: outcome.Status === 'SUCCESS' ? 'INFO' : 'ERROR', message: 'custom resource', requestType: event.RequestType, ...outcome }));
  const body = answerOf(outcome, { PhysicalResourceId: physicalId(), StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId });
  // the presigned URL is signed for an empty content type
  await deliver({ receiver: 'CloudFormation', request: () => ({ method: 'PUT', url: event.ResponseURL, contentType: '', body }) }, remainingMs, surroundings);
}

/** A property may be repeated in it. */
function reasonOf(error: unknown): string {
  return maskCardNumbers(error instanceof Error ? error.message : String(error)).slice(0, REASON_CHARACTERS);
}

/** The reason is cut until all of it fits: a control character takes six bytes in JSON. */
function answerOf(outcome: Outcome, request: Readonly<Record<string, string>>): string {
  const body = JSON.stringify({ ...outcome, ...request });
  if (outcome.Status === 'SUCCESS' || outcome.Reason === '' || Buffer.byteLength(body) <= MAX_BYTES) return body;
  return answerOf({ ...outcome, Reason: outcome.Reason.slice(0, Math.floor(outcome.Reason.length / 2)) }, request);
}
