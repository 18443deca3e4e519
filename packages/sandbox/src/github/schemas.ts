import { type components } from '@octokit/openapi-types';

/** Part of a response body, held to the names and types of GitHub's OpenAPI description. */
export type Shape<Name extends keyof components['schemas']> = Partial<components['schemas'][Name]>;
