/**
 * Everything of an installation but the installer itself: the gateway it asks, and the tree that is made of what it
 * decided. Runs in a thread of its own (`apart.ts`), since unpacking and hashing would hold up everything else.
 */
import { mkdir, rm } from 'node:fs/promises';
import { AttemptFailure, sourceInstead } from '#crawler/connect/attempt-failure.ts';
import type { NpmSettings } from '#crawler/connect/npm.ts';
import { type IndexGateway, openIndexGateway } from '#crawler/connect/python/index-gateway.ts';
import { openContentStore } from './content-store.ts';
import { type Gateway, type GatewayRefusals, openGateway } from './gateway.ts';
import { type Gathering, gatherFor, isForHere } from './gather.ts';
import { layTree, type Placed } from './lay-tree.ts';
import { installLimits } from './limits.ts';
import { openPackumentStore } from './packument-store.ts';
import { openIndexClient, openRegistryClient } from './registry-client.ts';
import { type UnmetWish, wishOf } from './relax.ts';
import { hashTree, measureTree, removeTree, sealTree, trimFolder } from './tree.ts';
import { findUnmet, type Placement, readBunLock, readNpmLock } from './tree-plan.ts';
import { BadPackage } from './unpack.ts';

/** What an installer decided, as it wrote it down. */
export interface Lock {
  kind: 'bun' | 'npm';
  text: string;
}

/** A tree that was made. */
export interface BuiltTree {
  version: string;
  /** What `hashTree` says of it as long as nothing was changed. */
  hash: string;
  /** The packages of the store it is made of. */
  parts: string[];
  /** All its files, bytes, as if none were shared. */
  bytes: number;
  /** What it takes on the disk beside what it shares, bytes. */
  ownBytes: number;
}

/** One installation. */
export interface InstallOrder {
  id: string;
  name: string;
  /** Version, range or tag. */
  wanted: string;
  /** Path for the gateway's socket. */
  socket: string;
}

/** One that is under way. */
interface Order {
  name: string;
  gathering: Gathering;
  gateway: Gateway;
  stop: AbortController;
}

/** How to make a kit. */
export interface InstallKitOptions {
  settings: NpmSettings;
  /** Addresses of the user's Python indexes, without credentials, the first to be asked first. */
  indexes: string[];
  /** Folders of its own, in the package cache. */
  store: string;
  documents: string;
  wheels: string;
  staging: string;
  /** The largest tree, bytes. */
  maxTreeBytes: number;
}

/** Any release, however new; npm reads `*` as no wish at all. */
const anyVersion = '>=0.0.0';
/** How often a tree is begun whose packages are removed while it is made. */
const layTries = 3;

