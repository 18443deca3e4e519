import { type VelocitySettings } from './velocity';

export interface ProcessorSettings extends VelocitySettings {
  readonly tableName: string;
  readonly busName: string;
  /** `source` of the events. */
  readonly eventSource: string;
  /** Of the metrics. */
  readonly namespace: string;
  /** How long Lambda may bring a record again, in seconds. */
  readonly recordAgeSeconds: number;
}

/** Settings of the function, out of its environment. Throws with the name of the variable that is missing or wrong. */
export function processorSettings(environment: Readonly<Record<string, string | undefined>>): ProcessorSettings {
  const text = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`environment variable ${name}: required, found nothing`);
    return value;
  };
  const wholeNumber = (name: string): number => {
    const value = text(name);
    if (!/^[1-9]\d{0,8}$/u.test(value)) throw new Error(`environment variable ${name}: expected a whole number above 0, found "${value}"`);
    return Number(value);
  };
  return {
    tableName: text('TABLE_NAME'),
    busName: text('BUS_NAME'),
    eventSource: text('EVENT_SOURCE'),
    namespace: text('METRICS_NAMESPACE'),
    windowSeconds: wholeNumber('WINDOW_SECONDS'),
    recordAgeSeconds: wholeNumber('RECORD_AGE_SECONDS'),
    parallelizationFactor: wholeNumber('PARALLELIZATION_FACTOR'),
  };
}
