import { browserOf } from './support/chromium';

const HELP = 'install it (Debian: apt-get install -y --no-install-recommends chromium), or set CHROMIUM to its path';

test('the first browser of the machine is taken, or the one that is named', () => {
  expect(browserOf({}, (path) => path === '/usr/bin/google-chrome')).toEqual({ path: '/usr/bin/google-chrome' });
  expect(browserOf({ CHROMIUM: '/opt/chrome' }, () => true)).toEqual({ path: '/opt/chrome' });
});

test('without a browser there is a reason, which CI does not accept', () => {
  const missing = `no Chromium at /usr/bin/chromium, /usr/bin/chromium-browser, /usr/bin/google-chrome: ${HELP}`;
  expect(browserOf({}, () => false)).toEqual({ missing });
  expect(browserOf({ CI: 'false' }, () => false)).toEqual({ missing });
  expect(() => browserOf({ CI: 'true' }, () => false)).toThrow(new Error(missing));
  expect(() => browserOf({ CI: '1', CHROMIUM: '/opt/chrome' }, () => false)).toThrow(new Error(`no Chromium at /opt/chrome: ${HELP}`));
});
