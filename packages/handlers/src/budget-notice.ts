import { accountId } from './aws-field';
import { present } from './json-value';
import { type BudgetNotice } from './notice';

/**
 * The text that AWS Budgets publishes, read by the lines `Budget Name: …`, `Budgeted Amount: …`, `Alert Type: …`, `Alert Threshold: …` and
 * `ACTUAL Amount: …` (or `FORECASTED Amount: …`) at its end; undefined for another text.
 */
export function budgetNotice(message: string): BudgetNotice | undefined {
  if (!message.startsWith('AWS Budget Notification')) return undefined;
  const lines = Object.fromEntries(Array.from(message.matchAll(/^([A-Za-z ]{1,40}): (.{1,200})$/gmu), ([, name, value]) => [name ?? '', value?.trim() ?? '']));
  const name = lines['Budget Name'];
  if (name === undefined) return undefined;
  const [kind, amount] = Object.entries(lines).find(([line]) => /^[A-Z]+ Amount$/u.test(line)) ?? [];
  return {
    kind: 'budget',
    title: `Budget ${name}`,
    ...present({
      description: sentence([kind, amount], ['Budgeted Amount', lines['Budgeted Amount']]),
      reason: sentence(['Alert Threshold', lines['Alert Threshold']], ['Alert Type', lines['Alert Type']]),
      accountId: accountId(/^AWS Account (\d{12})$/mu.exec(message)?.[1]),
    }),
  };
}

function sentence(...facts: readonly (readonly [name: string | undefined, value: string | undefined])[]): string | undefined {
  const known = facts.flatMap(([name, value]) => (name === undefined || value === undefined ? [] : [`${name}: ${value}`]));
  return known.length === 0 ? undefined : known.join(', ');
}
