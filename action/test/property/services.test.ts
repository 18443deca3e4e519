import { testValidConfigs } from './valid-configs';

testValidConfigs(['account-baseline', 'serverless-monitoring', 'realtime-transactions'], 45);
