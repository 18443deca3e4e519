/** Limits of a client of the AWS SDK: a call that hangs must not use up the time of the invocation. */
export const CLIENT_LIMITS = { maxAttempts: 3, requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true } };
