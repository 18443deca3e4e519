import { withoutToken } from '../src/sandbox-token';

test('G15 a token that a message has picked up is taken out', () => {
  const error = withoutToken(new Error('connect to https://user:t0ken@host failed'), 't0ken');
  expect(error.message).toBe('connect to https://user:***@host failed');
  expect(error.stack).not.toContain('t0ken');
});

test('other errors stay as they are', () => {
  const error = new Error('no answer');
  expect(withoutToken(error, 't0ken')).toBe(error);
  expect(withoutToken(error, undefined)).toBe(error);
});
