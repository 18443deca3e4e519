import { type Answer, type Received } from './loopback-server';

const json = (body: unknown): Answer => ({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) });
const sns = (operation: string, result: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<${operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
});

/** What AWS answers when all goes well, whichever operation is called; `secret` is the text of each secret. */
export function answerOfAws({ headers, path, body }: Received, secret: string): Answer {
  const operation = new URLSearchParams(body).get('Action') ?? String(headers['x-amz-target'] ?? path).split(/[./]/u).at(-1) ?? '';
  const input = body.startsWith('{') ? (JSON.parse(body) as Readonly<Record<string, unknown>>) : {};
  const list = (name: string) => (input[name] ?? []) as readonly Readonly<Record<string, unknown>>[];
  const answers: Readonly<Record<string, () => Answer>> = {
    GetSecretValue: () => json({ ARN: input['SecretId'], Name: 'secret', SecretString: secret }),
    UpdateItem: () => json({ Attributes: { transactions: { N: '1' } } }),
    PutEvents: () => json({ FailedEntryCount: 0, Entries: list('Entries').map((_, index) => ({ EventId: `event-${index}` })) }),
    GetMetricData: () => json({ MetricDataResults: list('MetricDataQueries').map(({ Id }) => ({ Id, StatusCode: 'Complete', Timestamps: [input['StartTime']], Values: [1] })) }),
    Publish: () => sns(operation, '<MessageId>message-1</MessageId>'),
    ListSubscriptionsByTopic: () => sns(operation, '<Subscriptions></Subscriptions>'),
    EncryptionConfig: () => json({ EncryptionConfig: { Type: 'KMS', KeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab', Status: 'ACTIVE' } }),
    PutEncryptionConfig: () => json({ EncryptionConfig: { ...input, Status: 'ACTIVE' } }),
  };
  return answers[operation]?.() ?? json({});
}
