import { type ApprovalFacts, approvalOf } from '../../src/gate/approval';
import type { LabelEvent } from '../../src/github/pull-requests';

const LABEL = 'observability: approved';
const label = (actor: string, at: string, changes: Partial<LabelEvent> = {}): LabelEvent => ({ label: LABEL, isAdded: true, actor, isPerson: true, at, ...changes });
const [SHOWN, BEFORE, AFTER, LATER] = ['2026-08-01T12:00:00Z', '2026-08-01T11:59:59Z', '2026-08-01T12:00:01Z', '2026-08-01T12:00:02Z'];

const approval = (changes: Partial<ApprovalFacts>) =>
  approvalOf({ settings: { approvers: ['alice', 'bob'], label: LABEL }, shownAt: SHOWN, labelEvents: [], authors: ['dev', 'pair'], runApprovals: [], ...changes });
const refused = (reason?: string) => ({ isApproved: false, ...(reason !== undefined && { reason }) });
const byLabel = (by: string, at: string) => ({ isApproved: true, by, at, how: `label ${LABEL}` });

describe('a label', () => {
  test.each([
    ['of an approver, added after the review was shown', { labelEvents: [label('alice', AFTER)] }, byLabel('alice', AFTER)],
    ['of an approver whose login is written in another case', { labelEvents: [label('Alice', AFTER)] }, byLabel('Alice', AFTER)],
    ['that is written in another case', { labelEvents: [label('bob', AFTER, { label: 'Observability: Approved' })] }, byLabel('bob', AFTER)],
    ['added again after it was too early', { labelEvents: [label('alice', BEFORE), label('alice', AFTER, { isAdded: false }), label('alice', LATER)] }, byLabel('alice', LATER)],
  ])('%s, approves', (_case, facts, answer) => {
    expect(approval(facts)).toEqual(answer);
  });

  test.each([
    ['that nobody added', {}, undefined],
    ['of another name', { labelEvents: [label('alice', AFTER, { label: 'approved' })] }, undefined],
    ['that was taken off again', { labelEvents: [label('alice', AFTER), label('mallory', LATER, { isAdded: false })] }, undefined],
    ['of someone the base branch does not name', { labelEvents: [label('mallory', AFTER)] }, 'The label of mallory does not count: gate.approvers of the base branch does not name them.'],
    ['of the author, who is an approver', { labelEvents: [label('alice', AFTER)], authors: ['Alice'] }, 'The label of alice does not count: who wrote the change cannot approve it.'],
    ['of a bot with the name of an approver', { labelEvents: [label('alice', AFTER, { isPerson: false })] }, 'The label of alice does not count: it was not added by a person.'],
    ['added before the review was shown', { labelEvents: [label('alice', BEFORE)] }, 'The label of alice does not count: it was added before this change was shown; remove it and add it again.'],
    ['added in the second in which the review was shown', { labelEvents: [label('alice', SHOWN)] }, 'The label of alice does not count: it was added before this change was shown; remove it and add it again.'],
  ])('%s, approves nothing', (_case, facts, reason) => {
    expect(approval(facts)).toEqual(refused(reason));
  });

  test('approves nothing while the review was not shown', () => {
    expect(approvalOf({ settings: { approvers: ['alice'], label: LABEL }, labelEvents: [label('alice', AFTER)], authors: [], runApprovals: [] })).toEqual(
      refused('The label of alice does not count: it was added before this change was shown; remove it and add it again.'),
    );
  });

  test.each([
    ['admin', byLabel('carol', AFTER)],
    ['maintain', byLabel('carol', AFTER)],
    ['write', refused('The label of carol does not count: the base branch names no gate.approvers, so that the role maintain or admin is needed, and theirs is write.')],
    [undefined, refused('The label of carol does not count: the base branch names no gate.approvers, so that the role maintain or admin is needed, and theirs is none.')],
  ])('of someone with the role %s where no approvers are named', (role, answer) => {
    expect(approval({ settings: { approvers: [], label: LABEL }, labelEvents: [label('carol', AFTER)], ...(role !== undefined && { role }) })).toEqual(answer);
  });

  test('of an admin does not count where approvers are named', () => {
    expect(approval({ labelEvents: [label('carol', AFTER)], role: 'admin' })).toMatchObject({ isApproved: false });
  });
});

describe('an environment', () => {
  const settings = { approvers: ['alice'], label: LABEL, environment: 'approval' };
  const given = (user: string, changes = {}) => ({ environment: 'approval', isApproved: true, user, ...changes });

  test.each([
    ['approved by a reviewer', [given('carol')], { isApproved: true, by: 'carol', how: 'environment approval' }],
    ['approved by the author and a reviewer', [given('dev'), given('carol')], { isApproved: true, by: 'carol', how: 'environment approval' }],
    ['approved by the author', [given('dev')], refused('The approval of dev in environment approval does not count: who wrote the change cannot approve it.')],
    ['rejected by a reviewer after another approved it', [given('carol'), given('bob', { isApproved: false })], refused('bob rejected it in environment approval.')],
    ['of another name', [given('carol', { environment: 'production' })], refused()],
    ['that nobody looked at', [], refused()],
  ])('%s', (_case, runApprovals, answer) => {
    expect(approval({ settings, runApprovals })).toEqual(answer);
  });

  test('that the base branch does not name approves nothing', () => {
    expect(approval({ runApprovals: [given('carol')] })).toEqual(refused());
  });

  test('and a label that does not count are both told', () => {
    expect(approval({ settings, labelEvents: [label('mallory', AFTER)], runApprovals: [given('dev')] })).toEqual(
      refused('The label of mallory does not count: gate.approvers of the base branch does not name them. The approval of dev in environment approval does not count: who wrote the change cannot approve it.'),
    );
  });
});
