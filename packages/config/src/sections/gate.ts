import { z } from 'zod';

/** Of a finding, or of a group of findings, as a review names them; rules of policy packs have dots too, as in policy-PCI.DSS.321-KMSBackingKeyRotationEnabled. */
const findingName = z.string().regex(/^[a-z]+(-[A-Za-z0-9.]+)*$/, { error: 'the name of a finding or of a group of findings, such as data or alarm-removed' });

// letters, digits and single hyphens, or the short name of an enterprise behind an underscore; teams are no logins
const login = z.string().regex(/^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?$/, { error: 'the login of a GitHub user without @; the reviewers of an `environment` can be a team' });

/** What stops the merge of a change, and who may let it through. Read from the base branch, never from the change itself. */
export const gate = z
  .strictObject({
    block: z
      .array(findingName)
      .default(['data', 'alerting', 'protection', 'public-access'])
      .meta({ description: 'Groups of findings (`data`, `alerting`, `protection`, `permissions`, `policy`) whose gravest stop the merge, and single findings by id' }),
    allow: z.array(findingName).default([]).meta({ description: 'Findings by id that never stop the merge' }),
    approvers: z
      .array(login)
      .default([])
      .meta({ description: 'Logins of those who may approve what blocks; without any, whoever has the role maintain or admin in the repository' }),
    label: z.string().min(1).max(50).regex(/^[^\p{Cc},]+$/u, { error: 'the name of a label: one line without commas, 50 characters at most' }).default('observability: approved').meta({ description: 'The label by which an approver lets the change through' }),
    environment: z
      .string()
      .regex(/^[^\p{Cc}]{1,255}$/u, { error: 'the name of a GitHub environment' })
      .optional()
      .meta({ description: 'A GitHub environment whose required reviewers may approve too, in the same run' }),
  })
  .prefault({});
export type Gate = z.output<typeof gate>;
