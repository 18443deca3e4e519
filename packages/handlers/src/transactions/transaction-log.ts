import { type ReadRecord } from './transaction-record';

/** Value of the dimension Service. */
export const SERVICE = 'transaction-processor';

const COUNTS = ['TransactionCount', 'TransactionErrors'].map((Name) => ({ Name, Unit: 'Count' }));
const AMOUNT = { Name: 'TransactionAmount', Unit: 'None' };
const TIME = { Name: 'ProcessingTime', Unit: 'Milliseconds' };
/** Each type, the service, and the total over all, which alarms and widgets read. */
const DIMENSIONS = [['Service', 'Type'], ['Service'], []];

/** A record that is done. */
export interface ProcessedRecord {
  readonly record: ReadRecord;
  readonly transactionCount: number | undefined;
  /** Milliseconds from the start of its batch until its event was on the bus. */
  readonly processingMs: number;
}

/** One line of JSON for a record: the fields of saved queries, and its metrics in CloudWatch's embedded metric format. */
export function transactionLine({ record, transactionCount, processingMs }: ProcessedRecord, namespace: string, timestampMs: number): string {
  const isTransaction = record.kind === 'transaction';
  const failed = !isTransaction || record.outcome === 'failed';
  const amount = isTransaction && record.fields.amount !== undefined && record.fields.amount >= 0 ? record.fields.amount : undefined;
  return JSON.stringify({
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: DIMENSIONS, Metrics: [...COUNTS, ...(amount === undefined ? [] : [AMOUNT]), TIME] }],
    },
    level: 'INFO',
    message: isTransaction ? 'transaction processed' : 'record rejected',
    Service: SERVICE,
    Type: isTransaction ? record.metricType : 'OTHER',
    TransactionCount: 1,
    TransactionErrors: failed ? 1 : 0,
    ...(amount !== undefined && { TransactionAmount: amount }),
    ProcessingTime: processingMs,
    ...fieldsOf(record, transactionCount),
  });
}

function fieldsOf(record: ReadRecord, transactionCount: number | undefined): Readonly<Record<string, unknown>> {
  if (record.kind === 'rejected') return { status: 'REJECTED', error_type: 'REJECTED_RECORD', reason: record.reason, record_id: record.recordId };
  // the amount is a metric of the line already
  const fields = Object.fromEntries(Object.entries(record.fields).filter(([name]) => name !== 'amount'));
  const errorType = record.errors[0] ?? (record.outcome === 'failed' ? `STATUS_${record.fields.status}` : undefined);
  return {
    ...fields,
    ...(transactionCount !== undefined && { transaction_count: transactionCount }),
    ...(errorType !== undefined && { error_type: errorType }),
  };
}

/** The line that says that a batch was not finished; `error` is a code, never what a record holds. */
export function unfinishedLine(recordId: string, recordsLeft: number, error: string): string {
  return JSON.stringify({ level: 'ERROR', message: 'records are left to a retry', Service: SERVICE, error_type: error, record_id: recordId, records_left: recordsLeft });
}

/** The line of something that went wrong without harm to a record: at worst an event comes twice after a retry. */
export function warningLine(warning: string): string {
  return JSON.stringify({ level: 'WARN', message: 'the memory of sent events is not up to date', Service: SERVICE, error_type: warning });
}
