import type { Logs } from '@payment-observability/config';
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { markSource } from '../source';

export interface SavedQueriesProps {
  readonly queries: Logs['queries'];
  /** Name of a log group by its id. */
  readonly nameOf: (group: string) => string;
}

/** Adds the saved Logs Insights queries. */
export function addSavedQueries(scope: Construct, { queries, nameOf }: SavedQueriesProps): void {
  for (const [id, { queryName, groups, query }] of Object.entries(queries)) {
    const entry = new Construct(scope, id);
    markSource(entry, 'logs', `logs.queries.${id}`);
    // the L2 composes a query from parts and cannot take one that is written already
    new CfnQueryDefinition(entry, 'Query', { name: queryName, logGroupNames: groups.map(nameOf), queryString: query });
  }
}
