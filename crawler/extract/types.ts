/** Records shared by the whole of `crawler/extract`: what goes in, what comes out, and what a framework reports. */
import type { Json, ToolDefinition } from '#db/types.ts';

/** Path to text. Paths are POSIX and relative to the server's folder. */
export type SourceFiles = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

/** Limits of one extraction. All are defaults that a caller may tighten. */
export interface ExtractLimits {
  /** Wall time for the whole extraction, milliseconds. What was found until then is kept. */
  timeoutMs: number;
  /** Source files looked at. */
  maxFiles: number;
  /** Characters of one file; a longer one is left out with a note. */
  maxFileChars: number;
  /** Characters of all files together. */
  maxTotalChars: number;
  /** Tools kept. */
  maxTools: number;
  /** Notes kept. */
  maxNotes: number;
}

/** Where one tool was read. `line` starts at 1. */
export interface ToolOrigin {
  name: string;
  file: string;
  line: number;
  /** Id of the framework or manifest that gave it. */
  framework: string;
}

/** The tools read from files, and how. */
export interface ExtractedTools {
  /** Unique by name, in order of reading. */
  tools: ToolDefinition[];
  /** `declared` when a manifest or snapshot lists the tools, `static` when they were read from source. */
  provenance: 'static' | 'declared';
  /** Ids of the frameworks or manifests that gave at least one tool. */
  frameworks: string[];
  /** One for each tool, in the same order. */
  origins: ToolOrigin[];
  /** What was left out and why, one sentence each. */
  notes: string[];
  /** False where the time or the memory ran out: the same files may give more another time. */
  complete: boolean;
}

/** A tool one framework or manifest found. */
export interface FoundTool {
  kind: 'tool';
  tool: ToolDefinition;
  file: string;
  line: number;
}

/** Something that looked like a tool but is not certain. */
export interface LeftOut {
  kind: 'left-out';
  file: string;
  line: number;
  reason: string;
}

export type Finding = FoundTool | LeftOut;

/** Languages with a parser here. */
export type SourceLanguage = 'javascript' | 'python' | 'go';

/** JSON as far as it is known: `undefined` stands for "not certain". */
export type MaybeJson = Json | undefined;
