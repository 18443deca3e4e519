import { INPUTS, type InputDeclaration } from '../action/src/inputs';
import { OUTPUTS } from '../action/src/outputs';

/** The object of action.yml, from the declarations the action itself reads. */
export const actionYml = {
  name: 'payment-observability',
  description: 'Reviews and deploys the CloudWatch, X-Ray and EventBridge observability of a payment system from one YAML file',
  author: 'payment-observability',
  branding: { icon: 'activity', color: 'blue' },
  inputs: Object.fromEntries(
    Object.entries(INPUTS).map(([name, input]: [string, InputDeclaration]) => [
      name,
      { description: describe(input), required: false, ...(input.default !== undefined && { default: input.default }) },
    ]),
  ),
  outputs: Object.fromEntries(Object.entries(OUTPUTS).map(([name, description]) => [name, { description }])),
  runs: { using: 'node24', main: 'action/dist/index.js' },
};

function describe({ description, allowed }: InputDeclaration): string {
  return allowed === undefined ? description : `${description}. One of: ${allowed.join(', ')}`;
}

const cell = (text: string) => text.replace(/\|/g, '\\|');

/** The README's tables of inputs and outputs. */
export function actionTables(): string {
  const inputs = Object.entries(INPUTS).map(
    ([name, input]: [string, InputDeclaration]) => `| \`${name}\` | ${input.default === undefined ? '' : `\`${input.default}\``} | ${cell(describe(input))} |`,
  );
  const outputs = Object.entries(OUTPUTS).map(([name, description]) => `| \`${name}\` | ${cell(description)} |`);
  return ['| input | default | meaning |', '| --- | --- | --- |', ...inputs, '', '| output | meaning |', '| --- | --- |', ...outputs].join('\n');
}
