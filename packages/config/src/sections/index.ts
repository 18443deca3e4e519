import { alarms } from './alarms';
import { audit } from './audit';
import { dashboards } from './dashboards';
import { encryption } from './encryption';
import { logs } from './logs';
import { metrics } from './metrics';
import { notifications } from './notifications';
import { resources } from './resources';
import { tracing } from './tracing';

/** Every section of observability.yml: the same word names its folder in constructs, its docs and its part of a review. */
export const SECTIONS = { resources, encryption, logs, metrics, alarms, dashboards, tracing, audit, notifications } as const;

export type SectionName = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];
