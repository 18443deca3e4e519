import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAws, type Aws } from './aws';
import { createDocker, type Docker } from './docker';
import { createGitHub, type GitHub } from './github';
import { serveLoopback } from './loopback-server';

export interface SandboxOptions {
  /** Folder for the state of both sides; a second sandbox on it goes on where the first stopped. */
  readonly stateFolder: string;
  /** @default a free port */
  readonly port?: number;
  /** @default the real time */
  readonly clock?: () => Date;
  /** Reject properties that CloudFormation's schemas refuse; the validator takes seconds to load. @default false */
  readonly validateSchemas?: boolean;
}

/** GitHub and AWS on one loopback address. It is a stand-in: where it and the documentation differ, the documentation is right. */
export interface Sandbox {
  readonly url: string;
  readonly github: GitHub;
  readonly aws: Aws;
  /** Variables that send the AWS clients of a process here. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
  /** A container client that builds nothing and pushes to this sandbox's registry, in place of `docker` (CDK_DOCKER). */
  readonly docker: Docker;
  close(): Promise<void>;
}

/** GitHub's own issuer, which its OIDC provider resource names. */
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** Starts both sides on one port of 127.0.0.1. */
export async function startSandbox({ stateFolder, port, clock, validateSchemas = false }: SandboxOptions): Promise<Sandbox> {
  let url = '';
  const common = clock ? { clock } : {};
  const folder = (name: string) => {
    const path = join(stateFolder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const github = createGitHub({ ...common, stateFolder: folder('github'), baseUrl: () => url });
  const aws = createAws({
    ...common,
    validateSchemas,
    stateFolder: folder('aws'),
    trustedIssuers: [{ get url() { return github.issuer.url; }, standsFor: GITHUB_ISSUER, jwks: () => github.issuer.jwks() }],
  });
  const isGitHub = (path: string) => path.startsWith('/api/') || path.startsWith('/oidc/');
  const answer = (request: Request) => (isGitHub(new URL(request.url).pathname) ? github.fetch(request) : aws.fetch(request));
  const server = await serveLoopback(answer, port);
  url = server.url;
  return {
    url,
    github,
    aws,
    awsEnvironment: { AWS_ENDPOINT_URL: url, AWS_EC2_METADATA_DISABLED: 'true' },
    docker: createDocker(folder('docker')),
    close: () => server.close(),
  };
}
