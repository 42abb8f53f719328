/** The system call filter, as the program for the kernel's classic BPF machine that bubblewrap's `--seccomp` takes. */
import { examined, type FilteredArchitecture, filteredArchitectures, numberOn, refused } from './system-calls.ts';

/** Instructions, of `linux/bpf_common.h`: load a word, compare, return. */
const load = 0x20;
const jumpEqual = 0x15;
const jumpAtLeast = 0x35;
const jumpAnyBit = 0x45;
const keepBits = 0x54;
const finish = 0x06;

/** Where things lie in `struct seccomp_data`, bytes. Of an argument the lower half is looked at; both processors put it first. */
const atNumber = 0;
const atArchitecture = 4;
const atArgument = (index: number) => 16 + index * 8;

/** What the kernel does, of `linux/seccomp.h`. */
const allow = 0x7fff_0000;
const killProcess = 0x8000_0000;
const fail = (errno: number) => 0x0005_0000 | errno;
const errnos = { 'not-permitted': 1, 'not-there': 38 } as const;
const outOfMemory = fail(12);
const familyNotSupported = fail(97);
const notPermitted = fail(errnos['not-permitted']);

/** `AUDIT_ARCH_*` of `linux/audit.h`. */
const audits: Record<FilteredArchitecture, number> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };
/** Numbers from here on are the x32 calls of an x64 kernel: the same doors under other numbers. */
const firstX32 = 0x4000_0000;

/** `CLONE_NEWNS`, `NEWCGROUP`, `NEWUTS`, `NEWIPC`, `NEWUSER`, `NEWPID`, `NEWNET`. */
const newNamespaces = 0x7e02_0000;
const mapAnonymous = 0x20;
const mapHugePages = 0x4_0000;
const mapType = 0x0f;
/** `MAP_SHARED` and `MAP_SHARED_VALIDATE`. */
const mapShared = [1, 3];
/** `AF_UNIX`, `AF_INET`, `AF_INET6`, `AF_NETLINK`: what the namespaces hold. `AF_VSOCK`, for one, goes past them to the machine's host. */
const families = [1, 2, 10, 16];
const netlink = 16;
/** `NETLINK_ROUTE`, which lists network interfaces. */
const netlinkRoute = 0;
/** `TIOCSTI` and `TIOCLINUX` type into a terminal. */
const typingRequests = [0x5412, 0x541c];

/** One instruction: code, how many to skip if so, if not, and its operand. */
type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

/** Whether a filter can be made for a processor, by Node's name for it. */
export function isFiltered(architecture: string): architecture is FilteredArchitecture {
  return (filteredArchitectures as readonly string[]).includes(architecture);
}

/**
 * The filter for one processor: all but what `system-calls.ts` refuses is allowed; calls of another processor's kind end
 * the program.
 * @returns instructions of 8 bytes, `struct sock_filter`, in the byte order of both processors
 */
export function buildSeccompFilter(architecture: FilteredArchitecture): Buffer {
  const number = (name: keyof typeof examined) => numberOn(architecture, examined[name]) as number;
  const program: Instruction[] = [
    [load, 0, 0, atArchitecture],
    ...unless(audits[architecture], killProcess),
    [load, 0, 0, atNumber],
    ...(architecture === 'x64' ? ([[jumpAtLeast, 0, 1, firstX32], give(killProcess)] as const) : []),
  ];
  for (const { answer, calls } of refused) {
    for (const numbers of Object.values(calls)) {
      const call = numberOn(architecture, numbers);
      if (call !== null) program.push([jumpEqual, 0, 1, call], give(fail(errnos[answer])));
    }
  }
  program.push(
    ...onCall(number('clone'), [[load, 0, 0, atArgument(0)], [jumpAnyBit, 0, 1, newNamespaces], give(notPermitted)]),
    ...onCall(number('mmap'), [
      [load, 0, 0, atArgument(3)],
      [jumpAnyBit, 0, 1, mapHugePages],
      give(outOfMemory),
      [jumpAnyBit, 1, 0, mapAnonymous],
      give(allow),
      [keepBits, 0, 0, mapType],
      ...mapShared.flatMap((type) => when(type, outOfMemory)),
    ]),
    ...onCall(number('socket'), [
      [load, 0, 0, atArgument(0)],
      ...families.filter((family) => family !== netlink).flatMap((family) => when(family, allow)),
      ...unless(netlink, familyNotSupported),
      [load, 0, 0, atArgument(2)],
      ...unless(netlinkRoute, familyNotSupported),
    ]),
    ...onCall(number('ioctl'), [
      [load, 0, 0, atArgument(1)],
      ...typingRequests.flatMap((request) => when(request, notPermitted)),
    ]),
    give(allow),
  );
  return encode(program);
}

const give = (action: number): Instruction => [finish, 0, 0, action];
const when = (value: number, action: number): Instruction[] => [[jumpEqual, 0, 1, value], give(action)];
const unless = (value: number, action: number): Instruction[] => [[jumpEqual, 1, 0, value], give(action)];

/** Looks at one call's arguments, and allows what the steps let through. */
function onCall(call: number, steps: Instruction[]): Instruction[] {
  return [[jumpEqual, 0, steps.length + 1, call], ...steps, give(allow)];
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, operand]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, index * 8 + 4);
  }
  return bytes;
}
