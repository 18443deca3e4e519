import '@microsoft/jest-sarif';
import { digest, type Finding, review } from '../../src/index';
import { type SarifLog, toSarif } from '../../src/machine/machine';
import { EVERYTHING, fullReview } from '../full-review';
import { mentions } from '../markdown/structure';
import { EVIL } from '../review-arbitrary';
import { input, stack, template } from '../template';

const POSITIONS: Readonly<Record<string, { line: number; column: number }>> = { 'alarms.apiLatencyHigh': { line: 12, column: 3 }, alarms: { line: 10, column: 1 } };
const sarifOf = (findings: readonly Finding[], environment = 'production'): SarifLog => toSarif(fullReview({ findings, environment }), { configFile: 'ops/observability.yml', positions: (path) => POSITIONS[path] });
const finding = (rest: Partial<Finding> = {}): Finding => ({ id: 'alarm-loosened', severity: 'blocking', group: 'alerting', title: 'Alarm a is loosened: threshold 1 → 2', why: 'it goes off later', stackId: 'home', logicalId: 'A', path: 'alarms.apiLatencyHigh', ...rest });
const fingerprints = (log: SarifLog) => log.runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints['paymentObservability/v1']);

describe('toSarif', () => {
  test('a finding: rule, level, message, line of the file, fingerprint', () => {
    const log: SarifLog = sarifOf([finding()]);
    expect(log).toBeValidSarifLog();
    const fingerprint = digest(['production', 'home', 'alarm-loosened', 'A', 'alarms.apiLatencyHigh']);
    expect(log).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'payment-observability',
              semanticVersion: '1.0.0',
              version: '1.0.0',
              rules: [
                {
                  id: 'alarm-loosened',
                  name: 'AlarmLoosened',
                  shortDescription: { text: 'Alarm loosened' },
                  fullDescription: { text: 'Alerting lost or changed: alarm loosened' },
                  help: { text: 'After the change somebody hears later, less or nothing of a failure. Restore the alarm or its route; where it is meant, a person with the right approves the review.' },
                  defaultConfiguration: { level: 'error' },
                  properties: { tags: ['observability', 'alerting'], precision: 'high' },
                },
              ],
            },
          },
          automationDetails: { id: 'payment-observability/ops/observability.yml/production/' },
          columnKind: 'utf16CodeUnits',
          invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
          results: [
            {
              ruleId: 'alarm-loosened',
              ruleIndex: 0,
              level: 'error',
              message: { text: 'Alarm a is loosened: threshold 1 → 2: it goes off later (production)' },
              locations: [{ physicalLocation: { artifactLocation: { uri: 'ops/observability.yml' }, region: { startLine: 12, startColumn: 3 } } }],
              partialFingerprints: { primaryLocationLineHash: `${fingerprint.slice(0, 16)}:1`, 'paymentObservability/v1': `${fingerprint}:1` },
            },
          ],
        },
      ],
    });
  });

  test('levels by severity, one rule for each id with the level of its gravest finding', () => {
    const log = sarifOf([finding(), finding({ id: 'x', severity: 'attention' }), finding({ severity: 'info' })]);
    expect(log.runs[0]?.results.map(({ level, ruleIndex }) => [level, ruleIndex])).toEqual([['error', 0], ['warning', 1], ['note', 0]]);
    expect(log.runs[0]?.tool.driver.rules.map(({ id, defaultConfiguration }) => [id, defaultConfiguration.level])).toEqual([['alarm-loosened', 'error'], ['x', 'warning']]);
  });

  test.each([
    ['its own line', 'alarms.apiLatencyHigh', 12, 3],
    ['the line of what holds it, when it is gone from the file', 'alarms.gone.threshold', 10, 1],
    ['the top, when nothing of it is in the file', 'audit.trail', 1, 1],
    ['the top, without a path', undefined, 1, 1],
  ])('stands at %s', (_case, path, startLine, startColumn) => {
    const bare: Finding = { id: 'x', severity: 'info', group: 'data', title: 't', why: 'w', stackId: 'home' };
    expect(sarifOf([path === undefined ? bare : { ...bare, path }]).runs[0]?.results[0]?.locations[0].physicalLocation.region).toEqual({ startLine, startColumn });
  });

  test('a fingerprint stays when words and lines change, and tells findings, stacks, environments and repetitions apart', () => {
    const one = fingerprints(sarifOf([finding()]))?.[0];
    expect(fingerprints(sarifOf([finding({ title: 'Alarm a is loosened: threshold 1 → 9', why: 'other' })]))?.[0]).toBe(one);
    const others = [
      ...(fingerprints(sarifOf([finding({ logicalId: 'B' }), finding({ stackId: 'eu' }), finding({ id: 'alarm-removed' }), finding({ path: 'alarms' })])) ?? []),
      ...(fingerprints(sarifOf([finding()], 'staging')) ?? []),
      fingerprints(sarifOf([finding(), finding()]))?.[1],
    ];
    expect(new Set([one, ...others]).size).toBe(7);
  });

  test('a real review, one without findings, and one whose version is no number are valid', () => {
    const options = { configFile: 'with space/ü.yml', positions: () => undefined };
    expect(toSarif(review(input([stack(...EVERYTHING)])), options)).toBeValidSarifLog();
    expect(toSarif(review(input([stack(template({}), template({}))])), options)).toBeValidSarifLog();
    const log = toSarif(fullReview({ actionVersion: 'main' }), options);
    expect(log).toBeValidSarifLog();
    expect(log.runs[0]?.tool.driver.semanticVersion).toBeUndefined();
    expect(log.runs[0]?.results[0]?.locations[0].physicalLocation.artifactLocation.uri).toBe('with%20space/%C3%BC.yml');
  });

  test('more results than GitHub takes are counted in a notification, the gravest kept', () => {
    const log = sarifOf([finding(), ...Array.from({ length: 25_000 }, (_, index) => finding({ severity: 'info', logicalId: `L${index}` }))]);
    expect(log.runs[0]?.results).toHaveLength(25_000);
    expect(log.runs[0]?.results[0]?.level).toBe('error');
    expect(log.runs[0]?.invocations[0]?.toolExecutionNotifications).toEqual([{ level: 'warning', message: { text: '1 more findings are in the review: GitHub takes 25000 results of a run.' } }]);
  });

  test.each(EVIL.map((evil) => [evil.slice(0, 30), evil]))('%j is shown as text', (_start, evil) => {
    const log = sarifOf([finding({ title: evil, why: evil, logicalId: evil, stackId: evil, path: evil })], 'production');
    expect(log).toBeValidSarifLog();
    const { text } = log.runs[0]?.results[0]?.message ?? { text: '' };
    expect(mentions(text)).toEqual([]);
    expect(text.replaceAll('\u200B', '')).not.toMatch(/[\p{Cf}\p{Cc}]|(?<!\\)\[|(?<![{])\{(?!\{)/u);
    expect(text.length).toBeLessThan(2_500);
  });
});
