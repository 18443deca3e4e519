import { type AlarmEntry, type Listed, type Service } from '../service';

export interface StateMachineResource extends Listed {
  readonly stateMachineArn: string;
}

const ofExecutions = (id: string, title: string, description: string, metric: string, severity: 'critical' | 'warning'): AlarmEntry<StateMachineResource> => ({
  id, title, description, severity, row: () => `step-functions-${metric.toLowerCase()}-statemachinearn`,
});

export const stateMachines: Service<StateMachineResource> = {
  title: 'Step Functions',
  noun: 'state-machine',
  signals: ({ stateMachineArn }) => [
    {
      namespace: 'AWS/States',
      dimensions: { StateMachineArn: stateMachineArn },
      names: ['ExecutionThrottled', 'ExecutionTime', 'ExecutionsAborted', 'ExecutionsFailed', 'ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsTimedOut'],
    },
  ],
  alarms: [
    ofExecutions('executionsFailed', 'failed executions', 'Executions fail.', 'ExecutionsFailed', 'critical'),
    ofExecutions('executionsTimedOut', 'timed out executions', 'Executions run into their timeout.', 'ExecutionsTimedOut', 'critical'),
    ofExecutions('executionsThrottled', 'throttled executions', 'Executions are throttled.', 'ExecutionThrottled', 'warning'),
    ofExecutions('executionsAborted', 'aborted executions', 'Executions are aborted.', 'ExecutionsAborted', 'warning'),
  ],
  dashboard: () => [
    { name: 'ExecutionsStarted', statistic: 'Sum', label: 'Started', axis: 'left' },
    { name: 'ExecutionsFailed', statistic: 'Sum', label: 'Failed', axis: 'left' },
    { name: 'ExecutionsTimedOut', statistic: 'Sum', label: 'Timed out', axis: 'left' },
    { name: 'ExecutionTime', statistic: 'p99', label: 'Duration p99 (ms)', axis: 'right' },
  ],
};
