import { type EmfRecord, type Measurement, type MetricGroup } from '../emf';
import { type CollectorSettings } from './settings';

/** The totals of one period; a latency is missing where nothing was processed. */
export interface Totals {
  readonly requests: number;
  readonly errors: number;
  readonly volume: number;
  readonly latencyMs: number | undefined;
}

/** What one probe found; a latency is missing where there was no answer. */
export interface ServiceHealth {
  readonly service: string;
  readonly availabilityPercent: number;
  readonly latencyMs: number | undefined;
}

type Identity = Pick<CollectorSettings, 'namespace' | 'environment' | 'service' | 'demo'>;
type Properties = EmfRecord['properties'];

/** The main record: alarms read the set without dimensions, people those with. Requests are all requests, failed ones included. */
export function totalsRecord({ requests, errors, volume, latencyMs }: Totals, { namespace, environment, service, demo }: Identity, timestampMs: number, properties: Properties): EmfRecord {
  return {
    namespace,
    timestampMs,
    ...dimensioned({ Service: service, Environment: environment }, [['Service', 'Environment'], ['Service'], ['Environment'], []], demo, [
      { name: 'RequestCount', unit: 'Count', value: requests },
      { name: 'ErrorCount', unit: 'Count', value: errors },
      { name: 'PaymentTransactionVolume', unit: 'Count', value: volume },
      { name: 'TotalRequests', unit: 'Count', value: requests },
      ...measured('ProcessingTime', latencyMs),
    ]),
    properties,
  };
}

/** The record of one service. */
export function serviceRecord({ service, availabilityPercent, latencyMs }: ServiceHealth, { namespace, environment, demo }: Identity, timestampMs: number, properties: Properties): EmfRecord {
  return {
    namespace,
    timestampMs,
    ...dimensioned({ Service: service, Environment: environment }, [['Service', 'Environment']], demo, [
      ...measured('ServiceLatency', latencyMs),
      { name: 'ServiceAvailability', unit: 'Percent', value: availabilityPercent },
    ]),
    properties,
  };
}

function measured(name: string, value: number | undefined): Measurement[] {
  return value === undefined ? [] : [{ name, unit: 'Milliseconds', value }];
}

/** Made-up values have a dimension more in every set, so that none of them is ever added to a real one. */
function dimensioned(dimensions: EmfRecord['dimensions'], sets: MetricGroup['dimensionSets'], demo: boolean, measurements: readonly Measurement[]): Pick<EmfRecord, 'dimensions' | 'groups'> {
  return demo
    ? { dimensions: { ...dimensions, Demo: 'true' }, groups: [{ dimensionSets: sets.map((set) => [...set, 'Demo']), measurements }] }
    : { dimensions, groups: [{ dimensionSets: sets, measurements }] };
}
