import { sandboxTokenOf, withoutToken } from '../src/sandbox-token';

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

test.each([
  ['t0ken', 't0ken'],
  [' t0ken\n', 't0ken'],
  ['{ "token": " t0ken " }', 't0ken'],
])('the token in %j', (secret, token) => {
  expect(sandboxTokenOf(secret)).toBe(token);
});

test.each(['', 'two words', '{ "token": 5 }', '{ "other": "t0ken" }', '{ t0ken'])('no token in %j, whose text is not repeated', (secret) => {
  expect(() => sandboxTokenOf(secret)).toThrow(new Error('token secret: expected a token, or JSON { "token": "…" }; its value is not shown'));
});
