// The commands of `docker` that cdk-assets uses. An image is the digest of the files it would be built from.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.SANDBOX_DOCKER_FOLDER ?? '';
const IMAGES = join(FOLDER, 'images.json');
const LOGINS = join(FOLDER, 'logins.json');
const REFERENCE = /^((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com)\/([^:]+):(.+)$/;

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
const add = (file, name, value) => writeFileSync(file, JSON.stringify({ ...read(file), [name]: value }));
const fail = (message, exitCode = 1) => {
  console.error(message);
  process.exit(exitCode);
};
const option = (args, name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

/** Every file below a folder, in a stable order. */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function build(args) {
  const file = option(args, '--file') ?? 'Dockerfile';
  if (!existsSync(file)) fail(`ERROR: failed to read dockerfile: open ${file}: no such file or directory`);
  const hash = createHash('sha256').update(args.filter((arg) => arg !== option(args, '--tag')).join('\0'));
  for (const path of filesBelow('.')) hash.update(`${path}\0`).update(readFileSync(path));
  add(IMAGES, option(args, '--tag'), hash.digest('hex'));
}

function tag([source, target]) {
  const image = read(IMAGES)[source];
  if (image === undefined) fail(`Error response from daemon: No such image: ${source}`);
  add(IMAGES, target, image);
}

async function push([reference]) {
  const image = read(IMAGES)[reference];
  if (image === undefined) fail(`An image does not exist locally with the tag: ${reference}`);
  const [, registry, , region, repositoryName, imageTag] = REFERENCE.exec(reference) ?? fail(`denied: ${reference} is not in the sandbox's registry`);
  const password = read(LOGINS)[registry];
  if (password === undefined) fail('no basic auth credentials');
  const { accessKeyId, sessionToken } = JSON.parse(Buffer.from(password, 'base64url').toString('utf8'));
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/ecr/aws4_request, SignedHeaders=host, Signature=docker`,
      'x-amz-security-token': sessionToken,
      'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.PutImage',
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify({ repositoryName, imageTag, imageManifest: image }),
  });
  if (!answer.ok) fail(`denied: ${(await answer.json()).message}`);
}

const COMMANDS = {
  login: (args) => add(LOGINS, args.at(-1), readFileSync(0, 'utf8').trim()),
  inspect: ([name]) => {
    if (read(IMAGES)[name] === undefined) fail(`Error: No such object: ${name}`);
  },
  images: () => Object.keys(read(IMAGES)).forEach((name) => console.log(name)),
  build,
  tag,
  push,
};

const [command = '', ...args] = process.argv.slice(2);
appendFileSync(join(FOLDER, 'commands.jsonl'), `${JSON.stringify({ command, args })}\n`);
const run = COMMANDS[command] ?? (() => fail(`docker: '${command}' is not a docker command of the sandbox.`));
await run(args);
