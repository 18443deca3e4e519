import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { BUNDLES } from '../support/bundled-handlers';
import { CANARIES, type CanaryName, HANDLERS, type HandlerName } from '../../src/index';
import { temporaryFolder } from '../support/lambda';
import { type FunctionRun, runFunction } from '../support/lambda-process';
import { mutated, type Mutation } from './mutate';
import { ANSWERED_CARD, CARDS, leaksIn, writtenCard } from './planted';
import { type Random, seededRandom } from '../support/random';
import { standIns, type StandIns } from './stand-ins';
import { type Change, type Subject, SUBJECTS } from './subjects';

/** Events for each handler. */
const EVENTS = 10_000;
/** Processes at once, since a retry waits more than it works. */
const LANES = 4;
/** The same events in every run; another seed is another run. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);
/** Little, so that no retry waits for long. */
const TIMEOUT_MS = 1150;
/** A handler that takes so much longer hangs; a busy machine does not make it late. */
const PATIENCE_MS = 20_000;
const MAX_CHANGES = 4;

const sdk = dirname(dirname(dirname(require.resolve('@aws-sdk/client-dynamodb/package.json'))));

test('every handler and every canary is fuzzed', () => {
  const rows = Object.keys(SUBJECTS);
  expect([...HANDLERS, ...CANARIES].filter((name) => !rows.includes(name))).toEqual([]);
});

test.each([...HANDLERS, ...CANARIES])(
  '%s answers whatever comes, and lets out neither a card number nor a secret',
  async (name) => {
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, lane) => fuzz(name, SEED + lane)));
    expect(lanes.reduce((sum, { answered }) => sum + answered, 0)).toBe(EVENTS);
    expect([...new Set(lanes.flatMap(({ crashes }) => crashes))]).toEqual([]);
    expect(lanes.flatMap(({ leaks }) => leaks)).toEqual([]);
    expect(lanes.flatMap(({ refused }) => refused)).toEqual([]);
  },
  // a few seconds on a machine of its own
  600_000,
);

interface Findings {
  readonly answered: number;
  readonly crashes: readonly string[];
  readonly leaks: readonly string[];
  /** What its receiver would not take. */
  readonly refused: readonly string[];
}

/** The events of one seed, through one process after another, with a world of their own. */
async function fuzz(name: HandlerName | CanaryName, seed: number): Promise<Findings> {
  const subject = SUBJECTS[name];
  const world = await standIns(seededRandom(~seed), subject.secretOf ?? (() => 'none'));
  try {
    const run = await runOf(name, subject, world, eventsOf(subject, world, seededRandom(seed)));
    const everything = `${run.output}\n${JSON.stringify(run.outcomes)}\n${world.sent()}`;
    return {
      answered: run.outcomes.length,
      crashes: crashesOf(run),
      leaks: leaksIn(everything, [ANSWERED_CARD, ...(subject.isConfiguration ? [] : CARDS)]),
      refused: world.receiver.received.map(({ body }) => body).filter((body) => subject.isTaken?.(body) === false),
    };
  } finally {
    await world.close();
  }
}

/** Nine of ten are right but for what people write in them, card numbers too; the tenth is anything. */
function eventsOf(subject: Subject, world: StandIns, random: Random): readonly unknown[] {
  const planting = changesOf({ random, plant: () => writtenCard(random) });
  const breaking = changesOf({ random, plant: () => 'p-1' });
  return Array.from({ length: EVENTS / LANES }, () => (random.chance(0.9) ? subject.event(world, random, planting) : breaking(subject.event(world, random, (value) => value))));
}

function changesOf(mutation: Mutation): Change {
  return (value) => {
    let changed = value;
    for (let changes = mutation.random.below(MAX_CHANGES + 1); changes > 0; changes -= 1) changed = mutated(changed, mutation);
    return changed;
  };
}

function runOf(name: string, subject: Subject, world: StandIns, events: readonly unknown[]): Promise<FunctionRun> {
  const authority = join(temporaryFolder(), 'ca.pem');
  writeFileSync(authority, world.certificate);
  const canary = (CANARIES as readonly string[]).includes(name);
  const environment = subject.environment(world);
  return runFunction({
    taskRoot: canary ? __dirname : join(BUNDLES, name),
    handler: canary ? 'canary-entry.handler' : 'index.handler',
    environment: {
      AWS_ENDPOINT_URL: world.aws.url,
      AWS_XRAY_DAEMON_ADDRESS: world.traceDaemon,
      NODE_EXTRA_CA_CERTS: authority,
      NODE_OPTIONS: `--require ${join(__dirname, '../support/loopback-only.cjs')}`,
      CANARY_BUNDLE: join(BUNDLES, name, 'index.js'),
      ...environment,
      NODE_PATH: [sdk, environment['NODE_PATH'] ?? ''].join(delimiter),
    },
    events,
    timeoutMs: TIMEOUT_MS,
    patienceMs: PATIENCE_MS,
  });
}

/** What Lambda, and not the function, says of an event: its process hung, ended, or answered with what is no JSON. */
function crashesOf({ exitCode, outcomes }: FunctionRun): readonly string[] {
  const errors = outcomes.flatMap((outcome) => (outcome.kind === 'failed' && /^(?:Sandbox|Runtime)\./u.test(outcome.error.errorType) ? [outcome.error.errorMessage] : []));
  return exitCode === 0 ? errors : [...errors, `exit code ${exitCode}`];
}
