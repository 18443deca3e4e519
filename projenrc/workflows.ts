/** Actions our workflows use, pinned by commit. */
const CHECKOUT = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8'; // v5.0.0
const SETUP_NODE = 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444'; // v5.0.0

const checkout = (fetchDepth = 1) => ({ uses: CHECKOUT, with: { 'fetch-depth': fetchDepth, 'persist-credentials': false } });
const setupNode = (version: string) => ({ uses: SETUP_NODE, with: { 'node-version': version, cache: 'npm' } });

/** Builds, lints and tests every pull request and every push; only what a pull request touches is tested there. */
export const buildWorkflow = {
  name: 'build',
  on: { pull_request: {}, push: { branches: ['main'] }, merge_group: {} },
  permissions: { contents: 'read' },
  concurrency: { group: '${{ github.workflow }}-${{ github.ref }}', 'cancel-in-progress': true },
  jobs: {
    affected: {
      if: "github.event_name == 'pull_request'",
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 30,
      steps: [
        checkout(0),
        setupNode('20'),
        { run: 'npm ci' },
        { run: 'npx nx affected -t build bundle lint test --base="$BASE_SHA"', env: { BASE_SHA: '${{ github.event.pull_request.base.sha }}' } },
      ],
    },
    all: {
      if: "github.event_name != 'pull_request'",
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 45,
      strategy: { matrix: { node: ['20', '24'] } },
      steps: [checkout(), setupNode('${{ matrix.node }}'), { run: 'npm ci' }, { run: 'npm test' }],
    },
    generated: {
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 10,
      steps: [
        checkout(),
        setupNode('20'),
        { run: 'npm ci' },
        { name: 'Generated files are up to date', run: 'npx projen && git diff --exit-code && test -z "$(git status --porcelain)"' },
      ],
    },
    self: {
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 10,
      steps: [
        checkout(),
        setupNode('24'),
        { run: 'npm ci' },
        { run: 'npx nx run action:bundle' },
        { name: 'The action on its own example', uses: './', with: { command: 'synth', config: 'examples/payment-platform/observability.yml' } },
      ],
    },
    demo: {
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 15,
      steps: [checkout(), setupNode('20'), { run: 'npm ci' }, { run: 'npm run demo' }],
    },
  },
};

/** Publishes the release tree, exactly what a `uses:` gets, under a version tag. */
export const releaseWorkflow = {
  name: 'release',
  on: { workflow_dispatch: { inputs: { version: { description: 'Version to release, for example 1.2.3', required: true } } } },
  permissions: { contents: 'read' },
  jobs: {
    release: {
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 45,
      permissions: { contents: 'write' },
      steps: [
        { uses: CHECKOUT },
        setupNode('24'),
        { run: 'npm ci' },
        { run: 'npm test' },
        { run: 'npm run release:tree -- --version "$VERSION"', env: { VERSION: '${{ inputs.version }}' } },
        {
          name: 'Tag the release tree',
          env: { VERSION: '${{ inputs.version }}' },
          run: [
            'set -euo pipefail',
            '[[ "$VERSION" =~ ^[0-9]+\\.[0-9]+\\.[0-9]+$ ]]',
            'git config user.name "github-actions[bot]"',
            'git config user.email "41898282+github-actions[bot]@users.noreply.github.com"',
            'tree=$(cd release-tree && GIT_DIR=../.git GIT_WORK_TREE=. GIT_INDEX_FILE=$(mktemp -u) sh -c "git add --all --force . && git write-tree")',
            'commit=$(git commit-tree "$tree" -p HEAD -m "Release v$VERSION")',
            'git tag "v$VERSION" "$commit"',
            'git tag --force "v${VERSION%%.*}" "$commit"',
            'git push origin "v$VERSION"',
            'git push --force origin "v${VERSION%%.*}"',
          ].join('\n'),
        },
      ],
    },
  },
};
