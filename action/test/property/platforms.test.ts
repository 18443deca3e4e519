import { testValidConfigs } from './valid-configs';

testValidConfigs(['payment-platform', 'api-observability', 'multi-region-platform'], 45);
