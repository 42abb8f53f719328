/**
 * The system calls that a program which lists its tools never needs, and that are doors out of a sandbox, into the
 * kernel's rarely used parts, or to memory that belongs to no process and so escapes every count.
 * Numbers: Linux 6.18, `arch/x86/entry/syscalls/syscall_64.tbl` and `scripts/syscall.tbl` (arm64).
 */

/** Processors a filter can be made for, by Node's name. */
export const filteredArchitectures = ['x64', 'arm64'] as const;
/** A processor by Node's name. */
export type FilteredArchitecture = (typeof filteredArchitectures)[number];

/** The number of a system call on each processor; null where there is none. */
type Numbers = readonly [x64: number | null, arm64: number | null];

/** A group of refused system calls, for one reason. */
export interface RefusedGroup {
  /** Why, as `doctor` and a reader want it. */
  because: string;
  /** What the program is told: not permitted, or, where libraries then take another way, not there at all. */
  answer: 'not-permitted' | 'not-there';
  calls: Record<string, Numbers>;
}

/** Every system call that is refused whatever its arguments. */
export const refused: readonly RefusedGroup[] = [
  {
    because: 'mounts and other roots',
    answer: 'not-permitted',
    calls: {
      mount: [165, 40],
      umount2: [166, 39],
      pivot_root: [155, 41],
      chroot: [161, 51],
      open_tree: [428, 428],
      move_mount: [429, 429],
      fsopen: [430, 430],
      fsconfig: [431, 431],
      fsmount: [432, 432],
      fspick: [433, 433],
      mount_setattr: [442, 442],
      open_tree_attr: [467, 467],
    },
  },
  {
    because: 'namespaces inside',
    answer: 'not-permitted',
    calls: { unshare: [272, 97], setns: [308, 268] },
  },
  {
    // Its flags lie in memory, where a filter cannot look; every C library falls back to `clone`.
    because: 'namespaces inside',
    answer: 'not-there',
    calls: { clone3: [435, 435] },
  },
  {
    because: 'other processes',
    answer: 'not-permitted',
    calls: {
      ptrace: [101, 117],
      process_vm_readv: [310, 270],
      process_vm_writev: [311, 271],
      kcmp: [312, 272],
      pidfd_getfd: [438, 438],
      process_madvise: [440, 440],
      migrate_pages: [256, 238],
      move_pages: [279, 239],
    },
  },
  {
    because: 'the kernel’s keys',
    answer: 'not-there',
    calls: { add_key: [248, 217], request_key: [249, 218], keyctl: [250, 219] },
  },
  {
    because: 'programs and rings in the kernel',
    answer: 'not-there',
    calls: {
      bpf: [321, 280],
      perf_event_open: [298, 241],
      userfaultfd: [323, 282],
      io_uring_setup: [425, 425],
      io_uring_enter: [426, 426],
      io_uring_register: [427, 427],
      fanotify_init: [300, 262],
      fanotify_mark: [301, 263],
    },
  },
  {
    because: 'modules and kernels',
    answer: 'not-permitted',
    calls: {
      init_module: [175, 105],
      finit_module: [313, 273],
      delete_module: [176, 106],
      kexec_load: [246, 104],
      kexec_file_load: [320, 294],
      reboot: [169, 142],
    },
  },
  {
    because: 'settings of the machine',
    answer: 'not-permitted',
    calls: {
      swapon: [167, 224],
      swapoff: [168, 225],
      settimeofday: [164, 170],
      clock_settime: [227, 112],
      clock_adjtime: [305, 266],
      adjtimex: [159, 171],
      sethostname: [170, 161],
      setdomainname: [171, 162],
      quotactl: [179, 60],
      quotactl_fd: [443, 443],
      acct: [163, 89],
      syslog: [103, 116],
      vhangup: [153, 58],
      iopl: [172, null],
      ioperm: [173, null],
      modify_ldt: [154, null],
    },
  },
  {
    because: 'files by handle',
    answer: 'not-permitted',
    calls: { name_to_handle_at: [303, 264], open_by_handle_at: [304, 265] },
  },
  {
    because: 'memory that belongs to no process',
    answer: 'not-there',
    calls: {
      memfd_create: [319, 279],
      memfd_secret: [447, 447],
      shmget: [29, 194],
      shmat: [30, 196],
      shmctl: [31, 195],
      shmdt: [67, 197],
      msgget: [68, 186],
      msgsnd: [69, 189],
      msgrcv: [70, 188],
      msgctl: [71, 187],
      semget: [64, 190],
      semop: [65, 193],
      semctl: [66, 191],
      semtimedop: [220, 192],
      mq_open: [240, 180],
      vmsplice: [278, 75],
      remap_file_pages: [216, 234],
    },
  },
  {
    // The kernel has one number of such requests for the whole machine, and databases use them.
    because: 'requests that are counted for the whole machine',
    answer: 'not-there',
    calls: {
      io_setup: [206, 0],
      io_destroy: [207, 1],
      io_submit: [209, 2],
      io_cancel: [210, 3],
      io_getevents: [208, 4],
      io_pgetevents: [333, 292],
    },
  },
  {
    because: 'what only old programs use',
    answer: 'not-there',
    calls: {
      uselib: [134, null],
      ustat: [136, null],
      sysfs: [139, null],
      nfsservctl: [180, 42],
      lookup_dcookie: [212, 18],
    },
  },
];

/** System calls that are refused by their arguments. The filter says which. */
export const examined = {
  clone: [56, 220],
  mmap: [9, 222],
  socket: [41, 198],
  ioctl: [16, 29],
} as const satisfies Record<string, Numbers>;

/** The number of a system call on a processor, or null. */
export function numberOn(architecture: FilteredArchitecture, numbers: Numbers): number | null {
  return numbers[filteredArchitectures.indexOf(architecture)] ?? null;
}
