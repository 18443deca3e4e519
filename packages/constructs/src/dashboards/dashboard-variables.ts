import type { Config, Dashboard, DashboardVariable as VariableConfig } from '@payment-observability/config';
import { DashboardVariable, DefaultValue, Values, VariableInputType, VariableType } from 'aws-cdk-lib/aws-cloudwatch';
import { regionTitle } from './each-region';

/** What the reader of a dashboard chooses, in the order of the ids. */
export function dashboardVariables({ variables }: Dashboard, { environment }: Config): DashboardVariable[] {
  return Object.entries(variables).map(([id, variable]) => {
    const choices = choicesOf(variable, environment.regions);
    return new DashboardVariable({
      id,
      type: VariableType.PROPERTY,
      inputType: VariableInputType.SELECT,
      label: variable.label,
      value: variable.property,
      values: choices.values,
      defaultValue: variable.defaultValue === undefined ? choices.first : DefaultValue.value(variable.defaultValue),
    });
  });
}

function choicesOf({ property, values, search }: VariableConfig, regions: readonly string[]): { values: Values; first: DefaultValue } {
  if (search !== undefined) return { values: Values.fromSearch(search, property), first: DefaultValue.FIRST };
  const listed = values ?? regions;
  return {
    values: Values.fromValues(...listed.map((value) => ({ value, ...(property === 'region' && { label: regionTitle(value) }) }))),
    first: DefaultValue.value(listed[0]),
  };
}
