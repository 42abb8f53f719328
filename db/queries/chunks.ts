/** Rows per statement: well below PostgreSQL's 65,535 parameters for the widest table here. */
const rowsPerStatement = 1000;

/** Runs `work` over slices of at most a thousand rows, one after the other; not at all for none. */
export async function inChunks<T>(rows: readonly T[], work: (part: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsPerStatement) await work(rows.slice(at, at + rowsPerStatement));
}
