import { isObject, type Json } from '../property/file';
import { objectsIn, planting, removal, type Mutation, type Place, type Planting } from './planting';

const METRIC = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const BOTH = [METRIC, COMPOSITE];

const isAbove = ({ ComparisonOperator: operator }: Json): boolean => String(operator).startsWith('Greater');
const bandOf = ({ Metrics: metrics }: Json): Json | undefined => objectsIn(metrics).find(({ Expression: text }) => String(text).includes('ANOMALY_DETECTION_BAND'));

/** Weakenings of what a metric alarm measures and how; each is left out where the alarm has no such thing. */
const LOOSENED: readonly { readonly kind: string; readonly severity?: Planting['severity']; readonly when: (properties: Json) => boolean; readonly change: (properties: Json) => void }[] = [
  {
    kind: 'threshold loosened',
    when: ({ Threshold: threshold }) => threshold !== undefined,
    change: (properties) => {
      const threshold = Number(properties['Threshold']);
      properties['Threshold'] = isAbove(properties) ? threshold + 1 : threshold - 1;
    },
  },
  {
    kind: 'operator turned round',
    when: ({ Threshold: threshold }) => threshold !== undefined,
    change: (properties) => {
      properties['ComparisonOperator'] = isAbove(properties) ? 'LessThanThreshold' : 'GreaterThanThreshold';
    },
  },
  {
    kind: 'operator narrowed to one side of the band',
    when: ({ ComparisonOperator: operator }) => operator === 'LessThanLowerOrGreaterThanUpperThreshold',
    change: (properties) => {
      properties['ComparisonOperator'] = 'GreaterThanUpperThreshold';
    },
  },
  {
    kind: 'anomaly band widened',
    when: (properties) => bandOf(properties) !== undefined,
    change: (properties) => {
      const band = bandOf(properties);
      if (band) band['Expression'] = String(band['Expression']).replace(/,\s*([\d.]+)/, (_, width: string) => `, ${Number(width) + 1}`);
    },
  },
  {
    kind: 'more breaching periods needed',
    when: () => true,
    change: (properties) => {
      const [periods, points] = [Number(properties['EvaluationPeriods']), Number(properties['DatapointsToAlarm'] ?? properties['EvaluationPeriods'])];
      Object.assign(properties, { EvaluationPeriods: Math.max(periods, points + 1), DatapointsToAlarm: points + 1 });
    },
  },
  {
    kind: 'period prolonged',
    when: () => true,
    change: (properties) => {
      if (properties['Period'] !== undefined) properties['Period'] = Number(properties['Period']) * 5;
      for (const { MetricStat: stat } of objectsIn(properties['Metrics'])) if (isObject(stat)) stat['Period'] = Number(stat['Period']) * 5;
    },
  },
  {
    // notBreaching makes the least of data that do not come, so it cannot be weakened
    kind: 'missing data taken lighter',
    when: ({ TreatMissingData: treatment }) => treatment !== 'notBreaching',
    change: (properties) => {
      properties['TreatMissingData'] = 'notBreaching';
    },
  },
  {
    kind: 'statistic that sees less',
    when: ({ Statistic: statistic, ExtendedStatistic: percentile, Threshold: threshold }) => threshold !== undefined && (statistic ?? percentile) !== undefined,
    change: (properties) => {
      delete properties['ExtendedStatistic'];
      properties['Statistic'] = isAbove(properties) ? 'Minimum' : 'Maximum';
    },
  },
  {
    kind: 'another metric',
    when: ({ MetricName: name }) => name !== undefined,
    change: (properties) => {
      properties['MetricName'] = 'SomethingElse';
    },
  },
  {
    kind: 'dimensions changed',
    when: ({ MetricName: name }) => name !== undefined,
    change: (properties) => {
      properties['Dimensions'] = [{ Name: 'Planted', Value: 'x' }];
    },
  },
  {
    kind: 'another expression',
    severity: 'attention',
    when: (properties) => bandOf(properties) === undefined && objectsIn(properties['Metrics']).some(({ Expression: text }) => text !== undefined),
    change: (properties) => {
      for (const query of objectsIn(properties['Metrics'])) if (typeof query['Expression'] === 'string') query['Expression'] = `0 * (${query['Expression']})`;
    },
  },
];

