import { type Listed, type Service } from '../service';

export interface CanaryResource extends Listed {
  readonly canaryName: string;
  readonly everyMinutes: number;
  readonly timeoutSeconds: number;
}

export const canaries: Service<CanaryResource> = {
  title: 'Synthetics',
  noun: 'canary',
  signals: ({ canaryName }) => [
    { namespace: 'CloudWatchSynthetics', dimensions: { CanaryName: canaryName }, names: ['2xx', '4xx', '5xx', 'Duration', 'Failed', 'Failed requests', 'SuccessPercent'] },
  ],
  alarms: [
    {
      id: 'successLow',
      title: 'failing canary',
      description: 'The canary fails, or does not report at all.',
      severity: 'critical',
      row: () => 'synthetics-successpercent-canaryname',
      minimumPeriodSeconds: ({ everyMinutes }) => everyMinutes * 60,
    },
    {
      id: 'durationHigh',
      title: 'slow canary',
      description: 'The journey of the canary takes too long.',
      severity: 'warning',
      row: () => 'synthetics-duration-canaryname',
      threshold: ({ timeoutSeconds }) => timeoutSeconds * 900,
      ceiling: ({ timeoutSeconds }) => ({ value: timeoutSeconds * 1000, why: `the timeout of ${timeoutSeconds} s, which no run exceeds` }),
      // successLow hears of a canary that does not report
      missingData: 'notBreaching',
      minimumPeriodSeconds: ({ everyMinutes }) => everyMinutes * 60,
    },
  ],
  dashboard: () => [
    { name: 'SuccessPercent', statistic: 'Average', label: 'Success %', axis: 'left' },
    { name: 'Duration', statistic: 'Maximum', label: 'Duration (ms)', axis: 'right' },
  ],
};
