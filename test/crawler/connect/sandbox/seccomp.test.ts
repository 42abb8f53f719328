import { describe, expect, test } from 'vitest';
import { buildSeccompFilter, isFiltered } from '#crawler/connect/sandbox/seccomp.ts';
import { examined, filteredArchitectures, numberOn, refused } from '#crawler/connect/sandbox/system-calls.ts';

const audits = { x64: 0xc000003e, arm64: 0xc00000b7 };
const allowed = 0x7fff0000;
const killed = 0x80000000;
const errno = (number: number) => 0x00050000 + number;

/** What the kernel would answer: a classic BPF machine with the instructions that the filter uses. */
function answer(filter: Buffer, call: { audit: number; number: number; args?: number[] }): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.audit, 4);
  for (const [index, value] of (call.args ?? []).entries()) data.writeBigUInt64LE(BigInt(value), 16 + index * 8);
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at += 1) {
    const code = filter.readUInt16LE(at * 8);
    const [ifTrue, ifFalse] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
    const operand = filter.readUInt32LE(at * 8 + 4);
    const jump = (holds: boolean) => {
      at += holds ? ifTrue : ifFalse;
    };
    if (code === 0x20) accumulator = data.readUInt32LE(operand);
    else if (code === 0x15) jump(accumulator === operand);
    else if (code === 0x35) jump(accumulator >= operand);
    else if (code === 0x45) jump((accumulator & operand) !== 0);
    else if (code === 0x54) accumulator = (accumulator & operand) >>> 0;
    else if (code === 0x06) return operand;
    else throw new Error(`no such instruction: ${code}`);
  }
  throw new Error('the filter has no end');
}

describe.each(filteredArchitectures)('on %s', (architecture) => {
  const filter = buildSeccompFilter(architecture);
  const audit = audits[architecture];
  const ask = (name: keyof typeof examined, ...args: number[]) =>
    answer(filter, { audit, number: numberOn(architecture, examined[name]) as number, args });

  test('what is refused is refused, each as its group says', () => {
    for (const { answer: said, calls } of refused) {
      for (const [name, numbers] of Object.entries(calls)) {
        const number = numberOn(architecture, numbers);
        if (number === null) continue;
        expect(answer(filter, { audit, number }), name).toBe(errno(said === 'not-permitted' ? 1 : 38));
      }
    }
  });

  test('everything else is allowed', () => {
    const listed = new Set(
      [...refused.map(({ calls }) => calls), examined].flatMap((calls) =>
        Object.values(calls).map((numbers) => numberOn(architecture, numbers)),
      ),
    );
    const others = Array.from({ length: 470 }, (_, number) => number).filter((number) => !listed.has(number));
    expect(others.length).toBeGreaterThan(350);
    for (const number of others) expect(answer(filter, { audit, number }), String(number)).toBe(allowed);
  });

  test('calls of another processor, or by its other numbers, end the program', () => {
    for (const other of [0x40000003, 0x40000028, architecture === 'x64' ? audits.arm64 : audits.x64]) {
      expect(answer(filter, { audit: other, number: 0 })).toBe(killed);
    }
    if (architecture === 'x64') expect(answer(filter, { audit, number: 0x40000000 + 101 })).toBe(killed);
  });

  test('a process or a thread can be made, a namespace cannot', () => {
    expect(ask('clone', 0x01200011)).toBe(allowed);
    expect(ask('clone', 0x003d0f00)).toBe(allowed);
    for (const flag of [0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]) {
      expect(ask('clone', flag + 17), flag.toString(16)).toBe(errno(1));
    }
  });

  test('memory that no process is charged for is not given', () => {
    const map = (flags: number) => ask('mmap', 0, 4096, 3, flags);
    for (const flags of [0x22, 0x4022, 0x02, 0x01, 0x03]) expect(map(flags), flags.toString(16)).toBe(allowed);
    for (const flags of [0x21, 0x23, 0x4021]) expect(map(flags), flags.toString(16)).toBe(errno(12));
    for (const flags of [0x40022, 0x40021, 0x40002]) expect(map(flags), flags.toString(16)).toBe(errno(12));
  });

  test('sockets are of the kinds that namespaces hold', () => {
    for (const family of [1, 2, 10]) expect(ask('socket', family, 1, 6)).toBe(allowed);
    expect(ask('socket', 16, 3, 0)).toBe(allowed);
    for (const protocol of [9, 15, 16]) expect(ask('socket', 16, 3, protocol)).toBe(errno(97));
    for (const family of [17, 30, 31, 38, 40, 44]) expect(ask('socket', family, 1, 0)).toBe(errno(97));
  });

  test('nothing can be typed into a terminal', () => {
    for (const request of [0x5412, 0x541c]) expect(ask('ioctl', 0, request)).toBe(errno(1));
    for (const request of [0x5401, 0x5413, 0x541b]) expect(ask('ioctl', 0, request)).toBe(allowed);
  });
});

test('there is no filter for processors it was not made for', () => {
  expect(['x64', 'arm64', 'arm', 'riscv64', 'ia32', 'constructor'].filter(isFiltered)).toEqual(['x64', 'arm64']);
});
