import { type CloudFormationCustomResourceEvent } from 'aws-lambda';
import { deliver, type Surroundings } from './http';

// CloudFormation takes an answer of up to 4,096 bytes; a character is at most three of them
const REASON_CHARACTERS = 1000;

/**
 * Does the work of one custom-resource request and tells CloudFormation how it ended: SUCCESS, or FAILED with the reason. Rejects only when
 * the answer itself cannot be delivered, so that Lambda invokes again.
 * @param physicalId stays the same for the life of the resource: a changed one would make CloudFormation delete the old
 */
export async function answerCustomResource(
  event: CloudFormationCustomResourceEvent,
  physicalId: string,
  work: () => Promise<void>,
  remainingMs: () => number,
  surroundings: Surroundings,
): Promise<void> {
  const outcome = await work().then(
    () => ({ Status: 'SUCCESS' as const }),
    (error: unknown) => ({ Status: 'FAILED' as const, Reason: (error instanceof Error ? error.message : String(error)).slice(0, REASON_CHARACTERS) }),
  );
  console.log(JSON.stringify({ level: outcome.Status === 'SUCCESS' ? 'INFO' : 'ERROR', message: 'custom resource', requestType: event.RequestType, ...outcome }));
  const body = JSON.stringify({
    ...outcome,
    PhysicalResourceId: physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
  // the presigned URL is signed for an empty content type
  await deliver({ receiver: 'CloudFormation', request: () => ({ method: 'PUT', url: event.ResponseURL, contentType: '', body }) }, remainingMs, surroundings);
}
