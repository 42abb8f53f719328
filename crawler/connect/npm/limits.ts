/** How much one installation may be. */
export interface InstallLimits {
  /** One document about a package, after decompression, bytes. */
  maxPackumentBytes: number;
  /** Values and keys in one document: each takes up to a hundred bytes of memory, and as little as three of the text. */
  maxPackumentValues: number;
  /** All documents fetched for one tree, after decompression, bytes. */
  maxDocumentBytes: number;
  /** One archive as it is sent, bytes. */
  maxPackedBytes: number;
  /** One package unpacked, bytes. */
  maxUnpackedBytes: number;
  /** How many times its packed size a package may be unpacked, beyond `freeUnpackedBytes`. */
  maxRatio: number;
  freeUnpackedBytes: number;
  /** Files of one package. */
  maxFiles: number;
  /** The `package.json` of one package, bytes. */
  maxManifestBytes: number;
  /** Folders above one file of a package. */
  maxDepth: number;
  /** Path of one file of a package, bytes. */
  maxPathBytes: number;
  /** Packages of one tree, each version counted at every place where it lies. */
  maxPackages: number;
  /** Files of one tree. */
  maxTreeFiles: number;
  /** Everything downloaded for one tree, bytes. */
  maxDownloadBytes: number;
  /** Documents asked for during one installation. */
  maxRequests: number;
}

/**
 * Generous: of 44 measured starter servers the largest tree has 139 packages, 4,800 files and 37 MB, the largest package
 * 14 MB, and no path more than 8 folders; trees of 1.4 GB have been seen elsewhere. Ordinary archives unpack to 3 to 8
 * times their size.
 */
export const installLimits: InstallLimits = {
  maxPackumentBytes: 64 * 1024 * 1024,
  maxPackumentValues: 4_000_000,
  maxDocumentBytes: 512 * 1024 * 1024,
  maxPackedBytes: 256 * 1024 * 1024,
  maxUnpackedBytes: 1024 * 1024 * 1024,
  maxRatio: 60,
  freeUnpackedBytes: 32 * 1024 * 1024,
  maxFiles: 60_000,
  maxManifestBytes: 4 * 1024 * 1024,
  maxDepth: 48,
  maxPathBytes: 1024,
  maxPackages: 2_500,
  maxTreeFiles: 250_000,
  maxDownloadBytes: 1024 * 1024 * 1024,
  maxRequests: 2_500,
};
