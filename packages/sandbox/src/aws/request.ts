import { AwsError } from './errors';
import { parseQuery, type Params } from './query-protocol';

export type Protocol = 'query' | 'json' | 'rest-xml';

/** A call as a client sent it. */
export type AwsCall = {
  readonly protocol: Protocol;
  /** Signing name: `cloudformation`, `sts`, `s3`, `logs`, `monitoring`, … */
  readonly service: string;
  readonly region: string;
  /** Undefined for S3, where method and path say it. */
  readonly action: string | undefined;
  readonly params: Params;
  readonly accessKeyId: string | undefined;
  readonly sessionToken: string | undefined;
  readonly body: Buffer;
};

const CREDENTIAL = /Credential=([^/\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** Reads who calls what from the signature's credential scope and the body. */
export async function readCall(request: Request): Promise<AwsCall> {
  const body = Buffer.from(await request.arrayBuffer());
  const [, accessKeyId, region = 'us-east-1', service] = CREDENTIAL.exec(request.headers.get('authorization') ?? '') ?? [];
  const shared = { region, accessKeyId, sessionToken: request.headers.get('x-amz-security-token') ?? undefined, body };
  const target = request.headers.get('x-amz-target');
  if (target !== null) {
    return { ...shared, protocol: 'json', service: service ?? '', action: target.split('.').at(-1), params: JSON.parse(body.toString('utf8') || '{}') as Params };
  }
  if (service === 's3') return { ...shared, protocol: 'rest-xml', service, action: undefined, params: {} };
  if (request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true) {
    const { Action: action, ...params } = parseQuery(new URLSearchParams(body.toString('utf8')));
    // only AssumeRoleWithWebIdentity comes without a signature
    return { ...shared, protocol: 'query', service: service ?? 'sts', action: typeof action === 'string' ? action : '', params };
  }
  throw new AwsError(
    service === undefined ? 'MissingAuthenticationToken' : 'UnknownOperationException',
    `The sandbox does not understand ${request.method} ${new URL(request.url).pathname} of ${service ?? 'an unsigned caller'}: it speaks AWS Query, AWS JSON (x-amz-target) and S3's REST`,
    service === undefined ? 403 : 400,
  );
}
