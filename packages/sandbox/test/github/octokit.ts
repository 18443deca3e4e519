type OctokitModule = typeof import('octokit');

// octokit's dependencies export to `import` only, which Node's own require can follow and jest's cannot
export const { Octokit } = process.getBuiltinModule('node:module').createRequire(__filename)('octokit') as OctokitModule;
