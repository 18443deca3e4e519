import { alarms } from './alarms';
import { audit } from './audit';
import { budgets } from './budgets';
import { canaries } from './canaries';
import { contributors } from './contributors';
import { cost } from './cost';
import { dashboards } from './dashboards';
import { encryption } from './encryption';
import { incidents } from './incidents';
import { logs } from './logs';
import { maintenance } from './maintenance';
import { metrics } from './metrics';
import { notifications } from './notifications';
import { outputs } from './outputs';
import { policy } from './policy';
import { resources } from './resources';
import { tracing } from './tracing';
import { transactions } from './transactions';

/** Every section of observability.yml: the same word names its folder in constructs, its docs and its part of a review. */
export const SECTIONS = {
  resources,
  encryption,
  logs,
  metrics,
  alarms,
  dashboards,
  tracing,
  audit,
  notifications,
  canaries,
  contributors,
  budgets,
  cost,
  transactions,
  incidents,
  maintenance,
  outputs,
  policy,
} as const;

export type SectionName = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];
