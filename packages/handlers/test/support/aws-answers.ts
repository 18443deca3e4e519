import { type Received } from './loopback-server';

/** What AWS answers when all goes well, whichever operation is called; `secret` is the text of each secret. */
export function answerOfAws({ headers, path, body }: Received, secret: string): object {
  const operation = String(headers['x-amz-target'] ?? path).split(/[./]/u).at(-1) ?? '';
  const input = body.startsWith('{') ? (JSON.parse(body) as Readonly<Record<string, unknown>>) : {};
  const list = (name: string) => (input[name] ?? []) as readonly Readonly<Record<string, unknown>>[];
  const answers: Readonly<Record<string, () => object>> = {
    GetSecretValue: () => ({ ARN: input['SecretId'], Name: 'secret', SecretString: secret }),
    UpdateItem: () => ({ Attributes: { transactions: { N: '1' } } }),
    PutEvents: () => ({ FailedEntryCount: 0, Entries: list('Entries').map((_, index) => ({ EventId: `event-${index}` })) }),
    GetMetricData: () => ({ MetricDataResults: list('MetricDataQueries').map(({ Id }) => ({ Id, StatusCode: 'Complete', Timestamps: [input['StartTime']], Values: [1] })) }),
    EncryptionConfig: () => ({ EncryptionConfig: { Type: 'KMS', KeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab', Status: 'ACTIVE' } }),
    PutEncryptionConfig: () => ({ EncryptionConfig: { ...input, Status: 'ACTIVE' } }),
  };
  return answers[operation]?.() ?? {};
}
