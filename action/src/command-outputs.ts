import type { Review } from '@payment-observability/review';
import type { Desired, RunContext } from './run-context';

/** Whether a stack would be changed at all; a finding may need a look where nothing is. */
export const hasChanges = ({ stacks }: Review): boolean => stacks.some(({ operation }) => operation !== 'none');

/** Sets the outputs that every command with an assembly has. */
export function setOutputs({ runner }: RunContext, { assembly }: Desired, reviewed: Review | undefined): void {
  const stacks = assembly.stacks.map(({ id, stackName, region, templatePath }) => {
    const counts = reviewed?.stacks.find(({ stackId }) => stackId === id);
    return { id, stackName, region, templatePath, ...(counts && { hasChanges: counts.operation !== 'none' }) };
  });
  runner.setOutput('stacks', JSON.stringify(stacks));
  runner.setOutput('stack-name', stacks[0]?.stackName ?? '');
  runner.setOutput('template-path', stacks[0]?.templatePath ?? '');
  runner.setOutput('assembly-folder', assembly.folder);
  if (reviewed) {
    runner.setOutput('has-changes', hasChanges(reviewed));
    runner.setOutput('verdict', reviewed.verdict);
    runner.setOutput('findings', JSON.stringify(reviewed.findings.map(({ id, severity, group, title, stackId, logicalId, path }) => ({ id, severity, group, title, stackId, logicalId, path }))));
  }
}
