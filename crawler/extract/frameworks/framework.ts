/** The shape of a framework module. */
import type { GoFile, GoProgram } from '#crawler/extract/go/program.ts';
import type { JsFile } from '#crawler/extract/javascript/file.ts';
import type { JsProgram } from '#crawler/extract/javascript/program.ts';
import type { PyFile, PyProgram } from '#crawler/extract/python/program.ts';
import type { Finding } from '#crawler/extract/types.ts';

interface FrameworkFacts {
  /** Equal to the file's name. */
  id: string;
  /** What a person calls it. */
  title: string;
  /** A file is read only if it contains one of these. */
  hints: readonly string[];
}

/** One way servers define tools, in one language. */
export type Framework = FrameworkFacts &
  (
    | { language: 'javascript'; find(program: JsProgram, file: JsFile): Iterable<Finding> }
    | { language: 'python'; find(program: PyProgram, file: PyFile): Iterable<Finding> }
    | { language: 'go'; find(program: GoProgram, file: GoFile): Iterable<Finding> }
  );