/** Opens the store and makes ready to install. */
export async function createInstallKit(options: InstallKitOptions) {
  const client = openRegistryClient(options.settings);
  await mkdir(options.staging, { recursive: true });
  const packuments = await openPackumentStore(options.documents, client);
  const store = await openContentStore(options.store, options.staging, client);
  const limits = installLimits;
  const indexes = options.indexes.map((index) => openIndexClient(index, options.settings));
  const indexGateways = new Map<string, { gateway: IndexGateway; stop: AbortController }>();
  const orders = new Map<string, Order>();

  function orderOf(id: string) {
    const order = orders.get(id);
    if (order === undefined) throw new Error('this installation is over');
    return order;
  }

  async function fetchAll(placements: readonly Placement[], order: Order): Promise<Placed[]> {
    const { gathering, name, stop } = order;
    const placed = placements.map(async (placement) => ({
      ...placement,
      stored: await gathering.fetch(placement.name, placement.version).catch((error: unknown) => {
        throw blame(error, placement, name);
      }),
    }));
    return Promise.all(placed).catch((error: unknown) => {
      // The first fault ends the other downloads.
      stop.abort(error);
      throw error;
    });
  }

  return {
    /** Opens the gateway of an installation, and begins to fetch what it will probably need. */
    async open({ id, name, wanted, socket }: InstallOrder): Promise<void> {
      const stop = new AbortController();
      const { maxTreeBytes, settings } = options;
      const parts = { packuments, store, limits, maxTreeBytes, scopes: settings.scopes };
      const gathering = gatherFor(parts, name, stop.signal);
      gathering.begin(wanted);
      await rm(socket, { force: true });
      const gateway = await openGateway(gathering, { socket, limits });
      orders.set(id, { name, gathering, gateway, stop });
    },
    /** What its installer was refused so far. */
    async refusals(id: string): Promise<GatewayRefusals> {
      return orderOf(id).gateway.refusals;
    },
    /** Lets a wish that no version fits be fulfilled by the newest, from the next question of its installer on. */
    async relax(id: string, wish: UnmetWish): Promise<void> {
      const { gathering, gateway } = orderOf(id);
      gateway.relaxed.push({ ...wish, instead: gathering.known(wish.name)?.tags.latest ?? anyVersion });
    },
    /** Lets nothing wish for these packages, from the next question of its installer on; they no longer count as missing. */
    async leaveOut(id: string, names: readonly string[]): Promise<void> {
      const { gateway } = orderOf(id);
      for (const name of names) gateway.leftOut.add(name);
      gateway.refusals.missing = gateway.refusals.missing.filter(({ name }) => !gateway.leftOut.has(name));
    },
    /** What packages of a lock would not find in a version they ask for, by name, beside what was relaxed or left out. @throws Error for what is no lock */
    async findUnmet(id: string, lock: Lock): Promise<string[]> {
      const { gathering, gateway } = orderOf(id);
      return findUnmet(readLock(lock), (name, version) =>
        (gathering.known(name)?.dist(version)?.needs ?? []).filter(
          (need) => wishOf(gateway.relaxed, need) === undefined && !gateway.leftOut.has(need[0]),
        ),
      );
    },
    /**
     * Makes the tree an installer decided on, of verified packages, in an empty folder.
     * @throws AttemptFailure
     */
    async build(id: string, lock: Lock, folder: string): Promise<BuiltTree> {
      const order = orderOf(id);
      const { gathering, name } = order;
      const chosen = readLock(lock);
      if (chosen.length > limits.maxPackages) throw tooLarge(`${name} needs more than ${limits.maxPackages} packages.`);
      const top = chosen.find(({ at }) => at.length === 1 && at[0] === name);
      if (top === undefined) throw new Error('the installer left out the package itself');
      const fits = placementsForHere(chosen, gathering);
      if (!fits.includes(top)) throw wrongPlatform(name, gathering.known(name)?.dist(top.version));
      for (let tries = 1; ; tries += 1) {
        const placed = await fetchAll(fits, order);
        const files = placed.reduce((sum, { stored }) => sum + stored.files.length, 0);
        if (files > limits.maxTreeFiles) throw tooLarge(`${name} needs more than ${limits.maxTreeFiles} files.`);
        try {
          const laid = layTree(folder, placed);
          const bytes = placed.reduce((sum, { stored }) => sum + stored.bytes, 0);
          return { version: top.version, ...laid, parts: [...new Set(placed.map(({ stored }) => stored.key))], bytes };
        } catch (error) {
          // Another process made room in the store meanwhile: what is gone is fetched again.
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === layTries) throw error;
          gathering.forget();
          await removeTree(folder);
          await mkdir(folder);
        }
      }
    },
    /** Opens the gateway of an installation from the Python index. */
    async openIndex(id: string, socket: string): Promise<void> {
      const stop = new AbortController();
      await rm(socket, { force: true });
      const parts = { clients: indexes, wheels: options.wheels, limits };
      indexGateways.set(id, { gateway: await openIndexGateway(parts, { socket, signal: stop.signal }), stop });
    },
    /** Ends it. @returns why files were not given out */
    async closeIndex(id: string): Promise<string[]> {
      const open = indexGateways.get(id);
      indexGateways.delete(id);
      open?.stop.abort(new Error('this installation is over'));
      await open?.gateway.close();
      return open?.gateway.refused ?? [];
    },
    /** Ends an installation: its gateway is gone and its downloads stop. */
    async close(id: string): Promise<void> {
      const order = orders.get(id);
      orders.delete(id);
      order?.stop.abort(new Error('this installation is over'));
      await order?.gateway.close();
    },
    /** The version a tag leads to today; undefined where the registry names none. */
    async versionOf(name: string, tag: string): Promise<string | undefined> {
      const signal = AbortSignal.timeout(30_000);
      const read = await packuments.read(name, { fresh: true, signal, limits });
      return read.status === 'found' && Object.hasOwn(read.packument.tags, tag) ? read.packument.tags[tag] : undefined;
    },
    hashTree: async (folder: string) => hashTree(folder),
    /** Makes a tree that another program laid out read-only, and says what it is. */
    async seal(folder: string): Promise<{ hash: string; bytes: number; ownBytes: number }> {
      sealTree(folder);
      const { bytes, diskBytes } = measureTree(folder);
      return { hash: hashTree(folder), bytes, ownBytes: diskBytes };
    },
    removeTree,
    dropPart: (key: string) => store.drop(key),
    listParts: () => store.list(),
    /** Removes the oldest documents and wheels until each kind fits, bytes; how much is left. */
    async trimDownloads(maxDocumentBytes: number, maxWheelBytes: number): Promise<number> {
      return (await packuments.trim(maxDocumentBytes)) + (await trimFolder(options.wheels, maxWheelBytes));
    },
    /** Ends everything. */
    async end(): Promise<void> {
      for (const id of [...orders.keys()]) await this.close(id);
      for (const id of [...indexGateways.keys()]) await this.closeIndex(id);
      for (const one of [client, ...indexes]) await one.close();
    },
  };
}

