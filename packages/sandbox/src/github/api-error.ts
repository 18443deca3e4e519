/** An answer that is an error, in the form of the REST API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    message: string,
    readonly details: { readonly errors?: readonly unknown[]; readonly headers?: Readonly<Record<string, string>>; readonly documentationUrl?: string } = {},
  ) {
    super(message);
  }
}

export interface ValidationIssue {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
  readonly message?: string;
}

export const notFound = (): ApiError => new ApiError(404, 'Not Found');
export const badCredentials = (): ApiError => new ApiError(401, 'Bad credentials');
export const validationFailed = (...errors: ValidationIssue[]): ApiError => new ApiError(422, 'Validation Failed', { errors });
/** The body does not have the form the endpoint's schema asks for. */
export const invalidRequest = (reason: string): ApiError => new ApiError(422, `Invalid request.\n\n${reason}`);

export function errorResponse(error: ApiError, documentationUrl = 'https://docs.github.com/rest'): Response {
  const { errors, headers, documentationUrl: own } = error.details;
  const body = { message: error.message, ...(errors && { errors }), documentation_url: own ?? documentationUrl, status: String(error.status) };
  return Response.json(body, { status: error.status, headers: { ...headers } });
}
