import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Change,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  paginateDescribeChangeSet,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Credentials } from './aws-client';

/** Largest template that a call may carry; a larger one goes through the asset bucket. */
const INLINE_BYTES = 51_200;
/** How often, and after how long, CloudFormation is asked whether it has made a change set: 5 minutes at most. */
const POLLS = 300;
const POLL_MS = 1000;

export interface ChangeSetRequest {
  readonly credentials: Credentials;
  readonly region: string;
  /** A stack that is deployed. */
  readonly stackName: string;
  /** No other run's. */
  readonly changeSetName: string;
  readonly templatePath: string;
  readonly assetBucket: string;
  /** Owner of that bucket: names are global, and one that somebody else took must not get our file. */
  readonly account: string;
  /** Told when the change set could not be deleted. */
  readonly onLeftBehind: (error: unknown) => void;
}

/**
 * What CloudFormation says that the template would change in a stack, every page of it. Nothing is executed, and the
 * change set is deleted whatever happens.
 *
 * @throws what AWS answers, and an Error when the change set fails or is not there in time
 */
export async function stackChangeSet(request: ChangeSetRequest): Promise<readonly Change[]> {
  const { credentials, region, stackName: StackName, changeSetName: ChangeSetName, onLeftBehind } = request;
  const client = new CloudFormationClient({ region, credentials });
  const template = await templateOf(request);
  // where the answer is lost, the change set may be there all the same
  try {
    await client.send(new CreateChangeSetCommand({ StackName, ChangeSetName, ChangeSetType: 'UPDATE', Capabilities: ['CAPABILITY_NAMED_IAM'], Description: 'Review only, deleted at once', ...template }));
    return await changesOf(client, { StackName, ChangeSetName });
  } finally {
    await client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName })).catch(onLeftBehind);
  }
}

type Named = { readonly StackName: string; readonly ChangeSetName: string };

async function changesOf(client: CloudFormationClient, named: Named): Promise<readonly Change[]> {
  const { Status, StatusReason = 'without a reason' } = await made(client, named);
  if (Status === 'FAILED' && /didn't contain changes|No updates are to be performed/.test(StatusReason)) return [];
  if (Status !== 'CREATE_COMPLETE') throw new Error(Status === 'FAILED' ? `CloudFormation refuses it: ${StatusReason}` : `it was still ${Status} after ${(POLLS * POLL_MS) / 1000} s`);
  const changes: Change[] = [];
  for await (const { Changes = [] } of paginateDescribeChangeSet({ client }, named)) changes.push(...Changes);
  return changes;
}

/** The change set once it is made or failed, or as it is after the longest wait. The SDK's own waiter would go on after any error. */
async function made(client: CloudFormationClient, named: Named): Promise<DescribeChangeSetCommandOutput> {
  for (let poll = 1; ; poll += 1) {
    const answer = await client.send(new DescribeChangeSetCommand(named));
    if (poll === POLLS || !/_(PENDING|IN_PROGRESS)$/.test(answer.Status ?? '')) return answer;
    await delay(POLL_MS);
  }
}

async function templateOf({ credentials, region, templatePath, assetBucket, account }: ChangeSetRequest): Promise<{ readonly TemplateBody: string } | { readonly TemplateURL: string }> {
  const body = readFileSync(templatePath, 'utf8');
  if (Buffer.byteLength(body) <= INLINE_BYTES) return { TemplateBody: body };
  const key = `review/${createHash('sha256').update(body).digest('hex')}.json`;
  await new S3Client({ region, credentials, forcePathStyle: true }).send(new PutObjectCommand({ Bucket: assetBucket, Key: key, Body: body, ExpectedBucketOwner: account, ContentType: 'application/json' }));
  return { TemplateURL: `https://${assetBucket}.s3.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}/${key}` };
}
