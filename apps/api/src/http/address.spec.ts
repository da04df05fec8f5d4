import type { IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { addressOf, proxyList } from './address.js';

const from = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

const PROXIES = ['10.0.0.0/8', 'fd00::/8', '127.0.0.1'];

it.each([
  ['who connects', from('203.0.113.7'), '203.0.113.7'],
  ['who connects, whatever a stranger claims', from('203.0.113.7', '198.51.100.1'), '203.0.113.7'],
  ['an IPv4 address over IPv6', from('::ffff:203.0.113.7'), '203.0.113.7'],
  ['whom a trusted proxy names', from('10.1.2.3', '198.51.100.1'), '198.51.100.1'],
  ['the last that no trusted proxy wrote', from('10.1.2.3', '198.51.100.1, 203.0.113.7, 10.9.9.9'), '203.0.113.7'],
  ['whom a proxy on IPv6 names', from('fd00::1', '198.51.100.1'), '198.51.100.1'],
  ['the proxy, when it names nobody', from('10.1.2.3'), '10.1.2.3'],
  ['the proxy, when it names nonsense', from('10.1.2.3', 'unknown'), '10.1.2.3'],
  ['the network of an IPv6 address', from('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64'],
  ['the same network, shortened', from('2001:db8:1:2::9'), '2001:db8:1:2::/64'],
  ['zeros in the middle', from('2001:db8::9'), '2001:db8:0:0::/64'],
  ['with a zone', from('fe80::1%eth0'), 'fe80:0:0:0::/64'],
  ['nobody, when the connection is gone', from(undefined as unknown as string), ''],
])('counts %s', (_story, request, expected) => expect(addressOf(request, proxyList(PROXIES))).toBe(expected));

it('trusts nobody when nothing is set', () => {
  expect(addressOf(from('10.1.2.3', '198.51.100.1'), proxyList())).toBe('10.1.2.3');
});
