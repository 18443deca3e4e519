import { gateSchema } from '@payment-observability/config';
import { FINDING_GROUPS, FINDING_IDS } from '@payment-observability/review';
import { unknownGateNames } from '../../src/gate/gate-names';
import { DEFAULT_GATE } from '../../src/gate/gate-settings';

const unknown = (changes: Partial<typeof DEFAULT_GATE>) => unknownGateNames({ ...DEFAULT_GATE, ...changes }).map(({ path, message, found }) => `${path}: ${message}, found ${found}`);

test('the default gate names what there is', () => {
  expect(unknown({})).toEqual([]);
});

test.each(FINDING_IDS)('%s can block and be allowed', (id) => {
  expect(unknown({ block: [id], allow: [id] })).toEqual([]);
});

test.each([...FINDING_GROUPS, ...FINDING_IDS])('the config takes the name %s', (name) => {
  expect(gateSchema.parse({ block: [name] }).block).toEqual([name]);
});

test.each(FINDING_GROUPS)('the group %s can block', (group) => {
  expect(unknown({ block: [group] })).toEqual([]);
});

test('rules of policy packs can block', () => {
  expect(unknown({ block: ['policy-AwsSolutions-IAM5'] })).toEqual([]);
});

test.each([
  [{ block: ['data', 'alert'] }, ['gate.block.1: no such finding or group of findings, found "alert"']],
  [{ allow: ['data'] }, ['gate.allow.0: no such finding, found "data"']],
  [{ block: ['alarm-removd'], allow: ['alarm-lost'] }, ['gate.block.0: no such finding or group of findings, found "alarm-removd"', 'gate.allow.0: no such finding, found "alarm-lost"']],
])('%j names what there is not', (gate, problems) => {
  expect(unknown(gate)).toEqual(problems);
});
