const api = { component: 'API' };
const lambda = { component: 'Lambda' };
const payments = { component: 'Payments' };

/** Rows S7–S9 and S11; those of the other rows come with the listed resources and canaries. */
export const alarms = {
  apiClientErrors: {
    ...api,
    alarmName: 'payments-{env}-api-4xx',
    description: 'Too many requests are refused as the fault of the caller.',
    severity: 'warning',
    metric: { resource: 'apis.payments', name: '4XXError' },
    fractionAbove: 0.01,
    periodSeconds: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    missingData: 'notBreaching',
  },
  apiServerErrors: {
    ...api,
    alarmName: 'payments-{env}-api-5xx',
    description: 'Too many requests end in a server error.',
    severity: 'critical',
    metric: { resource: 'apis.payments', name: '5XXError' },
    fractionAbove: 0.01,
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    missingData: 'notBreaching',
  },
  lambdaErrors: {
    ...lambda,
    alarmName: 'payments-{env}-lambda-errors',
    description: 'Too many calls of the payment processor fail.',
    severity: 'critical',
    errors: { resource: 'functions.processor', name: 'Errors' },
    total: { resource: 'functions.processor', name: 'Invocations' },
    errorRatePercent: 0.5,
    // one failure of 200 is 0.5 %: it alone must not alarm
    minimumSamples: 200,
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    missingData: 'notBreaching',
  },
  paymentFailures: {
    ...payments,
    alarmName: 'payments-{env}-payment-failures',
    description: 'Too many payments fail.',
    severity: 'critical',
    errors: { name: 'PaymentFailures' },
    total: { name: 'PaymentAttempts' },
    errorRatePercent: 5,
    minimumSamples: 20,
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    missingData: 'notBreaching',
  },
} as const;
