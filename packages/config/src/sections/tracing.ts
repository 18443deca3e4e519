import { z } from 'zod';
import { collection, entry, line, refTo } from './fields';

/** Lengths of the CloudFormation schema of AWS::XRay::SamplingRule. */
const pattern = (maxLength: number) => z.string().min(1).max(maxLength).default('*');

/** X-Ray: sampling rules (decided at the entry service), trace groups, and the account-wide encryption. */
export const tracing = entry({
  samplingRules: collection(
    entry({
      ruleName: z.string().regex(/^[A-Za-z0-9\-_{}]{1,32}$/, { error: 'a rule name of at most 32 letters, digits, hyphens and underscores' }),
      priority: z.number().int().min(1).max(9999),
      fixedRate: z.number().min(0).max(1),
      reservoirSize: z.number().int().min(0),
      serviceName: pattern(64),
      serviceType: pattern(64),
      host: pattern(64),
      httpMethod: pattern(10),
      urlPath: pattern(128),
    }),
  ),
  groups: collection(entry({ groupName: line.max(32), filterExpression: line, insights: z.boolean().default(false) })),
  encryption: entry({
    encryptionKey: refTo('encryption.keys'),
    ownsAccount: z.literal(true, { error: 'true: X-Ray encryption holds for the whole account and Region, so the config must say that it owns it' }),
  }).optional(),
});
export type Tracing = z.output<typeof tracing>;
