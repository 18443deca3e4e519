import { z } from 'zod';
import { collection, entry, jsonField, line, positive, refTo, retentionDays, secretName } from './fields';
import { cidr, holds, ipv4Range, overlap } from './ipv4-range';
import { bucket } from './metrics';
import { recommendedAlarmOverrides } from './resources';

type Report = (message: string, path: string[]) => void;

const subnet = entry({ cidr, zone: z.number().int().min(0).max(5).meta({ description: 'Which availability zone of the Region, from 0' }) });
const subnets = collection(subnet);
type Subnets = z.output<typeof subnets>;

/** The VPC of the canaries: an existing one by its ids, or one to create. */
const network = entry({
  existing: z.string().regex(/^vpc-[0-9a-f]+$/, { error: 'the id of a VPC, for example vpc-0a1b2c3d' }).optional().meta({ description: 'VPC that exists: needs subnetIds and securityGroupIds' }),
  subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: 'the id of a subnet' })).min(1).max(16).optional(),
  securityGroupIds: z.array(z.string().regex(/^sg-[0-9a-f]+$/, { error: 'the id of a security group' })).min(1).max(5).optional(),
  vpcName: z.string().regex(/^[.\-_/#A-Za-z0-9{}]{1,200}$/, { error: 'a VPC name: letters, digits and . - _ / #, 200 at most; the log group of its flow log has it too' }).optional().meta({ description: 'Name of a VPC to create' }),
  cidr: cidr.default('10.0.0.0/16'),
  publicSubnets: subnets,
  privateSubnets: subnets.meta({ description: 'Where the canaries run; in two availability zones at least' }),
  natGateways: z.enum(['one', 'eachZone', 'none']).default('eachZone').meta({ description: 'none: the canaries reach AWS through VPC endpoints only' }),
  endpoints: z.boolean().default(true).meta({ description: 'Endpoints for S3, CloudWatch and CloudWatch Logs, and for what else a canary in the network calls' }),
  flowLogRetentionDays: retentionDays.default(90),
}).superRefine((value, context) => {
  const problem: Report = (message, path) => context.addIssue({ code: 'custom', message, path });
  if (value.existing !== undefined) {
    if (value.subnetIds === undefined) problem('an existing VPC needs the ids of its private subnets', ['subnetIds']);
    if (value.securityGroupIds === undefined) problem('an existing VPC needs the ids of security groups', ['securityGroupIds']);
    return;
  }
  if (value.vpcName === undefined) problem('vpcName (to create a VPC) or existing (to use one that is there) is required', []);
  checkZones(value, problem);
  checkRanges(value.cidr, { publicSubnets: value.publicSubnets, privateSubnets: value.privateSubnets }, problem);
  if (value.natGateways === 'none' && !value.endpoints) problem('without NAT gateways the canaries need endpoints: they would run and publish nothing', ['endpoints']);
});
export type Network = z.output<typeof network>;

function checkZones({ publicSubnets, privateSubnets, natGateways }: { publicSubnets: Subnets; privateSubnets: Subnets; natGateways: string }, problem: Report): void {
  const zones = (of: Subnets) => new Set(Object.values(of).map(({ zone }) => zone));
  const [inPublic, inPrivate] = [zones(publicSubnets), zones(privateSubnets)];
  if (inPrivate.size < 2) problem(`private subnets in at least two availability zones are required, found ${inPrivate.size}: a zone that fails would silence the canaries`, ['privateSubnets']);
  if (natGateways === 'one' && inPublic.size === 0) problem('a NAT gateway needs a public subnet', ['publicSubnets']);
  if (natGateways !== 'eachZone') return;
  for (const [id, { zone }] of Object.entries(privateSubnets))
    if (!inPublic.has(zone)) problem(`zone ${zone} has no public subnet for its NAT gateway; add one, or say natGateways: one`, ['privateSubnets', id, 'zone']);
}

function checkRanges(vpc: string, kinds: Readonly<Record<string, Subnets>>, problem: Report): void {
  const whole = ipv4Range(vpc);
  const seen: { name: string; range: NonNullable<typeof whole> }[] = [];
  for (const [kind, all] of Object.entries(kinds))
    for (const [id, { cidr: text }] of Object.entries(all)) {
      const range = ipv4Range(text);
      if (!whole || !range) continue;
      const other = seen.find((one) => overlap(one.range, range));
      if (!holds(whole, range)) problem(`${text} is not within ${vpc}, the range of the VPC`, [kind, id, 'cidr']);
      else if (other) problem(`${text} overlaps ${other.name}`, [kind, id, 'cidr']);
      seen.push({ name: `${kind}.${id}`, range });
    }
}

