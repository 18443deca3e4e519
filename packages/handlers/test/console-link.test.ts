import { alarmConsoleUrl, runbookUrl } from '../src/console-link';

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
