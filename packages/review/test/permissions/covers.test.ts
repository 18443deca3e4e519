import { covers } from '../../src/permissions/covers';
import type { Grant } from '../../src/permissions/grants';

const grant = (...actions: string[]): Grant => ({ subject: 'identities', effect: 'Allow', principals: [], actions, resources: ['*'] });

test.each([
  ['*', 's3:GetObject', true],
  ['s3:*', 's3:GetObject', true],
  ['s3:*Object', 's3:GetObject', true],
  ['s3:*Object*Acl', 's3:GetObjectAcl', true],
  ['s3:*Object*Acl', 's3:GetAclObject', false],
  ['s3:a*a', 's3:a', false],
  ['s3:a*ab*b', 's3:ab', false],
  ['s3:Get', 's3:GetObject', false],
  ['s3.Get', 's3:Get', false],
])('%s covers %s: %s', (wide, narrow, expected) => {
  expect(covers(grant(wide), grant(narrow))).toBe(expected);
});

test('a pattern of many stars is answered at once', () => {
  expect(covers(grant(`${'a*'.repeat(5_000)}b`), grant('a'.repeat(50_000)))).toBe(false);
});
