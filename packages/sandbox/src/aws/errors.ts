/** An error as an AWS service answers it: its code, its text and its HTTP status. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** CloudFormation's and STS's answer to input that cannot be right. */
export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
