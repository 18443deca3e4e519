import { createHash } from 'node:crypto';
import { isLive, standing, type ResourceState, type StackState } from './cloudformation/stack-state';
import { AwsError } from './errors';
import { deniedMessage, type Caller } from './iam/authorize';
import { renderXml } from './query-protocol';
import { type State, type StoredObject } from './state';

export type S3Request = {
  readonly state: State;
  readonly caller: Caller;
  readonly region: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly now: () => Date;
};

/** A bucket of some stack. */
type Bucket = { readonly name: string; readonly accountId: string; readonly region: string; readonly resource: ResourceState };

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const MAX_KEYS = 1000;

type Operation = {
  /** Its name in the S3 API. */
  readonly name: string;
  /** The permission it needs, on the bucket or on the object. */
  readonly permission: string;
  readonly run: (request: S3Request, bucket: Bucket, key: string) => Response;
};

const OPERATIONS = {
  headBucket: { name: 'HeadBucket', permission: 's3:ListBucket', run: (_, bucket) => new Response(null, { headers: { 'x-amz-bucket-region': bucket.region } }) },
  getBucketLocation: {
    name: 'GetBucketLocation',
    permission: 's3:GetBucketLocation',
    // the first Region has no constraint
    run: (_, bucket) => xml({ LocationConstraint: { '@xmlns': NAMESPACE, '#text': bucket.region === 'us-east-1' ? '' : bucket.region } }),
  },
  getBucketEncryption: { name: 'GetBucketEncryption', permission: 's3:GetEncryptionConfiguration', run: getBucketEncryption },
  listObjects: { name: 'ListObjectsV2', permission: 's3:ListBucket', run: listObjects },
  putObject: { name: 'PutObject', permission: 's3:PutObject', run: putObject },
  getObject: { name: 'GetObject', permission: 's3:GetObject', run: (request, bucket, key) => getObject(request, bucket, key, true) },
  headObject: { name: 'HeadObject', permission: 's3:GetObject', run: (request, bucket, key) => getObject(request, bucket, key, false) },
  deleteObject: { name: 'DeleteObject', permission: 's3:DeleteObject', run: deleteObject },
} as const satisfies Record<string, Operation>;

/** The S3 action of a request, by method and path; `Unknown` for what the sandbox's S3 does not have. */
export function s3Operation(method: string, url: URL): string {
  return operationOf(method, url)?.name ?? 'Unknown';
}

