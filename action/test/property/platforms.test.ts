import { describeValidConfigs } from './valid-configs';

describeValidConfigs(['payment-platform', 'api-observability', 'multi-region-platform'], 45);
