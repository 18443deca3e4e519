import { named } from '../serverless-monitoring';

const body = (name: string) => JSON.parse(String(named('AWS::CloudWatch::InsightRule', 'RuleName', name)['RuleBody'])) as unknown;
const rule = (LogGroupNames: string[], Contribution: object, AggregateOn: string) => ({ Schema: { Name: 'CloudWatchLogRule', Version: 1 }, LogGroupNames, LogFormat: 'JSON', Contribution, AggregateOn });
const COMPLETED = [{ Match: '$.event_type', In: ['PAYMENT_COMPLETED'] }];

test('S28 top consumers of the API: access log by API key, caller and IP, counted', () => {
  expect(body('payments-dev-api-consumers')).toEqual(rule(['/aws/apigateway/payments-dev-api'], { Keys: ['$.apiKeyId', '$.caller', '$.ip'], Filters: [] }, 'Count'));
});

test('S29 use of payment providers: payments counted, and amounts summed by currency', () => {
  expect(body('payments-dev-provider-use')).toEqual(rule(['/payments/dev/application'], { Keys: ['$.provider'], Filters: COMPLETED }, 'Count'));
  expect(body('payments-dev-provider-amounts')).toEqual(
    rule(['/payments/dev/application'], { Keys: ['$.provider', '$.currency'], ValueOf: '$.amount', Filters: [{ Match: '$.status', In: ['SUCCESS'] }] }, 'Sum'),
  );
});

test('S30 geography of transactions: payments by country', () => {
  expect(body('payments-dev-geography')).toEqual(rule(['/payments/dev/application'], { Keys: ['$.country'], Filters: COMPLETED }, 'Count'));
});
