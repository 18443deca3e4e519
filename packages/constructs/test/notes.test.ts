import { AccountRootPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { addNote, notesOf, policyText } from '../src/notes';

const note = (path: string, title = 'Title') => ({ path, title, text: 'Text' });

test('notes are kept by stack, in the order of their paths, then of their titles', () => {
  const app = new App();
  const [one, other] = [new Stack(app, 'One'), new Stack(app, 'Other')];
  addNote(new Construct(one, 'Child'), note('logs.groups.b'));
  addNote(one, note('logs.groups.a', 'Second'));
  addNote(one, note('logs.groups.a', 'First'));
  addNote(other, note('audit'));
  expect(notesOf(one).map(({ path, title }) => `${path} ${title}`)).toEqual(['logs.groups.a First', 'logs.groups.a Second', 'logs.groups.b Title']);
  expect(notesOf(other)).toEqual([note('audit')]);
});

test('a stack without notes has none', () => {
  expect(notesOf(new Stack(new App(), 'Stack'))).toEqual([]);
});

test('a statement is printed as JSON without tokens', () => {
  const stack = new Stack(new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } }), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const principals = [new ServicePrincipal('logs.eu-west-1.amazonaws.com'), new AccountRootPrincipal()];
  expect(policyText(stack, new PolicyStatement({ sid: 'Allow', principals, actions: ['kms:Decrypt'], resources: ['*'] }))).toBe(`{
  "Action": "kms:Decrypt",
  "Effect": "Allow",
  "Principal": {
    "Service": "logs.eu-west-1.amazonaws.com",
    "AWS": "arn:aws:iam::111111111111:root"
  },
  "Resource": "*",
  "Sid": "Allow"
}`);
});
