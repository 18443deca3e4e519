interface Kind {
  readonly kind: string;
  /** Of 3,000 resources in all. */
  readonly share: number;
  readonly entry: (index: number) => Readonly<Record<string, unknown>>;
}

/** What a large payments company runs: 2,000 functions, 300 APIs, 500 tables and 200 queues. */
const KINDS: readonly Kind[] = [
  { kind: 'functions', share: 2000, entry: (index) => ({ functionName: `pay-{env}-f${index}`, timeoutSeconds: 30 }) },
  { kind: 'apis', share: 300, entry: (index) => ({ apiName: `pay-{env}-a${index}`, stage: 'live' }) },
  { kind: 'tables', share: 500, entry: (index) => ({ tableName: `pay-{env}-t${index}` }) },
  { kind: 'queues', share: 200, entry: (index) => ({ queueName: `pay-{env}-q${index}` }) },
];

/** The section `resources` of a team that runs `count` resources, spread over `shards` stacks. */
export function manyResources(count: number, shards: number): Readonly<Record<string, unknown>> {
  const kinds = KINDS.map(({ kind, share, entry }): [string, unknown] => {
    const entries = Array.from({ length: Math.round((count * share) / 3000) }, (_, index): [string, unknown] => [`${kind.slice(0, 1)}${index}`, entry(index)]);
    return [kind, Object.fromEntries(entries)];
  });
  return { shards, ...Object.fromEntries(kinds) };
}
