import { expect, test } from 'vitest';
import { refuseAddress } from '#crawler/connect/addresses.ts';

test.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => {
    expect(refuseAddress(address)).toBeUndefined();
  },
);

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '224.0.0.1',
  '239.255.255.255',
  '255.255.255.255',
  '240.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '168.63.129.16',
  '192.0.0.192',
  '::',
  '::1',
  '[::1]',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'fc00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  '2001:0:7f00:1::',
  '2001:db8::1',
  '4000::1',
  'localhost',
  '',
  '999.1.1.1',
])('%s is refused', (address) => {
  expect(refuseAddress(address)).toBeTypeOf('string');
});

test('loopback is allowed only on request', () => {
  expect(refuseAddress('127.0.0.1', true)).toBeUndefined();
  expect(refuseAddress('169.254.169.254', true)).toContain('link-local');
});
