export { type AlarmRecommendation, type MissingData, recommendation, RECOMMENDATIONS_AS_OF } from './alarm-recommendations';
export { type CaughtBy, type Limit, type LimitId, LIMITS } from './limits';
export { DECLINE_CLASSES, type DeclineClass, PAYMENT_METRICS, type PaymentMetric } from './payments-metrics';
export { DAYS_PER_MONTH, HOURS_PER_MONTH, price, type Price, PRICES, PRICES_AS_OF, PRICES_REGION, type PriceTier } from './prices';
export { recommendedAlarmIds, recommendedAlarms, type RecommendedAlarm, resourceMetric, signalSets } from './recommended-alarms';
export type {
  AlarmOverride,
  ApiResource,
  DashboardSignal,
  DatabaseResource,
  FunctionResource,
  ResourceKind,
  ResourceTypes,
  Service,
  Severity,
  SignalSet,
} from './service';
export { SERVICES } from './services';
export { type Comparison, THRESHOLD_KEYS, THRESHOLD_KINDS, type ThresholdKey, type ThresholdKind } from './thresholds';
