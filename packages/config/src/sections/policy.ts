import { z } from 'zod';

/** Rule packs of cdk-nag. */
export const POLICY_PACKS = ['awsSolutions', 'pciDss321'] as const;

/** Checks that a review makes beside its own, on request: each takes seconds. Nothing of it reaches a stack. */
export const policy = z
  .strictObject({
    cloudFormation: z.boolean().default(false).meta({ description: 'Validates the templates against the schemas and rules of CloudFormation' }),
    packs: z.array(z.enum(POLICY_PACKS)).default([]).meta({ description: 'Rule packs of cdk-nag: AwsSolutions, PCI DSS 3.2.1' }),
  })
  .prefault({});
export type Policy = z.output<typeof policy>;
