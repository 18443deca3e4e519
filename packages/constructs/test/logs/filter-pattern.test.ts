import { filterPattern } from '../../src/logs/filter-pattern';

type Settings = Parameters<typeof filterPattern>[0];
const pattern = (settings: Partial<Settings>) => filterPattern({ match: {}, dimensions: {}, value: 1, unit: 'Count', ...settings });

test.each<[string, Partial<Settings>, string]>([
  ['one text', { match: { level: 'ERROR' } }, '{ $.level = "ERROR" }'],
  ['several fields in the order of their names', { match: { status: 'SUCCESS', event_type: 'X' } }, '{ $.event_type = "X" && $.status = "SUCCESS" }'],
  ['a number', { match: { code: 404 } }, '{ $.code = 404 }'],
  ['a truth value', { match: { replay: true, cached: false } }, '{ $.cached IS FALSE && $.replay IS TRUE }'],
  ['a list is an alternative', { match: { status: ['FAILED', 'TIMEOUT', 500] } }, '{ ($.status = "FAILED" || $.status = "TIMEOUT" || $.status = 500) }'],
  ['a list of one needs no brackets', { match: { status: ['FAILED'] } }, '{ $.status = "FAILED" }'],
  ['quotes and backslashes are escaped', { match: { message: 'say "no" to C:\\' } }, '{ $.message = "say \\"no\\" to C:\\\\" }'],
  ['a text cannot leave its quotes', { match: { message: '" || $.a = "' } }, '{ $.message = "\\" || $.a = \\"" }'],
  ['a nested field', { match: { 'error.code': 'E1' } }, '{ $.error.code = "E1" }'],
  ['dimension fields exist', { match: { event_type: 'X' }, dimensions: { Status: 'status', Currency: 'currency' } }, '{ $.event_type = "X" && $.currency = * && $.status = * }'],
  ['a matched dimension field is named once', { match: { status: 'OK' }, dimensions: { Status: 'status' } }, '{ $.status = "OK" }'],
  ['two dimensions of one field name it once', { dimensions: { A: 'status', B: 'status' } }, '{ $.status = * }'],
  ['a field named as an object property', { dimensions: { A: 'constructor' } }, '{ $.constructor = * }'],
  ['a latency is a number from zero up', { match: { event_type: 'X' }, value: 'latency', unit: 'Milliseconds' }, '{ $.event_type = "X" && $.latency >= 0 }'],
  ['a gauge is a number from zero up', { value: 'active', unit: 'Count' }, '{ $.active >= 0 }'],
  ['an amount may be negative', { value: 'amount', unit: 'None' }, '{ $.amount = * }'],
])('%s', (_title, settings, expected) => {
  expect(pattern(settings)).toBe(expected);
});
