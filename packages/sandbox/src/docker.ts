import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a command of the container client was, without secrets. */
export type DockerCommand = { readonly command: string; readonly args: readonly string[] };

/** A container client to be named in CDK_DOCKER: it builds nothing, knows its own images, and pushes as ECR's PutImage. */
export type Docker = {
  /** Path of the executable. It needs AWS_ENDPOINT_URL, as the process has it that runs it. */
  readonly path: string;
  /** Every command so far, oldest first. */
  commands(): readonly DockerCommand[];
};

const CLIENT = join(__dirname, '../docker/docker.mjs');

/** Writes the executable into the folder, which also keeps its images and log-ins. */
export function createDocker(folder: string): Docker {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'docker');
  writeFileSync(path, `#!/bin/sh\nSANDBOX_DOCKER_FOLDER='${folder}' exec '${process.execPath}' '${CLIENT}' "$@"\n`, { mode: 0o755 });
  const log = join(folder, 'commands.jsonl');
  return {
    path,
    commands: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as DockerCommand) : []),
  };
}
