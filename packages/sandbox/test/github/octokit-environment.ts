import { TestEnvironment } from 'jest-environment-node';

/** Lends tests the octokit that Node itself loads: some of its packages export to `import` only, which jest's own loader cannot follow. */
class OctokitEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    const { Octokit } = await import('octokit');
    Object.assign(this.global, { Octokit });
  }
}

export = OctokitEnvironment;