const loosened: readonly Mutation[] = LOOSENED.map(({ kind, severity = 'blocking', when, change }) => ({
  kind,
  types: [METRIC],
  // a statistic that is Minimum above, or Maximum below, sees the least already
  plant: ({ Properties }, at) => {
    const before = JSON.stringify(Properties);
    const copy = JSON.parse(before) as Json;
    if (!when(Properties)) return [];
    change(copy);
    return JSON.stringify(copy) === before ? [] : [planting(at, kind, severity, change)];
  },
}));

/** The parts of a rule that is written as `Fn::Join`, as every template writes it. */
function partsOf({ AlarmRule: rule }: Json): unknown[] {
  const join = isObject(rule) ? rule['Fn::Join'] : undefined;
  if (!Array.isArray(join) || !Array.isArray(join[1])) throw new Error(`a rule that is not joined: ${JSON.stringify(rule)}`);
  return join[1];
}

function withRule(at: Place, what: string, change: (parts: unknown[]) => unknown[]): Planting {
  return planting(at, what, 'blocking', (properties) => {
    properties['AlarmRule'] = { 'Fn::Join': ['', change(partsOf(properties))] };
  });
}

const replaced = (parts: readonly unknown[], from: string, to: string): unknown[] => parts.map((part) => (typeof part === 'string' ? part.replaceAll(from, to) : part));

/** The rule with one of its alarms held to be never in ALARM. */
function withoutChild(at: Place, parts: readonly unknown[], index: number): Planting {
  return withRule(at, `without its alarm ${JSON.stringify(parts[index])}`, () => [...parts.slice(0, index), 'a-name-that-no-alarm-has', ...parts.slice(index + 1)]);
}

const criticalTopic = ({ template }: Place): boolean => 'NotificationscriticalTopic342F1BC7' in template.Resources;

