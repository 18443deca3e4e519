export { type Comparison, THRESHOLD_KEYS, THRESHOLD_KINDS, type ThresholdKey, type ThresholdKind } from './thresholds';
