import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Context } from 'aws-lambda';
import { CLIENT_LIMITS } from './client-limits';
import { paymentFunctionMetrics } from './payment-function-metrics';
import { paymentRequest } from './payment-request';
import { paymentSettings } from './payment-settings';
import { paymentStore } from './payment-store';
import { type PaymentAnswer, takePayment, type TakenPayment } from './take-payment';
import { maskCardNumbers } from './transactions/card-number';
import { sendTrace } from './transactions/trace-daemon';

const settings = paymentSettings(process.env);
const logger = new Logger({ serviceName: 'payment-function' });
const publish = paymentFunctionMetrics(settings);
const store = paymentStore(new DynamoDBClient(CLIENT_LIMITS), settings.tableName);

/**
 * Takes one payment, called synchronously: 200 when it was stored (now or before), 400 when it is not valid, 409 when its id belongs to
 * another payment, 503 when it could not be stored. Logs, metrics and traces hold listed fields only, and never fail the payment.
 */
export const handler = async (event: unknown, context: Context): Promise<PaymentAnswer> => {
  const taken = await takePayment(() => paymentRequest(event), { store, publish, now: Date.now });
  await report(taken, context).catch(() => undefined);
  return taken.answer;
};

async function report({ answer, payment, stretches, published, processingTimeMs, errorType }: TakenPayment, context: Context): Promise<void> {
  const { statusCode } = answer;
  const fields = {
    event_type: 'PAYMENT',
    status: statusCode < 300 ? 'SUCCESS' : statusCode < 500 ? 'REFUSED' : 'FAILED',
    status_code: statusCode,
    processing_time: processingTimeMs,
    request_id: context.awsRequestId,
    metrics_sent: published.sent,
    ...(published.error !== undefined && { metrics_error: published.error }),
    ...(errorType !== undefined && { error_type: errorType }),
    ...(payment && { payment_id: maskCardNumbers(payment.paymentId), payment_type: payment.paymentType, amount: payment.amount, currency: payment.currency, synthetic: payment.synthetic }),
  };
  if (statusCode >= 500 || published.error !== undefined) logger.error('payment', fields);
  else logger.info('payment', fields);
  const last = stretches.length - 1;
  // X-Ray takes annotations on any subsegment, and one with all of them is enough to find the trace
  await sendTrace(stretches.map((stretch, index) => (index === last ? { ...stretch, annotations: annotationsOf(fields) } : stretch)), process.env);
}

function annotationsOf(fields: Readonly<Record<string, string | number | boolean>>): Record<string, string | number> {
  const all = {
    environment: settings.environment,
    database: settings.tableName,
    payment_id: fields['payment_id'],
    payment_type: fields['payment_type'],
    payment_amount: fields['amount'],
    metrics_sent: fields['metrics_sent'],
    metrics_error: fields['metrics_error'],
  };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, typeof value === 'number' ? value : String(value)]])));
}
