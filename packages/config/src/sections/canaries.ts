import { z } from 'zod';
import { collection, entry, line, positive, refTo, retentionDays, secretName } from './fields';
import { bucket } from './metrics';
import { recommendedAlarmOverrides } from './resources';

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, { error: 'an IPv4 range such as 10.0.10.0/24' });
const subnets = collection(entry({ cidr, zone: z.number().int().min(0).max(5).meta({ description: 'Which availability zone of the Region, from 0' }) }));

/** The VPC of the canaries: an existing one by its ids, or one to create. */
const network = entry({
  existing: z.string().regex(/^vpc-[0-9a-f]+$/, { error: 'the id of a VPC, for example vpc-0a1b2c3d' }).optional().meta({ description: 'VPC that exists: needs subnetIds and securityGroupIds' }),
  subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: 'the id of a subnet' })).min(1).max(16).optional(),
  securityGroupIds: z.array(z.string().regex(/^sg-[0-9a-f]+$/, { error: 'the id of a security group' })).min(1).max(5).optional(),
  vpcName: line.max(255).optional().meta({ description: 'Name of a VPC to create' }),
  cidr: cidr.default('10.0.0.0/16'),
  publicSubnets: subnets,
  privateSubnets: subnets,
  natGateways: z.enum(['one', 'eachZone', 'none']).default('eachZone').meta({ description: 'none: the canaries reach AWS through VPC endpoints only' }),
  endpoints: z.boolean().default(true).meta({ description: 'Endpoints for S3, CloudWatch and CloudWatch Logs' }),
  flowLogRetentionDays: retentionDays.default(90),
}).superRefine((value, context) => {
  const problem = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
  if (value.existing !== undefined) {
    if (value.subnetIds === undefined) problem('an existing VPC needs the ids of its private subnets', ['subnetIds']);
    if (value.securityGroupIds === undefined) problem('an existing VPC needs the ids of security groups', ['securityGroupIds']);
    return;
  }
  if (value.vpcName === undefined) problem('vpcName (to create a VPC) or existing (to use one that is there) is required', []);
  if (Object.keys(value.privateSubnets).length === 0) problem('at least one private subnet is required', ['privateSubnets']);
  if (value.natGateways !== 'none' && Object.keys(value.publicSubnets).length === 0) problem('NAT gateways need a public subnet', ['publicSubnets']);
});
export type Network = z.output<typeof network>;

const step = entry({
  path: z.string().regex(/^\/\S*$/, { error: 'a path below the url, for example /v1/payments' }),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('GET'),
  body: z.record(line, z.union([line, z.number(), z.boolean()])).optional().meta({ description: 'Fields of the JSON body' }),
  expectedStatus: z.number().int().min(100).max(599).default(200),
});

/** Canaries: health checks and synthetic transactions, their artifacts, and the network they run in. */
export const canaries = entry({
  encryptionKey: refTo('encryption.keys').meta({ description: 'Key of artifacts and log groups' }),
  artifacts: entry({ ...bucket, prefix: line.default('canary-results'), expireDays: positive.default(31) }),
  retentionDays: retentionDays.default(90),
  network: network.optional(),
  checks: collection(
    entry({
      canaryName: z.string().regex(/^[0-9a-z_\-{}]{1,255}$/, { error: 'a canary name: lower-case letters, digits, hyphens and underscores' }),
      kind: z.enum(['health', 'transaction']).default('health'),
      url: z.url({ protocol: /^https$/, error: 'an https URL' }).meta({ description: 'health: the page that must answer; transaction: what the paths of its steps are below' }),
      expectedStatus: z.number().int().min(100).max(599).default(200),
      steps: collection(step).meta({ description: 'transaction: its requests, in the order of their ids' }),
      secret: secretName.optional().meta({ description: 'Secrets Manager secret that holds the token of the sandbox account' }),
      everyMinutes: z.number().int().min(1).max(60).default(5),
      timeoutSeconds: z.number().int().min(3).max(840).default(30),
      memoryMb: z.number().int().min(960).max(3008).multipleOf(64).default(1024),
      inNetwork: z.boolean().default(false).meta({ description: 'Runs in the private subnets of `network`' }),
      tracing: z.boolean().default(false).meta({ description: 'Active tracing, which makes runs 2.5 to 7 % longer' }),
      alarms: recommendedAlarmOverrides,
    }).superRefine((check, context) => {
      const steps = Object.keys(check.steps).length;
      const problem = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
      if (check.kind === 'transaction' && steps === 0) problem('a transaction needs steps', ['steps']);
      if (check.kind === 'health' && steps > 0) problem('a health check has no steps; set kind: transaction', ['steps']);
      if (check.timeoutSeconds > check.everyMinutes * 60) problem(`a run of ${check.timeoutSeconds} s does not end before the next, ${check.everyMinutes} min later`, ['timeoutSeconds']);
    }),
  ),
}).superRefine((value, context) => {
  if (value.network !== undefined) return;
  for (const [id, check] of Object.entries(value.checks))
    if (check.inNetwork) context.addIssue({ code: 'custom', message: 'inNetwork needs canaries.network', path: ['checks', id, 'inNetwork'] });
});
export type Canaries = z.output<typeof canaries>;
export type CanaryCheck = Canaries['checks'][string];