/** Answers one S3 request in path style. */
export async function s3(request: S3Request): Promise<Response> {
  const operation = operationOf(request.method, request.url);
  if (operation === undefined) throw new AwsError('NotImplemented', `The sandbox's S3 has no ${request.method} ${request.url.pathname}${request.url.search}`, 501);
  const { bucket: name, key } = pathOf(request.url);
  const bucket = bucketOf(request.state, name);
  if (bucket === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const expectedOwner = request.headers.get('x-amz-expected-bucket-owner');
  if (expectedOwner !== null && expectedOwner !== bucket.accountId) throw new AwsError('AccessDenied', 'Access Denied', 403);
  await checkAccess(request, operation, bucket, key);
  return operation.run(request, bucket, key);
}

/** The bytes of an object, or undefined. */
export function readObject(state: State, bucket: string, key: string): Buffer | undefined {
  const object = state.parts.objects.find((candidate) => candidate.bucket === bucket && candidate.key === key);
  return object === undefined ? undefined : state.readBytes(object.sha256);
}

function operationOf(method: string, url: URL): Operation | undefined {
  const { key } = pathOf(url);
  const query = url.searchParams;
  if (query.has('uploads') || query.has('uploadId')) return undefined;
  if (key !== '') return { PUT: OPERATIONS.putObject, GET: OPERATIONS.getObject, HEAD: OPERATIONS.headObject, DELETE: OPERATIONS.deleteObject }[method];
  if (method === 'HEAD') return OPERATIONS.headBucket;
  if (method !== 'GET') return undefined;
  if (query.has('location')) return OPERATIONS.getBucketLocation;
  if (query.has('encryption')) return OPERATIONS.getBucketEncryption;
  return query.get('list-type') === '2' ? OPERATIONS.listObjects : undefined;
}

function pathOf(url: URL): { bucket: string; key: string } {
  const path = decodeURIComponent(url.pathname).slice(1);
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function bucketOf(state: State, name: string): Bucket | undefined {
  const found = (stack: StackState) => standing(stack).find(({ type, physicalId }) => type === 'AWS::S3::Bucket' && physicalId === name);
  const stack = state.stacks.find((candidate) => isLive(candidate) && found(candidate) !== undefined);
  const resource = stack === undefined ? undefined : found(stack);
  return stack === undefined || resource === undefined ? undefined : { name, accountId: stack.accountId, region: stack.region, resource };
}

async function checkAccess({ state, caller, region, url }: S3Request, { permission }: Operation, bucket: Bucket, key: string): Promise<void> {
  const resource = `arn:aws:s3:::${bucket.name}${key === '' ? '' : `/${key}`}`;
  const prefix = url.searchParams.get('prefix');
  const policy = state.stacks
    .filter(isLive)
    .flatMap(standing)
    .find(({ type, properties }) => type === 'AWS::S3::BucketPolicy' && properties['Bucket'] === bucket.name)?.properties['PolicyDocument'];
  const denied =
    caller.accountId === bucket.accountId
      ? await deniedMessage(state, caller, {
          action: permission,
          resource,
          region,
          context: { 's3:ResourceAccount': bucket.accountId, ...(prefix === null ? {} : { 's3:prefix': prefix }) },
          ...(policy === undefined ? {} : { resourcePolicy: policy }),
        })
      : 'Access Denied';
  if (denied !== undefined) throw new AwsError('AccessDenied', denied, 403);
}

function getBucketEncryption(_: S3Request, { resource }: Bucket): Response {
  const configuration = resource.properties['BucketEncryption'] as { ServerSideEncryptionConfiguration?: { ServerSideEncryptionByDefault?: Record<string, string> }[] } | undefined;
  const rules = configuration?.ServerSideEncryptionConfiguration ?? [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
  return xml({
    ServerSideEncryptionConfiguration: {
      '@xmlns': NAMESPACE,
      Rule: rules.map(({ ServerSideEncryptionByDefault }) => ({ ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault })),
    },
  });
}

function listObjects({ state, url }: S3Request, { name }: Bucket): Response {
  const prefix = url.searchParams.get('prefix') ?? '';
  const maxKeys = Math.min(Number(url.searchParams.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const after = url.searchParams.get('continuation-token') ?? url.searchParams.get('start-after') ?? '';
  const matching = state.parts.objects
    .filter((object) => object.bucket === name && object.key.startsWith(prefix) && object.key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = matching.slice(0, maxKeys);
  const isTruncated = matching.length > page.length;
  return xml({
    ListBucketResult: {
      '@xmlns': NAMESPACE,
      Name: name,
      Prefix: prefix,
      KeyCount: page.length,
      MaxKeys: maxKeys,
      IsTruncated: isTruncated,
      ...(isTruncated ? { NextContinuationToken: page.at(-1)?.key } : {}),
      Contents: page.map(({ key, etag, size, lastModified }) => ({ Key: key, LastModified: lastModified, ETag: etag, Size: size, StorageClass: 'STANDARD' })),
    },
  });
}

function putObject({ state, headers, body, now }: S3Request, { name }: Bucket, key: string): Response {
  const bytes = isChunked(headers) ? decodeChunks(body) : body;
  checkChecksum(headers, bytes);
  const object: StoredObject = {
    bucket: name,
    key,
    sha256: state.writeBytes(bytes),
    etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    size: bytes.length,
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    lastModified: now().toISOString(),
  };
  state.parts.objects = [...state.parts.objects.filter((other) => other.bucket !== name || other.key !== key), object];
  state.save('objects');
  return new Response(null, { headers: { etag: object.etag } });
}

function getObject({ state }: S3Request, { name }: Bucket, key: string, withBody: boolean): Response {
  const object = state.parts.objects.find((candidate) => candidate.bucket === name && candidate.key === key);
  if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  const headers = { etag: object.etag, 'content-type': object.contentType, 'content-length': String(object.size), 'last-modified': new Date(object.lastModified).toUTCString() };
  return new Response(withBody ? new Uint8Array(state.readBytes(object.sha256)) : null, { headers });
}

function deleteObject({ state }: S3Request, { name }: Bucket, key: string): Response {
  state.parts.objects = state.parts.objects.filter((object) => object.bucket !== name || object.key !== key);
  state.save('objects');
  return new Response(null, { status: 204 });
}

const isChunked = (headers: Headers): boolean =>
  headers.get('content-encoding')?.includes('aws-chunked') === true || headers.get('x-amz-content-sha256')?.startsWith('STREAMING-') === true;

/** The payload of an aws-chunked body: `SIZE[;signature]\r\nBYTES\r\n … 0\r\nTRAILERS\r\n`. */
export function decodeChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const size = end < 0 ? NaN : parseInt(body.toString('latin1', at, end), 16);
    if (Number.isNaN(size)) throw new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
    if (size === 0) return Buffer.concat(chunks);
    const start = end + 2;
    if (start + size > body.length) throw new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
    chunks.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
}

function checkChecksum(headers: Headers, bytes: Buffer): void {
  const expected = headers.get('x-amz-decoded-content-length');
  if (expected !== null && Number(expected) !== bytes.length) throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
  const sha256 = headers.get('x-amz-checksum-sha256');
  if (sha256 !== null && sha256 !== createHash('sha256').update(bytes).digest('base64')) {
    throw new AwsError('BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
  }
}

const xml = (root: Record<string, unknown>): Response => new Response(renderXml(root), { headers: { 'content-type': 'application/xml' } });
