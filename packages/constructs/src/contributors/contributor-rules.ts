import type { Config } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { LogGroups } from '../logs/log-groups';

export interface ContributorRulesProps {
  readonly config: Config;
  readonly logs: LogGroups | undefined;
}

/** The Contributor Insights rules of `contributors`. */
export class ContributorRules extends Construct {
  constructor(scope: Construct, id: string, _props: ContributorRulesProps) {
    super(scope, id);
  }
}
