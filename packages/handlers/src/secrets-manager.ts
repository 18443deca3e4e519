import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const READ_TIMEOUT_MS = 5000;

/** Reads the text of a Secrets Manager secret by its ARN. */
export function secretsManagerReader(arn: string, client = new SecretsManagerClient({})): () => Promise<string> {
  return async () => {
    const answer = await client
      .send(new GetSecretValueCommand({ SecretId: arn }), { abortSignal: AbortSignal.timeout(READ_TIMEOUT_MS) })
      .catch((cause: unknown) => {
        throw new Error(`secret ${arn}: cannot be read (${cause instanceof Error ? cause.name : 'unknown error'})`, { cause });
      });
    if (answer.SecretString === undefined) throw new Error(`secret ${arn}: expected text, found binary data`);
    return answer.SecretString;
  };
}
