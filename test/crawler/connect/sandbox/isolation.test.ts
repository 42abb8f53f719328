import { expect, test } from 'vitest';
import { type IsolationHost, judgeIsolation, type ProbeReport } from '#crawler/connect/sandbox/isolation.ts';

const kinds = ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'];
const namespaces = (mark: string) => Object.fromEntries(kinds.map((kind) => [kind, `${kind}:[${mark}]`]));
const status = (changed: Record<string, string> = {}) =>
  Object.entries({
    CapInh: '0000000000000000',
    CapPrm: '0000000000000000',
    CapEff: '0000000000000000',
    CapBnd: '0000000000000000',
    CapAmb: '0000000000000000',
    NoNewPrivs: '1',
    Seccomp: '2',
    ...changed,
  })
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join('');
const good: ProbeReport = {
  user: 1000,
  users: '         0          0          1\n      1000 1879052391          1\n',
  status: status(),
  namespaces: namespaces('2'),
  settings: [],
  interfaces: ['lo'],
  sockets: [],
  processes: 4,
  folders: ['bin', 'dev', 'etc', 'lib', 'opt', 'proc', 'scratch', 'tmp', 'usr'],
  writable: [],
  devices: ['null', 'urandom', 'fd'],
  sysfs: false,
};
const root: IsolationHost = {
  namespaces: namespaces('1'),
  hostUser: 1_879_052_391,
  isRoot: true,
  hasControlGroups: true,
  hasPrlimit: true,
};
const broken = (found: Partial<ProbeReport>, host: Partial<IsolationHost> = {}) =>
  judgeIsolation({ ...good, ...found }, { ...root, ...host })
    .filter(({ holds }) => !holds)
    .map(({ id, detail }) => `${id}: ${detail}`);

test('all holds, for root and for an ordinary user', () => {
  expect(broken({})).toEqual([]);
  expect(broken({ users: '1000 0 1\n' }, { hostUser: undefined, isRoot: false, hasControlGroups: false })).toEqual([]);
});

test.each<[string, Partial<ProbeReport>, Partial<IsolationHost>]>([
  ['namespaces: shared with the host: net', { namespaces: { ...namespaces('2'), net: 'net:[1]' } }, {}],
  [
    'namespaces: shared with the host: user, cgroup',
    { namespaces: { ...namespaces('2'), user: 'user:[1]', cgroup: 'cgroup:[1]' } },
    {},
  ],
  ['user: it stays root outside', { users: '1000 0 1\n' }, {}],
  ['capabilities: not empty: CapEff', { status: status({ CapEff: '0000000000200000' }) }, {}],
  ['capabilities: not empty: CapBnd', { status: status({ CapBnd: '00000000000000c0' }) }, {}],
  ['privileges: it could gain some', { status: status({ NoNewPrivs: '0' }) }, {}],
  ['system-calls: not in force', { status: status({ Seccomp: '0' }) }, {}],
  ['settings: can be opened for writing: a, b, c and 1 more', { settings: ['a', 'b', 'c', 'd'] }, {}],
  ['settings: /sys is there', { sysfs: true }, {}],
  ['files: seen: home', { folders: [...good.folders, 'home'] }, {}],
  ['files: writable: /usr', { writable: ['/usr'] }, {}],
  ['devices: seen: kvm', { devices: ['null', 'kvm'] }, {}],
  ['network: seen: eth0', { interfaces: ['lo', 'eth0'] }, {}],
  ['network: seen:  @/tmp/.X11-unix/X0', { sockets: [' @/tmp/.X11-unix/X0'] }, {}],
  ['processes: 230 seen', { processes: 230 }, {}],
  ['limits: watchdog only: prlimit is not installed', {}, { hasPrlimit: false }],
])('%s', (said, found, host) => {
  expect(broken(found, host)).toEqual([said]);
});
