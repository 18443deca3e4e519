import { Webhook } from 'standardwebhooks';
import { signatureHeaders } from '../src/webhook-signature';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const keyOf = (secret: string) => Buffer.from(secret.replace('whsec_', ''), 'base64');

test('the example of the specification', () => {
  expect(signatureHeaders({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampSeconds: 1_614_265_330, body: '{"test": 2432232314}' }, [keyOf(SECRET)])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('with two keys, the library of the specification takes either', () => {
  const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const body = '{"title":"Zürich 😀"}';
  const headers = signatureHeaders({ id: 'a', timestampSeconds: Math.floor(Date.now() / 1000), body }, [OTHER, SECRET].map(keyOf));
  expect(headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/u);
  for (const secret of [SECRET, OTHER]) expect(new Webhook(secret).verify(body, headers)).toEqual({ title: 'Zürich 😀' });
  expect(() => new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`).verify(body, headers)).toThrow(new Error('No matching signature found'));
});
