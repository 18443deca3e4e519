import { renderUnseen } from '../../src/index';

test('lists what no review has shown, with hostile names as text', () => {
  expect(
    renderUnseen([
      { stackName: 'acme-prod', changes: [{ name: 'A', type: 'AWS::CloudWatch::Alarm', action: 'update', path: 'Threshold' }, { name: 'Outputs.@team|x', action: 'add' }] },
      { stackName: 'acme-prod-us-east-1', changes: [{ name: 'T', type: 'AWS::SNS::Topic', action: 'remove' }] },
    ]),
  ).toBe(`## 🛑 3 changes that no review has shown

| Stack | Resource | Type | Change | Property |
| --- | --- | --- | --- | --- |
| \`acme-prod\` | \`A\` | AWS::CloudWatch::Alarm | update | \`Threshold\` |
| \`acme-prod\` | <code>Outputs.@\u200Bteam&#124;x</code> |  | add |  |
| \`acme-prod-us-east-1\` | \`T\` | AWS::SNS::Topic | remove |  |

`);
});

test('shows 500 changes and counts the rest', () => {
  const changes = Array.from({ length: 502 }, (_, index) => ({ name: `R${index}`, action: 'add' as const }));
  const markdown = renderUnseen([{ stackName: 'acme-prod', changes }]);
  expect(markdown.match(/\n\| `acme-prod`/g)).toHaveLength(500);
  expect(markdown).toContain('\n… and 2 more changes\n');
});
