import { snapshotOf, stackTable, templateWorld } from '../src/index';
import { SMALL } from './small-template';

const world = templateWorld(SMALL);

test('a row for each stack of each case', () => {
  expect(stackTable(world, [{ name: 'as it comes' }, { name: 'twice', regions: ['eu-west-1', 'us-east-1'] }]).map(([name]) => name)).toEqual(['as it comes, home', 'twice, home', 'twice, us-east-1']);
  expect(stackTable(world).map(([name, { Resources }]) => [name, Object.values(Resources).map(({ Type }) => Type)])).toEqual([['as it comes, home', ['AWS::KMS::Key', 'AWS::Logs::LogGroup']]]);
});

test('a snapshot holds every stack, and no hash of an asset', () => {
  expect(snapshotOf(world, { regions: ['eu-west-1', 'us-east-1'] })).toEqual({ home: expect.objectContaining({ Resources: expect.anything() as unknown }) as unknown, 'us-east-1': expect.anything() as unknown });
  const hash = 'a'.repeat(64);
  const stack = { toJSON: () => ({ zip: `${hash}.zip`, path: `asset.${hash}`, tag: 'b' }) };
  expect(snapshotOf({ ...world, synthesize: () => ({ home: stack as never }) })).toEqual({ home: { zip: 'ASSET.zip', path: 'asset.ASSET', tag: 'b' } });
});
