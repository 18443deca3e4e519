import type { Template } from 'aws-cdk-lib/assertions';
import { EVERYTHING, synthesize } from './payment-platform';

/** The template without what changes with every build of the handlers. */
function withoutAssetHashes(template: Template | undefined): unknown {
  return JSON.parse(JSON.stringify(template?.toJSON()).replaceAll(/[0-9a-f]{64}\.zip/g, 'ASSET.zip'));
}

test('the stacks of a payment platform at home in eu-west-1', () => {
  const { home, usEast1 } = synthesize(EVERYTHING, 'eu-west-1');
  expect({ home: withoutAssetHashes(home), usEast1: withoutAssetHashes(usEast1) }).toMatchSnapshot();
});
