import type { TemplateDefaults } from '@payment-observability/config';

/** One encrypted log group. */
export const SMALL: TemplateDefaults = {
  name: 'small',
  title: 'Small',
  defaults: {
    encryption: { keys: { logs: { description: 'Logs', purpose: 'LogEncryption' } } },
    logs: { encryptionKey: 'logs', retentionDays: 90, groups: { processing: { logGroupName: '/aws/payment/{env}/processing', component: 'processing' } } },
  },
};
