import { alarmConsoleUrl, dashboardConsoleUrl, logsConsoleUrl, runbookUrl } from '../src/console-link';

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/a'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#alarmsV2:alarm/a'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#alarmsV2:alarm/a'],
  ['eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/cloudwatch/home?region=eusc-de-east-1#alarmsV2:alarm/a'],
])('P41 G21 the console link of an alarm in %s', (region, url) => {
  expect(alarmConsoleUrl('a', region)).toBe(url);
});

test('an alarm name cannot leave its place in the link', () => {
  expect(alarmConsoleUrl('a b/c|d>é', 'eu-west-1')).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/a%20b%2Fc%7Cd%3E%C3%A9',
  );
});

test.each([
  ['Runbook: https://wiki.example.com/a', 'https://wiki.example.com/a'],
  ['Errors. Runbook: https://wiki.example.com/a?b=c#d. More', 'https://wiki.example.com/a?b=c#d'],
  ['runbook:https://wiki.example.com', 'https://wiki.example.com/'],
  ['(runbook: https://wiki.example.com/a)', 'https://wiki.example.com/a'],
  ['Runbook: https://wiki.example.com/a|b', 'https://wiki.example.com/a%7Cb'],
  ['Runbook: https://wiki.example.com/a>|<!channel>', 'https://wiki.example.com/a'],
  ['Runbook: http://wiki.example.com/a', undefined],
  ['Runbook: javascript:alert(1)', undefined],
  ['Runbook: https://', undefined],
  ['see https://wiki.example.com/a', undefined],
  ['', undefined],
])('P41 the runbook link of "%s" is %s', (description, url) => {
  expect(runbookUrl(description)).toBe(url);
});

test('an alarm name with half of a surrogate pair, which no message may fail on', () => {
  expect(alarmConsoleUrl('a\uD83Db', 'eu-west-1')).toBe('https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/a%EF%BF%BDb');
});

test('a dashboard', () => {
  expect(dashboardConsoleUrl('payments-prod_1', 'cn-north-1')).toBe('https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#dashboards/dashboard/payments-prod_1');
});

test('log lines of two groups between two times, as the console itself writes the link', () => {
  expect(logsConsoleUrl(['/aws/lambda/payment-processor', 'payments_#1.log'], Date.parse('2026-11-20T10:00:00Z'), Date.parse('2026-11-20T10:15:30.5Z'), 'us-gov-west-1')).toBe(
    "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#logsV2:logs-insights$3FqueryDetail$3D~(end~'2026-11-20T10*3a15*3a30.500Z~start~'2026-11-20T10*3a00*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC~editorString~'fields*20*40timestamp*2c*20*40log*2c*20*40message*0a*7c*20sort*20*40timestamp*20desc*0a*7c*20limit*20200~source~(~'*2faws*2flambda*2fpayment-processor~'payments_*231.log)~lang~'CWLI)",
  );
});
