import { z } from 'zod';

// a run parses one file: compiling a parser for each schema takes longer than it saves, and needs eval
z.config({ jitless: true });

/** Identity of an entry of a collection: it becomes part of logical ids, so it must never depend on order. */
export const stableId = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,63}$/, { error: 'a camelCase id: a lower-case letter, then letters and digits, 64 at most' });

/** One line of text without control characters. */
export const line = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[^\p{Cc}]*$/u, { error: 'one line without control characters' });

export const severity = z.enum(['critical', 'warning', 'info']);

export const arn = (service: string, resource = '.+') =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:(\\d{12})?:${resource}$`), {
    error: `an ARN of ${service} (arn:aws:${service}:REGION:ACCOUNT:…)`,
  });

/**
 * The name of another entry, as `id` of the collection at `path`; checked after the merge. When that entry is switched off, the
 * entry that names it goes with it, or only this field does.
 */
export const refTo = (path: string, onRemoval: 'field' | 'entry' = 'entry') =>
  stableId.meta({ refTo: path, onRemoval, description: `An id below \`${path}\`` });

const switchFields = {
  enabled: z.boolean().optional().meta({ description: '`false` removes the entry; a `reason` is then required' }),
  reason: line.optional().meta({ description: 'Why the entry is switched off' }),
};

/** An object that can be removed with `{ enabled: false, reason }`. */
export const entry = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ ...shape, ...switchFields });

/** A map of entries by stable id. */
export const collection = <T extends z.ZodType>(value: T) => z.record(stableId, value).default({} as never);

export const retentionDays = z
  .union(
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653].map((days) =>
      z.literal(days),
    ) as [z.ZodLiteral<number>, ...z.ZodLiteral<number>[]],
    { error: 'a retention CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days' },
  )
  .meta({ description: 'Days, as CloudWatch Logs allows them; PCI scope wants 400' });

export const periodSeconds = z.union([z.literal(10), z.literal(30), z.number().int().min(60).multipleOf(60)], {
  error: '10, 30 or a multiple of 60 seconds',
});

/** The name of a Secrets Manager secret; a value would end up in the template. */
export const secretName = z
  .string()
  .regex(/^[A-Za-z0-9/_+=.@{}-]{1,512}$/, { error: 'the name of a Secrets Manager secret, never its value (no webhook URL, no token)' })
  .meta({ sensitive: true });

export const queueName = z.string().regex(/^[A-Za-z0-9_\-{}]{1,80}$/, { error: 'a queue name: letters, digits, hyphens and underscores, 80 at most' });

export const functionName = z.string().regex(/^[A-Za-z0-9_\-{}]{1,64}$/, { error: 'a function name: letters, digits, hyphens and underscores, 64 at most' });

export const ruleName = z.string().regex(/^[A-Za-z0-9_.\-{}]{1,64}$/, { error: 'a rule name: letters, digits, hyphens, dots and underscores, 64 at most' });
/** Of a rule; EventBridge takes no more than 512 characters. */
export const ruleDescription = line.max(512);

export const tableName = z.string().regex(/^[A-Za-z0-9_.\-{}]{3,255}$/, { error: 'a table name: letters, digits, hyphens, dots and underscores' });

export const jsonField = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.]*$/, { error: 'a field of the JSON log line, for example payment_method' });

export const positive = z.number().int().positive();