export const ALARM_MUTATIONS: readonly Mutation[] = [
  { kind: 'alarm removed', types: BOTH, plant: (_, at) => [removal(at, 'blocking')] },
  { kind: 'alarm switched off', types: BOTH, plant: (_, at) => [planting(at, 'ActionsEnabled false', 'blocking', (properties) => void (properties['ActionsEnabled'] = false))] },
  {
    kind: 'alarm without actions',
    types: BOTH,
    plant: ({ Properties }, at) => (Properties['AlarmActions'] === undefined ? [] : [planting(at, 'no AlarmActions', 'blocking', (properties) => void delete properties['AlarmActions'])]),
  },
  {
    kind: 'alarm with one action less',
    types: BOTH,
    plant: ({ Properties: { AlarmActions: actions } }, at) =>
      Array.isArray(actions) && actions.length > 1 ? actions.map((_, index) => planting(at, `without action ${index}`, 'blocking', (properties) => void (properties['AlarmActions'] = actions.toSpliced(index, 1)))) : [],
  },
  {
    kind: 'alarm told on a less urgent topic',
    types: BOTH,
    plant: ({ Properties: { AlarmActions: actions } }, at) => {
      const lower = ['NotificationsinfoTopic48442F51', 'NotificationswarningTopic2C82B8CB'].find((id) => id in at.template.Resources);
      if (!criticalTopic(at) || lower === undefined || !JSON.stringify(actions ?? []).includes('NotificationscriticalTopic')) return [];
      return [planting(at, `told on ${lower}`, 'blocking', (properties) => void (properties['AlarmActions'] = [{ Ref: lower }]))];
    },
  },
  { kind: 'alarm without recovery', types: BOTH, plant: ({ Properties }, at) => (Properties['OKActions'] === undefined ? [] : [planting(at, 'no OKActions', 'attention', (properties) => void delete properties['OKActions'])]) },
  { kind: 'alarm renamed', types: BOTH, plant: (_, at) => [planting(at, 'another AlarmName', 'attention', (properties) => void (properties['AlarmName'] = 'planted-name'))] },
  {
    kind: 'alarm under another logical id and name',
    types: [METRIC],
    plant: ({ Properties }, at) => [
      {
        what: 'renamed in the config',
        severity: 'attention',
        about: 'Planted',
        apply: ({ Resources }) => {
          const resource = Resources[at.logicalId];
          if (!resource || Properties['AlarmName'] === undefined) throw new Error(`no alarm ${at.logicalId}`);
          Resources['Planted'] = { ...resource, Properties: { ...resource.Properties, AlarmName: 'planted-name' } };
          delete Resources[at.logicalId];
          // what refers to the old one refers to the new one
          for (const [id, other] of Object.entries(Resources)) Resources[id] = JSON.parse(JSON.stringify(other).replaceAll(`"${at.logicalId}"`, '"Planted"')) as typeof other;
        },
      },
    ],
  },
  {
    kind: 'alarm muted',
    types: BOTH,
    plant: ({ Properties: { AlarmName: name } }) => [
      {
        what: 'a mute rule for it',
        severity: 'blocking',
        about: 'PlantedMute',
        apply: ({ Resources }) => {
          Resources['PlantedMute'] = {
            Type: 'AWS::CloudWatch::AlarmMuteRule',
            Properties: { Name: 'planted', Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT2H' } }, MuteTargets: { AlarmNames: [name] } },
          };
        },
      },
    ],
  },
  ...loosened,
  { kind: 'composite that can never go off', types: [COMPOSITE], plant: (_, at) => [withRule(at, 'AND FALSE', (parts) => ['(', ...parts, ') AND FALSE'])] },
  { kind: 'composite held back', types: [COMPOSITE], plant: (_, at) => [withRule(at, 'AND NOT another alarm', (parts) => ['(', ...parts, ') AND NOT ALARM("maintenance")'])] },
  {
    kind: 'composite with AND for OR',
    types: [COMPOSITE],
    plant: ({ Properties }, at) => (JSON.stringify(partsOf(Properties)).includes(' OR ') ? [withRule(at, 'AND for OR', (parts) => replaced(parts, ' OR ', ' AND '))] : []),
  },
  {
    kind: 'composite that needs one alarm more',
    types: [COMPOSITE],
    plant: ({ Properties }, at) => (JSON.stringify(partsOf(Properties)).includes('AT_LEAST(2') ? [withRule(at, 'AT_LEAST 3', (parts) => replaced(parts, 'AT_LEAST(2', 'AT_LEAST(3'))] : []),
  },
  {
    kind: 'composite without one of its alarms',
    types: [COMPOSITE],
    plant: ({ Properties }, at) => {
      const parts = partsOf(Properties);
      return parts.flatMap((part, index) => (isObject(part) ? [withoutChild(at, parts, index)] : []));
    },
  },
  {
    kind: 'composite suppressed',
    types: [COMPOSITE],
    plant: (_, at) => [planting(at, 'another suppressor', 'blocking', (properties) => void Object.assign(properties, { ActionsSuppressor: 'planted', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 60 }))],
  },
  {
    kind: 'suppressed for longer',
    types: [COMPOSITE],
    plant: ({ Properties }, at) =>
      Properties['ActionsSuppressor'] === undefined ? [] : [planting(at, 'a longer extension', 'blocking', (properties) => void (properties['ActionsSuppressorExtensionPeriod'] = 7200))],
  },
  {
    // without the rule more is told, not less
    kind: 'mute rule prolonged',
    types: ['AWS::CloudWatch::AlarmMuteRule'],
    plant: (_, at) => [planting(at, 'mutes all day', 'blocking', (properties) => void (properties['Rule'] = { Schedule: { Expression: 'cron(0 0 * * *)', Duration: 'P1D' } }))],
  },
  {
    kind: 'mute rule widened',
    types: ['AWS::CloudWatch::AlarmMuteRule'],
    plant: ({ Properties: { MuteTargets: targets } }, at) => [
      planting(at, 'mutes one alarm more', 'blocking', (properties) => void (properties['MuteTargets'] = { AlarmNames: [...(isObject(targets) && Array.isArray(targets['AlarmNames']) ? (targets['AlarmNames'] as unknown[]) : []), 'another'] })),
    ],
  },
];
