import { resourcesOf } from '../stack-json';
import { each, type Invariant } from './invariant';

const METRIC_ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE_ALARM = 'AWS::CloudWatch::CompositeAlarm';
const NO_ACTION_REASON = / Notifies (nobody: \S.*|through \S+)\.( Runbook: \S+)?$/;

export const ALARM_INVARIANTS: readonly Invariant[] = [
  each(
    'every alarm notifies when it is raised and when it recovers, or says why not',
    [METRIC_ALARM, COMPOSITE_ALARM],
    ({ AlarmActions, OKActions, AlarmDescription }) => (Array.isArray(AlarmActions) && Array.isArray(OKActions)) || NO_ACTION_REASON.test(String(AlarmDescription)),
  ),
  {
    name: 'an alarm that notifies through another names one that exists and notifies',
    violations(stack) {
      const alarms = resourcesOf(stack, METRIC_ALARM, COMPOSITE_ALARM);
      const notifying = alarms.filter(([, { AlarmActions }]) => AlarmActions !== undefined).map(([, { AlarmName }]) => AlarmName);
      return alarms.flatMap(([id, { AlarmDescription }]) => {
        const through = / Notifies through (\S+?)\.( |$)/.exec(String(AlarmDescription))?.[1];
        return through === undefined || notifying.includes(through) ? [] : [`${id}: ${through}`];
      });
    },
  },
  each('every alarm has a description with its severity', [METRIC_ALARM, COMPOSITE_ALARM], ({ AlarmDescription }) =>
    /^\S.* Severity: (critical|warning|info)\./.test(String(AlarmDescription)),
  ),
  each(
    'every metric alarm says how missing data count, and M of N',
    [METRIC_ALARM],
    ({ TreatMissingData, DatapointsToAlarm, EvaluationPeriods }) => TreatMissingData !== undefined && Number(DatapointsToAlarm) <= Number(EvaluationPeriods),
  ),
  each('no alarm has a unit', [METRIC_ALARM], ({ Unit }) => Unit === undefined),
  each('an anomaly alarm has its band as threshold, and no other', [METRIC_ALARM], ({ ThresholdMetricId, Threshold }) => (ThresholdMetricId === undefined) !== (Threshold === undefined)),
  each('no metric filter has both dimensions and a default value', ['AWS::Logs::MetricFilter'], ({ MetricTransformations }) =>
    (MetricTransformations as { readonly Dimensions?: unknown; readonly DefaultValue?: unknown }[]).every(({ Dimensions, DefaultValue }) => Dimensions === undefined || DefaultValue === undefined),
  ),
];
