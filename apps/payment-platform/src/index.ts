export { paymentPlatformApp, type PaymentPlatformOptions } from './cdk-app';
export { template } from './template';
