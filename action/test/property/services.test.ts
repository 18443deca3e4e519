import { describeValidConfigs } from './valid-configs';

describeValidConfigs(['account-baseline', 'serverless-monitoring', 'realtime-transactions'], 45);