/** Everything of an installation but the installer itself. */
export type InstallKit = Awaited<ReturnType<typeof createInstallKit>>;

const readLock = ({ kind, text }: Lock) => (kind === 'bun' ? readBunLock : readNpmLock)(text);

/** Without what is for other platforms, and what lies inside that. */
function placementsForHere(chosen: readonly Placement[], gathering: Gathering): Placement[] {
  const left = new Set<string>();
  return chosen
    .toSorted((one, other) => one.at.length - other.at.length)
    .filter(({ at, name, version }) => {
      const dist = gathering.known(name)?.dist(version);
      const fits = !left.has(at.slice(0, -1).join('/')) && (dist === undefined || isForHere(dist));
      if (!fits) left.add(at.join('/'));
      return fits;
    });
}

/** Whose fault it is, in a sentence. */
function blame(error: unknown, { name, version }: Placement, wanted: string): unknown {
  if (!(error instanceof BadPackage)) {
    if (!(error instanceof AttemptFailure) || error.outcome !== 'address-refused') return error;
    return new AttemptFailure(
      'install-failed',
      `The registry names an address for ${name}@${version} that is not visited. ${error.message}`,
      sourceInstead,
      { cause: error },
    );
  }
  const subject = name === wanted ? `${name}@${version}` : `${name}@${version}, which ${wanted} needs,`;
  const todo = error.isTooLarge ? 'It is not installed; report this to the author.' : 'Report this to the author.';
  return new AttemptFailure(error.isTooLarge ? 'too-large' : 'install-failed', `${subject} ${error.message}.`, todo, {
    cause: error,
  });
}

function tooLarge(reason: string): AttemptFailure {
  return new AttemptFailure('too-large', reason, 'Raise the size of the package cache.');
}

function wrongPlatform(name: string, dist: { os?: string[]; cpu?: string[] } | undefined): AttemptFailure {
  const made = [...(dist?.os ?? []), ...(dist?.cpu ?? [])].join(', ');
  return new AttemptFailure(
    'install-failed',
    `${name} is not made for this machine (${process.platform} ${process.arch}) but for ${made}.`,
    'Run it on the platform it is made for.',
  );
}
