export { type AlarmRecommendation, type MissingData, recommendation, RECOMMENDATIONS, RECOMMENDATIONS_AS_OF } from './alarm-recommendations';
export { COST_VOLUMES, type CostVolume } from './cost-volumes';
export { type CaughtBy, type Limit, type LimitId, LIMITS } from './limits';
export {
  DECLINE_CLASSES,
  type DeclineClass,
  PAYMENT_METRICS,
  type PaymentLogField,
  type PaymentMetric,
  type PaymentMetricName,
  TELEMETRY_METRICS,
  type TelemetryMetricName,
} from './payments-metrics';
export { DAYS_PER_MONTH, HOURS_PER_MONTH, price, type Price, PRICES, PRICES_AS_OF, PRICES_REGION, type PriceTier } from './prices';
export { type OverrideProblem, overrideProblems, unknownAlarms } from './override-problems';
export { type MathTerm, recommendedAlarmIds, recommendedAlarms, type RecommendedAlarm, resourceMetric, signalSets } from './recommended-alarms';
export { ROWS_LEFT } from './rows-left';
export { type AlarmOverride, type DashboardSignal, type Listed, type Service, type Severity } from './service';
export { type ListedKind, RESOURCE_KINDS, type ResourceKind, type ResourceTypes, serviceOf, SERVICES } from './services';
export { type Dimensions, findSignal, type FoundSignal, type SignalSet, type WantedSignal } from './signals';
export type { ApiResource } from './services/apis';
export type { DatabaseResource } from './services/databases';
export type { FunctionResource } from './services/functions';
export { type Comparison, THRESHOLD_KEYS, THRESHOLD_KINDS, type ThresholdKey, type ThresholdKind } from './thresholds';