const scalar = z.union([line, z.number(), z.boolean()]);
const template = z.union([line.meta({ ownBraces: true }), z.number(), z.boolean()]);
/** {env}, {region}, … are filled in before a step is read. */
const savedName = z.string().regex(/^(?!(?:env|region|account|name)$)[a-z][A-Za-z0-9]*$/, { error: 'a camelCase name other than env, region, account and name' });

const selector = z.string().regex(/^[^\p{Cc}]{1,200}$/u, { error: 'a CSS selector of 200 characters at most, for example #pay' });
/** A form would send it on, and it would stand in the template. */
const LOOKS_LIKE_A_CARD = /\d(?:[ -]?\d){12}/;
const MOST_FIELDS = 20;

/** What a step does on the page it opens, or on the page that is open: these, in this order. */
const browser = entry({
  waitFor: selector.optional().meta({ description: 'CSS selector of what must be visible first' }),
  fill: z.record(selector, template).optional().meta({ description: 'CSS selectors of fields and what is written into each, never a secret: it stands in the template; {name} is what an earlier step saved' }),
  click: selector.optional().meta({ description: 'CSS selector of what is clicked then' }),
  expectedUrl: z
    .string()
    .regex(/^[^\s?#]{1,500}$/, { error: 'a part of the address without its query, for example /checkout/done' })
    .optional()
    .meta({ description: 'Part of the address at the end, without its query' }),
  expectedText: line.optional().meta({ description: 'Text that must be on the page at the end' }),
}).superRefine(({ fill = {} }, context) => {
  const problem: Report = (message, path) => context.addIssue({ code: 'custom', message, path });
  if (Object.keys(fill).length > MOST_FIELDS) problem(`at most ${MOST_FIELDS} fields, found ${Object.keys(fill).length}`, ['fill']);
  for (const [field, value] of Object.entries(fill))
    if (LOOKS_LIKE_A_CARD.test(String(value))) problem('no text with 13 or more digits, which may be a card number; let the sandbox offer a saved card or a token', ['fill', field]);
});

const step = entry({
  path: z
    .string()
    .regex(/^\/\S*$/, { error: 'a path below the url, for example /v1/payments' })
    .optional()
    .meta({ ownBraces: true, description: 'Below the url; {name} puts in what an earlier step saved. Only a step in the browser has none: it goes on where the last one ended' }),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('GET'),
  body: z.record(line, template).optional().meta({ description: 'Fields of the JSON body; a text may be what an earlier step saved, as {name}' }),
  expectedStatus: z.number().int().min(100).max(599).default(200),
  expectedFields: z.record(jsonField, scalar).default({}).meta({ description: 'Fields of the JSON answer, and the value each must have' }),
  save: z.record(savedName, jsonField).default({}).meta({ description: 'Names for later steps, and the field of the JSON answer that each stands for' }),
  browser: browser.optional().meta({ description: 'Makes it a step in a real browser, which opens `path`; `{}` looks at its status and certificate alone' }),
}).superRefine((value, context) => {
  const problem: Report = (message, path) => context.addIssue({ code: 'custom', message, path });
  if (value.browser === undefined) {
    if (value.path === undefined) problem('a request needs a path; only a step in the browser has none', ['path']);
    return;
  }
  if (value.method !== 'GET') problem('a browser opens a page with GET; leave it out', ['method']);
  if (value.body !== undefined) problem('a step in the browser sends no body; use browser.fill and browser.click', ['body']);
  if (Object.keys(value.expectedFields).length > 0) problem('a page has no fields; use browser.expectedText', ['expectedFields']);
  if (Object.keys(value.save).length > 0) problem('nothing of a page is saved; save it from a request', ['save']);
});

const check = entry({
  canaryName: z.string().regex(/^[0-9a-z_\-{}]{1,255}$/, { error: 'a canary name: lower-case letters, digits, hyphens and underscores' }),
  kind: z.enum(['health', 'transaction']).default('health'),
  url: z.url({ protocol: /^https$/, error: 'an https URL' }).meta({ description: 'health: the page that must answer; transaction: what the paths of its steps are below' }),
  expectedStatus: z.number().int().min(100).max(599).default(200),
  expectedText: line.optional().meta({ description: 'health: text that the body of the answer must hold' }),
  latencyLimitMs: positive.optional().meta({ description: 'An answer that takes longer is a failure' }),
  certificateDays: z.number().int().min(0).max(397).default(14).meta({ description: 'Days that the TLS certificate must still be valid; 0 does not look at them' }),
  steps: collection(step).meta({ description: 'transaction: its requests and what it does in a browser, in the order of their ids' }),
  secret: secretName.optional().meta({ description: 'Secrets Manager secret that holds the token of the sandbox account' }),
  everyMinutes: z.number().int().min(1).max(60).default(5),
  timeoutSeconds: z.number().int().min(3).max(840).default(30).meta({ description: 'Of a run; below 15 s a cold start may fail it' }),
  requestTimeoutSeconds: z.number().int().min(1).max(839).optional().meta({ description: 'Of one request; what timeoutSeconds leaves when absent' }),
  memoryMb: z.number().int().min(960).max(3008).multipleOf(64).default(1024),
  inNetwork: z.boolean().default(false).meta({ description: 'Runs in the private subnets of `network`' }),
  tracing: z.boolean().default(false).meta({ description: 'Active tracing, which makes runs 2.5 to 7 % longer' }),
  alarms: recommendedAlarmOverrides,
}).superRefine((value, context) => {
  const problem: Report = (message, path) => context.addIssue({ code: 'custom', message, path });
  const steps = Object.keys(value.steps).length;
  if (value.kind === 'transaction' && steps === 0) problem('a transaction needs steps', ['steps']);
  if (value.kind === 'health' && steps > 0) problem('a health check has no steps; set kind: transaction', ['steps']);
  if (value.kind === 'health' && value.secret !== undefined) problem('a health check sends no token; set kind: transaction', ['secret']);
  if (value.kind === 'transaction' && value.expectedText !== undefined) problem('a transaction checks fields; set expectedFields of its steps', ['expectedText']);
  if (value.timeoutSeconds > value.everyMinutes * 60) problem(`a run of ${value.timeoutSeconds} s does not end before the next, ${value.everyMinutes} min later`, ['timeoutSeconds']);
  if (value.requestTimeoutSeconds !== undefined && value.requestTimeoutSeconds >= value.timeoutSeconds)
    problem(`a request of ${value.requestTimeoutSeconds} s does not fit into a run of ${value.timeoutSeconds} s`, ['requestTimeoutSeconds']);
  const inOrder = Object.entries(value.steps).sort(([a], [b]) => (a < b ? -1 : 1));
  checkSaved(inOrder, problem);
  checkPages(inOrder, problem);
});

type Steps = readonly (readonly [string, z.output<typeof step>])[];

/** What a step puts in must have been saved by a step before it. */
function checkSaved(steps: Steps, problem: Report): void {
  const saved = new Set<string>();
  for (const [id, { path = '', body = {}, browser: { fill = {} } = {}, save }] of steps) {
    const texts: [string, string[]][] = [
      [path, ['path']],
      ...Object.entries(body).map(([field, text]): [string, string[]] => [String(text), ['body', field]]),
      ...Object.entries(fill).map(([field, text]): [string, string[]] => [String(text), ['browser', 'fill', field]]),
    ];
    for (const [text, at] of texts)
      for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) if (!saved.has(name)) problem(`{${name}} is saved by no step before this one`, ['steps', id, ...at]);
    for (const name of Object.keys(save)) saved.add(name);
  }
}

/** A step that stays on its page needs one that was opened. */
function checkPages(steps: Steps, problem: Report): void {
  const first = steps.find(([, { browser: used }]) => used !== undefined);
  if (first !== undefined && first[1].path === undefined) problem('the first step in the browser needs a path, the page to open', ['steps', first[0], 'path']);
}

/** Canaries: health checks and synthetic transactions, their artifacts, and the network they run in. */
export const canaries = entry({
  encryptionKey: refTo('encryption.keys').meta({ description: 'Key of artifacts and log groups' }),
  artifacts: entry({
    ...bucket,
    prefix: line.regex(/^[A-Za-z0-9][A-Za-z0-9/_-]{0,200}$/, { error: 'a prefix of object names without a slash in front' }).default('canary-results'),
    expireDays: positive.default(31),
    archiveAfterDays: positive.optional().meta({ description: 'Days until Glacier; never when absent' }),
  }).superRefine(({ expireDays, archiveAfterDays }, context) => {
    if (archiveAfterDays !== undefined && archiveAfterDays >= expireDays)
      context.addIssue({ code: 'custom', message: `artifacts expire after ${expireDays} days, before they are archived`, path: ['archiveAfterDays'] });
  }),
  retentionDays: retentionDays.default(90),
  network: network.optional(),
  checks: collection(check),
}).superRefine((value, context) => {
  if (value.network !== undefined) return;
  for (const [id, { inNetwork }] of Object.entries(value.checks))
    if (inNetwork) context.addIssue({ code: 'custom', message: 'inNetwork needs canaries.network', path: ['checks', id, 'inNetwork'] });
});
export type Canaries = z.output<typeof canaries>;
export type CanaryCheck = Canaries['checks'][string];
